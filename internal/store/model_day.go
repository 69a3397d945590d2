package store

import (
	"context"
	"time"

	"alex"
)

// Reservation is the most that one call of a model may come to, and what it
// counts for.
type Reservation struct {
	Person alex.PersonID
	Day    alex.Date // in UTC
	Job    alex.ID   // empty: no analysis
	Tokens int
	Cost   alex.Cost
}

// Limits are the most that calls of models may come to, what is held for calls
// that are not settled included: those of a person on a day in UTC, or those of
// a job over all its claims. 0 is no limit.
type Limits struct {
	Tokens int
	Cost   alex.Cost
}

// ModelDay is what a person's calls of models have come to on a day in UTC, and
// what is held for calls that are under way, or never came to an end.
type ModelDay struct {
	Day        alex.Date `json:"day"`
	Tokens     int       `json:"tokens"`
	Cost       alex.Cost `json:"cost"`
	HeldTokens int       `json:"heldTokens"`
	HeldCost   alex.Cost `json:"heldCost"`
}

// The most that one reservation, or one call, may be: thousands of such stay
// within a whole number of 64 bits.
const (
	mostTokens = 1_000_000_000
	mostCost   = 1_000_000 * alex.Dollar
)

const openModelDay = `INSERT INTO model_days (clerk_user_id, day, tokens, cost, held_tokens, held_cost)
	VALUES ($1, $2, 0, 0, 0, 0) ON CONFLICT (clerk_user_id, day) DO NOTHING`

// The limits are compared by the statement that holds: of two at once, the
// second waits for the first and sees what it held.
const holdModel = `UPDATE model_days SET held_tokens = held_tokens + $3, held_cost = held_cost + $4
	WHERE clerk_user_id = $1 AND day = $2
	AND (tokens + held_tokens + $3 <= $5 OR $5 = 0) AND (cost + held_cost + $4 <= $6 OR $6 = 0)`

// A job that has ended asks no model any more.
const holdForJob = `UPDATE analysis_jobs SET model_tokens = model_tokens + $3, model_cost = model_cost + $4
	WHERE id = $1 AND clerk_user_id = $2 AND completed_at IS NULL
	AND (model_tokens + $3 <= $5 OR $5 = 0) AND (model_cost + $4 <= $6 OR $6 = 0)`

// ReserveModel holds the most that a call can come to against the limits of the
// day and of the job. Where one does not allow it nothing is held: for the day
// the answer is alex.CodeOverLimit, with the time to its end; for the job, whose
// limit never begins anew, alex.CodeTooLarge.
func (y *System) ReserveModel(ctx context.Context, r Reservation, day, job Limits) error {
	if err := r.valid(day, job); err != nil {
		return err
	}
	return y.write(ctx, func(q Querier) error {
		if _, err := q.ExecContext(ctx, openModelDay, r.Person, opt(&r.Day)); err != nil {
			return err
		}
		n, err := changed(ctx, q, holdModel, r.Person, opt(&r.Day), r.Tokens, r.Cost, day.Tokens, day.Cost)
		if err == nil && n == 0 {
			return y.store.overLimit(r.Day)
		}
		if err != nil || r.Job == "" {
			return err
		}
		n, err = changed(ctx, q, holdForJob, r.Job, r.Person, r.Tokens, r.Cost, job.Tokens, job.Cost)
		if err == nil && n == 0 {
			return alex.Errorf(alex.CodeTooLarge, "this analysis has used what it may of models, or has ended")
		}
		return err
	})
}

func (r Reservation) valid(limits ...Limits) error {
	var problems alex.Problems
	problems.Join("", validHold(r.Day, r.Tokens, r.Cost))
	if r.Job != "" && checkID(r.Job) != nil {
		problems.Addf("job", "is not a UUID")
	}
	for _, limit := range limits {
		if limit.Tokens < 0 || limit.Cost < 0 {
			problems.Addf("limit", "is below zero")
		}
	}
	return problems.Err()
}

func validHold(day alex.Date, tokens int, cost alex.Cost) error {
	var problems alex.Problems
	checkDay(&problems, day)
	if tokens < 0 || tokens > mostTokens {
		problems.Addf("tokens", "%d is not between 0 and %d", tokens, mostTokens)
	}
	if cost < 0 || cost > mostCost {
		problems.Addf("cost", "%s is not between 0 and %s", cost, mostCost)
	}
	return problems.Err()
}

func checkDay(problems *alex.Problems, day alex.Date) {
	if day.IsZero() {
		problems.Addf("day", "is empty")
	}
	problems.Join("", checkDate("day", day))
}

// overLimit says when the limits begin anew.
func (s *Store) overLimit(day alex.Date) *alex.Error {
	e := alex.Errorf(alex.CodeOverLimit, "the day's limit for language models is reached; it begins anew at midnight UTC")
	e.RetryAfter = max(day.Time().AddDate(0, 0, 1).Sub(s.Now()), time.Second)
	return e
}
