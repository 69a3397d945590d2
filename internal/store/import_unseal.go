package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"alex"
)

// SealedBroker is the broker in the summary of a file that waits, unread, for
// its mapping.
const SealedBroker = "unknown"

const selectPreviews = `SELECT id, status, summary, created_at, applied_at, undone_at FROM imports
	WHERE clerk_user_id = $1 AND status = 'preview'`

const deletePreview = `DELETE FROM imports WHERE id = $1 AND clerk_user_id = $2 AND status = 'preview'`

// SaveSealed is SavePreview of a file that could not be read yet; line says
// why, and body is what reading it takes. A person keeps one: it pushes out the
// one before.
func (p *Personal) SaveSealed(ctx context.Context, line string, body json.RawMessage) (Import, error) {
	summary, preview := alex.Import{Broker: SealedBroker, Line: line}, Preview{Body: body}
	if err := validPreview(summary, preview); err != nil {
		return Import{}, err
	}
	now := p.store.micros()
	saved := Import{ID: p.store.NewID(), Status: ImportPreview, Summary: summary, CreatedAt: time.UnixMicro(now).UTC()}
	return create(ctx, p, func(q Querier) (Import, error) {
		if err := p.lock(ctx, q); err != nil {
			return saved, err
		}
		if err := p.dropSealed(ctx, q); err != nil {
			return saved, err
		}
		if _, err := q.ExecContext(ctx, deleteOldPreviews, p.person, MaxPreviews-1); err != nil {
			return saved, err
		}
		if _, err := q.ExecContext(ctx, insertImport, saved.ID, p.person, JSON{summary}, now); err != nil {
			return saved, err
		}
		return saved, savePreviewParts(ctx, q, saved.ID, preview)
	})
}

func (p *Personal) dropSealed(ctx context.Context, q Querier) error {
	waiting, err := all(ctx, q, func(rows *sql.Rows) (Import, error) { return scanImport(rows) }, selectPreviews, p.person)
	if err != nil {
		return err
	}
	for _, i := range waiting {
		if i.Summary.Broker != SealedBroker {
			continue
		}
		if _, err := changed(ctx, q, deletePreview, i.ID, p.person); err != nil {
			return err
		}
	}
	return nil
}

const deleteImportParts = `DELETE FROM import_parts WHERE import_id = $1`

// ApplyUnsealed is ApplyPreview of a sealed file that has been read since: what
// it holds takes the place of what was kept of it, under the same id, or
// nothing changes at all. Accounts are what is imported of it, of which summary
// is true. What is not a preview any more is alex.CodeConflict.
func (p *Personal) ApplyUnsealed(ctx context.Context, id alex.ID, accounts []alex.Account, summary alex.Import, read Preview) (Import, error) {
	if err := checkID(id); err != nil {
		return Import{}, err
	}
	if err := validPreview(summary, read); err != nil {
		return Import{}, err
	}
	if len(accounts) == 0 {
		return Import{}, alex.Invalid("accounts", "none is left to import")
	}
	if err := validImport(accounts); err != nil {
		return Import{}, err
	}
	return create(ctx, p, func(q Querier) (Import, error) {
		i, err := p.lockedImport(ctx, q, id)
		if err != nil {
			return i, err
		}
		if i.Status != ImportPreview {
			return i, alex.Errorf(alex.CodeConflict, "this file was applied already")
		}
		i.Summary = summary
		return p.applyUnsealed(ctx, q, i, accounts, read)
	})
}

func (p *Personal) applyUnsealed(ctx context.Context, q Querier, i Import, accounts []alex.Account, read Preview) (Import, error) {
	if _, err := changed(ctx, q, deleteImportParts, i.ID); err != nil {
		return i, err
	}
	if err := savePreviewParts(ctx, q, i.ID, read); err != nil {
		return i, err
	}
	now := p.store.micros()
	at := time.UnixMicro(now).UTC()
	i.Status, i.AppliedAt = ImportApplied, &at
	if err := p.applyFile(ctx, q, i, accounts); err != nil {
		return i, err
	}
	return i, own(ctx, q, applyImport, i.ID, p.person, now, JSON{i.Summary})
}
