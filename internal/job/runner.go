package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"

	"alex"
	"alex/internal/queue"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// ErrCheckpoint, returned by Work, gives the job back without counting a
// failure: what was saved as parts is found again by the next claim.
var ErrCheckpoint = errors.New("the job goes on in its next claim")

// Work does one job. It saves what it finishes through the handle, ends with
// Handle.Complete, and stops when ctx ends. Its error counts as a failure; an
// *alex.Error's message is shown to the person, any other stays inside.
type Work func(ctx context.Context, job alex.Job, h *Handle) error

// Runner claims jobs and runs them. The zero values of the durations stand for
// those of Defaults.
type Runner struct {
	Store *store.Store
	Queue queue.Receiver // may be nil: then only the scan finds jobs
	Work  Work
	Now   func() time.Time
	Rand  func() float64 // 0 ≤ x < 1, for the jitter of retries
	Log   *slog.Logger   // may be nil

	// Tracing makes a trace of each job; nil makes none. It is flushed by who
	// owns it: no job waits for those who take spans.
	Tracing *telemetry.Tracing

	Workers   int           // jobs at a time in Run
	Lease     time.Duration // how long a claim holds without a heartbeat
	Heartbeat time.Duration // how often the lease is renewed
	Scan      time.Duration // how often an idle worker looks for jobs
	Backoff   time.Duration // the first retry waits about this, the next twice …
	Longest   time.Duration // … and none longer than this
}

// Defaults of a runner.
const (
	DefaultLease     = 10 * time.Second
	DefaultHeartbeat = 3 * time.Second
	DefaultScan      = time.Second
	DefaultBackoff   = time.Second
	DefaultLongest   = 30 * time.Second
)

// askTime is how long a worker waits for the database to say what there is to
// do: a connection may be dead without a sign.
const askTime = 5 * time.Second

// Run works until ctx ends, then gives back the jobs in hand and returns.
func (r *Runner) Run(ctx context.Context) {
	var group sync.WaitGroup
	group.Go(func() { r.sweepLoop(ctx) })
	for range max(r.Workers, 1) {
		group.Go(func() { r.workLoop(ctx) })
	}
	group.Wait()
}

func (r *Runner) workLoop(ctx context.Context) {
	for ctx.Err() == nil {
		ran, err := r.RunOne(ctx)
		if err != nil && ctx.Err() == nil {
			r.log(ctx, slog.LevelError, "running a job failed", "error", err)
		}
		if !ran || err != nil {
			r.rest(ctx)
		}
	}
}

// rest waits for a message, or for the next scan.
func (r *Runner) rest(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, or(r.Scan, DefaultScan))
	defer cancel()
	if r.Queue != nil {
		m, err := r.Queue.Receive(ctx)
		if err == nil {
			r.log(ctx, slog.LevelDebug, "woken", "job", m.Job)
			return
		}
		if ctx.Err() == nil {
			r.log(ctx, slog.LevelError, "the queue failed", "error", err)
		}
	}
	<-ctx.Done()
}

