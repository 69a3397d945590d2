package retirement

// worth is a schedule in what its money is worth after tax. All pots earn the
// same and are taxed in proportion, so that a dollar spent costs the purse one
// dollar of that worth whichever pot it comes from: whatever the pots, their
// order and their rates, everything is one pot without tax. Only the saving of
// distributions in a pot that is taxed again costs more.
type worth struct {
	start float64
	years []effect
	units []float64 // as the schedule's
	adds  float64   // of a dollar contributed
	keeps float64   // of a dollar that comes in otherwise, into the first pot

	exact bool    // what is paid in a future is just what it is by worth
	alike bool    // so are the balances, but for one rate of tax
	gross float64 // then: the balance of a dollar's worth
}

// effect is one year's flows after tax. Where no amount is nominal it is the
// same in every future, and worked out once.
type effect struct {
	flows
	real         bool
	due, planned float64
	line         line
}

func (s *schedule) afterTax() worth {
	w := worth{keeps: 1 - s.pots[0].tax, years: make([]effect, len(s.years)), units: make([]float64, len(s.units))}
	for _, p := range s.pots {
		w.start += p.start * (1 - p.tax)
		w.adds += p.saves * (1 - p.tax)
	}
	constant := s.rule.kind == constantRule
	rate, alike := oneRate(s.pots, s.receives())
	w.gross = 1 / (1 - rate)
	w.alike = alike && constant && s.divisors == nil
	w.exact = constant && (s.divisors == nil || w.keeps == 1)
	for t := range w.years {
		w.units[t] = w.adds * s.units[t]
		w.years[t] = s.effectOf(s.years[t], w)
	}
	return w
}

func (s *schedule) effectOf(y flows, w worth) effect {
	y.saved *= w.adds
	y.in *= w.keeps
	y.inNominal *= w.keeps
	e := effect{flows: y, real: s.indexed && y.inNominal == 0 && y.outNominal == 0 && y.incomeNominal == 0}
	e.due, e.planned = s.due(&e, w.keeps, s.spending, 1)
	e.line = s.lineOf(&e, w.keeps, 1)
	return e
}

// due is what one year adds to the worth, and what is planned to be spent, given
// annual spending and the deflator (1 ÷ the price index) of the year. All are in
// today's dollars.
func (s *schedule) due(y *effect, keeps, spending, deflator float64) (due, planned float64) {
	fixed := y.out + float64(y.outNominal*deflator)
	due, planned = y.saved+y.in+float64(y.inNominal*deflator)-fixed, fixed
	if !y.retired {
		return due, planned
	}
	spend := s.target(&y.flows, spending, deflator)
	surplus := y.income + float64(y.incomeNominal*deflator) - spend
	if surplus > 0 {
		surplus *= keeps
	}
	return due + surplus, planned + spend
}
