package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// Claimed names a job and the attempt by which a worker holds it. Every write
// of a job begins with an UPDATE that matches both while the job is running;
// where none matches, the answer is alex.ErrFenced and nothing is written.
type Claimed struct {
	Job     alex.ID
	Attempt int
}

// HeldBy is the claim by which a worker holds job.
func HeldBy(job alex.Job) Claimed { return Claimed{Job: job.ID, Attempt: job.Attempt} }

// fenced runs an UPDATE of the job that must match one row.
func fenced(ctx context.Context, q Querier, query string, args ...any) error {
	n, err := changed(ctx, q, query, args...)
	if err == nil && n == 0 {
		return alex.ErrFenced
	}
	return err
}

const selectHeldJob = `SELECT id, clerk_user_id, status, steps, error_message, attempt, failures, lapses,
	created_at, started_at, completed_at, report_id FROM analysis_jobs
	WHERE id = $1 AND attempt = $2 AND status = 'running' AND lease_until IS NOT NULL`

// HeldJob is the job as a worker holds it by a claim, for another process that does
// a part of it; alex.ErrFenced where the worker has it no longer.
func (y *System) HeldJob(ctx context.Context, c Claimed) (job alex.Job, err error) {
	if err := checkID(c.Job); err != nil {
		return alex.Job{}, err
	}
	err = y.read(ctx, func(q Querier) error {
		job, err = scanJob(q.QueryRowContext(ctx, selectHeldJob, c.Job, c.Attempt))
		if errors.Is(err, sql.ErrNoRows) {
			return alex.ErrFenced
		}
		return err
	})
	return job, err
}

const selectOpenJob = `SELECT count(*) > 0 FROM analysis_jobs WHERE id = $1 AND completed_at IS NULL`

// JobOpen reports that a job has not ended, whoever works it.
func (y *System) JobOpen(ctx context.Context, id alex.ID) (open bool, err error) {
	if err := checkID(id); err != nil {
		return false, err
	}
	err = y.read(ctx, func(q Querier) error { return q.QueryRowContext(ctx, selectOpenJob, id).Scan(&open) })
	return open, err
}

const heartbeat = `UPDATE analysis_jobs SET lease_until = $3, run_after = $3
	WHERE id = $1 AND attempt = $2 AND status = 'running' AND lease_until IS NOT NULL`

// Heartbeat holds the job until a later time.
func (y *System) Heartbeat(ctx context.Context, c Claimed, until time.Time) error {
	return y.write(ctx, func(q Querier) error { return fenced(ctx, q, heartbeat, c.Job, c.Attempt, until.UnixMicro()) })
}

const saveSteps = `UPDATE analysis_jobs SET steps = $3
	WHERE id = $1 AND attempt = $2 AND status = 'running' AND lease_until IS NOT NULL`

// SaveSteps replaces the job's steps.
func (y *System) SaveSteps(ctx context.Context, c Claimed, steps []alex.Step) error {
	return y.write(ctx, func(q Querier) error { return fenced(ctx, q, saveSteps, c.Job, c.Attempt, JSON{steps}) })
}

const failJob = `UPDATE analysis_jobs SET status = 'failed', failures = failures + 1, error_message = $3,
	completed_at = $4, lease_until = NULL
	WHERE id = $1 AND attempt = $2 AND status = 'running' AND lease_until IS NOT NULL`

// Fail ends the job with a message that is safe to show. Its steps and parts
// stay.
func (y *System) Fail(ctx context.Context, c Claimed, message string, now time.Time) error {
	if message == "" {
		return alex.Invalid("message", "is empty")
	}
	return y.write(ctx, func(q Querier) error {
		return fenced(ctx, q, failJob, c.Job, c.Attempt, message, now.UnixMicro())
	})
}

const retryJob = `UPDATE analysis_jobs SET failures = failures + 1, run_after = $3, lease_until = NULL
	WHERE id = $1 AND attempt = $2 AND status = 'running' AND lease_until IS NOT NULL`

// Retry gives the job back after a failure, not to be claimed before after.
func (y *System) Retry(ctx context.Context, c Claimed, after time.Time) error {
	return y.write(ctx, func(q Querier) error { return fenced(ctx, q, retryJob, c.Job, c.Attempt, after.UnixMicro()) })
}

const releaseJob = `UPDATE analysis_jobs SET run_after = $3, lease_until = NULL
	WHERE id = $1 AND attempt = $2 AND status = 'running' AND lease_until IS NOT NULL`

// Release gives the job back, neither failed nor lapsed, to be claimed at once:
// a worker that stops, or one that has written down how far it came.
func (y *System) Release(ctx context.Context, c Claimed, now time.Time) error {
	return y.write(ctx, func(q Querier) error { return fenced(ctx, q, releaseJob, c.Job, c.Attempt, now.UnixMicro()) })
}

const completeJob = `UPDATE analysis_jobs SET status = 'completed', steps = $3, result_data = $4, report_id = $5,
	completed_at = $6, lease_until = NULL
	WHERE id = $1 AND attempt = $2 AND status = 'running' AND lease_until IS NOT NULL
	RETURNING clerk_user_id, started_at`

// finish ends the job and says whose it is and since when it ran.
func finish(ctx context.Context, q Querier, c Claimed, r Result, now time.Time) (person alex.PersonID, started time.Time, err error) {
	err = q.QueryRowContext(ctx, completeJob, c.Job, c.Attempt, JSON{r.Steps}, rawJSON(r.Data), r.Report.ID, now.UnixMicro()).
		Scan(&person, instant{&started})
	if errors.Is(err, sql.ErrNoRows) {
		err = alex.ErrFenced
	}
	return person, started, err
}
