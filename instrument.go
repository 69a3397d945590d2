package alex

import (
	"regexp"
	"strings"
)

// Symbol is a ticker in Alex's spelling: capital letters, digits, and . - ^ =
// inside ("BRK.B"); at most 20 characters.
type Symbol string

var (
	symbolPattern = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.\-^=]{0,19}$`)
	shareClass    = regexp.MustCompile(`^([A-Z0-9]+)[ /]([A-Z]{1,3})$`)
)

// ParseSymbol reads a ticker, spelling it Alex's way: trimmed, in capitals,
// with a share class after a point ("brk/b" and "BRK B" become "BRK.B").
func ParseSymbol(text string) (Symbol, error) {
	s := strings.ToUpper(strings.TrimSpace(text))
	s = shareClass.ReplaceAllString(s, "$1.$2")
	if !symbolPattern.MatchString(s) {
		return "", Invalid("symbol", "%q is not a ticker symbol", clip(text))
	}
	return Symbol(s), nil
}

// UnmarshalText reads a symbol as ParseSymbol does.
func (s *Symbol) UnmarshalText(text []byte) error {
	parsed, err := ParseSymbol(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// InstrumentType is the kind of security.
type InstrumentType string

const (
	ETF        InstrumentType = "etf"
	MutualFund InstrumentType = "mutual_fund"
	Stock      InstrumentType = "stock"
	Bond       InstrumentType = "bond"
	BondFund   InstrumentType = "bond_fund"
	Commodity  InstrumentType = "commodity"
	REIT       InstrumentType = "reit"
)

// Known lists every instrument type.
func (InstrumentType) Known() []InstrumentType {
	return []InstrumentType{ETF, MutualFund, Stock, Bond, BondFund, Commodity, REIT}
}

// Source says who gave a classification or a price.
type Source string

const (
	SourceReference Source = "reference" // the table shipped with Alex
	SourceUser      Source = "user"      // the person
	SourceModel     Source = "model"     // a language model (classifications only)
	SourceRules     Source = "rules"     // rules on the instrument's name
	SourceImport    Source = "import"    // the broker's file
	SourceMarket    Source = "market"    // a price feed
)

// Classification says where an instrument's weights come from.
type Classification struct {
	Source     Source  `json:"source,omitempty"`
	Confidence Percent `json:"confidence"`      // 0–100
	Model      string  `json:"model,omitempty"` // the model's id, where Source is model
	Note       string  `json:"note,omitempty"`  // the document or the rule
	AsOf       Date    `json:"asOf,omitempty"`
}

// Instrument is what is known of a security. Empty allocations mean that it is
// not classified; a nil Price that Alex knows no price; a nil ExpenseRatio
// that the fund's cost is not known.
type Instrument struct {
	Symbol       Symbol         `json:"symbol"`
	Name         string         `json:"name"`
	Type         InstrumentType `json:"instrumentType,omitempty"`
	Currency     string         `json:"currency"`
	ExpenseRatio *Decimal       `json:"expenseRatio,omitempty"` // a fraction a year: "0.0003" is 0.03 %
	Price        *Decimal       `json:"price,omitempty"`        // in Currency, per unit
	PriceAsOf    Date           `json:"priceAsOf,omitempty"`
	PriceSource  Source         `json:"priceSource,omitempty"`

	AssetClasses ClassAllocation  `json:"allocationAssetClass,omitempty"`
	Regions      RegionAllocation `json:"allocationRegions,omitempty"`
	Sectors      SectorAllocation `json:"allocationSectors,omitempty"`

	Classification Classification `json:"classification"`
}

// Classified reports that the instrument's asset classes are known.
func (i Instrument) Classified() bool { return len(i.AssetClasses) > 0 }

// WhollyClassified reports that classes, regions and sectors are known.
func (i Instrument) WhollyClassified() bool {
	return i.Classified() && len(i.Regions) > 0 && len(i.Sectors) > 0
}

// IsFund reports that the instrument holds many others.
func (i Instrument) IsFund() bool {
	return i.Type == ETF || i.Type == MutualFund || i.Type == BondFund
}

// Validate refuses what may not be stored, naming each field.
func (i Instrument) Validate() error {
	var p Problems
	if !symbolPattern.MatchString(string(i.Symbol)) {
		p.Addf("symbol", "%q is not a ticker symbol", clip(string(i.Symbol)))
	}
	CheckText(&p, "name", i.Name, 255)
	checkDate(&p, "priceAsOf", i.PriceAsOf)
	checkDate(&p, "classification.asOf", i.Classification.AsOf)
	if i.Type != "" && !contains(i.Type.Known(), i.Type) {
		p.Addf("instrumentType", "%q is unknown", clip(string(i.Type)))
	}
	if !currencyPattern.MatchString(i.Currency) {
		p.Addf("currency", "%q is not a three-letter currency code", clip(i.Currency))
	}
	if i.ExpenseRatio != nil && (i.ExpenseRatio.Sign() < 0 || i.ExpenseRatio.Cmp(MustDecimal("0.25")) > 0) {
		p.Addf("expenseRatio", "%s is not a fraction between 0 and 0.25", i.ExpenseRatio)
	}
	if i.Price != nil {
		CheckPrice(&p, "price", *i.Price)
	}
	p.Join("", i.validateAllocations())
	return p.Err()
}

// validateAllocations wants classes where anything is classified; regions and
// sectors may be unknown.
func (i Instrument) validateAllocations() error {
	if !i.Classified() && len(i.Regions) == 0 && len(i.Sectors) == 0 {
		return nil
	}
	var p Problems
	p.Join("", i.AssetClasses.Validate("allocationAssetClass"))
	if len(i.Regions) > 0 {
		p.Join("", i.Regions.Validate("allocationRegions"))
	}
	if len(i.Sectors) > 0 {
		p.Join("", i.Sectors.Validate("allocationSectors"))
	}
	return p.Err()
}

// Book finds instruments by symbol: reference rows overlaid with the person's
// own.
type Book map[Symbol]Instrument

// Find is the instrument of symbol, or a bare unclassified one in US dollars.
func (b Book) Find(symbol Symbol) Instrument {
	if i, ok := b[symbol]; ok {
		return i
	}
	return Instrument{Symbol: symbol, Name: string(symbol), Currency: "USD"}
}
