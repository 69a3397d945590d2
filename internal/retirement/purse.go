package retirement

// purse is the money of one future, pot by pot, in today's dollars.
type purse struct {
	s       *schedule
	left    []float64
	started []float64 // balances when the year began: what distributions are of
	borrows bool      // what is missing is a debt of the last pot, that grows as it would have
	saved   bool      // a distribution, or what it left over, was put back
}

func newPurse(s *schedule) *purse {
	return &purse{s: s, left: make([]float64, len(s.pots)), started: make([]float64, len(s.pots))}
}

func (p *purse) open(extra float64) {
	for i := range p.left {
		pot := &p.s.pots[i]
		p.left[i] = pot.start + float64(extra*pot.saves)
	}
	p.saved = false
}

func (p *purse) grow(factor float64) {
	for i := range p.left {
		p.left[i] = float64(p.left[i] * factor)
	}
}

func (p *purse) total() float64 {
	sum := 0.0
	for _, left := range p.left {
		sum += left
	}
	return sum
}

// put saves contributions, shared out, and what else comes in, in the first pot.
func (p *purse) put(contribution, rest float64) {
	if contribution != 0 {
		for i := range p.left {
			p.left[i] += float64(contribution * p.s.pots[i].saves)
		}
	}
	p.left[0] += rest
}

// distribute takes what has to come out of tax-deferred pots: last year's end
// balance, in nominal dollars, ÷ divisor. It returns what tax leaves of it.
func (p *purse) distribute(divisor, priceGrowth float64) (net float64) {
	if divisor == 0 {
		return 0
	}
	for i := range p.left {
		pot := &p.s.pots[i]
		if !pot.deferred {
			continue
		}
		due := max(min(float64(p.started[i]*priceGrowth)/divisor, p.left[i]), 0)
		p.left[i] -= due
		net += float64(due * (1 - pot.tax))
	}
	return net
}

// pay withdraws for a net amount, pot after pot, each with its tax, and returns
// what is missing of it.
func (p *purse) pay(need float64) (missing float64) {
	for i := range p.left {
		if need <= 0 {
			return 0
		}
		pot := &p.s.pots[i]
		keeps := 1 - pot.tax
		if gross := need / keeps; gross <= p.left[i] {
			p.left[i] -= gross
			return 0
		}
		need -= float64(p.left[i] * keeps)
		p.left[i] = 0
	}
	if last := len(p.left) - 1; p.borrows {
		p.left[last] -= need / (1 - p.s.pots[last].tax)
		return 0
	}
	return max(need, 0)
}

// net is what a dollar of the whole purse is worth after tax.
func (p *purse) net() float64 {
	total, after := 0.0, 0.0
	for i, pot := range p.s.pots {
		total += p.left[i]
		after += float64(p.left[i] * (1 - pot.tax))
	}
	if total <= 0 {
		return 1 - p.s.pots[len(p.s.pots)-1].tax
	}
	return after / total
}
