package store

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"strings"
	"time"

	"alex"
)

// Resident is a person as operators see them: who, whether, how much of what,
// never what it is worth.
type Resident struct {
	Member
	LastSeenAt *time.Time // the last use of a session or the last sign-in that is known
	Accounts   int
	Positions  int
	Jobs       int
	Month      Spent // on models, since the first of the month in UTC
}

const selectResidents = `SELECT u.clerk_user_id, u.email, u.display_name, c.email_key IS NOT NULL,
	EXISTS (SELECT 1 FROM identities i WHERE i.clerk_user_id = u.clerk_user_id),
	EXISTS (SELECT 1 FROM second_factors f WHERE f.clerk_user_id = u.clerk_user_id AND f.enabled_at IS NOT NULL), u.created_at, u.disabled_at, u.expires_at,
	(SELECT max(s.rotated_at) FROM sessions s WHERE s.clerk_user_id = u.clerk_user_id),
	(SELECT max(l.at) FROM audit_log l WHERE l.clerk_user_id = u.clerk_user_id AND l.act = 'sign_in'),
	(SELECT count(*) FROM (SELECT a.id FROM accounts a WHERE a.clerk_user_id = u.clerk_user_id) AS held),
	(SELECT count(p.symbol) FROM accounts a JOIN positions p ON p.account_id = a.id WHERE a.clerk_user_id = u.clerk_user_id),
	(SELECT count(*) FROM analysis_jobs j WHERE j.clerk_user_id = u.clerk_user_id),
	(SELECT count(*) FROM model_calls m WHERE m.clerk_user_id = u.clerk_user_id AND m.started_at >= $1),
	(SELECT CAST(coalesce(sum(m.input_tokens + m.output_tokens + m.cache_read_tokens + m.cache_write_tokens), 0) AS BIGINT)
		FROM model_calls m WHERE m.clerk_user_id = u.clerk_user_id AND m.started_at >= $1),
	(SELECT CAST(coalesce(sum(m.cost), 0) AS BIGINT) FROM model_calls m WHERE m.clerk_user_id = u.clerk_user_id AND m.started_at >= $1)
	FROM users u LEFT JOIN credentials c ON c.clerk_user_id = u.clerk_user_id
	WHERE (u.created_at > $2 OR (u.created_at = $2 AND u.clerk_user_id > $3))
	AND ($4 = '' OR lower(u.email) LIKE $5 ESCAPE '!' OR u.clerk_user_id = $6)
	ORDER BY u.created_at, u.clerk_user_id LIMIT $7`

// Residents is a page of the people whose e-mail address holds what is searched
// for, or whose id it is, in the order in which they came. Spending is counted
// since a time.
func (y *System) Residents(ctx context.Context, search string, since time.Time, page Page) (list List[Resident], err error) {
	from, limit, err := page.begin(mark{Number: math.MinInt64})
	if err != nil {
		return list, err
	}
	like := "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(search)) + "%"
	err = y.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanResident, selectResidents, since.UnixMicro(), from.Number, from.Text, search, like, search, limit+1)
		list = paged(rows, limit, func(r Resident) mark { return mark{r.CreatedAt.UnixMicro(), string(r.ID)} })
		return err
	})
	return list, err
}

func scanResident(rows *sql.Rows) (r Resident, err error) {
	var signedIn *time.Time
	err = rows.Scan(&r.ID, &r.Email, &r.DisplayName, &r.HasPassword, &r.SingleSignOn, &r.SecondFactor, instant{&r.CreatedAt}, maybe{&r.DisabledAt}, maybe{&r.ExpiresAt},
		maybe{&r.LastSeenAt}, maybe{&signedIn}, &r.Accounts, &r.Positions, &r.Jobs, &r.Month.Calls, &r.Month.Tokens, &r.Month.Cost)
	if r.LastSeenAt == nil || signedIn != nil && signedIn.After(*r.LastSeenAt) {
		r.LastSeenAt = signedIn
	}
	return r, err
}

// Census is how many people and jobs there are, by state.
type Census struct {
	Active, Disabled, Demos int64
	Jobs                    map[alex.JobStatus]int64
	OldestPending           *time.Time // since when the job waits that has waited longest
	Failed                  int64      // jobs, since a time
}

