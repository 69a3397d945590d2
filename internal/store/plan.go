package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"alex"
)

// numberedPlan is a plan with its place among the person's.
type numberedPlan struct {
	plan    alex.NamedPlan
	ordinal int64
}

func scanPlan(row interface{ Scan(...any) error }) (n numberedPlan, err error) {
	p := &n.plan
	return n, row.Scan(&n.ordinal, &p.ID, &p.Name, JSON{&p.Plan}, instant{&p.CreatedAt}, instant{&p.UpdatedAt})
}

const selectPlansPage = `SELECT ordinal, id, plan_name, plan, created_at, updated_at FROM plans
	WHERE clerk_user_id = $1 AND (ordinal > $2 OR (ordinal = $2 AND id > $3))
	ORDER BY ordinal, id LIMIT $4`

// Plans is a page of the person's plans, the oldest first.
func (p *Personal) Plans(ctx context.Context, page Page) (list List[alex.NamedPlan], err error) {
	from, limit, err := page.begin(mark{Number: -1, Text: lowestID})
	if err != nil {
		return list, err
	}
	if err := checkID(alex.ID(from.Text)); err != nil {
		return list, alex.Invalid("cursor", "is not a cursor of plans")
	}
	err = p.read(ctx, func(q Querier) error {
		rows, err := all(ctx, q, func(rows *sql.Rows) (numberedPlan, error) { return scanPlan(rows) },
			selectPlansPage, p.person, from.Number, alex.ID(from.Text), limit+1)
		numbered := paged(rows, limit, func(n numberedPlan) mark { return mark{n.ordinal, string(n.plan.ID)} })
		list = List[alex.NamedPlan]{Items: make([]alex.NamedPlan, len(numbered.Items)), Next: numbered.Next}
		for i, n := range numbered.Items {
			list.Items[i] = n.plan
		}
		return err
	})
	return list, err
}

const selectPlan = `SELECT ordinal, id, plan_name, plan, created_at, updated_at FROM plans
	WHERE id = $1 AND clerk_user_id = $2`

// Plan is one of the person's own plans.
func (p *Personal) Plan(ctx context.Context, id alex.ID) (plan alex.NamedPlan, err error) {
	err = p.read(ctx, func(q Querier) error {
		plan, err = loadPlan(ctx, q, p.person, id)
		return err
	})
	return plan, err
}

func loadPlan(ctx context.Context, q Querier, person alex.PersonID, id alex.ID) (alex.NamedPlan, error) {
	if err := checkID(id); err != nil {
		return alex.NamedPlan{}, err
	}
	n, err := scanPlan(q.QueryRowContext(ctx, selectPlan, id, person))
	if errors.Is(err, sql.ErrNoRows) {
		err = alex.ErrForbidden
	}
	return n.plan, err
}

// validPlan refuses also a plan that would not fit a row of every engine.
func validPlan(plan alex.NamedPlan) error {
	if err := plan.Validate(); err != nil {
		return err
	}
	body, err := json.Marshal(plan.Plan)
	if err == nil && len(body) > PartSize {
		err = alex.Errorf(alex.CodeTooLarge, "the plan has %d bytes, the most is %d", len(body), PartSize)
	}
	return err
}
