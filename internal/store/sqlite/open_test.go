package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"alex"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content []byte
		want    alex.Code
	}{
		"text":              {bytes.Repeat([]byte("not a database. "), 100), alex.CodeInternal},
		"a header and junk": {append([]byte("SQLite format 3\x00"), bytes.Repeat([]byte{0xff}, 4096)...), alex.CodeInternal},
	} {
		path := filepath.Join(t.TempDir(), "alex.db")
		if err := os.WriteFile(path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := sqlite.Open(t.Context(), path)
		if alex.CodeOf(err) != c.want || !strings.Contains(err.Error(), "restore") {
			t.Errorf("Open() of %s = %v, want advice to restore", name, err)
		}
	}
	_, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "no", "such", "folder.db"))
	if alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("Open() in a missing folder = %v", err)
	}
}

func TestPathsWithSigns(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b.db", "a?x=1.db", "a#b.db", "100%.db", "ü&=.db"} {
		path := filepath.Join(t.TempDir(), name)
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Errorf("Open(%q) = %v", name, err)
			continue
		}
		if err := s.Migrate(t.Context()); err != nil {
			t.Errorf("Migrate() of %q = %v", name, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("the database of %q lies elsewhere: %v", name, err)
		}
	}
}

func TestMemoryLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if during, err := os.ReadDir(dir); err != nil || len(during) != 1 {
		t.Errorf("while it is open: %v, %v", during, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadDir(dir); err != nil || len(after) != 0 {
		t.Errorf("after it was closed: %v, %v", after, err)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", sqlite.DSN(filepath.Join(t.TempDir(), "alex.db")))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for pragma, want := range map[string]string{
		"PRAGMA journal_mode": "wal", "PRAGMA synchronous": "2", "PRAGMA foreign_keys": "1", "PRAGMA busy_timeout": "10000",
	} {
		var got string
		if err := db.QueryRowContext(t.Context(), pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %s, %v; want %s", pragma, got, err, want)
		}
	}
}

// Two stores on one file stand for two processes.
func TestTwoStoresOnOneFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "alex.db")
	var stores [2]*store.Store
	var group sync.WaitGroup
	for i := range stores {
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		stores[i] = s
		group.Go(func() {
			if err := s.Migrate(t.Context()); err != nil {
				t.Errorf("store %d: Migrate() = %v", i, err)
			}
		})
	}
	group.Wait()
	const people = 50
	for i, s := range stores {
		group.Go(func() {
			for n := range people {
				id := alex.PersonID("p" + strconv.Itoa(i) + "_" + strconv.Itoa(n))
				if _, err := s.System().EnsurePerson(t.Context(), id, "", ""); err != nil {
					t.Errorf("store %d: %v", i, err)
				}
			}
		})
	}
	group.Wait()
	for i, s := range stores {
		for n := range people {
			id := alex.PersonID("p" + strconv.Itoa(1-i) + "_" + strconv.Itoa(n))
			if _, err := s.As(id).Person(t.Context()); err != nil {
				t.Errorf("store %d misses %s of the other: %v", i, id, err)
			}
		}
	}
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	dsn := sqlite.DSN(filepath.Join(t.TempDir(), "alex.db")) + "&_pragma=max_page_count(200)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(db, sqlite.Engine{})
	defer func() { _ = s.Close() }()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	purpose := strings.Repeat("x", 2000)
	for range 1000 {
		_, err = s.As("p").CreateAccount(t.Context(), alex.Account{Name: "a", Type: alex.Taxable, Purpose: purpose})
		if err != nil {
			break
		}
	}
	if !errors.Is(err, store.ErrDiskFull) || alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("a full disk = %v", err)
	}
	if _, err := s.As("p").Accounts(t.Context()); err != nil {
		t.Errorf("reading from a full disk = %v", err)
	}
}

func TestLockedDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "alex.db")
	dsn := strings.Replace(sqlite.DSN(path), "busy_timeout%2810000%29", "busy_timeout%2850%29", 1)
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		t.Fatal(err)
	}
	s := store.New(db, sqlite.Engine{})
	defer func() { _ = s.Close() }()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.System().EnsurePerson(t.Context(), "p", "", "")
	if alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("a write beside another's = %v", err)
	}
	if _, err := s.System().Reference(t.Context()); err != nil {
		t.Errorf("a read beside a write = %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}
