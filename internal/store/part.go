package store

import (
	"context"
	"database/sql"
	"strings"
	"unicode/utf8"

	"alex"
)

// PartSize is the largest piece of a part, in bytes: a row of it fits every
// engine's limit.
const PartSize = 48 << 10

const touchJob = `UPDATE analysis_jobs SET attempt = attempt
	WHERE id = $1 AND attempt = $2 AND status = 'running' AND lease_until IS NOT NULL`

const deletePart = `DELETE FROM job_parts WHERE job_id = $1 AND kind = $2`

const insertPart = `INSERT INTO job_parts (job_id, kind, seq, body) VALUES ($1, $2, $3, $4)`

// SavePart replaces one part of the job: text, usually JSON, of any size.
func (y *System) SavePart(ctx context.Context, c Claimed, kind alex.PartKind, body []byte) error {
	if err := validPart(kind, body); err != nil {
		return err
	}
	return y.write(ctx, func(q Querier) error {
		if err := fenced(ctx, q, touchJob, c.Job, c.Attempt); err != nil {
			return err
		}
		return replacePart(ctx, q, c.Job, kind, body)
	})
}

func validPart(kind alex.PartKind, body []byte) error {
	var problems alex.Problems
	if kind == "" {
		problems.Addf("kind", "is empty")
	}
	alex.CheckText(&problems, "kind", string(kind), 40)
	if len(body) == 0 || !utf8.Valid(body) {
		problems.Addf("body", "is empty or not UTF-8 text")
	}
	return problems.Err()
}

func replacePart(ctx context.Context, q Querier, job alex.ID, kind alex.PartKind, body []byte) error {
	if _, err := q.ExecContext(ctx, deletePart, job, kind); err != nil {
		return err
	}
	for seq, piece := range pieces(string(body), PartSize) {
		if _, err := q.ExecContext(ctx, insertPart, job, kind, seq, piece); err != nil {
			return err
		}
	}
	return nil
}

// pieces cuts text into pieces of at most size bytes, never inside a character.
func pieces(text string, size int) []string {
	var list []string
	for len(text) > size {
		end := size
		for !utf8.RuneStart(text[end]) {
			end--
		}
		list = append(list, text[:end])
		text = text[end:]
	}
	return append(list, text)
}

const selectPart = `SELECT body FROM job_parts WHERE job_id = $1 AND kind = $2 ORDER BY seq`

const selectOwnPart = `SELECT p.body FROM job_parts p JOIN analysis_jobs j ON j.id = p.job_id
	WHERE p.job_id = $1 AND p.kind = $2 AND j.clerk_user_id = $3 ORDER BY p.seq`

func scanBody(rows *sql.Rows) (body string, err error) { return body, rows.Scan(&body) }

// Part is one part of a job, whoever holds it; found is false where it was
// never saved.
func (y *System) Part(ctx context.Context, job alex.ID, kind alex.PartKind) (body []byte, found bool, err error) {
	if err := checkID(job); err != nil {
		return nil, false, err
	}
	err = y.read(ctx, func(q Querier) error {
		list, err := all(ctx, q, scanBody, selectPart, job, kind)
		body, found = []byte(strings.Join(list, "")), len(list) > 0
		return err
	})
	return body, found, err
}

// Part is one part of the person's own job; found is false where it was never
// saved or the job is not the person's.
func (p *Personal) Part(ctx context.Context, job alex.ID, kind alex.PartKind) (body []byte, found bool, err error) {
	if err := checkID(job); err != nil {
		return nil, false, err
	}
	err = p.read(ctx, func(q Querier) error {
		list, err := all(ctx, q, scanBody, selectOwnPart, job, kind, p.person)
		body, found = []byte(strings.Join(list, "")), len(list) > 0
		return err
	})
	return body, found, err
}
