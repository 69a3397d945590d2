package broker

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alex/internal/goldenfile"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const samples = "../../testdata/brokers"

// golden is what a sample file must give, with what File's JSON leaves out.
type golden struct {
	Line       string     `json:"line"`
	Reconciles bool       `json:"reconciles"`
	Accounts   [][]string `json:"fingerprints"` // name, last four, fingerprint
	File       File       `json:"file"`
}

func goldenOf(f File) golden {
	g := golden{Line: f.Line(), Reconciles: f.Totals.Reconciles(), File: f}
	for _, a := range f.Accounts {
		g.Accounts = append(g.Accounts, []string{a.Name, a.Last4, a.Fingerprint})
	}
	return g
}

func germanMapping() *Mapping {
	return &Mapping{Columns: map[string]string{
		"account": "Depot", "name": "Wertpapier", "symbol": "Ticker", "quantity": "Stück",
		"price": "Kurs", "value": "Marktwert", "date": "Stand",
	}}
}

func readSample(t *testing.T, name string) (File, error) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Fatal(err)
	}
	opt := Options{Name: name, AsOf: "2026-10-30", HashKey: []byte("test key")}
	if name == "german_depot.csv" {
		opt.Mapping = germanMapping()
	}
	return Read(bytes.NewReader(raw), opt)
}

func TestSamplesMatchTheirGoldens(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(samples)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if isHistorySample(entry.Name()) {
			continue
		}
		t.Run(entry.Name(), func(t *testing.T) {
			t.Parallel()
			f, err := readSample(t, entry.Name())
			if err != nil {
				t.Fatal(err)
			}
			compare(t, entry.Name()+".json", goldenOf(f))
		})
	}
}

func compare(t *testing.T, name string, got golden) {
	t.Helper()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(got); err != nil {
		t.Fatal(err)
	}
	goldenfile.Compare(t, *update, filepath.Join("testdata", name), buf.String())
}

func isHistorySample(name string) bool {
	return strings.Contains(name, "history") || strings.Contains(name, "transactions") ||
		strings.Contains(name, "trades") || strings.HasPrefix(name, "trading212")
}

func goldenText(t *testing.T, f File) string {
	t.Helper()
	raw, err := json.MarshalIndent(goldenOf(f), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// tabbed rewrites a CSV with tabs between its cells.
func tabbed(t *testing.T, text string) string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	line := 1
	for i, rec := range records {
		at := lineOf(text, i)
		for ; line < at; line++ {
			b.WriteByte('\n')
		}
		b.WriteString(strings.Join(rec, "\t"))
	}
	b.WriteByte('\n')
	return b.String()
}

// lineOf is the line of the i-th line of text that is not blank.
func lineOf(text string, i int) int {
	for n, line := range strings.Split(text, "\n") {
		if line == "" {
			continue
		}
		if i == 0 {
			return n + 1
		}
		i--
	}
	return 0
}
