package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"alex"
)

// Embedder is what the passages of a database were embedded by.
type Embedder struct {
	Model     string
	Dimension int
}

const (
	selectEmbedder  = `SELECT model, dimension FROM embedder`
	insertEmbedder  = `INSERT INTO embedder (single, model, dimension, revision) VALUES (1, $1, $2, 0) ON CONFLICT (single) DO NOTHING`
	replaceEmbedder = `INSERT INTO embedder (single, model, dimension, revision) VALUES (1, $1, $2, 0)
	ON CONFLICT (single) DO UPDATE SET model = excluded.model, dimension = excluded.dimension`
	adoptEmbedder = `UPDATE embedder SET model = $1, dimension = $2 WHERE NOT EXISTS (SELECT 1 FROM documents)`
	forgetVectors = `UPDATE passages SET vector = NULL, revision = NULL WHERE revision IS NOT NULL`
	forgetIndexed = `UPDATE documents SET indexed_at = NULL WHERE indexed_at IS NOT NULL`

	// Whoever writes vectors waits for this row.
	nextRevision = `UPDATE embedder SET revision = revision + 1 WHERE model = $1 AND dimension = $2 RETURNING revision`
)

// SettleEmbedder says by what passages are embedded from now on, unless that
// was said before and there are passages, and answers what stands.
func (y *System) SettleEmbedder(ctx context.Context, e Embedder) (stands Embedder, err error) {
	stands, err = y.Embedder(ctx) // which waits for no writer: whoever looks for a text asks
	if err != nil || stands == e {
		return stands, err
	}
	err = y.write(ctx, func(q Querier) error {
		if _, err := q.ExecContext(ctx, insertEmbedder, e.Model, e.Dimension); err != nil {
			return err
		}
		if err := q.QueryRowContext(ctx, selectEmbedder).Scan(&stands.Model, &stands.Dimension); err != nil || stands == e {
			return err
		}
		n, err := changed(ctx, q, adoptEmbedder, e.Model, e.Dimension)
		if err == nil && n == 1 {
			stands = e
		}
		return err
	})
	return stands, err
}

// Embedder is what passages are embedded by; the zero one where nothing is.
func (y *System) Embedder(ctx context.Context) (e Embedder, err error) {
	err = y.read(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectEmbedder).Scan(&e.Model, &e.Dimension)
		if errors.Is(err, sql.ErrNoRows) {
			err = nil
		}
		return err
	})
	return e, err
}

// ReplaceEmbedder says that passages are embedded by another model: every
// document has to be indexed anew.
func (y *System) ReplaceEmbedder(ctx context.Context, e Embedder) error {
	return y.write(ctx, func(q Querier) error {
		if _, err := q.ExecContext(ctx, replaceEmbedder, e.Model, e.Dimension); err != nil {
			return err
		}
		if _, err := q.ExecContext(ctx, forgetVectors); err != nil {
			return err
		}
		_, err := q.ExecContext(ctx, forgetIndexed)
		return err
	})
}

// Unindexed is a document that nobody finds yet.
type Unindexed struct {
	ID       alex.ID
	Tenant   alex.PersonID
	Title    string
	Passages []string
}

const (
	selectUnindexed = `SELECT id, clerk_user_id, title FROM documents WHERE indexed_at IS NULL AND id BETWEEN $1 AND $2 AND id > $3
		ORDER BY id LIMIT 1`
	selectBodies = `SELECT body FROM passages WHERE document_id = $1 ORDER BY ordinal`
)

// Unindexed is a document that has to be indexed: the one of an id, or where that
// is empty the first behind another, in the order of ids. ok is false where there
// is none.
func (y *System) Unindexed(ctx context.Context, id, behind alex.ID) (u Unindexed, ok bool, err error) {
	from, to := alex.ID(lowestID), alex.ID(highestID)
	if behind == "" {
		behind = from
	}
	if err := checkID(behind); err != nil {
		return u, false, err
	}
	if id != "" {
		if err := checkID(id); err != nil {
			return u, false, err
		}
		from, to = id, id
	}
	err = y.view(ctx, func(q Querier) error {
		err := q.QueryRowContext(ctx, selectUnindexed, from, to, behind).Scan(&u.ID, opt(&u.Tenant), &u.Title)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err == nil {
			u.Passages, err = all(ctx, q, scanBody, selectBodies, u.ID)
		}
		ok = err == nil
		return err
	})
	return u, ok, err
}

