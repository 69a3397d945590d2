package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"alex"
	"alex/internal/config"
	"alex/internal/store"
)

// installationFile lies beside the account key and says which installation keeps
// its data here: for when its database cannot be read, or is of an older release.
const installationFile = "installation.id"

const markDigits = 8

var installationID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// markOf tells the backups of one installation from those of others that lie in
// the same folder.
func markOf(id alex.ID) string {
	if len(id) < markDigits {
		return ""
	}
	return string(id[len(id)-markDigits:])
}

// mark is that of the database. It is empty where that is not known: before the
// first start of a server, and in the schema of an older release.
func mark(ctx context.Context, system *store.System) string {
	is, err := system.Installation(ctx)
	if err != nil {
		return ""
	}
	return markOf(is.ID)
}

// keptID is the installation that the data folder was last used by; empty where
// nothing says so.
func keptID(cfg config.Config) alex.ID {
	text, err := os.ReadFile(filepath.Join(cfg.Data, installationFile))
	id := strings.TrimSpace(string(text))
	if err != nil || !installationID.MatchString(id) {
		return ""
	}
	return alex.ID(id)
}

// keepID says in the data folder which installation uses it.
func keepID(cfg config.Config, id alex.ID) (err error) {
	if id == "" || keptID(cfg) == id {
		return nil
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(cfg.Data, ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = file.WriteString(string(id) + "\n")
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), filepath.Join(cfg.Data, installationFile))
}

// markBefore is the mark of a backup that is made before a migration: where the
// database has none yet, that of the data folder, under which the first start
// then settles.
func (d Database) markBefore(ctx context.Context) string {
	if own := mark(ctx, d.store.System()); own != "" {
		return own
	}
	if keptID(d.config) == "" {
		if err := keepID(d.config, d.store.NewID()); err != nil {
			return ""
		}
	}
	return markOf(keptID(d.config))
}

// marksIn are the marks on files, each once, in order.
func marksIn(files []BackupFile) (marks []string) {
	for _, f := range files {
		if f.owner != "" && !slices.Contains(marks, f.owner) {
			marks = append(marks, f.owner)
		}
	}
	slices.Sort(marks)
	return marks
}

// theirs are the files of the installation of a mark: those that bear it, and
// those that bear none where no file bears another. An empty mark is that of
// nobody: then only files without one are, and only among themselves.
func theirs(files []BackupFile, mark string) []BackupFile {
	alone := !slices.ContainsFunc(marksIn(files), func(other string) bool { return other != mark })
	return slices.DeleteFunc(slices.Clone(files), func(f BackupFile) bool {
		return f.owner != "" && f.owner != mark || f.owner == "" && !alone
	})
}

// supposed is the mark where the database does not say it: that of the data
// folder, or the only one there is. ok is false where there are several, and so
// no telling whose a file is.
func supposed(files []BackupFile, cfg config.Config) (mark string, ok bool) {
	if kept := markOf(keptID(cfg)); kept != "" {
		return kept, true
	}
	switch marks := marksIn(files); len(marks) {
	case 0:
		return "", true
	case 1:
		return marks[0], true
	default:
		return "", false
	}
}

// settled keeps in the data folder which installation this is. A first start on
// an empty database beside backups of another is told of: they may be what was
// meant to be here.
func (a *App) settled(ctx context.Context, cfg config.Config, log *slog.Logger, first bool) error {
	system := a.Store.System()
	is, err := system.Installation(ctx)
	if err != nil {
		return err
	}
	if first {
		a.tellOfOthers(ctx, cfg, log, markOf(is.ID))
	}
	if cfg.Role != "" { // a function has no folder
		return nil
	}
	if err := keepID(cfg, is.ID); err != nil {
		log.LogAttrs(ctx, slog.LevelWarn, "which installation this is cannot be kept beside the account key", slog.Any("error", err))
	}
	return nil
}

func (a *App) tellOfOthers(ctx context.Context, cfg config.Config, log *slog.Logger, own string) {
	people, err := a.Store.System().People(ctx, store.Page{Limit: 1})
	if err != nil || len(people.Items) > 0 {
		return
	}
	files, err := backupFiles(backupDir(cfg))
	if err != nil {
		return
	}
	others := foreign(files, own)
	if len(others) == 0 {
		return
	}
	log.LogAttrs(ctx, slog.LevelWarn, "the database is new and empty, but backups of another installation lie in the folder; if this is to be that one, stop, and bring it back with alex restore FILE --confirm",
		slog.Int("backups", len(others)), slog.String("newest", others[0].path))
}

// foreign are the files that bear another mark than one's own.
func foreign(files []BackupFile, own string) []BackupFile {
	return slices.DeleteFunc(slices.Clone(files), func(f BackupFile) bool { return f.owner == "" || f.owner == own })
}
