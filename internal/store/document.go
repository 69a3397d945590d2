package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"alex"
)

// NewDocument is a text that is about to be kept: clean, cut into passages, and
// known again by the hash of its text.
type NewDocument struct {
	Tenant      alex.PersonID // who alone may read it; empty: everybody
	Source      string
	Title       string
	PublishedOn alex.Date
	Summary     string
	Labels      map[string]string // what else who brings it says of it
	Origin      alex.Origin
	ContentHash string
	Passages    []string
}

const documentColumns = `id, source, title, published_on, summary, origin, clerk_user_id IS NOT NULL, passages, added_at`

func scanDocument(rows *sql.Rows) (d alex.Document, err error) {
	return d, rows.Scan(&d.ID, &d.Source, &d.Title, opt(&d.PublishedOn), opt(&d.Summary), &d.Origin, &d.Own, &d.Passages, instant{&d.AddedAt})
}

const (
	insertDocument = `INSERT INTO documents (id, clerk_user_id, source, title, published_on, summary, labels, origin, content_hash,
		passages, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`

	selectSameDocument = `SELECT ` + documentColumns + ` FROM documents
		WHERE content_hash = $2 AND coalesce(clerk_user_id, '') = $1`

	insertPassages = `INSERT INTO passages (document_id, ordinal, clerk_user_id, body) VALUES `
)

// AddDocument keeps a text and its passages, which nobody finds before they are
// indexed. A text that the tenant has already is the document that it is.
func (y *System) AddDocument(ctx context.Context, n NewDocument) (d alex.Document, err error) {
	if err := n.valid(); err != nil {
		return d, err
	}
	return d, y.write(ctx, func(q Querier) error {
		id := y.store.NewID()
		added, err := changed(ctx, q, insertDocument, id, opt(&n.Tenant), n.Source, n.Title, opt(&n.PublishedOn), opt(&n.Summary),
			JSON{n.Labels}, n.Origin, n.ContentHash, len(n.Passages), y.store.micros())
		if err != nil {
			return err
		}
		if added == 1 {
			if err := addPassages(ctx, q, id, n); err != nil {
				return err
			}
		}
		d, err = one(ctx, q, scanDocument, selectSameDocument, n.Tenant, n.ContentHash)
		return err
	})
}

func addPassages(ctx context.Context, q Querier, id alex.ID, n NewDocument) error {
	ordinal := 0
	for chunk := range slices.Chunk(n.Passages, rowsAtOnce) {
		args := []any{id, opt(&n.Tenant)}
		for _, text := range chunk {
			args = append(args, ordinal, text)
			ordinal++
		}
		if _, err := q.ExecContext(ctx, insertPassages+tuples(`($1, %, $2, %)`, len(chunk), 3), args...); err != nil {
			return err
		}
	}
	return nil
}

func (n NewDocument) valid() error {
	var problems alex.Problems
	size := 0
	for _, text := range n.Passages {
		size += len(text)
	}
	switch {
	case len(n.Passages) == 0:
		problems.Addf("text", "is empty")
	case len(n.Passages) > alex.MostPassages || size > 2*alex.MostDocumentText:
		problems.Addf("text", "is too long")
	}
	if !slices.Contains(n.Origin.Known(), n.Origin) {
		problems.Addf("origin", "%q is none", string(n.Origin))
	}
	alex.CheckText(&problems, "metadata.source", n.Source, alex.MostDocumentSource)
	alex.CheckText(&problems, "metadata.title", n.Title, alex.MostDocumentTitle)
	alex.CheckText(&problems, "summary", n.Summary, alex.MostSummary)
	if len(n.Labels) > alex.MostLabels {
		problems.Addf("metadata", "has %d fields besides; the most is %d", len(n.Labels), alex.MostLabels)
	}
	for _, name := range slices.Sorted(maps.Keys(n.Labels)) {
		alex.CheckText(&problems, "metadata", name, alex.MostLabel)
		alex.CheckText(&problems, "metadata", n.Labels[name], alex.MostLabel)
	}
	return problems.Err()
}

const deleteDocument = `DELETE FROM documents WHERE id = $1`

// RemoveDocument forgets a document of everybody's or of anybody's; one that is
// not there is alex.CodeNotFound.
func (y *System) RemoveDocument(ctx context.Context, id alex.ID) error {
	if err := checkID(id); err != nil {
		return err
	}
	return y.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, deleteDocument, id)
		if err == nil && n == 0 {
			err = alex.Errorf(alex.CodeNotFound, "there is no such document")
		}
		return err
	})
}

// one reads the one row of a query; alex.CodeNotFound where there is none.
func one[T any](ctx context.Context, q Querier, scan func(*sql.Rows) (T, error), query string, args ...any) (item T, err error) {
	list, err := all(ctx, q, scan, query, args...)
	switch {
	case err != nil:
		return item, err
	case len(list) == 0:
		return item, alex.Errorf(alex.CodeNotFound, "there is no such row")
	}
	return list[0], nil
}
