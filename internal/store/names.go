package store

import (
	"context"
	"maps"
	"slices"

	"alex"
)

// The reference's name comes before a file's, and the person's own before both.
const insertName = `INSERT INTO user_instruments (clerk_user_id, symbol, name, updated_at)
	SELECT $1, $2, $3, $4 WHERE EXISTS (SELECT 1 FROM instruments
	WHERE symbol = $2 AND classification_source <> 'reference')
	ON CONFLICT (clerk_user_id, symbol) DO UPDATE SET name = coalesce(user_instruments.name, excluded.name)`

// SaveNames keeps what a file calls the instruments that the reference does
// not have, for this person alone.
func (p *Personal) SaveNames(ctx context.Context, names map[alex.Symbol]string) error {
	return p.write(ctx, func(q Querier) error {
		for _, symbol := range slices.Sorted(maps.Keys(names)) {
			if err := validInstrument(alex.Instrument{Symbol: symbol, Name: names[symbol], Currency: "USD"}); err != nil {
				return err
			}
			if _, err := q.ExecContext(ctx, insertName, p.person, symbol, names[symbol], p.store.micros()); err != nil {
				return err
			}
		}
		return nil
	})
}
