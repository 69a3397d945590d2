package sqlite

import (
	"context"
	"database/sql"

	"alex/internal/store"
)

// Describe reads the structure of the database.
func (Engine) Describe(ctx context.Context, q store.Querier) (store.Schema, error) {
	var schema store.Schema
	names, err := store.All(ctx, q, text, selectTables)
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
	schema.Triggers, err = store.All(ctx, q, text, selectTriggers)
	return schema, err
}

const selectTables = `SELECT name FROM sqlite_schema
	WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'schema%' ORDER BY name`

const selectTriggers = `SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`

func text(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) }

func describeTable(ctx context.Context, q store.Querier, name string) (store.Table, error) {
	table := store.Table{Name: name}
	var err error
	if table.Columns, err = store.All(ctx, q, scanColumn, selectColumns, name); err != nil {
		return table, err
	}
	if table.ForeignKeys, err = store.All(ctx, q, scanForeignKey, selectForeignKeys, name); err != nil {
		return table, err
	}
	if table.Indexes, err = store.All(ctx, q, scanIndex, selectIndexes, name); err != nil {
		return table, err
	}
	for i := range table.Indexes {
		index := &table.Indexes[i]
		if index.Columns, err = store.All(ctx, q, text, selectIndexColumns, index.Name); err != nil {
			return table, err
		}
	}
	return table, nil
}

const selectColumns = `SELECT name, type, "notnull", pk FROM pragma_table_info($1) ORDER BY cid`

func scanColumn(rows *sql.Rows) (c store.Column, err error) {
	return c, rows.Scan(&c.Name, &c.Type, &c.NotNull, &c.PrimaryKey)
}

const selectForeignKeys = `SELECT "from", "table", on_delete FROM pragma_foreign_key_list($1) ORDER BY "from", "table"`

func scanForeignKey(rows *sql.Rows) (k store.ForeignKey, err error) {
	return k, rows.Scan(&k.Column, &k.Table, &k.OnDelete)
}

const selectIndexes = `SELECT name, "unique", partial FROM pragma_index_list($1) ORDER BY name`

func scanIndex(rows *sql.Rows) (i store.Index, err error) {
	return i, rows.Scan(&i.Name, &i.Unique, &i.Partial)
}

const selectIndexColumns = `SELECT name FROM pragma_index_info($1) ORDER BY seqno`

// Inspect runs SQLite's checks of the file and of the foreign keys.
func (Engine) Inspect(ctx context.Context, q store.Querier) ([]store.Problem, error) {
	lines, err := store.All(ctx, q, text, `SELECT integrity_check FROM pragma_integrity_check`)
	if err != nil {
		return nil, err
	}
	var problems []store.Problem
	for _, line := range lines {
		if line != "ok" {
			problems = append(problems, store.Problem{Check: "integrity", Where: "database", Text: line})
		}
	}
	orphans, err := store.All(ctx, q, scanOrphan, selectOrphans)
	return append(problems, orphans...), err
}

const selectOrphans = `SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY "table", parent ORDER BY "table", parent`

func scanOrphan(rows *sql.Rows) (p store.Problem, err error) {
	var parent string
	var count string
	p.Check = "foreign_keys"
	err = rows.Scan(&p.Where, &parent, &count)
	p.Text = count + " rows point at missing rows of " + parent
	return p, err
}
