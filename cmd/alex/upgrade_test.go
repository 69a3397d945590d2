package main

import (
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/sqlite"
)

// fixture is a database that an earlier program has left, and what was in it;
// testdata/upgrade/README.md says how each was made.
type fixture struct {
	Total        struct{ Ann, Bob string }
	Reports      struct{ Ann, Bob []string }
	RecoveryCode string

	environ []string // by which the program reaches it
	raw     *sql.DB  // past every wall
}

// fixtureKey is what account numbers and second factors of the fixtures are sealed with.
const fixtureKey = "ALEX_ACCOUNT_KEY=the account key of the fixtures only"

func readFixture(t *testing.T, name string) (f fixture, body []byte) {
	t.Helper()
	text, err := os.ReadFile(strings.TrimSuffix(name, ".gz") + ".json")
	if err == nil {
		err = json.Unmarshal(text, &f)
	}
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	z, err := gzip.NewReader(file)
	if err == nil {
		body, err = io.ReadAll(z)
	}
	if err != nil {
		t.Fatal(err)
	}
	return f, body
}

// lay puts the database where the program finds it.
func (f *fixture) lay(t *testing.T, dir string, body []byte, server *postgrestest.Server) {
	t.Helper()
	driver, url := "sqlite", sqlite.DSN(filepath.Join(dir, "data", "alex.db"))
	f.environ = []string{"ALEX_DATA=" + filepath.Join(dir, "data"), fixtureKey}
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if server == nil {
		if err := os.WriteFile(filepath.Join(dir, "data", "alex.db"), body, 0o600); err != nil {
			t.Fatal(err)
		}
	} else {
		empty := server.Empty(t)
		driver, url = "pgx", server.Superuser(t, empty)
		f.environ = append(f.environ, "ALEX_DATABASE_URL="+server.Login(t, empty), "ALEX_MIGRATE_URL="+empty)
		load(t, empty, string(body))
	}
	raw, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	f.raw = raw
}

// commandOfPsql are the lines of a dump that are psql's alone.
var commandOfPsql = regexp.MustCompile(`(?m)^\\.*\n`)

// load runs a dump as the owner of a database, whose roles are there.
func load(t *testing.T, url, dump string) {
	t.Helper()
	owner, err := sql.Open("pgx", url+"&default_query_exec_mode=simple_protocol")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = owner.Close() }()
	if _, err := owner.ExecContext(t.Context(), commandOfPsql.ReplaceAllString(dump, "")); err != nil {
		t.Fatal(err)
	}
}

