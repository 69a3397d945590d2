package api

import (
	"context"
	"maps"
	"slices"

	"alex"
	"alex/internal/retirement"
)

// PlanChange is what of a plan shall be otherwise; what is nil stays.
type PlanChange struct {
	RetirementAge      *int
	HorizonAge         *int
	AnnualSpending     *alex.Money
	AnnualContribution *alex.Money
	Allocation         alex.ClassAllocation
	ClaimingAge        *int // of the person's own Social Security
}

// WhatIf is a changed plan against the plan itself, in the same futures.
type WhatIf struct {
	Plan    string    // the name of the plan; empty is the one that an analysis would make
	AsOf    alex.Date // of the balance; empty of a named plan, which says its own
	Base    alex.Plan // as it is
	Changed alex.Plan // as it was projected
	Notes   []string  // of the plan, and of what the change leaves as it is

	Projection retirement.Projection // of Changed
	Comparison retirement.Comparison
}

// WhatIf projects a plan with a change, as POST /api/retirement/projection does for
// the plan so changed: the one that an analysis would make, or a named one.
// alex.CodeConflict where no plan can be made, with the reason.
func (r Reading) WhatIf(ctx context.Context, person alex.PersonID, plan alex.ID, change PlanChange) (w WhatIf, err error) {
	ctx = onBehalf(ctx, person)
	assumptions := ""
	if plan == "" {
		w, assumptions, err = r.derived(ctx)
	} else {
		w, assumptions, err = r.named(ctx, plan)
	}
	if err != nil {
		return w, err
	}
	if w.Changed, err = change.of(w.Base); err != nil {
		return w, err
	}
	if change.Allocation != nil && len(w.Base.GlidePath) > 0 {
		w.Notes = append(w.Notes, "The plan has a glide path, whose steps still follow the changed mix.")
	}
	opt, err := r.server.options(ctx, &postProjection{Detail: string(retirement.DetailQuick), Assumptions: assumptions})
	if err != nil {
		return w, err
	}
	return computed(ctx, r.server, func(ctx context.Context) (WhatIf, error) { return w.projected(ctx, opt) })
}

func (r Reading) derived(ctx context.Context) (w WhatIf, assumptions string, err error) {
	out, err := r.server.derivedPlan(ctx, &nothing{})
	if err != nil {
		return w, "", err
	}
	d := out.Body
	if d.Plan == nil {
		return w, "", alex.Errorf(alex.CodeConflict, "there is no plan to change: %s", d.Notes[0])
	}
	w.AsOf, w.Base, w.Notes = d.AsOf, alex.Plan(*d.Plan), d.Notes
	for _, assumed := range d.Assumed {
		w.Notes = append(w.Notes, assumed.Text)
	}
	return w, d.Assumptions, nil
}

func (r Reading) named(ctx context.Context, id alex.ID) (w WhatIf, assumptions string, err error) {
	stored, err := r.server.mine(ctx).Plan(ctx, id)
	if err != nil {
		return w, "", relocated(err, func(string) string { return "planId" })
	}
	owner, err := r.server.mine(ctx).Person(ctx)
	w.Plan, w.Base, w.Notes = stored.Name, stored.Plan, []string{}
	return w, chosenSet(owner.Assumptions), err
}

func (w WhatIf) projected(ctx context.Context, opt retirement.Options) (WhatIf, error) {
	place := func(field string) string { return "changes." + field }
	p, err := retirement.Project(ctx, w.Changed, opt)
	if err != nil {
		return w, relocated(err, place)
	}
	w.Projection = p
	w.Comparison, err = retirement.Compare(ctx, w.Base, w.Changed, p, opt)
	return w, relocated(err, func(string) string { return "planId" })
}

// of is a plan with the change.
func (c PlanChange) of(p alex.Plan) (alex.Plan, error) {
	set(&p.RetirementAge, c.RetirementAge)
	set(&p.HorizonAge, c.HorizonAge)
	set(&p.AnnualSpending, c.AnnualSpending)
	set(&p.AnnualContribution, c.AnnualContribution)
	if c.Allocation != nil {
		p.Allocation = maps.Clone(c.Allocation)
	}
	if c.ClaimingAge == nil {
		return p, nil
	}
	p.Incomes = slices.Clone(p.Incomes)
	claims := 0
	for i, income := range p.Incomes {
		if income.Partner || !income.IsSocialSecurity() {
			continue
		}
		claimed, err := retirement.ClaimAt(income, *c.ClaimingAge, p.BirthYear)
		if err != nil {
			return p, relocated(err, func(string) string { return "changes.claimingAge" })
		}
		p.Incomes[i] = claimed
		claims++
	}
	if claims == 0 {
		return p, alex.Invalid("changes.claimingAge", "the plan has no Social Security of the person's own")
	}
	return p, nil
}

func set[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}
