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

// Compare says what a changed plan, projected, makes of a base plan, with common
// random numbers.
func Compare(ctx context.Context, base, changed alex.Plan, projected Projection, opt Options) (Comparison, error) {
	opt.Detail = DetailQuick
	was, err := lookAt(ctx, base, opt)
	if err != nil {
		return Comparison{}, err
	}
	c := Comparison{
		BaseSuccessRate: was.SuccessRate, SuccessRate: projected.SuccessRate, Delta: projected.SuccessRate - was.SuccessRate,
		BaseIncome: was.SustainableIncome, Income: projected.SustainableIncome,
		BaseEnding: was.EndingBalance.P50, Ending: projected.EndingBalance.P50,
	}
	if opt.Mode == ModeHistorical {
		return c, nil
	}
	r, _, err := begin(ctx, changed, opt)
	if err != nil {
		return Comparison{}, err
	}
	after, err := r.fates(ctx)
	if err != nil {
		return Comparison{}, err
	}
	d := compared(was.all.fates(), after, true)
	c.Delta, c.PairedError, c.WithinNoise = d.Delta, d.PairedError, d.WithinNoise
	return c, nil
}
