package report

import (
	"fmt"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// confidence is the share of futures that the report calls income that lasts.
const confidence = "90%"

// plan turns the plan's own inputs into facts.
func (b *builder) plan(o retirement.Outlook) {
	if o.Projection == nil && o.AsCash == nil {
		return
	}
	p := o.Plan
	const source = "the plan"
	b.age("retirement.current_age", p.CurrentAge, "age now", source)
	b.age("retirement.retirement_age", p.RetirementAge, "age at retirement", source)
	b.age("retirement.horizon_age", p.HorizonAge, "age to which the money must last", source)
	b.money("retirement.spending.year", p.AnnualSpending, "planned spending a year, today's money", source)
	b.money("retirement.spending.month", months(p.AnnualSpending), "planned spending a month, today's money", source+", ÷ 12")
	if p.AnnualContribution.Sign() > 0 && p.RetirementAge > p.CurrentAge {
		b.money("retirement.contribution.year", p.AnnualContribution, "saved a year until retirement", source)
	}
	var incomes alex.Money
	for i, income := range p.Incomes {
		name := income.Name
		if strings.TrimSpace(name) == "" {
			name = "other income"
		}
		b.word(fmt.Sprintf("income.%d.name", i+1), name, "other income", source)
		incomes = incomes.Add(income.Annual)
	}
	if incomes.Sign() > 0 {
		b.money("retirement.incomes.year", incomes, "other income a year once all of it is paid", "Σ incomes of the plan")
	}
	for i, a := range o.Assumed {
		b.word(fmt.Sprintf("assumed.%d.text", i+1), a.Text, "assumed: "+a.Field, "defaults for what was not said")
	}
}

// projection turns the simulation into facts. Rates carry whole points, since
// chance moves them by more than a tenth of one.
func (b *builder) projection(o retirement.Outlook) {
	if o.Reason != "" {
		b.word("retirement.reason", o.Reason, "why there is no projection", "the plan's own checks")
	}
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
		b.odds(*o.Projection)
		b.incomes(o)
		b.outcomes(o)
	}
}

func (b *builder) side(prefix string, p retirement.Projection) {
	success := rateOf(p.SuccessRate)
	b.share(prefix+"success", success, "plan paid in full", "successes ÷ paths")
	b.share(prefix+"failure", alex.PercentOf100(100).Sub(wholePoint(success)), "plan falls short", "1 − successes ÷ paths")
	if p.SustainableIncome != nil {
		b.simulated(prefix+"income", p.SustainableIncome.P90, "income paid in full in "+confidence+" of futures", "order statistic of the income each future can pay")
	}
}

func (b *builder) odds(p retirement.Projection) {
	const source = "successes ÷ paths of the simulation"
	success := rateOf(p.SuccessRate)
	b.share("retirement.success", success, "futures in which every planned year is paid in full", source)
	b.share("retirement.failure", alex.PercentOf100(100).Sub(wholePoint(success)), "futures in which the money falls short", "100 % − success")
	if p.SuccessLow != nil && p.SuccessHigh != nil && p.StandardError != nil {
		b.percent("retirement.success.low", rateOf(*p.SuccessLow), "success, lower bound", "Wilson 95 % interval")
		b.percent("retirement.success.high", rateOf(*p.SuccessHigh), "success, upper bound", "Wilson 95 % interval")
		b.points("retirement.standard_error", rateOf(*p.StandardError), "standard error of the success rate", "√(p(1−p)/N)")
	}
	if d := p.DepletionAges; d != nil {
		b.age("retirement.depletion.p5", d.P5, "earliest typical age of falling short", "5th percentile among failures")
		b.age("retirement.depletion.p50", d.P50, "typical age of falling short", "median among failures")
	}
	if p.ExpectedShortfall.Sign() > 0 {
		b.simulated("retirement.shortfall", p.ExpectedShortfall, "unpaid spending in the worst futures", "mean over the worst 5 % of futures")
	}
	b.word("retirement.tail", "5%", "the worst futures that the shortfall looks at", "a convention of this report")
	b.word("retirement.band", "10%", "futures beyond the poor and the good one", "10th and 90th percentile")
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
		if at.Age == o.Plan.RetirementAge {
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
		if model, ok := o.Assumptions.Classes[class]; ok && o.Plan.Allocation[class].Sign() > 0 {
			b.model("assumption."+string(class)+".", alex.Title(string(class)), source, model)
		}
	}
	b.model("assumption.inflation.", "Inflation", source, o.Assumptions.Inflation)
	b.rate("assumption.fee", o.Plan.Fee, "fee of the plan a year", "the plan")
	b.percent("assumption.tax", o.Plan.Tax, "tax on withdrawals", "the plan")
}

func (b *builder) model(prefix, name, source string, m retirement.ReturnModel) {
	b.percent(prefix+"return", m.CompoundPercent(), name+", compound return a year", source)
	b.percent(prefix+"volatility", m.Volatility, name+", volatility a year", source)
}

func rateOf(rate float64) alex.Percent {
	return alex.Percent{Decimal: alex.DecimalFromFloat(100*rate, 4)}
}

func wholePoint(p alex.Percent) alex.Percent { return alex.Percent{Decimal: p.Round(0)} }
