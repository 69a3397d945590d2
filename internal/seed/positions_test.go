package seed

import (
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"alex"
)

// positionRow is one line of a positions file, whatever the broker.
type positionRow struct {
	symbol          alex.Symbol
	name            string
	value           alex.Money
	isCash, isTotal bool
}

// readPositions reads the four layouts of the example files by the headers
// that they share, and checks that each value is quantity times price to the
// cent. It is no importer: it knows these files only.
func readPositions(t *testing.T, files fs.FS, name string) []positionRow {
	t.Helper()
	text, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	in := csv.NewReader(strings.NewReader(string(text)))
	in.FieldsPerRecord = -1
	records, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var header []string
	var rows []positionRow
	for _, record := range records {
		switch {
		case slices.ContainsFunc(record, func(cell string) bool { return strings.EqualFold(cell, "symbol") }):
			header = record
		case slices.Contains(header, "Trade Date") || len(record) < 4 || header == nil:
		default:
			rows = append(rows, readRow(t, name, header, record))
		}
	}
	if len(rows) == 0 {
		t.Fatalf("%s holds no positions", name)
	}
	return rows
}

func readRow(t *testing.T, file string, header, record []string) positionRow {
	t.Helper()
	cell := func(names ...string) string {
		for k, title := range header {
			if slices.Contains(names, title) {
				return strings.NewReplacer("$", "", ",", "", "--", "").Replace(record[k])
			}
		}
		return ""
	}
	symbol, name := cell("symbol", "Symbol"), cell("description", "Description", "Investment Name")
	quantity, price := cell("quantity", "Quantity", "Qty (Quantity)", "Shares"), cell("price", "Price", "Last Price", "Share Price")
	value, err := alex.ParseMoney(cell("value", "Current Value", "Mkt Val (Market Value)", "Total Value"))
	if err != nil {
		t.Fatalf("%s: %s: %v", file, symbol, err)
	}
	row := positionRow{symbol: alex.Symbol(symbol), name: name, value: value, isTotal: symbol == "Account Total"}
	row.isCash = strings.HasSuffix(symbol, "**") || symbol == "CASH" || strings.HasPrefix(symbol, "Cash")
	if quantity == "" {
		if !row.isCash && !row.isTotal {
			t.Errorf("%s: %s has no quantity", file, symbol)
		}
		return row
	}
	if got := alex.Dollars(alex.MustDecimal(quantity).Mul(alex.MustDecimal(price))); got.Cmp(value) != 0 {
		t.Errorf("%s: %s: %s × %s is %s, not %s", file, symbol, quantity, price, got, value)
	}
	return row
}
