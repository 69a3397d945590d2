package retirement

import (
	"context"
	"strconv"

	"alex"
)

// EngineVersion changes whenever the same inputs would give other figures.
const EngineVersion = "1.0.0"

// Project simulates the plan. Refused values are alex.CodeInvalid and name
// their field. It stops within 256 futures when ctx ends.
func Project(ctx context.Context, plan alex.Plan, opt Options) (Projection, error) {
	v, err := lookAt(ctx, plan, opt)
	if err != nil {
		return Projection{}, err
	}
	v.opt.tell(&v.Projection, v.all)
	if err := v.opt.lookCloser(ctx, &v.Projection, v.run, v.all); err != nil {
		return Projection{}, err
	}
	return v.opt.sign(v.Projection, plan)
}

// view is a plan in its futures. The balances are told, and no longer there.
type view struct {
	Projection
	opt Options // resolved
	run *run
	all *outcomes
}

func lookAt(ctx context.Context, plan alex.Plan, opt Options) (v view, err error) {
	if v.run, v.opt, err = begin(ctx, plan, opt); err != nil {
		return v, err
	}
	if v.all, err = v.run.outcomes(ctx); err != nil {
		return v, err
	}
	v.Projection, err = summarize(ctx, v.all, plan.CurrentAge, opt.Workers)
	opt.Cache.reuse(v.all.figures)
	if err != nil {
		return v, err
	}
	v.CashFlows = v.run.schedule.cashFlows(plan.CurrentAge, v.opt.Assumptions)
	if v.run.schedule.rule.kind != constantRule {
		v.IncomeCurve = []CurvePoint{} // of spending that adapts, only what is confirmed is told
	}
	return v, v.run.confirm(ctx, v.SustainableIncome)
}

// begin checks the plan and the options and draws the futures.
func begin(ctx context.Context, plan alex.Plan, opt Options) (*run, Options, error) {
	opt, err := opt.resolve()
	if err != nil {
		return nil, opt, err
	}
	if err := plan.Validate(); err != nil {
		return nil, opt, err
	}
	s, err := opt.draw(ctx, plan)
	if err != nil {
		return nil, opt, err
	}
	r := newRun(plan, s, opt)
	if opt.once() {
		return r, opt, nil
	}
	return r, opt, r.settle(ctx)
}

// sign says how the projection was made.
func (o Options) sign(p Projection, plan alex.Plan) (Projection, error) {
	hash, err := inputsHash(plan, o)
	if err != nil {
		return Projection{}, err
	}
	p.Mode, p.Timing = o.Mode, o.Timing
	p.Seed = strconv.FormatUint(*o.Seed, 10)
	p.EngineVersion, p.AssumptionSet, p.InputsHash = EngineVersion, o.setID(), hash
	p.Warnings = append(warningsOf(plan), o.proxies(plan)...)
	return p, nil
}
