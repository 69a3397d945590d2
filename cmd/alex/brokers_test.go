package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// analyzed is what the tests read of an analysis.
type analyzed struct {
	AsOf      alex.Date      `json:"asOf"`
	Imports   []alex.Import  `json:"imports"`
	Portfolio alex.Portfolio `json:"portfolio"`
	Charts    []alex.Chart   `json:"charts"`
	Facts     []alex.Fact    `json:"facts"`
	Hash      string         `json:"hash"`
}

func analyzedFiles(t *testing.T, args ...string) analyzed {
	t.Helper()
	var out analyzed
	text := done(t, t.TempDir(), append([]string{"analyze", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// value is the value of a symbol over all accounts.
func (a analyzed) value(symbol alex.Symbol) (sum alex.Money) {
	for _, account := range a.Portfolio.Accounts {
		for _, holding := range account.Positions {
			if holding.Symbol == symbol {
				sum = sum.Add(holding.Value)
			}
		}
	}
	return sum
}

// The samples that are no positions, with a word of what the message says.
func histories() map[string]string {
	return map[string]string{
		"fidelity_history.csv": "Portfolio_Positions", "schwab_transactions.csv": "-Positions-",
		"ibkr_flex_trades.csv": "Open Positions", "trading212.csv": "positions download",
	}
}

// TestBrokerSamples analyzes every sample file of a broker.
func TestBrokerSamples(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(brokerFiles + "*.*")
	if err != nil || len(files) < 19 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		said, history := histories()[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			switch {
			case history:
				got := invoke(t, t.TempDir(), "", "analyze", file)
				if got.code != exitFailed || got.out != "" || !strings.Contains(got.err, said) || !strings.Contains(got.err, "history") {
					t.Errorf("exit code %d, %q, %q", got.code, got.out, got.err)
				}
			case name == "german_depot.csv": // TestMapping reads it
			default:
				reconciled(t, file)
			}
		})
	}
}

func reconciled(t *testing.T, file string) {
	t.Helper()
	out := analyzedFiles(t, file)
	line := out.Imports[0]
	if !strings.Contains(line.Line, line.FileTotal.Cents()+" in the file = "+line.ReadTotal.Cents()+" held ") {
		t.Errorf("the line %q does not reconcile", line.Line)
	}
	if line.FileTotal.Cmp(line.ReadTotal.Add(line.NotHeld)) != 0 || line.ReadTotal.IsZero() {
		t.Errorf("%s in the file, %s read, %s not held", line.FileTotal, line.ReadTotal, line.NotHeld)
	}
	if line.ReadTotal.Cmp(out.Portfolio.TotalValue) != 0 {
		t.Errorf("%s read, but the portfolio is worth %s", line.ReadTotal, out.Portfolio.TotalValue)
	}
	if line.Accounts != len(out.Portfolio.Accounts) || line.Rows == 0 {
		t.Errorf("%d accounts and %d rows read, %d accounts held", line.Accounts, line.Rows, len(out.Portfolio.Accounts))
	}
	hundred(t, out.Charts)
}

// hundred looks that the parts of each chart sum to 100.00.
func hundred(t *testing.T, charts []alex.Chart) {
	t.Helper()
	wholes := 0
	for _, chart := range charts {
		var sum alex.Percent
		for _, point := range chart.Data {
			if point.Percentage != nil {
				sum = sum.Add(*point.Percentage)
			}
		}
		if sum.IsZero() {
			continue
		}
		wholes++
		if sum.Fixed(8) != "100.00000000" {
			t.Errorf("chart %s sums to %s", chart.Key, sum)
		}
	}
	if wholes == 0 {
		t.Error("no chart shows parts of a whole")
	}
}

// TestMapping completes an unknown layout with the mapping that its error
// offers.
func TestMapping(t *testing.T) {
	t.Parallel()
	file := brokerFiles + "german_depot.csv"
	dir := t.TempDir()
	refused := invoke(t, dir, "", "analyze", file)
	if refused.code != exitFailed || refused.out != "" {
		t.Fatalf("exit code %d: %s", refused.code, refused.out)
	}
	lines := strings.Split(strings.TrimSpace(refused.err), "\n")
	first, last := slices.Index(lines, "{"), slices.Index(lines, "}")
	if first < 1 || last < first || !strings.Contains(lines[first-1], "--mapping mapping.json") {
		t.Fatalf("no mapping is offered on lines of its own: %s", refused.err)
	}
	mapping := filepath.Join(dir, "mapping.json")
	if err := os.WriteFile(mapping, []byte(strings.Join(lines[first:last+1], "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	out := analyzedFiles(t, file, "--mapping", mapping)
	if got := out.Portfolio.TotalValue.String(); got != "93162.25" {
		t.Errorf("the depot is worth %s, want 93162.25 (4,230.25 + 88,932.00)", got)
	}
	if out.AsOf != "2026-10-30" || out.Imports[0].Broker != "mapping" {
		t.Errorf("as of %s, read as %s", out.AsOf, out.Imports[0].Broker)
	}
}

func TestMappingRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ mapping, want string }{
		"unknown field":    {`{"columns":{"symbol":"Ticker","quantity":"Stück","colour":"Farbe"}}`, "colour"},
		"no such column":   {`{"columns":{"symbol":"Ticker","quantity":"Units"}}`, "mapping.columns.quantity"},
		"no quantity":      {`{"columns":{"symbol":"Ticker"}}`, "mapping.columns.quantity"},
		"another document": {`{"symbol":"Ticker"}`, "symbol: unknown field"},
		"wrong kind":       {`{"columns":{"symbol":7}}`, "columns.symbol"},
		"no JSON":          {`columns`, "mapping"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := lay(t, map[string]string{"m.json": c.mapping})
			got := invoke(t, dir, "", "analyze", brokerFiles+"german_depot.csv", "--mapping", "$DIR/m.json")
			if got.code != exitFailed || !strings.Contains(got.err, c.want) {
				t.Errorf("exit code %d: %s; want it to name %s", got.code, got.err, c.want)
			}
		})
	}
}

// TestSameFileTwice looks that naming a file again, or a copy of it, changes
// nothing: a positions file is a snapshot and no deposit.
func TestSameFileTwice(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"generic.csv", "fidelity_positions.csv", "vanguard_positions.csv", "ibkr_flex.xml"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			body, err := os.ReadFile(brokerFiles + file)
			if err != nil {
				t.Fatal(err)
			}
			dir := lay(t, map[string]string{"copy (1).csv": string(body)})
			once := analyzedFiles(t, brokerFiles+file)
			for _, again := range []string{brokerFiles + file, filepath.Join(dir, "copy (1).csv")} {
				if diff := cmp.Diff(document(t, once), document(t, analyzedFiles(t, brokerFiles+file, again))); diff != "" {
					t.Errorf("the second file changes the analysis: %s", diff)
				}
			}
			text := done(t, dir, "analyze", brokerFiles+file, "$DIR/copy (1).csv")
			if !strings.Contains(text, "counted once") {
				t.Errorf("nothing says that the copy counts once: %s", text)
			}
		})
	}
}

