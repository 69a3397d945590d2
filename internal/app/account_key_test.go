package app

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alex"
	"alex/internal/config"
)

// begun starts a server and stops it at once.
func begun(t *testing.T, cfg config.Config) error {
	t.Helper()
	s, err := Start(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return s.Stop()
}

func wantConflict(t *testing.T, what string, err error, says string) {
	t.Helper()
	if alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: %v", what, err)
	}
}

// TestAnotherAccountKeyIsRefused: second factors are sealed with it, so a server
// without it would lock people out one by one; it does not start, and makes no
// new key in its place.
func TestAnotherAccountKeyIsRefused(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	for range 2 {
		if err := begun(t, cfg); err != nil {
			t.Fatal(err)
		}
	}
	path := accountKeyPath(cfg)
	key, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wantConflict(t, "without the key", begun(t, cfg), "is missing")
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("another key was made in its place: %v", err)
	}
	finding := func() string {
		for _, f := range NewDoctor(cfg).Examine(t.Context()) {
			if f.Name == "key of the database" {
				return f.Status
			}
		}
		return "none"
	}
	if got := finding(); got != FindingFail {
		t.Errorf("the doctor says %s", got)
	}
	other := cfg
	other.AccountKey = "another key, and of forty characters too"
	wantConflict(t, "with another", begun(t, other), "is not the one")
	if err := os.WriteFile(path, key, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := begun(t, cfg); err != nil {
		t.Error("with the first again:", err)
	}
	if got := finding(); got != FindingOK {
		t.Errorf("with it the doctor says %s", got)
	}
}

// TestLostAccountKey goes on with another one, and says whom that locks out.
func TestLostAccountKey(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	if err := begun(t, cfg); err != nil {
		t.Fatal(err)
	}
	keys, err := OpenKeys(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	system := keys.people.store.System()
	for _, who := range []alex.PersonID{"ann", "bob"} {
		if _, err := system.EnsurePerson(t.Context(), who, string(who), ""); err != nil {
			t.Fatal(err)
		}
	}
	now := keys.people.store.Now()
	if err := system.OfferSecondFactor(t.Context(), "bob", "sealed", now); err != nil {
		t.Fatal(err)
	}
	if err := system.EnableSecondFactor(t.Context(), "bob", "sealed", 1, nil, now); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(accountKeyPath(cfg)); err != nil {
		t.Fatal(err)
	}
	locked, err := keys.ReplaceAccountKey(t.Context())
	if err != nil || len(locked) != 1 || locked[0].ID != "bob" {
		t.Errorf("who is locked out: %+v, %v", locked, err)
	}
	if err := begun(t, cfg); err != nil {
		t.Error("with the new key:", err)
	}
}

// TestServersShareTheAccountKey: of two that begin at once over one database
// with a key each, one is refused.
func TestServersShareTheAccountKey(t *testing.T) {
	t.Parallel()
	a, _ := kept(t)
	answers := make(chan error, 4)
	for range cap(answers) {
		cfg := config.Config{Data: t.TempDir()}
		go func() {
			_, err := accountKey(context.Background(), a.Store.System(), cfg)
			answers <- err
		}()
	}
	good := 0
	for range cap(answers) {
		if err := <-answers; err == nil {
			good++
		} else {
			wantConflict(t, "a server without that key", err, "the account key")
		}
	}
	if good != 1 {
		t.Errorf("%d of 4 keys were taken", good)
	}
}

// TestRestoreTellsOfTheAccountKey restores where another key is, and where the
// same is.
func TestRestoreTellsOfTheAccountKey(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	if err := begun(t, cfg); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.backup")
	db, err := OpenDatabase(t.Context(), cfg)
	if err == nil {
		_, err = db.Backup(t.Context(), file)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	elsewhere := settings(t)
	if err := begun(t, elsewhere); err != nil { // makes a key of its own
		t.Fatal(err)
	}
	for _, c := range []struct {
		cfg  config.Config
		fits bool
	}{{cfg, true}, {elsewhere, false}} {
		db, err := OpenDatabase(t.Context(), c.cfg)
		if err != nil {
			t.Fatal(err)
		}
		done, err := db.Restore(t.Context(), file, true)
		if err != nil || done.KeyFits != c.fits {
			t.Errorf("fits %v, want %v: %v", done.KeyFits, c.fits, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := begun(t, c.cfg); (err == nil) != c.fits {
			t.Errorf("a start after it: %v", err)
		}
	}
}

// TestBackupsOfAnotherAreLeftAlone: a folder takes the backups of one
// installation, wherever its servers are.
func TestBackupsOfAnotherAreLeftAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "shared")
	first, second := settings(t, "ALEX_BACKUP_DIR="+dir), settings(t, "ALEX_BACKUP_DIR="+dir)
	for range 2 {
		if err := begun(t, first); err != nil {
			t.Fatal(err)
		}
	}
	wantConflict(t, "another installation", begun(t, second), dir)
	if err := os.Remove(filepath.Join(dir, folderOwner)); err != nil {
		t.Fatal(err)
	}
	if err := begun(t, second); err != nil {
		t.Error("once it has taken over:", err)
	}
	wantConflict(t, "the first one then", begun(t, first), dir)
}
