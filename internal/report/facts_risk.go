package report

import (
	"strings"

	"alex"
)

// FactSwingScore is the id of the swing score.
const FactSwingScore = "swing.score"

func (b *builder) targets(p alex.Portfolio, person alex.Person) {
	if len(p.Drift) == 0 {
		return
	}
	var largest alex.Percent
	for _, d := range p.Drift {
		b.drift(d)
		largest = farther(largest, d.Points)
	}
	b.put("drift.largest", alex.UnitPoints, largest.String(), distanceText(largest), "largest distance from a target", "max |actual − target|")
	tolerance := alex.Percent{Decimal: person.LimitOf("target_drift").Warn}
	b.put("drift.tolerance", alex.UnitPoints, tolerance.String(), tolerance.String()+" points", "distance from a target that is tolerated", "limits of the checks")
	if lies := misplaced(p); lies.Sign() > 0 {
		b.money("drift.misplaced", lies, "money outside the targets by kind", "½ Σ |drift| over asset classes")
	}
}

// drift puts one row of the table of targets.
func (b *builder) drift(d alex.Drift) {
	id, name := "drift."+d.Kind+"."+d.Key+".", alex.Title(d.Key)
	b.word(id+"name", name, "what drifts", "targets")
	b.rate(id+"actual", d.Actual, name+", today", "exposure")
	b.rate(id+"target", d.Target, name+", target", "the person's targets")
	b.put(id+"points", alex.UnitPoints, d.Points.String(), distanceText(d.Points), name+", distance from target", "actual − target")
	b.money(id+"dollars", d.Dollars.Abs(), name+", distance from target in dollars", "value − target × value of everything")
	b.word(id+"direction", direction(d.Points.Decimal), name+", side of the target", "sign of actual − target")
}

// distanceText is that between two shares as they are shown.
func distanceText(p alex.Percent) string { return p.Abs().Fixed(2) + " points" }

// farther is the larger of two distances, whatever their sides.
func farther(a, b alex.Percent) alex.Percent {
	if b.Abs().Cmp(a.Abs()) > 0 {
		return alex.Percent{Decimal: b.Abs()}
	}
	return a
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
	b.number("concentration.hhi", p.Concentration.HHI.Decimal, 2, "Herfindahl–Hirschman index", "Σ w² of the holdings' weights among themselves")
	b.stake(p, "concentration.stock.", "largest single company", p.LargestStock)
	b.stake(p, "concentration.narrow.", "largest holding that is not a broad fund", p.LargestNarrow)
	if in.Outlook.Swing > 0 {
		b.count(FactSwingScore, in.Outlook.Swing, "how much today's mix swings, 1–10", "⌈volatility in percent ÷ 2⌉")
		b.percent("swing.volatility", in.Outlook.Volatility, "volatility of today's mix a year", "√(wᵀ Σ w) of the assumption set")
		b.simulated("swing.dollars", in.Outlook.Volatility.Of(p.TotalValue), "one such swing in dollars", "volatility × value of everything")
	}
	b.emergency(in)
}

func (b *builder) topRegion(p alex.Portfolio) {
	if top, ok := p.LargestRegion(); ok {
		b.word("concentration.region.name", top.Name, "region with most of the stocks", "stocks by region")
		b.percent("concentration.region.percent", top.Percent, "its share of the stocks", "stocks by region")
	}
}

func (b *builder) stake(p alex.Portfolio, id, label string, find func() (alex.Stake, bool)) {
	s, ok := find()
	if !ok {
		return
	}
	b.word(id+"symbol", string(s.Instrument.Symbol), label, "positions")
	b.word(id+"name", nameOf(s.Instrument), label+", name", "instruments")
	b.moneyAs(likeHolding(p, s)+"value", id+"value", s.Value, label+", value", "Σ its positions")
	b.percent(id+"percent", shareOf(s.Value, p.TotalValue), label+", share of everything", "its value ÷ value of everything")
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
	b.number("emergency.months", e.Months.Floor(1), 1, "months of spending that it covers", "cash within reach ÷ spending a month")
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
	b.rate("fees.ratio", f.Ratio, "fund fees a year, of the funds", "fees ÷ value of funds whose cost is known")
	b.money("fees.decade", f.Annual.Mul(alex.DecimalOf(10)), "fund fees over ten years at today's value", "fees a year × 10")
	if f.Unknown.Sign() > 0 {
		b.money("fees.unknown", f.Unknown, "value of funds whose cost is not known", "Σ value of funds without an expense ratio")
	}
	p := in.Portfolio
	b.moneyAs("class.cash.value", "cash.total", p.CashLike(), "cash and cash-like funds", "exposure to cash")
	b.percent("cash.percent", b.percentOf("class.cash.percent", shareOf(p.CashLike(), p.TotalValue)), "cash, share of everything", "cash ÷ value of everything")
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
		unit, places, suffix := unitOf(c.ID)
		text := strings.Replace(measured.Fixed(places)+suffix, "-", "−", 1)
		if p.TotalValue.Sign() > 0 {
			text = b.textOf(likeCheck(c.ID), text)
		}
		b.put("check."+c.ID+".measured", unit, measured.String(), text, "check "+c.ID+", measured", c.Text)
		b.put("check."+c.ID+".limit", unit, limit.String(), limit.String()+suffix, "check "+c.ID+", limit", "limits of the checks")
		b.word("check."+c.ID+".status", string(c.Status), "check "+c.ID+", result", "measured against the limit")
	}
}

// likeCheck is the fact that shows what a check measures; empty where none
// does.
func likeCheck(check string) string {
	switch check {
	case "single_stock":
		return "concentration.stock.percent"
	case "single_holding":
		return "concentration.narrow.percent"
	case "region_concentration":
		return "concentration.region.percent"
	case "fees":
		return "fees.ratio"
	case "unclassified":
		return "class.unclassified.percent"
	case "target_drift":
		return "drift.largest"
	default:
		return ""
	}
}

// unitOf is the unit in which a check measures, the decimals that its text
// shows, and how that ends.
func unitOf(check string) (unit alex.Unit, places int32, suffix string) {
	switch check {
	case "target_drift":
		return alex.UnitPoints, 1, " points"
	case "emergency_fund":
		return alex.UnitCount, 1, " months"
	case "stale_price":
		return alex.UnitCount, 0, " days"
	case "unpriced":
		return alex.UnitCount, 0, ""
	case "fees":
		return alex.UnitPercent, 2, "%"
	default:
		return alex.UnitPercent, 1, "%"
	}
}
