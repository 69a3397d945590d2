package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"alex"
	"alex/internal/config"
)

// lockFile lies in the data folder while a server has the database in it.
const lockFile = "alex.lock"

// errLocked is that another process holds the lock.
var errLocked = errors.New("another process holds the lock")

// hold takes the data folder's database for this server, where it is SQLite:
// two servers on one file would each believe to be alone. The system lets go of
// the lock when the process ends, however it ends. Commands need no lock.
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
	return file.Close, note(file)
}

// note says in the file who holds it; nothing depends on it.
func note(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := fmt.Fprintf(file, "%d\n", os.Getpid())
	return err
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
		"another alex serve" + by + " has the database in " + dir + ": end it first, or set ALEX_DATA to another folder; several servers share a PostgreSQL (ALEX_DATABASE_URL)",
		alex.Errorf(alex.CodeConflict, "the database is in use"),
	}
}
