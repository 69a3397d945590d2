package retirement

import (
	"math"

	"alex"
)

// flows are what comes in and goes out in one year of a plan, in today's
// dollars. A nominal amount is divided by the price index of its year.
type flows struct {
	in, inNominal         float64 // saved as it comes: contributions, windfalls, incomes before retirement
	out, outNominal       float64 // net of tax, whatever comes in: costly events, phases before retirement
	income, incomeNominal float64 // in retirement: pays spending first, the rest is saved untaxed
	phases                float64 // spent beside annual spending
	retired               bool
}

// schedule is a plan laid out year by year from today to its horizon.
type schedule struct {
	years     []flows
	start     float64 // today's balance
	spending  float64 // annual, from retirement on
	indexed   bool    // spending follows prices; else it stays nominal
	tax       float64 // effective, a fraction of every withdrawal
	atEnd     bool    // flows come after the year's returns
	tolerance float64 // below this a missing amount is rounding, 1e-9·(V₀ + Σ inflows)
}

func newSchedule(plan alex.Plan, timing string) schedule {
	s := schedule{
		years:    make([]flows, plan.LastAge()-plan.CurrentAge),
		start:    plan.Total().Float64(),
		spending: plan.AnnualSpending.Float64(),
		indexed:  isTrue(plan.SpendingIndexed),
		tax:      effectiveTax(plan),
		atEnd:    timing == TimingEnd,
	}
	for t := range s.years {
		s.years[t].retired = plan.CurrentAge+t >= plan.RetirementAge
	}
	s.addContributions(plan)
	s.addIncomes(plan)
	s.addPhases(plan)
	s.addEvents(plan)
	s.tolerance = 1e-9 * (s.start + s.inflows())
	return s
}

func (s *schedule) addContributions(plan alex.Plan) {
	growth := 1 + fraction(plan.ContributionGrowth)
	for t := range s.years {
		if !s.years[t].retired {
			s.years[t].in += plan.AnnualContribution.Float64() * math.Pow(growth, float64(t))
		}
	}
}

func (s *schedule) addIncomes(plan alex.Plan) {
	for _, income := range plan.Incomes {
		amount := income.Annual.Float64()
		start, end := plan.Span(income)
		for t := range s.span(plan, start, end) {
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
	for t := range s.years {
		s.settleEarlyPhases(&s.years[t])
	}
}

// settleEarlyPhases turns phases before retirement into plain withdrawals:
// incomes are saved then, so they do not pay for them.
func (s *schedule) settleEarlyPhases(year *flows) {
	if year.retired {
		return
	}
	cost := max(year.phases, 0)
	year.phases = 0
	if s.indexed {
		year.out += cost
	} else {
		year.outNominal += cost
	}
}

func (s *schedule) addEvents(plan alex.Plan) {
	for _, event := range plan.Events {
		for t := range s.span(plan, event.Age, event.Age+1) {
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
		sum += y.in + y.inNominal + y.income + y.incomeNominal
	}
	return sum
}

// due is what one year brings in, what has to be withdrawn for it before tax,
// and what is planned to be spent, given annual spending w and the deflator
// (1 ÷ the price index) of the year. All are in today's dollars.
func (s *schedule) due(y *flows, w, deflator float64) (in, gross, planned float64) {
	in = y.in + float64(y.inNominal*deflator)
	planned = y.out + float64(y.outNominal*deflator)
	gross = planned
	if y.retired {
		spend := max(w+y.phases, 0)
		if !s.indexed {
			spend *= deflator
		}
		planned += spend
		need := spend - (y.income + float64(y.incomeNominal*deflator))
		if need > 0 {
			gross += need
		} else {
			in -= need
		}
	}
	return in, gross / (1 - s.tax), planned
}

// effectiveTax is the plan's one rate: that of its accounts weighted by their
// balances where an account states one, else taxPercent.
func effectiveTax(plan alex.Plan) float64 {
	var weighted, total float64
	for _, a := range plan.Accounts {
		weighted += a.Balance.Float64() * fraction(a.Tax)
		total += a.Balance.Float64()
	}
	if weighted > 0 {
		return weighted / total
	}
	return fraction(plan.Tax)
}

// cashRate is the balance-weighted interest of the cash that lies in the
// plan's accounts; ok is false where there is none.
func cashRate(plan alex.Plan) (rate float64, ok bool) {
	var interest, cash float64
	for _, a := range plan.Accounts {
		interest += a.Cash.Float64() * a.CashInterest.Float64()
		cash += a.Cash.Float64()
	}
	if cash <= 0 {
		return 0, false
	}
	return interest / cash, true
}

func isTrue(b *bool) bool { return b == nil || *b }
