package alex

// ID is a UUID: of an account, a position, a job, a report.
type ID string

// PersonID is opaque text: a sign-in provider's subject.
type PersonID string

// AccountType says how an account is taxed.
type AccountType string

const (
	Taxable     AccountType = "taxable"
	TaxDeferred AccountType = "tax_deferred" // 401(k), traditional IRA
	TaxFree     AccountType = "tax_free"     // Roth IRA, HSA
	CashAccount AccountType = "cash"         // savings, checking
)

// Known lists every account type.
func (AccountType) Known() []AccountType {
	return []AccountType{Taxable, TaxDeferred, TaxFree, CashAccount}
}

// Account is one of a person's accounts with what lies in it. CashBalance may
// be negative (margin, unsettled trades).
type Account struct {
	ID           ID          `json:"id,omitempty"`
	Name         string      `json:"accountName"`
	Purpose      string      `json:"accountPurpose,omitempty"`
	Type         AccountType `json:"accountType"`
	CashBalance  Money       `json:"cashBalance"`
	CashInterest Decimal     `json:"cashInterest"` // a fraction a year: "0.0450" is 4.5 %
	Positions    []Position  `json:"positions"`

	// Fingerprint recognises the account in a later file: a keyed hash of
	// its number; Last4 is the number's end. Neither gives the number away.
	Fingerprint string `json:"-"`
	Last4       string `json:"-"`
}

// Position is a holding of one instrument in one account.
type Position struct {
	ID        ID      `json:"id,omitempty"`
	AccountID ID      `json:"accountId,omitempty"`
	Symbol    Symbol  `json:"symbol"`
	Quantity  Decimal `json:"quantity"`
	AsOf      Date    `json:"asOfDate,omitempty"`
	CostBasis *Money  `json:"costBasis,omitempty"` // the total, not per share

	// A price that belongs to this holding alone (from the broker's file)
	// comes before the instrument's. Printed is the value that the file
	// printed; it counts until quantity or price changes.
	Price       *Decimal `json:"price,omitempty"`
	PriceAsOf   Date     `json:"priceAsOf,omitempty"`
	PriceSource Source   `json:"priceSource,omitempty"`
	Printed     *Money   `json:"printedValue,omitempty"`
}

// Validate refuses what may not be stored, naming each field.
func (a Account) Validate() error {
	var p Problems
	if a.Name == "" {
		p.Addf("accountName", "is empty")
	}
	CheckText(&p, "accountName", a.Name, 255)
	CheckText(&p, "accountPurpose", a.Purpose, 2000)
	if !contains(a.Type.Known(), a.Type) {
		p.Addf("accountType", "%q is not one of taxable, tax_deferred, tax_free, cash", clip(string(a.Type)))
	}
	if a.CashBalance.Abs().Decimal().Cmp(maxCash) > 0 {
		p.Addf("cashBalance", "%s is beyond ±%s", a.CashBalance, maxCash)
	}
	if a.CashInterest.Sign() < 0 || a.CashInterest.Cmp(DecimalOf(1)) > 0 || a.CashInterest.Scale() > 4 {
		p.Addf("cashInterest", "%s is not a fraction between 0 and 1 with at most four decimals", a.CashInterest)
	}
	return p.Err()
}

// Validate refuses what may not be stored, naming each field.
func (pos Position) Validate() error {
	var p Problems
	if !symbolPattern.MatchString(string(pos.Symbol)) {
		p.Addf("symbol", "%q is not a ticker symbol", clip(string(pos.Symbol)))
	}
	CheckQuantity(&p, "quantity", pos.Quantity)
	if pos.Price != nil {
		CheckPrice(&p, "price", *pos.Price)
	}
	if pos.Printed != nil && (pos.Printed.Sign() < 0 || pos.Printed.Decimal().Cmp(maxQuantity) > 0) {
		p.Addf("printedValue", "%s is not between 0 and %s", pos.Printed, maxQuantity)
	}
	checkDate(&p, "asOfDate", pos.AsOf)
	checkDate(&p, "priceAsOf", pos.PriceAsOf)
	if pos.CostBasis != nil && pos.CostBasis.Abs().Decimal().Cmp(maxQuantity) > 0 {
		p.Addf("costBasis", "%s is too large", pos.CostBasis)
	}
	return p.Err()
}
