package broker

import (
	"fmt"
	"strings"

	"alex"
)

// file closes the ledger: dates, totals, warnings, and no account number left.
func (l *ledger) file() File {
	l.separate()
	f := File{Broker: l.broker, AsOf: l.asOf, Names: l.names, Accounts: []alex.Account{}, Rows: []Row{}}
	for _, a := range l.accounts {
		f.Accounts = append(f.Accounts, l.dated(a.Account))
	}
	place := l.places()
	for _, r := range l.rows {
		r.Row.Account = r.account.Name
		if r.Share != nil {
			r.Share.Account = place[r.account]
			l.date(r.Share.Position)
		}
		f.Rows = append(f.Rows, r.Row)
	}
	f.Totals = l.totals(f)
	l.notice(f)
	f.Warnings = l.warnings
	l.redact.cleanFile(&f)
	return f
}

// separate gives every account a fingerprint and a name of its own. Two
// accounts whose masked numbers are alike are told apart by their names too.
func (l *ledger) separate() {
	basis, names := map[string]int{}, map[string]int{}
	for _, a := range l.accounts {
		basis[a.number]++
		names[a.Name]++
	}
	for _, a := range l.accounts {
		number := a.number
		if number == "" || basis[a.number] > 1 {
			number += "|" + a.Name
		}
		a.Fingerprint = fingerprint(l.key, a.institution, number)
		if names[a.Name] > 1 && a.Last4 != "" {
			a.Name = fmt.Sprintf("%s ending %s", a.Name, a.Last4)
		}
	}
}

// dated puts the file's date on the positions that have none of their own.
func (l *ledger) dated(a alex.Account) alex.Account {
	for i := range a.Positions {
		l.date(&a.Positions[i])
	}
	return a
}

func (l *ledger) date(p *alex.Position) {
	if p == nil {
		return
	}
	if p.AsOf == "" {
		p.AsOf = l.asOf
	}
	if p.PriceAsOf == "" && p.PriceSource != "" {
		p.PriceAsOf = l.asOf
	}
}

// places are the accounts' places in the file.
func (l *ledger) places() map[*account]int {
	place := make(map[*account]int, len(l.accounts))
	for i, a := range l.accounts {
		place[a] = i
	}
	return place
}

func (l *ledger) totals(f File) Totals {
	t := Totals{Read: heldBy(f.Accounts)}
	for _, r := range f.Rows {
		if r.Value != nil && r.Held == HeldNot {
			t.NotHeld = t.NotHeld.Add(*r.Value)
		}
	}
	t.File, t.FromTotalsRow = l.printedTotal()
	return t
}

// heldBy is what accounts hold, positions and cash.
func heldBy(accounts []alex.Account) (sum alex.Money) {
	for _, a := range accounts {
		sum = sum.Add(a.CashBalance)
		for _, p := range a.Positions {
			value, _ := valueOf(p)
			sum = sum.Add(value)
		}
	}
	return sum
}

// printedTotal is the sum of the accounts' own totals, or the file's; where
// neither is printed, of the rows' values. It is nil without any value.
func (l *ledger) printedTotal() (total *alex.Money, fromTotalsRow bool) {
	var sum alex.Money
	valued := false
	for _, a := range l.accounts {
		if a.total != nil {
			fromTotalsRow, valued = true, true
			sum = sum.Add(*a.total)
			continue
		}
		sum = sum.Add(a.rows)
	}
	if !fromTotalsRow && l.total != nil {
		return l.total, true
	}
	for _, r := range l.rows {
		valued = valued || r.Value != nil
	}
	if !valued {
		return nil, false
	}
	return &sum, fromTotalsRow
}

// notice writes the warnings about the whole file.
func (l *ledger) notice(f File) {
	var untyped []string
	for _, a := range l.accounts {
		if a.total != nil && a.total.Cmp(a.rows) != 0 {
			l.warnf("the file's total for %s is %s, but its rows add up to %s", a.Name, a.total.Cents(), a.rows.Cents())
		}
		if !a.typed {
			untyped = append(untyped, a.Name)
		}
	}
	if len(untyped) > 0 {
		l.warnf("the file does not say how it is taxed, so taken as %s: %s", alex.Taxable, listed(untyped))
	}
	if t := f.Totals; !t.Reconciles() {
		l.warnf("the file's total is %s, but what was read and listed adds up to %s (%s held, %s not held)",
			t.file().Cents(), t.Read.Add(t.NotHeld).Cents(), t.Read.Cents(), t.NotHeld.Cents())
	}
	if f.AsOf == "" {
		l.warnf("the file gives no date")
	}
}

// listed names at most five.
func listed(names []string) string {
	const most = 5
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
