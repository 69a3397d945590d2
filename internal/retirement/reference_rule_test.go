package retirement

import "math"

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
		b.beginRule(age, target, income, balance)
	}
	spending := b.memory.rate*balance + income
	switch rule.Kind {
	case "guardrails":
		return b.guard(year, income, balance)
	case "floor_ceiling":
		floor := orDefault(rule.Floor.Float64(), 85) * b.memory.first * b.index
		ceiling := orDefault(rule.Ceiling.Float64(), 120) * b.memory.first * b.index
		return min(max(spending, floor), ceiling)
	default:
		return spending
	}
}

// beginRule fixes the first year's rate and spending.
func (b *book) beginRule(age int, target, income, balance float64) {
	m := &b.memory
	m.begun = true
	m.level = b.inNominal(b.dials.spending) / b.index
	if percent := b.plan.WithdrawalRule.Percent.Float64() / 100; percent > 0 {
		m.rate = percent * b.afterTax()
		if b.shareOf(1, age) > 0 {
			phases := b.inNominal(b.shareOf(b.phases(age), age))
			m.level = max(m.rate*balance+income-phases, 0) / b.index / b.shareOf(1, age)
		}
	} else if balance > 0 {
		m.rate = max(target-income, 0) / balance
	}
	m.first = (m.rate*balance + income) / b.index
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
	rate := func() float64 {
		need := spending() - income
		b.unsure = b.unsure || need > 0 && need < 1e-9*(1+income+m.level*b.index) // a purse may be as empty
		switch {
		case need <= 0:
			return 0
		case balance <= 0:
			return math.Inf(1)
		default:
			return need / balance
		}
	}
	if !started { // the first year's rate is what later ones are held against
		return spending()
	}
	if last := b.lastReturns(year); last >= 0 {
		lost := b.story.growth[last]*(1-b.plan.Fee.Float64()/100) < 1
		if lost && rate() > m.rate {
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
