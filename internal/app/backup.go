package app

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"alex"
	"alex/internal/store"
)

// Backup writes everything to a new file at path, readable by its owner alone,
// and reads it back before the file gets its name: what stands at path is whole.
// A file that exists is refused.
func (d Database) Backup(ctx context.Context, path string) (info store.BackupInfo, err error) {
	if _, err := os.Lstat(path); err == nil {
		return info, alex.Errorf(alex.CodeConflict, "%s exists already; a backup never replaces a file", path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), partialPattern) // mode 0600
	if err != nil {
		return info, err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	if info, err = writeBackup(ctx, file, d.store.Backup); err != nil {
		return info, err
	}
	return info, publish(file.Name(), path)
}

// Saved writes down for those who run Alex that a backup was made by hand.
func (d Database) Saved(ctx context.Context, path string) error {
	return d.store.System().Record(store.ActingAs(ctx, alex.CommandLine), "", alex.ActBackupMade, map[string]string{"file": filepath.Base(path)})
}

// writeBackup writes and closes file, and compares what it reads back.
func writeBackup(ctx context.Context, file *os.File, write func(context.Context, io.Writer) (store.BackupInfo, error)) (store.BackupInfo, error) {
	info, err := write(ctx, file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return store.BackupInfo{}, err
	}
	read, err := VerifyBackup(ctx, file.Name())
	if err == nil && read.SHA256 != info.SHA256 {
		err = alex.Errorf(alex.CodeInternal, "the backup does not read back as it was written")
	}
	return info, err
}

// publish gives a finished file its name, unless somebody took it meanwhile.
func publish(from, to string) error { return publishBy(os.Link, from, to) }

func publishBy(link func(from, to string) error, from, to string) error {
	err := link(from, to)
	if err != nil && !errors.Is(err, fs.ErrExist) { // a file system without links
		err = moveOnce(from, to)
	}
	if errors.Is(err, fs.ErrExist) {
		return alex.Errorf(alex.CodeConflict, "%s exists already; a backup never replaces a file", to)
	}
	if err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	_ = folder.Sync() // not every system syncs folders
	return folder.Close()
}

// moveOnce takes a name, which of several who want it one gets, and then puts the
// finished file in the place of the empty one that holds it: what stands there is
// empty or whole.
func moveOnce(from, to string) error {
	held, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if err = errors.Join(held.Close(), os.Rename(from, to)); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

// VerifyBackup reads the backup at path to its end, without a database.
func VerifyBackup(ctx context.Context, path string) (info store.BackupInfo, err error) {
	file, err := os.Open(path)
	if err != nil {
		return info, err
	}
	defer closing(file, &err)
	return store.VerifyBackup(ctx, file)
}
