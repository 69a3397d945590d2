package store

import (
	"context"
	"encoding/json"
	"strings"

	"alex"
)

// Snapshot reads, as of one moment, what a job is to work on: the person, the
// accounts with their positions, the instruments held, the imports that stand,
// and the facts of the last report. AsOf and versions are the caller's to add.
func (p *Personal) Snapshot(ctx context.Context) (s alex.Snapshot, err error) {
	err = p.view(ctx, func(q Querier) error {
		if s.Person, err = loadPerson(ctx, q, p.person); err != nil {
			return err
		}
		s.Person.MonthlyReview, s.Person.EmailVerified = false, false // no business of a job
		rows, err := all(ctx, q, scanHolding, selectPortfolio, p.person)
		if err != nil {
			return err
		}
		s.Accounts = gather(rows)
		if s.Instruments, err = all(ctx, q, scanOverlaid, selectInstruments, p.person); err != nil {
			return err
		}
		if s.Imports, err = standingImports(ctx, q, p.person, s.Accounts); err != nil {
			return err
		}
		s.Previous, err = previousFacts(ctx, q, p.person)
		return err
	})
	return s, err
}

const selectLastReport = `SELECT p.body FROM job_parts p WHERE p.kind = 'report' AND p.job_id = (
	SELECT r.job_id FROM reports r WHERE r.clerk_user_id = $1 ORDER BY r.created_at DESC, r.id DESC LIMIT 1)
	ORDER BY p.seq`

// previousFacts are empty before the first report.
func previousFacts(ctx context.Context, q Querier, person alex.PersonID) ([]alex.Fact, error) {
	list, err := all(ctx, q, scanBody, selectLastReport, person)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var report struct {
		Facts []alex.Fact `json:"facts"`
	}
	err = json.Unmarshal([]byte(strings.Join(list, "")), &report)
	return report.Facts, err
}
