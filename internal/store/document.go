package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

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
// indexed. A text that the tenant has already is the document that it is. Past
// alex.MostOwnDocuments of a person, or alex.MostDocuments of everybody's, one
// more is alex.CodeConflict.
func (y *System) AddDocument(ctx context.Context, n NewDocument) (d alex.Document, err error) {
	if err := n.valid(); err != nil {
		return d, err
	}
	// A person's are added one at a time, so that they are counted right.
	return d, y.store.write(ctx, actor{RoleSystem, n.Tenant}, func(q Querier) error {
		id := y.store.NewID()
		added, err := changed(ctx, q, insertDocument, id, opt(&n.Tenant), n.Source, n.Title, opt(&n.PublishedOn), opt(&n.Summary),
			JSON{n.Labels}, n.Origin, n.ContentHash, len(n.Passages), y.store.micros())
		if err != nil {
			return err
		}
		if added == 1 {
			if err := y.added(ctx, q, id, n); err != nil {
				return err
			}
		}
		d, err = one(ctx, q, scanDocument, selectSameDocument, n.Tenant, n.ContentHash)
		return err
	})
}

// added is what follows from a document that was not there.
func (y *System) added(ctx context.Context, q Querier, id alex.ID, n NewDocument) error {
	if err := addPassages(ctx, q, id, n); err != nil {
		return err
	}
	if err := roomForDocument(ctx, q, n.Tenant); err != nil || n.Tenant == "" {
		return err
	}
	return y.store.As(n.Tenant).noteChange(ctx, q)
}

const (
	countDocuments    = `SELECT count(*), coalesce(sum(passages), 0) FROM documents WHERE clerk_user_id IS NULL`
	countOwnDocuments = `SELECT count(*), coalesce(sum(passages), 0) FROM documents WHERE clerk_user_id = $1`
)

// roomForDocument undoes, by its error, what made a tenant have more documents
// than are kept, or more passages: their vectors lie in memory.
func roomForDocument(ctx context.Context, q Querier, tenant alex.PersonID) error {
	query, args, most, mostPassages, whose := countDocuments, []any{}, alex.MostDocuments, alex.MostSharedPassages, "for everybody: forget some first"
	if tenant != "" {
		query, args, most, mostPassages, whose = countOwnDocuments, []any{tenant}, alex.MostOwnDocuments, alex.MostOwnPassages, "of your own: delete some first"
	}
	var kept, passages int
	if err := q.QueryRowContext(ctx, query, args...).Scan(&kept, &passages); err != nil {
		return err
	}
	switch {
	case kept > most:
		return alex.Errorf(alex.CodeConflict, "%d texts are the most that are kept %s", most, whose)
	case passages > mostPassages:
		return alex.Errorf(alex.CodeConflict, "%d passages, of some 700 letters, are the most that are kept %s", mostPassages, whose)
	}
	return nil
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
	if _, err := alex.ParseDate(string(n.PublishedOn)); n.PublishedOn != "" && (err != nil || n.PublishedOn < "0001") {
		problems.Addf("metadata.date", "is no day of the calendar, YYYY-MM-DD")
	}
	if len(n.Labels) > alex.MostLabels {
		problems.Addf("metadata", "has %d fields besides; the most is %d", len(n.Labels), alex.MostLabels)
	}
	for _, name := range slices.Sorted(maps.Keys(n.Labels)) {
		alex.CheckText(&problems, "metadata", name, alex.MostLabel)
		alex.CheckText(&problems, "metadata", n.Labels[name], alex.MostLabel)
	}
	return problems.Err()
}

const deleteDocument = `DELETE FROM documents WHERE id = $1 AND clerk_user_id IS NULL RETURNING passages`

// RemoveDocument forgets a document of everybody's, and answers how many
// passages it had; a person's own, and one that is not there, are
// alex.CodeNotFound.
func (y *System) RemoveDocument(ctx context.Context, id alex.ID) (passages int, err error) {
	if err := checkID(id); err != nil {
		return 0, err
	}
	err = y.write(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, deleteDocument, id).Scan(&passages)
		if errors.Is(err, sql.ErrNoRows) {
			return alex.Errorf(alex.CodeNotFound, "there is no such document of everybody's")
		}
		if err != nil {
			return err
		}
		return y.note(ctx, q, "", alex.ActDocumentRemoved, nil)
	})
	return passages, err
}

const expireResearch = `DELETE FROM documents WHERE id IN (SELECT id FROM documents
	WHERE origin = 'research' AND clerk_user_id IS NULL AND added_at < $1 ORDER BY added_at, id LIMIT 100) RETURNING id, passages`

// ExpireResearch forgets up to a hundred documents that the researcher has kept
// before a time, and answers how many passages each had.
func (y *System) ExpireResearch(ctx context.Context, before time.Time) (gone map[alex.ID]int, err error) {
	err = y.write(ctx, func(q Querier) error {
		gone, err = documentSizes(ctx, q, expireResearch, before.UnixMicro())
		return err
	})
	return gone, err
}

const (
	forgetDocuments = `INSERT INTO forgotten_documents (id, passages) SELECT id, passages FROM documents WHERE clerk_user_id = $1 ON CONFLICT DO NOTHING`
	selectForgotten = `SELECT id, passages FROM forgotten_documents ORDER BY id LIMIT 100`
	deleteForgotten = `DELETE FROM forgotten_documents WHERE id = $1`
)

// Forgotten are up to a hundred documents that went with their person, with how
// many passages each had.
func (y *System) Forgotten(ctx context.Context) (gone map[alex.ID]int, err error) {
	err = y.read(ctx, func(q Querier) error {
		gone, err = documentSizes(ctx, q, selectForgotten)
		return err
	})
	return gone, err
}

// ForgottenEverywhere says that nothing is left of a document.
func (y *System) ForgottenEverywhere(ctx context.Context, id alex.ID) error {
	return y.write(ctx, func(q Querier) error {
		_, err := q.ExecContext(ctx, deleteForgotten, id)
		return err
	})
}

// documentSizes are how many passages each document of a query has.
func documentSizes(ctx context.Context, q Querier, query string, args ...any) (map[alex.ID]int, error) {
	type row struct {
		id       alex.ID
		passages int
	}
	rows, err := all(ctx, q, func(rows *sql.Rows) (r row, err error) { return r, rows.Scan(&r.id, &r.passages) }, query, args...)
	sizes := make(map[alex.ID]int, len(rows))
	for _, r := range rows {
		sizes[r.id] = r.passages
	}
	return sizes, err
}

const countByOrigin = `SELECT origin, count(*) FROM documents WHERE clerk_user_id IS NULL GROUP BY origin`

// DocumentCounts is how many documents of everybody's there are, by origin.
func (y *System) DocumentCounts(ctx context.Context) (counts map[alex.Origin]int64, err error) {
	type row struct {
		origin alex.Origin
		count  int64
	}
	err = y.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, func(rows *sql.Rows) (r row, err error) {
			return r, rows.Scan(&r.origin, &r.count)
		}, countByOrigin)
		counts = make(map[alex.Origin]int64, len(rows))
		for _, r := range rows {
			counts[r.origin] = r.count
		}
		return err
	})
	return counts, err
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
