package retirement

import (
	"context"
	"fmt"
	"math"
	"slices"

	"alex"
)

// change is one what-if: another plan, or other years to live it in.
type change struct {
	name, label string
	plan        alex.Plan
	worse       float64 // taken off every year's return
	inflation   float64 // added to every year's inflation
}

// sensitivities are what single changes do to the success rate over the same
// futures as base. Those that do not apply are left out.
func (r *run) sensitivities(ctx context.Context, base fates, paired bool) ([]Sensitivity, error) {
	list := []Sensitivity{}
	for _, c := range r.changes() {
		other, err := r.with(c, 0).fates(ctx)
		if err != nil {
			return nil, err
		}
		d := compared(base, other, paired)
		list = append(list, Sensitivity{
			Name: c.name, Label: c.label, SuccessRate: other.rate(),
			Delta: d.Delta, PairedError: d.PairedError, WithinNoise: d.WithinNoise,
		})
	}
	return list, nil
}

// changes are those that the plan admits.
func (r *run) changes() []change {
	var list []change
	list = append(list, retiring(r.plan)...)
	if !r.schedule.rule.decides() {
		list = append(list, spending(r.plan)...)
	}
	list = append(list, saving(r.plan)...)
	list = append(list,
		change{name: "return_1_point_lower", label: "Returns one point lower every year", plan: r.plan, worse: .01},
		change{name: "inflation_1_point_higher", label: "Inflation one point higher every year", plan: r.plan, inflation: .01})
	for _, points := range []int64{10, -10, 20, -20} {
		if plan, ok := withEquity(r.plan, points, r.sample.from.classes()); ok {
			list = append(list, change{
				name:  fmt.Sprintf("equity_%d_points_%s", max(points, -points), moreOrLess(points)),
				label: fmt.Sprintf("%d points %s in stocks", max(points, -points), moreOrLess(points)), plan: plan,
			})
		}
	}
	return list
}

func moreOrLess(n int64) string {
	if n < 0 {
		return "less"
	}
	return "more"
}

func retiring(plan alex.Plan) (list []change) {
	if plan.RetirementAge <= plan.CurrentAge {
		return nil
	}
	words := map[int]string{1: "1_year", 2: "2_years"}
	labels := map[int]string{1: "one year", 2: "two years"}
	for _, years := range []int{1, -1, 2, -2} {
		other, n, side := plan, max(years, -years), "later"
		if other.RetirementAge += years; years < 0 {
			side = "earlier"
		}
		if other.RetirementAge >= plan.CurrentAge && other.RetirementAge <= plan.HorizonAge {
			list = append(list, change{
				name: "retire_" + words[n] + "_" + side, label: "Retire " + labels[n] + " " + side, plan: other,
			})
		}
	}
	return list
}

func spending(plan alex.Plan) []change {
	if plan.AnnualSpending.IsZero() {
		return nil
	}
	return byPercent(plan, "spend", []int64{-10, 10, -20, 20}, func(p *alex.Plan) *alex.Money { return &p.AnnualSpending })
}

func saving(plan alex.Plan) []change {
	if plan.AnnualContribution.IsZero() || plan.RetirementAge <= plan.CurrentAge {
		return nil
	}
	return byPercent(plan, "save", []int64{10, -10, 20, -20}, func(p *alex.Plan) *alex.Money { return &p.AnnualContribution })
}

// byPercent changes one amount of the plan by each percentage.
func byPercent(plan alex.Plan, verb string, percents []int64, amount func(*alex.Plan) *alex.Money) []change {
	list := make([]change, len(percents))
	for i, percent := range percents {
		other, size := plan, max(percent, -percent)
		*amount(&other) = alex.PercentOf100(100 + percent).Of(*amount(&plan))
		list[i] = change{
			name:  fmt.Sprintf("%s_%d_percent_%s", verb, size, moreOrLess(percent)),
			label: fmt.Sprintf("%s %d%% %s", alex.Title(verb), size, moreOrLess(percent)), plan: other,
		}
	}
	return list
}

// withEquity moves points between equity and everything else, which keeps its
// proportions; a mix of equity alone takes fixed income. ok is false where a
// year's mix cannot move that far, or nothing can be simulated in its place.
func withEquity(plan alex.Plan, points int64, classes []alex.AssetClass) (alex.Plan, bool) {
	mix, ok := shifted(plan.Allocation, points, classes)
	if !ok {
		return plan, false
	}
	plan.Allocation = mix
	plan.GlidePath = slices.Clone(plan.GlidePath)
	for i := range plan.GlidePath {
		step := &plan.GlidePath[i]
		if step.Allocation, ok = shifted(step.Allocation, points, classes); !ok {
			return plan, false
		}
	}
	return plan, true
}

func shifted(mix alex.ClassAllocation, points int64, classes []alex.AssetClass) (alex.ClassAllocation, bool) {
	hundred := alex.PercentOf100(100)
	before := mix[alex.Equity]
	after := before.Add(alex.PercentOf100(points))
	if after.Sign() < 0 || after.Cmp(hundred.Decimal) > 0 || !slices.Contains(classes, alex.Equity) {
		return nil, false
	}
	rest, others := hundred.Sub(after), []alex.AssetClass{}
	for _, class := range sortedKeys(mix) {
		if class != alex.Equity && mix[class].Sign() > 0 {
			others = append(others, class)
		}
	}
	if len(others) == 0 {
		if !slices.Contains(classes, alex.FixedIncome) {
			return nil, false
		}
		return withoutZeros(alex.ClassAllocation{alex.Equity: after, alex.FixedIncome: rest}), true
	}
	parts := make([]alex.Decimal, len(others))
	for i, class := range others {
		parts[i] = mix[class].Mul(rest.Decimal).Div(hundred.Sub(before).Decimal, 12)
	}
	moved := alex.ClassAllocation{alex.Equity: after}
	for i, weight := range alex.Apportion(parts, rest.Decimal, 4) {
		moved[others[i]] = alex.Percent{Decimal: weight}
	}
	return withoutZeros(moved), true
}

func withoutZeros(mix alex.ClassAllocation) alex.ClassAllocation {
	for class, weight := range mix {
		if weight.Sign() == 0 {
			delete(mix, class)
		}
	}
	return mix
}

// difference is what one set of futures does better than another.
type difference struct {
	Delta       float64
	PairedError *float64
	WithinNoise bool
}

// compared is the change of the success rate from base to other over the same
// futures. The half-width of the paired difference's 95 % interval is
// 1.96·√((b+c)/N − ((b−c)/N)²)/√N, b and c the futures that only the one or
// only the other pays (McNemar's discordant pairs); null where futures overlap.
func compared(base, other fates, paired bool) difference {
	n := float64(len(base))
	only, lost := 0.0, 0.0
	for i := range base {
		switch {
		case base[i] != never && other[i] == never:
			only++
		case base[i] == never && other[i] != never:
			lost++
		}
	}
	d := difference{Delta: (only - lost) / n}
	if paired {
		half := z95 * math.Sqrt(max((only+lost)/n-d.Delta*d.Delta, 0)/n)
		d.PairedError, d.WithinNoise = &half, math.Abs(d.Delta) <= half
	}
	return d
}
