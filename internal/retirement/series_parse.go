package retirement

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"alex"
)

const (
	returnsAt     = "returns" // where the file as a whole is refused
	yearColumn    = "year"
	byteOrderMark = "\ufeff"

	fewestYears, mostYears   = 2, 1000 // in a file
	earliestYear, latestYear = 1, 9999
	lowestReturn             = -1  // excluded: a return that loses everything
	highestReturn            = 10  // 1000 %
	lowestInflation          = -.5 // excluded: prices that halve, year after year, are beyond what can be computed
)

// ParseReturns reads the CSV of --returns:
//
//	year,equity,fixed_income[,real_estate,commodities,cash,alternatives],inflation
//
// with nominal returns as decimal fractions, columns in any order, at least one
// class, and years that follow each other. Blank lines, lines that begin with
// #, a byte order mark and CRLF are skipped. Everything else is refused with
// alex.CodeInvalid, which names the cell (`returns.equity[1931]`) and its line.
func ParseReturns(r io.Reader) (Series, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxDocument+1))
	if err != nil {
		return Series{}, fmt.Errorf("read the returns: %w", err)
	}
	if len(data) > maxDocument {
		return Series{}, alex.Invalid(returnsAt, "are larger than 1 MiB")
	}
	rows, err := readRows(bytes.TrimPrefix(data, []byte(byteOrderMark)))
	if err != nil {
		return Series{}, err
	}
	columns, err := parseHeader(rows[0])
	if err != nil {
		return Series{}, err
	}
	return parseRows(columns, rows[1:])
}

// row is one line of cells, with its number in the file.
type row struct {
	line  int
	cells []string // without surrounding space
}

// readRows reads at least a header, without blank lines and comments.
func readRows(data []byte) ([]row, error) {
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comment, reader.FieldsPerRecord = '#', -1
	var rows []row
	for {
		cells, err := reader.Read()
		switch {
		case errors.Is(err, io.EOF) && len(rows) == 0:
			return nil, alex.Invalid(returnsAt, "have no header line: year,equity,…,inflation")
		case errors.Is(err, io.EOF):
			return rows, nil
		case err != nil:
			return nil, notCSV(err)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) == 1 && cells[0] == "" {
			continue
		}
		if len(rows) > mostYears {
			return nil, alex.Invalid(returnsAt, "have more than %d years", mostYears)
		}
		line, _ := reader.FieldPos(0)
		rows = append(rows, row{line, cells})
	}
}

func notCSV(err error) error {
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return alex.Invalid(returnsAt, "line %d: is not CSV: %v", parse.Line, parse.Err)
	}
	return alex.Invalid(returnsAt, "are not CSV: %v", err)
}
