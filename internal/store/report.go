package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"alex"
)

const selectReportsPage = `SELECT id, job_id, report_date, report_summary, generated_by, hash, engine_version, seed, created_at,
	verified_result, verified_at FROM reports WHERE clerk_user_id = $1 AND (created_at < $2 OR (created_at = $2 AND id < $3))
	ORDER BY created_at DESC, id DESC LIMIT $4`

func scanReport(rows *sql.Rows) (r alex.Report, err error) {
	var created time.Time
	var verified verdict
	err = rows.Scan(&r.ID, &r.JobID, opt(&r.AsOf), &r.Summary, &r.GeneratedBy, &r.Hash, &r.EngineVersion, opt(&r.Seed),
		instant{&created}, opt(&verified.result), maybe{&verified.at})
	r.GeneratedAt, r.Verified = &created, verified.read()
	r.Sections, r.Charts, r.Facts = []alex.Section{}, []alex.Chart{}, []alex.Fact{}
	return r, err
}

// Reports is a page of the person's reports, the newest first, without their
// sections, charts and facts.
func (p *Personal) Reports(ctx context.Context, page Page) (list List[alex.Report], err error) {
	from, limit, err := page.begin(newest())
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of reports")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, scanReport, selectReportsPage, p.person, from.Number, alex.ID(from.Text), limit+1)
		list = paged(rows, limit, func(r alex.Report) mark { return mark{r.GeneratedAt.UnixMicro(), string(r.ID)} })
		return err
	})
	return list, err
}

// verdict is the two columns of an alex.Verified.
type verdict struct {
	result alex.VerifyResult
	at     *time.Time
}

func (v verdict) read() *alex.Verified {
	if v.at == nil {
		return nil
	}
	return &alex.Verified{Result: v.result, At: *v.at}
}

const saveVerified = `UPDATE reports SET verified_result = $3, verified_at = $4 WHERE id = $1 AND clerk_user_id = $2`

// SaveVerified remembers how one of the person's own reports stood to its
// recomputation, in place of what it was before.
func (p *Personal) SaveVerified(ctx context.Context, id alex.ID, v alex.Verified) error {
	if err := checkID(id); err != nil {
		return err
	}
	return p.write(ctx, func(q Querier) error {
		return own(ctx, q, saveVerified, id, p.person, string(v.Result), v.At.UnixMicro())
	})
}

const selectReport = `SELECT p.body, r.created_at, r.verified_result, r.verified_at FROM reports r
	JOIN job_parts p ON p.job_id = r.job_id AND p.kind = 'report'
	WHERE r.id = $1 AND r.clerk_user_id = $2 ORDER BY p.seq`

// Report is one of the person's own reports, whole.
func (p *Personal) Report(ctx context.Context, id alex.ID) (report alex.Report, err error) {
	if err := checkID(id); err != nil {
		return alex.Report{}, err
	}
	err = p.read(ctx, func(q Querier) error {
		var created time.Time
		var verified verdict
		list, err := all(ctx, q, func(rows *sql.Rows) (body string, err error) {
			return body, rows.Scan(&body, instant{&created}, opt(&verified.result), maybe{&verified.at})
		}, selectReport, id, p.person)
		if err == nil && len(list) == 0 {
			err = alex.ErrForbidden
		}
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(strings.Join(list, "")), &report); err != nil {
			return err
		}
		report.GeneratedAt, report.Verified = &created, verified.read()
		return nil
	})
	return report, err
}

const selectRetirement = `SELECT id, estimated_income, summary, detail, chart, projection FROM retirement
	WHERE clerk_user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1`

// LatestRetirement is the person's newest projection; alex.CodeNotFound before
// the first.
func (p *Personal) LatestRetirement(ctx context.Context) (r alex.Retirement, err error) {
	err = p.read(ctx, func(q Querier) error {
		var projection json.RawMessage
		err := q.QueryRowContext(ctx, selectRetirement, p.person).
			Scan(&r.ID, &r.EstimatedIncome, &r.Summary, &r.Detail, JSON{&r.Chart}, JSON{&projection})
		r.Projection = projection
		if errors.Is(err, sql.ErrNoRows) {
			return alex.Errorf(alex.CodeNotFound, "there is no retirement projection yet")
		}
		return err
	})
	return r, err
}
