package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"testing/fstest"

	"alex"
)

// byForeignKeys are the tables such that each stands behind those it points
// at, by name where that leaves a choice: the same on every engine.
func byForeignKeys(tables []Table) ([]Table, error) {
	left := tablesByName(Schema{Tables: tables})
	ordered := make([]Table, 0, len(tables))
	for len(left) > 0 {
		next, found := "", false
		for _, name := range slices.Sorted(maps.Keys(left)) {
			if found = !slices.ContainsFunc(left[name].ForeignKeys, func(k ForeignKey) bool {
				_, waits := left[k.Table]
				return waits && k.Table != name
			}); found {
				next = name
				break
			}
		}
		if !found {
			return nil, errors.New("tables point at each other in a circle")
		}
		ordered = append(ordered, left[next])
		delete(left, next)
	}
	return ordered, nil
}

func columnNames(t Table) []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// keyNames are the columns of the primary key in its order; without one, all.
func keyNames(t Table) []string {
	columns := slices.DeleteFunc(slices.Clone(t.Columns), func(c Column) bool { return c.PrimaryKey == 0 })
	if len(columns) == 0 {
		return columnNames(t)
	}
	slices.SortFunc(columns, func(a, b Column) int { return cmp.Compare(a.PrimaryKey, b.PrimaryKey) })
	return columnNames(Table{Columns: columns})
}

// SchemaVersion is the newest migration that all engines share.
func SchemaVersion() (int64, error) { return commonVersion() }

// commonVersion is the newest migration that all engines share.
func commonVersion() (int64, error) { return commonVersionAt(math.MaxInt64) }

// commonVersionAt is the newest that a database has which has applied so many.
func commonVersionAt(applied int64) (int64, error) {
	files, err := commonFiles(Words{}.recorded(func(string, canonical) {}))
	if err != nil {
		return 0, err
	}
	names, err := fileNames(files)
	if err != nil {
		return 0, err
	}
	newest := int64(0)
	for version := range names {
		if version <= applied && version > newest {
			newest = version
		}
	}
	return newest, nil
}

func commonFiles(words Words) (fstest.MapFS, error) {
	files := fstest.MapFS{}
	shared, err := fs.Sub(common, "migrations")
	if err != nil {
		return nil, err
	}
	return files, renderInto(files, shared, words)
}

// canonical is one of the two forms in which exact numbers are text: engines
// with exact decimals pad them with zeros.
type canonical func(text string) (string, error)

func centsForm(text string) (string, error) {
	m, err := alex.ParseMoney(text)
	return m.String(), err
}

func plainForm(text string) (string, error) {
	d, err := alex.ParseDecimal(text)
	return d.String(), err
}

// exactColumns are the columns of exact numbers by name, as the migrations
// themselves name them.
func exactColumns() (map[string]canonical, error) {
	columns, cents, plain := map[string]canonical{}, map[string]bool{}, map[string]bool{}
	words := Words{}.recorded(func(column string, form canonical) {
		columns[column] = form
		if text, _ := form("0"); text == "0" {
			plain[column] = true
		} else {
			cents[column] = true
		}
	})
	if _, err := commonFiles(words); err != nil {
		return nil, err
	}
	for column := range cents {
		if plain[column] {
			return nil, fmt.Errorf("%s is money in one table and a number in another", column)
		}
	}
	return columns, nil
}

// recorded are words that say nothing and tell which columns are exact numbers.
func (w Words) recorded(tell func(column string, form canonical)) Words {
	word := func(form canonical) func(string) string {
		return func(column string) string {
			tell(column, form)
			return ""
		}
	}
	w.Varchar = func(int) string { return "" }
	w.Money, w.Amount = word(centsForm), word(centsForm)
	w.Quantity, w.Rate, w.Price, w.Number = word(plainForm), word(plainForm), word(plainForm), word(plainForm)
	return w
}
