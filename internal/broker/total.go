package broker

import (
	"strings"

	"alex"
)

// isTotalLabel recognises the label of a total row.
func isTotalLabel(text string) bool {
	switch strings.ToLower(strings.Trim(text, "* :")) {
	case "total", "totals", "grand total", "account total", "accounts total", "positions total",
		"portfolio total", "total value", "summe", "gesamt", "gesamtsumme":
		return true
	}
	return false
}

// closeTotal takes a total row: of account a where that is known and has no
// total yet, else of the whole file.
func (l *ledger) closeTotal(a *account, value *alex.Decimal) {
	switch {
	case value == nil:
	case a != nil && a.total == nil:
		a.total = money(*value)
	default:
		l.total = money(*value)
	}
}

// needRows refuses a file that has the header but nothing below it: as a
// snapshot it would empty the person's accounts.
func (l *ledger) needRows() error {
	if len(l.rows) == 0 {
		return alex.Invalid("file", "this is a positions file of the layout %q without any positions in it", l.broker)
	}
	return nil
}
