package app

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/auth"
	"alex/internal/config"
	"alex/internal/store"
	"alex/internal/store/postgres/postgrestest"
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
	wantConflict(t, "without the key", begun(t, cfg), "is not here")
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("another key was made in its place: %v", err)
	}
	finding := func() string {
		for _, f := range NewDoctor(cfg).Examine(t.Context()) {
			if f.Name == "database key" {
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

// TestLostAccountKey goes on with another one, where that is asked for, and says
// whom that locks out.
func TestLostAccountKey(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	if err := begun(t, cfg); err != nil {
		t.Fatal(err)
	}
	first := twoFactors(t, cfg)
	keys, err := OpenKeys(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	replace := func(anew bool) ReplacedKey {
		t.Helper()
		r, err := keys.ReplaceAccountKey(t.Context(), anew, false)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	path := accountKeyPath(cfg)
	if r := replace(true); !r.Known || r.Made || len(r.Locked) != 0 || r.Path != path {
		t.Errorf("with the key of the database: %+v", r)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	_, err = keys.ReplaceAccountKey(t.Context(), false, false)
	wantConflict(t, "without a key", err, "add --new")
	if r := replace(true); r.Known || !r.Made || len(r.Locked) != 1 || r.Locked[0].ID != "bob" {
		t.Errorf("with a new key: %+v", r)
	}
	if err := begun(t, cfg); err != nil {
		t.Error("with the new key:", err)
	}
	if err := os.WriteFile(path, []byte("cut"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantConflict(t, "with a damaged key", begun(t, cfg), "damaged")
	_, err = keys.ReplaceAccountKey(t.Context(), false, false)
	wantConflict(t, "with a damaged key", err, "damaged")
	r := replace(true)
	if text, err := os.ReadFile(r.Aside); err != nil || string(text) != "cut" || !r.Made {
		t.Errorf("the damaged key is %q: %+v, %v", text, r, err)
	}
	strange := bytes.Repeat([]byte("x"), accountKeyBytes)
	if err := os.WriteFile(path, strange, 0o600); err != nil {
		t.Fatal(err)
	}
	before, err := keys.people.store.System().Installation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err = keys.ReplaceAccountKey(t.Context(), false, false)
	wantConflict(t, "with a strange key that lies there", err, "--lock-out")
	if len(r.Locked) != 1 || r.Locked[0].ID != "bob" {
		t.Errorf("it would lock out %+v", r.Locked)
	}
	if after, err := keys.people.store.System().Installation(t.Context()); err != nil || after != before {
		t.Errorf("it is taken all the same: %+v, %v", after, err)
	}
	if r, err = keys.ReplaceAccountKey(t.Context(), false, true); err != nil || r.Known || len(r.Locked) != 1 {
		t.Errorf("where that is meant: %+v, %v", r, err)
	}
	if err := os.WriteFile(path, first, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := replace(false); r.Known || r.Made || len(r.Locked) != 0 {
		t.Errorf("with the first key again: %+v", r)
	}
}

// twoFactors are two people, of whom bob has a second factor that is sealed with
// the account key; the answer is that key.
func twoFactors(t *testing.T, cfg config.Config) []byte {
	t.Helper()
	key, err := os.ReadFile(accountKeyPath(cfg))
	if err != nil {
		t.Fatal(err)
	}
	db, err := OpenDatabase(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(db, &err)
	seal, err := auth.NewSeal(key, "alex second factor 1")
	if err != nil {
		t.Fatal(err)
	}
	secret, err := seal.Close([]byte("twenty bytes of chance"), "bob")
	if err != nil {
		t.Fatal(err)
	}
	system, now := db.store.System(), db.store.Now()
	for _, who := range []alex.PersonID{"ann", "bob"} {
		if _, err := system.EnsurePerson(t.Context(), who, string(who), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := system.OfferSecondFactor(t.Context(), "bob", secret, now); err != nil {
		t.Fatal(err)
	}
	if err := system.EnableSecondFactor(t.Context(), "bob", secret, 1, nil, now); err != nil {
		t.Fatal(err)
	}
	return key
}

// TestFirstAccountKeyOpensWhatWasSealed: a database of an older release knows no
// key yet; one that opens none of its second factors is not taken for its own,
// and none is made.
func TestFirstAccountKeyOpensWhatWasSealed(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	if err := begun(t, cfg); err != nil {
		t.Fatal(err)
	}
	key := twoFactors(t, cfg)
	db, err := sql.Open("sqlite", filepath.Join(cfg.Data, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), `DELETE FROM installation`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	path := accountKeyPath(cfg)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wantConflict(t, "without a key", begun(t, cfg), "is not here")
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), accountKeyBytes), 0o600); err != nil {
		t.Fatal(err)
	}
	wantConflict(t, "with another", begun(t, cfg), "is not the one")
	if err := os.WriteFile(path, key, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := begun(t, cfg); err != nil {
		t.Error("with the right one:", err)
	}
}

// TestServersShareTheAccountKey: of those that begin at once over one database
// with a key each, one is taken, whether they share a store or come as processes do,
// each with a store of its own.
func TestServersShareTheAccountKey(t *testing.T) {
	t.Parallel()
	race := func(t *testing.T, stores []*store.Store) {
		t.Helper()
		answers := make(chan error, len(stores))
		for _, s := range stores {
			cfg := config.Config{Data: t.TempDir()}
			go func() {
				_, err := accountKey(context.Background(), s.System(), cfg)
				answers <- err
			}()
		}
		good := 0
		for range stores {
			if err := <-answers; err == nil {
				good++
			} else {
				wantConflict(t, "a server without that key", err, "the account key")
			}
		}
		if good != 1 {
			t.Errorf("%d of %d keys were taken", good, len(stores))
		}
	}
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		a, _ := kept(t)
		race(t, []*store.Store{a.Store, a.Store, a.Store, a.Store})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		server := postgrestest.Start(t, postgrestest.Options{})
		url := server.Empty(t)
		login := server.Login(t, url)
		var stores []*store.Store
		for range 4 {
			a, err := Open(t.Context(), settings(t, "ALEX_DATABASE_URL="+login, "ALEX_MIGRATE_URL="+url), slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = a.Close() })
			stores = append(stores, a.Store)
		}
		race(t, stores)
	})
}

// TestKeyThatOpensSomeSecondFactors is taken, and the log and the doctor say how
// many it does not open.
func TestKeyThatOpensSomeSecondFactors(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	if err := begun(t, cfg); err != nil {
		t.Fatal(err)
	}
	twoFactors(t, cfg)
	db, err := OpenDatabase(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	system, now := db.store.System(), db.store.Now()
	err = errors.Join(
		system.OfferSecondFactor(t.Context(), "ann", "sealed with another", now),
		system.EnableSecondFactor(t.Context(), "ann", "sealed with another", 1, nil, now),
		db.Close())
	if err != nil {
		t.Fatal(err)
	}
	if log, _ := startedWith(t, cfg); !strings.Contains(log, `"not opened"=1 of=2`) {
		t.Errorf("the log says %s", log)
	}
	found := NewDoctor(cfg).Examine(t.Context())
	found[slices.IndexFunc(found, func(f Finding) bool { return f.Name == "database key" })].wants(t, FindingWarn, "does not open 1 of 2")
}

// TestRotationIsByTheClockOfTheDatabase: a command whose clock is wrong neither ends
// the tokens of the old key at once nor keeps them for longer.
func TestRotationIsByTheClockOfTheDatabase(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t, postgrestest.Options{})
	cfg := settings(t, "ALEX_DATABASE_URL="+server.Empty(t))
	if err := begun(t, cfg); err != nil {
		t.Fatal(err)
	}
	keys, err := OpenKeys(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	if _, err := keys.people.issuer.JWKS(t.Context()); err != nil { // the first key
		t.Fatal(err)
	}
	for _, wrong := range []time.Duration{-time.Hour, time.Hour} {
		keys.people.issuer.Now = func() time.Time { return time.Now().Add(wrong) }
		if err := keys.Rotate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	list, err := keys.people.store.System().SigningKeys(t.Context(), time.Now().Add(-time.Minute))
	if err != nil || len(list) != 3 {
		t.Fatalf("of three keys there are %d, %v", len(list), err)
	}
	for _, k := range list {
		if k.RetiredAt != nil && k.RetiredAt.After(time.Now().Add(time.Minute)) {
			t.Errorf("a key retires at %s", k.RetiredAt)
		}
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

// TestBackupsOfAnotherAreLeftAlone: two installations may write into one folder,
// and each clears away its own alone.
func TestBackupsOfAnotherAreLeftAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "shared")
	ours, c := kept(t, "ALEX_BACKUP_DIR="+dir, "ALEX_BACKUP_KEEP=1")
	others, _ := kept(t, "ALEX_BACKUP_DIR="+dir, "ALEX_BACKUP_KEEP=1")
	others.Now, others.Store.Now = c.now, c.now
	for _, a := range []*App{ours, others} {
		if _, err := accountKey(t.Context(), a.Store.System(), a.Backups.Config); err != nil { // as a start does
			t.Fatal(err)
		}
		a.Backups.Now = c.now
	}
	for range 3 {
		for _, a := range []*App{ours, others} {
			if _, err := a.Backups.Make(t.Context()); err != nil {
				t.Fatal(err)
			}
			c.wait(time.Hour)
		}
	}
	files, err := ours.Backups.List(t.Context())
	if err != nil || len(files) != 2 || files[0].owner == files[1].owner || files[0].owner == "" || files[1].owner == "" {
		t.Errorf("of two installations there are %+v, %v", files, err)
	}
	for _, a := range []*App{ours, others} {
		before, err := (Database{a.Store, a.Backups.Config}).saveBefore(t.Context())
		if err != nil || !strings.HasSuffix(before, mark(t.Context(), a.Store.System())+beforeMigration+backupSuffix) {
			t.Errorf("before a migration: %q, %v", before, err)
		}
	}
	if files, err = ours.Backups.List(t.Context()); err != nil || len(files) != 4 {
		t.Errorf("with those before a migration there are %+v, %v", files, err)
	}
}
