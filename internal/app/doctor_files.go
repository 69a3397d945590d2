package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// dataFolder looks at the folder, or at where it will be made.
func (d Doctor) dataFolder() Finding {
	const name = "data folder"
	dir := d.Config.Data
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if parent := existing(dir); !writable(parent) {
			return failure(name, parent+" cannot be written, so "+dir+" cannot be made: set ALEX_DATA to a folder of your own")
		}
		return fine(name, dir+" is made at the first start")
	case err != nil:
		return failure(name, cannotKeep(dir, err).Error())
	case !info.IsDir():
		return failure(name, dir+" is a file: set ALEX_DATA to a folder")
	case !writable(dir):
		return failure(name, dir+" cannot be written: give it to the user that runs Alex, or set ALEX_DATA to a folder of your own")
	case exposed(info):
		return warning(name, dir+" is open to other users of this machine: chmod 700 "+dir)
	default:
		return fine(name, dir)
	}
}

// existing is the nearest folder above path that is there.
func existing(path string) string {
	for path = filepath.Clean(path); ; path = filepath.Dir(path) {
		if _, err := os.Stat(path); err == nil || path == filepath.Dir(path) {
			return path
		}
	}
}

// exposed reports whether other users of the machine may read or enter. On
// Windows the mode does not tell.
func exposed(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

const (
	leastSpace = 64 << 20
	smallSpace = 1 << 30
)

func (d Doctor) space() Finding {
	const name = "free space"
	dir := existing(d.Config.Data)
	free, known := freeSpace(dir)
	text := fmt.Sprintf("%d MB are free in %s", free>>20, dir)
	switch {
	case !known:
		return fine(name, "this system does not say how much is free in "+dir)
	case free < leastSpace:
		return failure(name, text+": make room, or move ALEX_DATA; without room nothing can be stored")
	case free < smallSpace:
		return warning(name, text+": make room soon, or move ALEX_DATA")
	default:
		return fine(name, text)
	}
}

// accountKey looks at the file of the account key.
func (d Doctor) accountKey() Finding {
	const name = "account key"
	if d.Config.AccountKey != "" {
		return fine(name, "ALEX_ACCOUNT_KEY is set")
	}
	path := accountKeyPath(d.Config)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && d.empty():
		return fine(name, path+" is made at the first start")
	case errors.Is(err, fs.ErrNotExist):
		return warning(name, path+" is missing: bring it back if there was one")
	case err != nil:
		return failure(name, path+" cannot be looked at: "+cause(err))
	case info.Size() != accountKeyBytes:
		return failure(name, path+" is damaged: restore it from a copy")
	case exposed(info):
		return failure(name, path+" is open to other users of this machine: chmod 600 "+path)
	default:
		return fine(name, path)
	}
}

// empty reports that nothing was ever kept here.
func (d Doctor) empty() bool {
	_, err := os.Stat(d.databasePath())
	return errors.Is(err, fs.ErrNotExist) && !isPostgres(d.Config)
}

// own judges the newest whole backup that Alex made by itself.
func (d Doctor) own(name string, file BackupFile) Finding {
	every, age := d.Config.BackupEvery, d.Now().Sub(file.CreatedAt)
	text := fmt.Sprintf("the newest that is whole is %s, %d hours old", file.path, max(0, int(age/time.Hour)))
	if age > 2*every {
		return warning(name, fmt.Sprintf("%s, more than twice ALEX_BACKUP_EVERY (%s): see whether alex serve runs, and what its log says of backups", text, every))
	}
	return fine(name, text)
}

// backup looks for the newest backup where the data are.
func (d Doctor) backup(ctx context.Context) Finding {
	const name = "backup"
	if file, found := newestWhole(ctx, backupDir(d.Config), d.Now()); found && d.Config.BackupEvery > 0 {
		return d.own(name, file)
	}
	var newest fs.FileInfo
	for _, pattern := range []string{"*.backup", filepath.Join("backups", "*")} {
		paths, _ := filepath.Glob(filepath.Join(d.Config.Data, pattern)) // fails for a bad pattern alone
		for _, path := range paths {
			info, err := os.Stat(path)
			if err == nil && info.Mode().IsRegular() && (newest == nil || info.ModTime().After(newest.ModTime())) {
				newest = info
			}
		}
	}
	switch {
	case newest != nil:
		days := max(0, int(d.Now().Sub(newest.ModTime())/(24*time.Hour)))
		return fine(name, fmt.Sprintf("the newest in %s is %s, %d days old", d.Config.Data, newest.Name(), days))
	case d.empty():
		return fine(name, "there is nothing to back up yet")
	default:
		return warning(name, "none lies in "+d.Config.Data+": write one with alex backup FILE, and keep a copy elsewhere")
	}
}
