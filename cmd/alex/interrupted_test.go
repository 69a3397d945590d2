package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alex/internal/app"
	"alex/internal/config"
	"alex/internal/store/sqlite"
)

// TestInterruptedMigration (F11): `alex migrate` of a database with people is
// killed at ever later moments; the next one goes on from there, loses nothing,
// and every backup that stands is whole.
func TestInterruptedMigration(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	done(t, dir, "reset", "--with-test-data")
	down := func() {
		t.Helper()
		s, err := sqlite.Open(t.Context(), filepath.Join(data, "alex.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		if err := s.MigrateDown(t.Context(), 8); err != nil {
			t.Fatal(err)
		}
	}
	cut := map[int64]int{}
	const rounds = 12
	for round := range rounds {
		down()
		cmd := program(t, []string{"ALEX_DATA=" + data, "ALEX_BACKUP_EVERY=24h"}, "migrate")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(round) * 60 * time.Millisecond) // where it is killed, not what is proven
		_ = cmd.Process.Kill()                                   // it may have ended
		_ = cmd.Wait()
		s, err := sqlite.Open(t.Context(), filepath.Join(data, "alex.db"))
		if err != nil {
			t.Fatal(err)
		}
		applied, known, err := s.Version(t.Context())
		if closed := s.Close(); err != nil || closed != nil || applied < 8 || applied > known {
			t.Fatal(applied, known, err, closed)
		}
		cut[applied]++
		if got := done(t, dir, "migrate"); !strings.Contains(got, fmt.Sprintf("version %d.", known)) {
			t.Fatalf("the next migration says %q", got)
		}
		if got := done(t, dir, "verify"); got != "The database is in order.\n" {
			t.Fatalf("after it: %s", got)
		}
	}
	cfg, err := config.Load(map[string]string{"ALEX_DATA": data})
	if err != nil {
		t.Fatal(err)
	}
	files, err := app.ListBackups(t.Context(), cfg)
	if err != nil || len(files) != 2 {
		t.Fatalf("%d backups stay, want the newest two: %v", len(files), err)
	}
	for _, file := range files {
		if !*file.Verified || !file.BeforeMigration {
			t.Errorf("%s is not whole, or not one from before a migration", file.Name)
		}
	}
	t.Attr("measured", fmt.Sprintf("%d kills, versions they left: %v; %d backups stay, all whole", rounds, cut, len(files)))
}

// TestKilledServerLeavesNoLock (F12): commands that replace everything refuse
// beside a server; when it is killed the system lets go of the lock, whatever the
// file says.
func TestKilledServerLeavesNoLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	done(t, dir, "reset", "--with-test-data")
	kept := filepath.Join(dir, "kept.backup")
	done(t, dir, "backup", kept)
	for range 3 {
		s := startServer(t, dir)
		second := program(t, []string{"ALEX_DATA=" + filepath.Join(dir, "data")}, "serve")
		text, err := second.CombinedOutput()
		if err == nil || !strings.Contains(string(text), fmt.Sprintf("another alex (process %d) has the database", s.Process.Pid)) {
			t.Fatalf("a second server says %s: %v", text, err)
		}
		done(t, dir, "user", "list")
		done(t, dir, "seed")
		for _, args := range [][]string{{"migrate"}, {"reset"}, {"reset", "--drop-all", "--confirm"}, {"restore", kept, "--confirm"}} {
			if got := invoke(t, dir, "", args...); got.code != exitFailed || !strings.Contains(got.err, fmt.Sprintf("another alex (process %d) has the database", s.Process.Pid)) {
				t.Errorf("beside a server %v says %q", args, got.err)
			}
		}
		if _, err := s.end(t, os.Kill); err == nil {
			t.Error("the server was not killed")
		}
	}
	done(t, dir, "restore", kept, "--confirm")
}

// TestBackupList shows what the server made, and what became of it.
func TestBackupList(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if got := done(t, dir, "backup", "list"); got != "There are no backups yet.\n" {
		t.Errorf("at first: %q", got)
	}
	done(t, dir, "reset", "--with-test-data")
	backups := filepath.Join(dir, "data", "backups")
	if err := os.MkdirAll(backups, 0o700); err != nil {
		t.Fatal(err)
	}
	done(t, dir, "backup", filepath.Join(backups, "alex-20260101T000000.000000Z.backup"))
	if err := os.WriteFile(filepath.Join(backups, "alex-20260102T000000.000000Z.backup"), []byte("junk"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := done(t, dir, "backup", "list")
	if lines := strings.Split(got, "\n"); len(lines) != 3 || !strings.HasSuffix(lines[0], "damaged") || !strings.HasSuffix(lines[1], "whole") {
		t.Errorf("the list is %s", got)
	}
}
