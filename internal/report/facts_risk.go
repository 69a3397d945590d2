package report

import (
	"alex"
)

// FactSwingScore is the id of the swing score.
const FactSwingScore = "swing.score"

func (b *builder) targets(p alex.Portfolio, person alex.Person) {
	for _, d := range p.Drift {
		id := "drift." + d.Kind + "." + d.Key + "."
		b.word(id+"name", alex.Title(d.Key), "what drifts", "targets")
		b.percent(id+"actual", d.Actual, alex.Title(d.Key)+", today", "exposure")
		b.percent(id+"target", d.Target, alex.Title(d.Key)+", target", "the person's targets")
		b.points(id+"points", d.Points, alex.Title(d.Key)+", distance from target", "actual − target")
		b.money(id+"dollars", d.Dollars.Abs(), alex.Title(d.Key)+", distance from target in dollars", "value − target × value of everything")
		b.word(id+"direction", direction(d.Points.Decimal), alex.Title(d.Key)+", side of the target", "sign of actual − target")
	}
	if misplaced := misplaced(p); len(p.Drift) > 0 {
		tolerance := alex.Percent{Decimal: limitOf("target_drift", person).Warn}
		b.put("drift.tolerance", alex.UnitPoints, tolerance.String(), tolerance.String()+" points", "distance from a target that is tolerated", "limits of the checks")
		b.money("drift.misplaced", misplaced, "money that would have to move to be on target", "½ Σ |drift| over asset classes")
	}
}

func misplaced(p alex.Portfolio) alex.Money {
	var sum alex.Money
	for _, d := range p.Drift {
		if d.Kind == "asset_class" {
			sum = sum.Add(d.Dollars.Abs())
		}
	}
	return alex.Dollars(sum.Decimal().Div(alex.DecimalOf(2), 6))
}

func (b *builder) risk(in Input) {
	p := in.Portfolio
	b.number("concentration.hhi", p.Concentration.HHI.Decimal, 2, "Herfindahl–Hirschman index", "Σ w² over holdings")
	b.stake("concentration.stock.", "largest single company", p.LargestStock)
	b.stake("concentration.narrow.", "largest holding that is not a broad fund", p.LargestNarrow)
	if top := largest(p.StocksByRegion()); top != nil {
		b.word("concentration.region.name", top.Name, "region with most of the stocks", "stocks by region")
		b.percent("concentration.region.percent", top.Percent, "its share of the stocks", "stocks by region")
	}
	if in.Outlook.Swing > 0 {
		b.count(FactSwingScore, in.Outlook.Swing, "how much today's mix swings, 1–10", "⌈volatility in percent ÷ 2⌉")
		b.percent("swing.volatility", in.Outlook.Volatility, "volatility of today's mix a year", "√(wᵀ Σ w) of the assumption set")
		b.money("swing.dollars", in.Outlook.Volatility.Of(p.TotalValue), "one such swing in dollars", "volatility × value of everything")
	}
	b.emergency(in)
}

func (b *builder) stake(id, label string, find func() (alex.Stake, bool)) {
	s, ok := find()
	if !ok {
		return
	}
	b.word(id+"symbol", string(s.Instrument.Symbol), label, "positions")
	b.word(id+"name", nameOf(s.Instrument), label+", name", "instruments")
	b.money(id+"value", s.Value, label+", value", "Σ its positions")
	b.percent(id+"percent", s.Percent, label+", share of everything", "its value ÷ value of everything")
}

func largest(list []alex.Exposure) *alex.Exposure {
	var top *alex.Exposure
	for i := range list {
		if top == nil || list[i].Value.Cmp(top.Value) > 0 {
			top = &list[i]
		}
	}
	return top
}

func (b *builder) emergency(in Input) {
	e := in.Portfolio.Emergency(in.Snapshot.Person)
	b.money("emergency.cash", e.Cash, "cash within reach", "cash and cash-like funds in taxable and savings accounts")
	b.money("emergency.monthly", e.Monthly, "current spending a month", "current spending a year ÷ 12")
	b.number("emergency.months", e.Months, 1, "months of spending that it covers", "cash within reach ÷ spending a month")
	b.count("emergency.goal_months", e.Goal, "months to aim for", "the person's choice, else six")
	b.money("emergency.goal", e.GoalAmount, "emergency fund to aim for", "months × spending a month")
	gap := e.GoalAmount.Sub(e.Cash)
	if gap.Sign() > 0 {
		b.money("emergency.gap", gap, "missing from the emergency fund", "aim − cash within reach")
	}
}

func (b *builder) costs(in Input) {
	f := in.Portfolio.Fees()
	b.money("fees.annual", f.Annual, "fund fees a year", "Σ value × expense ratio")
	b.rate("fees.ratio", f.Ratio, "fund fees a year, of what is invested", "fees ÷ value of holdings whose cost is known")
	b.money("fees.decade", f.Annual.Mul(alex.DecimalOf(10)), "fund fees over ten years at today's value", "fees a year × 10")
	if f.Unknown.Sign() > 0 {
		b.money("fees.unknown", f.Unknown, "value of funds whose cost is not known", "Σ value of funds without an expense ratio")
	}
	p := in.Portfolio
	b.money("cash.total", p.CashLike(), "cash and cash-like funds", "exposure to cash")
	b.percent("cash.percent", p.CashLike().PercentOf(p.TotalValue), "cash, share of everything", "cash ÷ value of everything")
	b.money("cash.idle", p.IdleCash(in.Snapshot.Person), "cash beyond the emergency fund", "cash − emergency fund to aim for")
	interest := cashInterest(p)
	b.money("cash.interest", interest, "interest on cash in accounts a year", "Σ cash × interest")
	inflation := in.Outlook.Inflation
	if inflation.Sign() > 0 {
		b.rate("cash.inflation", inflation, "assumed inflation a year", "assumption set "+in.Outlook.AssumptionSet)
		b.money("cash.erosion", inflation.Of(p.Cash).Sub(interest), "buying power that cash in accounts loses a year", "cash × inflation − interest")
	}
}

func cashInterest(p alex.Portfolio) alex.Money {
	var sum alex.Money
	for _, a := range p.Accounts {
		sum = sum.Add(a.CashBalance.Mul(a.CashInterest))
	}
	return sum
}

func (b *builder) checks(p alex.Portfolio) {
	for _, c := range p.Checks {
		measured, limit := alex.MustDecimal(string(c.Measured)), alex.MustDecimal(string(c.Limit))
		unit, suffix := unitOf(c.ID)
		b.put("check."+c.ID+".measured", unit, measured.String(), measured.Round(1).String()+suffix, "check "+c.ID+", measured", c.Text)
		b.put("check."+c.ID+".limit", unit, limit.String(), limit.String()+suffix, "check "+c.ID+", limit", "limits of the checks")
		b.word("check."+c.ID+".status", string(c.Status), "check "+c.ID+", result", "measured against the limit")
	}
}

// unitOf is the unit in which a check measures, and how its text ends.
func unitOf(check string) (unit alex.Unit, suffix string) {
	switch check {
	case "target_drift":
		return alex.UnitPoints, " points"
	case "emergency_fund":
		return alex.UnitCount, " months"
	case "stale_price":
		return alex.UnitCount, " days"
	case "unpriced":
		return alex.UnitCount, ""
	default:
		return alex.UnitPercent, "%"
	}
}
