package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// One guard stands twice, in the choice and in the change, so that two workers
// that chose the same row cannot both change it. A pending job is due whatever
// the clocks of two machines say. A lease that was not given
// back counts as a lapse; at the last one Sweep ends the job instead. A job
// that has not ended is pending or running, by a check of the table; asked for
// as completed_at IS NULL, the rows due come in the order of one index, in which
// the running ones stand first. The engine's ClaimLock, often empty, ends the choice.
const claimJob = `UPDATE analysis_jobs SET status = 'running', attempt = attempt + 1,
	lapses = lapses + CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END,
	lease_until = $2, run_after = $2, started_at = coalesce(started_at, $1)
	WHERE id = (SELECT id FROM analysis_jobs
		WHERE completed_at IS NULL AND (status = 'pending' OR run_after <= $1) AND (lease_until IS NULL OR lapses < $3)
		ORDER BY status DESC, run_after, id LIMIT 1`

const claimChosen = `)
	AND completed_at IS NULL AND (status = 'pending' OR run_after <= $1) AND (lease_until IS NULL OR lapses < $3)
	RETURNING id, clerk_user_id, status, steps, error_message, attempt, failures, lapses,
	created_at, started_at, completed_at, report_id`

const claimThisJob = `UPDATE analysis_jobs SET status = 'running', attempt = attempt + 1,
	lapses = lapses + CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END,
	lease_until = $2, run_after = $2, started_at = coalesce(started_at, $1)
	WHERE id = $4
	AND completed_at IS NULL AND (status = 'pending' OR run_after <= $1) AND (lease_until IS NULL OR lapses < $3)
	RETURNING id, clerk_user_id, status, steps, error_message, attempt, failures, lapses,
	created_at, started_at, completed_at, report_id`

// lapsesBeforeLast is how often a lease may have lapsed for a claim to be
// allowed to count one more.
const lapsesBeforeLast = alex.MaxLapses - 1

// Claim takes the job that has been due longest: first of the running ones
// whose lease has lapsed or was given back, so that a long queue does not keep
// them waiting, then of the pending. It adds one to attempt and holds the job
// until now + lease. ok is false when nothing is due.
func (y *System) Claim(ctx context.Context, now time.Time, lease time.Duration) (job alex.Job, ok bool, err error) {
	return y.claim(ctx, claimJob+y.store.claimLock()+claimChosen, now.UnixMicro(), now.Add(lease).UnixMicro(), lapsesBeforeLast)
}

func (s *Store) claimLock() string {
	if locker, ok := s.engine.(ClaimLocker); ok {
		return " " + locker.ClaimLock()
	}
	return ""
}

// ClaimJob is Claim of one job, which a queue's message names; ok is false
// when it does not exist or is not to be claimed now.
func (y *System) ClaimJob(ctx context.Context, id alex.ID, now time.Time, lease time.Duration) (job alex.Job, ok bool, err error) {
	if err := checkID(id); err != nil {
		return alex.Job{}, false, err
	}
	return y.claim(ctx, claimThisJob, now.UnixMicro(), now.Add(lease).UnixMicro(), lapsesBeforeLast, id)
}

func (y *System) claim(ctx context.Context, query string, args ...any) (job alex.Job, ok bool, err error) {
	err = y.write(ctx, func(q Querier) error {
		job, err = scanJob(q.QueryRowContext(ctx, query, args...))
		if errors.Is(err, sql.ErrNoRows) {
			job, ok = alex.Job{}, false
			return nil
		}
		ok = err == nil
		return err
	})
	return job, ok && err == nil, err
}

const sweepJobs = `UPDATE analysis_jobs SET status = 'failed', completed_at = $1, lease_until = NULL,
	lapses = lapses + 1, error_message = $2
	WHERE status = 'running' AND lease_until <= $1 AND lapses >= $3`

// Sweep fails the jobs whose workers have died too often (alex.MaxLapses), and
// says how many. Message is shown to their people.
func (y *System) Sweep(ctx context.Context, now time.Time, message string) (failed int64, err error) {
	err = y.write(ctx, func(q Querier) error {
		failed, err = changed(ctx, q, sweepJobs, now.UnixMicro(), message, lapsesBeforeLast)
		return err
	})
	return failed, err
}

const selectDueJobs = `SELECT id FROM analysis_jobs
	WHERE completed_at IS NULL AND (status = 'pending' OR run_after <= $1) ORDER BY status DESC, run_after, id LIMIT $2`

// DueJobs are the ids of at most limit jobs that could be claimed now, the
// longest due first: what a sweeper sends to the queue again.
func (y *System) DueJobs(ctx context.Context, now time.Time, limit int) (ids []alex.ID, err error) {
	err = y.read(ctx, func(q Querier) error {
		ids, err = all(ctx, q, func(rows *sql.Rows) (id alex.ID, err error) { return id, rows.Scan(&id) },
			selectDueJobs, now.UnixMicro(), limit)
		return err
	})
	return ids, err
}

const selectJobCounts = `SELECT status, count(*) FROM analysis_jobs GROUP BY status ORDER BY status`

// JobCounts is the number of jobs in each status that has any.
func (y *System) JobCounts(ctx context.Context) (map[alex.JobStatus]int64, error) {
	counts := map[alex.JobStatus]int64{}
	err := y.read(ctx, func(q Querier) error {
		_, err := all(ctx, q, func(rows *sql.Rows) (int64, error) {
			var status alex.JobStatus
			var n int64
			err := rows.Scan(&status, &n)
			counts[status] = n
			return n, err
		}, selectJobCounts)
		return err
	})
	return counts, err
}
