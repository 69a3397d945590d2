package retirement

import (
	"context"
	"math"

	"alex"
)

// methods are the success rates of the same plan by every shipped assumption
// set, start years of history and the bootstrap; the projection's own comes
// first. A method that cannot simulate the plan is left out.
func (o Options) methods(ctx context.Context, p *Projection, r *run, base fates) ([]Method, error) {
	list := []Method{o.method(r, base)}
	for _, other := range o.others() {
		m, err := other.tryMethod(ctx, r.plan)
		switch {
		case alex.CodeOf(err) == alex.CodeInvalid && ctx.Err() == nil:
			continue
		case err != nil:
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// others are the options of every method but this one.
func (o Options) others() []Options {
	var list []Options
	add := func(other Options) {
		if other.Mode != o.Mode || other.setID() != o.setID() {
			list = append(list, other)
		}
	}
	own := o.Seed
	if isDefault, err := defaultSeed(o.source()); err == nil && isDefault == *o.Seed {
		own = nil
	}
	o.Seed = own
	for _, id := range ShippedIDs() {
		set := o
		set.Mode = ModeParametric
		set.Assumptions, _ = ShippedAssumptions(id) // shipped: a test reads each
		add(set)
	}
	for _, mode := range []string{ModeHistorical, ModeBootstrap} {
		replay := o
		replay.Mode = mode
		add(replay)
	}
	return list
}

func (o Options) tryMethod(ctx context.Context, plan alex.Plan) (Method, error) {
	o.Cache, o.Detail = nil, DetailQuick // each is walked once
	r, o, err := begin(ctx, plan, o)
	if err != nil {
		return Method{}, err
	}
	all, err := r.fates(ctx)
	if err != nil {
		return Method{}, err
	}
	return o.method(r, all), nil
}

func (o Options) method(r *run, all fates) Method {
	m := Method{
		Mode: o.Mode, AssumptionSet: o.setID(), Futures: len(all), SuccessRate: all.rate(),
		Failure: r.failure(all, o.Assumptions.Inflation),
	}
	if o.Mode == ModeHistorical {
		for i, year := range all {
			if year != never {
				m.FailedStarts = append(m.FailedStarts, o.Series.FirstYear+i)
			}
		}
		return m
	}
	low, high := wilson(all.successes(), len(all))
	m.SuccessLow, m.SuccessHigh = &low, &high
	return m
}

// failure is what falling short typically means; nil where no future does.
// Covered is what other incomes pay of the planned spending from that year to
// the horizon; level ones are worn by the assumed inflation.
func (r *run) failure(all fates, inflation ReturnModel) *Failure {
	years := all.failures()
	if len(years) == 0 {
		return nil
	}
	first := int(math.Floor(quantiles(years, []float64{.5})[0]))
	paid, planned := 0.0, 0.0
	for t := first; t < len(r.schedule.years); t++ {
		y, worn := &r.schedule.years[t], math.Exp(-inflation.logParameters().mu*float64(t))
		want := r.schedule.target(y, r.schedule.spending, worn) + y.out + float64(y.outNominal*worn)
		planned += want
		paid += min(y.in+y.income+float64((y.inNominal+y.incomeNominal)*worn), want)
	}
	covered := 0.0
	if planned > 0 {
		covered = paid / planned
	}
	return &Failure{
		Age:            r.plan.CurrentAge + first,
		CoveredPercent: alex.Percent{Decimal: alex.DecimalFromFloat(100*covered, 1)},
	}
}
