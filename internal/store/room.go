package store

import (
	"context"

	"alex"
)

// The person stands twice, because the two places are of two tables.
const countHeld = `SELECT (SELECT count(*) FROM accounts WHERE clerk_user_id = $1),
	(SELECT count(*) FROM positions p JOIN accounts a ON a.id = p.account_id WHERE a.clerk_user_id = $1)`

// checkRoom undoes, by its error, what made a person hold more than a person
// may: alex.CodeConflict names the limit, and where what came from.
func (p *Personal) checkRoom(ctx context.Context, q Querier, from string) error {
	var accounts, positions int
	if err := q.QueryRowContext(ctx, countHeld, p.person).Scan(&accounts, &positions); err != nil {
		return err
	}
	with := "with this"
	if from != "" {
		with = "with " + from
	}
	switch {
	case accounts > alex.MaxAccounts:
		return alex.Errorf(alex.CodeConflict, "%s you would keep %d accounts; the most is %d: delete some first", with, accounts, alex.MaxAccounts)
	case positions > alex.MaxPositions:
		return alex.Errorf(alex.CodeConflict, "%s you would keep %d positions; the most is %d: delete some first", with, positions, alex.MaxPositions)
	}
	return nil
}
