package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	"alex"
)

// Statuses of an import.
const (
	ImportPreview = "preview"
	ImportApplied = "applied"
	ImportUndone  = "undone"
)

// MaxPreviews is how many previews a person keeps; one more pushes out the
// oldest.
const MaxPreviews = 5

// Import is one positions file that a person gave: first a preview, then
// applied, then perhaps undone.
type Import struct {
	ID        alex.ID     `json:"id"`
	Status    string      `json:"status"`
	Summary   alex.Import `json:"summary"`
	CreatedAt time.Time   `json:"createdAt"`
	AppliedAt *time.Time  `json:"appliedAt,omitempty"`
	UndoneAt  *time.Time  `json:"undoneAt,omitempty"`
}

// Preview is what a file holds: its accounts, what it calls its instruments,
// and what the page shows of it, which means nothing to the store.
type Preview struct {
	Accounts []alex.Account
	Names    map[alex.Symbol]string
	Body     json.RawMessage
}

func scanImport(row interface{ Scan(...any) error }) (i Import, err error) {
	return i, row.Scan(&i.ID, &i.Status, JSON{&i.Summary}, instant{&i.CreatedAt}, maybe{&i.AppliedAt}, maybe{&i.UndoneAt})
}

const insertImport = `INSERT INTO imports (id, clerk_user_id, status, summary, created_at) VALUES ($1, $2, 'preview', $3, $4)`

// The person stands twice, because the two places are of two tables.
const deleteOldPreviews = `DELETE FROM imports WHERE clerk_user_id = $1 AND status = 'preview' AND id NOT IN (
	SELECT id FROM imports WHERE clerk_user_id = $1 AND status = 'preview' ORDER BY created_at DESC, id DESC LIMIT $2)`

// SavePreview remembers a file that was read, so that it can be applied by its
// id. The accounts are checked when they are applied.
func (p *Personal) SavePreview(ctx context.Context, summary alex.Import, preview Preview) (Import, error) {
	if err := validPreview(summary, preview); err != nil {
		return Import{}, err
	}
	if err := alex.CheckSize(summary.File, preview.Accounts); err != nil {
		return Import{}, err
	}
	now := p.store.micros()
	saved := Import{ID: p.store.NewID(), Status: ImportPreview, Summary: summary, CreatedAt: time.UnixMicro(now).UTC()}
	return create(ctx, p, func(q Querier) (Import, error) {
		if err := p.lock(ctx, q); err != nil {
			return saved, err
		}
		if _, err := q.ExecContext(ctx, deleteOldPreviews, p.person, MaxPreviews-1); err != nil {
			return saved, err
		}
		if _, err := q.ExecContext(ctx, insertImport, saved.ID, p.person, JSON{summary}, now); err != nil {
			return saved, err
		}
		if err := savePreviewParts(ctx, q, saved.ID, preview); err != nil {
			return saved, err
		}
		return saved, p.trimPreviews(ctx, q, saved.ID)
	})
}

func savePreviewParts(ctx context.Context, q Querier, id alex.ID, preview Preview) error {
	if err := saveImportPart(ctx, q, id, partAccounts, keep(preview.Accounts)); err != nil {
		return err
	}
	if len(preview.Names) > 0 {
		if err := saveImportPart(ctx, q, id, partNames, preview.Names); err != nil {
			return err
		}
	}
	if len(preview.Body) == 0 {
		return nil
	}
	return saveImportText(ctx, q, id, partBody, string(preview.Body)) // to the byte
}

func validPreview(summary alex.Import, preview Preview) error {
	var problems alex.Problems
	alex.CheckText(&problems, "summary.file", summary.File, 255)
	alex.CheckText(&problems, "summary.broker", summary.Broker, 100)
	alex.CheckText(&problems, "summary.line", summary.Line, 2000)
	problems.Join("summary", checkDate("asOf", summary.AsOf))
	if len(preview.Body) > 0 && (!json.Valid(preview.Body) || !utf8.Valid(preview.Body)) {
		problems.Addf("body", "is not JSON in UTF-8")
	}
	return problems.Err()
}

const selectImport = `SELECT id, status, summary, created_at, applied_at, undone_at FROM imports
	WHERE id = $1 AND clerk_user_id = $2`

func loadImport(ctx context.Context, q Querier, person alex.PersonID, id alex.ID) (Import, error) {
	if err := checkID(id); err != nil {
		return Import{}, err
	}
	i, err := scanImport(q.QueryRowContext(ctx, selectImport, id, person))
	if errors.Is(err, sql.ErrNoRows) {
		err = alex.ErrForbidden
	}
	return i, err
}

// Preview is one of the person's own imports with the file as it was read,
// whatever became of it since. What the page showed is null where none was
// given, and of imports before the newest 20 that were applied.
func (p *Personal) Preview(ctx context.Context, id alex.ID) (saved Import, preview Preview, err error) {
	err = p.view(ctx, func(q Querier) error {
		if saved, err = loadImport(ctx, q, p.person, id); err != nil {
			return err
		}
		parts, err := joinParts(ctx, q, selectSomeImportParts, id, p.person, partAccounts, partNames, partBody)
		if err != nil {
			return err
		}
		preview, err = parts.preview()
		return err
	})
	return saved, preview, err
}

func (p importParts) preview() (preview Preview, err error) {
	var kept []keptAccount
	for kind, to := range map[string]any{partAccounts: &kept, partNames: &preview.Names} {
		if err := p.read(kind, to); err != nil {
			return Preview{}, err
		}
	}
	preview.Accounts, preview.Body = unkeep(kept), json.RawMessage(p[partBody])
	if _, kept := p[partBody]; !kept {
		preview.Body = json.RawMessage("null")
	}
	return preview, nil
}

const selectImportsPage = `SELECT id, status, summary, created_at, applied_at, undone_at FROM imports
	WHERE clerk_user_id = $1 AND (created_at < $2 OR (created_at = $2 AND id < $3))
	ORDER BY created_at DESC, id DESC LIMIT $4`

// Imports is a page of the person's imports, previews among them, the newest
// first.
func (p *Personal) Imports(ctx context.Context, page Page) (list List[Import], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of imports")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, func(rows *sql.Rows) (Import, error) { return scanImport(rows) },
			selectImportsPage, p.person, from.Number, alex.ID(from.Text), limit+1)
		list = paged(rows, limit, func(i Import) mark { return mark{i.CreatedAt.UnixMicro(), string(i.ID)} })
		return err
	})
	return list, err
}
