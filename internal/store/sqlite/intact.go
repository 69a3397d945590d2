package sqlite

import (
	"context"
	"errors"

	"alex/internal/store"
)

// QuickInspect reads every page of the file, and says the first that is wrong.
func (Engine) QuickInspect(ctx context.Context, q store.Querier) error {
	var said string
	err := q.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&said)
	switch {
	case err != nil && isCorrupt(err):
		return unreadable(err)
	case err != nil:
		return err
	case said != "ok":
		return damaged(errors.New(said))
	default:
		return nil
	}
}
