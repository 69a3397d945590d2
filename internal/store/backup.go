package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"alex"
)

// BackupInfo says what a backup holds.
type BackupInfo struct {
	SchemaVersion int64            // the newest migration that all engines share
	Engine        string           // where it was made; it restores onto any engine
	CreatedAt     time.Time        // UTC
	Rows          map[string]int64 // by table
	SHA256        string           // of all lines but the last, in hexadecimal
}

// Backup writes one consistent state of every row to w, while others go on
// reading and writing. A backup holds everything, hashes of passwords and
// signing keys too: whoever has it can read all of it. It is gzipped JSON Lines:
// a header, for each table its name and columns and then a list of cells for
// each row, and a footer with the number of rows and the hash of what stands
// before it. Cells are text, null, or whole numbers; exact numbers are text.
func (s *Store) Backup(ctx context.Context, w io.Writer) (BackupInfo, error) {
	if err := s.current(ctx); err != nil {
		return BackupInfo{}, err
	}
	return s.backup(ctx, w)
}

// BackupBefore is Backup of a database of an older schema, before it is
// migrated: it is restored by a release of that schema.
func (s *Store) BackupBefore(ctx context.Context, w io.Writer) (BackupInfo, error) {
	return s.backup(ctx, w)
}

func (s *Store) backup(ctx context.Context, w io.Writer) (BackupInfo, error) {
	applied, _, err := s.Version(ctx)
	if err != nil {
		return BackupInfo{}, err
	}
	version, err := commonVersionAt(applied)
	if err != nil {
		return BackupInfo{}, err
	}
	out := newBackupWriter(w, BackupInfo{
		SchemaVersion: version, Engine: s.engine.Name(), CreatedAt: s.Now().UTC(), Rows: map[string]int64{},
	})
	err = s.asKeeper(ctx, true, func(q Querier) error {
		schema, err := s.engine.Describe(ctx, q)
		if err != nil {
			return err
		}
		return out.all(ctx, q, schema)
	})
	if err != nil {
		return BackupInfo{}, err
	}
	return out.info, nil
}

// current refuses a database that is not at this program's version.
func (s *Store) current(ctx context.Context) error {
	applied, known, err := s.Version(ctx)
	if err == nil && applied != known {
		err = alex.Errorf(alex.CodeConflict,
			"the database has schema version %d, this program %d: alex migrate, or a newer release, comes first", applied, known)
	}
	return err
}

// asKeeper runs fn over the rows of everybody: with readOnly over one state of
// the database, else in one transaction. It runs fn once, never again after a
// failure: what a restore has read of its file cannot be read twice.
func (s *Store) asKeeper(ctx context.Context, readOnly bool, fn func(Querier) error) error {
	if readOnly {
		return s.transact(ctx, actor{role: RoleKeeper}, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}, fn)
	}
	if s.writer != nil {
		select {
		case s.writer <- struct{}{}:
			defer func() { <-s.writer }()
		case <-ctx.Done():
			return s.explain(ctx.Err())
		}
	}
	return s.transact(ctx, actor{role: RoleKeeper}, nil, fn)
}

// backupWriter writes lines, and adds up what the footer has to say.
type backupWriter struct {
	info BackupInfo
	zip  *gzip.Writer
	sum  hash.Hash
	line bytes.Buffer
	json *json.Encoder
}

func newBackupWriter(w io.Writer, info BackupInfo) *backupWriter {
	b := &backupWriter{info: info, zip: gzip.NewWriter(w), sum: sha256.New()}
	b.json = json.NewEncoder(&b.line)
	b.json.SetEscapeHTML(false)
	return b
}

// put writes one line. One that no restore would read is refused now.
func (b *backupWriter) put(value any) error {
	b.line.Reset()
	if err := b.json.Encode(value); err != nil {
		return err
	}
	if b.line.Len() > maxBackupLine {
		return alex.Errorf(alex.CodeTooLarge, "a row is larger than a backup can hold")
	}
	b.sum.Write(b.line.Bytes())
	_, err := b.zip.Write(b.line.Bytes())
	return err
}

func (b *backupWriter) all(ctx context.Context, q Querier, schema Schema) error {
	tables, err := byForeignKeys(schema.Tables)
	if err != nil {
		return err
	}
	if err := b.put(headerOf(b.info)); err != nil {
		return err
	}
	for _, t := range tables {
		if err := b.table(ctx, q, t); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	b.info.SHA256 = hex.EncodeToString(b.sum.Sum(nil))
	if err := b.put(footerOf(b.info)); err != nil {
		return err
	}
	return b.zip.Close()
}

func (b *backupWriter) table(ctx context.Context, q Querier, t Table) error {
	columns := columnNames(t)
	if err := b.put(backupTable{t.Name, columns}); err != nil {
		return err
	}
	rows, err := q.QueryContext(withPlenty(ctx), selectEverything(t))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	cells, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range cells {
		dest[i] = &cells[i]
	}
	b.info.Rows[t.Name] = 0
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if err := plainCells(cells); err != nil {
			return err
		}
		if err := b.put(cells); err != nil {
			return err
		}
		b.info.Rows[t.Name]++
	}
	return rows.Err()
}

// plainCells turns what drivers answer into text, null and whole numbers.
func plainCells(cells []any) error {
	for i, cell := range cells {
		switch v := cell.(type) {
		case nil, int64:
			continue
		case string:
			cells[i] = v
		case []byte:
			cells[i] = string(v)
		case time.Time:
			cells[i] = v.Format(time.DateOnly)
		default:
			return fmt.Errorf("a cell of type %T cannot be backed up", cell)
		}
		if text, _ := cells[i].(string); !utf8.ValidString(text) {
			return alex.Errorf(alex.CodeInternal, "a text is not UTF-8 and cannot be backed up")
		}
	}
	return nil
}

// selectEverything reads a table in the order of its key, so that two backups
// of the same rows are the same.
func selectEverything(t Table) string {
	return "SELECT " + quoted(columnNames(t)) + " FROM " + quoted([]string{t.Name}) + " ORDER BY " + quoted(keyNames(t))
}

// quoted are names that the database's own description gave.
func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
	}
	return strings.Join(list, ", ")
}
