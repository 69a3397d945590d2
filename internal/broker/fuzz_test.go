package broker

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"alex"
)

// seed adds the sample files whose names begin with one of prefixes.
func seed(f *testing.F, prefixes ...string) {
	f.Helper()
	entries, err := os.ReadDir(samples)
	if err != nil {
		f.Fatal(err)
	}
	for _, entry := range entries {
		for _, p := range prefixes {
			if !strings.HasPrefix(entry.Name(), p) {
				continue
			}
			raw, err := os.ReadFile(filepath.Join(samples, entry.Name()))
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(raw))
		}
	}
}

// checkRead reads text and holds what every file must: no panic, nothing that
// could not be stored, totals that meet or say so, and no account number.
func checkRead(t *testing.T, text string, opt Options) {
	t.Helper()
	opt.HashKey = []byte("key")
	l, err := read(strings.NewReader(text), opt)
	if err != nil {
		checkError(t, err)
		return
	}
	f := l.file()
	checkAccounts(t, f)
	checkTotals(t, f)
	checkRows(t, f)
	for _, a := range l.accounts {
		if !a.masked {
			checkHidden(t, f, a.number)
		}
	}
}

func checkError(t *testing.T, err error) {
	t.Helper()
	if code := alex.CodeOf(err); code != alex.CodeInvalid && code != alex.CodeTooLarge {
		t.Errorf("error %v has code %q", err, code)
	}
	if u, ok := asUnknown(err); ok {
		for _, seen := range u.Seen {
			if digitRun.MatchString(seen) {
				t.Errorf("the error shows %q", seen)
			}
		}
	}
}

func checkAccounts(t *testing.T, f File) {
	t.Helper()
	for _, a := range f.Accounts {
		if err := a.Validate(); err != nil {
			t.Errorf("account: %v", err)
		}
		if len(a.Fingerprint) != 64 {
			t.Errorf("account %q has fingerprint %q", a.Name, a.Fingerprint)
		}
		var symbols []alex.Symbol
		for _, p := range a.Positions {
			if err := p.Validate(); err != nil {
				t.Errorf("position: %v", err)
			}
			if slices.Contains(symbols, p.Symbol) {
				t.Errorf("%s stands twice in %q", p.Symbol, a.Name)
			}
			symbols = append(symbols, p.Symbol)
		}
	}
}

func checkTotals(t *testing.T, f File) {
	t.Helper()
	if f.Totals.Reconciles() {
		return
	}
	sum := f.Totals.Read.Add(f.Totals.NotHeld).Cents()
	for _, w := range f.Warnings {
		if strings.Contains(w, f.Totals.file().Cents()) && strings.Contains(w, sum) {
			return
		}
	}
	if !f.Totals.FromTotalsRow {
		t.Errorf("totals added up from rows do not reconcile: %s", f.Line())
	}
	// A figure that looks like an account number is masked in the warning.
	if !strings.Contains(strings.Join(f.Warnings, " "), "…") {
		t.Errorf("%s without a warning: %q", f.Line(), f.Warnings)
	}
}

func checkRows(t *testing.T, f File) {
	t.Helper()
	statuses := []string{StatusValid, StatusWarning, StatusError, StatusDuplicate, StatusSkipped}
	for _, r := range f.Rows {
		if !slices.Contains(statuses, r.Status) || !slices.Contains([]string{HeldPosition, HeldCash, HeldNot}, r.Held) {
			t.Errorf("row %+v", r)
		}
		if r.Held == HeldNot && r.Reason == "" || r.Line < 1 {
			t.Errorf("row without a reason or a line: %+v", r)
		}
		if !slices.ContainsFunc(f.Accounts, func(a alex.Account) bool { return a.Name == r.Account }) {
			t.Errorf("row of account %q, which the file does not have", r.Account)
		}
	}
}

// checkHidden looks for an account number, and its long runs of digits, in
// every text of f.
func checkHidden(t *testing.T, f File, number string) {
	t.Helper()
	var texts []string
	for _, r := range f.Rows {
		texts = append(texts, r.Account, r.Symbol, r.Description, r.Reason)
	}
	for _, a := range f.Accounts {
		texts = append(texts, a.Name, a.Last4)
		for _, p := range a.Positions {
			texts = append(texts, string(p.Symbol))
		}
	}
	for _, name := range f.Names {
		texts = append(texts, name)
	}
	all := strings.Join(append(texts, f.Warnings...), "\n")
	secrets := digitRun.FindAllString(number, -1)
	if len(number) >= 5 {
		secrets = append(secrets, number)
	}
	for _, secret := range secrets {
		if strings.Contains(all, secret) {
			t.Errorf("the account number's %q survives in %q", secret, all)
		}
	}
}

func FuzzRead(f *testing.F) {
	seed(f, "")
	f.Fuzz(func(t *testing.T, text string) { checkRead(t, text, Options{AsOf: "2026-10-30"}) })
}

// fuzzRows fuzzes what stands below the first lines of a sample.
func fuzzRows(f *testing.F, sample string, head int) {
	f.Helper()
	raw, err := os.ReadFile(filepath.Join(samples, sample))
	if err != nil {
		f.Fatal(err)
	}
	top := firstLines(string(raw), head)
	f.Add(string(raw[len(top):]))
	f.Fuzz(func(t *testing.T, rows string) { checkRead(t, top+rows, Options{}) })
}

func FuzzFidelity(f *testing.F) { fuzzRows(f, "fidelity_short.csv", 1) }
func FuzzSchwab(f *testing.F)   { fuzzRows(f, "schwab_all_accounts.csv", 4) }
func FuzzVanguard(f *testing.F) { fuzzRows(f, "vanguard_stacked.csv", 1) }
func FuzzActivity(f *testing.F) { fuzzRows(f, "ibkr_activity.csv", 12) }
func FuzzFlex(f *testing.F)     { fuzzRows(f, "ibkr_flex.xml", 10) }
func FuzzGeneric(f *testing.F)  { fuzzRows(f, "generic.csv", 1) }

func FuzzMapping(f *testing.F) {
	seed(f, "german", "vanguard_positions")
	f.Fuzz(func(t *testing.T, text string) { checkRead(t, text, Options{Mapping: germanMapping()}) })
}

func FuzzNumber(f *testing.F) {
	for _, cell := range []string{"$1,234.56", "(12.00)", "1.234,56 €", "--", "5-", "'12", "USD 3", "1e9"} {
		f.Add(cell, true)
		f.Add(cell, false)
	}
	f.Fuzz(func(t *testing.T, cell string, comma bool) {
		a, err := numberFormat{decimalComma: comma}.parse(cell)
		if err != nil || a.value == nil {
			return
		}
		if _, err := alex.ParseDecimal(a.value.String()); err != nil {
			t.Errorf("%q reads as %s: %v", cell, a.value, err)
		}
		if !strings.ContainsAny(cell, "0123456789") {
			t.Errorf("%q has no digit but reads as %s", cell, a.value)
		}
	})
}
