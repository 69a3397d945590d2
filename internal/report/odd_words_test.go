package report_test

import (
	"strings"
	"testing"

	"alex"
)

// only keeps the accounts' positions in the symbols given, and no cash.
func only(s alex.Snapshot, symbols ...alex.Symbol) alex.Snapshot {
	for i := range s.Accounts {
		a := &s.Accounts[i]
		a.CashBalance = alex.Money{}
		var kept []alex.Position
		for _, pos := range a.Positions {
			for _, symbol := range symbols {
				if pos.Symbol == symbol {
					kept = append(kept, pos)
				}
			}
		}
		a.Positions = kept
	}
	return s
}

// TestWordsOfOddPortfolios: no sentence that does not fit, and none twice.
func TestWordsOfOddPortfolios(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		snapshot  alex.Snapshot
		want, not []string
	}{
		"a single stock": {
			only(couple(), "ACME"),
			[]string{"hold no cash. The aim is", "You hold none.", "What you hold costs nothing to hold.\n", "All of it counts as one kind.", "**Your holdings**"},
			[]string{"comes on top", "Single stocks and bonds", "next to nothing", "0.0 months", "$0.00 within reach"},
		},
		"some of it unknown": {
			only(couple(), "STK", "MYST"),
			[]string{"Of what is known, you hold nothing but broad funds"},
			[]string{"unpriced"},
		},
		"little cash": {
			func() alex.Snapshot {
				s := only(couple(), "STK")
				s.Accounts[1].CashBalance = alex.MustMoney("100")
				return s
			}(),
			[]string{"Cash within reach is $100.00, $41,900 short of 6 months of spending.", "$100.00 in cash, next to nothing beside your current spending"},
			[]string{"0.0 months"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := soundReport(t, study(t, c.snapshot))
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("it lacks %q:\n%s", want, text)
				}
			}
			for _, not := range c.not {
				if strings.Contains(text, not) {
					t.Errorf("it says %q:\n%s", not, text)
				}
			}
		})
	}
}

// TestRetirementAccountsAreTaxedOrEarly: what speaks against drawing them
// depends on the age.
func TestRetirementAccountsAreTaxedOrEarly(t *testing.T) {
	t.Parallel()
	for birth, want := range map[alex.Date]string{
		"1968-04-01": "reaching them early can cost tax and penalties.",
		"1960-04-01": "what is taken out of them can be taxed.",
	} {
		s := couple()
		s.Person.BirthDate = birth
		if text := soundReport(t, study(t, s)); !strings.Contains(text, "Retirement accounts do not count: "+want) {
			t.Errorf("born %s: it lacks %q:\n%s", birth, want, text)
		}
	}
}
