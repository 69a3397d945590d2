package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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
	return errors.Is(err, fs.ErrNotExist) && isFile(d.Config)
}
