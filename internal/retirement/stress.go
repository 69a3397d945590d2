package retirement

import (
	"slices"

	"alex"
)

// StressYears are the years in which it would have been hard to begin.
func StressYears() []int { return []int{1929, 1966, 1973, 2000, 2008} }

// stress begins the plan in each of the hard years that the series has. A plan
// that history cannot replay has none.
func (o Options) stress(plan alex.Plan) ([]StressYear, error) {
	list := []StressYear{}
	h, err := newHistory(*o.Series, plan)
	if alex.CodeOf(err) == alex.CodeInvalid {
		return list, nil
	}
	for _, year := range StressYears() {
		if row := year - o.Series.FirstYear; row >= 0 && row < len(h.rows) && err == nil {
			list = append(list, beginIn(h, plan, row, o))
		}
	}
	return list, err
}

// beginIn walks the plan from one row of history on, as far as it reaches.
func beginIn(h *history, plan alex.Plan, row int, o Options) StressYear {
	m, s := newMixer(plan, h.names), newSchedule(plan, o.Timing, 0)
	years := min(len(m.years), len(h.rows)-row)
	m.years, s.years = m.years[:years], s.years[:years]
	drawn := make([]wide, years*m.columns)
	windows{h}.draw(row, drawn)
	f, balances := futures{make([]wide, years), make([]wide, years+1)}, make([]wide, years+1)
	m.mix(drawn, f.growth, f.deflator)
	end := newWalker(&s).walk(f, balances)[0]
	result := StressYear{
		StartYear: o.Series.FirstYear + row, Years: years, Complete: years == s.length,
		PaidInFull: end.underpaid == never, Balance: dollars(balances[years][0]),
	}
	if !result.PaidInFull {
		age := plan.CurrentAge + end.underpaid
		result.UnderpaidAge = &age
	}
	return result
}

// Fate is how a plan would have fared from a bad start.
type Fate string

// Fates of a plan.
const (
	FateShort   Fate = "short"   // it falls short within the years on record
	FateWorking Fate = "working" // not retired in any year on record
	FatePaid    Fate = "paid"    // to its end
	FateSoFar   Fate = "so far"  // paid as far as the record goes
)

// Fate is how the plan fared that began in the year. A year is lived at one age,
// so that a retirement at the age after the last one on record is not seen.
func (y StressYear) Fate(plan alex.Plan) Fate {
	switch {
	case !y.PaidInFull:
		return FateShort
	case plan.CurrentAge+y.Years <= plan.RetirementAge:
		return FateWorking
	case y.Complete:
		return FatePaid
	default:
		return FateSoFar
	}
}

// CalendarYear is what a mix returned in one year of history, nominal.
type CalendarYear struct {
	Year   int          `json:"year"`
	Return alex.Percent `json:"return"`
}

// WorstYears are the n worst calendar years of the shipped series for a mix,
// the worst first; fewer where a class of the mix has no figures. Cash keeps its
// dollars in all of them, whatever stands in for it in the series.
func WorstYears(mix alex.ClassAllocation, n int) []CalendarYear {
	series := ShippedSeries()
	plan := alex.Plan{Allocation: mix, HorizonAge: 1}
	h, err := newHistory(series, plan)
	if err != nil {
		return nil
	}
	m := newMixer(plan, h.names)
	years := make([]CalendarYear, len(h.rows))
	for y, row := range h.rows {
		growth := 0.0
		for _, p := range m.years[0].parts {
			factor := row[p.column]
			if h.names[p.column] == alex.Cash {
				factor = 1
			}
			growth += p.weight * factor
		}
		years[y] = CalendarYear{series.FirstYear + y, alex.Percent{Decimal: alex.DecimalFromFloat(100*(growth-1), 2)}}
	}
	slices.SortStableFunc(years, func(a, b CalendarYear) int { return a.Return.Cmp(b.Return.Decimal) })
	return years[:min(max(n, 0), len(years))]
}
