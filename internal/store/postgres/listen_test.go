package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/store/postgres"
	"alex/internal/store/postgres/postgrestest"
)

const patience = 20 * time.Second

func listen(t testing.TB, url string) *postgres.Listener {
	t.Helper()
	l, err := postgres.Listen(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// heard makes jobs until the listener hears of one, because it begins in the
// background, and answers whether that one is stored.
func heard(t testing.TB, s *store.Store, l *postgres.Listener) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for ctx.Err() == nil {
		if job, _, err := s.As("p").CreateJob(ctx, store.JobRequest{}); err == nil {
			_, _ = s.As("p").CancelJob(ctx, job.ID)
		}
		wait, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		id, err := l.Next(wait)
		cancel()
		if err == nil {
			_, err := s.As("p").Job(ctx, id)
			return err == nil
		}
	}
	return false
}

func TestNewJobsAreHeardOf(t *testing.T) {
	t.Parallel()
	owner, login := serving(t)
	s := openAt(t, login)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	for _, l := range []*postgres.Listener{listen(t, owner), listen(t, login)} {
		if !heard(t, s, l) {
			t.Error("a process did not hear of a job")
		}
	}
}

// A job that is not stored after all wakes nobody; one that is there already
// wakes nobody again.
func TestOnlyStoredJobsAreHeardOf(t *testing.T) {
	t.Parallel()
	s, url := open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	l := listen(t, url)
	if !heard(t, s, l) {
		t.Fatal("the listener does not listen")
	}
	for range 3 {
		if _, _, err := s.As("nobody").CreateJob(t.Context(), store.JobRequest{}); err == nil {
			t.Fatal("nobody has a job")
		}
	}
	job, _, err := s.As("p").CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	again, created, err := s.As("p").CreateJob(t.Context(), store.JobRequest{})
	if err != nil || created || again.ID != job.ID {
		t.Fatal(again, created, err)
	}
	if _, err := s.As("p").CancelJob(t.Context(), job.ID); err != nil {
		t.Fatal(err)
	}
	last, _, err := s.As("p").CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var order []alex.ID
	for len(order) == 0 || order[len(order)-1] != last.ID {
		id, err := l.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		order = append(order, id)
	}
	if n := len(order); n < 2 || order[n-2] != job.ID || n > 2 && order[n-3] == job.ID {
		t.Errorf("the listener heard of %v, want %s and %s at the end", order, job.ID, last.ID)
	}
}

func TestListenerEnds(t *testing.T) {
	t.Parallel()
	if _, err := postgres.Listen(t.Context(), "words"); alex.CodeOf(err) != alex.CodeInvalid {
		t.Errorf("Listen() with words = %v", err)
	}
	l := listen(t, "postgres://nobody@127.0.0.1:1/x")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := l.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Next() without a server = %v, want silence until the context ends", err)
	}
	l.Close()
	l.Close()
}

// While the server is away every call says so at once, and without the
// password; when it is back, so are the store and the listener, in the same
// pool.
func TestOutage(t *testing.T) {
	t.Parallel()
	away := postgrestest.Start(t, postgrestest.Options{Prepare: postgrestest.Migrate})
	url := away.Database(t)
	s, l := openAt(t, url), listen(t, url)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	if !heard(t, s, l) {
		t.Fatal("the listener does not listen")
	}
	for _, mode := range []postgrestest.Mode{postgrestest.Fast, postgrestest.Immediate} {
		if err := away.Stop(mode); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			_, read := s.As("p").Accounts(t.Context())
			_, _, write := s.As("p").CreateJob(t.Context(), store.JobRequest{})
			for _, err := range []error{read, write, s.Ping(t.Context())} {
				if alex.CodeOf(err) != alex.CodeUnavailable {
					t.Errorf("while the server is away: %v", err)
				}
			}
		}
		if err := away.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.As("p").Accounts(t.Context()); err != nil {
			t.Errorf("the server is back: %v", err)
		}
		if !heard(t, s, l) {
			t.Error("the server is back, and the listener hears nothing")
		}
	}
}
