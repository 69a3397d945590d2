package retirement

import (
	"fmt"
	"slices"
	"strings"

	"alex"
)

// parseHeader is the names of the columns in the file's order.
func parseHeader(header row) ([]string, error) {
	var p alex.Problems
	first := header.cells[:min(len(header.cells), mostProblems)] // more columns than there are names have a fault among these
	for i, name := range first {
		if fault := columnFault(name, header.cells[:i]); fault != "" {
			p.Addf(columnAt(name), "line %d: %s", header.line, fault)
		}
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	for _, name := range []string{yearColumn, Inflation} {
		if !slices.Contains(header.cells, name) {
			p.Addf(columnAt(name), "line %d: the column is missing", header.line)
		}
	}
	if !slices.ContainsFunc(header.cells, isClass) {
		p.Addf(returnsAt, "line %d: there is no asset class; give one or more of %s", header.line, classList())
	}
	return header.cells, p.Err()
}

// columnFault says what is wrong with a name in the header, after those before
// it; it is empty for a good one.
func columnFault(name string, before []string) string {
	switch {
	case name == "":
		return "a column has no name"
	case slices.Contains(before, name):
		return "the column is given twice"
	case isClass(name), name == yearColumn, name == Inflation:
		return ""
	case strings.ContainsAny(name, ";\t"):
		return "columns are separated by commas"
	}
	return fmt.Sprintf("%q is not a column; known are year, inflation, %s", clip(name), classList())
}

// columnAt is where a column is refused: by its name if it looks like one, for
// the text of a header can be anything.
func columnAt(name string) string {
	if !classPattern.MatchString(name) {
		return returnsAt
	}
	return child(returnsAt, name)
}

func isClass(name string) bool {
	return slices.Contains(alex.AssetClass("").Known(), alex.AssetClass(name))
}

func classList() string {
	var names []string
	for _, class := range alex.AssetClass("").Known() {
		names = append(names, string(class))
	}
	return strings.Join(names, ", ")
}
