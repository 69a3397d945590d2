package report

import (
	"alex"
	"alex/internal/retirement"
)

// confidence is the share of futures that the report calls income that lasts.
const confidence = "90%"

// projection turns the simulation into facts. Rates carry whole points, since
// chance moves them by more than a tenth of one.
func (b *builder) projection(o retirement.Outlook) {
	b.word("retirement.income.confidence", confidence, "share of futures that counts as lasting", "a convention of this report")
	if o.AsCash != nil {
		b.side("range.cash.", *o.AsCash)
		b.side("range.equity.", *o.AsEquity)
	}
	run := o.Projection
	if run == nil && o.AsCash != nil {
		run = o.AsCash
	}
	if run != nil {
		b.count("retirement.paths", run.Paths, "simulated futures", "the simulation")
		b.word("retirement.seed", run.Seed, "seed of the random numbers", "hash of assumption set and engine version")
		b.word("engine.version", run.EngineVersion, "version of the engine", "the program")
	}
	if o.Projection != nil {
		b.odds(o)
		b.incomes(o)
		b.outcomes(o)
	}
}

// looked reports a projection worth a closer look: a plan that withdraws
// nothing has nothing to compare.
func looked(o retirement.Outlook) bool {
	return o.Projection != nil && o.Projection.SustainableIncome != nil && o.Plan.AnnualSpending.Sign() > 0
}

// closerLook is what a projection in full detail adds.
func (b *builder) closerLook(o retirement.Outlook) {
	if !looked(o) {
		return
	}
	p := *o.Projection
	b.methods(p)
	b.history(o)
	b.levers(p)
	b.sensitivities(p)
	b.stress(p)
}

func (b *builder) side(prefix string, p retirement.Projection) {
	success := rateOf(p.SuccessRate)
	b.share(prefix+"success", success, "plan paid in full", "successes ÷ paths")
	b.failure(prefix+"failure", success, "plan falls short")
	if p.SustainableIncome != nil {
		b.simulated(prefix+"income", p.SustainableIncome.P90, "income paid in full in "+confidence+" of futures", "order statistic of the income each future can pay")
	}
}

// failure is what success leaves of 100 %; its text is the complement of the
// success's text, so that the two add up.
func (b *builder) failure(id string, success alex.Percent, label string) {
	whole := alex.PercentOf100(100)
	b.put(id, alex.UnitPercent, whole.Sub(success).String(), chanceText(whole.Sub(wholePoint(success)), whole.Sub(success)), label, "100 % − success")
}

func (b *builder) odds(o retirement.Outlook) {
	p := *o.Projection
	const source = "successes ÷ paths of the simulation"
	success := rateOf(p.SuccessRate)
	b.share("retirement.success", success, "futures in which every planned year is paid in full", source)
	b.failure("retirement.failure", success, "futures in which the money falls short")
	if p.SuccessLow != nil && p.SuccessHigh != nil && p.StandardError != nil && !nearlyAll(success) {
		b.percent("retirement.success.low", rateOf(*p.SuccessLow), "success, lower bound", "Wilson 95 % interval")
		b.percent("retirement.success.high", rateOf(*p.SuccessHigh), "success, upper bound", "Wilson 95 % interval")
		b.points("retirement.standard_error", rateOf(*p.StandardError), "standard error of the success rate", "√(p(1−p)/N)")
	}
	if d := p.DepletionAges; d != nil {
		b.age("retirement.depletion.p5", d.P5, "age by which the earliest failures have fallen short", "5th percentile among failures")
		b.age("retirement.depletion.p50", d.P50, "typical age of falling short", "median among failures")
		if income := incomeAt(o, d.P50); income.Sign() > 0 {
			b.simulated("retirement.depletion.income", income, "other income at that age, today's money", "Σ incomes paid then; level ones worn by the assumed inflation")
		}
	}
	if p.ExpectedShortfall.Sign() > 0 {
		b.simulated("retirement.shortfall", p.ExpectedShortfall, "unpaid spending in the worst futures", "mean over the worst 5 % of futures")
	}
	b.word("retirement.tail", "5%", "the worst futures that the shortfall looks at", "a convention of this report")
	b.word("retirement.band", "10%", "futures beyond the poor and the good one", "10th and 90th percentile")
}

