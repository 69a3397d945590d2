package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store/sqlite"
)

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	done(t, dir, "reset", "--with-test-data")
	if got := done(t, dir, "backup", "$DIR/a.backup"); !strings.Contains(got, "1 person, 3 accounts and 4 positions") {
		t.Errorf("backup says %q", got)
	}
	want, rows := rowsHash(t, dir)
	again := invoke(t, dir, "", "backup", "$DIR/a.backup")
	if again.code != exitFailed || !strings.Contains(again.err, "exists already") {
		t.Errorf("a second backup: %+v", again)
	}
	done(t, dir, "reset", "--drop-all", "--confirm")
	if got := done(t, dir, "restore", "$DIR/a.backup", "--confirm"); strings.Contains(got, "before") {
		t.Errorf("nobody was there before, and yet: %q", got)
	}
	if got, n := rowsHash(t, dir); got != want || n != rows {
		t.Errorf("%d rows came back of %d, or others", n, rows)
	}
	if got := done(t, dir, "restore", "$DIR/a.backup", "--confirm"); !strings.Contains(got, filepath.Join(dir, "data", "alex-before-restore-")) {
		t.Errorf("restore says %q", got)
	}
	if got := done(t, dir, "verify"); got != "The database is in order.\n" {
		t.Errorf("verify says %q", got)
	}
}

// TestBackupOfNothing: without a database it says so, and makes none.
func TestBackupOfNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if got := invoke(t, dir, "", "backup", "$DIR/a.backup"); got.code != exitFailed || !strings.Contains(got.err, "there is no database in ") {
		t.Errorf("a backup of nothing: %+v", got)
	}
	if made, err := os.ReadDir(dir); err != nil || len(made) > 0 {
		t.Errorf("it makes %v (%v)", made, err)
	}
}

func TestRestoreIsRefused(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"notes.txt": "not a backup"})
	done(t, dir, "reset", "--with-test-data")
	done(t, dir, "backup", "$DIR/a.backup")
	want, _ := rowsHash(t, dir)
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"without confirmation": {[]string{"restore", "$DIR/a.backup"}, exitUsage, "--confirm"},
		"without a file":       {[]string{"restore", "--confirm"}, exitUsage, "file"},
		"of a text":            {[]string{"restore", "$DIR/notes.txt", "--confirm"}, exitFailed, "no backup of Alex"},
		"of nothing":           {[]string{"restore", "$DIR/none", "--confirm"}, exitFailed, "none"},
	} {
		got := invoke(t, dir, "", c.args...)
		if hash, _ := rowsHash(t, dir); got.code != c.code || !strings.Contains(got.err, c.says) || hash != want {
			t.Errorf("a restore %s: exit code %d: %s", name, got.code, got.err)
		}
	}
}

// A database that is damaged is set aside, but only for a backup that is whole.
func TestRestoreOverDamage(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"notes.txt": "not a backup"})
	done(t, dir, "reset", "--with-test-data")
	done(t, dir, "backup", "$DIR/a.backup")
	file, damage := filepath.Join(dir, "data", "alex.db"), []byte(strings.Repeat("damage ", 1000))
	if err := os.WriteFile(file, damage, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := invoke(t, dir, "", "restore", "$DIR/notes.txt", "--confirm"); got.code != exitFailed {
		t.Errorf("a text over damage: %+v", got)
	}
	if now, err := os.ReadFile(file); err != nil || string(now) != string(damage) {
		t.Errorf("the damaged file was touched: %v", err)
	}
	got := done(t, dir, "restore", "$DIR/a.backup", "--confirm")
	if !strings.Contains(got, "alex-damaged-") || !strings.Contains(got, "4 positions") {
		t.Errorf("restore says %q", got)
	}
	if got := done(t, dir, "verify"); got != "The database is in order.\n" {
		t.Errorf("verify says %q", got)
	}
}

// TestBackupWhileOthersWrite takes backups by the command while another handle
// on the same file, as another process has it, makes and deletes accounts for
// half of the time, so that a turn to write comes: each backup restores, with
// whole accounts only.
func TestBackupWhileOthersWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	done(t, dir, "reset", "--with-test-data")
	other, err := sqlite.Open(t.Context(), filepath.Join(dir, "data", "alex.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stopped := make(chan error)
	go func() {
		defer close(stopped)
		his := other.As("user_test_123")
		for n := 0; ctx.Err() == nil; n++ {
			begun := time.Now()
			a, err := his.CreateAccount(t.Context(), alex.Account{
				Name: "Busy", Type: alex.Taxable, Positions: []alex.Position{
					{Symbol: "VTI", Quantity: alex.DecimalOf(1)}, {Symbol: "BND", Quantity: alex.DecimalOf(2)},
				},
			})
			const most = 300 // a third of them stay, and 200 is the limit
			if err == nil && (n%3 > 0 || n > most) {
				err = his.DeleteAccount(t.Context(), a.ID, nil)
			}
			if err != nil {
				stopped <- err
				return
			}
			time.Sleep(time.Since(begun))
		}
	}()
	for _, name := range []string{"a", "b", "c"} {
		done(t, dir, "backup", "$DIR/"+name)
		elsewhere := t.TempDir()
		done(t, elsewhere, "restore", filepath.Join(dir, name), "--confirm")
		lone := column(t, openRows(t, elsewhere), `SELECT a.id FROM accounts a WHERE a.account_name = 'Busy'
			AND (SELECT count(*) FROM positions p WHERE p.account_id = a.id) <> 2`)
		if len(lone) > 0 {
			t.Errorf("backup %s has %d accounts without their two positions", name, len(lone))
		}
	}
	stop()
	if err := <-stopped; err != nil {
		t.Error("the other process:", err)
	}
	if err := other.Close(); err != nil {
		t.Error(err)
	}
}
