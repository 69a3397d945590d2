package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"alex"
)

const selectRequest = `SELECT request_data FROM analysis_jobs WHERE id = $1 AND clerk_user_id = $2`

// JobRequest is what the person asked of one of their own jobs; empty where
// nothing was said.
func (p *Personal) JobRequest(ctx context.Context, id alex.ID) (data json.RawMessage, err error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	err = p.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectRequest, id, p.person).Scan(JSON{&data})
		if errors.Is(err, sql.ErrNoRows) {
			return alex.ErrForbidden
		}
		return err
	})
	return data, err
}
