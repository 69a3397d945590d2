package retirement

import "alex"

// leaveSurvivor lowers what is spent from the first death on to the survivor's share.
func (s *schedule) leaveSurvivor(plan alex.Plan) {
	age, ok := plan.FirstDeath()
	if !ok {
		return
	}
	share := survivorShare(*plan.Partner)
	for t := range s.span(plan, age, plan.LastAge()) {
		s.years[t].share *= share
		s.years[t].phases *= share
	}
}

func survivorShare(partner alex.Partner) float64 {
	if partner.SurvivorSpending != nil {
		return fraction(*partner.SurvivorSpending)
	}
	return alex.DefaultSurvivorSpending / 100.0
}

// spells are the plan's incomes with the ages at which they are paid. Of a
// couple's two Social Security benefits the smaller ends at the first death, or
// when the larger begins if that is later.
func spells(plan alex.Plan) []spell {
	death, couple := plan.FirstDeath()
	list := make([]spell, 0, len(plan.Incomes))
	for _, income := range plan.Incomes {
		start, end := plan.Span(income)
		if couple {
			end = min(end, endForSurvivor(plan, income, death))
		}
		list = append(list, spell{income, start, end})
	}
	return list
}

// spell is an income from one age until before another, in the age of the
// person who plans.
type spell struct {
	alex.Income
	start, end int
}

// endForSurvivor is the age from which a larger benefit of the other one takes
// the place of this one; at the latest the plan's end.
func endForSurvivor(plan alex.Plan, income alex.Income, death int) int {
	ends := plan.LastAge()
	if !income.IsSocialSecurity() {
		return ends
	}
	for _, other := range plan.Incomes {
		if !other.IsSocialSecurity() || other.Partner == income.Partner || !larger(other, income) {
			continue
		}
		if start, end := plan.Span(other); end > death {
			ends = min(ends, max(death, start))
		}
	}
	return ends
}

// larger orders the benefits of two people; of equal ones the person's own
// stays.
func larger(other, income alex.Income) bool {
	if by := other.Annual.Cmp(income.Annual); by != 0 {
		return by > 0
	}
	return income.Partner
}
