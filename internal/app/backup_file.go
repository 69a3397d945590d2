package app

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"alex/internal/config"
)

// BackupFile is a backup that Alex made by itself. Verified says that it reads
// back whole; it is nil where nobody has looked yet.
type BackupFile struct {
	Name            string    `json:"name"`
	CreatedAt       time.Time `json:"createdAt"`
	Bytes           int64     `json:"bytes"`
	BeforeMigration bool      `json:"beforeMigration"`
	Verified        *bool     `json:"verified"`

	path     string
	modified time.Time
	owner    string // the mark of the installation that made it; empty where that had none
}

// Path is where the file lies.
func (f BackupFile) Path() string { return f.path }

// ListBackups are the backups that Alex made by itself, the newest first, each
// read to its end.
func ListBackups(ctx context.Context, cfg config.Config) ([]BackupFile, error) {
	return (&Backups{Config: cfg}).List(ctx)
}

// Names of backups sort by time, and bear the mark of their installation. What
// is being written has another name.
const (
	backupPrefix     = "alex-"
	backupSuffix     = ".backup"
	beforeMigration  = "-before-migration"
	partialPattern   = ".alex-*.partial"
	rehearsalPattern = ".rehearsal-*"
)

var backupName = regexp.MustCompile(`^alex-(\d{8}T\d{6}\.\d{6}Z)(?:-([0-9a-f]{8}))?(-before-migration)?\.backup$`)

// backupDir is where Alex puts the backups that it makes by itself.
func backupDir(cfg config.Config) string {
	return cmp.Or(cfg.BackupDir, filepath.Join(cfg.Data, "backups"))
}

// backupFiles are the backups in a folder, the newest first. A folder that is
// missing has none.
func backupFiles(dir string) ([]BackupFile, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	files := []BackupFile{}
	for _, e := range entries {
		if file, is := backupFile(dir, e); is {
			files = append(files, file)
		}
	}
	slices.SortFunc(files, func(a, b BackupFile) int { return cmp.Compare(b.Name, a.Name) })
	return files, nil
}

func backupFile(dir string, e fs.DirEntry) (file BackupFile, is bool) {
	parts := backupName.FindStringSubmatch(e.Name())
	if parts == nil {
		return file, false
	}
	made, err := time.Parse(stamp, parts[1])
	if err != nil {
		return file, false
	}
	info, err := e.Info()
	if err != nil || !info.Mode().IsRegular() {
		return file, false
	}
	return BackupFile{
		Name: e.Name(), CreatedAt: made, Bytes: info.Size(), BeforeMigration: parts[3] != "",
		path: filepath.Join(dir, e.Name()), modified: info.ModTime(), owner: parts[2],
	}, true
}

// newestWhole is the newest of files that reads back whole, by the clock of now:
// one that is dated in the future comes last. It is false where there is none.
func newestWhole(ctx context.Context, files []BackupFile, now time.Time) (file BackupFile, found bool) {
	made := slices.DeleteFunc(slices.Clone(files), func(f BackupFile) bool { return f.ahead(now) })
	for _, file := range append(made, files...) {
		if _, err := VerifyBackup(ctx, file.path); err == nil {
			return file, true
		}
	}
	return file, false
}

// ahead says that a file is dated so late that it was not made yet.
func (f BackupFile) ahead(now time.Time) bool { return f.CreatedAt.After(now.Add(clockAhead)) }

const (
	monthsKept = 6                   // the last that have one; of each, one backup stays
	beforeKept = 2                   // of those made before a migration
	clockAhead = 24 * time.Hour      // a file dated later than that was not made yet
	clockLeap  = 45 * 24 * time.Hour // after a silence as long as that, the clock may be wrong
)

// surplus are the files that may go, of files that are sorted with the newest
// first. It keeps the newest whole one of each of the last so many days that have
// one, and of each of the last months that have one; of those made before a
// migration, which take nobody else's place, the newest whole ones. What is damaged
// counts for nothing, and stays while there are not enough whole ones that are newer.
// What nobody could read to its end, or is dated in the future, is left alone. Where
// the one before the newest is very old, nothing goes: the clock may have leapt.
func surplus(files []BackupFile, keep int, now time.Time) (gone []BackupFile) {
	if leapt(files, now) {
		return nil
	}
	days, months, before := map[string]bool{}, map[string]bool{}, 0
	for _, file := range files {
		if file.Verified == nil || file.ahead(now) {
			continue
		}
		stays := false
		switch day, month := file.CreatedAt.Format(time.DateOnly), file.CreatedAt.Format("2006-01"); {
		case file.BeforeMigration:
			stays = before < beforeKept
			if *file.Verified {
				before++
			}
		case !*file.Verified:
			stays = len(days) < keep
		default:
			stays = len(days) < keep && !days[day] || len(months) < monthsKept && !months[month]
			days[day], months[month] = true, true
		}
		if !stays {
			gone = append(gone, file)
		}
	}
	return gone
}

// leapt reports that all files but the newest are so old that the clock may be
// wrong.
func leapt(files []BackupFile, now time.Time) bool {
	made := slices.DeleteFunc(slices.Clone(files), func(f BackupFile) bool { return f.ahead(now) })
	return len(made) > 1 && now.Sub(made[1].CreatedAt) > clockLeap
}
