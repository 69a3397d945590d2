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

// NoPositions is behind the error about a file that is empty, or has a header
// and nothing below it.
type NoPositions struct{ Broker string } // Broker is empty where the file is

func (NoPositions) Error() string { return "there is nothing to read" }

func nothing(broker, format string, args ...any) *alex.Error {
	e := alex.Invalid("file", format, args...)
	e.Err = NoPositions{Broker: broker}
	return e
}

// needRows refuses a file that has the header but nothing below it: as a
// snapshot it would empty the person's accounts.
func (l *ledger) needRows() error {
	if len(l.rows) == 0 {
		return nothing(l.broker, "this is a positions file of the layout %q without any positions in it", l.broker)
	}
	return nil
}
