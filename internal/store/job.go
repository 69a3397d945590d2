package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"alex"
)

// JobRequest asks for an analysis.
type JobRequest struct {
	Data json.RawMessage

	// Daily is how many a person may ask for on a day in UTC, and Kept how many
	// stay with their reports: 0 is no limit of the first, and MaxJobs.
	Daily, Kept int
}

func scanJob(row interface{ Scan(...any) error }) (alex.Job, error) {
	var j alex.Job
	var message *string
	j.Steps = []alex.Step{}
	err := row.Scan(&j.ID, &j.PersonID, &j.Status, JSON{&j.Steps}, &message, &j.Attempt, &j.Failures, &j.Lapses,
		instant{&j.CreatedAt}, maybe{&j.StartedAt}, maybe{&j.CompletedAt}, opt(&j.ReportID))
	if message != nil {
		j.Error = *message
	}
	return j, err
}

const selectJob = `SELECT id, clerk_user_id, status, steps, error_message, attempt, failures, lapses,
	created_at, started_at, completed_at, report_id FROM analysis_jobs WHERE id = $1 AND clerk_user_id = $2`

const selectActiveJob = `SELECT id, clerk_user_id, status, steps, error_message, attempt, failures, lapses,
	created_at, started_at, completed_at, report_id FROM analysis_jobs
	WHERE clerk_user_id = $1 AND status IN ('pending', 'running')`

const insertJob = `INSERT INTO analysis_jobs (id, clerk_user_id, status, request_data, attempt, failures, lapses,
	run_after, created_at)
	VALUES ($1, $2, 'pending', $3, 0, 0, 0, $4, $4)`

// MaxJobs is how many jobs, with their reports, a person keeps unless it is
// said otherwise; one more pushes out the oldest that has ended, though never
// the one of the latest report.
const MaxJobs = 500

const jobsAtOnce = 5

const deleteOldJobs = `DELETE FROM analysis_jobs WHERE clerk_user_id = $1 AND completed_at IS NOT NULL AND id IN (
	SELECT id FROM analysis_jobs WHERE clerk_user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3)
	AND id NOT IN (SELECT job_id FROM reports WHERE clerk_user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1)`

// What an operator let begin again was asked for once.
const countJobsSince = `SELECT count(*) FROM analysis_jobs WHERE clerk_user_id = $1 AND created_at >= $2 AND redrive_of IS NULL`

// roomToday refuses one more than a person may ask for on a day in UTC.
func (p *Personal) roomToday(ctx context.Context, q Querier, daily int) error {
	if daily <= 0 {
		return nil
	}
	var asked int
	if err := q.QueryRowContext(ctx, countJobsSince, p.person, p.store.midnight().UnixMicro()).Scan(&asked); err != nil || asked < daily {
		return err
	}
	return p.store.tomorrow("%d analyses were asked for today, which is the most", asked)
}

// tomorrow refuses what may be asked for again on the next day.
func (s *Store) tomorrow(format string, args ...any) error {
	return &alex.Error{
		Code: alex.CodeThrottled, RetryAfter: s.midnight().AddDate(0, 0, 1).Sub(s.Now()),
		Message: fmt.Sprintf(format, args...) + "; the next day begins at midnight UTC",
	}
}

// CreateJob asks for an analysis, and wakes the workers where the engine can.
// A person has one active job at most: while there is one, that one is
// answered with created false.
func (p *Personal) CreateJob(ctx context.Context, request JobRequest) (job alex.Job, created bool, err error) {
	if err := request.valid(); err != nil {
		return alex.Job{}, false, err
	}
	const tries = 3 // engines without a single writer may lose a race for the one active job
	for range tries {
		job, err = create(ctx, p, func(q Querier) (found alex.Job, err error) {
			found, created, err = p.findOrAddJob(ctx, q, request)
			return found, err
		})
		if alex.CodeOf(err) != alex.CodeConflict {
			break
		}
	}
	return job, created && err == nil, err
}

