package app

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alex/internal/config"
	"alex/internal/store/postgres"
	"alex/internal/store/postgres/postgrestest"
)

// older is a database of an earlier release, with the test household.
func older(t *testing.T, cfg config.Config) {
	t.Helper()
	d, err := OpenDatabase(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Reset(t.Context(), false, true); err != nil {
		t.Fatal(err)
	}
	if err := d.store.MigrateDown(t.Context(), 12); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestBackupBeforeMigration: nothing is migrated before what is there is saved.
func TestBackupBeforeMigration(t *testing.T) {
	t.Parallel()
	for name, environ := range map[string]func(*testing.T) []string{
		"SQLite": func(*testing.T) []string { return nil },
		"PostgreSQL": func(t *testing.T) []string {
			server := postgrestest.Start(t, postgrestest.Options{})
			url := server.Empty(t)
			login := server.Login(t, url)
			_ = postgres.Engine{}
			return []string{"ALEX_DATABASE_URL=" + login, "ALEX_MIGRATE_URL=" + url}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := settings(t, environ(t)...)
			older(t, cfg)
			blocked := cfg
			blocked.BackupDir = filepath.Join(t.TempDir(), "file", "below")
			if err := os.WriteFile(filepath.Dir(blocked.BackupDir), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			var book bytes.Buffer
			log := slog.New(slog.NewTextHandler(&book, nil))
			if _, err := Open(t.Context(), blocked, log); err == nil || !strings.Contains(err.Error(), "nothing was migrated") {
				t.Fatalf("without room for a backup: %v", err)
			}
			a, err := Open(t.Context(), cfg, log)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = a.Close() }()
			files, err := backupFiles(backupDir(cfg))
			if err != nil || len(files) != 1 || !files[0].BeforeMigration || !strings.Contains(book.String(), files[0].Name) {
				t.Fatalf("the backups are %+v, %v; the log: %s", files, err, book.String())
			}
			info, err := VerifyBackup(t.Context(), files[0].path)
			if err != nil || info.SchemaVersion != 12 || info.Rows["positions"] != 4 {
				t.Errorf("the backup holds %+v, %v", info, err)
			}
			accounts, err := a.Store.As(TestPerson).Accounts(t.Context())
			if err != nil || len(accounts) != 3 {
				t.Errorf("after the migration there are %d accounts: %v", len(accounts), err)
			}
		})
	}
	t.Run("without", func(t *testing.T) {
		t.Parallel()
		cfg := settings(t, "ALEX_BACKUP_EVERY=0")
		older(t, cfg)
		var book bytes.Buffer
		a, err := Open(t.Context(), cfg, slog.New(slog.NewTextHandler(&book, nil)))
		if err != nil || !strings.Contains(book.String(), withoutBackup) {
			t.Fatalf("%v; the log: %s", err, book.String())
		}
		_ = a.Close()
		if files, err := backupFiles(backupDir(cfg)); err != nil || len(files) != 0 {
			t.Errorf("the backups are %+v, %v", files, err)
		}
	})
}

// TestFailedStartsLeaveTwoBackups: as many as there are migrations that fail,
// the newest stays, and the one that the older release can read.
func TestFailedStartsLeaveTwoBackups(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	older(t, cfg)
	d, err := OpenDatabase(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	c := newClock()
	d.store.Now = c.now
	dir := backupDir(cfg)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, backupPrefix+"20261101T000000.000000Z"+beforeMigration+backupSuffix), []byte("junk"), 0o600); err != nil {
		t.Fatal(err)
	}
	made := 0
	for _, step := range []struct {
		schema int64
		starts int
		want   []int64
	}{{12, 1, []int64{12}}, {12, 3, []int64{12, 12}}, {13, 3, []int64{13, 12}}, {15, 2, []int64{15, 12}}} {
		if err := d.store.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := d.store.MigrateDown(t.Context(), step.schema); err != nil {
			t.Fatal(err)
		}
		for range step.starts {
			c.wait(time.Minute)
			name, err := d.saveBefore(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
				t.Error(err)
			}
			made++
		}
		files, err := backupFiles(dir)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, file := range files {
			if info, err := VerifyBackup(t.Context(), file.path); err == nil {
				got = append(got, info.SchemaVersion)
			}
		}
		if !slices.Equal(got, step.want) || len(files) != len(got)+1 {
			t.Errorf("after %d starts at %d there are backups of %v, want %v; %d files", step.starts, step.schema, got, step.want, len(files))
		}
	}
	t.Attr("measured", fmt.Sprintf("%d starts that failed at 3 versions leave 2 backups, one of the first version", made))
}
