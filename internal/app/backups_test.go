package app

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/store"
	"alex/internal/store/postgres/postgrestest"
)

// kept is a program over SQLite with the test household, whose clock stands
// still until it is moved.
func kept(t *testing.T, environ ...string) (*App, *clock) {
	t.Helper()
	cfg := settings(t, environ...)
	a, err := Open(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	c := newClock()
	a.Now, a.Store.Now = c.now, c.now
	if err := (Database{a.Store, cfg}).loadHousehold(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a, c
}

func (a *App) acts(t *testing.T, act alex.Act) int {
	t.Helper()
	list, err := a.Store.System().Audit(t.Context(), store.AuditFilter{Act: act}, store.Page{Limit: store.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	return len(list.Items)
}

func damage(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 0xff
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestBackupsAreMadeAndVerified waits for one to be due, and for the next; the
// oldest go when a newer one stands.
func TestBackupsAreMadeAndVerified(t *testing.T) {
	t.Parallel()
	a, c := kept(t, "ALEX_BACKUP_KEEP=2")
	b, dir := a.Backups, backupDir(a.Backups.Config)
	due := func(want int) []BackupFile {
		t.Helper()
		if err := b.makeDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		files, err := b.List(t.Context())
		if err != nil || len(files) != want {
			t.Fatalf("there are %d backups, want %d: %v", len(files), want, err)
		}
		return files
	}
	due(0)
	c.wait(firstBackup - time.Second)
	due(0)
	c.wait(time.Second)
	first := due(1)[0]
	if first.Verified == nil || !*first.Verified || first.Name != "alex-20261130T121000.000000Z.backup" {
		t.Errorf("the first backup is %+v", first)
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, first.path: 0o600} {
		if state, err := os.Stat(path); err != nil || state.Mode().Perm() != want {
			t.Errorf("%s has mode %v: %v", path, state.Mode(), err)
		}
	}
	if got := names(t, dir); got != first.Name {
		t.Errorf("beside the backup: %s", got)
	}
	last, next, failures, err := b.Plan(t.Context())
	if err != nil || !last.Equal(c.now()) || !next.Equal(c.now().Add(24*time.Hour)) || failures != 0 {
		t.Errorf("the plan is %v, %v, %d: %v", last, next, failures, err)
	}
	due(1)
	c.wait(24*time.Hour - time.Second)
	due(1)
	c.wait(time.Second)
	due(2)
	c.wait(24 * time.Hour)
	due(3) // the first is the one of November
	c.wait(24 * time.Hour)
	files := due(3)
	if files[2].Name != first.Name || files[0].CreatedAt.Day() != 3 {
		t.Errorf("what stays is %+v", files)
	}
	if a.acts(t, alex.ActBackupMade) != 4 || a.acts(t, alex.ActBackupFailed) != 0 {
		t.Error("the log of acts does not tell of four backups")
	}
	w := httptest.NewRecorder()
	a.Metrics.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
	for _, want := range []string{fmt.Sprintf("alex_backup_last_success_seconds %v\n", float64(c.now().Unix())), "alex_backup_failures_total 0\n"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the metrics lack %q", want)
		}
	}
	t.Attr("measured", "4 backups made, restored on trial and compared; 3 kept by the rule 2 + one a month")
}

// TestFailedBackupsAreTold: where there is no room for one, it is counted and
// tried again, and what stands stays.
func TestFailedBackupsAreTold(t *testing.T) {
	t.Parallel()
	a, c := kept(t)
	if _, err := a.Backups.Make(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := backupDir(a.Backups.Config)
	before := names(t, dir)
	a.Backups.Config.BackupDir = filepath.Join(dir, before, "none") // below a file
	c.wait(24 * time.Hour)
	if err := a.Backups.makeDue(t.Context()); err == nil {
		t.Error("a backup is made where there is no folder")
	}
	a.Backups.Config.BackupDir = ""
	if _, next, failures, err := a.Backups.Plan(t.Context()); err != nil || failures != 1 || !next.Equal(c.now().Add(backupAgain)) {
		t.Errorf("after a failure: %v, %d, %v", next, failures, err)
	}
	if got := names(t, dir); got != before || a.acts(t, alex.ActBackupFailed) != 1 {
		t.Errorf("after a failure there is %s", got)
	}
	a.Backups.making.Lock()
	if _, err := a.Backups.Make(t.Context()); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("two at once: %v", err)
	}
	a.Backups.making.Unlock()
}

// TestOneProcessMakesABackup: of four over one PostgreSQL.
func TestOneProcessMakesABackup(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t, postgrestest.Options{})
	url := server.Empty(t)
	login := server.Login(t, url)
	dir := t.TempDir()
	c := newClock()
	var programs []*App
	for range 4 {
		cfg := settings(t, "ALEX_DATABASE_URL="+login, "ALEX_MIGRATE_URL="+url, "ALEX_BACKUP_DIR="+dir)
		a, err := Open(t.Context(), cfg, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Close() })
		a.Now, a.Store.Now = c.now, c.now
		programs = append(programs, a)
	}
	for range 2 {
		done := make(chan error, len(programs))
		for _, a := range programs {
			go func() { done <- a.Backups.makeDue(context.WithoutCancel(t.Context())) }()
		}
		for range programs {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		c.wait(firstBackup)
	}
	files, err := backupFiles(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("four processes made %d backups: %v", len(files), err)
	}
	if info, err := VerifyBackup(t.Context(), files[0].path); err != nil || info.Engine != "postgres" {
		t.Errorf("the backup is %+v: %v", info, err)
	}
	t.Attr("measured", "4 processes, 1 backup, made by the owner's login and restored into SQLite")
}

func TestWhichBackupsStay(t *testing.T) {
	t.Parallel()
	whole, broken := true, false
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	var files []BackupFile
	for day := range 400 {
		at := now.AddDate(0, 0, -day)
		files = append(files, BackupFile{Name: at.Format(time.DateOnly), CreatedAt: at, Verified: &whole})
	}
	stays := func(files []BackupFile) (names []string) {
		gone := map[string]bool{}
		for _, f := range surplus(files, 14, now) {
			gone[f.Name] = true
		}
		for _, f := range files {
			if !gone[f.Name] {
				names = append(names, f.Name)
			}
		}
		return names
	}
	got := stays(files)
	if len(got) != 19 || got[13] != "2026-11-17" || strings.Join(got[14:], " ") != "2026-10-31 2026-09-30 2026-08-31 2026-07-31 2026-06-30" {
		t.Errorf("of 400 days stay %v", got)
	}
	for day := range 20 { // the newest twenty are damaged
		files[day].Verified = &broken
	}
	got = stays(files)
	if len(got) != 20+14+4 || got[20] != "2026-11-10" || got[33] != "2026-10-28" {
		t.Errorf("with damaged ones stay %d: %v", len(got), got)
	}
}

// TestManyBackupsOfADayTakeOnePlace: nor do those before a migration, or those
// dated in the future, push out what is good.
func TestManyBackupsOfADayTakeOnePlace(t *testing.T) {
	t.Parallel()
	whole := true
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	var files []BackupFile
	add := func(at time.Time, before bool) {
		name := backupPrefix + at.Format(stamp)
		if before {
			name += beforeMigration
		}
		files = append(files, BackupFile{Name: name + backupSuffix, CreatedAt: at, BeforeMigration: before, Verified: &whole})
	}
	for day := range 14 {
		add(now.AddDate(0, 0, -day).Add(-time.Hour), false)
	}
	good := slices.Clone(files)
	for n := range 20 {
		add(now.Add(-time.Duration(n+61)*time.Minute), false)
		add(now.Add(-time.Duration(n)*time.Minute), true)
		add(now.AddDate(n+1, 0, 0), false)
		add(now.AddDate(n+1, 0, 0), true)
	}
	slices.SortFunc(files, func(a, b BackupFile) int { return strings.Compare(b.Name, a.Name) })
	gone, byHand, before := map[string]bool{}, 0, 0
	for _, f := range surplus(files, 14, now) {
		gone[f.Name] = true
		switch {
		case f.CreatedAt.After(now):
			t.Errorf("%s is dated in the future and goes", f.Name)
		case f.BeforeMigration:
			before++
		default:
			byHand++
		}
	}
	for _, f := range good {
		if gone[f.Name] {
			t.Errorf("%s is the newest of its day and goes", f.Name)
		}
	}
	if byHand != 20 || before != 18 {
		t.Errorf("%d of a day and %d before migrations go", byHand, before)
	}
	t.Attr("measured", "14 days kept beside 20 of one day, 20 before migrations and 40 dated ahead; 20 and 18 go, no other")
}

// TestUnreadBackupIsNotDamaged: what could not be read is not remembered as
// damaged, not deleted, and takes no place of a good one.
func TestUnreadBackupIsNotDamaged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := &Backups{Config: config.Config{BackupDir: dir}}
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for where, path := range map[string]string{"missing": filepath.Join(dir, "none"), "unreadable": dir} { // reading a folder fails in the system
		file := BackupFile{Name: where, CreatedAt: at, path: path}
		if _, known := b.whole(t.Context(), file); known || len(b.looked) != 0 {
			t.Errorf("a file that is %s is known to be damaged", where)
		}
	}
	junk := BackupFile{Name: "junk", path: filepath.Join(dir, "junk")}
	if err := os.WriteFile(junk.path, []byte("junk"), 0o600); err != nil {
		t.Fatal(err)
	}
	if whole, known := b.whole(t.Context(), junk); whole || !known {
		t.Error("junk is not known to be damaged")
	}
	yes, no := true, false
	files := []BackupFile{{Name: "1", CreatedAt: at}, {Name: "2", CreatedAt: at.AddDate(0, 0, -1), Verified: &yes}}
	for n, verified := range []*bool{nil, &no} {
		files = append(files, BackupFile{Name: fmt.Sprint(n + 3), CreatedAt: at.AddDate(0, 0, -2), Verified: verified})
	}
	if gone := surplus(files, 1, at); len(gone) != 1 || gone[0].Name != "4" {
		t.Errorf("what goes is %+v", gone)
	}
}

// newestIn is the newest whole backup in the folder of a program.
func newestIn(t *testing.T, a *App, c *clock) (BackupFile, bool) {
	t.Helper()
	files, err := backupFiles(backupDir(a.Backups.Config))
	if err != nil {
		t.Fatal(err)
	}
	return newestWhole(t.Context(), files, c.now())
}

// TestDamagedBackupIsNotCounted: one that was whole and is not any more is not
// the newest, keeps no place, and pushes out none that is whole.
func TestDamagedBackupIsNotCounted(t *testing.T) {
	t.Parallel()
	a, c := kept(t, "ALEX_BACKUP_KEEP=1")
	var files []BackupFile
	for range 2 {
		c.wait(time.Hour)
		file, err := a.Backups.Make(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	list, err := a.Backups.List(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("the list is %+v, %v", list, err)
	}
	damage(t, files[1].path)
	if list, err = a.Backups.List(t.Context()); err != nil || list[0].Verified == nil || *list[0].Verified {
		t.Errorf("a damaged backup is listed as %+v, %v", list, err)
	}
	if _, found := newestIn(t, a, c); found {
		t.Error("a damaged backup is the newest that is whole")
	}
	c.wait(time.Hour)
	third, err := a.Backups.Make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	damage(t, third.path)
	partial := filepath.Join(backupDir(a.Backups.Config), ".alex-1.partial")
	if err := os.WriteFile(partial, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.wait(time.Hour)
	fourth, err := a.Backups.Make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	whole, found := newestIn(t, a, c)
	if !found || whole.Name != fourth.Name {
		t.Errorf("the newest that is whole is %+v", whole)
	}
	ahead := backupPrefix + c.now().Add(2*clockAhead).Format(stamp) + backupSuffix
	if err := os.Link(fourth.path, filepath.Join(backupDir(a.Backups.Config), ahead)); err != nil {
		t.Fatal(err)
	}
	if whole, _ := newestIn(t, a, c); whole.Name != fourth.Name {
		t.Errorf("before one that is dated in the future it is %+v", whole)
	}
	if err := os.Remove(filepath.Join(backupDir(a.Backups.Config), ahead)); err != nil {
		t.Fatal(err)
	}
	d := NewDoctor(a.Backups.Config)
	d.Now = func() time.Time { return c.now().Add(47 * time.Hour) }
	d.backups(t.Context(), "")[0].wants(t, FindingOK, "47 hours old")
	d.Now = func() time.Time { return c.now().Add(49 * time.Hour) }
	d.backups(t.Context(), "")[0].wants(t, FindingWarn, "more than twice ALEX_BACKUP_EVERY")
}

// TestFailedBackupByHandIsLogged, whether it fails or panics; the next one works.
func TestFailedBackupByHandIsLogged(t *testing.T) {
	t.Parallel()
	a, c := kept(t)
	var book bytes.Buffer
	b := a.Backups
	b.Log = slog.New(slog.NewTextHandler(&book, nil))
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b.Config.BackupDir = filepath.Join(file, "none")
	if _, err := b.Make(t.Context()); err == nil || !strings.Contains(book.String(), "a backup by hand failed") {
		t.Errorf("it fails with %v, and the log says %s", err, book.String())
	}
	b.Config.BackupDir = ""
	book.Reset()
	calls := 0
	b.Now = func() time.Time {
		if calls++; calls == 1 {
			panic("no clock")
		}
		return c.now()
	}
	if _, err := b.Make(t.Context()); err == nil || !strings.Contains(book.String(), "panic: no clock") || a.acts(t, alex.ActBackupFailed) != 2 {
		t.Errorf("it panics with %v, and the log says %s", err, book.String())
	}
	if _, err := b.Make(t.Context()); err != nil {
		t.Errorf("after a panic: %v", err)
	}
}

// TestRehearsalsOfTheDeadGoAtTheStart: at once where the folder is this server's
// alone, later where others may use it; what is being written stays.
func TestRehearsalsOfTheDeadGoAtTheStart(t *testing.T) {
	t.Parallel()
	a, _ := kept(t)
	b := a.Backups
	b.Now = func() time.Time { return time.Now().Add(time.Minute) }
	own := backupDir(b.Config)
	shared := t.TempDir()
	for _, dir := range []string{own, shared} {
		if err := os.MkdirAll(filepath.Join(dir, ".rehearsal-1", "below"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, ".alex-1.partial"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	b.run(gone)
	if got := names(t, own); got != ".alex-1.partial" {
		t.Errorf("in its own folder stays %s", got)
	}
	b.Config.BackupDir = shared
	b.run(gone)
	if got := names(t, shared); got != ".alex-1.partial .rehearsal-1" {
		t.Errorf("in a shared folder stays %s", got)
	}
}
