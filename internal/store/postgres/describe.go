package postgres

import (
	"context"
	"database/sql"

	"alex/internal/store"
)

// Describe reads the structure of the current schema, in five statements however
// many tables there are. Its guards are triggers, checks, row-level security, and
// policies.
func (Engine) Describe(ctx context.Context, q store.Querier) (store.Schema, error) {
	var schema store.Schema
	names, err := store.All(ctx, q, text, selectTables)
	if err != nil {
		return schema, err
	}
	columns, err := store.All(ctx, q, scanColumn, selectColumns)
	if err != nil {
		return schema, err
	}
	keys, err := store.All(ctx, q, scanForeignKey, selectForeignKeys)
	if err != nil {
		return schema, err
	}
	indexes, err := store.All(ctx, q, scanIndex, selectIndexes)
	if err != nil {
		return schema, err
	}
	for _, name := range names {
		schema.Tables = append(schema.Tables, store.Table{
			Name: name, Columns: ofTable(columns, name), ForeignKeys: ofTable(keys, name), Indexes: ofTable(indexes, name),
		})
	}
	schema.Triggers, err = store.All(ctx, q, text, selectGuards)
	return schema, err
}

// part is something of a table.
type part[T any] struct {
	table string
	of    T
}

func ofTable[T any](parts []part[T], name string) []T {
	list := []T{}
	for _, p := range parts {
		if p.table == name {
			list = append(list, p.of)
		}
	}
	return list
}

// tables are those of the current schema, but for what migrations keep.
const tables = `relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname NOT LIKE 'schema%'`

const selectTables = `SELECT relname FROM pg_class WHERE ` + tables + ` ORDER BY relname COLLATE "C"`

// Each guard says whom it serves, so that a changed one is missing too.
const selectGuards = `SELECT guard FROM (
	SELECT relname || ': trigger ' || tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
		WHERE relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND tgenabled <> 'D'
	UNION ALL SELECT relname || ': check ' || conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
		WHERE relnamespace = current_schema()::regnamespace AND contype = 'c' AND relname NOT LIKE 'schema%'
	UNION ALL SELECT relname || ': row security' FROM pg_class
		WHERE relnamespace = current_schema()::regnamespace AND relrowsecurity AND relforcerowsecurity
	UNION ALL SELECT tablename || ': policy ' || policyname || ' for ' || cmd || ' to ' || array_to_string(roles, ', ')
		FROM pg_policies WHERE schemaname = current_schema()
	) AS guards (guard) ORDER BY guard COLLATE "C"`

func text(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) }

const selectColumns = `SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull,
	coalesce((SELECT array_position(indkey::int2[], attnum) + 1 - array_lower(indkey::int2[], 1)
		FROM pg_index WHERE indrelid = attrelid AND indisprimary), 0)
	FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
	WHERE ` + tables + ` AND attnum > 0 AND NOT attisdropped ORDER BY attrelid, attnum`

func scanColumn(rows *sql.Rows) (c part[store.Column], err error) {
	return c, rows.Scan(&c.table, &c.of.Name, &c.of.Type, &c.of.NotNull, &c.of.PrimaryKey)
}

const selectForeignKeys = `SELECT relname, a.attname, confrelid::regclass::text,
	CASE confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT' WHEN 'n' THEN 'SET NULL'
	WHEN 'd' THEN 'SET DEFAULT' ELSE 'NO ACTION' END
	FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid CROSS JOIN LATERAL unnest(k.conkey) AS u (n)
	JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n
	WHERE k.contype = 'f' AND ` + tables + ` ORDER BY 2, 3`

func scanForeignKey(rows *sql.Rows) (k part[store.ForeignKey], err error) {
	return k, rows.Scan(&k.table, &k.of.Column, &k.of.Table, &k.of.OnDelete)
}

const selectIndexes = `SELECT c.relname, x.relname, i.indisunique, i.indpred IS NOT NULL,
	(SELECT json_agg(attname ORDER BY attnum)::text FROM pg_attribute WHERE attrelid = i.indexrelid)
	FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
	JOIN (SELECT oid, relname FROM pg_class WHERE ` + tables + `) AS c ON c.oid = i.indrelid ORDER BY x.relname COLLATE "C"`

func scanIndex(rows *sql.Rows) (i part[store.Index], err error) {
	return i, rows.Scan(&i.table, &i.of.Name, &i.of.Unique, &i.of.Partial, store.JSON{To: &i.of.Columns})
}