const (
	countPeople = `SELECT count(CASE WHEN disabled_at IS NULL AND expires_at IS NULL THEN 1 END),
	count(CASE WHEN disabled_at IS NOT NULL THEN 1 END),
	count(CASE WHEN disabled_at IS NULL AND expires_at IS NOT NULL THEN 1 END) FROM users`
	oldestPending = `SELECT min(created_at) FROM analysis_jobs WHERE status = 'pending'`
	countFailed   = `SELECT count(*) FROM analysis_jobs WHERE status = 'failed' AND completed_at >= $1`
)

// Census counts people and jobs, and the jobs that failed since a time.
func (y *System) Census(ctx context.Context, since time.Time) (c Census, err error) {
	if c.Jobs, err = y.JobCounts(ctx); err != nil {
		return c, err
	}
	return c, y.view(ctx, func(q Querier) error {
		if err := q.QueryRowContext(ctx, countPeople).Scan(&c.Active, &c.Disabled, &c.Demos); err != nil {
			return err
		}
		if err := q.QueryRowContext(ctx, oldestPending).Scan(maybe{&c.OldestPending}); err != nil {
			return err
		}
		return q.QueryRowContext(ctx, countFailed, since.UnixMicro()).Scan(&c.Failed)
	})
}

// Sent is an invitation to sign up, as operators see it. ID is the hash of its
// token, which opens nothing.
type Sent struct {
	ID        string
	Email     string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

const (
	selectSent = `SELECT token_hash, email_key, created_at, expires_at, used_at FROM invites
	WHERE created_at < $1 OR (created_at = $1 AND token_hash < $2) ORDER BY created_at DESC, token_hash DESC LIMIT $3`
	deleteSent = `DELETE FROM invites WHERE token_hash = $1`
)

// Sent is a page of the invitations to sign up, the newest first.
func (y *System) Sent(ctx context.Context, page Page) (list List[Sent], err error) {
	from, limit, err := page.begin(mark{math.MaxInt64, "~"})
	if err != nil {
		return list, err
	}
	err = y.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, func(rows *sql.Rows) (s Sent, err error) {
			return s, rows.Scan(&s.ID, &s.Email, instant{&s.CreatedAt}, instant{&s.ExpiresAt}, maybe{&s.UsedAt})
		}, selectSent, from.Number, from.Text, limit+1)
		list = paged(rows, limit, func(s Sent) mark { return mark{s.CreatedAt.UnixMicro(), s.ID} })
		return err
	})
	return list, err
}

// TakeBack ends an invitation to sign up; alex.CodeNotFound where there is none.
func (y *System) TakeBack(ctx context.Context, id string) error {
	return y.write(ctx, func(q Querier) error {
		n, err := changed(ctx, q, deleteSent, id)
		if err == nil && n == 0 {
			return alex.Errorf(alex.CodeNotFound, "there is no such invitation")
		}
		if err != nil {
			return err
		}
		return y.note(ctx, q, "", alex.ActInviteRevoked, nil)
	})
}

const selectAllJobs = `SELECT id, clerk_user_id, status, steps, error_message, attempt, failures, lapses,
	created_at, started_at, completed_at, report_id FROM analysis_jobs
	WHERE ($1 = '' OR status = $2) AND (created_at < $3 OR (created_at = $3 AND id < $4))
	ORDER BY created_at DESC, id DESC LIMIT $5`

// AllJobs is a page of everybody's jobs with a status, or with any, the newest
// first.
func (y *System) AllJobs(ctx context.Context, status alex.JobStatus, page Page) (list List[alex.Job], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of jobs")
	}
	err = y.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, func(rows *sql.Rows) (alex.Job, error) { return scanJob(rows) },
			selectAllJobs, status, status, from.Number, alex.ID(from.Text), limit+1)
		list = paged(rows, limit, func(j alex.Job) mark { return mark{j.CreatedAt.UnixMicro(), string(j.ID)} })
		return err
	})
	return list, err
}

