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
)

// lockFile lies in the data folder while somebody has the database in it.
const lockFile = "alex.lock"

// errLocked is that another process holds the lock.
var errLocked = errors.New("another process holds the lock")

// hold takes the data folder's database for a server, or for a command that
// replaces what is in it, where it is SQLite: two servers on one file would each
// believe to be alone. The system lets go of the lock when the process ends,
// however it ends. Other commands need no lock.
func hold(cfg config.Config) (release func() error, err error) {
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

// OpenAlone is OpenDatabase for commands that change everything: where it is
// SQLite, nobody else may serve it or do likewise until Close; alex.CodeConflict
// where somebody does.
func OpenAlone(ctx context.Context, cfg config.Config) (Database, error) {
	return openAlone(cfg, func() (Database, error) { return OpenDatabase(ctx, cfg) })
}

func openAlone(cfg config.Config, open func() (Database, error)) (Database, error) {
	release, err := hold(cfg)
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