// nearlyAll reports odds so near to all or nothing that bounds would only say
// so again.
func nearlyAll(success alex.Percent) bool {
	return chanceText(success, success) != success.Fixed(0)+"%"
}

func (b *builder) incomes(o retirement.Outlook) {
	income := o.Projection.SustainableIncome
	if income == nil {
		return
	}
	for _, level := range []struct {
		id, share string
		year      alex.Money
	}{{"p50", "50%", income.P50}, {"p75", "75%", income.P75}, {"p90", "90%", income.P90}, {"p95", "95%", income.P95}} {
		id := "retirement.income." + level.id + "."
		const source = "order statistic of the income each future can pay"
		b.word(id+"confidence", level.share, "share of futures", source)
		b.simulated(id+"year", level.year, "income a year paid in full in "+level.share+" of futures", source)
		b.simulated(id+"month", months(level.year), "the same a month", source+", ÷ 12")
	}
	gap := margin(o)
	b.simulated("retirement.margin.month", months(gap.Abs()), "distance of planned spending from that level a month", "|planned spending − income at 90 %| ÷ 12")
	b.word("retirement.margin.direction", direction(gap.Decimal()), "side of that level", "sign of planned spending − income at 90 %")
}

// margin is planned spending less the income that is paid in full in 90 % of
// the futures, a year.
func margin(o retirement.Outlook) alex.Money {
	if o.Projection == nil || o.Projection.SustainableIncome == nil {
		return alex.Money{}
	}
	return o.Plan.AnnualSpending.Sub(o.Projection.SustainableIncome.P90)
}

func (b *builder) outcomes(o retirement.Outlook) {
	p := o.Projection
	b.band("retirement.ending.", "left at the horizon", p.EndingBalance)
	for _, at := range p.Percentiles {
		if at.Age == o.Plan.RetirementAge && at.Age < o.Plan.LastAge() {
			b.band("retirement.at.", "balance at retirement", at.Band)
			b.simulated("retirement.four_percent.year", at.P50.Mul(alex.MustDecimal("0.04")), "4 % rule, a year", "4 % of the median balance at retirement")
		}
	}
}

func (b *builder) band(prefix, label string, band retirement.Band) {
	const source = "percentiles of the simulation, today's money"
	b.simulated(prefix+"p10", band.P10, label+", poor future", source)
	b.simulated(prefix+"p50", band.P50, label+", middle future", source)
	b.simulated(prefix+"p90", band.P90, label+", good future", source)
}

func (b *builder) assumptions(o retirement.Outlook) {
	if o.Projection == nil && o.AsCash == nil {
		return
	}
	source := "assumption set " + o.AssumptionSet
	b.word("assumption.set", o.AssumptionSet, "assumption set", source)
	for _, class := range alex.Equity.Known() {
		if model, ok := o.Assumptions.Classes[class]; ok && simulated(o, class) {
			b.model("assumption."+string(class)+".", alex.Title(string(class)), source, model)
		}
	}
	b.model("assumption.inflation.", "Inflation", source, o.Assumptions.Inflation)
	b.rate("assumption.fee", o.Plan.Fee, "fee of the plan a year", "the plan")
	b.percent("assumption.tax", o.Plan.Tax, "tax on withdrawals", "the plan")
}

// simulated reports that a class is in the mix of a projection; in a range,
// cash and stocks are.
func simulated(o retirement.Outlook, class alex.AssetClass) bool {
	ranged := o.AsCash != nil && (class == alex.Cash || class == alex.Equity)
	return ranged || o.Plan.Allocation[class].Sign() > 0
}

func (b *builder) model(prefix, name, source string, m retirement.ReturnModel) {
	b.percent(prefix+"return", m.CompoundPercent(), name+", compound return a year", source)
	b.percent(prefix+"volatility", m.Volatility, name+", volatility a year", source)
}

func rateOf(rate float64) alex.Percent {
	return alex.Percent{Decimal: alex.DecimalFromFloat(100*rate, 4)}
}

func wholePoint(p alex.Percent) alex.Percent { return alex.Percent{Decimal: p.Round(0)} }
