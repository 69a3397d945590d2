package retirement

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"alex"
)

const (
	mostProblems = 20 // that one answer names
	fractionHint = "give fractions, not percent: 0.07 is 7 %"
)

// table gathers the figures of a file and what is refused of them.
type table struct {
	columns  []string // in the file's order
	figures  map[string][]float64
	years    []int
	problems alex.Problems
	count    int // of problems
	cells    int // figures seen
	large    int // of them beyond ±1, as percent mostly are
}

// parseRows reads the rows below the header.
func parseRows(columns []string, rows []row) (Series, error) {
	t := table{columns: columns, figures: map[string][]float64{}}
	if len(rows) < fewestYears {
		return Series{}, alex.Invalid(returnsAt, "have fewer than %d years", fewestYears)
	}
	for _, r := range rows {
		t.addRow(r)
	}
	if 2*t.large > t.cells {
		t.problems.Addf(returnsAt, "most figures are beyond 1; %s", fractionHint)
	}
	if t.count > mostProblems {
		t.problems.Addf(returnsAt, "%d more figures are refused", t.count-mostProblems)
	}
	if err := t.problems.Err(); err != nil {
		return Series{}, err
	}
	return t.series(), nil
}

// refuse records the first few problems: a file can have a thousand.
func (t *table) refuse(at string, line int, format string, args ...any) {
	if t.count++; t.count <= mostProblems {
		t.problems.Addf(at, "line %d: %s", line, fmt.Sprintf(format, args...))
	}
}

func (t *table) addRow(r row) {
	if len(r.cells) > len(t.columns) {
		t.refuse(returnsAt, r.line, "has %d cells, the header %d", len(r.cells), len(t.columns))
		return
	}
	cells := append(slices.Clone(r.cells), make([]string, len(t.columns)-len(r.cells))...)
	year, ok := t.addYear(cells[slices.Index(t.columns, yearColumn)], r.line)
	if !ok {
		return
	}
	for i, name := range t.columns {
		if name != yearColumn {
			t.addFigure(name, fmt.Sprintf("%s.%s[%d]", returnsAt, name, year), cells[i], r.line)
		}
	}
}

// addYear refuses a year that does not follow the one before it.
func (t *table) addYear(text string, line int) (year int, ok bool) {
	at := columnAt(yearColumn)
	if !yearPattern.MatchString(text) {
		t.refuse(at, line, "%s", notA("year", text))
		return 0, false
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < earliestYear || year > latestYear {
		t.refuse(at, line, "%d is not a year from %d to %d", year, earliestYear, latestYear)
		return 0, false
	}
	if n := len(t.years); n > 0 && year != t.years[n-1]+1 {
		t.refuse(at, line, "%d does not follow %d", year, t.years[n-1])
	}
	t.years = append(t.years, year)
	return year, true
}

// Decimal notation only: no hexadecimal, no underscores, no Inf and no NaN.
var (
	yearPattern   = regexp.MustCompile(`^[0-9]{1,9}$`)
	figurePattern = regexp.MustCompile(`^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$`)
)

func (t *table) addFigure(name, at, text string, line int) {
	if !figurePattern.MatchString(text) {
		t.refuse(at, line, "%s", notA("number", text))
		return
	}
	value, _ := strconv.ParseFloat(text, 64) // beyond the range it is ±Inf, refused below
	t.cells++
	if math.Abs(value) > 1 {
		t.large++
	}
	lowest := float64(lowestReturn)
	if name == Inflation {
		lowest = lowestInflation
	}
	if value <= lowest || value > highestReturn {
		t.refuse(at, line, "%s is not above %v and at most %d", clip(text), lowest, highestReturn)
		return
	}
	t.figures[name] = append(t.figures[name], value)
}

func notA(kind, text string) string {
	switch {
	case text == "":
		return "is missing"
	case strings.HasSuffix(text, "%"):
		return fmt.Sprintf("%q is not a %s; %s", clip(text), kind, fractionHint)
	}
	return fmt.Sprintf("%q is not a %s", clip(text), kind)
}

// series is the table once nothing is refused.
func (t *table) series() Series {
	s := Series{Name: "own series", Source: "the file given", FirstYear: t.years[0], Inflation: t.figures[Inflation]}
	for _, name := range sortedKeys(t.figures) {
		if name != Inflation {
			s.Classes = append(s.Classes, alex.AssetClass(name))
			s.Returns = append(s.Returns, t.figures[name])
		}
	}
	s.ID = fmt.Sprintf("%s %d-%d", s.Name, s.FirstYear, s.LastYear())
	return s
}
