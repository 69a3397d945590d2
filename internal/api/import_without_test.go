package api

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/broker"
)

// keptSample is a sample file as its preview keeps it.
func keptSample(t *testing.T, path string) (broker.File, keptFile) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := broker.Read(bytes.NewReader(text), broker.Options{Name: filepath.Base(path), HashKey: []byte("k")})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := json.Marshal(keptOf(file, broker.Mapping{}))
	if err != nil {
		t.Fatal(err)
	}
	var kept keptFile
	if err := json.Unmarshal(stored, &kept); err != nil {
		t.Fatal(err)
	}
	return file, kept
}

// TestAnyRowsLeftOut: whatever rows are left out, what is imported is worth
// what the others are worth, to the cent.
func TestAnyRowsLeftOut(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"fidelity_positions.csv", "schwab_all_accounts.csv", "vanguard_stacked.csv", "ibkr_activity.csv", "ibkr_flex.xml", "ghostfolio.csv"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, kept := keptSample(t, filepath.Join("../../testdata/brokers", name))
			rapid.Check(t, func(rt *rapid.T) {
				out := rapid.SliceOfDistinct(rapid.IntRange(0, len(kept.Rows)-1), rapid.ID[int]).Draw(rt, "out")
				ids, want := []string{}, file.Totals.Read
				for _, i := range out {
					ids = append(ids, kept.Rows[i].ID)
					if kept.Shares[i] != nil && kept.Rows[i].Value != nil {
						want = want.Sub(*kept.Rows[i].Value)
					}
				}
				accounts, leftOut, err := kept.without(file.Accounts, ids)
				if alex.CodeOf(err) == alex.CodeInvalid && want.IsZero() {
					return // nothing is left
				}
				if err != nil {
					rt.Fatal(err)
				}
				if got := alex.NewPortfolio("", alex.Person{}, accounts, nil).TotalValue; got.Cmp(want) != 0 {
					rt.Errorf("without %v it is worth %s, want %s", ids, got, want)
				}
				whole := file.Summary()
				part := broker.PartSummary(whole, accounts, leftOut)
				if part.ReadTotal.Cmp(want) != 0 || part.FileTotal.Cmp(whole.FileTotal) != 0 ||
					part.ReadTotal.Add(part.NotHeld).Cmp(whole.ReadTotal.Add(whole.NotHeld)) != 0 {
					rt.Errorf("without %v the summary is %+v, of the whole %+v", ids, part, whole)
				}
			})
		})
	}
}
