package retirement

import (
	"math"
	"slices"

	"alex"
)

// flows are what comes in and goes out in one year of a plan, in today's
// dollars. A nominal amount is divided by the price index of its year.
type flows struct {
	saved                 float64 // contributions
	in, inNominal         float64 // kept as it comes: windfalls, incomes before retirement
	out, outNominal       float64 // net of tax, whatever comes in: costly events, phases before retirement
	income, incomeNominal float64 // in retirement: pays spending first, the rest is saved untaxed
	phases                float64 // spent beside annual spending
	share                 float64 // of annual spending: 0 while working, less for a survivor
	working               float64 // share of the year before retirement
	retired               bool

	ahead, aheadNominal float64 // other income less phases, from this year to the horizon
}

// schedule is a plan laid out year by year from today to its horizon.
type schedule struct {
	years     []flows
	length    int     // of the whole plan, in years
	start     float64 // today's balance
	spending  float64 // annual, from retirement on
	saving    float64 // the first year's contribution
	indexed   bool    // spending follows prices; else it stays nominal
	atEnd     bool    // flows come after the year's returns
	tolerance float64 // below this a missing amount is rounding: 1e-9·(V₀ + Σ inflows), and the last bits of spending

	units    []float64 // of the first year's contribution, by year: how it grows
	pots     []pot
	divisors []float64 // by year, of the required minimum distribution; 0 is none
	rule     rule
	after    worth
}

// newSchedule lays the plan out; retirement begins months later than it says.
func newSchedule(plan alex.Plan, timing string, months int) schedule {
	s := schedule{
		years:    make([]flows, plan.LastAge()-plan.CurrentAge),
		length:   plan.LastAge() - plan.CurrentAge,
		start:    plan.Total().Float64(),
		spending: plan.AnnualSpending.Float64(),
		saving:   plan.AnnualContribution.Float64(),
		indexed:  isTrue(plan.SpendingIndexed),
		atEnd:    timing == TimingEnd,
		pots:     potsOf(plan),
		divisors: requiredDivisors(plan),
		rule:     newRule(plan.WithdrawalRule, isTrue(plan.SpendingIndexed)),
	}
	s.retire(plan, float64(months)/12)
	s.addContributions(plan)
	s.addIncomes(plan)
	s.addPhases(plan)
	s.addEvents(plan)
	s.leaveSurvivor(plan)
	s.settleEarlyPhases()
	s.lookAhead()
	s.tolerance = 1e-9*(s.start+s.inflows()) + 1e-12*s.spending
	s.after = s.afterTax()
	return s
}

// retire shares each year out between work and retirement.
func (s *schedule) retire(plan alex.Plan, later float64) {
	for t := range s.years {
		year := &s.years[t]
		year.working = min(max(float64(plan.RetirementAge-plan.CurrentAge-t)+later, 0), 1)
		year.share = 1 - year.working
		year.retired = year.share > 0
	}
}

func (s *schedule) addContributions(plan alex.Plan) {
	growth := 1 + fraction(plan.ContributionGrowth)
	s.units = make([]float64, len(s.years))
	for t := range s.years {
		s.units[t] = s.years[t].working * math.Pow(growth, float64(t))
		s.years[t].saved = s.saving * s.units[t]
	}
}

func (s *schedule) addIncomes(plan alex.Plan) {
	for _, income := range spells(plan) {
		amount := income.Annual.Float64()
		for t := range s.span(plan, income.start, income.end) {
			year := &s.years[t]
			switch indexed := isTrue(income.Indexed); {
			case year.retired && indexed:
				year.income += amount
			case year.retired:
				year.incomeNominal += amount
			case indexed:
				year.in += amount
			default:
				year.inNominal += amount
			}
		}
	}
}

func (s *schedule) addPhases(plan alex.Plan) {
	for _, phase := range plan.Spending {
		end := phase.EndAge
		if end == 0 {
			end = plan.LastAge()
		}
		for t := range s.span(plan, phase.StartAge, end) {
			s.years[t].phases += phase.Annual.Float64()
		}
	}
}

// settleEarlyPhases turns phases before retirement into plain withdrawals:
// incomes are saved then, so they do not pay for them.
func (s *schedule) settleEarlyPhases() {
	for t := range s.years {
		year := &s.years[t]
		if year.retired {
			continue
		}
		cost := max(year.phases, 0)
		year.phases = 0
		if s.indexed {
			year.out += cost
		} else {
			year.outNominal += cost
		}
	}
}

// lookAhead adds up, from the horizon back, what is still to come in other
// income, less phases of spending.
func (s *schedule) lookAhead() {
	ahead, nominal := 0.0, 0.0
	for t := len(s.years) - 1; t >= 0; t-- {
		y := &s.years[t]
		ahead += y.income
		nominal += y.incomeNominal
		if s.indexed {
			ahead -= y.phases
		} else {
			nominal -= y.phases
		}
		y.ahead, y.aheadNominal = ahead, nominal
	}
}

func (s *schedule) addEvents(plan alex.Plan) {
	for _, event := range plan.Events {
		age := plan.EventAge(event)
		for t := range s.span(plan, age, age+1) {
			amount := event.Amount.Float64()
			s.years[t].in += max(amount, 0)
			s.years[t].out += max(-amount, 0)
		}
	}
}

// span yields the years whose ages lie in [start, end).
func (s *schedule) span(plan alex.Plan, start, end int) func(func(int) bool) {
	first := max(start-plan.CurrentAge, 0)
	last := min(end-plan.CurrentAge, len(s.years))
	return func(yield func(int) bool) {
		for t := first; t < last; t++ {
			if !yield(t) {
				return
			}
		}
	}
}

func (s *schedule) inflows() float64 {
	sum := 0.0
	for _, y := range s.years {
		sum += y.saved + y.in + y.inNominal + y.income + y.incomeNominal
	}
	return sum
}

// receives reports that something may come in besides contributions: it goes
// into the first pot.
func (s *schedule) receives() bool {
	return slices.ContainsFunc(s.years, func(y flows) bool {
		return y.in+y.inNominal+y.income+y.incomeNominal > 0
	})
}

// target is what is to be spent in a year of retirement at annual spending w.
func (s *schedule) target(y *flows, w, deflator float64) float64 {
	return s.asPlanned(max(float64(w*y.share)+y.phases, 0), deflator)
}

// asPlanned is planned spending in today's dollars: unindexed it is nominal.
func (s *schedule) asPlanned(spending, deflator float64) float64 {
	if !s.indexed {
		spending *= deflator
	}
	return spending
}

// effectiveTax is the plan's one rate: that of its accounts weighted by their
// balances, or taxPercent where there is nothing to weigh.
func effectiveTax(plan alex.Plan) float64 {
	var weighted, total float64
	for _, a := range plan.Accounts {
		weighted += float64(a.Balance.Float64() * taxOf(plan, a))
		total += a.Balance.Float64()
	}
	if total > 0 {
		return weighted / total
	}
	return fraction(plan.Tax)
}

func isTrue(b *bool) bool { return b == nil || *b }
