package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"alex"
)

// became is what an import made of one account: enough to see whether it was
// changed since.
type became struct {
	ID      alex.ID `json:"id"`
	Name    string  `json:"name"`
	Created bool    `json:"created"`
	Digest  string  `json:"digest"`
	Holds   string  `json:"holds"` // the digest of its holdings alone
}

// digest is the SHA-256 of all that is stored of an account.
func digest(a alex.Account) (string, error) {
	a.Positions = slices.SortedFunc(slices.Values(a.Positions), func(x, y alex.Position) int { return cmp.Compare(x.Symbol, y.Symbol) })
	data, err := json.Marshal(keep([]alex.Account{a}))
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), err
}

// holdings is the digest of what an account holds, whatever it is called.
func holdings(a alex.Account) (string, error) {
	return digest(alex.Account{ID: a.ID, CashBalance: a.CashBalance, Positions: a.Positions})
}

const applyImport = `UPDATE imports SET status = 'applied', applied_at = $3, summary = $4
	WHERE id = $1 AND clerk_user_id = $2`

const deleteOldImports = `DELETE FROM imports WHERE clerk_user_id = $1 AND status <> 'preview' AND id NOT IN (
	SELECT id FROM imports WHERE clerk_user_id = $1 AND status <> 'preview' ORDER BY created_at DESC, id DESC LIMIT $2)`

// ApplyPreview makes the accounts, which are the preview's, what the file says,
// as ApplyImport does; keeps the file's names of instruments; records what the
// portfolio is then worth on the file's day (today where it has none); and
// remembers what was there before, so that UndoImport can bring it back. What is not a preview any more is
// alex.CodeConflict.
func (p *Personal) ApplyPreview(ctx context.Context, id alex.ID, accounts []alex.Account) (Import, error) {
	return p.applyPreview(ctx, id, accounts, func(Querier, *Import) error { return nil })
}

// ApplyPart is ApplyPreview of accounts without what the person left out, of
// which summary is true, as the preview's own is of the whole file.
func (p *Personal) ApplyPart(ctx context.Context, id alex.ID, accounts []alex.Account, summary alex.Import) (Import, error) {
	if err := validPreview(summary, Preview{}); err != nil {
		return Import{}, err
	}
	return p.applyPreview(ctx, id, accounts, func(_ Querier, i *Import) error {
		i.Summary = summary
		return nil
	})
}

// applyPreview has the preview changed before it is applied.
func (p *Personal) applyPreview(ctx context.Context, id alex.ID, accounts []alex.Account, change func(Querier, *Import) error) (Import, error) {
	if err := checkID(id); err != nil {
		return Import{}, err
	}
	if len(accounts) == 0 {
		return Import{}, alex.Invalid("accounts", "none is left to import")
	}
	if err := validImport(accounts); err != nil {
		return Import{}, err
	}
	return create(ctx, p, func(q Querier) (Import, error) {
		applied, err := p.lockedImport(ctx, q, id)
		if err != nil {
			return applied, err
		}
		if applied.Status != ImportPreview {
			return applied, alex.Errorf(alex.CodeConflict, "this file was applied already")
		}
		if err := change(q, &applied); err != nil {
			return applied, err
		}
		now := p.store.micros()
		at := time.UnixMicro(now).UTC()
		applied.Status, applied.AppliedAt = ImportApplied, &at
		if err := p.applyFile(ctx, q, applied, accounts); err != nil {
			return applied, err
		}
		if err := own(ctx, q, applyImport, id, p.person, now, JSON{applied.Summary}); err != nil {
			return applied, err
		}
		if _, err := changed(ctx, q, deleteOldImports, p.person, alex.MaxImports); err != nil {
			return applied, err
		}
		return applied, p.trimPages(ctx, q)
	})
}

// lockedImport is an import that nobody else can apply or undo meanwhile.
func (p *Personal) lockedImport(ctx context.Context, q Querier, id alex.ID) (Import, error) {
	if err := p.lock(ctx, q); err != nil {
		if alex.CodeOf(err) == alex.CodeNotFound { // who has no record owns no import
			err = alex.ErrForbidden
		}
		return Import{}, err
	}
	return loadImport(ctx, q, p.person, id)
}

func (p *Personal) applyFile(ctx context.Context, q Querier, i Import, accounts []alex.Account) error {
	parts, err := joinParts(ctx, q, selectSomeImportParts, i.ID, p.person, partNames, partNames, partNames)
	if err != nil {
		return err
	}
	file, err := parts.preview()
	if err != nil {
		return err
	}
	outcomes, err := p.applyAccounts(ctx, q, accounts, i.Summary.File)
	if err != nil {
		return err
	}
	if err := p.saveNames(ctx, q, namesOf(file.Names, accounts)); err != nil {
		return err
	}
	if err := remember(ctx, q, i.ID, outcomes); err != nil {
		return err
	}
	return p.recordImported(ctx, q, i)
}

// namesOf are the names of what the accounts hold.
func namesOf(names map[alex.Symbol]string, accounts []alex.Account) map[alex.Symbol]string {
	held := map[alex.Symbol]string{}
	for _, a := range accounts {
		for _, pos := range a.Positions {
			if name := names[pos.Symbol]; name != "" {
				held[pos.Symbol] = name
			}
		}
	}
	return held
}

// remember keeps what undoing needs.
func remember(ctx context.Context, q Querier, id alex.ID, outcomes []outcome) error {
	before, after := []alex.Account{}, make([]became, len(outcomes))
	for n, o := range outcomes {
		sum, err := digest(o.after)
		if err != nil {
			return err
		}
		holds, err := holdings(o.after)
		if err != nil {
			return err
		}
		after[n] = became{o.after.ID, o.after.Name, o.created, sum, holds}
		if !o.created {
			before = append(before, o.before)
		}
	}
	if err := saveImportPart(ctx, q, id, partBefore, keep(before)); err != nil {
		return err
	}
	return saveImportPart(ctx, q, id, partAfter, after)
}
