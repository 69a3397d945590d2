package seed

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"alex"
)

//go:embed instruments.csv
var instrumentsCSV []byte

// ReferenceConfidence is the confidence of every row of the reference table:
// high, short of full because the weights are rounded and dated.
func ReferenceConfidence() alex.Percent { return alex.PercentOf100(90) }

// Instruments is the reference table, sorted by symbol. Each row has passed
// alex.Instrument.Validate, carries a source note and an as-of date, and
// weights that sum to exactly 100. The caller owns the result.
func Instruments() ([]alex.Instrument, error) {
	shipped, err := table()
	list := slices.Clone(shipped)
	for i := range list {
		own := &list[i]
		own.AssetClasses, own.Regions, own.Sectors = maps.Clone(own.AssetClasses), maps.Clone(own.Regions), maps.Clone(own.Sectors)
	}
	return list, err
}

// table is the shipped one, read once.
var table = sync.OnceValues(func() ([]alex.Instrument, error) {
	return readInstruments(bytes.NewReader(instrumentsCSV))
})

// names are those of the table's instruments. They are asked for at every start, and
// cost a tenth of the rest.
func names() ([]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(instrumentsCSV)).ReadAll()
	if err != nil {
		return nil, err
	}
	at := slices.Index(columns(), "name")
	var list []string
	for _, cells := range rows[1:] {
		list = append(list, cells[at])
	}
	return list, nil
}

// Book is the reference table by symbol.
func Book() (alex.Book, error) {
	instruments, err := Instruments()
	if err != nil {
		return nil, err
	}
	book := make(alex.Book, len(instruments))
	for _, i := range instruments {
		book[i.Symbol] = i
	}
	return book, nil
}

// columns are the table's columns in their order.
func columns() []string {
	return []string{
		"symbol", "name", "type", "currency", "expense_ratio", "asset_class", "regions", "sectors",
		"as_of", "source", "price", "price_as_of", "price_source_note",
	}
}

// readInstruments reads a table of instruments. It names every refused cell by
// the line of its row and its column ("line[12].asset_class").
func readInstruments(r io.Reader) ([]alex.Instrument, error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord = len(columns())
	header, err := in.Read()
	if err != nil {
		return nil, alex.Invalid("line[1]", "the header cannot be read: %v", err)
	}
	if !slices.Equal(header, columns()) {
		return nil, alex.Invalid("line[1]", "the columns are not %s", strings.Join(columns(), ","))
	}
	return readRows(in)
}

func readRows(in *csv.Reader) ([]alex.Instrument, error) {
	var problems alex.Problems
	var instruments []alex.Instrument
	lines := map[alex.Symbol]int{}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			problems.Addf("table", "%v", err)
			break
		}
		line, _ := in.FieldPos(0)
		at := fmt.Sprintf("line[%d]", line)
		instrument, err := parseRow(cells)
		problems.Join(at, err)
		if first, twice := lines[instrument.Symbol]; twice && instrument.Symbol != "" {
			problems.Addf(at+".symbol", "%s stands already in line %d", instrument.Symbol, first)
		}
		lines[instrument.Symbol] = line
		instruments = append(instruments, instrument)
	}
	slices.SortFunc(instruments, func(a, b alex.Instrument) int {
		return strings.Compare(string(a.Symbol), string(b.Symbol))
	})
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return instruments, nil
}
