package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

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
// same file twice changes nothing twice. Accounts that one person could not
// hold are alex.CodeTooLarge, those for which there is no room beside the
// others alex.CodeConflict.
func (p *Personal) ApplyImport(ctx context.Context, accounts []alex.Account) ([]alex.Account, error) {
	if err := validImport(accounts); err != nil {
		return nil, err
	}
	return create(ctx, p, func(q Querier) ([]alex.Account, error) {
		outcomes, err := p.applyAccounts(ctx, q, accounts, "")
		applied := make([]alex.Account, len(outcomes))
		for i, o := range outcomes {
			applied[i] = o.after
		}
		return applied, err
	})
}

func validImport(accounts []alex.Account) error {
	if err := alex.CheckSize("", accounts); err != nil {
		return err
	}
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

// outcome is what an import did to one account; an account that it created has
// no before.
type outcome struct {
	before, after alex.Account
	created       bool
}

// applyAccounts says from what file they are where there is no room for them.
func (p *Personal) applyAccounts(ctx context.Context, q Querier, accounts []alex.Account, from string) ([]outcome, error) {
	if err := p.addPlaceholders(ctx, q, accounts...); err != nil {
		return nil, err
	}
	outcomes := make([]outcome, len(accounts))
	for i, a := range accounts {
		var err error
		if outcomes[i], err = p.applyAccount(ctx, q, a); err != nil {
			return nil, err
		}
	}
	return outcomes, p.checkRoom(ctx, q, from)
}

func (p *Personal) applyAccount(ctx context.Context, q Querier, a alex.Account) (o outcome, err error) {
	id, err := p.match(ctx, q, a)
	if errors.Is(err, sql.ErrNoRows) {
		o.created = true
		if o.after, err = p.addAccount(ctx, q, a); err != nil {
			return o, err
		}
		o.after, err = loadAccount(ctx, q, p.person, o.after.ID)
		return o, err
	}
	if err != nil {
		return o, err
	}
	if o.before, err = loadAccount(ctx, q, p.person, id); err != nil {
		return o, err
	}
	if err := own(ctx, q, updateSnapshot, id, p.person, a.CashBalance, opt(&a.Last4), p.store.micros()); err != nil {
		return o, err
	}
	positions := slices.Clone(a.Positions)
	for i := range positions {
		positions[i].ID = "" // a file gives no ids
	}
	if err := p.replacePositions(ctx, q, o.before, positions); err != nil {
		return o, err
	}
	o.after, err = loadAccount(ctx, q, p.person, id)
	return o, err
}

// match is alex.MatchAccount in SQL; sql.ErrNoRows where none matches.
func (p *Personal) match(ctx context.Context, q Querier, a alex.Account) (id alex.ID, err error) {
	query, key := selectByFingerprint, a.Fingerprint
	if a.Fingerprint == "" {
		query, key = selectByName, a.Name
	}
	return id, q.QueryRowContext(ctx, query, p.person, key).Scan(&id)
}

// replacePositions writes only what differs, and keeps the ids of the symbols
// that stay. A position that has an id of its own brings it back.
func (p *Personal) replacePositions(ctx context.Context, q Querier, stored alex.Account, positions []alex.Position) error {
	held := make(map[alex.Symbol]alex.Position, len(stored.Positions))
	for _, pos := range stored.Positions {
		held[pos.Symbol] = pos
	}
	var put []alex.Position
	for _, pos := range positions {
		was, known := held[pos.Symbol]
		delete(held, pos.Symbol)
		if pos.ID == "" {
			pos.ID = p.store.NewID()
		}
		if !known || !samePosition(was, pos) {
			put = append(put, pos)
		}
	}
	var gone []alex.ID
	for _, pos := range stored.Positions {
		if _, left := held[pos.Symbol]; left {
			gone = append(gone, pos.ID)
		}
	}
	if err := dropPositions(ctx, q, stored.ID, gone); err != nil {
		return err
	}
	return p.putPositions(ctx, q, stored.ID, put)
}

// samePosition compares all but the ids.
func samePosition(a, b alex.Position) bool {
	return a.Symbol == b.Symbol && a.Quantity.Cmp(b.Quantity) == 0 && a.AsOf == b.AsOf && sameNumber(a.CostBasis, b.CostBasis) &&
		sameNumber(a.Price, b.Price) && a.PriceAsOf == b.PriceAsOf && a.PriceSource == b.PriceSource && sameNumber(a.Printed, b.Printed)
}

func sameNumber[N interface{ Cmp(N) int }](a, b *N) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return (*a).Cmp(*b) == 0
}
