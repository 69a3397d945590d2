package retirement

import (
	"context"
	"errors"
	"math"

	"alex"
)

// Outlook is what the retirement specialist finds for a portfolio: the plan,
// what it assumed, and its projection; or two projections where too much is
// unclassified for one; or the reason why there is none.
type Outlook struct {
	Plan       alex.Plan   `json:"plan"`
	Assumed    []Assumed   `json:"assumed"`
	Projection *Projection `json:"projection,omitempty"`
	AsCash     *Projection `json:"asCash,omitempty"`
	AsEquity   *Projection `json:"asEquity,omitempty"`
	Reason     string      `json:"reason,omitempty"`

	Assumptions   Assumptions  `json:"assumptions"`
	AssumptionSet string       `json:"assumptionSet"`
	Inflation     alex.Percent `json:"inflation"`  // compound, a year
	Swing         int          `json:"swing"`      // 1–10; 0 is not known
	Volatility    alex.Percent `json:"volatility"` // of today's mix, a year
}

// Look plans for the input and projects the plan. Input that no plan can be
// made of is no error: the outlook then says why.
func Look(ctx context.Context, in PlanInput, opt Options) (Outlook, error) {
	o := Outlook{
		Assumptions: opt.Assumptions, AssumptionSet: opt.Assumptions.ID,
		Inflation: opt.Assumptions.Inflation.CompoundPercent(),
	}
	plan, assumed, err := PlanFor(in)
	o.Plan, o.Assumed = plan, assumed
	if tooMuch := (*UnclassifiedError)(nil); errors.As(err, &tooMuch) {
		return o.lookBothWays(ctx, in, opt)
	}
	if err != nil {
		return o.without(err)
	}
	if len(in.Exposure) > 0 {
		score, volatility := Swing(plan.Allocation, opt.Assumptions)
		o.Swing, o.Volatility = score, alex.Percent{Decimal: alex.DecimalFromFloat(volatility, 4)}
	}
	projection, err := Project(ctx, plan, opt)
	if err != nil {
		return o.without(err)
	}
	o.Projection = &projection
	return o, nil
}

func (o Outlook) lookBothWays(ctx context.Context, in PlanInput, opt Options) (Outlook, error) {
	asCash, asEquity, assumed, err := PlanRange(in)
	if err != nil {
		return o.without(err)
	}
	o.Plan, o.Assumed = asCash, assumed
	opt.Detail = DetailQuick // of a range only its ends are told
	for _, side := range []struct {
		plan alex.Plan
		into **Projection
	}{{asCash, &o.AsCash}, {asEquity, &o.AsEquity}} {
		projection, err := Project(ctx, side.plan, opt)
		if err != nil {
			return o.without(err)
		}
		*side.into = &projection
	}
	return o, nil
}

// without takes over a refusal as the reason; any other error stays one.
func (o Outlook) without(err error) (Outlook, error) {
	refused, ok := errors.AsType[*alex.Error](err)
	if !ok || refused.Code != alex.CodeInvalid {
		return o, err
	}
	o.Reason = refused.Fields[0].Message + "."
	return o, nil
}

// CompoundPercent is the compound (geometric) mean return a year, in percent
// with two decimals where it follows from an arithmetic mean.
func (m ReturnModel) CompoundPercent() alex.Percent {
	if m.Compound != nil {
		return *m.Compound
	}
	return alex.Percent{Decimal: alex.DecimalFromFloat(100*math.Expm1(m.logParameters().mu), 2)}
}