// Texts is how much is kept, and how much of it is found.
type Texts struct {
	Documents, Indexed int
	Passages           int // of those that are indexed
	Vectors            int // of passages, that lie in the database
}

const (
	countTexts   = `SELECT count(*), count(indexed_at), coalesce(sum(CASE WHEN indexed_at IS NULL THEN 0 ELSE passages END), 0) FROM documents`
	countVectors = `SELECT count(revision) FROM passages`
)

// Texts counts, and reads nothing of what is kept.
func (y *System) Texts(ctx context.Context) (n Texts, err error) {
	err = y.view(ctx, func(q Querier) error {
		if err := q.QueryRowContext(ctx, countTexts).Scan(&n.Documents, &n.Indexed, &n.Passages); err != nil {
			return err
		}
		return q.QueryRowContext(ctx, countVectors).Scan(&n.Vectors)
	})
	return n, err
}

const markIndexed = `UPDATE documents SET indexed_at = $2 WHERE id = $1`

// Indexed says that a document is found from now on.
func (y *System) Indexed(ctx context.Context, id alex.ID, by Embedder) error {
	return y.underEmbedder(ctx, by, func(q Querier, _ int64) error {
		_, err := q.ExecContext(ctx, markIndexed, id, y.store.micros())
		return err
	})
}

// underEmbedder writes while nobody replaces the embedder, one at a time.
func (y *System) underEmbedder(ctx context.Context, by Embedder, fn func(q Querier, revision int64) error) error {
	return y.write(ctx, func(q Querier) error {
		var revision int64
		err := q.QueryRowContext(ctx, nextRevision, by.Model, by.Dimension).Scan(&revision)
		if errors.Is(err, sql.ErrNoRows) {
			err = alex.Errorf(alex.CodeConflict, "passages are embedded by another model now")
		}
		if err != nil {
			return err
		}
		return fn(q, revision)
	})
}

// VectorRow is the vector of a passage, as text.
type VectorRow struct {
	Document alex.ID
	Ordinal  int
	Vector   string
	Revision int64
}

const (
	selectState    = `SELECT count(revision), coalesce(max(revision), 0) FROM passages WHERE clerk_user_id IS NULL`
	selectOwnState = `SELECT count(revision), coalesce(max(revision), 0) FROM passages WHERE clerk_user_id = $1`
	updateVector   = `UPDATE passages SET vector = $3, revision = $4 WHERE document_id = $1 AND ordinal = $2`

	selectVectors    = `SELECT document_id, ordinal, vector, revision FROM passages WHERE clerk_user_id IS NULL AND revision > $1`
	selectOwnVectors = `SELECT document_id, ordinal, vector, revision FROM passages WHERE clerk_user_id = $2 AND revision > $1`
)

// PutVectors gives passages their vectors.
func (y *System) PutVectors(ctx context.Context, rows []VectorRow, by Embedder) error {
	return y.underEmbedder(ctx, by, func(q Querier, revision int64) error {
		for _, row := range rows {
			if _, err := q.ExecContext(ctx, updateVector, row.Document, row.Ordinal, row.Vector, revision); err != nil {
				return err
			}
		}
		return nil
	})
}

func revisionOf(ctx context.Context, q Querier, tenant alex.PersonID) (passages int, last int64, err error) {
	query, args := selectState, []any{}
	if tenant != "" {
		query, args = selectOwnState, []any{tenant}
	}
	err = q.QueryRowContext(ctx, query, args...).Scan(&passages, &last)
	return passages, last, err
}