func document(t *testing.T, a analyzed) string {
	t.Helper()
	text, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestFilesShareSymbol looks that one symbol in files of two brokers is added
// up over their accounts.
func TestFilesShareSymbol(t *testing.T) {
	t.Parallel()
	generic, fidelity := brokerFiles+"generic.csv", brokerFiles+"fidelity_short.csv"
	apart := analyzedFiles(t, generic).value("VTI").Add(analyzedFiles(t, fidelity).value("VTI"))
	both := analyzedFiles(t, generic, fidelity)
	if both.value("VTI").Cmp(apart) != 0 || apart.String() != "74452.40" {
		t.Errorf("VTI is worth %s in both files, %s one by one, want 74452.40 (33,842.00 + 40,610.40)", both.value("VTI"), apart)
	}
	for _, fact := range both.Facts {
		if fact.Label == "value of VTI" && fact.Value != "74452.40" {
			t.Errorf("fact %s says %s", fact.ID, fact.Value)
		}
	}
	if len(both.Imports) != 2 {
		t.Errorf("%d files reconcile, want two", len(both.Imports))
	}
}

// TestNewerSnapshotCounts looks that an account which stands in two files is
// taken from the newer one, in whichever order they come, and that one which
// stands in both with the same content counts once.
func TestNewerSnapshotCounts(t *testing.T) {
	t.Parallel()
	const header = "account number,account,symbol,quantity,price,date\n"
	dir := lay(t, map[string]string{
		"old.csv":  header + "Z12345678,Mine,VTI,10,300,2026-09-30\n",
		"new.csv":  header + "Z12345678,Mine,VTI,12,310,2026-10-30\n",
		"more.csv": header + "Z12345678,Mine,VTI,12,310,2026-10-30\nZ87654321,Yours,BND,1,70,2026-10-30\n",
		"else.csv": header + "Z12345678,Mine,BND,1,70,2026-10-30\n",
	})
	for _, c := range []struct{ name, first, second, total string }{
		{"the older first", "old", "new", "3720.00"},
		{"the newer first", "new", "old", "3720.00"},
		{"part of another", "new", "more", "3790.00"},
		{"other content of the same day", "new", "else", "3790.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out := analyzedFiles(t, filepath.Join(dir, c.first+".csv"), filepath.Join(dir, c.second+".csv"))
			if got := out.Portfolio.TotalValue.String(); got != c.total {
				t.Errorf("worth %s, want %s", got, c.total)
			}
			if out.AsOf != "2026-10-30" {
				t.Errorf("as of %s, not of the newest file", out.AsOf)
			}
		})
	}
}

// TestAsOf looks that the day described is the newest file's own unless one
// is asked for.
func TestAsOf(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{
		"september.csv": "symbol,quantity,price,date\nVTI,1,300,2026-09-30\n",
		"undated.csv":   "symbol,quantity,price\nBND,1,70\n",
	})
	september := filepath.Join(dir, "september.csv")
	for _, c := range []struct {
		name string
		args []string
		want alex.Date
	}{
		{"the file's own", []string{september}, "2026-09-30"},
		{"the newest of two", []string{september, brokerFiles + "generic.csv"}, "2026-10-30"},
		{"the newest of two, named first", []string{brokerFiles + "generic.csv", september}, "2026-10-30"},
		{"one file has none", []string{september, filepath.Join(dir, "undated.csv")}, "2026-09-30"},
		{"asked for", []string{september, "--as-of", "2026-11-01"}, "2026-11-01"},
		{"asked for, earlier", []string{september, "--as-of", "2026-01-31"}, "2026-01-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out := analyzedFiles(t, c.args...)
			if out.AsOf != c.want || out.Portfolio.AsOf != c.want {
				t.Errorf("as of %s, the portfolio of %s; want %s", out.AsOf, out.Portfolio.AsOf, c.want)
			}
		})
	}
}
