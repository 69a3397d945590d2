package store

import (
	"context"
	"database/sql"
	"errors"
)

// Answered looks, before anything is done, whether the door's key was used: it
// fails as the creating call would, with *Replayed or with what is refused. It
// reserves nothing, so that of two at once both may pass, and the creating call
// decides.
func (p *Personal) Answered(ctx context.Context) error {
	if p.once == nil {
		return nil
	}
	if err := p.once.valid(); err != nil {
		return err
	}
	return p.read(ctx, func(q Querier) error {
		err := p.replay(ctx, q)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
}
