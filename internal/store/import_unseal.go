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
	if err := validPreview(summary, read); err != nil {
		return Import{}, err
	}
	return p.applyPreview(ctx, id, accounts, func(q Querier, i *Import) error {
		i.Summary = summary
		if _, err := changed(ctx, q, deleteImportParts, id); err != nil {
			return err
		}
		return savePreviewParts(ctx, q, id, read)
	})
}
