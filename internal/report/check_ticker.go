package report

import (
	"regexp"
	"strings"

	"alex"
)

// acronyms are words in capitals that are not taken for tickers.
var acronyms = wordSet(`US USA UK EU UN NA ETF ETN IRA HHI RMD CPI PCE FDIC SIPC NCUA AI REIT TIPS CD HSA FSA SEP IRS SEC
	CMA GDP NAV PE IT NYSE CFP CFA CPA EA FAQ ID OK PDF CSV JSON HTML API USD EUR GBP JPY CHF FX FINRA CFPB DOL PBGC SSA
	COLA IRMAA QCD QLAC AGI MAGI AMT NUA ESPP RSU ESOP MSCI FTSE CRSP EAFE ESG SMA DRIP DCA IRR APR APY YTD TTM EPS ROI
	ROTH LTC DB DC FIRE SWR PV FV PO TV HR LLC CEO CFO FICA WEP GPO SSI SSDI PIA FRA UTMA UGMA TOD POD AM PM ET EST UTC
	GMT MBS ABS CMBS CLO GIC SPIA MYGA HELOC PMI HOA EE AAA AA BBB BB CCC CC NOT AND OR NO YES TLH ACA COBRA PPO HMO HDHP
	DIY UBTI MLP ADR GSE FHA VA QDRO FAFSA HECM LLP NASDAQ MLM SPAC EM DM HY IG OTC KYC PIN ATM URL CAPE PEG WACC FHLMC
	GNMA FNMA IBOND SS AUM TER OCF ISIN CUSIP DOB TBD NB PS IE EG VS`)

// tickerShape is a word that looks like a ticker; singular letters need a
// sign that one is meant.
var (
	tickerShape  = regexp.MustCompile(`(?:^|[^\p{L}\p{N}&/.'-])([A-Z]{2,5}(?:[.\-][A-Z]{1,3})?)(s?)(?:$|[^\p{L}\p{N}&/])`)
	cashtag      = regexp.MustCompile(`\$([A-Za-z]{1,5}(?:\.[A-Za-z])?)\b`)
	tickerWord   = regexp.MustCompile(`(?i)\b(?:tickers?|symbols?)(?: symbols?)?[ :]+["']?(\$?[A-Za-z]{1,5}(?:[.\-][A-Za-z])?)\b`)
	letterName   = regexp.MustCompile(`\(([A-Z])\)`)
	listedAs     = regexp.MustCompile(`\b(?:NYSE|NASDAQ|Nasdaq|AMEX|ARCA|CBOE|LSE|TSX|OTC)\s*:\s*([A-Za-z]{1,5})\b`)
	compoundName = regexp.MustCompile(`\b(?:[A-Z]{1,3}[&/][A-Z]{1,3}|[A-Z]+-[A-Z]+)\b`)
	compounds    = wordSet(`S&P R&D M&A P&L Q&A P/E P/B P/S D/E N/A W/O OR/AND AND/OR US/UK SEP-IRA CPI-U CPI-W AD&D G&A`)
)

// tickerVerbs follow "symbol" and "ticker" in plain prose.
var tickerVerbs = wordSet(`is are was were and or that which of in on for to a an the with has have can may not by named
	from you we it its but as at if so into than then this what when where who will would must means stands list column
	names name code codes says said does do here there each all any no one only too also with`)

// checkTickers refuses tickers that the context does not know: words of two
// to five capitals (with a share class, "BRK.B") that are no common acronym,
// "$ABC", "ticker ABC", "NYSE: ABC", and single letters in parentheses.
// Whole names of the context are exempt.
func checkTickers(v *view, ctx CheckContext) []alex.Violation {
	exempt := append(nameSpans(v, CheckContext{Names: ctx.Names}), headingSpans(v, ctx.Headings)...)
	known := func(symbol string) bool {
		symbol = strings.ToUpper(strings.TrimPrefix(symbol, "$"))
		return ctx.Tickers[alex.Symbol(symbol)] || ctx.Tickers[alex.Symbol(strings.ReplaceAll(symbol, "-", "."))]
	}
	var found []span
	refuse := func(s span) {
		if !within(exempt, s.start, s.end) && !touches(found, s.start, s.end) {
			found = append(found, s)
		}
	}
	for _, p := range []*regexp.Regexp{cashtag, tickerWord, listedAs, letterName} {
		for _, s := range matches(p, v.text) {
			symbol := v.text[s.start:s.end]
			if !known(symbol) && (p != tickerWord || !tickerVerbs[strings.ToLower(symbol)]) {
				refuse(s)
			}
		}
	}
	for _, s := range capitalSpans(v.text) {
		symbol := v.text[s.start:s.end]
		base, _, _ := strings.Cut(symbol, "-")
		if !known(symbol) && !acronyms[symbol] && !compounds[symbol] && !(acronyms[base] && base != symbol) {
			refuse(s)
		}
	}
	return v.violations("unknown_ticker", found)
}

// capitalSpans finds words in capitals. It steps by hand because neighbours
// share the character between them.
func capitalSpans(text string) []span {
	spans := matches(compoundName, text)
	for from := 0; from < len(text); {
		at := tickerShape.FindStringSubmatchIndex(text[from:])
		if at == nil {
			break
		}
		s := span{from + at[2], from + at[3]}
		if !touches(spans, s.start, s.end) {
			spans = append(spans, s)
		}
		from = s.end
	}
	return spans
}
