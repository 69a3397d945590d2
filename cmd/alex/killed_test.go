package main

import (
	"bufio"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the monitor looks past the store
	_ "modernc.org/sqlite"

	"alex"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/postgres"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/sqlite"
)

// farm is a database with workers of the real program around it.
type farm struct {
	t       *testing.T
	binary  string
	environ []string
	store   *store.Store
	raw     *sql.DB // sees every row
	workers []*exec.Cmd
	up      atomic.Int32 // workers that work
}

const (
	resumed  = 15 * time.Second // a crashed worker's job is taken up again
	patience = 4 * time.Minute  // and a second more for each job
)

// kills is how often TestKilledWorkersLoseNoJob kills a worker; `make trust` does
// it oftener.
var (
	kills = flag.Int("kills", 6, "how often workers are killed")
	work  = flag.Int("jobs", 0, "on how many jobs they are at work; 0 is 20 for every 3 kills")
)

func onSQLite(t *testing.T, binary string) *farm {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "alex.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return newFarm(t, binary, s, "sqlite", sqlite.DSN(path), "ALEX_DATA="+dir)
}

func onPostgres(t *testing.T, binary string) *farm {
	t.Helper()
	server := postgrestest.Start(t, postgrestest.Options{Durable: true})
	url := server.Empty(t)
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	return newFarm(t, binary, s, "pgx", server.Superuser(t, url), "ALEX_DATABASE_URL="+url)
}

