package broker

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"

	"alex"
)

var (
	tickerPattern = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.\-^=]{0,19}$`)
	classPattern  = regexp.MustCompile(`^[A-Z0-9]{1,6}[/ ][A-Z]{1,4}$`) // BRK/B, BRK B, BAC PRL
	cusipPattern  = regexp.MustCompile(`^([0-9][0-9A-Z]{7}[0-9]|[A-Z]{2}[0-9A-Z]{9}[0-9])$`)

	optionPatterns = []*regexp.Regexp{
		regexp.MustCompile(`^-`),                                                    // Fidelity: -AAPL241220C150
		regexp.MustCompile(`^[A-Z.]{1,6}\d{6}[CP]\d+(\.\d+)?$`),                     // AAPL241220C150
		regexp.MustCompile(`^[A-Z.]{1,6}\s+\d{6}[CP]\d{8}$`),                        // Options Symbology Initiative
		regexp.MustCompile(`^[A-Z./]{1,6} \d{1,2}/\d{1,2}/\d{2,4} [\d.]+ ([CP])\b`), // Schwab: AAPL 12/20/2024 150.00 C
		regexp.MustCompile(`^[A-Z.]{1,6} \d{1,2}[A-Z]{3}\d{2} [\d.]+ (C|P)$`),       // Interactive Brokers: SPY 31MAR25 570 C
		regexp.MustCompile(`^[A-Z.]{1,6} [A-Z]{3} ?\d{1,2} '?\d{2,4} \$?[\d.]+ (CALL|PUT)$`),
	}
	optionName = regexp.MustCompile(`(?i)^(call|put) .*\d|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) \d{1,2} '?\d{2,4} \$?[\d.]+ (call|put)\b`)
	optionKind = regexp.MustCompile(`(?i)\boptions?\b`)
)

// isOption recognises an option by its symbol, its description or the
// broker's own word for its kind.
func isOption(symbol, name, kind string) bool {
	symbol = strings.ToUpper(strings.TrimSpace(symbol))
	if strings.ContainsAny(symbol, "-0123456789") { // as every pattern needs
		for _, p := range optionPatterns {
			if p.MatchString(symbol) {
				return true
			}
		}
	}
	return optionKind.MatchString(kind) || optionName.MatchString(name)
}

// isSweep recognises the cash that a brokerage account keeps in its core
// position: a money-market sweep or a line that says cash.
func isSweep(symbol, name string) bool {
	symbol = strings.ToUpper(symbol)
	switch strings.TrimRight(symbol, "*") {
	case "SPAXX", "FZFXX", "FDRXX", "FCASH", "CORE", "VMFXX":
		return true
	}
	if strings.HasSuffix(symbol, "**") || strings.HasPrefix(symbol, "$CASH") {
		return true
	}
	return isCashLine(symbol) || symbol == "" && isCashLine(strings.ToUpper(name))
}

// isCashLine recognises text that stands where a symbol stands but says cash.
func isCashLine(text string) bool {
	switch text {
	case "CASH & CASH INVESTMENTS", "CASH AND CASH INVESTMENTS", "CASH BALANCE", "CASH & EQUIVALENTS",
		"SETTLEMENT FUND", "PENDING ACTIVITY", "FUTURES CASH", "USD CASH", "CASH USD", "CASH (USD)":
		return true
	}
	return false
}

// symbolOf spells the symbol of a row: a ticker Alex's way, a CUSIP or ISIN as
// it is; else, for what has a name only, a pseudo symbol.
func symbolOf(symbol, cusip, name string) (alex.Symbol, error) {
	s := strings.ToUpper(strings.TrimRight(strings.TrimLeft(symbol, "'"), "* "))
	cusip = cusipOf(strings.ToUpper(cusip))
	if classed := shareClass(s); classed != "" {
		return classed, nil
	}
	s = cusipOf(s)
	switch {
	case tickerPattern.MatchString(s) && !isNull(s), classPattern.MatchString(s):
		return alex.ParseSymbol(s)
	case cusipPattern.MatchString(cusip):
		return alex.ParseSymbol(cusip)
	case !isNull(s) && !strings.Contains(s, " "):
		return "", alex.Invalid(fieldSymbol, "%q is not a ticker symbol", clip(symbol))
	case !isNull(name):
		return pseudoSymbol(name), nil
	case !isNull(s) && unicode.IsLetter([]rune(s)[0]):
		return pseudoSymbol(s), nil
	}
	return "", alex.Invalid(fieldSymbol, "is missing, and so is a name")
}

// shareClass spells the share classes that Fidelity writes together.
func shareClass(symbol string) alex.Symbol {
	switch symbol {
	case "BRKA", "BRKB", "BFA", "BFB":
		return alex.Symbol(symbol[:len(symbol)-1] + "." + symbol[len(symbol)-1:])
	}
	return ""
}

// cusipOf is the CUSIP inside the ISIN of an American security, so that a
// bond has one symbol at every broker; other text comes back as it is.
func cusipOf(text string) string {
	if len(text) == 12 && strings.HasPrefix(text, "US") && cusipPattern.MatchString(text) {
		return text[2:11]
	}
	return text
}

// pseudoSymbol is the stable symbol of a fund that has a name only, such as a
// 401(k) plan's own: "X-", the capitals and digits of the name, and four hex
// digits of its SHA-256, which keep funds with the same capitals apart.
func pseudoSymbol(name string) alex.Symbol {
	const most = 20 - len("X--0000")
	name = strings.Join(strings.Fields(name), " ")
	sum := sha256.Sum256([]byte(strings.ToUpper(name)))
	letters := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
	tail := strings.ToUpper(hex.EncodeToString(sum[:2]))
	if letters == "" {
		return alex.Symbol("X-" + tail)
	}
	return alex.Symbol("X-" + letters[:min(len(letters), most)] + "-" + tail)
}