func (r JobRequest) valid() error {
	if len(r.Data) > 0 && !json.Valid(r.Data) {
		return alex.Invalid("request", "is not JSON")
	}
	return nil
}

func (p *Personal) findOrAddJob(ctx context.Context, q Querier, request JobRequest) (alex.Job, bool, error) {
	job, err := scanJob(q.QueryRowContext(ctx, selectActiveJob, p.person))
	if !errors.Is(err, sql.ErrNoRows) {
		return job, false, err
	}
	if err := p.roomToday(ctx, q, request.Daily); err != nil {
		return alex.Job{}, false, err
	}
	id := p.store.NewID()
	if _, err := q.ExecContext(ctx, insertJob, id, p.person, rawJSON(request.Data), p.store.micros()); err != nil {
		return alex.Job{}, false, err
	}
	if _, err := q.ExecContext(ctx, deleteOldJobs, p.person, jobsAtOnce, cmp.Or(request.Kept, MaxJobs)); err != nil {
		return alex.Job{}, false, err
	}
	if notifier, ok := p.store.engine.(Notifier); ok {
		if err := notifier.Notify(ctx, q, id); err != nil {
			return alex.Job{}, false, err
		}
	}
	job, err = scanJob(q.QueryRowContext(ctx, selectJob, id, p.person))
	return job, true, err
}

func rawJSON(data json.RawMessage) JSON {
	if len(data) == 0 {
		return JSON{nil}
	}
	return JSON{data}
}

// Job is one of the person's own jobs.
func (p *Personal) Job(ctx context.Context, id alex.ID) (job alex.Job, err error) {
	if err := checkID(id); err != nil {
		return alex.Job{}, err
	}
	err = p.read(ctx, func(q Querier) error {
		job, err = loadJob(ctx, q, p.person, id)
		return err
	})
	return job, err
}

func loadJob(ctx context.Context, q Querier, person alex.PersonID, id alex.ID) (alex.Job, error) {
	job, err := scanJob(q.QueryRowContext(ctx, selectJob, id, person))
	if errors.Is(err, sql.ErrNoRows) {
		return alex.Job{}, alex.ErrForbidden
	}
	return job, err
}

const selectJobsPage = `SELECT id, clerk_user_id, status, steps, error_message, attempt, failures, lapses,
	created_at, started_at, completed_at, report_id FROM analysis_jobs
	WHERE clerk_user_id = $1 AND (created_at < $2 OR (created_at = $2 AND id < $3))
	ORDER BY created_at DESC, id DESC LIMIT $4`

// Jobs is a page of the person's jobs, the newest first.
func (p *Personal) Jobs(ctx context.Context, page Page) (list List[alex.Job], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of jobs")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, func(rows *sql.Rows) (alex.Job, error) { return scanJob(rows) },
			selectJobsPage, p.person, from.Number, alex.ID(from.Text), limit+1)
		list = paged(rows, limit, func(j alex.Job) mark { return mark{j.CreatedAt.UnixMicro(), string(j.ID)} })
		return err
	})
	return list, err
}

const cancelJob = `UPDATE analysis_jobs SET status = 'cancelled', completed_at = $3, lease_until = NULL
	WHERE id = $1 AND clerk_user_id = $2 AND status IN ('pending', 'running')`

// CancelJob ends a job that is pending or running; its worker is fenced off.
// Cancelling a cancelled job changes nothing; one that has ended otherwise is
// alex.CodeConflict.
func (p *Personal) CancelJob(ctx context.Context, id alex.ID) (job alex.Job, err error) {
	if err := checkID(id); err != nil {
		return alex.Job{}, err
	}
	err = p.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, cancelJob, id, p.person, p.store.micros())
		if err != nil {
			return err
		}
		job, err = loadJob(ctx, q, p.person, id)
		if err == nil && n == 0 && job.Status != alex.JobCancelled {
			err = alex.Errorf(alex.CodeConflict, "the job has ended already")
		}
		return err
	})
	return job, err
}
