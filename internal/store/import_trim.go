package store

import (
	"context"
	"database/sql"

	"alex"
)

// How many bytes a person's previews take, and how many applied imports keep
// what the page showed of them. What undoing needs is always kept.
const (
	previewBytes     = 30 << 20
	demoPreviewBytes = 10 << 20
	pagesKept        = 20
)

const selectPreviewBytes = `SELECT i.id, coalesce(sum(octet_length(p.body)), 0) FROM imports i
	LEFT JOIN import_parts p ON p.import_id = i.id
	WHERE i.clerk_user_id = $1 AND i.status = 'preview'
	GROUP BY i.id, i.created_at ORDER BY i.created_at DESC, i.id DESC`

const selectIsDemo = `SELECT expires_at IS NOT NULL FROM users WHERE clerk_user_id = $1`

const deleteImport = `DELETE FROM imports WHERE id = $1 AND clerk_user_id = $2 AND status = 'preview'`

type sizedPreview struct {
	id    alex.ID
	bytes int64
}

func scanSized(rows *sql.Rows) (s sizedPreview, err error) { return s, rows.Scan(&s.id, &s.bytes) }

// trimPreviews deletes the oldest previews that the newer ones leave no bytes
// for. The newest stays in any case: it is what the person looks at.
func (p *Personal) trimPreviews(ctx context.Context, q Querier, newest alex.ID) error {
	var demo bool
	if err := q.QueryRowContext(ctx, selectIsDemo, p.person).Scan(&demo); err != nil {
		return err
	}
	left := int64(previewBytes)
	if demo {
		left = demoPreviewBytes
	}
	previews, err := all(ctx, q, scanSized, selectPreviewBytes, p.person)
	if err != nil {
		return err
	}
	for _, preview := range previews {
		if left -= preview.bytes; left >= 0 || preview.id == newest {
			continue
		}
		if err := own(ctx, q, deleteImport, preview.id, p.person); err != nil {
			return err
		}
	}
	return nil
}

// The person stands in two places of one type.
const deleteOldPages = `DELETE FROM import_parts WHERE kind = 'body' AND import_id IN (
	SELECT id FROM imports WHERE clerk_user_id = $1 AND status <> 'preview' AND id NOT IN (
		SELECT id FROM imports WHERE clerk_user_id = $1 AND status <> 'preview'
		ORDER BY applied_at DESC, id DESC LIMIT $2))`

// trimPages forgets what the page showed of imports that were applied long ago.
func (p *Personal) trimPages(ctx context.Context, q Querier) error {
	_, err := changed(ctx, q, deleteOldPages, p.person, pagesKept)
	return err
}
