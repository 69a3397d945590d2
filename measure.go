package alex

// isStock is a share of a single company, a REIT's included.
func isStock(i Instrument) bool { return i.Type == Stock || i.Type == REIT }

// isNarrow is what is known to spread money little. The check unclassified
// speaks for what is not known.
func isNarrow(i Instrument) bool {
	return i.Classified() && !i.IsBroad() && !isCash(i) && !isGovernment(i)
}

func isCash(i Instrument) bool { return i.AssetClasses[Cash].Cmp(DecimalOf(50)) > 0 }

// isGovernment is a bond of the United States itself: no issuer to spread.
func isGovernment(i Instrument) bool {
	return i.Type == Bond && i.Sectors[Treasury].Cmp(DecimalOf(50)) > 0
}

// Largest is the largest stake of a kind; ok is false where there is none.
func (p *Portfolio) Largest(kind func(Instrument) bool) (stake Stake, ok bool) {
	for _, stake := range p.Stakes {
		if kind(stake.Instrument) {
			return stake, true
		}
	}
	return Stake{}, false
}

// LargestStock and LargestNarrow are the stakes behind the checks single_stock
// and single_holding.
func (p *Portfolio) LargestStock() (Stake, bool)  { return p.Largest(isStock) }
func (p *Portfolio) LargestNarrow() (Stake, bool) { return p.Largest(isNarrow) }

func (p *Portfolio) largest(kind func(Instrument) bool) Decimal {
	stake, _ := p.Largest(kind)
	return p.share(stake.Value)
}

func (p *Portfolio) topFiveNarrow() Decimal {
	var top []Stake
	for _, stake := range p.Stakes {
		if isNarrow(stake.Instrument) && len(top) < 5 {
			top = append(top, stake)
		}
	}
	return p.share(sumOfStakes(top))
}

func (p *Portfolio) unclassifiedShare() Decimal {
	return p.share(Exposed(p.ByAssetClass, KeyUnclassified))
}

// largestDrift is in points, from the values to the cent: those of Drift are
// rounded.
func (p *Portfolio) largestDrift(person Person) Decimal {
	regions := foldRegions(p.ByRegion, person.RegionTargets)
	var most Decimal
	for _, d := range p.Drift {
		exposures := p.ByAssetClass
		if d.Kind == driftByRegion {
			exposures = regions
		}
		points := p.share(Exposed(exposures, d.Key)).Sub(d.Target.Decimal).Abs()
		if points.Cmp(most) > 0 {
			most = points
		}
	}
	return most
}

// Fees is what the funds cost in a year. Ratio is the yearly cost in percent
// of the funds whose cost is known: single stocks and bonds cost nothing to
// hold and would only dilute it, and a fund without an expense ratio is left
// out and counted in Unknown.
// OfTotal is the same cost in percent of the whole value, cash included: the
// rate to charge on everything. Both are 0 where the whole value is not above
// zero.
type Fees struct {
	Annual  Money
	Ratio   Percent // three decimals
	OfTotal Percent // four decimals
	Known   Money   // value of the funds whose cost is known
	Unknown Money   // value of the funds whose cost is not
}

// Fees adds up the expense ratios.
func (p *Portfolio) Fees() Fees {
	f, annual := p.fees()
	f.Annual = Dollars(annual)
	f.Ratio = Percent{p.feeShare().Round(3)}
	f.OfTotal = Percent{shareOf(annual, p.TotalValue.Decimal()).Round(4)}
	return f
}

// feeShare is the exact Ratio.
func (p *Portfolio) feeShare() Decimal {
	if p.TotalValue.Sign() <= 0 {
		return Decimal{}
	}
	f, annual := p.fees()
	return shareOf(annual, f.Known.Decimal())
}

// fees is what is known and not, and the exact cost a year.
func (p *Portfolio) fees() (f Fees, annual Decimal) {
	for _, h := range p.Holdings {
		switch ratio := h.Instrument.ExpenseRatio; {
		case ratio != nil:
			annual = annual.Add(h.Value.Decimal().Mul(*ratio))
			f.Known = f.Known.Add(h.Value)
		case h.Instrument.IsFund() || !h.Instrument.Classified():
			f.Unknown = f.Unknown.Add(h.Value)
		}
	}
	return f, annual
}

// Emergency is the money that a person can reach at once, in months of
// current spending: cash, and cash-like funds, in taxable and cash accounts.
// Cash below zero lasts no month; nothing to spend needs none, so that any
// cash lasts MaxMonths.
type Emergency struct {
	Cash            Money
	Monthly         Money   // current spending a month
	SpendingAssumed bool    // 4 % of the value a year stands in
	Months          Decimal // two decimals, rounded down; 0 to MaxMonths
	Goal            int     // months
	GoalAmount      Money
}

// MaxMonths bounds Emergency.Months where spending is next to nothing.
const MaxMonths = 999

// Emergency measures the emergency fund.
func (p *Portfolio) Emergency(person Person) Emergency {
	e := Emergency{Goal: person.emergencyGoal()}
	for _, a := range p.Accounts {
		if a.Type == Taxable || a.Type == CashAccount {
			e.Cash = e.Cash.Add(a.cashLike())
		}
	}
	annual, assumed := p.Spending(person)
	e.SpendingAssumed = assumed
	e.Monthly = Dollars(annual.Decimal().Div(DecimalOf(12), 6))
	e.GoalAmount = e.Monthly.Mul(DecimalOf(int64(e.Goal)))
	e.Months = e.months().Floor(2)
	return e
}

// months is the exact number of months that the cash lasts.
func (e Emergency) months() Decimal {
	most := DecimalOf(MaxMonths)
	switch {
	case e.Cash.Sign() < 0:
		return Decimal{}
	case e.Monthly.Sign() <= 0:
		return most
	}
	months := e.Cash.Decimal().Div(e.Monthly.Decimal(), exactPlaces)
	if months.Cmp(most) > 0 {
		return most
	}
	return months
}

func (a ValuedAccount) cashLike() Money {
	sum := a.CashBalance
	for _, h := range a.Positions {
		sum = sum.Add(Dollars(h.part(h.Instrument.AssetClasses[Cash])))
	}
	return sum
}

// Spending is a year's current spending, and whether 4 % of the value (0 where
// that is below zero) stands in for an answer that is missing.
func (p *Portfolio) Spending(person Person) (annual Money, assumed bool) {
	if person.CurrentAnnualSpending != nil {
		return *person.CurrentAnnualSpending, false
	}
	if p.TotalValue.Sign() < 0 {
		return Money{}, true
	}
	return p.TotalValue.Mul(MustDecimal("0.04")), true
}

// CashLike is all cash, money-market funds included.
func (p *Portfolio) CashLike() Money { return Exposed(p.ByAssetClass, KeyCash) }

// IdleCash is the cash beyond the emergency fund; never below zero.
func (p *Portfolio) IdleCash(person Person) Money {
	idle := p.CashLike().Sub(p.Emergency(person).GoalAmount)
	if idle.Sign() < 0 {
		return Money{}
	}
	return idle
}

func (p *Portfolio) idleCash(person Person) Decimal {
	return p.share(p.IdleCash(person))
}
