package store

import (
	"context"

	"alex"
)

// The person stands twice, because PostgreSQL gives the two places other types.
const insertAccount = `INSERT INTO accounts (id, clerk_user_id, ordinal, account_name, account_purpose, account_type,
	cash_balance, cash_interest, fingerprint, last4, created_at, updated_at)
	VALUES ($1, $2, (SELECT coalesce(max(ordinal), -1) + 1 FROM accounts WHERE clerk_user_id = $11),
	$3, $4, $5, $6, $7, $8, $9, $10, $10)`

// CreateAccount stores a new account, with its positions, behind the person's
// others, and answers it with its ids. Past alex.MaxAccounts or
// alex.MaxPositions the answer is alex.CodeConflict.
func (p *Personal) CreateAccount(ctx context.Context, account alex.Account) (alex.Account, error) {
	if err := alex.CheckSize("", []alex.Account{account}); err != nil {
		return alex.Account{}, err
	}
	if err := validAccount(account); err != nil {
		return alex.Account{}, err
	}
	return create(ctx, p, func(q Querier) (alex.Account, error) {
		if err := p.addPlaceholders(ctx, q, account); err != nil {
			return alex.Account{}, err
		}
		made, err := p.addAccount(ctx, q, account)
		if err != nil {
			return made, err
		}
		return made, p.checkRoom(ctx, q, "")
	})
}

// addAccount needs the placeholders of the account's symbols.
func (p *Personal) addAccount(ctx context.Context, q Querier, a alex.Account) (alex.Account, error) {
	a.ID = p.store.NewID()
	if _, err := q.ExecContext(ctx, insertAccount, a.ID, p.person, a.Name, a.Purpose, a.Type, a.CashBalance,
		a.CashInterest, opt(&a.Fingerprint), opt(&a.Last4), p.store.micros(), p.person); err != nil {
		return alex.Account{}, err
	}
	positions := make([]alex.Position, len(a.Positions))
	for i, pos := range a.Positions {
		pos.ID, pos.AccountID = p.store.NewID(), a.ID
		positions[i] = pos
	}
	a.Positions = positions
	return a, p.putPositions(ctx, q, a.ID, positions)
}

const updateAccount = `UPDATE accounts SET account_name = $3, account_purpose = $4, account_type = $5,
	cash_balance = $6, cash_interest = $7, updated_at = $8
	WHERE id = $1 AND clerk_user_id = $2`

// UpdateAccount changes an account's own fields; its positions, its number's
// fingerprint and its place stay. If unless is not nil it sees the stored
// account first, in the same transaction, and its error stops the write.
func (p *Personal) UpdateAccount(ctx context.Context, a alex.Account, unless func(alex.Account) error) (updated alex.Account, err error) {
	if err := a.Validate(); err != nil {
		return alex.Account{}, err
	}
	err = p.write(ctx, func(q Querier) error {
		stored, err := loadAccount(ctx, q, p.person, a.ID)
		if err != nil {
			return err
		}
		if unless != nil {
			if err := unless(stored); err != nil {
				return err
			}
		}
		updated = stored
		updated.Name, updated.Purpose, updated.Type = a.Name, a.Purpose, a.Type
		updated.CashBalance, updated.CashInterest = a.CashBalance, a.CashInterest
		return own(ctx, q, updateAccount, a.ID, p.person, a.Name, a.Purpose, a.Type, a.CashBalance, a.CashInterest,
			p.store.micros())
	})
	return updated, err
}

const deleteAccount = `DELETE FROM accounts WHERE id = $1 AND clerk_user_id = $2`

// DeleteAccount deletes an account and its positions.
func (p *Personal) DeleteAccount(ctx context.Context, id alex.ID, unless func(alex.Account) error) error {
	return remove(ctx, p, id, loadAccount, unless, deleteAccount)
}

// remove deletes a row of the person's own. If unless is not nil it sees what
// is stored first, in the same transaction, and its error stops the deletion.
func remove[T any](ctx context.Context, p *Personal, id alex.ID,
	load func(context.Context, Querier, alex.PersonID, alex.ID) (T, error), unless func(T) error, query string,
) error {
	if err := checkID(id); err != nil {
		return err
	}
	return p.write(ctx, func(q Querier) error {
		if unless != nil {
			stored, err := load(ctx, q, p.person, id)
			if err == nil {
				err = unless(stored)
			}
			if err != nil {
				return err
			}
		}
		return own(ctx, q, query, id, p.person)
	})
}

const deleteAccounts = `DELETE FROM accounts WHERE clerk_user_id = $1`

// ClearPortfolio deletes all the person's accounts and positions.
func (p *Personal) ClearPortfolio(ctx context.Context) error {
	return p.write(ctx, func(q Querier) error {
		if _, err := changed(ctx, q, deleteAccounts, p.person); err != nil {
			return err
		}
		return p.note(ctx, q, alex.ActPortfolioCleared, nil)
	})
}
