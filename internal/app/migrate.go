package app

import (
	"context"
	"errors"
	"fmt"

	"alex/internal/config"
	"alex/internal/store"
)

// withoutBackup stands for the name of a backup that was not wanted.
const withoutBackup = "none, because ALEX_BACKUP_EVERY is 0"

// migrate brings the schema up to date. Where there are people and something is
// to be changed, a backup comes first, whose name is the answer; without one
// nothing is changed, unless backups are off.
func (d Database) migrate(ctx context.Context) (saved string, err error) {
	people, applied, known, err := d.store.Settled(ctx)
	if err != nil {
		return "", err
	}
	if people && applied < known {
		if saved, err = d.saveBefore(ctx); err != nil {
			return "", err
		}
	}
	return saved, d.store.Migrate(ctx)
}

func (d Database) saveBefore(ctx context.Context) (saved string, err error) {
	if d.config.BackupEvery <= 0 {
		return withoutBackup, nil
	}
	file, err := d.backUpInto(ctx, backupDir(d.config), beforeMigration, d.store.BackupBefore)
	if err != nil {
		return "", startError{
			fmt.Sprintf("nothing was migrated, because the backup before it failed (%s): make room in %s, set ALEX_BACKUP_DIR to another folder, or set ALEX_BACKUP_EVERY to 0 to go without one",
				cause(err), backupDir(d.config)), err,
		}
	}
	return file.Name, nil
}

// damagedHere says of a damaged SQLite file how to go on.
func damagedHere(ctx context.Context, cfg config.Config, err error) error {
	if !errors.Is(err, store.ErrDamaged) {
		return err
	}
	text := "the database file in " + cfg.Data + " is damaged or is no SQLite database: "
	file, found := newestWhole(ctx, backupDir(cfg))
	if !found {
		return startError{text + "restore a backup with alex restore FILE --confirm; there is none in " + backupDir(cfg), err}
	}
	return startError{text + "restore the newest backup that is whole with alex restore " + file.path + " --confirm", err}
}
