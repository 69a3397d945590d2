package seed

import (
	"alex"
)

// row reads the cells of one instrument and collects what it refuses.
type row struct {
	cells    []string
	problems alex.Problems
}

// parseRow makes an instrument of a row whose cells stand in the order of
// columns. The error names each refused column.
func parseRow(cells []string) (alex.Instrument, error) {
	r := &row{cells: cells}
	i := alex.Instrument{
		Symbol:       r.symbol(),
		Name:         r.required("name"),
		Type:         alex.InstrumentType(r.required("type")),
		Currency:     r.required("currency"),
		ExpenseRatio: r.decimal("expense_ratio"),
		AssetClasses: weightsCell[alex.AssetClass](r, "asset_class"),
		Regions:      weightsCell[alex.Region](r, "regions"),
		Sectors:      weightsCell[alex.Sector](r, "sectors"),
		Classification: alex.Classification{
			Source: alex.SourceReference, Confidence: ReferenceConfidence(),
			Note: r.required("source"), AsOf: r.date("as_of", true),
		},
	}
	r.price(&i)
	if err := r.problems.Err(); err != nil {
		return i, err
	}
	return i, i.Validate()
}

func (r *row) cell(column string) string {
	for k, name := range columns() {
		if name == column {
			return r.cells[k]
		}
	}
	return ""
}

func (r *row) required(column string) string {
	text := r.cell(column)
	if text == "" {
		r.problems.Addf(column, "is empty")
	}
	return text
}

// symbol refuses another spelling than Alex's, so that a look-up finds it.
func (r *row) symbol() alex.Symbol {
	text := r.cell("symbol")
	symbol, err := alex.ParseSymbol(text)
	if err != nil || string(symbol) != text {
		r.problems.Addf("symbol", "%q is not a ticker symbol in Alex's spelling", text)
	}
	return symbol
}

func (r *row) decimal(column string) *alex.Decimal {
	text := r.cell(column)
	if text == "" {
		return nil
	}
	d, err := alex.ParseDecimal(text)
	if err != nil {
		r.problems.Addf(column, "%v", err)
	}
	return &d
}

func (r *row) date(column string, must bool) alex.Date {
	text := r.cell(column)
	if text == "" && !must {
		return ""
	}
	d, err := alex.ParseDate(text)
	if err != nil {
		r.problems.Addf(column, "%v", err)
	}
	return d
}

// price reads the three price columns, which are filled together or not at all.
func (r *row) price(i *alex.Instrument) {
	price, day, note := r.decimal("price"), r.date("price_as_of", false), r.cell("price_source_note")
	if price == nil && day.IsZero() && note == "" {
		return
	}
	if price == nil || price.Sign() <= 0 {
		r.problems.Addf("price", "%q is not above zero", r.cell("price"))
	}
	if day.IsZero() {
		r.problems.Addf("price_as_of", "is missing beside a price")
	}
	if note == "" {
		r.problems.Addf("price_source_note", "is missing beside a price")
	}
	i.Price, i.PriceAsOf, i.PriceSource = price, day, alex.SourceReference
}

func weightsCell[K alex.Key[K]](r *row, column string) alex.Allocation[K] {
	weights, err := parseWeights[K](r.cell(column))
	if err != nil {
		r.problems.Addf(column, "%v", err)
		return nil
	}
	r.problems.Join("", weights.Validate(column))
	return weights
}
