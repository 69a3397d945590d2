package store

import (
	"context"

	"alex"
)

const insertBareOwn = `INSERT INTO user_instruments (clerk_user_id, symbol, updated_at) VALUES ($1, $2, $3)
	ON CONFLICT (clerk_user_id, symbol) DO NOTHING`

// CreateOwnInstrument is SaveOwnInstrument for a symbol of which nothing is
// kept for this person yet; it answers what the person then sees. Where
// something is, from the person, a file or a model, it is alex.CodeConflict.
func (p *Personal) CreateOwnInstrument(ctx context.Context, i alex.Instrument) (alex.Instrument, error) {
	if err := validOwn(i); err != nil {
		return alex.Instrument{}, err
	}
	return create(ctx, p, func(q Querier) (alex.Instrument, error) {
		now := p.store.micros()
		if _, err := q.ExecContext(ctx, insertPlaceholder, i.Symbol, now); err != nil {
			return i, err
		}
		n, err := changed(ctx, q, insertBareOwn, p.person, i.Symbol, now)
		if err != nil {
			return i, err
		}
		if n == 0 {
			message := "you have said something of " + string(i.Symbol) + " already"
			return i, &alex.Error{
				Code: alex.CodeConflict, Message: message,
				Fields: []alex.FieldError{{Location: "symbol", Message: message}},
			}
		}
		return p.saveOwn(ctx, q, i)
	})
}
