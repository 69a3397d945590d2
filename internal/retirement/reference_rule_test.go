package retirement

import (
	"math"
	"slices"
)

// bookRule is what a withdrawal rule remembers, in real dollars.
type bookRule struct {
	begun, started     bool
	rate, first, level float64
}

func orDefault(percent, otherwise float64) float64 {
	if percent == 0 {
		return otherwise / 100
	}
	return percent / 100
}

// leastShare is the share of the target below which a year is a failure.
func (b *book) leastShare() float64 { return orDefault(b.plan.WithdrawalRule.Floor.Float64(), 80) }

// ruled is what the rule spends, in nominal dollars, where target is planned.
func (b *book) ruled(year int, target, income, cash float64) float64 {
	age, rule := b.plan.CurrentAge+year, b.plan.WithdrawalRule
	if rule.Kind == "" || rule.Kind == "constant" {
		return target
	}
	balance := b.total() + cash
	if !b.memory.begun {
		if rule.Kind != "guardrails" && rule.Percent.Sign() == 0 && target-income <= 1e-12*target {
			b.unsure = b.unsure || math.Abs(target-income) < 1e-9*(1+target) && target != income
			return target // nothing is withdrawn: no rate to take
		}
		b.beginRule(year, target, income, balance)
	}
	share := b.shareOf(1, age)
	spending := b.memory.rate*share*balance*b.afterTax() + income
	switch rule.Kind {
	case "guardrails":
		return b.guard(year, income, balance)
	case "floor_ceiling":
		floor := orDefault(rule.Floor.Float64(), 85) * b.memory.first * share * b.index
		ceiling := orDefault(rule.Ceiling.Float64(), 120) * b.memory.first * share * b.index
		return min(max(spending, floor), ceiling)
	default:
		return spending
	}
}

// beginRule fixes the first year's rate and spending.
func (b *book) beginRule(year int, target, income, balance float64) {
	m, age := &b.memory, b.plan.CurrentAge+year
	m.begun = true
	m.level = b.inNominal(b.dials.spending) / b.index
	percent := b.plan.WithdrawalRule.Percent.Float64() / 100
	if m.rate = percent; percent == 0 && balance > 0 {
		m.rate = (target - income) / balance / b.afterTax()
	}
	m.first = (m.rate*b.shareOf(1, age)*balance*b.afterTax() + income) / b.index
	if b.plan.WithdrawalRule.Kind != "guardrails" {
		return
	}
	if percent > 0 && b.shareOf(1, age) > 0 {
		phases := b.inNominal(b.shareOf(b.phases(age), age))
		m.level = max(m.first*b.index-phases, 0) / b.index / b.shareOf(1, age)
	}
	m.rate = b.ofMeans(year, balance)
}

// ofMeans is the level in nominal dollars over the balance and what other income,
// less phases, is still to come at the year's prices.
func (b *book) ofMeans(year int, balance float64) float64 {
	means, ended := balance, slices.Clone(b.ended)
	defer func() { b.ended = ended }() // looking ahead ends nothing
	for later := year; later < len(b.story.growth); later++ {
		age := b.plan.CurrentAge + later
		if age >= b.plan.RetirementAge {
			means += b.income(age) - b.inNominal(b.shareOf(b.phases(age), age))
		}
	}
	level := b.memory.level * b.index
	b.unsure = b.unsure || math.Abs(means) < 1e-6*(1+level)
	switch {
	case level <= 0:
		return 0
	case means <= 1e-12*level:
		return math.Inf(1)
	default:
		return level / means
	}
}

// afterTax is what the average dollar of all accounts leaves when withdrawn.
func (b *book) afterTax() float64 {
	if b.total() == 0 {
		return 1 - b.accounts[len(b.accounts)-1].tax
	}
	after := 0.0
	for _, a := range b.accounts {
		after += a.balance * (1 - a.tax)
	}
	return after / b.total()
}

// guard is a year under the decision rules of Guyton and Klinger.
func (b *book) guard(year int, income, balance float64) float64 {
	m, age := &b.memory, b.plan.CurrentAge+year
	started := m.started
	m.started = true
	spending := func() float64 {
		return max(b.shareOf(m.level, age)*b.index+b.inNominal(b.shareOf(b.phases(age), age)), 0)
	}
	rate := func() float64 { return b.ofMeans(year, balance) }
	if !started { // the first year's rate is what later ones are held against
		return spending()
	}
	if last := b.lastReturns(year); last >= 0 {
		lost := b.story.growth[last]*(1-b.plan.Fee.Float64()/100) < 1
		switch {
		case b.plan.SpendingIndexed != nil && !*b.plan.SpendingIndexed:
			m.level /= b.story.prices[last]
		case lost && rate() > m.rate*(1+1e-12):
			m.level /= max(b.story.prices[last], 1)
		}
	}
	left := len(b.story.growth) - year
	switch now := rate(); {
	case now > 1.2*m.rate && left > 15:
		m.level *= .9
	case now < .8*m.rate:
		m.level *= 1.1
	}
	return spending()
}

// lastReturns is the newest year whose returns are known; -1 is none.
func (b *book) lastReturns(year int) int {
	if b.atEnd {
		return year
	}
	return year - 1
}
