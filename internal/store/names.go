package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"alex"
)

// SaveNames keeps what a file calls the instruments that the reference does
// not have, for this person alone. The reference's name comes before a file's,
// and the person's own before both.
func (p *Personal) SaveNames(ctx context.Context, names map[alex.Symbol]string) error {
	return p.write(ctx, func(q Querier) error { return p.saveNames(ctx, q, names) })
}

const selectUnnamed = `SELECT symbol FROM instruments WHERE classification_source <> 'reference' AND symbol IN (`

const insertNames = `INSERT INTO user_instruments (clerk_user_id, symbol, name, updated_at) VALUES `

const unlessNamed = ` ON CONFLICT (clerk_user_id, symbol) DO UPDATE SET name = coalesce(user_instruments.name, excluded.name)`

func (p *Personal) saveNames(ctx context.Context, q Querier, names map[alex.Symbol]string) error {
	var kept int
	if err := q.QueryRowContext(ctx, countOwn, p.person, "").Scan(&kept); err != nil {
		return err
	}
	if kept+len(names) > alex.MaxOwnInstruments { // a symbol does without a name
		return nil
	}
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(names)), rowsAtOnce) {
		unnamed, err := withoutReference(ctx, q, names, chunk)
		if err != nil {
			return err
		}
		if len(unnamed) == 0 {
			continue
		}
		args := []any{p.person, p.store.micros()}
		for _, symbol := range unnamed {
			args = append(args, symbol, names[symbol])
		}
		query := insertNames + tuples(`($1, %, %, $2)`, len(unnamed), 3) + unlessNamed
		if _, err := q.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}

// withoutReference are those of the symbols that the reference does not name.
func withoutReference(ctx context.Context, q Querier, names map[alex.Symbol]string, symbols []alex.Symbol) ([]alex.Symbol, error) {
	args := make([]any, len(symbols))
	for i, symbol := range symbols {
		if err := validInstrument(alex.Instrument{Symbol: symbol, Name: names[symbol], Currency: "USD"}); err != nil {
			return nil, err
		}
		args[i] = symbol
	}
	return all(ctx, q, func(rows *sql.Rows) (symbol alex.Symbol, err error) { return symbol, rows.Scan(&symbol) },
		selectUnnamed+tuples(`%`, len(symbols), 1)+`) ORDER BY symbol`, args...)
}
