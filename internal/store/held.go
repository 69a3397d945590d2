package store

import (
	"context"
	"database/sql"

	"alex"
)

// Subject is an instrument that somebody holds, as the reference knows it: no
// word of a person's, and neither who nor how much.
type Subject struct {
	Symbol alex.Symbol
	Name   string
	Class  alex.AssetClass // the one that weighs most
}

// Symbols that the reference does not know may be somebody's own invention, and
// stay where they are.
const selectHeld = `SELECT i.symbol, i.name, i.allocation_asset_class FROM instruments i
	WHERE i.classification_source = 'reference' AND EXISTS (SELECT 1 FROM positions p
		JOIN accounts a ON a.id = p.account_id JOIN users u ON u.clerk_user_id = a.clerk_user_id
		WHERE p.symbol = i.symbol AND u.expires_at IS NULL)
	ORDER BY i.symbol`

// Held is what people hold of what the reference knows, each once, by symbol. It
// leaves out what demos alone hold.
func (y *System) Held(ctx context.Context) (list []Subject, err error) {
	err = y.read(ctx, func(q Querier) error {
		list, err = all(ctx, q, scanSubject, selectHeld)
		return err
	})
	return list, err
}

func scanSubject(rows *sql.Rows) (s Subject, err error) {
	var classes alex.ClassAllocation
	if err := rows.Scan(&s.Symbol, &s.Name, JSON{&classes}); err != nil {
		return s, err
	}
	var most alex.Decimal
	for _, class := range s.Class.Known() {
		if weight, ok := classes[class]; ok && weight.Cmp(most) > 0 {
			s.Class, most = class, weight.Decimal
		}
	}
	return s, nil
}
