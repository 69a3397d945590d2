package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
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
	// database was used with; KeyUnread why it could not be told.
	KeyFits   bool
	KeyUnread error
}

// Restore replaces everything by the backup at path, which it first restores
// into a temporary database to see that it can be. What is there before goes
// into a backup of its own beside the data, and comes back from it if the
// restore fails after all. Nobody stays signed in. The installation stays the one
// that it was, or is a new one: backups of the one that the backup is of are not
// its own.
func (d Database) Restore(ctx context.Context, path string, confirm bool) (done Restored, err error) {
	if !confirm {
		return done, alex.Invalid("confirm", "a restore replaces everything that people have entered")
	}
	if done, err = d.restore(ctx, path); err != nil {
		return done, err
	}
	if err := d.noteRestored(ctx, done.Info, nil); err != nil {
		return done, fmt.Errorf("the backup is restored, but that was not written into the log of acts: %w", err)
	}
	done.KeyFits, done.KeyUnread = accountKeyFits(ctx, d.store.System(), d.config)
	return done, nil
}

// noteRestored writes down what was restored, and keeps which installation it is.
func (d Database) noteRestored(ctx context.Context, info store.BackupInfo, more map[string]string) error {
	detail := map[string]string{"of": info.CreatedAt.Format(time.RFC3339)}
	maps.Copy(detail, more)
	system := d.store.System()
	if err := system.Record(store.ActingAs(ctx, alex.CommandLine), "", alex.ActRestored, detail); err != nil {
		return err
	}
	if is, err := system.Installation(ctx); err == nil {
		_ = keepID(d.config, is.ID) // the next start keeps it
	}
	return nil
}

func (d Database) restore(ctx context.Context, path string) (done Restored, err error) {
	if done.Info, err = rehearse(ctx, path); err != nil {
		return done, err
	}
	if done.Saved, err = d.save(ctx); err != nil {
		return done, fmt.Errorf("nothing was changed, because what is there now could not be saved (move the database away to restore without it): %w", err)
	}
	own := d.own(ctx)
	if done.Saved == "" {
		return done, d.restoreFrom(ctx, path, own)
	}
	if err = d.replaceBy(ctx, path, own); err != nil {
		return done, d.putBack(ctx, done.Saved, err)
	}
	return done, nil
}

// own chooses the installation that restored rows are of: the one that was here,
// which a database that is lost has left beside the account key, or a new one.
func (d Database) own(ctx context.Context) func(of alex.ID) alex.ID {
	is, err := d.store.System().Installation(ctx)
	return func(of alex.ID) alex.ID {
		switch {
		case err == nil:
			return is.ID
		case of == keptID(d.config):
			return of
		default:
			return d.store.NewID()
		}
	}
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

func (d Database) replaceBy(ctx context.Context, path string, own func(of alex.ID) alex.ID) error {
	if err := d.store.Reset(ctx, true); err != nil {
		return err
	}
	return d.restoreFrom(ctx, path, own)
}

// putBack undoes a failed restore, also where its caller has gone. What a restore
// leaves behind does not come back, which the log of acts then says.
func (d Database) putBack(ctx context.Context, saved string, failed error) error {
	ctx = context.WithoutCancel(ctx)
	info, err := VerifyBackup(ctx, saved)
	if err == nil {
		err = d.replaceBy(ctx, saved, nil)
	}
	if err != nil {
		return fmt.Errorf("the restore failed: %w; what was there before is in %s (putting it back failed, too: %w)", failed, saved, err)
	}
	failed = fmt.Errorf("the restore failed, and what was there before is back, except that everyone signs in again, and invitations and the keys of operators must be made anew: %w", failed)
	return errors.Join(failed, d.noteRestored(ctx, info, map[string]string{"why": "another restore failed"}))
}

func (d Database) restoreFrom(ctx context.Context, path string, own func(of alex.ID) alex.ID) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer closing(file, &err)
	if _, err = d.store.RestoreAs(ctx, file, own); err != nil {
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
	d, err = openAlone(ctx, cfg, func() (d Database, err error) {
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
