package retirement

import (
	"context"

	"alex"
)

// Comparison is one plan against another in the same futures. PairedError is
// as in Sensitivity; it is null where the two have other futures: start years
// of history, or horizons of different length there.
type Comparison struct {
	BaseSuccessRate float64    `json:"baseSuccessRate"`
	SuccessRate     float64    `json:"successRate"`
	Delta           float64    `json:"delta"`
	PairedError     *float64   `json:"pairedError"`
	WithinNoise     bool       `json:"withinNoise"`
	BaseIncome      *Income    `json:"baseIncome"` // sustainable
	Income          *Income    `json:"income"`
	BaseEnding      alex.Money `json:"baseEnding"` // the middle future's ending balance
	Ending          alex.Money `json:"ending"`
}

// Compare projects both plans with common random numbers and says what the
// change makes of it.
func Compare(ctx context.Context, base, changed alex.Plan, opt Options) (Comparison, error) {
	was, before, err := side(ctx, base, opt)
	if err != nil {
		return Comparison{}, err
	}
	is, after, err := side(ctx, changed, opt)
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{
		BaseSuccessRate: was.SuccessRate, SuccessRate: is.SuccessRate, Delta: is.SuccessRate - was.SuccessRate,
		BaseIncome: was.SustainableIncome, Income: is.SustainableIncome,
		BaseEnding: was.EndingBalance.P50, Ending: is.EndingBalance.P50,
	}
	if opt.Mode != ModeHistorical {
		d := compared(before, after, true)
		c.Delta, c.PairedError, c.WithinNoise = d.Delta, d.PairedError, d.WithinNoise
	}
	return c, nil
}

func side(ctx context.Context, plan alex.Plan, opt Options) (Projection, fates, error) {
	r, opt, err := begin(ctx, plan, opt)
	if err != nil {
		return Projection{}, nil, err
	}
	all, err := r.outcomes(ctx)
	if err != nil {
		return Projection{}, nil, err
	}
	fates := all.fates()
	p, err := summarize(ctx, all, plan.CurrentAge, opt.Workers)
	return p, fates, err
}
