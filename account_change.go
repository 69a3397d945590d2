package alex

import (
	"encoding/json"
	"slices"
	"strings"
)

// AccountChange is what a newer file would do to one account: what a person
// reads before it is done.
type AccountChange struct {
	Name    string `json:"name"`    // in the file
	Matches ID     `json:"matches"` // the account that it becomes; empty, in JSON null: a new one
	Known   string `json:"known"`   // that account's own name

	// Type is how it is taxed: as it was of a known account, of a new one as the
	// file or the account's name says.
	Type AccountType `json:"accountType"`

	// Cash, and the newest day of the positions, before and after; in JSON null
	// where there is none. An After that is earlier than its Before is an older
	// file.
	CashBefore *Money `json:"cashBefore"`
	CashAfter  Money  `json:"cashAfter"`
	AsOfBefore Date   `json:"asOfBefore"`
	AsOfAfter  Date   `json:"asOfAfter"`

	Added   []PositionChange `json:"added"`
	Changed []PositionChange `json:"changed"` // another quantity
	Gone    []PositionChange `json:"gone"`    // not in the file, so deleted
	Same    int              `json:"same"`    // as many as before; price and date may be newer
}

// MarshalJSON says null for what there is not.
func (c AccountChange) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name       string           `json:"name"`
		Matches    *ID              `json:"matches"`
		Known      string           `json:"known"`
		Type       AccountType      `json:"accountType"`
		CashBefore *Money           `json:"cashBefore"`
		CashAfter  Money            `json:"cashAfter"`
		AsOfBefore *Date            `json:"asOfBefore"`
		AsOfAfter  *Date            `json:"asOfAfter"`
		Added      []PositionChange `json:"added"`
		Changed    []PositionChange `json:"changed"`
		Gone       []PositionChange `json:"gone"`
		Same       int              `json:"same"`
	}{
		c.Name, orNull(c.Matches), c.Known, c.Type, c.CashBefore, c.CashAfter, orNull(c.AsOfBefore), orNull(c.AsOfAfter),
		c.Added, c.Changed, c.Gone, c.Same,
	})
}

// orNull is text that is null in JSON where it is empty.
func orNull[T ~string](text T) *T {
	if text == "" {
		return nil
	}
	return &text
}

// PositionChange is one symbol before and after. A quantity is nil where there
// is no position; a value also where the position itself names no price.
type PositionChange struct {
	Symbol         Symbol   `json:"symbol"`
	QuantityBefore *Decimal `json:"quantityBefore"`
	QuantityAfter  *Decimal `json:"quantityAfter"`
	ValueBefore    *Money   `json:"valueBefore"`
	ValueAfter     *Money   `json:"valueAfter"`
}

// MatchAccount finds the account of current that incoming is a newer state of:
// the one with its fingerprint; where incoming has none, the first of its name
// that has none either.
func MatchAccount(current []Account, incoming Account) (match Account, ok bool) {
	i := slices.IndexFunc(current, func(a Account) bool {
		if incoming.Fingerprint != "" {
			return a.Fingerprint == incoming.Fingerprint
		}
		return a.Fingerprint == "" && a.Name == incoming.Name
	})
	if i < 0 {
		return Account{}, false
	}
	return current[i], true
}

// CompareAccounts says what importing would change, one entry for each
// incoming account in its order; positions are by symbol.
func CompareAccounts(current, incoming []Account) []AccountChange {
	changes := make([]AccountChange, len(incoming))
	for i, after := range incoming {
		before, known := MatchAccount(current, after)
		changes[i] = compareAccount(before, after)
		if known {
			changes[i].Matches, changes[i].Known, changes[i].Type = before.ID, before.Name, before.Type
			changes[i].CashBefore = &before.CashBalance
		}
	}
	return changes
}

func compareAccount(before, after Account) AccountChange {
	change := AccountChange{
		Name: after.Name, Type: after.Type, CashAfter: after.CashBalance, AsOfBefore: newestDay(before), AsOfAfter: newestDay(after),
		Added: []PositionChange{}, Changed: []PositionChange{}, Gone: []PositionChange{},
	}
	was, is := bySymbol(before), bySymbol(after)
	for _, symbol := range symbolsOf(before, after) {
		p := PositionChange{Symbol: symbol}
		p.QuantityBefore, p.ValueBefore = told(was[symbol])
		p.QuantityAfter, p.ValueAfter = told(is[symbol])
		switch {
		case p.QuantityBefore == nil:
			change.Added = append(change.Added, p)
		case p.QuantityAfter == nil:
			change.Gone = append(change.Gone, p)
		case p.QuantityBefore.Cmp(*p.QuantityAfter) != 0:
			change.Changed = append(change.Changed, p)
		default:
			change.Same++
		}
	}
	return change
}

// told is what a position says of itself, without any instrument.
func told(pos *Position) (quantity *Decimal, value *Money) {
	if pos == nil {
		return nil, nil
	}
	if worth, priced := pos.worth(Instrument{}); priced {
		value = &worth
	}
	return &pos.Quantity, value
}

func bySymbol(a Account) map[Symbol]*Position {
	positions := make(map[Symbol]*Position, len(a.Positions))
	for i := range a.Positions {
		positions[a.Positions[i].Symbol] = &a.Positions[i]
	}
	return positions
}

func symbolsOf(accounts ...Account) []Symbol {
	var symbols []Symbol
	for _, a := range accounts {
		for _, pos := range a.Positions {
			symbols = append(symbols, pos.Symbol)
		}
	}
	slices.SortFunc(symbols, func(a, b Symbol) int { return strings.Compare(string(a), string(b)) })
	return slices.Compact(symbols)
}

func newestDay(a Account) Date {
	var day Date
	for _, pos := range a.Positions {
		day = max(day, pos.AsOf)
	}
	return day
}
