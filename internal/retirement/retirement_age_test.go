package retirement

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"alex"
)

// earner saves from 45 on and has an income, an event, a fee and a tax.
func earner(working int) alex.Plan {
	wealth := alex.MustMoney("600000")
	return alex.Plan{
		CurrentAge: 45, RetirementAge: 45 + working, HorizonAge: 90, Balance: &wealth, Allocation: balanced(),
		AnnualContribution: alex.MustMoney("18000"), ContributionGrowth: alex.PercentOf100(1),
		AnnualSpending: alex.MustMoney("52000"), Tax: alex.PercentOf100(8), Fee: alex.Percent{Decimal: alex.MustDecimal("0.3")},
		Incomes: []alex.Income{{Name: "Social Security", Annual: alex.MustMoney("21000"), StartAge: 67}},
		Events:  []alex.Event{{Name: "roof", Amount: alex.MustMoney("-30000"), Age: 61}},
	}
}

// However far retirement is away, the engine pays and falls short in the very
// futures, at the very age, and with the balances of a plain loop over the
// same futures.
func TestYearsUntilRetirement(t *testing.T) {
	t.Parallel()
	for _, timing := range []string{TimingStart, TimingEnd} {
		t.Run(timing, func(t *testing.T) {
			t.Parallel()
			opt := Options{Timing: timing}
			from, futures := drawnFor(t, earner(0), opt)
			last, different := -1, map[int]bool{}
			for working := range 31 {
				plan := earner(working)
				p := project(t, plan, opt)
				lives, successes := newReplay(plan, from.classes(), timing).lives(futures)
				checkLives(t, fmt.Sprintf("%d years", working), plan, p, lives, successes)
				if p.Successes < last {
					t.Errorf("%d years: successes fall to %d", working, p.Successes)
				}
				last = p.Successes
				different[last] = true
			}
			if len(different) < 25 {
				t.Errorf("31 ages of retirement have only %d different rates", len(different))
			}
		})
	}
}

// checkLives compares a projection with what a plain loop found.
func checkLives(t *testing.T, name string, plan alex.Plan, p Projection, lives []life, successes int) {
	t.Helper()
	if p.Successes != successes {
		t.Errorf("%s: %d successes, the loop has %d", name, p.Successes, successes)
	}
	fallen := make([]int, len(p.ShortfallByAge))
	for _, l := range lives {
		if l.underpaid != never {
			fallen[l.underpaid]++
		}
	}
	sum := 0
	for y, count := range fallen {
		sum += count
		if risk := p.ShortfallByAge[y]; risk.Age != plan.CurrentAge+y || risk.Probability != float64(sum)/float64(len(lives)) {
			t.Errorf("%s: shortfall is %+v, in the loop %d of %d", name, risk, sum, len(lives))
		}
	}
	checkMoney(t, name, p, lives)
	for y, band := range p.Percentiles {
		left := make([]float64, len(lives))
		for i, l := range lives {
			left[i] = l.balances[y]
		}
		q := quantiles(left, bandProbabilities())
		if want := q[3]; band.P50.Float64() < want*(1-1e-9)-.006 || band.P50.Float64() > want*(1+1e-9)+.006 {
			t.Errorf("%s: the median at %d is %s, in the loop %.2f", name, band.Age, band.P50, want)
		}
	}
}

// checkMoney holds the shortfall of the worst twentieth, zeros included, and
// what the middle future spends to the loop's.
func checkMoney(t *testing.T, name string, p Projection, lives []life) {
	t.Helper()
	unfunded, spent := make([]float64, len(lives)), make([]float64, len(lives))
	for i, l := range lives {
		unfunded[i], spent[i] = l.unfunded, l.spent
	}
	slices.Sort(unfunded)
	slices.Sort(spent)
	worst, sum := int(math.Ceil(float64(len(lives))/20)), 0.0
	for _, missing := range unfunded[len(lives)-worst:] {
		sum += missing
	}
	middle := (spent[(len(spent)-1)/2] + spent[len(spent)/2]) / 2
	for what, pair := range map[string][2]float64{
		"expected shortfall": {p.ExpectedShortfall.Float64(), sum / float64(worst)},
		"median spent":       {p.MedianTotalSpent.Float64(), middle},
	} {
		if math.Abs(pair[0]-pair[1]) > .006+1e-9*pair[1] {
			t.Errorf("%s: the %s is %.2f, in the loop %.4f", name, what, pair[0], pair[1])
		}
	}
}
