package app

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// backups looks for the newest backup where the data are, and counts those of
// others. mark is that of the database; empty where it is not known.
func (d Doctor) backups(ctx context.Context, mark string) []Finding {
	files, err := backupFiles(backupDir(d.Config))
	if err != nil {
		return []Finding{failure("backup", backupDir(d.Config)+" cannot be read: "+cause(err))}
	}
	sure := true
	if mark == "" {
		mark, sure = supposed(files, d.Config)
	}
	if !sure {
		return []Finding{warning("backup", "those in "+backupDir(d.Config)+" are of several installations ("+strings.Join(marksIn(files), ", ")+
			"), and nothing says which is this one: no backup of it is known")}
	}
	return append([]Finding{d.backup(ctx, theirs(files, mark))}, d.others(foreign(files, mark))...)
}

// others are the backups of other installations in the same folder, which are
// never deleted here.
func (d Doctor) others(files []BackupFile) (findings []Finding) {
	for _, mark := range marksIn(files) {
		of := slices.DeleteFunc(slices.Clone(files), func(f BackupFile) bool { return f.owner != mark })
		findings = append(findings, fine("other backups", fmt.Sprintf("%d of another installation (%s) in %s, the newest %s: only that one clears them away",
			len(of), mark, backupDir(d.Config), of[0].Name)))
	}
	return findings
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

// backup judges the newest of the installation's own, or else of those that were
// made by hand.
func (d Doctor) backup(ctx context.Context, files []BackupFile) Finding {
	const name = "backup"
	if file, found := newestWhole(ctx, files, d.Now()); found && d.Config.BackupEvery > 0 {
		return d.own(name, file)
	}
	newest := d.newest(files)
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

// newest is the file that was written last: of one's own, and of those in the data
// folder that Alex did not make by itself.
func (d Doctor) newest(own []BackupFile) (newest fs.FileInfo) {
	for _, pattern := range []string{"*.backup", filepath.Join("backups", "*")} {
		paths, _ := filepath.Glob(filepath.Join(d.Config.Data, pattern)) // fails for a bad pattern alone
		for _, path := range paths {
			others := backupName.MatchString(filepath.Base(path)) &&
				!slices.ContainsFunc(own, func(f BackupFile) bool { return f.Name == filepath.Base(path) })
			info, err := os.Stat(path)
			if !others && err == nil && info.Mode().IsRegular() && (newest == nil || info.ModTime().After(newest.ModTime())) {
				newest = info
			}
		}
	}
	return newest
}
