package store

import (
	"context"
	"strings"
)

// Schema is the structure of a database: what Verify compares. Triggers names
// them, and whatever else of the engine's own guards the rows.
type Schema struct {
	Tables   []Table  `json:"tables"`
	Triggers []string `json:"triggers"`
}

// Table is one table with its columns in order and its indexes by name.
type Table struct {
	Name        string       `json:"name"`
	Columns     []Column     `json:"columns"`
	Indexes     []Index      `json:"indexes"`
	ForeignKeys []ForeignKey `json:"foreignKeys"`
}

// Column is one column of a table.
type Column struct {
	Name       string `json:"name"`
	Type       string `json:"type"`
	NotNull    bool   `json:"notNull"`
	PrimaryKey int    `json:"primaryKey"` // its place in the key, from 1; 0 outside
}

// Index is one index of a table.
type Index struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Unique  bool     `json:"unique"`
	Partial bool     `json:"partial"`
}

// ForeignKey is one reference to another table.
type ForeignKey struct {
	Column   string `json:"column"`
	Table    string `json:"table"`
	OnDelete string `json:"onDelete"`
}

// Problem is one thing that Verify found wrong.
type Problem struct {
	Check string `json:"check"` // a stable name: "schema", "allocations" …
	Where string `json:"where"` // the table, and the row where there is one
	Text  string `json:"text"`
}

func (p Problem) String() string { return strings.Join([]string{p.Check, p.Where, p.Text}, ": ") }

// Describe reads the structure of the database as it is.
func (s *Store) Describe(ctx context.Context) (schema Schema, err error) {
	err = s.view(ctx, actor{role: RoleKeeper}, func(q Querier) error {
		schema, err = s.engine.Describe(ctx, q)
		return err
	})
	return schema, err
}
