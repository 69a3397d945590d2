package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// examined is what the doctor says, by check.
func examined(t *testing.T, code int, environ ...string) map[string]string {
	t.Helper()
	got := invokeIn(t, environ, "doctor", "--json")
	var document struct {
		OK     bool
		Checks []struct{ Status, Name, Text string }
	}
	decoder := json.NewDecoder(strings.NewReader(got.out))
	if err := decoder.Decode(&document); err != nil || decoder.More() {
		t.Fatalf("no one document: %v in %s", err, got.out)
	}
	if got.code != code || got.err != "" || document.OK != (code == exitDone) {
		t.Errorf("exit code %d, want %d; ok is %v, on standard error %q:\n%s", got.code, code, document.OK, got.err, got.out)
	}
	found := map[string]string{}
	for _, c := range document.Checks {
		if c.Text == "" || strings.ContainsAny(c.Text, "\n\r") {
			t.Errorf("%s says %q", c.Name, c.Text)
		}
		found[c.Name] = c.Status + " " + c.Text
	}
	return found
}

// snapshot is every path below dir with its mode, its time and its content.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := written(t, dir)
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil {
			all[path] = info.Mode().String() + " " + info.ModTime().String()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func wantFinding(t *testing.T, found map[string]string, name, begins, contains string) {
	t.Helper()
	if text := found[name]; !strings.HasPrefix(text, begins+" ") || !strings.Contains(text, contains) {
		t.Errorf("%s: %q, want %s … %s", name, text, begins, contains)
	}
}

// TestDoctorChangesNothing examines folders in every state of a life.
func TestDoctorChangesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	environ := []string{"ALEX_ADDR=127.0.0.1:0", "ALEX_DATA=" + filepath.Join(dir, "data")}
	look := func(code int) map[string]string {
		t.Helper()
		before := snapshot(t, dir)
		found := examined(t, code, environ...)
		if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
			t.Errorf("the doctor changed something: %s", diff)
		}
		return found
	}
	found := look(exitDone)
	wantFinding(t, found, "data folder", "ok", "made at the first start")
	wantFinding(t, found, "database", "ok", "made at the first start")
	wantFinding(t, found, "account key", "ok", "made at the first start")
	wantFinding(t, found, "backup", "ok", "nothing to back up")

	done(t, dir, "migrate")
	found = look(exitDone)
	wantFinding(t, found, "schema", "ok", "version ")
	wantFinding(t, found, "reference data", "warn", "alex seed")
	wantFinding(t, found, "account key", "warn", "missing")
	wantFinding(t, found, "backup", "warn", "alex backup")

	done(t, dir, "reset", "--with-test-data")
	done(t, dir, "backup", "$DIR/data/first.backup")
	found = look(exitDone)
	wantFinding(t, found, "data folder", "ok", dir)
	wantFinding(t, found, "free space", "ok", "MB")
	wantFinding(t, found, "rows", "ok", "hold")
	wantFinding(t, found, "reference data", "ok", "instruments")
	wantFinding(t, found, "backup", "ok", "first.backup, 0 days old")
	wantFinding(t, found, "address", "ok", "free")
	wantFinding(t, found, "public URL", "ok", "this machine alone")
	wantFinding(t, found, "clock", "ok", "T")
}

// TestDoctorBesideServer examines the database that a server has open.
func TestDoctorBesideServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := startServer(t, dir)
	s.signUp(t, "ann@example.org")
	found := examined(t, exitDone, "ALEX_DATA="+filepath.Join(dir, "data"), "ALEX_ADDR="+strings.TrimPrefix(s.url, "http://"))
	wantFinding(t, found, "address", "ok", "Alex answers")
	wantFinding(t, found, "rows", "ok", "hold")
	s.signUp(t, "bob@example.org")
	s.terminate(t)
}

