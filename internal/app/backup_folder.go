package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"alex"
)

// folderOwner lies in a folder of backups outside the data folder, and says
// whose they are: two installations would clear away each other's.
const folderOwner = "alex-installation"

// claimFolder makes the folder this installation's, where it is a setting;
// alex.CodeConflict where it is another's.
func (b *Backups) claimFolder(ctx context.Context) error {
	dir := b.Config.BackupDir
	if dir == "" {
		return nil
	}
	is, err := b.Store.System().Installation(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return cannotBackUp(dir, err)
	}
	path := filepath.Join(dir, folderOwner)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := writeOnce(path, []byte(string(is.ID)+"\n")); err != nil {
			return cannotBackUp(dir, err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return cannotBackUp(dir, err)
	}
	if owner := strings.TrimSpace(string(text)); owner != string(is.ID) {
		return startError{
			"the backups in " + dir + " are of another installation of Alex (" + owner + "), and each clears away what it has too many of: " +
				"set ALEX_BACKUP_DIR to a folder of this one's own; if it took the other's place, delete " + path,
			alex.Errorf(alex.CodeConflict, "the folder of backups is another's"),
		}
	}
	return nil
}

func cannotBackUp(dir string, err error) error {
	return startError{"the folder of backups " + dir + " cannot be written (" + cause(err) + "): set ALEX_BACKUP_DIR to a folder of your own", err}
}

// writeOnce makes a file whole or not at all; of two processes that make it at
// once, one does.
func writeOnce(path string, content []byte) (err error) {
	whole, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(whole.Name()) }()
	_, err = whole.Write(content)
	if err = errors.Join(err, whole.Sync(), whole.Close()); err != nil {
		return err
	}
	if err := publish(whole.Name(), path); alex.CodeOf(err) != alex.CodeConflict {
		return err
	}
	return nil
}
