package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"alex"
)

// Span is one piece of work of a job, as a trace has it.
type Span struct {
	ID            string         `json:"id"`               // 16 hexadecimal digits
	Parent        string         `json:"parent,omitempty"` // empty: of an attempt, or of one whose parent was elsewhere
	Name          string         `json:"name"`
	Kind          string         `json:"kind"` // agent, generation, tool …
	StartedAt     time.Time      `json:"startedAt"`
	CompletedAt   time.Time      `json:"completedAt"`
	Status        string         `json:"status"` // unset, ok or error
	StatusMessage string         `json:"statusMessage,omitempty"`
	Attributes    map[string]any `json:"attributes,omitempty"`
	Events        []SpanEvent    `json:"events,omitempty"`
}

// SpanEvent is a moment of a span, such as a decision.
type SpanEvent struct {
	Name       string         `json:"name"`
	At         time.Time      `json:"at"`
	Attributes map[string]any `json:"attributes,omitempty"`
}

const selectJobThere = `SELECT count(*) FROM analysis_jobs WHERE id = $1`

const insertSpans = `INSERT INTO job_spans (job_id, span_id, parent_id, name, kind, started_at, completed_at, status,
	status_message, attributes, events) VALUES `

// spansAtOnce keeps a statement well within a megabyte.
const spansAtOnce = 16

// SaveSpans keeps spans of one job, whoever holds it: those that are kept
// already stay as they are, and those of a job that is gone are let go. They
// are no part of the job's life, so no attempt fences them.
func (y *System) SaveSpans(ctx context.Context, job alex.ID, spans []Span) error {
	if err := checkID(job); err != nil {
		return err
	}
	return y.write(ctx, func(q Querier) error {
		var there int
		if err := q.QueryRowContext(ctx, selectJobThere, job).Scan(&there); err != nil || there == 0 {
			return err
		}
		for chunk := range slices.Chunk(spans, spansAtOnce) {
			args := []any{job}
			for _, s := range chunk {
				args = append(args, s.ID, opt(&s.Parent), s.Name, s.Kind, s.StartedAt.UnixMicro(), s.CompletedAt.UnixMicro(),
					s.Status, opt(&s.StatusMessage), JSON{s.Attributes}, JSON{s.Events})
			}
			query := insertSpans + tuples(`($1, %, %, %, %, %, %, %, %, %, %)`, len(chunk), 2) + ` ON CONFLICT (job_id, span_id) DO NOTHING`
			if _, err := q.ExecContext(ctx, query, args...); err != nil {
				return err
			}
		}
		return nil
	})
}

const selectSpans = `SELECT s.span_id, s.parent_id, s.name, s.kind, s.started_at, s.completed_at, s.status, s.status_message,
	s.attributes, s.events FROM job_spans s JOIN analysis_jobs j ON j.id = s.job_id
	WHERE s.job_id = $1 AND j.clerk_user_id = $2 ORDER BY s.started_at, s.completed_at DESC, s.span_id LIMIT $3`

// MaxSpans is how many spans of a job are shown: far more than a job has.
const MaxSpans = 2000

// Spans are those of the person's own job, in the order of their beginnings;
// none where the job is not the person's.
func (p *Personal) Spans(ctx context.Context, job alex.ID) (spans []Span, err error) {
	if err := checkID(job); err != nil {
		return nil, err
	}
	err = p.read(ctx, func(q Querier) error {
		spans, err = all(ctx, q, scanSpan, selectSpans, job, p.person, MaxSpans)
		return err
	})
	return spans, err
}

func scanSpan(rows *sql.Rows) (s Span, err error) {
	return s, rows.Scan(&s.ID, opt(&s.Parent), &s.Name, &s.Kind, instant{&s.StartedAt}, instant{&s.CompletedAt}, &s.Status,
		opt(&s.StatusMessage), JSON{&s.Attributes}, JSON{&s.Events})
}

const spansAtOncePurged = 500

const purgeSpans = `DELETE FROM job_spans WHERE (job_id, span_id) IN
	(SELECT job_id, span_id FROM job_spans WHERE completed_at < $1 ORDER BY completed_at LIMIT $2)`

// PurgeSpans deletes the spans that ended before a time, and says how many.
// Each few hundred go in a transaction of their own.
func (y *System) PurgeSpans(ctx context.Context, before time.Time) (total int64, err error) {
	for {
		n, err := y.delete(ctx, purgeSpans, before.UnixMicro(), spansAtOncePurged)
		total += n
		if err != nil || n < spansAtOncePurged {
			return total, err
		}
	}
}

const countSessions = `SELECT count(*) FROM sessions WHERE expires_at > $1`

// Sessions is how many sessions are open.
func (y *System) Sessions(ctx context.Context, now time.Time) (open int64, err error) {
	err = y.read(ctx, func(q Querier) error {
		return q.QueryRowContext(ctx, countSessions, now.UnixMicro()).Scan(&open)
	})
	return open, err
}
