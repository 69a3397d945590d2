package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"alex"
	"alex/internal/config"
	"alex/internal/store/postgres"
)

// lockFile lies in the data folder while somebody has the database in it.
const lockFile = "alex.lock"

// errLocked is that another process holds the lock.
var errLocked = errors.New("another process holds the lock")

// hold takes the database for a server, or alone for a command that replaces what
// is in it. Where it is SQLite, one has it: two servers on one file would each
// believe to be alone. Servers share a PostgreSQL. Over the Data API there is no
// connection that could say who is there: nothing is held. The system lets go of the lock
// when the process ends, however it ends. Other commands need no lock.
func hold(ctx context.Context, cfg config.Config, alone bool) (release func() error, err error) {
	if isPostgres(cfg) {
		return present(ctx, cfg, alone)
	}
	if cfg.DatabaseURL != "" {
		return func() error { return nil }, nil
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, cannotKeep(cfg.Data, err)
	}
	path := filepath.Join(cfg.Data, lockFile)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, cannotKeep(cfg.Data, err)
	}
	if err := lock(file); err != nil {
		return nil, errors.Join(held(cfg.Data, file, err), file.Close())
	}
	note(file)
	return file.Close, nil
}

// note says in the file who holds it, if there is room; nothing depends on it.
func note(file *os.File) {
	if err := file.Truncate(0); err == nil {
		_, _ = fmt.Fprintf(file, "%d\n", os.Getpid())
	}
}

func held(dir string, file *os.File, err error) error {
	if !errors.Is(err, errLocked) {
		return cannotKeep(dir, err)
	}
	by := ""
	said := make([]byte, 20)
	if n, _ := file.Read(said); n > 0 {
		by = " (process " + strings.TrimSpace(string(said[:n])) + ")"
	}
	return startError{
		"another alex" + by + " has the database in " + dir + ": end it first, or set ALEX_DATA to another folder; several servers share a PostgreSQL (ALEX_DATABASE_URL)",
		alex.Errorf(alex.CodeConflict, "the database is in use"),
	}
}

// present is hold on PostgreSQL.
func present(ctx context.Context, cfg config.Config, alone bool) (release func() error, err error) {
	attend, url := postgres.Attend, cfg.DatabaseURL
	text := "the database is being replaced (alex restore or alex reset is at work): start again once that has ended"
	if alone {
		attend, url = postgres.AttendAlone, owner(cfg)
		text = "servers are running on the database of ALEX_DATABASE_URL: end every alex serve and alex worker there first; " +
			"to try a restore beside them, run it without ALEX_DATABASE_URL and ALEX_MIGRATE_URL, and with another ALEX_DATA"
	}
	p, err := attend(ctx, url.Reveal())
	switch {
	case alex.CodeOf(err) == alex.CodeConflict:
		return nil, startError{text, err}
	case err != nil:
		return nil, cannotReach(cfg, url, err)
	}
	return func() error { p.Close(); return nil }, nil
}

// OpenAlone is OpenDatabase for commands that replace everything: nobody may serve
// it or do likewise until Close; alex.CodeConflict where somebody does.
func OpenAlone(ctx context.Context, cfg config.Config) (Database, error) {
	return openAlone(ctx, cfg, func() (Database, error) { return OpenDatabase(ctx, cfg) })
}

// OpenToMigrate is OpenDatabase to change the schema: as OpenAlone where it is
// SQLite, and beside the servers that share a PostgreSQL, which are replaced one
// after the other.
func OpenToMigrate(ctx context.Context, cfg config.Config) (Database, error) {
	if isPostgres(cfg) {
		return OpenDatabase(ctx, cfg)
	}
	return OpenAlone(ctx, cfg)
}

func openAlone(ctx context.Context, cfg config.Config, open func() (Database, error)) (Database, error) {
	release, err := hold(ctx, cfg, true)
	if err != nil {
		return Database{}, err
	}
	d, err := open()
	if err != nil {
		return Database{}, errors.Join(err, release())
	}
	d.store.OnClose(release)
	return d, nil
}
