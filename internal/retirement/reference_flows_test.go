package retirement

import (
	"math"

	"alex"
)

// save adds the year's contribution, shared out as balances are today.
func (b *book) save(year int) {
	if b.plan.CurrentAge+year >= b.plan.RetirementAge {
		return
	}
	today := (b.plan.AnnualContribution.Float64() + b.dials.saving) * math.Pow(1+b.plan.ContributionGrowth.Float64()/100, float64(year))
	for i := range b.accounts {
		b.accounts[i].balance += today * b.index * b.accounts[i].saves
	}
}

// events are single amounts, each at its owner's age.
func (b *book) events(age int) (windfall, costs float64) {
	for _, e := range b.plan.Events {
		amount := e.Amount.Float64() * b.index
		switch {
		case b.ageOf(e.Partner, age) != e.Age:
		case amount > 0:
			windfall += amount
		default:
			costs -= amount
		}
	}
	return windfall, costs
}

// ageOf is the age of one of a couple when the person who plans is age.
func (b *book) ageOf(partner bool, age int) int {
	if partner {
		return age - b.plan.CurrentAge + b.plan.Partner.CurrentAge
	}
	return age
}

// livesTo is the age of the person who plans at which one of a couple's
// horizon lies.
func (b *book) livesTo(partner bool) int {
	if p := b.plan.Partner; partner && p.HorizonAge != 0 {
		return p.HorizonAge - p.CurrentAge + b.plan.CurrentAge
	}
	return b.plan.HorizonAge
}

// widowed reports that one of the couple has died.
func (b *book) widowed(age int) bool {
	return b.plan.Partner != nil && age >= min(b.livesTo(false), b.livesTo(true))
}

// planned is what the plan wants to spend that year, in nominal dollars; before
// retirement nothing but the phases.
func (b *book) planned(age int) float64 {
	sum := 0.0
	if age >= b.plan.RetirementAge {
		sum = b.dials.spending
	}
	return b.inNominal(max(b.shareOf(sum+b.phases(age), age), 0))
}

func (b *book) phases(age int) (sum float64) {
	for _, phase := range b.plan.Spending {
		if age >= phase.StartAge && (phase.EndAge == 0 || age < phase.EndAge) {
			sum += phase.Annual.Float64()
		}
	}
	return sum
}

// shareOf is what of spending is left for a survivor.
func (b *book) shareOf(amount float64, age int) float64 {
	if !b.widowed(age) {
		return amount
	}
	if share := b.plan.Partner.SurvivorSpending; share != nil {
		return amount * share.Float64() / 100
	}
	return amount * .8
}

func (b *book) inNominal(spending float64) float64 {
	if isTrue(b.plan.SpendingIndexed) {
		return spending * b.index
	}
	return spending
}

// income is what is paid that year beside the accounts, in nominal dollars.
func (b *book) income(age int) (sum float64) {
	b.replaceBenefits(age)
	for i, income := range b.plan.Incomes {
		switch {
		case b.ended[i] || !b.runs(income, age):
		case isTrue(income.Indexed):
			sum += income.Annual.Float64() * b.index
		default:
			sum += income.Annual.Float64()
		}
	}
	return sum
}

// runs reports that an income is planned at that age. A benefit of Social
// Security that lasts as long as its owner passes to the survivor.
func (b *book) runs(income alex.Income, age int) bool {
	own := b.ageOf(income.Partner, age)
	horizon := b.ageOf(income.Partner, b.livesTo(income.Partner))
	if own < income.StartAge {
		return false
	}
	if income.IsSocialSecurity() && (income.EndAge == 0 || income.EndAge >= horizon) {
		return true
	}
	if income.EndAge == 0 {
		return own < horizon
	}
	return own < income.EndAge
}

// replaceBenefits ends, after the first death, every benefit beside which the
// other one's larger benefit is paid; of equal ones the partner's.
func (b *book) replaceBenefits(age int) {
	if !b.widowed(age) {
		return
	}
	for i, small := range b.plan.Incomes {
		for _, large := range b.plan.Incomes {
			if !small.IsSocialSecurity() || !large.IsSocialSecurity() || small.Partner == large.Partner || !b.runs(large, age) {
				continue
			}
			if by := large.Annual.Cmp(small.Annual); by > 0 || by == 0 && small.Partner {
				b.ended[i] = true
			}
		}
	}
}
