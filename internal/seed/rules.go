package seed

import (
	"regexp"
	"strings"

	"alex"
)

// rule says what an instrument is whose name it matches. The first rule that
// matches decides, so narrow rules stand before wide ones.
type rule struct {
	note       string         // which rule, for the person to read
	name       *regexp.Regexp // matched against plain(name)
	not        *regexp.Regexp // nil, or what must not match
	form       form
	kind       alex.InstrumentType // "" is a fund: mutual_fund, bond_fund or etf
	confidence int64               // 0–100
	class      string              // weights as in the table
	regions    string
	sectors    string
}

// form is what a rule demands of the instrument beside its name.
type form int

const (
	anyForm     form = iota
	fundForm         // it looks like a fund, and not like a company
	companyForm      // it looks like a company
)

// subject is an instrument to be classified.
type subject struct {
	symbol alex.Symbol
	raw    string // the name in small letters
	plain  string // the same in letters and digits only, single spaces
	asOf   alex.Date
}

var (
	notPlain      = regexp.MustCompile(`[^a-z0-9]+`)
	fundSymbol    = regexp.MustCompile(`^[A-Z]{4}X$`)
	moneySymbol   = regexp.MustCompile(`^[A-Z]{3}XX$`)
	cusip         = regexp.MustCompile(`^[0-9]{3}[0-9A-Z]{5}[0-9]$`)
	inverse       = regexp.MustCompile(`\b(inverse|bear|bearish|ultrapro short|(ultra)?short (s p( ?500)?|qqq|dow|russell|midcap|smallcap|msci|ftse|20|7|bitcoin|ether))\b`)
	option        = regexp.MustCompile(`^(call|put)\b|\b(call|put)$|\b(warrants?|rights)\b`)
	fundWord      = regexp.MustCompile(`\b(fund|fd|fds|etf|etn|index|idx|indx|portfolio|pool|cit|collective|admiral|adm|investor|inv|inst|instl|institutional|trust|tr|ishares|vanguard|spdr|proshares|wisdomtree|vaneck|spartan|separate account|shares|select|sector)\b`)
	exchangeWord  = regexp.MustCompile(`\b(etf|etn|ishares|spdr|proshares|wisdomtree|vaneck|powershares)\b`)
	companyWord   = regexp.MustCompile(`\b(inc|incorporated|corp|corporation|company|plc|ltd|limited|holdings?|hldgs?|group|lp|llc|bancorp|bancshares|industries|laboratories|pharmaceuticals|therapeutics|technologies|common stock|com stk|ord|adr|ads|nv|ag|sa)\b|\b(co|com|se|n v|s a|a s|asa|oyj|l p)$`)
	foreignWord   = regexp.MustCompile(`\b(adr|ads|plc|nv|ag|sa|spons|sponsored|asa|oyj)\b|\b(se|n v|s a|a s)$`)
	companySuffix = regexp.MustCompile(`\b(inc|incorporated|corp|corporation|company|plc|ltd|limited|common stock|adr|ads|bancorp)\b`)
)

// Classify guesses an instrument from its name, and from its symbol where
// symbols follow a custom (five letters ending in XX are a money market fund).
// It answers false where no rule matches, and for options and funds that bet
// on a fall. What it answers passes
// alex.Instrument.Validate, has the source rules, a confidence between 40 and
// 70, and the rule in its note; it never has a price or an expense ratio.
//
// asOf is the day from which a target year is counted; without one it is
// TableDate.
func Classify(symbol alex.Symbol, name string, asOf alex.Date) (alex.Instrument, bool) {
	s := subject{symbol: symbol, raw: strings.ToLower(name), asOf: asOf}
	s.plain = strings.TrimSpace(notPlain.ReplaceAllString(strings.ReplaceAll(s.raw, "'", ""), " "))
	if asOf.Time().IsZero() {
		s.asOf = TableDate
	}
	if option.MatchString(s.plain) || inverse.MatchString(s.plain) {
		return alex.Instrument{}, false
	}
	r, ok := s.rule()
	if !ok {
		return alex.Instrument{}, false
	}
	i, err := r.instrument(s, strings.TrimSpace(name))
	if err != nil || i.Validate() != nil {
		return alex.Instrument{}, false
	}
	return i, true
}

// rule is the first that matches: cash, single bonds, target years, then the
// rules on words.
func (s subject) rule() (rule, bool) {
	if moneySymbol.MatchString(string(s.symbol)) {
		return cashRule("a symbol ending in XX is a money market fund"), true
	}
	if r, ok := s.singleBond(); ok {
		return r, true
	}
	if r, ok := s.targetDate(); ok {
		return r, true
	}
	for _, list := range ruleLists() {
		for _, r := range list {
			if r.matches(s) {
				return r, true
			}
		}
	}
	return rule{}, false
}

// ruleLists are the rules on words in the order in which they are tried.
func ruleLists() [][]rule {
	return [][]rule{cashRules, bondRules, assetRules, mixRules, sectorRules, regionRules, styleRules, companyRules}
}

func (r rule) matches(s subject) bool {
	if !r.name.MatchString(s.plain) || r.not != nil && r.not.MatchString(s.plain) {
		return false
	}
	switch r.form {
	case fundForm:
		return s.isFund()
	case companyForm:
		return !s.isFund() && companyWord.MatchString(s.plain)
	default:
		return true
	}
}

// isFund reports a fund's symbol, or a fund's word in a name that no company
// would bear.
func (s subject) isFund() bool {
	return fundSymbol.MatchString(string(s.symbol)) ||
		fundWord.MatchString(s.plain) && !companySuffix.MatchString(s.plain)
}

func (r rule) instrument(s subject, name string) (alex.Instrument, error) {
	var p alex.Problems
	class, err := parseWeights[alex.AssetClass](r.class)
	p.Join("class", err)
	regions, err := parseWeights[alex.Region](r.regions)
	p.Join("regions", err)
	sectors, err := parseWeights[alex.Sector](r.sectors)
	p.Join("sectors", err)
	if name == "" {
		name = string(s.symbol)
	}
	return alex.Instrument{
		Symbol: s.symbol, Name: name, Currency: "USD", Type: r.kindOf(s),
		AssetClasses: class, Regions: regions, Sectors: sectors,
		Classification: alex.Classification{
			Source: alex.SourceRules, Confidence: alex.PercentOf100(r.confidence), Note: "rule on the name: " + r.note, AsOf: s.asOf,
		},
	}, p.Err()
}

// kindOf is the rule's own type, or the kind of fund: exchange-traded where the
// name says so or the symbol is as short as a stock's.
func (r rule) kindOf(s subject) alex.InstrumentType {
	switch {
	case r.kind != "":
		return r.kind
	case fundSymbol.MatchString(string(s.symbol)) || moneySymbol.MatchString(string(s.symbol)):
	case exchangeWord.MatchString(s.plain) || len(s.symbol) <= 4 && !fundPool.MatchString(s.plain):
		return alex.ETF
	}
	if r.class == onlyBonds {
		return alex.BondFund
	}
	return alex.MutualFund
}

var fundPool = regexp.MustCompile(`\b(pool|cit|collective|separate account|admiral|adm|investor|institutional|instl|mutual)\b`)
