package broker

import (
	"fmt"

	"alex"
)

// Totals compares what the file says with what was read, in US dollars.
type Totals struct {
	File          *alex.Money `json:"file"` // the sum of the file's own account totals, or of its printed values and cash; nil where it prints none
	Read          alex.Money  `json:"read"` // positions and cash as Alex holds them
	NotHeld       alex.Money  `json:"notHeld"`
	FromTotalsRow bool        `json:"fromTotalsRow"` // File is printed in the file, not added up
}

// Reconciles reports that what is held and what is not make up the file's
// total, to the cent.
func (t Totals) Reconciles() bool {
	return t.file().Cmp(t.Read.Add(t.NotHeld)) == 0
}

func (t Totals) file() alex.Money {
	if t.File == nil {
		return alex.Money{}
	}
	return *t.File
}

// Line says in one line what was read and that it makes up the file's total.
func (f File) Line() string { return reconciliation(f.Broker, f.Accounts, f.Totals) }

func reconciliation(broker string, accounts []alex.Account, t Totals) string {
	positions := 0
	for _, a := range accounts {
		positions += len(a.Positions)
	}
	counted := fmt.Sprintf("%s: %s, %s", broker,
		count(len(accounts), "account"), count(positions, "position"))
	switch {
	case t.File == nil && t.Reconciles():
		return counted + ", no values in the file"
	case t.Reconciles():
		return fmt.Sprintf("%s, %s in the file = %s held %s not held",
			counted, t.file().Cents(), t.Read.Cents(), signed(t.NotHeld))
	default:
		return fmt.Sprintf("%s, %s in the file ≠ %s held %s not held (%s unexplained)",
			counted, t.file().Cents(), t.Read.Cents(), signed(t.NotHeld),
			t.file().Sub(t.Read).Sub(t.NotHeld).Cents())
	}
}

// signed is an amount with its sign as an operator: "+ $5.00", "− $5.00".
func signed(m alex.Money) string {
	if m.Sign() < 0 {
		return "− " + m.Abs().Cents()
	}
	return "+ " + m.Cents()
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
