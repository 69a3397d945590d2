package retirement

import (
	"context"
	"math"
	"slices"

	"alex"
)

// summarize condenses the futures of a plan; all.balances is reordered.
func summarize(ctx context.Context, all *outcomes, firstAge, workers int) (Projection, error) {
	p := Projection{Successes: all.fates().successes()}
	p.SuccessRate = float64(p.Successes) / float64(len(all.each))
	bands, err := balanceBands(ctx, all.balances, firstAge, workers)
	if err != nil {
		return Projection{}, err
	}
	p.Percentiles, p.EndingBalance = bands, bands[len(bands)-1].Band
	p.EndingHistogram = endingHistogram(all.balances[len(bands)-1], p.EndingBalance.P90.Float64())
	p.SustainableIncome, p.IncomeCurve = all.incomes()
	p.DepletionAges = all.depletionAges(firstAge)
	p.ShortfallByAge = all.shortfallByAge(firstAge)
	p.ExpectedShortfall = dollars(all.expectedShortfall())
	p.MedianTotalSpent = dollars(all.medianSpent())
	p.Sensitivities, p.Levers, p.Methods, p.Stress = []Sensitivity{}, []Lever{}, []Method{}, []StressYear{}
	return p, nil
}

// tell says what the futures are: paths with the noise of drawing them, or
// start years of history, which overlap and so have none.
func (o Options) tell(p *Projection, all *outcomes) {
	if o.Mode == ModeHistorical {
		p.Windows = len(all.each)
		p.WorstStart, p.FailedStarts = all.startYears(o.Series.FirstYear)
		return
	}
	p.Paths = len(all.each)
	low, high := wilson(p.Successes, p.Paths)
	se := standardError(p.Successes, p.Paths)
	p.SuccessLow, p.SuccessHigh, p.StandardError = &low, &high, &se
}

// startYears are the year that could pay the least, nil where nothing is ever
// withdrawn, and those that fall short.
func (all *outcomes) startYears(first int) (worst *int, failed []int) {
	least := 0
	for i, o := range all.each {
		if all.affordable[i] < all.affordable[least] {
			least = i
		}
		if o.underpaid != never {
			failed = append(failed, first+i)
		}
	}
	if math.IsInf(all.affordable[least], 1) {
		return nil, failed
	}
	year := first + least
	return &year, failed
}

func bandProbabilities() []float64 { return []float64{.05, .10, .25, .50, .75, .90, .95} }

// balanceBands looks at some ages at a time, so that bins are used again.
func balanceBands(ctx context.Context, balances [][]float64, firstAge, workers int) ([]AgeBand, error) {
	const some = 4
	bands := make([]AgeBand, len(balances))
	err := inTurns(ctx, (len(balances)+some-1)/some, workers, func(turn int) {
		var b bins
		for t := turn * some; t < min((turn+1)*some, len(balances)); t++ {
			bands[t] = AgeBand{Age: firstAge + t, Band: bandOf(b.quantiles(balances[t], bandProbabilities()))}
		}
	})
	return bands, err
}

func bandOf(q []float64) Band {
	return Band{
		P5: dollars(q[0]), P10: dollars(q[1]), P25: dollars(q[2]), P50: dollars(q[3]),
		P75: dollars(q[4]), P90: dollars(q[5]), P95: dollars(q[6]),
	}
}

// incomes are what is paid in full in so many percent of the futures, exact
// for the futures drawn; nil where nothing is ever withdrawn for annual spending.
func (all *outcomes) incomes() (*Income, []CurvePoint) {
	percents := curvePercents()
	ranks := make([]int, len(percents))
	for i, percent := range percents {
		ranks[i] = payableRank(len(all.affordable), percent)
	}
	curve := make([]CurvePoint, 0, len(percents))
	at := map[int]alex.Money{}
	for i, value := range new(bins).orderStatistics(all.affordable, ranks) {
		if math.IsInf(value, 1) {
			return nil, []CurvePoint{}
		}
		percent, income := percents[i], floorToCent(value)
		at[percent] = income
		curve = append(curve, CurvePoint{SuccessRate: float64(percent) / 100, Income: income})
	}
	return &Income{P50: at[50], P75: at[75], P90: at[90], P95: at[95]}, curve
}

// curvePercents are those at which the curve of income is told.
func curvePercents() []int {
	percents := []int{}
	for p := 5; p <= 95; p += 5 {
		percents = append(percents, p)
	}
	return append(percents, 99)
}

func (all *outcomes) depletionAges(firstAge int) *DepletionAges {
	years := all.fates().failures()
	if len(years) == 0 {
		return nil
	}
	q := quantiles(years, []float64{.05, .25, .50})
	age := func(year float64) int { return firstAge + int(math.Floor(year)) }
	return &DepletionAges{P5: age(q[0]), P25: age(q[1]), P50: age(q[2])}
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
	var unfunded []float64
	for _, o := range all.each {
		if o.unfunded > 0 {
			unfunded = append(unfunded, o.unfunded)
		}
	}
	slices.Sort(unfunded)
	worst := (len(all.each) + 19) / 20
	sum := 0.0
	for _, missing := range unfunded[max(len(unfunded)-worst, 0):] {
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
