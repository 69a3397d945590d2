package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"alex"
)

// Spent is how many calls of models there were, and what they came to. Unpriced
// are those that used tokens and cost nothing: no price of their model is known.
type Spent struct {
	Calls    int
	Tokens   int
	Cost     alex.Cost
	Unpriced int
}

// Plus adds up.
func (s Spent) Plus(more Spent) Spent {
	return Spent{s.Calls + more.Calls, s.Tokens + more.Tokens, s.Cost + more.Cost, s.Unpriced + more.Unpriced}
}

// MonthSpent is what one agent's calls of a month in UTC ("2026-11") came to.
type MonthSpent struct {
	Month string
	Agent alex.Agent
	Spent
}

// JobSpent is what the calls of a job came to.
type JobSpent struct {
	Job       alex.ID
	CreatedAt time.Time
	Spent
}

// ModelUsage is what was spent on models for a person. Jobs that asked no model
// are in it too.
type ModelUsage struct {
	Months []MonthSpent // the newest first, then by agent
	Jobs   []JobSpent   // the newest first
	Today  ModelDay

	UnpricedToday int // of the calls that began today
}

// A day is counted from 1970, in UTC, as all times are. Costs are whole numbers
// and not money, so that the database may add them up.
const sumCallsByDay = `SELECT started_at / 86400000000, agent, count(*),
	CAST(sum(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens) AS BIGINT), CAST(sum(cost) AS BIGINT),
	count(CASE WHEN cost = 0 AND input_tokens + output_tokens + cache_read_tokens + cache_write_tokens > 0 THEN 1 END)
	FROM model_calls WHERE clerk_user_id = $1 AND started_at >= $2 GROUP BY 1, 2 ORDER BY 1 DESC, 2`

const sumCallsByJob = `SELECT j.id, j.created_at, count(c.id),
	CAST(coalesce(sum(c.input_tokens + c.output_tokens + c.cache_read_tokens + c.cache_write_tokens), 0) AS BIGINT),
	CAST(coalesce(sum(c.cost), 0) AS BIGINT),
	count(CASE WHEN c.cost = 0 AND c.input_tokens + c.output_tokens + c.cache_read_tokens + c.cache_write_tokens > 0 THEN 1 END)
	FROM analysis_jobs j LEFT JOIN model_calls c ON c.job_id = j.id AND c.clerk_user_id = j.clerk_user_id
	WHERE j.clerk_user_id = $1 AND j.created_at >= $2
	GROUP BY j.id, j.created_at ORDER BY j.created_at DESC, j.id DESC`

const selectModelDay = `SELECT day, tokens, cost, held_tokens, held_cost FROM model_days
	WHERE clerk_user_id = $1 AND day = $2`

// ModelUsage adds up, as of one moment, the person's calls by month and agent
// and by job, those since a time, and answers what stands for today.
func (p *Personal) ModelUsage(ctx context.Context, since time.Time, today alex.Date) (u ModelUsage, err error) {
	var problems alex.Problems
	if checkDay(&problems, today); problems.Err() != nil {
		return u, problems.Err()
	}
	err = p.view(ctx, func(q Querier) error {
		days, err := all(ctx, q, scanAgentDay, sumCallsByDay, p.person, since.UnixMicro())
		if err != nil {
			return err
		}
		u.Months, u.UnpricedToday = byMonth(days), unpricedOn(today, days)
		if u.Jobs, err = all(ctx, q, scanJobSpent, sumCallsByJob, p.person, since.UnixMicro()); err != nil {
			return err
		}
		u.Today, err = loadModelDay(ctx, q, p.person, today)
		return err
	})
	return u, err
}

// daySpent is what one agent's calls of a day in UTC came to.
type daySpent struct {
	day time.Time
	MonthSpent
}

func scanAgentDay(rows *sql.Rows) (d daySpent, err error) {
	const day, month = 24 * 60 * 60, "2006-01"
	var number int64
	err = rows.Scan(&number, &d.Agent, &d.Calls, &d.Tokens, &d.Cost, &d.Unpriced)
	d.day = time.Unix(number*day, 0).UTC()
	d.Month = d.day.Format(month)
	return d, err
}

func unpricedOn(today alex.Date, days []daySpent) (n int) {
	for _, d := range days {
		if d.day.Equal(today.Time()) {
			n += d.Unpriced
		}
	}
	return n
}

func scanJobSpent(rows *sql.Rows) (j JobSpent, err error) {
	return j, rows.Scan(&j.Job, instant{&j.CreatedAt}, &j.Calls, &j.Tokens, &j.Cost, &j.Unpriced)
}

// byMonth adds up days, which come with the newest first; months have no
// length that all engines know.
func byMonth(days []daySpent) []MonthSpent {
	months := []MonthSpent{}
	place := map[[2]string]int{}
	for _, d := range days {
		key := [2]string{d.Month, string(d.Agent)}
		at, known := place[key]
		if !known {
			place[key] = len(months)
			months = append(months, d.MonthSpent)
			continue
		}
		months[at].Spent = months[at].Plus(d.Spent)
	}
	return months
}

func loadModelDay(ctx context.Context, q Querier, person alex.PersonID, day alex.Date) (d ModelDay, err error) {
	err = q.QueryRowContext(ctx, selectModelDay, person, opt(&day)).
		Scan(opt(&d.Day), &d.Tokens, &d.Cost, &d.HeldTokens, &d.HeldCost)
	if errors.Is(err, sql.ErrNoRows) {
		return ModelDay{Day: day}, nil
	}
	return d, err
}

const selectModelDays = `SELECT day, tokens, cost, held_tokens, held_cost FROM model_days
	WHERE clerk_user_id = $1 AND day > $2 ORDER BY day LIMIT $3`

// modelDays are the person's days, the oldest first.
func (p *Personal) modelDays(ctx context.Context, page Page) (List[ModelDay], error) {
	return exportPage(ctx, p, page, mark{Text: "0001-01-01"}, func(q Querier, from mark, limit int) ([]ModelDay, error) {
		day := alex.Date(from.Text)
		return all(ctx, q, func(rows *sql.Rows) (d ModelDay, err error) {
			return d, rows.Scan(opt(&d.Day), &d.Tokens, &d.Cost, &d.HeldTokens, &d.HeldCost)
		}, selectModelDays, p.person, opt(&day), limit)
	}, func(d ModelDay) mark { return mark{Text: string(d.Day)} })
}
