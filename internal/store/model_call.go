package store

import (
	"context"
	"database/sql"
	"time"

	"alex"
)

const insertCall = `INSERT INTO model_calls (id, clerk_user_id, job_id, attempt, agent, model, prompt, input_hash,
	input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost, started_at, duration_ms, outcome)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (id) DO NOTHING`

const selectCaller = `SELECT clerk_user_id FROM model_calls WHERE id = $1`

// A hold that is not there any more, as after a restore, is no reason not to
// count what was spent.
const settleModelDay = `INSERT INTO model_days (clerk_user_id, day, tokens, cost, held_tokens, held_cost)
	VALUES ($1, $2, $3, $4, 0, 0)
	ON CONFLICT (clerk_user_id, day) DO UPDATE SET
	tokens = model_days.tokens + excluded.tokens, cost = model_days.cost + excluded.cost,
	held_tokens = CASE WHEN model_days.held_tokens > $5 THEN model_days.held_tokens - $5 ELSE 0 END,
	held_cost = CASE WHEN model_days.held_cost > $6 THEN model_days.held_cost - $6 ELSE 0 END`

const settleForJob = `UPDATE analysis_jobs SET
	model_tokens = CASE WHEN model_tokens + $3 > $5 THEN model_tokens + $3 - $5 ELSE 0 END,
	model_cost = CASE WHEN model_cost + $4 > $6 THEN model_cost + $4 - $6 ELSE 0 END
	WHERE id = $1 AND clerk_user_id = $2 AND completed_at IS NULL`

// SettleModel puts what a call came to in place of what was held for it on a
// day and for its job, and writes the call down for good, all in one
// transaction. A call that is written down already is settled, and nothing is
// counted twice.
func (y *System) SettleModel(ctx context.Context, day alex.Date, heldTokens int, heldCost alex.Cost, call alex.ModelCall) error {
	if err := validHold(day, heldTokens, heldCost); err != nil {
		return err
	}
	if err := validCall(call); err != nil {
		return err
	}
	return y.write(ctx, func(q Querier) error {
		written, err := addCall(ctx, q, call)
		if err != nil || !written {
			return err
		}
		_, err = q.ExecContext(ctx, settleModelDay, call.PersonID, opt(&day), call.Tokens.Total(), call.Cost, heldTokens, heldCost)
		if err != nil || call.JobID == "" {
			return err
		}
		_, err = q.ExecContext(ctx, settleForJob, call.JobID, call.PersonID, call.Tokens.Total(), call.Cost, heldTokens, heldCost)
		return err
	})
}

// addCall answers false where the call is there already; one of another
// person's is a conflict.
func addCall(ctx context.Context, q Querier, c alex.ModelCall) (written bool, err error) {
	n, err := changed(ctx, q, insertCall, c.ID, c.PersonID, opt(&c.JobID), c.Attempt, c.Agent, c.Model, c.Prompt, c.InputHash,
		c.Tokens.Input, c.Tokens.Output, c.Tokens.CacheRead, c.Tokens.CacheWrite, c.Cost,
		c.StartedAt.UnixMicro(), c.Duration.Milliseconds(), c.Outcome)
	if err != nil || n > 0 {
		return n > 0, err
	}
	var caller alex.PersonID
	if err := q.QueryRowContext(ctx, selectCaller, c.ID).Scan(&caller); err != nil {
		return false, err
	}
	if caller != c.PersonID {
		return false, alex.Errorf(alex.CodeConflict, "this call is another person's")
	}
	return false, nil
}

func validCall(c alex.ModelCall) error {
	var problems alex.Problems
	if checkID(c.ID) != nil {
		problems.Addf("id", "is not a UUID")
	}
	if c.JobID != "" && checkID(c.JobID) != nil {
		problems.Addf("jobId", "is not a UUID")
	}
	for _, text := range []struct {
		at, value string
		most      int
	}{{"agent", string(c.Agent), 40}, {"model", c.Model, 255}, {"inputHash", c.InputHash, 128}, {"outcome", c.Outcome, 40}} {
		if text.value == "" {
			problems.Addf(text.at, "is empty")
		}
		alex.CheckText(&problems, text.at, text.value, text.most)
	}
	alex.CheckText(&problems, "prompt", c.Prompt, 255)
	for _, n := range []int{c.Tokens.Input, c.Tokens.Output, c.Tokens.CacheRead, c.Tokens.CacheWrite} {
		if n < 0 || n > mostTokens {
			problems.Addf("tokens", "%d is not between 0 and %d", n, mostTokens)
		}
	}
	if c.Cost < 0 || c.Cost > mostCost {
		problems.Addf("cost", "%s is not between 0 and %s", c.Cost, mostCost)
	}
	if c.Attempt < 0 || c.Duration < 0 || c.StartedAt.Before(time.Unix(0, 0)) {
		problems.Addf("startedAt", "or duration or attempt is below zero")
	}
	return problems.Err()
}

const selectCalls = `SELECT id, clerk_user_id, job_id, attempt, agent, model, prompt, input_hash,
	input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost, started_at, duration_ms, outcome
	FROM model_calls WHERE clerk_user_id = $1 AND (started_at < $2 OR (started_at = $2 AND id < $3))
	ORDER BY started_at DESC, id DESC LIMIT $4`

// ModelCalls is a page of the calls that were made for the person, the newest
// first. Their durations are whole milliseconds.
func (p *Personal) ModelCalls(ctx context.Context, page Page) (list List[alex.ModelCall], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of calls")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanCall, selectCalls, p.person, from.Number, alex.ID(from.Text), limit+1)
		list = paged(rows, limit, func(c alex.ModelCall) mark { return mark{c.StartedAt.UnixMicro(), string(c.ID)} })
		return err
	})
	return list, err
}

func scanCall(rows *sql.Rows) (c alex.ModelCall, err error) {
	var millis int64
	err = rows.Scan(&c.ID, &c.PersonID, opt(&c.JobID), &c.Attempt, &c.Agent, &c.Model, &c.Prompt, &c.InputHash,
		&c.Tokens.Input, &c.Tokens.Output, &c.Tokens.CacheRead, &c.Tokens.CacheWrite, &c.Cost,
		instant{&c.StartedAt}, &millis, &c.Outcome)
	c.Duration = time.Duration(millis) * time.Millisecond
	return c, err
}
