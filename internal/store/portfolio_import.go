package store

import (
	"context"
	"database/sql"
	"errors"

	"alex"
)

const selectByFingerprint = `SELECT id FROM accounts WHERE clerk_user_id = $1 AND fingerprint = $2`

const selectByName = `SELECT id FROM accounts
	WHERE clerk_user_id = $1 AND account_name = $2 AND fingerprint IS NULL ORDER BY ordinal, id LIMIT 1`

const updateSnapshot = `UPDATE accounts SET cash_balance = $3, last4 = coalesce($4, last4), updated_at = $5
	WHERE id = $1 AND clerk_user_id = $2`

// ApplyImport makes the accounts what a newer file says, all together or not
// at all. An account is recognised by its fingerprint, or without one by its
// name; a known account keeps the name, purpose, type and interest that the
// person gave it. Accounts that the file does not name stay untouched. The
// same file twice changes nothing twice.
func (p *Personal) ApplyImport(ctx context.Context, accounts []alex.Account) (applied []alex.Account, err error) {
	if err := validImport(accounts); err != nil {
		return nil, err
	}
	err = p.write(ctx, func(q Querier) error {
		applied = make([]alex.Account, len(accounts))
		for i, a := range accounts {
			if applied[i], err = p.applyAccount(ctx, q, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return applied, nil
}

func validImport(accounts []alex.Account) error {
	var problems alex.Problems
	seen := make(map[string]bool, len(accounts))
	for i, a := range accounts {
		location := "accounts" + index(i)
		problems.Join(location, validAccount(a))
		key := "fingerprint " + a.Fingerprint
		if a.Fingerprint == "" {
			key = "name " + a.Name
		}
		if seen[key] {
			problems.Addf(location, "stands twice in the file")
		}
		seen[key] = true
	}
	return problems.Err()
}

func (p *Personal) applyAccount(ctx context.Context, q Querier, a alex.Account) (alex.Account, error) {
	query, key := selectByFingerprint, a.Fingerprint
	if a.Fingerprint == "" {
		query, key = selectByName, a.Name
	}
	var id alex.ID
	err := q.QueryRowContext(ctx, query, p.person, key).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return p.addAccount(ctx, q, a)
	}
	if err != nil {
		return alex.Account{}, err
	}
	if err := own(ctx, q, updateSnapshot, id, p.person, a.CashBalance, opt(&a.Last4), p.store.micros()); err != nil {
		return alex.Account{}, err
	}
	if err := p.replacePositions(ctx, q, id, a.Positions); err != nil {
		return alex.Account{}, err
	}
	return loadAccount(ctx, q, p.person, id)
}

// replacePositions keeps the ids of the symbols that stay.
func (p *Personal) replacePositions(ctx context.Context, q Querier, account alex.ID, positions []alex.Position) error {
	stored, err := loadAccount(ctx, q, p.person, account)
	if err != nil {
		return err
	}
	gone := make(map[alex.Symbol]alex.ID, len(stored.Positions))
	for _, pos := range stored.Positions {
		gone[pos.Symbol] = pos.ID
	}
	for _, pos := range positions {
		id, held := gone[pos.Symbol]
		delete(gone, pos.Symbol)
		pos.ID, pos.AccountID = id, account
		write := p.changePosition
		if !held {
			pos.ID, write = p.store.NewID(), p.addPosition
		}
		if err := write(ctx, q, pos); err != nil {
			return err
		}
	}
	for _, id := range gone {
		if err := own(ctx, q, deletePosition, id, p.person); err != nil {
			return err
		}
	}
	return nil
}
