package store

import (
	"context"
	"time"

	"alex"
)

const undoImport = `UPDATE imports SET status = 'undone', undone_at = $3 WHERE id = $1 AND clerk_user_id = $2`

// UndoImport brings back every account that the import changed, deletes those
// that it created, and takes back the portfolio's value that it recorded. If
// one of them was changed since, by hand or by a later file, nothing happens:
// alex.CodeConflict names the account. The names of instruments stay.
func (p *Personal) UndoImport(ctx context.Context, id alex.ID) (Import, error) {
	if err := checkID(id); err != nil {
		return Import{}, err
	}
	return create(ctx, p, func(q Querier) (Import, error) {
		undone, err := p.lockedImport(ctx, q, id)
		if err != nil {
			return undone, err
		}
		if err := undoable(undone.Status); err != nil {
			return undone, err
		}
		parts, err := joinParts(ctx, q, selectSomeImportParts, id, p.person, partBefore, partAfter, partValue)
		if err != nil {
			return undone, err
		}
		if err := p.undo(ctx, q, parts); err != nil {
			return undone, err
		}
		now := p.store.micros()
		at := time.UnixMicro(now).UTC()
		undone.Status, undone.UndoneAt = ImportUndone, &at
		return undone, own(ctx, q, undoImport, id, p.person, now)
	})
}

func undoable(status string) error {
	switch status {
	case ImportApplied:
		return nil
	case ImportUndone:
		return alex.Errorf(alex.CodeConflict, "this import was undone already")
	default:
		return alex.Errorf(alex.CodeConflict, "this file was not applied")
	}
}

func (p *Personal) undo(ctx context.Context, q Querier, parts importParts) error {
	var before []keptAccount
	var after []became
	var recorded recording
	for kind, to := range map[string]any{partBefore: &before, partAfter: &after, partValue: &recorded} {
		if err := parts.read(kind, to); err != nil {
			return err
		}
	}
	now, err := p.unchanged(ctx, q, after)
	if err != nil {
		return err
	}
	for _, a := range unkeep(before) {
		if err := p.restore(ctx, q, now[a.ID], a); err != nil {
			return err
		}
	}
	for _, b := range after {
		if !b.Created {
			continue
		}
		if err := own(ctx, q, deleteAccount, b.ID, p.person); err != nil {
			return err
		}
	}
	return p.takeBack(ctx, q, recorded)
}

// unchanged answers the accounts by id, if all are what the import made them.
func (p *Personal) unchanged(ctx context.Context, q Querier, after []became) (map[alex.ID]alex.Account, error) {
	accounts := make(map[alex.ID]alex.Account, len(after))
	for _, b := range after {
		a, err := loadAccount(ctx, q, p.person, b.ID)
		if alex.CodeOf(err) == alex.CodeForbidden {
			return nil, alex.Errorf(alex.CodeConflict, "the account %q was deleted after this import, so it cannot be undone", b.Name)
		}
		if err != nil {
			return nil, err
		}
		sum, err := digest(a)
		if err != nil {
			return nil, err
		}
		if sum != b.Digest {
			return nil, alex.Errorf(alex.CodeConflict, "the account %q was changed after this import, so it cannot be undone", a.Name)
		}
		accounts[a.ID] = a
	}
	return accounts, nil
}

const restoreAccount = `UPDATE accounts SET cash_balance = $3, fingerprint = $4, last4 = $5, updated_at = $6
	WHERE id = $1 AND clerk_user_id = $2`

func (p *Personal) restore(ctx context.Context, q Querier, now, before alex.Account) error {
	if err := own(ctx, q, restoreAccount, before.ID, p.person, before.CashBalance, opt(&before.Fingerprint),
		opt(&before.Last4), p.store.micros()); err != nil {
		return err
	}
	return p.replacePositions(ctx, q, now, before.Positions)
}