const (
	jobColumns = `SELECT id, clerk_user_id, status, steps, error_message, attempt, failures, lapses,
	created_at, started_at, completed_at, report_id FROM analysis_jobs `
	selectAnyJob    = jobColumns + `WHERE id = $1`
	selectRedriven  = jobColumns + `WHERE redrive_of = $1`
	selectUnderWay  = `SELECT count(*) FROM analysis_jobs WHERE clerk_user_id = $1 AND status IN ('pending', 'running')`
	insertRedriving = `INSERT INTO analysis_jobs (id, clerk_user_id, status, request_data, attempt, failures, lapses, run_after, created_at, redrive_of)
	SELECT $1, clerk_user_id, 'pending', request_data, 0, 0, 0, $2, $3, id FROM analysis_jobs WHERE id = $4`

	// The job, the one that it does again, and so on.
	countChain = `WITH RECURSIVE chain (id, redrive_of) AS (
	SELECT id, redrive_of FROM analysis_jobs WHERE id = $1
	UNION ALL SELECT j.id, j.redrive_of FROM analysis_jobs j JOIN chain c ON j.id = c.redrive_of)
	SELECT count(*) FROM chain`
)

// mostRedrives is how often in a row what failed begins again: five attempts
// each are enough to know that it will not do.
const mostRedrives = 3

// Redrive lets a failed job begin again, as a new job with the same request,
// once: asked again, the answer is the same job and created is false. The new
// one, failing, may begin again too, three times in a row at most. It repairs an
// analysis that was asked for, so no limit of a day refuses it, and it counts
// towards none. alex.CodeNotFound where there is no such job; alex.CodeConflict
// where it has not failed, has begun again too often, or its person has another
// under way, is disabled, or is a demo that is over.
func (y *System) Redrive(ctx context.Context, id alex.ID) (job alex.Job, created bool, err error) {
	if err := checkID(id); err != nil {
		return alex.Job{}, false, err
	}
	err = y.write(ctx, func(q Querier) error {
		failed, err := scanJob(q.QueryRowContext(ctx, selectAnyJob, id))
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return alex.Errorf(alex.CodeNotFound, "there is no such job")
		case err != nil:
			return err
		case failed.Status != alex.JobFailed:
			return alex.Errorf(alex.CodeConflict, "the job is %s; only one that failed begins again", failed.Status)
		}
		job, created, err = y.redrive(ctx, q, failed)
		return err
	})
	return job, created, err
}

func (y *System) redrive(ctx context.Context, q Querier, failed alex.Job) (alex.Job, bool, error) {
	job, err := scanJob(q.QueryRowContext(ctx, selectRedriven, failed.ID))
	if !errors.Is(err, sql.ErrNoRows) {
		return job, false, err
	}
	if err := y.mayBeginAgain(ctx, q, failed); err != nil {
		return job, false, err
	}
	next, now := y.store.NewID(), y.store.micros()
	if _, err := q.ExecContext(ctx, insertRedriving, next, now, now, failed.ID); err != nil {
		return job, false, err
	}
	if notifier, ok := y.store.engine.(Notifier); ok {
		if err := notifier.Notify(ctx, q, next); err != nil {
			return job, false, err
		}
	}
	if err := y.note(ctx, q, failed.PersonID, alex.ActJobRedriven, map[string]string{"job": string(failed.ID)}); err != nil {
		return job, false, err
	}
	job, err = scanJob(q.QueryRowContext(ctx, selectAnyJob, next))
	return job, true, err
}

// mayBeginAgain refuses a job whose person may not come in or has one under way,
// and one that has begun again too often.
func (y *System) mayBeginAgain(ctx context.Context, q Querier, failed alex.Job) error {
	standing, err := loadStanding(ctx, q, failed.PersonID)
	switch {
	case err != nil:
		return err
	case standing.DisabledAt != nil:
		return alex.Errorf(alex.CodeConflict, "this person is disabled; enable them before their job begins again")
	case standing.Check(y.store.Now()) != nil:
		return alex.Errorf(alex.CodeConflict, "this demo is over; its job does not begin again")
	}
	var active, chain int
	if err := q.QueryRowContext(ctx, selectUnderWay, failed.PersonID).Scan(&active); err != nil {
		return err
	}
	if err := q.QueryRowContext(ctx, countChain, failed.ID).Scan(&chain); err != nil {
		return err
	}
	switch {
	case active > 0:
		return alex.Errorf(alex.CodeConflict, "this person has a job under way already")
	case chain > mostRedrives:
		return alex.Errorf(alex.CodeConflict, "the job has begun again %d times in a row, which is the most; its person can ask for another", mostRedrives)
	default:
		return nil
	}
}
