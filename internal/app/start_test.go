package app

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/store/sqlite"
)

// TestCorruptDatabaseRefusesToStart (F10): the file is left as it is, and the
// way back is named: the newest backup that is whole.
func TestCorruptDatabaseRefusesToStart(t *testing.T) {
	t.Parallel()
	a, c := kept(t)
	cfg := a.Backups.Config
	var backups []BackupFile
	for range 2 {
		file, err := a.Backups.Make(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		backups = append(backups, file)
		c.wait(24 * time.Hour)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	damage(t, backups[1].path)
	path := filepath.Join(cfg.Data, databaseFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]func([]byte){
		"its head":  func(b []byte) { copy(b, bytes.Repeat([]byte{0xff}, 100)) },
		"in it":     func(b []byte) { copy(b[len(b)/2&^4095:], bytes.Repeat([]byte{0xa5}, 3*4096)) },
		"to an end": func(b []byte) { clear(b[len(b)-8*4096:]) },
	}
	for where, spoil := range cases {
		spoilt := bytes.Clone(whole)
		spoil(spoilt)
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Start(t.Context(), cfg, slog.New(slog.DiscardHandler))
		if err == nil || !strings.Contains(err.Error(), "alex restore "+backups[0].path+" --confirm") {
			t.Fatalf("damaged at %s, the start says %v", where, err)
		}
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, spoilt) {
			t.Errorf("damaged at %s, the file was changed: %v", where, err)
		}
	}
	d, aside, err := OpenForRestore(t.Context(), cfg)
	if err != nil || aside == "" {
		t.Fatal(aside, err)
	}
	if _, err := d.Restore(t.Context(), backups[0].path, true); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Start(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Stop() }()
	if accounts, err := s.App.Store.As(TestPerson).Accounts(t.Context()); err != nil || len(accounts) != 3 {
		t.Errorf("after the restore there are %d accounts: %v", len(accounts), err)
	}
	t.Attr("measured", "3 kinds of damage refused, the file untouched, the whole backup of two named and restored")
}

// TestOldProgramRefusesNewerSchema (F11): it changes nothing, and says what to
// do.
func TestOldProgramRefusesNewerSchema(t *testing.T) {
	t.Parallel()
	a, _ := kept(t)
	cfg := a.Backups.Config
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(cfg.Data, databaseFile)
	db, err := sql.Open("sqlite", sqlite.DSN(path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `INSERT INTO schema_versions (version_id, is_applied) VALUES (99999, TRUE)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), cfg, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "use a newer release") {
		t.Errorf("an old program says %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("an old program changed the file: %v", err)
	}
	if files, err := backupFiles(backupDir(cfg)); err != nil || len(files) != 0 {
		t.Errorf("an old program made backups: %v, %v", files, err)
	}
}

// TestTwoServersOnOneFile (F12): the second refuses, the first goes on, commands
// work beside it, and after its end another may start.
func TestTwoServersOnOneFile(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	log := slog.New(slog.DiscardHandler)
	first, err := Start(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := Start(t.Context(), cfg, log); err == nil || !strings.Contains(err.Error(), "another alex (process ") {
			t.Errorf("a second server says %v", err)
		}
	}
	people, err := OpenPeople(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := people.All(t.Context()); err != nil {
		t.Error(err)
	}
	if err := people.Close(); err != nil {
		t.Error(err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	again, err := Start(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Stop(); err != nil {
		t.Error(err)
	}
}

// TestCommandsThatReplaceWaitForTheServer: beside a server none of them opens
// the database; after each, whether it came off or not, a server may start.
func TestCommandsThatReplaceWaitForTheServer(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	log := slog.New(slog.DiscardHandler)
	restore := func(ctx context.Context, cfg config.Config) (Database, error) {
		d, _, err := OpenForRestore(ctx, cfg)
		return d, err
	}
	for range 2 {
		s, err := Start(t.Context(), cfg, log)
		if err != nil {
			t.Fatal(err)
		}
		for _, open := range []func(context.Context, config.Config) (Database, error){OpenAlone, restore} {
			if _, err := open(t.Context(), cfg); alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "another alex (process ") {
				t.Errorf("beside a server: %v", err)
			}
		}
		if err := s.Stop(); err != nil {
			t.Fatal(err)
		}
		for _, open := range []func(context.Context, config.Config) (Database, error){OpenAlone, restore} {
			d, err := open(t.Context(), cfg)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Start(t.Context(), cfg, log); alex.CodeOf(err) != alex.CodeConflict {
				t.Errorf("a server starts beside it: %v", err)
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := OpenAlone(gone, cfg); err == nil {
			t.Error("a database opens for one who has gone")
		}
	}
}

// TestNoteBesideTheLock may fail: where there is no room for it, the lock is
// taken all the same.
func TestNoteBesideTheLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path) // takes no note
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if err := lock(file); err != nil {
		t.Fatal(err)
	}
	note(file)
	if text, err := os.ReadFile(path); err != nil || string(text) != "before" {
		t.Errorf("the note is %q: %v", text, err)
	}
}

// stateError is an error of a database by its SQLSTATE.
type stateError string

func (e stateError) Error() string    { return "ERROR: SQLSTATE " + string(e) }
func (e stateError) SQLState() string { return string(e) }

// TestAnotherLoginMayNotMigrate: a refusal names the setting, and nothing else
// is taken for one.
func TestAnotherLoginMayNotMigrate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"refused", fmt.Errorf("version: %w", stateError("42501")), "this login may not change the schema: give the URL of the database's owner in ALEX_MIGRATE_URL"},
		{"another state", stateError("42P01"), "ERROR: SQLSTATE 42P01"},
		{"no state", os.ErrNotExist, "file does not exist"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := mayNotMigrate(c.err); got.Error() != c.want || !errors.Is(got, c.err) {
				t.Errorf("%v, want %s", got, c.want)
			}
		})
	}
	if err := mayNotMigrate(nil); err != nil {
		t.Error(err)
	}
}
