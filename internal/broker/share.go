package broker

import (
	"slices"

	"alex"
)

// Share is what one row adds to an account: a position, or else cash.
type Share struct {
	Account  int            `json:"account"` // the account's place in File.Accounts
	Position *alex.Position `json:"position,omitempty"`
	Cash     alex.Money     `json:"cash"`
}

// Gather is what accounts hold by the shares given alone, in their order:
// positions of a symbol are merged as Read merges them. All shares of a file
// make its accounts again. An account in which nothing is left is kept, empty.
func Gather(accounts []alex.Account, shares []Share) ([]alex.Account, error) {
	gathered := slices.Clone(accounts)
	for i := range gathered {
		gathered[i].CashBalance, gathered[i].Positions = alex.Money{}, []alex.Position{}
	}
	place := map[heldIn]int{}
	for _, s := range shares {
		if s.Account < 0 || s.Account >= len(gathered) {
			return nil, alex.Errorf(alex.CodeInternal, "a share of account %d among %d", s.Account, len(gathered))
		}
		if err := s.addTo(&gathered[s.Account], place); err != nil {
			return nil, err
		}
	}
	return gathered, nil
}

// heldIn is a symbol in an account.
type heldIn struct {
	account int
	symbol  alex.Symbol
}

func (s Share) addTo(a *alex.Account, place map[heldIn]int) error {
	if s.Position == nil {
		a.CashBalance = a.CashBalance.Add(s.Cash)
		return nil
	}
	key := heldIn{s.Account, s.Position.Symbol}
	i, held := place[key]
	if !held {
		place[key] = len(a.Positions)
		a.Positions = append(a.Positions, *s.Position)
		return nil
	}
	merged, err := merge(a.Positions[i], *s.Position)
	a.Positions[i] = merged
	return err
}

// Summary is the file in one line, as reports tell of it.
func (f File) Summary() alex.Import {
	line := alex.Import{
		File: f.Name, Broker: f.Broker, AsOf: f.AsOf, Accounts: len(f.Accounts), Rows: len(f.Rows),
		ReadTotal: f.Totals.Read, FileTotal: f.Totals.Read, NotHeld: f.Totals.NotHeld, Line: f.Line(),
	}
	if f.Totals.File != nil {
		line.FileTotal = *f.Totals.File
	}
	return line
}

// PartSummary is the summary of a file of which accounts alone are held,
// because rows of it were left out by choice: what those are worth is listed
// as not held too, so that the file's total is still made up.
func PartSummary(whole alex.Import, accounts []alex.Account, leftOut int) alex.Import {
	part := whole
	part.Accounts, part.ReadTotal = len(accounts), heldBy(accounts)
	part.NotHeld = whole.NotHeld.Add(whole.ReadTotal.Sub(part.ReadTotal))
	t := Totals{File: &part.FileTotal, Read: part.ReadTotal, NotHeld: part.NotHeld}
	if whole.FileTotal.IsZero() && whole.ReadTotal.IsZero() {
		t.File = nil
	}
	part.Line = reconciliation(whole.Broker, accounts, t) + ", with " + count(leftOut, "row") + " left out by choice"
	return part
}