// tables are the names of all tables, but those of the engine.
func (f *fixture) tables(t *testing.T) (names []string) {
	t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	if len(f.environ) > 2 {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`
	}
	rows, err := f.raw.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}

// counts are the rows of some tables.
func (f *fixture) counts(t *testing.T, tables []string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, table := range tables {
		var n int
		if err := f.raw.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		counts[table] = n
	}
	return counts
}

func (f *fixture) schema(t *testing.T) (version int) {
	t.Helper()
	if err := f.raw.QueryRowContext(t.Context(), `SELECT max(version_id) FROM schema_versions`).Scan(&version); err != nil {
		t.Fatal(err)
	}
	return version
}

// TestUpgrade brings databases of earlier programs up to date with this one, on both
// engines, and goes on with them as their people do.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../../testdata/upgrade/*.gz")
	if err != nil || len(names) < 6 {
		t.Fatalf("%d fixtures: %v", len(names), err)
	}
	server := postgrestest.Start(t, postgrestest.Options{})
	// The first migration makes the roles that the dumps speak of.
	if got := invokeIn(t, []string{"ALEX_DATA=" + t.TempDir(), "ALEX_DATABASE_URL=" + server.Empty(t)}, "migrate"); got.code != exitDone {
		t.Fatal(got.err)
	}
	var older atomic.Int32
	t.Run("from", func(t *testing.T) {
		for _, name := range names {
			at := server
			if strings.HasSuffix(name, ".db.gz") {
				at = nil
			}
			t.Run(strings.TrimSuffix(filepath.Base(name), ".gz"), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				f, body := readFixture(t, name)
				f.lay(t, dir, body, at)
				if f.migrate(t, dir) {
					older.Add(1)
				}
				f.goOn(t, dir)
				f.goBack(t)
			})
		}
	})
	if older.Load() < 4 {
		t.Errorf("only %d of the fixtures are older than this program", older.Load())
	}
	t.Attr("measured", fmt.Sprintf("%d databases, %d of them of older schemas, 0 rows lost", len(names), older.Load()))
}

// migrate brings a fixture up to date, reports that it was older, and wants every row
// to be there still.
func (f *fixture) migrate(t *testing.T, dir string) (older bool) {
	t.Helper()
	tables := slices.DeleteFunc(f.tables(t), func(name string) bool { return strings.HasPrefix(name, "schema_") })
	before, from := f.counts(t, tables), f.schema(t)
	if before["reports"] != 3 || before["users"] != 2 || before["positions"] == 0 || before["grants"] != 1 {
		t.Fatalf("the fixture holds %v", before)
	}
	if got := invokeIn(t, f.environ, "migrate"); got.code != exitDone {
		t.Fatalf("migrate: %s", got.err)
	}
	if diff := cmp.Diff(before, f.counts(t, tables)); diff != "" {
		t.Errorf("the rows before and after: %s", diff)
	}
	older = f.schema(t) > from
	saved, err := filepath.Glob(filepath.Join(dir, "data", "backups", "*-before-migration.backup"))
	if err != nil || older != (len(saved) == 1) {
		t.Errorf("from %d to %d, the backups are %v, %v", from, f.schema(t), saved, err)
	}
	return older
}

// goOn serves a fixture: people sign in as they did, have what they had, see their old
// reports verified, and get new ones.
func (f *fixture) goOn(t *testing.T, dir string) {
	t.Helper()
	s := startServer(t, dir, append(slices.Clone(f.environ), "ALEX_RATE_LIMIT=0")...) // it is asked often, and that may take long
	ann := f.signIn(t, s, `{"email":"ann@example.org","password":"correct horse battery"}`)
	bob := f.signIn(t, s, `{"email":"bob@example.org","password":"another long password","code":"`+f.RecoveryCode+`"}`)
	var portfolio struct{ TotalValue string }
	for token, want := range map[string]string{ann: f.Total.Ann, bob: f.Total.Bob} {
		decoded(t, s.getAs(t, token, "/api/portfolio"), &portfolio)
		if portfolio.TotalValue != want {
			t.Errorf("a portfolio of %s is now worth %s", want, portfolio.TotalValue)
		}
	}
	f.verify(t, s, ann, f.Reports.Ann)
	f.verify(t, s, bob, f.Reports.Bob)
	var job struct{ JobID, Status, ReportID string }
	decoded(t, s.postAs(t, ann, http.StatusAccepted, "/api/analyze", "{}"), &job)
	for end := time.Now().Add(deadline); job.Status != "completed"; time.Sleep(20 * time.Millisecond) {
		decoded(t, s.getAs(t, ann, "/api/jobs/"+job.JobID), &job)
		if job.Status == "failed" || time.Now().After(end) {
			t.Fatalf("a new analysis is %s", job.Status)
		}
	}
	if text := s.getAs(t, ann, "/api/reports/"+job.ReportID+"/markdown"); !strings.Contains(text, "You own **$474,762** in 4 accounts") {
		t.Errorf("the new report says %.300s", text)
	}
	f.verify(t, s, ann, []string{job.ReportID})
	s.terminate(t)
	if got := invokeIn(t, f.environ, "verify"); got.code != exitDone || got.out != "The database is in order.\n" {
		t.Errorf("verify: %s%s", got.out, got.err)
	}
}

func (f *fixture) signIn(t *testing.T, s *server, body string) (token string) {
	t.Helper()
	var in struct{ AccessToken string }
	decoded(t, s.post(t, http.StatusOK, "/api/auth/sign-in", body), &in)
	return in.AccessToken
}

// verify has reports computed again: the same, or by another engine, which is said.
func (f *fixture) verify(t *testing.T, s *server, token string, reports []string) {
	t.Helper()
	for _, id := range reports {
		var v struct {
			Result      string
			Differences []any
			Versions    struct{ Stored, Current map[string]any }
		}
		decoded(t, s.postAs(t, token, http.StatusOK, "/api/reports/"+id+"/verify", "{}"), &v)
		changed := !cmp.Equal(v.Versions.Stored, v.Versions.Current)
		if len(v.Differences) > 0 || v.Result != map[bool]string{false: "same", true: "engine_changed"}[changed] {
			t.Errorf("the report %s is %+v", id, v)
		}
	}
}

// goBack has this program meet a database of one that is newer: it changes nothing.
func (f *fixture) goBack(t *testing.T) {
	t.Helper()
	if _, err := f.raw.ExecContext(t.Context(), `INSERT INTO schema_versions (version_id, is_applied) VALUES (99999, TRUE)`); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"serve", "migrate"} {
		cmd := program(t, f.environ, command)
		said, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(said), "use a newer release") {
			t.Errorf("%s of an older program says %s, %v", command, said, err)
		}
	}
}
