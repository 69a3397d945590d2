package job_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/job"
)

func TestFiveFailuresEndAJob(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err   error
		panic bool
		want  string
	}{
		"an internal error stays inside": {err: errors.New("pq: password is hunter2"), want: "could not be finished"},
		"a domain error is shown":        {err: alex.Invalid("accounts", "has no value"), want: "accounts: has no value"},
		"a domain error of our own":      {err: &alex.Error{Code: alex.CodeInternal, Message: "secret", Err: errors.New("x")}, want: "could not be finished"},
		"work that forgets to complete":  {err: nil, want: "could not be finished"},
		"a panic":                        {panic: true, want: "could not be finished"},
		"a message of great length":      {err: alex.Errorf(alex.CodeInvalid, "%s", strings.Repeat("é", 5000)), want: "é…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := openStore(t)
				j := newJob(t, s, 1)
				r := runner(s, func(ctx context.Context, _ alex.Job, h *job.Handle) error {
					if err := h.SavePart(ctx, alex.PartFacts, []byte(`["kept"]`)); err != nil {
						t.Error(err)
					}
					if c.panic {
						panic("secret")
					}
					return c.err
				})
				for range alex.MaxFailures {
					mustRun(t, r, true)
					mustRun(t, r, false) // backoff
					time.Sleep(job.DefaultLongest)
				}
				got := current(t, s, j)
				if got.Status != alex.JobFailed || got.Failures != alex.MaxFailures || got.Attempt != alex.MaxFailures {
					t.Errorf("the job is %+v, want failed after %d failures", got, alex.MaxFailures)
				}
				if !strings.Contains(got.Error, c.want) || strings.Contains(got.Error, "hunter2") || strings.Contains(got.Error, "secret") {
					t.Errorf("the message is %q", got.Error)
				}
				if body, found, err := s.As(j.PersonID).Part(t.Context(), j.ID, alex.PartFacts); err != nil || !found || string(body) != `["kept"]` {
					t.Errorf("the partial result is %q, %v, %v", body, found, err)
				}
				mustRun(t, r, false)
			})
		})
	}
}

func TestBackoffGrowsWithJitter(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rand float64
		want []time.Duration
	}{
		"least jitter": {0, []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second}},
		"half":         {0.5, []time.Duration{750 * time.Millisecond, 1500 * time.Millisecond, 3 * time.Second, 6 * time.Second}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := openStore(t)
				newJob(t, s, 1)
				r := runner(s, func(context.Context, alex.Job, *job.Handle) error { return errors.New("no") })
				r.Rand = func() float64 { return c.rand }
				for _, wait := range c.want {
					mustRun(t, r, true)
					time.Sleep(wait - time.Millisecond)
					mustRun(t, r, false)
					time.Sleep(time.Millisecond)
				}
			})
		})
	}
}

func TestTwentyLapsesEndAJob(t *testing.T) {
	t.Parallel()
	s := openStore(t)
	j := newJob(t, s, 1)
	now := time.Now()
	r := runner(s, finish)
	r.Now = func() time.Time { return now }
	for claim := range alex.MaxLapses {
		if _, ok, err := s.System().Claim(t.Context(), now, 10*time.Second); err != nil || !ok {
			t.Fatalf("claim %d: %v, %v", claim, ok, err)
		}
		if failed, err := r.Sweep(t.Context()); err != nil || failed != 0 {
			t.Fatalf("Sweep() within the lease of claim %d = %d, %v", claim, failed, err)
		}
		now = now.Add(10 * time.Second)
	}
	mustRun(t, r, false)
	if failed, err := r.Sweep(t.Context()); err != nil || failed != 1 {
		t.Fatalf("Sweep() = %d, %v", failed, err)
	}
	got := current(t, s, j)
	if got.Status != alex.JobFailed || got.Lapses != alex.MaxLapses || got.Error == "" || got.Failures != 0 {
		t.Errorf("the job is %+v, want failed after %d lapses", got, alex.MaxLapses)
	}
}

// A lease that cannot be renewed must not be worked under.
func TestWorkStopsWhenTheLeaseCannotBeRenewed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := openStore(t)
		newJob(t, s, 1)
		begun := time.Now()
		r := runner(s, func(ctx context.Context, _ alex.Job, _ *job.Handle) error {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			<-ctx.Done()
			return context.Cause(ctx)
		})
		if ran, err := r.RunOne(t.Context()); !ran || err != nil {
			t.Errorf("RunOne() = %v, %v", ran, err)
		}
		if took := time.Since(begun); took < job.DefaultLease || took > job.DefaultLease+job.DefaultHeartbeat {
			t.Errorf("the work went on for %v without a lease", took)
		}
	})
}
