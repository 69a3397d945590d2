package broker

import (
	"fmt"
	"strings"

	"alex"
)

// ledger collects the accounts and rows of one file.
type ledger struct {
	broker, institution string
	asOf                alex.Date
	key                 []byte
	book                alex.Book
	accounts            []*account
	byKey               map[string]*account
	rows                []ledgerRow
	names               map[alex.Symbol]string
	total               *alex.Money // of the whole file, where it prints one
	warnings            []string
	redact              redactor
}

// ledgerRow is a row whose account may yet get another name.
type ledgerRow struct {
	Row
	account *account
}

func newLedger(broker, institution string, opt Options, asOf alex.Date, warnings []string) *ledger {
	return &ledger{
		broker: broker, institution: institution, asOf: asOf, key: opt.HashKey, book: opt.Book,
		byKey: map[string]*account{}, names: map[alex.Symbol]string{}, warnings: warnings,
	}
}

func (l *ledger) warnf(format string, args ...any) {
	l.warnings = append(l.warnings, fmt.Sprintf(format, args...))
}

// open finds or begins the account that id names.
func (l *ledger) open(id accountID) *account {
	if a, ok := l.byKey[id.key()]; ok {
		return a
	}
	l.redact.hide(id.number, id.masked)
	number := normaliseNumber(id.number)
	a := &account{institution: l.institution, number: number, masked: id.masked}
	a.position, a.line = map[alex.Symbol]int{}, map[alex.Symbol]int{}
	a.Name, a.Last4 = l.accountName(id, number), last4(number, id.masked)
	a.Type, a.typed = parseType(id.taxed)
	if !a.typed {
		a.Type, a.typed = inferType(a.Name), id.name != ""
	}
	a.Positions = []alex.Position{}
	l.accounts = append(l.accounts, a)
	l.byKey[id.key()] = a
	return a
}

// accountName is the name without the number; accounts that have none are
// named after the broker and the number's end.
func (l *ledger) accountName(id accountID, number string) string {
	name := withoutNumber(id)
	if name != "" {
		return limitText(name, 200)
	}
	if end := last4(number, id.masked); end != "" {
		return l.institutionName() + " account ending " + end
	}
	return l.institutionName() + " account"
}

// withoutNumber is the name of an account without any number in it.
func withoutNumber(id accountID) string {
	name := splitAccount(id.name).name
	if id.masked {
		return name
	}
	return without(name, id.number)
}

func (l *ledger) institutionName() string {
	switch l.institution {
	case "fidelity":
		return "Fidelity"
	case "schwab":
		return "Schwab"
	case "vanguard":
		return "Vanguard"
	case "interactive_brokers":
		return "Interactive Brokers"
	}
	return "Imported"
}

// limitText cuts text at most runes.
func limitText(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

// put records what became of a row.
func (l *ledger) put(a *account, row Row) {
	if row.Value != nil {
		a.rows = a.rows.Add(*row.Value)
	}
	row.Description = limitText(row.Description, 255)
	row.Symbol = limitText(row.Symbol, 60)
	l.rows = append(l.rows, ledgerRow{Row: row, account: a})
}

// refuse lists a row as not held.
func (l *ledger) refuse(a *account, row Row, status, format string, args ...any) {
	row.Share = nil
	row.Held, row.Status, row.Reason = HeldNot, status, joinNotes(row.Reason, fmt.Sprintf(format, args...))
	l.put(a, row)
}

func joinNotes(notes ...string) string {
	var kept []string
	for _, n := range notes {
		if n != "" {
			kept = append(kept, n)
		}
	}
	return strings.Join(kept, "; ")
}
