package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// TestServeStops lets a request in hand end after the request to stop: its
// second half is sent when new connections are refused already.
func TestServeStops(t *testing.T) {
	t.Parallel()
	s := startServer(t, t.TempDir())
	address := strings.TrimPrefix(s.url, "http://")
	body := `{"email":"ann@example.org","password":"` + password + `"}`
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, err = fmt.Fprintf(conn, "POST /api/auth/sign-up HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		address, len(body), body[:10])
	if err != nil {
		t.Fatal(err)
	}
	s.post(t, http.StatusUnauthorized, "/api/auth/token", "") // what came before is in hand
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.terminate(t)
	}()
	refused(t, address)
	if _, err := io.WriteString(conn, body[10:]); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 201 ") || !strings.Contains(string(answer), "accessToken") {
		t.Errorf("the request in hand is answered with %v %q", err, answer)
	}
	<-ended
}

// refused waits until nobody listens at the address.
func refused(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		_ = conn.Close()
	}
	t.Fatal("it still listens")
}

// TestServeGivesJobsBack stops a server amid many jobs: none is left in its
// hands, and none counts a failure.
func TestServeGivesJobsBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	done(t, dir, "reset")
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "data", "alex.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	const jobs = 12
	person, accounts := seed.Household()
	for n := range jobs {
		person.ID = alex.PersonID(fmt.Sprintf("person_%d", n))
		if _, err := s.System().EnsurePerson(t.Context(), person.ID, "", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := s.As(person.ID).ApplyImport(t.Context(), accounts); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.As(person.ID).CreateJob(t.Context(), store.JobRequest{}); err != nil {
			t.Fatal(err)
		}
	}
	serving := startServer(t, dir)
	for end := time.Now().Add(deadline); ; time.Sleep(5 * time.Millisecond) {
		counts, err := s.System().JobCounts(t.Context())
		if err != nil || time.Now().After(end) {
			t.Fatalf("no job is begun: %v, %v", counts, err)
		}
		if counts[alex.JobPending] < jobs {
			break
		}
	}
	serving.terminate(t)
	kept := column(t, openRows(t, dir), `SELECT id FROM analysis_jobs WHERE lease_until IS NOT NULL OR failures > 0 OR lapses > 0`)
	if len(kept) > 0 {
		t.Errorf("after the stop these jobs are still held, or have failed: %v", kept)
	}
	begun := column(t, openRows(t, dir), `SELECT id FROM analysis_jobs WHERE attempt > 0`)
	if len(begun) == 0 {
		t.Error("no job was begun")
	}
}

// TestMigrateNamesTheOwnersURL: it is the one that is wrong, also where both are.
func TestMigrateNamesTheOwnersURL(t *testing.T) {
	t.Parallel()
	got := invokeIn(t, []string{
		"ALEX_DATA=" + t.TempDir(), "ALEX_DATABASE_URL=postgres://u:hunter2@127.0.0.1:1/alex", "ALEX_MIGRATE_URL=postgres://o:hunter2@127.0.0.1:1/alex",
	}, "migrate")
	if got.code != exitFailed || !strings.Contains(got.err, "ALEX_MIGRATE_URL: the PostgreSQL server does not answer") || strings.Contains(got.err, "hunter2") {
		t.Errorf("exit code %d, %q, %q", got.code, got.out, got.err)
	}
}

// TestServeRefuses looks at the words for each way in which a server cannot
// start; none of them has the password in it, and each is one line.
func TestServeRefuses(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	file := lay(t, map[string]string{"file": ""})
	future := t.TempDir()
	done(t, future, "migrate")
	damage(t, future, `INSERT INTO schema_versions (version_id, is_applied) VALUES (999, 1)`)
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "data", "alex.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		environ []string
		want    []string
	}{
		{"an address in use", []string{"ALEX_ADDR=" + taken.Addr().String()}, []string{taken.Addr().String() + " is in use: set ALEX_ADDR"}},
		{"an address of others", []string{"ALEX_ADDR=192.0.2.1:8080"}, []string{"192.0.2.1:8080 cannot be listened on", "set ALEX_ADDR"}},
		{"a database that is away", []string{"ALEX_DATABASE_URL=postgres://u:hunter2@127.0.0.1:1/alex"}, []string{"ALEX_DATABASE_URL: the PostgreSQL server does not answer", "127.0.0.1:1"}},
		{"a folder that is a file", []string{"ALEX_DATA=" + file + "/file"}, []string{file + "/file", "ALEX_DATA"}},
		{"a folder below a file", []string{"ALEX_DATA=" + file + "/file/data"}, []string{file + "/file/data", "ALEX_DATA"}},
		{"a database that cannot be opened", []string{"ALEX_DATA=" + folder + "/data"}, []string{folder + "/data", "cannot be written", "ALEX_DATA"}},
		{"a newer schema", []string{"ALEX_DATA=" + future + "/data"}, []string{"schema version 999", "use a newer release"}},
		{"a wrong setting", []string{"ALEX_SIGNUP=hunter2"}, []string{"ALEX_SIGNUP"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := invokeIn(t, append([]string{"ALEX_ADDR=127.0.0.1:0", "ALEX_DATA=" + t.TempDir()}, c.environ...), "serve")
			if got.code != exitFailed || got.out != "" || strings.Count(got.err, "\n") != 1 || strings.Contains(got.err, "hunter2") {
				t.Errorf("exit code %d, %q, %q", got.code, got.out, got.err)
			}
			for _, want := range c.want {
				if !strings.Contains(got.err, want) {
					t.Errorf("it does not say %q but: %s", want, got.err)
				}
			}
		})
	}
}
