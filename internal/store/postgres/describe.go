package postgres

import (
	"context"
	"database/sql"

	"alex/internal/store"
)

// Describe reads the structure of the current schema. Its guards are triggers,
// checks, row-level security, and policies.
func (Engine) Describe(ctx context.Context, q store.Querier) (store.Schema, error) {
	var schema store.Schema
	names, err := list(ctx, q, text, selectTables)
	if err != nil {
		return schema, err
	}
	for _, name := range names {
		table, err := describeTable(ctx, q, name)
		if err != nil {
			return schema, err
		}
		schema.Tables = append(schema.Tables, table)
	}
	schema.Triggers, err = list(ctx, q, text, selectGuards)
	return schema, err
}

const selectTables = `SELECT relname FROM pg_class
	WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname NOT LIKE 'schema%'
	ORDER BY relname COLLATE "C"`

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

func describeTable(ctx context.Context, q store.Querier, name string) (store.Table, error) {
	table := store.Table{Name: name}
	var err error
	if table.Columns, err = list(ctx, q, scanColumn, selectColumns, name); err != nil {
		return table, err
	}
	if table.ForeignKeys, err = list(ctx, q, scanForeignKey, selectForeignKeys, name); err != nil {
		return table, err
	}
	if table.Indexes, err = list(ctx, q, scanIndex, selectIndexes, name); err != nil {
		return table, err
	}
	for i := range table.Indexes {
		index := &table.Indexes[i]
		if index.Columns, err = list(ctx, q, text, selectIndexColumns, index.Name); err != nil {
			return table, err
		}
	}
	return table, nil
}

// thisTable is the table named $1 in the current schema.
const thisTable = `(SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relname = $1)`

const selectColumns = `SELECT attname, format_type(atttypid, atttypmod), attnotnull,
	coalesce((SELECT array_position(indkey::int2[], attnum) + 1 - array_lower(indkey::int2[], 1)
		FROM pg_index WHERE indrelid = attrelid AND indisprimary), 0)
	FROM pg_attribute WHERE attrelid = ` + thisTable + ` AND attnum > 0 AND NOT attisdropped ORDER BY attnum`

func scanColumn(rows *sql.Rows) (c store.Column, err error) {
	return c, rows.Scan(&c.Name, &c.Type, &c.NotNull, &c.PrimaryKey)
}

const selectForeignKeys = `SELECT a.attname, confrelid::regclass::text,
	CASE confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'r' THEN 'RESTRICT' WHEN 'n' THEN 'SET NULL'
	WHEN 'd' THEN 'SET DEFAULT' ELSE 'NO ACTION' END
	FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey) AS u (n)
	JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n
	WHERE k.contype = 'f' AND k.conrelid = ` + thisTable + ` ORDER BY 1, 2`

func scanForeignKey(rows *sql.Rows) (k store.ForeignKey, err error) {
	return k, rows.Scan(&k.Column, &k.Table, &k.OnDelete)
}

const selectIndexes = `SELECT c.relname, i.indisunique, i.indpred IS NOT NULL
	FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
	WHERE i.indrelid = ` + thisTable + ` ORDER BY c.relname COLLATE "C"`

func scanIndex(rows *sql.Rows) (i store.Index, err error) {
	return i, rows.Scan(&i.Name, &i.Unique, &i.Partial)
}

const selectIndexColumns = `SELECT attname FROM pg_attribute WHERE attrelid = ` + thisTable + ` ORDER BY attnum`

func list[T any](ctx context.Context, q store.Querier, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	items := []T{}
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, rows.Err()
}
