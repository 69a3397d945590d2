//go:build corpora

package broker

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// corpora is a folder with well-known collections, which do not belong to this
// project: CORPORA names it.
func corpora(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("CORPORA")
	if folder == "" {
		t.Skip("CORPORA says where the public files are")
	}
	return folder
}

// TestCSVSpectrum reads each file of csv-spectrum into the cells that its JSON
// has. Here as in every file of positions, blanks around a cell do not count, and
// a line that ends within a cell is a blank.
func TestCSVSpectrum(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(corpora(t), "csv-spectrum", "csvs", "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	read := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		var want []map[string]string
		wanted, err := os.ReadFile(filepath.Join(corpora(t), "csv-spectrum", "json", name+".json"))
		if err == nil {
			err = json.Unmarshal(wanted, &want)
		}
		if err != nil {
			t.Fatal(err)
		}
		src, err := parseSource(string(text), Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		got := rows(src)
		same := slices.EqualFunc(got, want, func(a, b map[string]string) bool { return maps.Equal(a, trimmed(b)) })
		if !same || len(src.warnings) > 0 {
			t.Errorf("%s is read as %q, want %q; %v", name, got, want, src.warnings)
			continue
		}
		read++
	}
	t.Attr("measured", fmt.Sprintf("files=%d read=%d", len(files), read))
}

// rows are the records by the names of the first.
func rows(src source) (list []map[string]string) {
	for _, rec := range src.records[1:] {
		row := map[string]string{}
		for i, name := range src.records[0].cells {
			row[name] = rec.cell(i)
		}
		list = append(list, row)
	}
	return list
}

// trimmed has blanks for the ends of lines, and none around.
func trimmed(row map[string]string) map[string]string {
	clean := map[string]string{}
	for name, cell := range row {
		clean[name] = strings.TrimSpace(strings.NewReplacer("\r\n", " ", "\n", " ").Replace(cell))
	}
	return clean
}

// TestFormulaCells makes every cell of the list harmless.
func TestFormulaCells(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(corpora(t), "csv-injection", "formulas.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	if err := json.Unmarshal(text, &cells); err != nil {
		t.Fatal(err)
	}
	quoted, plain := 0, 0
	for _, cell := range cells {
		got := NeutraliseCell(cell)
		begins := strings.ContainsRune(formulaStarts, firstRune(strings.TrimLeft(cell, invisibles)))
		switch {
		case got == "'"+cell && begins:
			quoted++
		case got == cell && !begins: // no spreadsheet runs it
			plain++
			t.Logf("%q begins with nothing that a spreadsheet runs", cell)
		default:
			t.Errorf("%q becomes %q", cell, got)
		}
	}
	t.Attr("measured", fmt.Sprintf("cells=%d quoted=%d plain=%d", len(cells), quoted, plain))
}
