package store

import (
	"context"
	"time"

	"alex"
)

// A write of the person's own row holds back every other that begins so: what
// is counted or compared after it stays true until the transaction ends.
const touchPerson = `UPDATE users SET updated_at = updated_at WHERE clerk_user_id = $1`

func (p *Personal) lock(ctx context.Context, q Querier) error {
	n, err := changed(ctx, q, touchPerson, p.person)
	if err == nil && n == 0 {
		err = alex.Errorf(alex.CodeNotFound, "this person has no record")
	}
	return err
}

const countPlans = `SELECT count(*) FROM plans WHERE clerk_user_id = $1`

// The person stands twice, because PostgreSQL gives the two places other types.
const insertPlan = `INSERT INTO plans (id, clerk_user_id, ordinal, plan_name, plan, created_at, updated_at)
	VALUES ($1, $2, (SELECT coalesce(max(ordinal), -1) + 1 FROM plans WHERE clerk_user_id = $6), $3, $4, $5, $5)`

// CreatePlan stores a new plan behind the person's others, and answers it with
// its id and times. At alex.MaxPlans the answer is alex.CodeConflict.
func (p *Personal) CreatePlan(ctx context.Context, plan alex.NamedPlan) (alex.NamedPlan, error) {
	if err := validPlan(plan); err != nil {
		return alex.NamedPlan{}, err
	}
	now := p.store.micros()
	plan.ID, plan.CreatedAt = p.store.NewID(), time.UnixMicro(now).UTC()
	plan.UpdatedAt = plan.CreatedAt
	return create(ctx, p, func(q Querier) (alex.NamedPlan, error) {
		if err := p.lock(ctx, q); err != nil {
			return plan, err
		}
		var count int
		if err := q.QueryRowContext(ctx, countPlans, p.person).Scan(&count); err != nil {
			return plan, err
		}
		if count >= alex.MaxPlans {
			return plan, alex.Errorf(alex.CodeConflict, "you keep %d plans, which is the most: delete one first", count)
		}
		_, err := q.ExecContext(ctx, insertPlan, plan.ID, p.person, plan.Name, JSON{plan.Plan}, now, p.person)
		return plan, err
	})
}

const updatePlan = `UPDATE plans SET plan_name = $3, plan = $4, updated_at = $5 WHERE id = $1 AND clerk_user_id = $2`

// UpdatePlan replaces a plan and its name; its place and its birth stay. If
// unless is not nil it sees the stored plan first, in the same transaction,
// and its error stops the write.
func (p *Personal) UpdatePlan(ctx context.Context, plan alex.NamedPlan, unless func(alex.NamedPlan) error) (alex.NamedPlan, error) {
	if err := validPlan(plan); err != nil {
		return alex.NamedPlan{}, err
	}
	now := p.store.micros()
	err := p.write(ctx, func(q Querier) error {
		stored, err := loadPlan(ctx, q, p.person, plan.ID)
		if err != nil {
			return err
		}
		if unless != nil {
			if err := unless(stored); err != nil {
				return err
			}
		}
		plan.CreatedAt, plan.UpdatedAt = stored.CreatedAt, time.UnixMicro(now).UTC()
		return own(ctx, q, updatePlan, plan.ID, p.person, plan.Name, JSON{plan.Plan}, now)
	})
	if err != nil {
		return alex.NamedPlan{}, err
	}
	return plan, nil
}

const deletePlan = `DELETE FROM plans WHERE id = $1 AND clerk_user_id = $2`

// DeletePlan deletes a plan.
func (p *Personal) DeletePlan(ctx context.Context, id alex.ID, unless func(alex.NamedPlan) error) error {
	return remove(ctx, p, id, loadPlan, unless, deletePlan)
}
