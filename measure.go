package alex

func isStock(i Instrument) bool  { return i.Type == Stock }
func isNarrow(i Instrument) bool { return !i.IsBroad() && !isCash(i) && !isGovernment(i) }
func isCash(i Instrument) bool   { return i.AssetClasses[Cash].Cmp(DecimalOf(50)) > 0 }

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
	return stake.Percent.Decimal
}

func (p *Portfolio) topFiveNarrow() Decimal {
	var sum Money
	count := 0
	for _, stake := range p.Stakes {
		if isNarrow(stake.Instrument) && count < 5 {
			sum = sum.Add(stake.Value)
			count++
		}
	}
	return sum.PercentOf(p.TotalValue).Decimal
}

func largestPercent(exposures []Exposure) Decimal {
	var most Decimal
	for _, e := range exposures {
		if e.Percent.Cmp(most) > 0 {
			most = e.Percent.Decimal
		}
	}
	return most
}

func (p *Portfolio) largestDrift() Decimal {
	var most Decimal
	for _, d := range p.Drift {
		if d.Points.Abs().Cmp(most) > 0 {
			most = d.Points.Abs()
		}
	}
	return most
}

// Fees is what the funds cost in a year. Ratio is the yearly cost in percent
// of all holdings whose cost is known: single stocks and bonds cost nothing to
// hold, and a fund without an expense ratio is left out and counted in Unknown.
type Fees struct {
	Annual  Money
	Ratio   Percent
	Known   Money // value of the holdings whose cost is known
	Unknown Money // value of the funds whose cost is not
}

// Fees adds up the expense ratios.
func (p *Portfolio) Fees() Fees {
	var f Fees
	var annual Decimal
	for _, h := range p.Holdings {
		switch ratio := h.Instrument.ExpenseRatio; {
		case ratio != nil:
			annual = annual.Add(h.Value.Decimal().Mul(*ratio))
			f.Known = f.Known.Add(h.Value)
		case h.Instrument.IsFund() || !h.Instrument.Classified():
			f.Unknown = f.Unknown.Add(h.Value)
		default:
			f.Known = f.Known.Add(h.Value)
		}
	}
	f.Annual = Dollars(annual)
	f.Ratio = Percent{annual.Mul(DecimalOf(100)).Div(f.Known.Decimal(), 3)}
	return f
}

// Emergency is the money that a person can reach at once, in months of
// current spending: cash, and cash-like funds, in taxable and cash accounts.
type Emergency struct {
	Cash            Money
	Monthly         Money   // current spending a month
	SpendingAssumed bool    // 4 % of the value a year stands in
	Months          Decimal // one decimal
	Goal            int     // months
	GoalAmount      Money
}

// MaxMonths bounds Emergency.Months where spending is next to nothing.
const MaxMonths = 999

// Emergency measures the emergency fund.
func (p *Portfolio) Emergency(person Person) Emergency {
	e := Emergency{Goal: DefaultEmergencyMonths}
	if person.EmergencyMonths != nil {
		e.Goal = *person.EmergencyMonths
	}
	for _, a := range p.Accounts {
		if a.Type == Taxable || a.Type == CashAccount {
			e.Cash = e.Cash.Add(a.cashLike())
		}
	}
	annual, assumed := p.Spending(person)
	e.SpendingAssumed = assumed
	e.Monthly = Dollars(annual.Decimal().Div(DecimalOf(12), 6))
	e.GoalAmount = e.Monthly.Mul(DecimalOf(int64(e.Goal)))
	e.Months = e.Cash.Decimal().Div(e.Monthly.Decimal(), 1)
	most := DecimalOf(MaxMonths)
	if e.Months.Cmp(most) > 0 || e.Monthly.IsZero() && e.Cash.Sign() >= 0 {
		e.Months = most
	}
	return e
}

func (a ValuedAccount) cashLike() Money {
	sum := a.CashBalance
	for _, h := range a.Positions {
		sum = sum.Add(Dollars(h.part(h.Instrument.AssetClasses[Cash])))
	}
	return sum
}

// Spending is a year's current spending, and whether 4 % of the value stands
// in for an answer that is missing.
func (p *Portfolio) Spending(person Person) (annual Money, assumed bool) {
	if person.CurrentAnnualSpending != nil {
		return *person.CurrentAnnualSpending, false
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
	return p.IdleCash(person).PercentOf(p.TotalValue).Decimal
}

// OldestPrice is the age of the oldest price in days at AsOf; prices without
// a date do not count.
func (p *Portfolio) OldestPrice() int {
	oldest := 0
	for _, h := range p.Holdings {
		oldest = max(oldest, h.PriceAsOf.DaysUntil(p.AsOf))
	}
	return oldest
}
