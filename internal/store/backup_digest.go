package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"

	"alex"
)

// Digest is what a table of a backup holds: how many rows, and a hash of them
// that is the same in whatever order they and their columns stand, and however
// an engine spells exact numbers.
type Digest struct {
	Rows int64
	Hash string
}

// Digests reads a backup to its end and digests its tables.
func Digests(ctx context.Context, r io.Reader) (map[string]Digest, error) {
	exact, err := exactColumns()
	if err != nil {
		return nil, err
	}
	d := &digesting{exact: exact, tables: map[string]*tableDigest{}}
	if _, err := readBackup(ctx, r, d); err != nil {
		return nil, err
	}
	digests := make(map[string]Digest, len(d.tables))
	for name, t := range d.tables {
		digests[name] = Digest{t.rows, hex.EncodeToString(t.sum[:])}
	}
	return digests, nil
}

// ForgottenByRestore reports that a restore leaves the rows of a table behind:
// what let people in.
func ForgottenByRestore(table string) bool { return slices.Contains(forgotten[:], table) }

type tableDigest struct {
	rows int64
	sum  [sha256.Size]byte
}

type digesting struct {
	exact   map[string]canonical
	tables  map[string]*tableDigest
	current *tableDigest
	columns []string
}

func (d *digesting) header(BackupInfo) error { return nil }

func (d *digesting) table(name string, columns []string) error {
	d.current, d.columns = &tableDigest{}, slices.Clone(columns)
	d.tables[name] = d.current
	return nil
}

// row adds the row's hash. Every row has a key, so no two are the same and
// cancel each other out.
func (d *digesting) row(_ context.Context, cells []any) error {
	named := make(map[string]any, len(cells)) // whose JSON is sorted by name
	for i, column := range d.columns {
		named[column] = cells[i]
		form, text := d.exact[column], ""
		if s, is := cells[i].(string); is {
			text = s
		}
		if form == nil || text == "" {
			continue
		}
		plain, err := form(text)
		if err != nil {
			return damaged("%s is no number", column)
		}
		named[column] = plain
	}
	data, err := json.Marshal(named)
	if err != nil {
		return err
	}
	for i, b := range sha256.Sum256(data) {
		d.current.sum[i] ^= b
	}
	d.current.rows++
	return nil
}

// Rehearse restores a backup into this store, which has to be fresh, at the
// schema version of the backup, and compares every row with the backup's, apart
// from those that let people in. reopen gives the backup from its beginning.
func (s *Store) Rehearse(ctx context.Context, reopen func() (io.ReadCloser, error)) error {
	want, info, err := digestsOf(ctx, reopen)
	if err != nil {
		return err
	}
	if err := s.restoreAt(ctx, info.SchemaVersion, reopen); err != nil {
		return err
	}
	got, err := s.digests(ctx)
	if err != nil {
		return err
	}
	for table, digest := range want {
		if !ForgottenByRestore(table) && got[table] != digest {
			return damaged("restored, %s has %d rows that are not the %d of the backup", table, got[table].Rows, digest.Rows)
		}
	}
	return nil
}

func digestsOf(ctx context.Context, reopen func() (io.ReadCloser, error)) (map[string]Digest, BackupInfo, error) {
	var info BackupInfo
	if err := reading(reopen, func(r io.Reader) (err error) { info, err = VerifyBackup(ctx, r); return err }); err != nil {
		return nil, info, err
	}
	var digests map[string]Digest
	err := reading(reopen, func(r io.Reader) (err error) { digests, err = Digests(ctx, r); return err })
	return digests, info, err
}

func reading(reopen func() (io.ReadCloser, error), do func(io.Reader) error) error {
	r, err := reopen()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // only read
	return do(r)
}

func (s *Store) restoreAt(ctx context.Context, version int64, reopen func() (io.ReadCloser, error)) error {
	newest, err := commonVersion()
	if err != nil {
		return err
	}
	if version >= newest {
		return reading(reopen, func(r io.Reader) error { _, err := s.Restore(ctx, r); return err })
	}
	_, provider, err := s.provider()
	if err != nil {
		return s.explain(err)
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return s.explain(err)
	}
	return reading(reopen, func(r io.Reader) error {
		return s.asKeeper(ctx, false, func(q Querier) error { _, err := s.restore(ctx, q, r, version); return err })
	})
}

// digests are of the rows that the database has now.
func (s *Store) digests(ctx context.Context) (map[string]Digest, error) {
	r, w := io.Pipe()
	go func() {
		_, err := s.backup(ctx, w)
		_ = w.CloseWithError(err)
	}()
	digests, err := Digests(ctx, r)
	_ = r.CloseWithError(alex.Errorf(alex.CodeInternal, "nobody reads on"))
	return digests, err
}
