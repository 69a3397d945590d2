package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"alex/internal/config"
	"alex/internal/store"
	"alex/internal/store/postgres"
)

// withoutBackup stands for the name of a backup that was not wanted.
const withoutBackup = "none, because ALEX_BACKUP_EVERY is 0"

// migrate brings the schema up to date. Where there are people and something is
// to be changed, a backup comes first, whose name is the answer; without one
// nothing is changed, unless backups are off. The login that serves then gets the roles
// that it needs.
func (d Database) migrate(ctx context.Context) (saved string, err error) {
	defer func() { err = mayNotMigrate(err) }()
	people, applied, known, err := d.store.Settled(ctx)
	if err != nil {
		return "", err
	}
	if people && applied < known {
		if saved, err = d.saveBefore(ctx); err != nil {
			return "", err
		}
	}
	if err := d.store.Migrate(ctx); err != nil || !isPostgres(d.config) {
		return saved, err
	}
	return saved, postgres.Grant(ctx, owner(d.config).Reveal(), d.config.DatabaseURL.Reveal())
}

func (d Database) saveBefore(ctx context.Context) (saved string, err error) {
	if d.config.BackupEvery <= 0 {
		return withoutBackup, nil
	}
	_ = clearRehearsals(d.config, d.store.Now()) // where it cannot, the backup says why
	file, err := d.backUpInto(ctx, backupDir(d.config), d.markBefore(ctx), beforeMigration, d.store.BackupBefore)
	if err != nil {
		return "", startError{
			fmt.Sprintf("nothing was migrated, because the backup before it failed (%s): make room in %s, set ALEX_BACKUP_DIR to another folder, or set ALEX_BACKUP_EVERY to 0 to go without one",
				cause(err), backupDir(d.config)), err,
		}
	}
	_ = d.clearBefore(ctx, file) // the server tries again, and tells
	return file.Name, nil
}

// clearBefore deletes the backups made before earlier migrations that made, which
// has been verified, leaves no place for: a start that fails over and over makes
// one each time, and no server clears them away. A second one stays: the newest
// of an older schema, of which an upgrade that was interrupted again and again
// has several, and then the oldest of the last day; it is the way back to the
// release before. Without one it is the newest of the same schema.
func (d Database) clearBefore(ctx context.Context, made BackupFile) error {
	files, err := backupFiles(backupDir(d.config))
	if err != nil {
		return err
	}
	files = theirs(files, made.owner)
	now, err := VerifyBackup(ctx, made.path)
	if err != nil {
		return err
	}
	var whole []BackupFile
	second, schema := -1, now.SchemaVersion
	for _, file := range files {
		if !file.BeforeMigration || !file.CreatedAt.Before(made.CreatedAt) {
			continue
		}
		info, err := VerifyBackup(ctx, file.path)
		if err != nil {
			continue // the next server judges what is damaged
		}
		whole = append(whole, file)
		fresh := made.CreatedAt.Sub(file.CreatedAt) < 24*time.Hour
		if second < 0 || info.SchemaVersion < schema && (schema == now.SchemaVersion || fresh) {
			second, schema = len(whole)-1, info.SchemaVersion
		}
	}
	for i, file := range whole {
		if i != second {
			if err := os.Remove(file.path); err != nil {
				return err
			}
		}
	}
	return nil
}

// damagedHere says of a damaged SQLite file how to go on.
func damagedHere(ctx context.Context, cfg config.Config, err error) error {
	if !errors.Is(err, store.ErrDamaged) {
		return err
	}
	text := "the database file in " + cfg.Data + " is damaged or is no SQLite database: "
	files, _ := backupFiles(backupDir(cfg)) // where the folder cannot be read, there is none
	mark, sure := supposed(files, cfg)
	if !sure {
		return startError{text + "restore a backup with alex restore FILE --confirm; those in " + backupDir(cfg) + " are of several installations (" +
			strings.Join(marksIn(files), ", ") + "), and nothing says which is this one", err}
	}
	file, found := newestWhole(ctx, theirs(files, mark), time.Now())
	if !found {
		return startError{text + "restore a backup with alex restore FILE --confirm; there is none in " + backupDir(cfg), err}
	}
	return startError{text + "restore the newest backup that is whole with alex restore " + file.path + " --confirm", err}
}