func newFarm(t *testing.T, binary string, s *store.Store, driver, url, environ string) *farm {
	t.Helper()
	raw, err := sql.Open(driver, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = raw.Close(), s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &farm{t: t, binary: binary, store: s, raw: raw, environ: append(os.Environ(), environ, "ALEX_LOG=text")}
}

// ask makes people with the sample household, each with a pending job.
func (f *farm) ask(jobs int) {
	f.t.Helper()
	person, accounts := seed.Household()
	for n := range jobs {
		person.ID = alex.PersonID(fmt.Sprintf("person_%d", n))
		if _, err := f.store.System().EnsurePerson(f.t.Context(), person.ID, "", ""); err != nil {
			f.t.Fatal(err)
		}
		mine := f.store.As(person.ID)
		if err := mine.SavePerson(f.t.Context(), person, nil); err != nil {
			f.t.Fatal(err)
		}
		if _, err := mine.ApplyImport(f.t.Context(), accounts); err != nil {
			f.t.Fatal(err)
		}
		if _, _, err := mine.CreateJob(f.t.Context(), store.JobRequest{}); err != nil {
			f.t.Fatal(err)
		}
	}
}

// start starts worker i and waits until it works.
func (f *farm) start(i int) {
	f.t.Helper()
	worker := exec.CommandContext(context.WithoutCancel(f.t.Context()), f.binary, "worker")
	worker.Env, worker.Stderr = f.environ, f.t.Output()
	out, err := worker.StdoutPipe()
	if err == nil {
		err = worker.Start()
	}
	if err != nil {
		f.t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "working\n" {
		f.t.Fatalf("worker %d says %q: %v", i, line, err)
	}
	for len(f.workers) <= i {
		f.workers = append(f.workers, nil)
	}
	f.workers[i] = worker
	f.up.Add(1)
}

func (f *farm) signal(i int, s syscall.Signal) {
	f.t.Helper()
	if err := f.workers[i].Process.Signal(s); err != nil {
		f.t.Fatal(err)
	}
}

func (f *farm) kill(i int) {
	f.t.Helper()
	f.up.Add(-1)
	f.signal(i, syscall.SIGKILL)
	_ = f.workers[i].Wait() // it was killed
}

func (f *farm) stop() {
	for i := range f.workers {
		_ = f.workers[i].Process.Kill()
		_ = f.workers[i].Wait()
	}
}

// held is what a worker must renew or hand on: a job's attempt and lease.
type held struct {
	attempt int
	lease   sql.NullInt64
	waited  time.Duration
}

func (h held) lapsed(now time.Time) bool { return !h.lease.Valid || h.lease.Int64 < now.UnixMicro() }

// watch follows the running jobs until all have ended, and answers the longest
// time that one of them stood still. While no worker is up, or every worker has
// its hands full of other lost jobs, a lapsed job's wait is not counted.
func (f *farm) watch(ctx context.Context) (longest time.Duration, err error) {
	last, then := map[string]held{}, time.Now()
	for {
		running, err := f.running(ctx)
		if err != nil {
			return longest, err
		}
		now := time.Now()
		able := f.able(running, now)
		for id, is := range running {
			if was, known := last[id]; known && was.attempt == is.attempt && was.lease == is.lease {
				is.waited = was.waited
				if able || !is.lapsed(now) {
					is.waited += now.Sub(then)
				}
			}
			longest = max(longest, is.waited)
			running[id] = is
		}
		last, then = running, now
		counts, err := f.store.System().JobCounts(ctx)
		if err != nil || counts[alex.JobPending]+counts[alex.JobRunning] == 0 {
			return longest, err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// able reports that a worker could take up a lost job now.
func (f *farm) able(running map[string]held, now time.Time) bool {
	const hands = 2 // jobs at a time of one worker
	busy := 0
	for _, is := range running {
		if is.attempt > 1 && !is.lapsed(now) {
			busy++
		}
	}
	return busy < hands*int(f.up.Load())
}

func (f *farm) running(ctx context.Context) (map[string]held, error) {
	rows, err := f.raw.QueryContext(ctx, `SELECT id, attempt, lease_until FROM analysis_jobs WHERE status = 'running'`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	running := map[string]held{}
	for rows.Next() {
		var is held
		var id string
		if err := rows.Scan(&id, &is.attempt, &is.lease); err != nil {
			return nil, err
		}
		running[id] = is
	}
	return running, rows.Err()
}

// check looks at every row at the end.
func (f *farm) check(jobs int) {
	f.t.Helper()
	var completed, reports, retirement, again, worst int
	if err := f.raw.QueryRowContext(f.t.Context(), `SELECT count(*), sum(CASE WHEN attempt > 1 THEN 1 ELSE 0 END), max(failures)
		FROM analysis_jobs WHERE status = 'completed'`).Scan(&completed, &again, &worst); err != nil {
		f.t.Fatal(err)
	}
	if err := f.raw.QueryRowContext(f.t.Context(), `SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM retirement)`).
		Scan(&reports, &retirement); err != nil {
		f.t.Fatal(err)
	}
	if completed != jobs || reports != jobs || retirement != jobs || worst > alex.MaxFailures {
		f.t.Errorf("of %d jobs %d completed, with %d reports and %d projections; one failed %d times", jobs, completed, reports, retirement, worst)
	}
	if again == 0 {
		f.t.Error("no kill met a job: this run proves nothing")
	}
	problems, err := f.store.Verify(f.t.Context(), store.Expected{})
	if err != nil || len(problems) > 0 {
		f.t.Errorf("afterwards Verify() = %v, %v", problems, err)
	}
	f.t.Attr("measured", fmt.Sprintf("jobs=%d kills=%d lost=%d doubled=%d failures=%d again=%d",
		jobs, *kills, jobs-completed, max(reports-completed, 0), worst, again))
}

func TestKilledWorkersLoseNoJob(t *testing.T) {
	t.Parallel()
	binary := binary(t)
	for _, c := range []struct {
		name    string
		open    func(*testing.T, string) *farm
		workers int
	}{{"PostgreSQL, four workers", onPostgres, 4}, {"SQLite, one worker", onSQLite, 1}} {
		t.Run(c.name, func(t *testing.T) {
			jobs := *kills * 20 / 3
			if *work > 0 {
				jobs = *work
			}
			f := c.open(t, binary)
			defer f.stop()
			f.ask(jobs)
			for i := range c.workers {
				f.start(i)
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience+time.Duration(jobs)*time.Second)
			defer cancel()
			watched := make(chan error, 1)
			var longest time.Duration
			go func() {
				var err error
				longest, err = f.watch(ctx)
				watched <- err
			}()
			seed := rand.Uint64()
			t.Logf("seed %d", seed)
			chance := rand.New(rand.NewPCG(seed, 1))
			for range *kills {
				time.Sleep(time.Duration(chance.IntN(400)) * time.Millisecond)
				i := chance.IntN(c.workers)
				f.kill(i)
				f.start(i)
			}
			if err := <-watched; err != nil {
				t.Fatal(err)
			}
			if longest > resumed {
				t.Errorf("a job stood still for %v", longest)
			}
			t.Logf("the longest that a job stood still: %v", longest.Round(time.Millisecond))
			f.check(jobs)
		})
	}
}

func (f *farm) askOne(n int) alex.PersonID {
	f.t.Helper()
	person, accounts := seed.Household()
	person.ID = alex.PersonID(fmt.Sprintf("slow_%d", n))
	if _, err := f.store.System().EnsurePerson(f.t.Context(), person.ID, "", ""); err != nil {
		f.t.Fatal(err)
	}
	if _, err := f.store.As(person.ID).ApplyImport(f.t.Context(), accounts); err != nil {
		f.t.Fatal(err)
	}
	if _, _, err := f.store.As(person.ID).CreateJob(f.t.Context(), store.JobRequest{}); err != nil {
		f.t.Fatal(err)
	}
	return person.ID
}

func (f *farm) status(job string) (status string) {
	f.t.Helper()
	if err := f.raw.QueryRowContext(f.t.Context(), `SELECT status FROM analysis_jobs WHERE id = $1`, job).Scan(&status); err != nil {
		f.t.Fatal(err)
	}
	return status
}

func (f *farm) await(job string, done func(held) bool, what string) {
	f.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		var is held
		if job != "" {
			if err := f.raw.QueryRowContext(f.t.Context(), `SELECT attempt FROM analysis_jobs WHERE id = $1`, job).Scan(&is.attempt); err != nil {
				f.t.Fatal(err)
			}
		}
		if done(is) {
			return
		}
	}
	f.t.Fatalf("the job was not %s", what)
}

// trace is all that is stored of a job.
func (f *farm) trace(job string) string {
	f.t.Helper()
	var text strings.Builder
	for _, query := range []string{
		`SELECT status || attempt::text || coalesce(steps::text, '') || completed_at::text FROM analysis_jobs WHERE id = $1`,
		`SELECT kind || seq::text || body FROM job_parts WHERE job_id = $1 ORDER BY kind, seq`,
		`SELECT id::text || hash || created_at::text FROM reports WHERE job_id = $1`,
		`SELECT id::text || created_at::text FROM retirement WHERE job_id = $1`,
	} {
		if err := f.lines(&text, query, job); err != nil {
			f.t.Fatal(err)
		}
	}
	return text.String()
}

func (f *farm) lines(text *strings.Builder, query, job string) error {
	rows, err := f.raw.QueryContext(f.t.Context(), query, job)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		text.WriteString(line + "\n")
	}
	return rows.Err()
}
