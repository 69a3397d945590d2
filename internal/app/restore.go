package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// stamp is the form of a time in the name of a file.
const stamp = "20060102T150405.000000Z"

// Restored is what a restore did.
type Restored struct {
	Info  store.BackupInfo
	Saved string // the backup of what was there before; empty where nobody was

	// KeyFits says that the account key that is here is the one that the backup's
	// database was used with.
	KeyFits bool
}

// Restore replaces everything by the backup at path, which it first restores
// into a temporary database to see that it can be. What is there before goes
// into a backup of its own beside the data, and comes back from it if the
// restore fails after all. Nobody stays signed in.
func (d Database) Restore(ctx context.Context, path string, confirm bool) (done Restored, err error) {
	if !confirm {
		return done, alex.Invalid("confirm", "a restore replaces everything that people have entered")
	}
	if done, err = d.restore(ctx, path); err != nil {
		return done, err
	}
	if done.KeyFits, err = accountKeyFits(ctx, d.store.System(), d.config); err != nil {
		return done, err
	}
	return done, d.store.System().Record(store.ActingAs(ctx, alex.CommandLine), "", alex.ActRestored, map[string]string{"of": done.Info.CreatedAt.Format(time.RFC3339)})
}

func (d Database) restore(ctx context.Context, path string) (done Restored, err error) {
	if done.Info, err = rehearse(ctx, path); err != nil {
		return done, err
	}
	if done.Saved, err = d.save(ctx); err != nil {
		return done, fmt.Errorf("nothing was changed, because what is there now could not be saved (move the database away to restore without it): %w", err)
	}
	if done.Saved == "" {
		return done, d.restoreFrom(ctx, path)
	}
	if err = d.replaceBy(ctx, path); err != nil {
		return done, d.putBack(ctx, done.Saved, err)
	}
	return done, nil
}

// rehearse restores a backup where it can do no harm.
func rehearse(ctx context.Context, path string) (info store.BackupInfo, err error) {
	s, err := sqlite.Open(ctx, sqlite.Memory)
	if err != nil {
		return info, err
	}
	defer closing(s, &err)
	file, err := os.Open(path)
	if err != nil {
		return info, err
	}
	defer closing(file, &err)
	return s.Restore(ctx, file)
}

// save backs the present people up, if there are any.
func (d Database) save(ctx context.Context) (path string, err error) {
	if _, err := d.migrate(ctx); err != nil {
		return "", err
	}
	path = filepath.Join(d.config.Data, "alex-before-restore-"+d.store.Now().UTC().Format(stamp)+".backup")
	info, err := d.Backup(ctx, path)
	if err == nil && info.Rows["users"] == 0 {
		return "", os.Remove(path)
	}
	return path, err
}

func (d Database) replaceBy(ctx context.Context, path string) error {
	if err := d.store.Reset(ctx, true); err != nil {
		return err
	}
	return d.restoreFrom(ctx, path)
}

// putBack undoes a failed restore, also where its caller has gone.
func (d Database) putBack(ctx context.Context, saved string, failed error) error {
	if err := d.replaceBy(context.WithoutCancel(ctx), saved); err != nil {
		return fmt.Errorf("the restore failed: %w; what was there before is in %s (putting it back failed, too: %w)", failed, saved, err)
	}
	return fmt.Errorf("the restore failed, and what was there before is back: %w", failed)
}

func (d Database) restoreFrom(ctx context.Context, path string) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer closing(file, &err)
	if _, err = d.store.Restore(ctx, file); err != nil {
		return err
	}
	reference, err := d.store.System().Reference(ctx)
	if err == nil && reference.Version != seed.Version() {
		_, err = SeedReference(ctx, d.store) // the backup's belongs to another release
	}
	return err
}

// openIntact is OpenDatabase that also looks at what is in the file.
func openIntact(ctx context.Context, cfg config.Config) (Database, error) {
	d, err := OpenDatabase(ctx, cfg)
	if err != nil {
		return d, err
	}
	if err := d.store.Intact(ctx); err != nil {
		return Database{}, errors.Join(err, d.Close())
	}
	return d, nil
}

// OpenForRestore is OpenAlone, except that a damaged SQLite file does not stand
// in the way: it is set aside, under the name that comes back.
func OpenForRestore(ctx context.Context, cfg config.Config) (d Database, aside string, err error) {
	d, err = openAlone(cfg, func() (d Database, err error) {
		d, aside, err = openOrSetAside(ctx, cfg)
		return d, err
	})
	return d, aside, err
}

func openOrSetAside(ctx context.Context, cfg config.Config) (d Database, aside string, err error) {
	d, err = openIntact(ctx, cfg)
	if !errors.Is(err, store.ErrDamaged) || cfg.DatabaseURL.Reveal() != "" {
		return d, "", err
	}
	name := filepath.Join(cfg.Data, databaseFile)
	aside = filepath.Join(cfg.Data, "alex-damaged-"+time.Now().UTC().Format(stamp)+".db")
	if renamed := os.Rename(name, aside); renamed != nil {
		return d, "", errors.Join(err, renamed)
	}
	for _, log := range []string{"-wal", "-shm"} {
		if err := os.Rename(name+log, aside+log); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return d, aside, err
		}
	}
	d, err = OpenDatabase(ctx, cfg)
	return d, aside, err
}
