package app

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/store"
)

// wholeBackup is the text of a backup of somebody.
func wholeBackup(t *testing.T) []byte {
	t.Helper()
	d, _ := openData(t)
	path := filepath.Join(t.TempDir(), "a.backup")
	if _, err := d.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// lieIn puts backups of a mark into a folder, one a day, the newest at a time.
func lieIn(t *testing.T, dir, mark string, n int, newest time.Time, text []byte) (paths []string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if mark != "" {
		mark = "-" + mark
	}
	for day := range n {
		path := filepath.Join(dir, backupPrefix+newest.AddDate(0, 0, -day).UTC().Format(stamp)+mark+backupSuffix)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// startedWith starts and stops a server, and answers its log.
func startedWith(t *testing.T, cfg config.Config) (log string, id alex.ID) {
	t.Helper()
	var book bytes.Buffer
	s, err := Start(t.Context(), cfg, slog.New(slog.NewTextHandler(&book, nil)))
	if err != nil {
		t.Fatal(err)
	}
	is, err := s.App.Store.System().Installation(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	return book.String(), is.ID
}

// TestFreshDatabaseKeepsOldBackups: whoever loses the database and starts again
// in the same folder finds every backup of the old one there, however many new
// ones are made, and is told of them.
func TestFreshDatabaseKeepsOldBackups(t *testing.T) {
	t.Parallel()
	cfg := settings(t, "ALEX_BACKUP_KEEP=1")
	old := lieIn(t, backupDir(cfg), "00000000", 20, time.Now().AddDate(0, 0, -1), wholeBackup(t))
	log, id := startedWith(t, cfg)
	if !strings.Contains(log, "alex restore FILE --confirm") || !strings.Contains(log, old[0]) {
		t.Errorf("the first start says nothing of what lies there: %s", log)
	}
	if log, _ := startedWith(t, cfg); strings.Contains(log, "alex restore") {
		t.Errorf("the second start warns again: %s", log)
	}
	a, err := Open(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := a.Backups.Make(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := backupFiles(backupDir(cfg))
	if err != nil || len(foreign(files, markOf(id))) != len(old) || len(files) != len(old)+1 {
		t.Errorf("there are %d backups, of another %d: %v", len(files), len(foreign(files, markOf(id))), err)
	}
	said := ""
	for _, f := range NewDoctor(cfg).Examine(t.Context()) {
		if f.Name == "backup" && !strings.Contains(f.Text, markOf(id)) {
			t.Errorf("the doctor takes another's for its own: %s", f.Text)
		}
		if f.Name == "other backups" {
			said += f.Text
		}
	}
	if !strings.Contains(said, "20 of another installation (00000000)") {
		t.Errorf("the doctor says of others: %q", said)
	}
	t.Attr("measured", "20 backups of another installation in the data folder, 3 new ones with ALEX_BACKUP_KEEP=1: 20 stay")
}

// TestWhoseABackupIs: one without a mark is anybody's only where no other is.
func TestWhoseABackupIs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ files, mark, want string }{
		{"a - a", "a", "a - a"},
		{"a b -", "a", "a"},
		{"b -", "a", ""},
		{"- -", "a", "- -"},
		{"- -", "", "- -"},
		{"a -", "", ""},
		{"a", "", ""},
		{"", "a", ""},
	} {
		var files []BackupFile
		for _, owner := range strings.Fields(c.files) {
			files = append(files, BackupFile{owner: strings.Trim(owner, "-")})
		}
		var got []string
		for _, f := range theirs(files, c.mark) {
			got = append(got, f.owner+"-"[len(f.owner):])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("of %q those of %q are %q, want %q", c.files, c.mark, got, c.want)
		}
	}
}

// TestDamagedDatabaseNamesItsOwnBackup, and none where nothing says which it is.
func TestDamagedDatabaseNamesItsOwnBackup(t *testing.T) {
	t.Parallel()
	cfg := settings(t, "ALEX_BACKUP_DIR="+filepath.Join(t.TempDir(), "shared"))
	_, id := startedWith(t, cfg)
	text := wholeBackup(t)
	own := lieIn(t, cfg.BackupDir, markOf(id), 1, time.Now().AddDate(0, 0, -3), text)[0]
	lieIn(t, cfg.BackupDir, "00000000", 1, time.Now(), text)
	lieIn(t, cfg.BackupDir, "", 1, time.Now(), text)
	backup := func() Finding {
		found := NewDoctor(cfg).Examine(t.Context())
		return found[slices.IndexFunc(found, func(f Finding) bool { return f.Name == "backup" })]
	}
	backup().wants(t, FindingWarn, own)
	if err := os.WriteFile(filepath.Join(cfg.Data, databaseFile), []byte(strings.Repeat("damage ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	backup().wants(t, FindingWarn, own)
	if err := begun(t, cfg); err == nil || !strings.Contains(err.Error(), "alex restore "+own+" --confirm") {
		t.Errorf("the start says %v", err)
	}
	if err := os.Remove(filepath.Join(cfg.Data, installationFile)); err != nil {
		t.Fatal(err)
	}
	backup().wants(t, FindingWarn, "several installations (00000000, "+markOf(id)+")")
	if err := begun(t, cfg); err == nil || strings.Contains(err.Error(), ".backup --confirm") || !strings.Contains(err.Error(), "several installations") {
		t.Errorf("where nothing says whose they are, the start says %v", err)
	}
}

// TestRestoredCloneIsAnotherInstallation, which leaves the backups of its origin
// alone; what is restored where it was made, or was lost, goes on as it was.
func TestRestoredCloneIsAnotherInstallation(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	_, id := startedWith(t, cfg)
	file := filepath.Join(t.TempDir(), "a.backup")
	with := func(cfg config.Config, do func(Database) error) {
		t.Helper()
		d, err := OpenDatabase(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if err := do(d); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	with(cfg, func(d Database) error {
		if err := d.loadHousehold(t.Context()); err != nil {
			return err
		}
		_, err := d.Backup(t.Context(), file)
		return err
	})
	restored := func(cfg config.Config) (is store.Installation) {
		t.Helper()
		with(cfg, func(d Database) error {
			if _, err := d.Restore(t.Context(), file, true); err != nil {
				return err
			}
			var err error
			is, err = d.store.System().Installation(t.Context())
			return err
		})
		if keptID(cfg) != is.ID {
			t.Errorf("the data folder says %q, the database %q", keptID(cfg), is.ID)
		}
		return is
	}
	same := restored(cfg)
	if same.ID != id {
		t.Errorf("restored where it was made, it is %s, was %s", same.ID, id)
	}
	clone := settings(t)
	other := restored(clone)
	if other.ID == id || other.ID == "" || other.KeyCheck != same.KeyCheck {
		t.Errorf("a clone is %+v, of %+v", other, same)
	}
	if again := restored(clone); again.ID != other.ID {
		t.Errorf("the clone, restored again, is %s, was %s", again.ID, other.ID)
	}
	for _, name := range []string{databaseFile, databaseFile + "-wal", databaseFile + "-shm"} {
		if err := os.Remove(filepath.Join(cfg.Data, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if lost := restored(cfg); lost.ID != id {
		t.Errorf("restored where the database was lost, it is %s, was %s", lost.ID, id)
	}
}

// TestBackupBeforeTheFirstMarkIsOnesOwn: the release that brings marks settles
// under the one that its first backup got.
func TestBackupBeforeTheFirstMarkIsOnesOwn(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	older(t, cfg)
	_, id := startedWith(t, cfg)
	files, err := backupFiles(backupDir(cfg))
	if err != nil || len(files) != 1 || files[0].owner != markOf(id) || !files[0].BeforeMigration {
		t.Errorf("of %s there are %+v, %v", id, files, err)
	}
}

// TestClockThatLeapsDeletesNothing: nor does it make older months count for less
// once there is a backup of the new time.
func TestClockThatLeapsDeletesNothing(t *testing.T) {
	t.Parallel()
	whole := true
	then := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	var files []BackupFile
	add := func(at time.Time) {
		files = append([]BackupFile{{Name: fmt.Sprint(at), CreatedAt: at, Verified: &whole}}, files...)
	}
	for month := 5; month > 0; month-- {
		add(then.AddDate(0, 0, -31*month))
	}
	for hour := 20; hour >= 0; hour-- {
		add(then.Add(-time.Duration(hour) * time.Hour))
	}
	late := then.AddDate(3, 0, 0)
	add(late)
	if gone := surplus(files, 3, late); len(gone) != 0 {
		t.Errorf("after a leap %d go", len(gone))
	}
	add(late.Add(time.Hour))
	gone := surplus(files, 3, late.Add(time.Hour))
	for _, f := range gone {
		if f.CreatedAt.Before(then.AddDate(0, 0, -120)) && f.CreatedAt.After(then.AddDate(0, 0, -130)) || f.CreatedAt.Equal(then) {
			t.Errorf("%s goes, the newest of one of the last six months that have one", f.Name)
		}
	}
	if len(gone) == 0 || len(gone) > 22 {
		t.Errorf("with two of the new time %d go", len(gone))
	}
}

// TestRestoreThatIsDoneSaysSo, also where the account key cannot be read.
func TestRestoreThatIsDoneSaysSo(t *testing.T) {
	t.Parallel()
	cfg := settings(t)
	startedWith(t, cfg)
	d, err := OpenDatabase(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	file := filepath.Join(t.TempDir(), "a.backup")
	if _, err := d.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(accountKeyPath(cfg)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(accountKeyPath(cfg), 0o700); err != nil { // reading it fails in the system
		t.Fatal(err)
	}
	done, err := d.Restore(t.Context(), file, true)
	if err != nil || done.KeyFits || done.KeyUnread == nil {
		t.Errorf("a restore beside an unreadable key: %+v, %v", done, err)
	}
	list, err := d.store.System().Audit(t.Context(), store.AuditFilter{Act: alex.ActRestored}, store.Page{})
	if err != nil || len(list.Items) != 1 {
		t.Errorf("the log of acts tells of %d restores: %v", len(list.Items), err)
	}
}
