package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/store"
	"alex/internal/store/sqlite"
	"alex/internal/telemetry"
)

// Backups makes the backups of a server: by itself when their time has come, or
// when an operator asks. Each is restored into a temporary database and
// compared row by row before it counts.
type Backups struct {
	Config  config.Config
	Store   *store.Store
	Now     func() time.Time
	Log     *slog.Logger
	Metrics *telemetry.Metrics // may be nil

	making sync.Mutex
	mu     sync.Mutex
	looked map[string]look
}

// look is what reading a file came to, for as long as the file stays as it was.
type look struct {
	bytes    int64
	modified time.Time
	whole    bool
}

const (
	backupChore  = "backup"
	backupLease  = time.Hour        // after which another process tries, should this one die
	firstBackup  = 10 * time.Minute // after the first start
	backupAgain  = 15 * time.Minute // after a failure
	staleScraps  = 24 * time.Hour   // of backups that were never finished
	backupsEvery = time.Minute      // looks for whether one is due
)

// run makes backups when they are due, until ctx ends.
func (b *Backups) run(ctx context.Context) {
	if err := b.clearLeft(); err != nil {
		b.Log.LogAttrs(ctx, slog.LevelWarn, "what is left of unfinished backups stays", slog.Any("error", err))
	}
	if b.Config.BackupEvery <= 0 {
		return
	}
	ticker := time.NewTicker(backupsEvery)
	defer ticker.Stop()
	for {
		if err := b.makeDue(ctx); err != nil && ctx.Err() == nil {
			b.Log.LogAttrs(ctx, slog.LevelError, "a backup failed", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// makeDue makes a backup if it is time for one, and nobody else makes it.
func (b *Backups) makeDue(ctx context.Context) error {
	now, every := b.Now(), b.Config.BackupEvery
	due, err := b.Store.System().TakeChore(ctx, store.Taking{
		Name: backupChore, Now: now, First: now.Add(min(every, firstBackup)), Then: now.Add(min(every, backupLease)),
		Latest: now.Add(max(every, backupLease)),
	})
	if err != nil || !due {
		return err
	}
	_, err = b.attempt(ctx)
	return err
}

// Make makes a backup now, verifies it, and clears away those that are too many.
// alex.CodeConflict while another one is being made here. A failure is in the
// log as well: who asked may have gone.
func (b *Backups) Make(ctx context.Context) (BackupFile, error) {
	file, err := b.attempt(ctx)
	if err != nil && alex.CodeOf(err) != alex.CodeConflict {
		b.Log.LogAttrs(ctx, slog.LevelError, "a backup by hand failed", slog.Any("error", err))
	}
	return file, err
}

// attempt makes a backup and writes down how it went; a panic is a failure like
// any other.
func (b *Backups) attempt(ctx context.Context) (file BackupFile, err error) {
	if !b.making.TryLock() {
		return file, alex.Errorf(alex.CodeConflict, "a backup is being made already")
	}
	defer b.making.Unlock()
	defer caught(&err)
	file, err = b.make(ctx)
	if ended := b.ended(ctx, file, err); err == nil {
		err = ended
	}
	return file, err
}

// caught turns a panic into an error.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v", p)
	}
}

func (b *Backups) make(ctx context.Context) (file BackupFile, err error) {
	defer caught(&err)
	db, err := OpenDatabase(ctx, b.Config)
	if err != nil {
		return file, err
	}
	defer closing(db, &err)
	db.store.Now = b.Now
	file, err = db.backUpInto(ctx, backupDir(b.Config), mark(ctx, db.store.System()), "", db.store.Backup)
	if err != nil {
		return file, err
	}
	b.remember(file, true)
	return file, nil
}

// ended writes down how it went: for those who run Alex, and for when the next
// one is due.
func (b *Backups) ended(ctx context.Context, file BackupFile, failed error) error {
	ctx = context.WithoutCancel(ctx)
	now, system := b.Now(), b.Store.System()
	if failed != nil {
		if b.Metrics != nil {
			b.Metrics.BackupFailed()
		}
		again := now.Add(backupAgain)
		if every := b.Config.BackupEvery; every > 0 {
			again = now.Add(min(every, backupAgain))
		}
		return errors.Join(
			system.ChoreFailed(ctx, backupChore, again),
			system.Record(ctx, "", alex.ActBackupFailed, map[string]string{"code": string(alex.CodeOf(failed))}))
	}
	err := errors.Join(
		system.ChoreDone(ctx, backupChore, now, now.Add(b.Config.BackupEvery)),
		system.Record(ctx, "", alex.ActBackupMade, map[string]string{"file": file.Name, "bytes": strconv.FormatInt(file.Bytes, 10)}))
	return errors.Join(err, b.clear(ctx))
}

// clear deletes the backups that are too many, and scraps of those that were
// never finished. It comes after a newer one was verified.
func (b *Backups) clear(ctx context.Context) error {
	files, err := b.List(ctx)
	if err != nil {
		return err
	}
	files = theirs(files, mark(ctx, b.Store.System()))
	for _, file := range surplus(files, b.Config.BackupKeep, b.Now().UTC()) {
		if err := os.Remove(file.path); err != nil {
			return err
		}
	}
	return clearScraps(backupDir(b.Config), b.Now().Add(-staleScraps), partialPattern, rehearsalPattern)
}

// clearLeft is clearRehearsals while none is going on here.
func (b *Backups) clearLeft() error {
	b.making.Lock()
	defer b.making.Unlock()
	return clearRehearsals(b.Config, b.Now())
}

// clearRehearsals deletes at a start the databases on which processes that were
// killed have tried a backup: all where the folder is of a database that this
// process has locked, otherwise those so old that nobody is at them.
func clearRehearsals(cfg config.Config, now time.Time) error {
	if cfg.BackupDir != "" || !isFile(cfg) {
		now = now.Add(-staleScraps)
	}
	return clearScraps(backupDir(cfg), now, rehearsalPattern)
}

// clearScraps deletes what processes that were killed have left half done.
func clearScraps(dir string, before time.Time, patterns ...string) error {
	for _, pattern := range patterns {
		scraps, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		for _, path := range scraps {
			if info, err := os.Stat(path); err == nil && info.ModTime().Before(before) {
				if err := os.RemoveAll(path); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// List is every backup in the folder, the newest first. Files that were not
// looked at yet are read, as far as there is time.
func (b *Backups) List(ctx context.Context) ([]BackupFile, error) {
	files, err := backupFiles(backupDir(b.Config))
	if err != nil {
		return nil, err
	}
	for i := range files {
		if whole, known := b.whole(ctx, files[i]); known {
			files[i].Verified = &whole
		}
	}
	return files, nil
}

// whole is what reading a file came to; it is not known where the file could not
// be read to its end.
func (b *Backups) whole(ctx context.Context, file BackupFile) (whole, known bool) {
	b.mu.Lock()
	seen, found := b.looked[file.Name]
	b.mu.Unlock()
	if found && seen.bytes == file.Bytes && seen.modified.Equal(file.modified) {
		return seen.whole, true
	}
	_, err := VerifyBackup(ctx, file.path)
	if ctx.Err() != nil || err != nil && !provenDamage(err) {
		return false, false
	}
	b.remember(file, err == nil)
	return err == nil, true
}

// provenDamage reports whether reading a backup failed because of what is in it,
// and not because the system could not read it just now.
func provenDamage(err error) bool {
	_, unread := errors.AsType[*fs.PathError](err)
	return alex.CodeOf(err) == alex.CodeInvalid && !unread
}

func (b *Backups) remember(file BackupFile, whole bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.looked == nil {
		b.looked = map[string]look{}
	}
	b.looked[file.Name] = look{file.Bytes, file.modified, whole}
}

// Plan is when the last backup was verified, by whichever process, and when the
// next one is due; nil where there is none.
func (b *Backups) Plan(ctx context.Context) (last, next *time.Time, failures int, err error) {
	c, err := b.Store.System().Chore(ctx, backupChore)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return nil, nil, 0, nil
	}
	if err == nil && b.Config.BackupEvery > 0 {
		next = &c.RunAfter
	}
	return c.SucceededAt, next, c.Failures, err
}

// lastSuccess is for the metrics; the zero time where there is none.
func (b *Backups) lastSuccess(ctx context.Context) (time.Time, error) {
	last, _, _, err := b.Plan(ctx)
	if err != nil || last == nil {
		return time.Time{}, err
	}
	return *last, nil
}

// backUpInto makes a backup in a folder, restores it on trial, and gives it its
// name, with the mark of its installation, if that has one. Nothing is left of one
// that fails.
func (d Database) backUpInto(ctx context.Context, dir, mark, kind string, write func(context.Context, io.Writer) (store.BackupInfo, error)) (done BackupFile, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return done, err
	}
	file, err := os.CreateTemp(dir, partialPattern) // mode 0600
	if err != nil {
		return done, err
	}
	defer func() { _ = os.Remove(file.Name()) }()
	if _, err := writeBackup(ctx, file, write); err != nil {
		return done, err
	}
	if err := rehearseIn(ctx, dir, file.Name()); err != nil {
		return done, err
	}
	name := backupPrefix + d.store.Now().UTC().Format(stamp)
	if mark != "" {
		name += "-" + mark
	}
	name += kind + backupSuffix
	if err := publish(file.Name(), filepath.Join(dir, name)); err != nil {
		return done, err
	}
	return statBackup(dir, name)
}

func statBackup(dir, name string) (BackupFile, error) {
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		return BackupFile{}, err
	}
	file, _ := backupFile(dir, fs.FileInfoToDirEntry(info))
	whole := true
	file.Verified = &whole
	return file, nil
}

// rehearseIn restores a backup into a temporary database below dir, and
// compares what is there with what the backup says.
func rehearseIn(ctx context.Context, dir, path string) (err error) {
	below, err := os.MkdirTemp(dir, rehearsalPattern)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(below)) }()
	s, err := sqlite.Temporary(ctx, below)
	if err != nil {
		return err
	}
	defer closing(s, &err)
	return s.Rehearse(ctx, func() (io.ReadCloser, error) { return os.Open(path) })
}
