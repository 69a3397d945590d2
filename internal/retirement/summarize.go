package retirement

import (
	"context"
	"math"
	"slices"

	"alex"
)

// summarize condenses the futures of a plan; all.balances is reordered.
func summarize(ctx context.Context, all *outcomes, firstAge, workers int) (Projection, error) {
	p := Projection{Paths: len(all.each), Successes: all.successes()}
	p.SuccessRate = float64(p.Successes) / float64(p.Paths)
	low, high := wilson(p.Successes, p.Paths)
	se := standardError(p.Successes, p.Paths)
	p.SuccessLow, p.SuccessHigh, p.StandardError = &low, &high, &se

	bands, err := balanceBands(ctx, all.balances, firstAge, workers)
	if err != nil {
		return Projection{}, err
	}
	p.Percentiles, p.EndingBalance = bands, bands[len(bands)-1].Band
	p.SustainableIncome = all.sustainableIncome()
	p.DepletionAges = all.depletionAges(firstAge)
	p.ShortfallByAge = all.shortfallByAge(firstAge)
	p.ExpectedShortfall = dollars(all.expectedShortfall())
	p.MedianTotalSpent = dollars(all.medianSpent())
	return p, nil
}

func bandProbabilities() []float64 { return []float64{.05, .10, .25, .50, .75, .90, .95} }

func balanceBands(ctx context.Context, balances [][]float64, firstAge, workers int) ([]AgeBand, error) {
	bands := make([]AgeBand, len(balances))
	err := inTurns(ctx, len(balances), workers, func(t int) {
		bands[t] = AgeBand{Age: firstAge + t, Band: bandOf(quantiles(balances[t], bandProbabilities()))}
	})
	return bands, err
}

func bandOf(q []float64) Band {
	return Band{
		P5: dollars(q[0]), P10: dollars(q[1]), P25: dollars(q[2]), P50: dollars(q[3]),
		P75: dollars(q[4]), P90: dollars(q[5]), P95: dollars(q[6]),
	}
}

// sustainableIncome is exact for the futures drawn; nil where nothing is ever
// withdrawn for annual spending.
func (all *outcomes) sustainableIncome() *Income {
	sorted := slices.Clone(all.affordable)
	slices.Sort(sorted)
	var found [4]alex.Money
	for i, percent := range []int{50, 75, 90, 95} {
		income, ok := payableIn(sorted, percent)
		if !ok {
			return nil
		}
		found[i] = income
	}
	return &Income{P50: found[0], P75: found[1], P90: found[2], P95: found[3]}
}

func (all *outcomes) depletionAges(firstAge int) *DepletionAges {
	var ages []float64
	for _, o := range all.each {
		if o.underpaid != never {
			ages = append(ages, float64(firstAge+o.underpaid))
		}
	}
	if len(ages) == 0 {
		return nil
	}
	q := quantiles(ages, []float64{.05, .25, .50})
	whole := func(age float64) int { return int(math.Floor(age)) }
	return &DepletionAges{P5: whole(q[0]), P25: whole(q[1]), P50: whole(q[2])}
}

func (all *outcomes) shortfallByAge(firstAge int) []AgeRisk {
	counts := make([]int, len(all.balances)-1)
	for _, o := range all.each {
		if o.underpaid != never {
			counts[o.underpaid]++
		}
	}
	risks, sum := make([]AgeRisk, len(counts)), 0
	for t, count := range counts {
		sum += count
		risks[t] = AgeRisk{Age: firstAge + t, Probability: float64(sum) / float64(len(all.each))}
	}
	return risks
}

// expectedShortfall is the mean unfunded spending over the worst ⌈0.05·N⌉
// futures, those that lack nothing included.
func (all *outcomes) expectedShortfall() float64 {
	unfunded := make([]float64, len(all.each))
	for i, o := range all.each {
		unfunded[i] = o.unfunded
	}
	slices.Sort(unfunded)
	worst := (len(unfunded) + 19) / 20
	sum := 0.0
	for _, missing := range unfunded[len(unfunded)-worst:] {
		sum += missing
	}
	return sum / float64(worst)
}

func (all *outcomes) medianSpent() float64 {
	spent := make([]float64, len(all.each))
	for i, o := range all.each {
		spent[i] = o.spent
	}
	return quantiles(spent, []float64{.50})[0]
}

func dollars(amount float64) alex.Money { return alex.Dollars(alex.DecimalFromFloat(amount, 2)) }
