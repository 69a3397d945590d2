package store

import (
	"context"

	"alex"
)

const countOwn = `SELECT count(*) FROM user_instruments WHERE clerk_user_id = $1 AND symbol <> $2`

// roomForOwn refuses to say something of one more instrument than a person may.
func (p *Personal) roomForOwn(ctx context.Context, q Querier, symbol alex.Symbol) error {
	var others int
	if err := q.QueryRowContext(ctx, countOwn, p.person, symbol).Scan(&others); err != nil {
		return err
	}
	if others >= alex.MaxOwnInstruments {
		return alex.Errorf(alex.CodeConflict, "you have described %d instruments, which is the most", others)
	}
	return nil
}
