package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"alex"
)

// The parts of an import: the file as it was read, and what undoing needs.
const (
	partAccounts = "accounts" // of the file
	partNames    = "names"    // of the file
	partBody     = "body"     // what the page shows
	partBefore   = "before"   // the accounts as they were
	partAfter    = "after"    // what the accounts became
	partValue    = "value"    // what was recorded of the portfolio's value
)

const insertImportPart = `INSERT INTO import_parts (import_id, kind, seq, body) VALUES ($1, $2, $3, $4)`

func saveImportPart(ctx context.Context, q Querier, id alex.ID, kind string, part any) error {
	body, err := marshal(part)
	if err != nil {
		return err
	}
	return saveImportText(ctx, q, id, kind, string(body))
}

func saveImportText(ctx context.Context, q Querier, id alex.ID, kind, text string) error {
	for seq, piece := range pieces(text, PartSize) {
		if _, err := q.ExecContext(ctx, insertImportPart, id, kind, seq, piece); err != nil {
			return err
		}
	}
	return nil
}

const selectImportParts = `SELECT p.kind, p.body FROM import_parts p JOIN imports i ON i.id = p.import_id
	WHERE p.import_id = $1 AND i.clerk_user_id = $2 ORDER BY p.kind, p.seq`

// Three kinds, or fewer by naming one again: what is not needed can be large.
const selectSomeImportParts = `SELECT p.kind, p.body FROM import_parts p JOIN imports i ON i.id = p.import_id
	WHERE p.import_id = $1 AND i.clerk_user_id = $2 AND p.kind IN ($3, $4, $5) ORDER BY p.kind, p.seq`

type importPart struct{ kind, body string }

// importParts are the parts of one of the person's imports, whole.
type importParts map[string]string

func joinParts(ctx context.Context, q Querier, query string, args ...any) (importParts, error) {
	rows, err := all(ctx, q, func(rows *sql.Rows) (p importPart, err error) { return p, rows.Scan(&p.kind, &p.body) }, query, args...)
	texts := map[string]*strings.Builder{}
	for _, row := range rows {
		if texts[row.kind] == nil {
			texts[row.kind] = &strings.Builder{}
		}
		texts[row.kind].WriteString(row.body)
	}
	parts := make(importParts, len(texts))
	for kind, text := range texts {
		parts[kind] = text.String()
	}
	return parts, err
}

// read reads a part into to, and leaves to as it is where there is no such
// part.
func (p importParts) read(kind string, to any) error {
	text, found := p[kind]
	if !found {
		return nil
	}
	return json.Unmarshal([]byte(text), to)
}
