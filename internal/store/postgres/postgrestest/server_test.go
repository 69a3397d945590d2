package postgrestest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"alex/internal/store/postgres/postgrestest"
)

// orphaned makes this test program one that starts a server, says its URL, and
// waits to be killed.
const orphaned = "ALEX_TEST_ORPHANED_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(orphaned) == "" {
		os.Exit(m.Run())
	}
	var url string
	if _, err := postgrestest.New(context.Background(), postgrestest.Options{Prepare: func(_ context.Context, u string) error {
		url = u
		return nil
	}}); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(url)
	select {}
}

func ask(ctx context.Context, url, query string) (answer string, err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }()
	return answer, conn.QueryRow(ctx, query).Scan(&answer)
}

func mustAsk(t testing.TB, url, query string) string {
	t.Helper()
	answer, err := ask(t.Context(), url, query)
	if err != nil {
		t.Fatal(query, err)
	}
	return answer
}

// reachable is a temporary folder that the server's user can enter.
func reachable(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for path := dir; len(path) > len(os.TempDir()); path = filepath.Dir(path) {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDatabases(t *testing.T) {
	t.Parallel()
	s := postgrestest.Start(t, postgrestest.Options{Prepare: func(ctx context.Context, url string) error {
		conn, err := pgx.Connect(ctx, url)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close(ctx) }()
		_, err = conn.Exec(ctx, `CREATE TABLE kept (n INT)`)
		return err
	}})
	first, second, empty := s.Database(t), s.Database(t), s.Empty(t)
	const tables = `SELECT count(*)::text FROM pg_tables WHERE tablename = 'kept'`
	for url, want := range map[string]string{first: "1", second: "1", empty: "0"} {
		if got := mustAsk(t, url, tables); got != want {
			t.Errorf("%s tables, want %s", got, want)
		}
	}
	const settings = `SELECT current_setting('fsync') || ' ' || rolsuper || ' ' || rolcreaterole FROM pg_roles WHERE rolname = current_user`
	for url, want := range map[string]string{
		first: "off false true", s.Login(t, first): "off false false", s.Superuser(t, first): "off true true",
	} {
		if got := mustAsk(t, url, settings); got != want {
			t.Errorf("fsync, superuser, may make roles: %s, want %s", got, want)
		}
	}
}

func TestStopAndStart(t *testing.T) {
	t.Parallel()
	s := postgrestest.Start(t, postgrestest.Options{Durable: true})
	url := s.Database(t)
	if got := mustAsk(t, url, `SELECT current_setting('fsync')`); got != "on" {
		t.Errorf("fsync is %s", got)
	}
	for _, mode := range []postgrestest.Mode{postgrestest.Fast, postgrestest.Immediate} {
		for range 2 { // stopping what is stopped changes nothing
			if err := s.Stop(mode); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := ask(t.Context(), url, `SELECT 'x'`); err == nil {
			t.Error("a stopped server answers")
		}
		if err := s.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := mustAsk(t, url, `SELECT 'x'`); got != "x" {
			t.Errorf("the server answers %s", got)
		}
	}
}

func TestCloseLeavesNothing(t *testing.T) {
	dir := reachable(t)
	t.Setenv("TMPDIR", dir)
	t.Setenv("ALEX_TEST_SERVERS", "")
	s, err := postgrestest.New(t.Context(), postgrestest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	url := s.Superuser(t, s.Database(t))
	if during, err := os.ReadDir(dir); err != nil || len(during) != 1 {
		t.Errorf("while it runs: %v, %v", during, err)
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if after, err := os.ReadDir(dir); err != nil || len(after) != 0 {
		t.Errorf("after it was closed: %v, %v", after, err)
	}
	if _, err := ask(t.Context(), url, `SELECT 'x'`); err == nil {
		t.Error("a closed server answers")
	}
}

func TestFailuresAreCleanedUp(t *testing.T) {
	t.Parallel()
	refused := fmt.Errorf("no")
	if _, err := postgrestest.New(t.Context(), postgrestest.Options{
		Prepare: func(context.Context, string) error { return refused },
	}); err == nil || !strings.Contains(err.Error(), "no") {
		t.Errorf("New() with a bad Prepare = %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := postgrestest.New(ctx, postgrestest.Options{}); err == nil {
		t.Error("New() in an ended context succeeds")
	}
}