// TestDoctorFindsDamage breaks one thing at a time.
func TestDoctorFindsDamage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		harm          func(t *testing.T, dir string)
		check, status string
		says          string
	}{
		{"a newer schema", func(t *testing.T, dir string) {
			damage(t, dir, `INSERT INTO schema_versions (version_id, is_applied) VALUES (999, 1)`)
		}, "schema", "fail", "use a newer release"},
		{"an older schema", func(t *testing.T, dir string) {
			damage(t, dir, `DELETE FROM schema_versions WHERE version_id = (SELECT max(version_id) FROM schema_versions)`)
		}, "schema", "warn", "alex migrate"},
		{"a row that cannot be", func(t *testing.T, dir string) {
			damage(t, dir, `UPDATE positions SET quantity = '0' WHERE symbol = (SELECT min(symbol) FROM positions)`)
		}, "rows", "fail", "alex verify"},
		{"another release's reference", func(t *testing.T, dir string) {
			damage(t, dir, `UPDATE reference_versions SET version = 'old'`)
		}, "reference data", "warn", `"old"`},
		{"no database", func(t *testing.T, dir string) {
			lie(t, filepath.Join(dir, "data", "alex.db"), "no database at all, whatever its name says", 0o600)
		}, "database", "fail", "alex restore"},
		{"an empty database file", func(t *testing.T, dir string) {
			lie(t, filepath.Join(dir, "data", "alex.db"), "", 0o600)
		}, "database", "ok", "empty"},
		{"a key cut short", func(t *testing.T, dir string) {
			lie(t, filepath.Join(dir, "data", "account-number.key"), "short", 0o600)
		}, "account key", "fail", "damaged"},
		{"a key for all to read", func(t *testing.T, dir string) {
			lie(t, filepath.Join(dir, "data", "account-number.key"), strings.Repeat("k", 32), 0o644)
		}, "account key", "fail", "chmod 600"},
		{"a folder for all to read", func(t *testing.T, dir string) {
			if err := os.Chmod(filepath.Join(dir, "data"), 0o755); err != nil {
				t.Fatal(err)
			}
		}, "data folder", "warn", "chmod 700"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			done(t, dir, "reset", "--with-test-data")
			c.harm(t, dir)
			code := exitDone
			if c.status == "fail" {
				code = exitFailed
			}
			found := examined(t, code, "ALEX_ADDR=127.0.0.1:0", "ALEX_DATA="+filepath.Join(dir, "data"))
			wantFinding(t, found, c.check, c.status, c.says)
		})
	}
}

func lie(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// TestDoctorSettings looks at refused settings, and that no secret is shown.
func TestDoctorSettings(t *testing.T) {
	t.Parallel()
	got := invokeIn(t, []string{"ALEX_SIGNUP=hunter2", "ALEX_ADDR=hunter2", "ALEX_ACCOUNT_KEY=hunter2"}, "doctor")
	lines := strings.Split(strings.TrimSpace(got.out), "\n")
	if got.code != exitFailed || len(lines) != 3 || strings.Contains(got.out+got.err, "hunter2") {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
	for _, name := range []string{"ALEX_SIGNUP", "ALEX_ADDR", "ALEX_ACCOUNT_KEY"} {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "fail  configuration ") && strings.Contains(l, name) }) {
			t.Errorf("%s is not named in %s", name, got.out)
		}
	}
	file := lay(t, map[string]string{"file": ""})
	found := examined(t, exitFailed, "ALEX_DATA="+file+"/file", "ALEX_ADDR=192.0.2.1:80",
		"ALEX_DATABASE_URL=postgres://u:hunter2@127.0.0.1:1/alex", "ALEX_MIGRATE_URL=postgres://o:hunter2@127.0.0.1:1/alex")
	wantFinding(t, found, "data folder", "fail", "is a file")
	wantFinding(t, found, "address", "fail", "set ALEX_ADDR")
	wantFinding(t, found, "public URL", "warn", "ALEX_PUBLIC_URL")
	wantFinding(t, found, "database", "fail", "ALEX_MIGRATE_URL: the PostgreSQL server does not answer")
	for name, text := range found {
		if strings.Contains(text, "hunter2") {
			t.Errorf("%s shows the password: %s", name, text)
		}
	}
}
