package retirement

import (
	"context"
	"math"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

// ledger walks a plan year by year in nominal dollars, as the model is
// written down, without volatility. It shares nothing with the engine.
type ledger struct {
	plan              alex.Plan
	returns, prices   float64 // growth factors a year
	atEnd             bool
	balance, index    float64
	paid, unpaid, age float64
	failed            bool
}

func (l ledger) run(spending float64) ledger {
	l.balance, l.index = l.plan.Balance.Float64(), 1
	for age := l.plan.CurrentAge; age < l.plan.HorizonAge; age++ {
		if l.atEnd {
			l.grow()
			l.flow(age, spending)
		} else {
			l.flow(age, spending)
			l.grow()
		}
	}
	return l
}

func (l *ledger) grow() {
	l.balance *= l.returns * (1 - l.plan.Fee.Float64()/100)
	l.index *= l.prices
}

func (l *ledger) flow(age int, annual float64) {
	retired, years := age >= l.plan.RetirementAge, float64(age-l.plan.CurrentAge)
	var income, spending, events float64
	for _, i := range l.plan.Incomes {
		switch {
		case age < i.StartAge || i.EndAge != 0 && age >= i.EndAge:
		case isTrue(i.Indexed):
			income += i.Annual.Float64() * l.index
		default:
			income += i.Annual.Float64()
		}
	}
	for _, phase := range l.plan.Spending {
		if age >= phase.StartAge && (phase.EndAge == 0 || age < phase.EndAge) {
			spending += phase.Annual.Float64()
		}
	}
	for _, e := range l.plan.Events {
		switch amount := e.Amount.Float64() * l.index; {
		case e.Age != age:
		case amount > 0:
			l.balance += amount
		default:
			events -= amount
		}
	}
	if retired {
		spending += annual
	} else {
		l.balance += l.plan.AnnualContribution.Float64() * l.index *
			math.Pow(1+l.plan.ContributionGrowth.Float64()/100, years)
		l.balance += income
		income = 0
	}
	spending = max(spending, 0)
	if isTrue(l.plan.SpendingIndexed) {
		spending *= l.index
	}
	l.pay(spending, income, events)
}

func (l *ledger) pay(spending, income, events float64) {
	kept := 1 - l.plan.Tax.Float64()/100
	l.balance += max(income-spending, 0)
	withdrawal := (max(spending-income, 0) + events) / kept
	l.paid += (spending + events) / l.index
	if missing := withdrawal - l.balance; missing > 1e-6 {
		l.failed = true
		l.unpaid += missing * kept / l.index
		l.paid -= missing * kept / l.index
	}
	l.balance = max(l.balance-withdrawal, 0)
}

func anyPlan(t *rapid.T) alex.Plan {
	money := func(name string, low, high int64) alex.Money {
		return alex.Dollars(alex.DecimalOf(rapid.Int64Range(low, high).Draw(t, name)))
	}
	age := func(name string) int { return rapid.IntRange(50, 99).Draw(t, name) }
	percent := func(name string, high int64) alex.Percent {
		return alex.PercentOf100(rapid.Int64Range(0, high).Draw(t, name))
	}
	wealth := money("balance", 0, 2_000_000)
	indexed, level := rapid.Bool().Draw(t, "spendingIndexed"), rapid.Bool().Draw(t, "indexed")
	current := rapid.IntRange(40, 80).Draw(t, "current")
	retirement := rapid.IntRange(40, 85).Draw(t, "retirement")
	start, phase := age("incomeStart"), age("phaseStart")
	return alex.Plan{
		CurrentAge: current, RetirementAge: retirement,
		HorizonAge: max(current+1, retirement+1) + rapid.IntRange(0, 25).Draw(t, "years"),
		Balance:    &wealth, Allocation: mix("equity", 100), SpendingIndexed: &indexed,
		AnnualSpending: money("spending", 0, 150_000), AnnualContribution: money("contribution", 0, 50_000),
		ContributionGrowth: percent("contributionGrowth", 5), Fee: percent("fee", 3), Tax: percent("tax", 60),
		Incomes:  []alex.Income{{Annual: money("income", 0, 90_000), StartAge: start, EndAge: start + 9, Indexed: &level}, {Annual: money("pension", 0, 20_000), StartAge: age("pensionStart")}},
		Spending: []alex.SpendingPhase{{Annual: money("phase", -40_000, 40_000), StartAge: phase, EndAge: phase + 7}},
		Events:   []alex.Event{{Amount: money("event", -90_000, 90_000), Age: age("event")}, {Amount: money("second", -90_000, 90_000), Age: age("secondAge")}},
	}
}

// Without volatility every figure equals that of the plain nominal ledger, and
// the sustainable income is the highest that the ledger can pay.
func TestEngineEqualsNominalLedger(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plan := anyPlan(t)
		returns := rapid.SampledFrom([]string{"-2", "0", "4.5", "7"}).Draw(t, "returns")
		inflation := rapid.SampledFrom([]string{"-1", "0", "2.5", "6"}).Draw(t, "inflation")
		timing := rapid.SampledFrom([]string{TimingStart, TimingEnd}).Draw(t, "timing")
		p, err := Project(context.Background(), plan, Options{
			Paths: MinPaths, Timing: timing, Assumptions: steady(returns, inflation),
		})
		if err != nil {
			t.Fatalf("project: %v", err)
		}
		l := ledger{plan: plan, atEnd: timing == TimingEnd, returns: factorOf(returns), prices: factorOf(inflation)}
		got := l.run(plan.AnnualSpending.Float64())
		compare(t, p, got)
		compareIncome(t, p, l)
	})
}

func compare(t *rapid.T, p Projection, l ledger) {
	if failed := p.Successes == 0; failed != l.failed {
		t.Fatalf("fails: %v, the ledger: %v", failed, l.failed)
	}
	near := func(what string, got alex.Money, want float64) {
		if math.Abs(got.Float64()-want) > 0.006+1e-9*math.Abs(want) {
			t.Fatalf("%s is %s, in the ledger %.4f", what, got, want)
		}
	}
	near("ending balance", p.EndingBalance.P50, l.balance/l.index)
	near("total spent", p.MedianTotalSpent, l.paid)
	near("shortfall", p.ExpectedShortfall, l.unpaid)
}

func compareIncome(t *rapid.T, p Projection, l ledger) {
	if p.SustainableIncome == nil {
		t.Fatalf("there is no sustainable income in a plan with retirement")
	}
	income := p.SustainableIncome.P90.Float64()
	if income > 0 && l.run(income).failed {
		t.Fatalf("the ledger cannot pay the sustainable income of %.2f", income)
	}
	if !l.run(income + 0.02).failed {
		t.Fatalf("the ledger pays more than the sustainable income of %.2f", income)
	}
}

func steady(returns, inflation string) Assumptions {
	model := func(compound string) ReturnModel {
		return ReturnModel{Compound: &alex.Percent{Decimal: alex.MustDecimal(compound)}}
	}
	return Assumptions{
		ID: "steady", Classes: map[alex.AssetClass]ReturnModel{alex.Equity: model(returns)}, Inflation: model(inflation),
	}
}

func factorOf(percent string) float64 { return 1 + alex.MustDecimal(percent).Float64()/100 }
