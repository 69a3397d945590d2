package postgres

import (
	"context"
	"database/sql"
	"strconv"

	"alex/internal/store"
)

// Inspect looks for what PostgreSQL itself knows to be wrong: pages whose
// checksums failed, indexes and constraints that do not hold, rows whose
// parents are missing.
func (Engine) Inspect(ctx context.Context, q store.Querier) ([]store.Problem, error) {
	problems, err := store.All(ctx, q, scanDamage, selectDamage)
	if err != nil {
		return nil, err
	}
	keys, err := store.All(ctx, q, scanKey, selectKeys)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		var count int64
		if err := q.QueryRowContext(ctx, key.orphans).Scan(&count); err != nil {
			return nil, err
		}
		if count > 0 {
			problems = append(problems, store.Problem{
				Check: "foreign_keys", Where: key.table,
				Text: strconv.FormatInt(count, 10) + " rows point at missing rows of " + key.parent,
			})
		}
	}
	return problems, nil
}

const selectDamage = `SELECT 'database', checksum_failures::text || ' pages failed their checksums'
	FROM pg_stat_database WHERE datname = current_database() AND checksum_failures > 0
	UNION ALL SELECT i.indrelid::regclass::text, 'the index ' || c.relname || ' is not valid'
	FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
	WHERE c.relnamespace = current_schema()::regnamespace AND NOT i.indisvalid
	UNION ALL SELECT conrelid::regclass::text, 'the constraint ' || conname || ' was not checked'
	FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND NOT convalidated
	UNION ALL SELECT 'database', 'its encoding is ' || current_setting('server_encoding') || ', not UTF8'
	WHERE current_setting('server_encoding') <> 'UTF8'
	ORDER BY 1, 2`

func scanDamage(rows *sql.Rows) (p store.Problem, err error) {
	p.Check = "integrity"
	return p, rows.Scan(&p.Where, &p.Text)
}

// A key with the query that counts its orphans. Every key has one column.
type key struct{ table, parent, orphans string }

const selectKeys = `SELECT k.conrelid::regclass::text, k.confrelid::regclass::text,
	format('SELECT count(*) FROM %s c WHERE c.%I IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s p WHERE p.%I = c.%I)',
	k.conrelid::regclass, a.attname, k.confrelid::regclass, f.attname, a.attname)
	FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
	JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[1]
	WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY 1, 2, a.attname`

func scanKey(rows *sql.Rows) (k key, err error) { return k, rows.Scan(&k.table, &k.parent, &k.orphans) }
