package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/seed"
	"alex/internal/store"
)

// openData is a database in a data folder of its own, with the test household.
func openData(t *testing.T) (Database, string) {
	t.Helper()
	dir := t.TempDir()
	d, err := OpenDatabase(t.Context(), config.Config{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if _, err := d.Reset(t.Context(), false, true); err != nil {
		t.Fatal(err)
	}
	return d, dir
}

// sum is the hash of the rows in a backup, apart from the log of acts.
func (d Database) sum(t *testing.T) string {
	t.Helper()
	now := d.store.Now
	defer func() { d.store.Now = now }()
	d.store.Now = func() time.Time { return time.Unix(0, 0) }
	var file bytes.Buffer
	if _, err := d.store.Backup(context.WithoutCancel(t.Context()), &file); err != nil {
		t.Fatal(err)
	}
	digests, err := store.Digests(t.Context(), &file)
	if err != nil {
		t.Fatal(err)
	}
	delete(digests, "audit_log") // which tells of the restore
	return fmt.Sprint(digests)
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return strings.Join(list, " ")
}

func TestBackupIsOneWholePrivateFile(t *testing.T) {
	t.Parallel()
	d, _ := openData(t)
	out := t.TempDir()
	path := filepath.Join(out, "alex.backup")
	info, err := d.Backup(t.Context(), path)
	if err != nil || info.Rows["positions"] != 4 {
		t.Fatal(info, err)
	}
	state, err := os.Stat(path)
	if err != nil || state.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", state.Mode(), err)
	}
	if got := names(t, out); got != "alex.backup" {
		t.Errorf("beside the backup: %s", got)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Backup(t.Context(), path); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("over a file: %v", err)
	}
	if err := publish(filepath.Join(out, "alex.backup"), path); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("over a file that came meanwhile: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file that was there has changed: %v", err)
	}
	if _, err := d.Backup(t.Context(), filepath.Join(out, "none", "alex.backup")); err == nil {
		t.Error("a backup into a folder that is missing")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Backup(gone, filepath.Join(out, "late.backup")); err == nil {
		t.Error("a backup that nobody waits for")
	}
	if got := names(t, out); got != "alex.backup" {
		t.Errorf("after failures: %s", got)
	}
}

func TestRestoreKeepsWhatWasThere(t *testing.T) {
	t.Parallel()
	d, _ := openData(t)
	path := filepath.Join(t.TempDir(), "alex.backup")
	if _, err := d.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	want := d.sum(t)
	if err := d.store.As(TestPerson).Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	done, err := d.Restore(t.Context(), path, true)
	if err != nil || done.Saved != "" || d.sum(t) != want {
		t.Fatalf("a restore where nobody was: %+v, %v", done, err)
	}

	if _, err := d.store.System().EnsurePerson(t.Context(), "other", "O", ""); err != nil {
		t.Fatal(err)
	}
	changed := d.sum(t)
	if done, err = d.Restore(t.Context(), path, true); err != nil || d.sum(t) != want {
		t.Fatalf("a restore over people: %+v, %v", done, err)
	}
	saved, err := VerifyBackup(t.Context(), done.Saved)
	if err != nil || saved.Rows["users"] != 2 || filepath.Dir(done.Saved) != d.config.Data {
		t.Errorf("what was there is in %+v, %v", saved, err)
	}
	if _, err = d.Restore(t.Context(), done.Saved, true); err != nil || d.sum(t) != changed {
		t.Errorf("going back: %v", err)
	}
	if problems, err := d.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("Verify() = %v, %v", problems, err)
	}
}

func TestRefusedRestoreChangesNothing(t *testing.T) {
	t.Parallel()
	d, dir := openData(t)
	out := t.TempDir()
	path := filepath.Join(out, "alex.backup")
	if _, err := d.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(out, "cut")
	if err := os.WriteFile(cut, whole[:len(whole)-100], 0o600); err != nil {
		t.Fatal(err)
	}
	want := d.sum(t)
	for name, c := range map[string]struct {
		path    string
		confirm bool
	}{
		"without confirmation": {path, false}, "of no file": {filepath.Join(out, "none"), true},
		"of half a file": {cut, true}, "of a folder": {out, true},
	} {
		if _, err := d.Restore(t.Context(), c.path, c.confirm); err == nil {
			t.Errorf("a restore %s", name)
		}
		if d.sum(t) != want || strings.Contains(names(t, dir), "before-restore") {
			t.Errorf("a restore %s has changed something: %s", name, names(t, dir))
		}
	}
	d.config.Data = filepath.Join(dir, "gone")
	if _, err := d.Restore(t.Context(), path, true); err == nil || !strings.Contains(err.Error(), "nothing was changed") || d.sum(t) != want {
		t.Errorf("where nothing can be saved: %v", err)
	}
}

// TestNothingIsReplacedWithoutLinks: where a file system knows no hard links, a file
// gets its name all the same, and one that is there stays.
func TestNothingIsReplacedWithoutLinks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	none := func(string, string) error { return errors.ErrUnsupported }
	to := filepath.Join(dir, "to")
	if err := publishBy(none, write("first", "one"), to); err != nil {
		t.Fatal(err)
	}
	if err := publishBy(none, write("second", "two"), to); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("over a file: %v", err)
	}
	if text, err := os.ReadFile(to); err != nil || string(text) != "one" {
		t.Errorf("the file is %q, %v", text, err)
	}
	other := filepath.Join(dir, "other")
	if err := publishBy(none, filepath.Join(dir, "none"), other); err == nil {
		t.Error("a file that is not there gets a name")
	}
	if got := names(t, dir); got != "second to" {
		t.Errorf("there is %s", got)
	}
}

// A restore that fails after all brings back what was there, also when its
// caller has gone.
func TestFailedRestoreIsPutBack(t *testing.T) {
	t.Parallel()
	d, _ := openData(t)
	saved, err := d.save(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := d.sum(t)
	if err := d.store.Reset(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	failed := errors.New("the disk burns")
	if err := d.putBack(gone, saved, failed); !errors.Is(err, failed) || !strings.Contains(err.Error(), "is back, except that everyone signs in again") || d.sum(t) != want {
		t.Errorf("putBack() = %v", err)
	}
	list, err := d.store.System().Audit(t.Context(), store.AuditFilter{Act: alex.ActRestored}, store.Page{})
	if err != nil || len(list.Items) != 1 || list.Items[0].Detail["why"] != "another restore failed" {
		t.Errorf("the log of acts says %+v, %v", list.Items, err)
	}
	if err := d.putBack(gone, saved+"x", failed); !errors.Is(err, failed) || !strings.Contains(err.Error(), saved) {
		t.Errorf("where that fails, too: %v", err)
	}
}

// A backup of an older release brings its reference; that of this one comes
// back.
func TestRestoreBringsTheReferenceUpToDate(t *testing.T) {
	t.Parallel()
	d, _ := openData(t)
	instruments, err := seed.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.store.System().SeedInstruments(t.Context(), instruments[:3], "of yore"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "alex.backup")
	if _, err := d.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Restore(t.Context(), path, true); err != nil {
		t.Fatal(err)
	}
	got, err := d.store.System().Reference(t.Context())
	if want := (store.Reference{Version: seed.Version(), Seeded: len(instruments), Rows: len(instruments)}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
}