// Vectors gives each vector of a tenant that was put after a revision, and answers
// at which revision that was. Begin is told before how many there are in all, as
// of the same moment, and once more where reading has to begin anew. Somebody's
// own are read as that person.
func (s *Store) Vectors(ctx context.Context, tenant alex.PersonID, after int64, begin func(passages int), each func(VectorRow) error) (last int64, err error) {
	by := actor{role: RoleSystem}
	if tenant != "" {
		by = actor{RolePerson, tenant}
	}
	err = s.view(ctx, by, func(q Querier) error {
		var passages int
		if passages, last, err = revisionOf(ctx, q, tenant); err != nil {
			return err
		}
		begin(passages)
		if last <= after {
			return nil
		}
		query, args := selectVectors, []any{after}
		if tenant != "" {
			query, args = selectOwnVectors, []any{after, tenant}
		}
		_, err = all(ctx, q, func(rows *sql.Rows) (none struct{}, err error) {
			v, err := scanVector(rows)
			if err == nil {
				err = each(v)
			}
			return none, err
		}, query, args...)
		return err
	})
	return last, err
}

func scanVector(rows *sql.Rows) (v VectorRow, err error) {
	return v, rows.Scan(&v.Document, &v.Ordinal, &v.Vector, &v.Revision)
}

const selectPassages = `SELECT p.document_id, p.ordinal, p.body, d.source, d.title, d.published_on, d.added_at, d.clerk_user_id IS NOT NULL
	FROM passages p JOIN documents d ON d.id = p.document_id
	WHERE d.indexed_at IS NOT NULL AND (d.clerk_user_id IS NULL OR d.clerk_user_id = $1) AND (`

// Passages are those of these places that the person may read, in no order.
func (p *Personal) Passages(ctx context.Context, places []alex.Passage) (list []alex.Found, err error) {
	if len(places) == 0 {
		return nil, nil
	}
	args := []any{p.person}
	for _, at := range places {
		if err := checkID(at.Document); err != nil {
			return nil, err
		}
		args = append(args, at.Document, at.Ordinal)
	}
	these := strings.ReplaceAll(tuples(`(p.document_id = % AND p.ordinal = %)`, len(places), 2), ", ", " OR ")
	err = p.read(ctx, func(q Querier) error {
		list, err = all(ctx, q, scanFound, selectPassages+these+`)`, args...)
		return err
	})
	return list, err
}

func scanFound(rows *sql.Rows) (f alex.Found, err error) {
	return f, rows.Scan(&f.Document, &f.Ordinal, &f.Text, &f.Source, &f.Title, opt(&f.PublishedOn), instant{&f.AddedAt}, &f.Own)
}

const selectDocuments = `SELECT ` + documentColumns + ` FROM documents
	WHERE (clerk_user_id IS NULL OR clerk_user_id = $1) AND (added_at < $2 OR added_at = $2 AND id < $3)
	ORDER BY added_at DESC, id DESC LIMIT $4`

// Documents are those that the person may read, the newest first.
func (p *Personal) Documents(ctx context.Context, page Page) (list List[alex.Document], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of documents")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanDocument, selectDocuments, p.person, from.Number, alex.ID(from.Text), limit+1)
		list = paged(rows, limit, func(d alex.Document) mark { return mark{d.AddedAt.UnixMicro(), string(d.ID)} })
		return err
	})
	return list, err
}

const (
	selectOwnPassages = `SELECT coalesce(max(passages), 0) FROM documents WHERE id = $1 AND clerk_user_id = $2`
	deleteOwnDocument = `DELETE FROM documents WHERE id = $1 AND clerk_user_id = $2`
)

// RemoveDocument forgets a document of the person's own, and answers how many
// passages it had.
func (p *Personal) RemoveDocument(ctx context.Context, id alex.ID) (passages int, err error) {
	if err := checkID(id); err != nil {
		return 0, err
	}
	err = p.write(ctx, func(q Querier) error {
		if err := q.QueryRowContext(ctx, selectOwnPassages, id, p.person).Scan(&passages); err != nil {
			return err
		}
		return own(ctx, q, deleteOwnDocument, id, p.person)
	})
	return passages, err
}
