package broker

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"alex"

	"github.com/google/go-cmp/cmp"
)

// sharesOf are the shares of the rows that keep names.
func sharesOf(f File, keep func(Row) bool) []Share {
	var shares []Share
	for _, row := range f.Rows {
		if row.Share != nil && keep(row) {
			shares = append(shares, *row.Share)
		}
	}
	return shares
}

// printed is accounts as text, with what their JSON leaves out.
func printed(t *testing.T, accounts []alex.Account) string {
	t.Helper()
	text, err := json.MarshalIndent(goldenOf(File{Accounts: accounts}), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAllSharesMakeTheFileAgain(t *testing.T) {
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
			for _, row := range f.Rows {
				if (row.Share == nil) != (row.Held == HeldNot) {
					t.Errorf("line %d is %s, with the share %v", row.Line, row.Held, row.Share)
				}
			}
			again, err := Gather(f.Accounts, sharesOf(f, func(Row) bool { return true }))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(printed(t, f.Accounts), printed(t, again)); diff != "" {
				t.Errorf("(-file +shares):\n%s", diff)
			}
		})
	}
}

// TestGatherIsReadingWithoutTheRow leaves out one row in turn, and compares
// with reading the file without that line.
func TestGatherIsReadingWithoutTheRow(t *testing.T) {
	t.Parallel()
	lines := []string{
		"account,symbol,quantity,price,value,cost basis,date",
		"IRA,VTI,10,100,1000.00,900,2026-10-30",
		"IRA,VTI,5,102,510.00,,2026-10-30",
		"IRA,BND,1,70,70.00,60,2026-10-30",
		"IRA,VTI,1,100,100.00,90,2026-10-30",
		"IRA,CASH,,,25.50,,2026-10-30",
		"IRA,CASH,,,-5.25,,2026-10-30",
	}
	whole, err := readString(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	for out := 1; out < len(lines); out++ {
		got, err := Gather(whole.Accounts, sharesOf(whole, func(r Row) bool { return r.Line != out+1 }))
		if err != nil {
			t.Fatal(err)
		}
		without := strings.Join(append(append([]string{}, lines[:out]...), lines[out+1:]...), "\n")
		want, err := readString(without)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(printed(t, want.Accounts), printed(t, got)); diff != "" {
			t.Errorf("without line %d (-read +gathered):\n%s", out+1, diff)
		}
	}
}

func TestGatherRefusesAForeignAccount(t *testing.T) {
	t.Parallel()
	for _, place := range []int{-1, 1} {
		if _, err := Gather(make([]alex.Account, 1), []Share{{Account: place}}); err == nil {
			t.Errorf("a share of account %d of one passes", place)
		}
	}
}

func TestFileNameLosesTheNumber(t *testing.T) {
	t.Parallel()
	const text = "account,symbol,quantity,price\nU12345678,VTI,1,100\n"
	f, err := Read(strings.NewReader(text), Options{Name: "U12345678_20261030.csv"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(f.Name, "12345678") || !strings.HasSuffix(f.Name, ".csv") || f.Summary().File != f.Name {
		t.Errorf("the file is called %q", f.Name)
	}
}