func (r *Runner) sweepLoop(ctx context.Context) {
	ticker := time.NewTicker(or(r.Scan, DefaultScan))
	defer ticker.Stop()
	for {
		if _, err := r.Sweep(ctx); err != nil && ctx.Err() == nil {
			r.log(ctx, slog.LevelError, "the sweep failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Sweep fails the jobs whose workers have died too often, and says how many.
func (r *Runner) Sweep(ctx context.Context) (failed int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	return r.Store.System().Sweep(ctx, r.Now(), crashedMessage)
}

// claiming is the context of a claim. A stop does not break one off: the database
// may have given the job by then, and nobody would give it back before its lease
// is over.
func claiming(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), askTime)
}

// RunOne claims and runs the job that has been due longest; ran is false when
// none is due. The job's own failure is no error: its row says how it went.
func (r *Runner) RunOne(ctx context.Context) (ran bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	asking, cancel := claiming(ctx)
	defer cancel()
	j, ok, err := r.Store.System().Claim(asking, r.Now(), or(r.Lease, DefaultLease))
	if err != nil || !ok {
		return false, err
	}
	return true, r.run(ctx, j)
}

// RunJob is RunOne of the job that a message names. A job that cannot be
// claimed, whatever the reason, is no error: the message is done with.
func (r *Runner) RunJob(ctx context.Context, id alex.ID) (ran bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	asking, cancel := claiming(ctx)
	defer cancel()
	j, ok, err := r.Store.System().ClaimJob(asking, id, r.Now(), or(r.Lease, DefaultLease))
	if err != nil || !ok {
		return false, err
	}
	return true, r.run(ctx, j)
}

// RunMessage is RunJob of what a queue's message says, within the trace that it
// names.
func (r *Runner) RunMessage(ctx context.Context, m queue.Message) (ran bool, err error) {
	return r.RunJob(telemetry.WithTraceparent(ctx, m.Trace), m.Job)
}

// run works a claimed job as one attempt in its trace, which ends when the row
// says how it went.
func (r *Runner) run(ctx context.Context, j alex.Job) error {
	ctx, span := r.Tracing.StartJob(ctx, telemetry.JobTrace{
		Job: j.ID, Attempt: j.Attempt, PersonHash: telemetry.PersonHash(j.PersonID), Private: []string{string(j.PersonID)},
	})
	ended, failed, err := r.work(ctx, j)
	span.SetAttributes(attribute.String(telemetry.KeyStatus, ended))
	if failed != nil {
		failed = errors.New(safeMessage(failed))
	}
	telemetry.End(span, failed)
	return err
}

// work answers how the attempt ended, why it failed, and what could not be
// written of that.
func (r *Runner) work(ctx context.Context, j alex.Job) (ended string, failed, err error) {
	h := &Handle{system: r.Store.System(), claimed: store.HeldBy(j), now: r.Now}
	working, cancel := context.WithCancelCause(ctx)
	var beating sync.WaitGroup
	beating.Go(func() { r.beat(working, h.claimed, cancel) })
	failed = r.attempt(working, j, h)
	lost := context.Cause(working)
	cancel(nil)
	beating.Wait()
	if errors.Is(lost, alex.ErrFenced) {
		failed = alex.ErrFenced
	}
	ended, err = r.settle(ctx, j, h, failed)
	if ended == endedCompleted || ended == endedReleased {
		failed = nil
	}
	return ended, failed, err
}

// attempt runs the work; a panic is a failure like any other. What was claimed while
// the runner was being stopped is not begun: nobody would renew its lease.
func (r *Runner) attempt(ctx context.Context, j alex.Job, h *Handle) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err = r.Work(ctx, j, h); err == nil && !h.completed.Load() {
		err = errors.New("the work ended without completing the job")
	}
	return err
}

// beat renews the lease until ctx ends. A worker that has lost its job, or
// could not renew until the lease was over, is stopped.
func (r *Runner) beat(ctx context.Context, c store.Claimed, stop context.CancelCauseFunc) {
	lease := or(r.Lease, DefaultLease)
	until := r.Now().Add(lease)
	ticker := time.NewTicker(or(r.Heartbeat, DefaultHeartbeat))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		next := r.Now().Add(lease)
		err := r.renew(ctx, c, next)
		switch {
		case err == nil:
			until = next
		case errors.Is(err, alex.ErrFenced) || !r.Now().Before(until):
			stop(alex.ErrFenced)
			return
		}
	}
}

// renew waits no longer for an answer than there is time for a second try.
func (r *Runner) renew(ctx context.Context, c store.Claimed, until time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, or(r.Lease, DefaultLease)/3)
	defer cancel()
	return r.Store.System().Heartbeat(ctx, c, until)
}

func (r *Runner) log(ctx context.Context, level slog.Level, text string, args ...any) {
	if r.Log != nil {
		r.Log.Log(ctx, level, text, args...)
	}
}

func or(value, otherwise time.Duration) time.Duration {
	if value > 0 {
		return value
	}
	return otherwise
}
