package retirement

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex"
)

// saverWhoRetires is a plan in which success is neither sure nor hopeless.
func saverWhoRetires() alex.Plan {
	wealth := alex.MustMoney("400000")
	return alex.Plan{
		CurrentAge: 50, RetirementAge: 65, HorizonAge: 92, Balance: &wealth, Allocation: balanced(),
		AnnualContribution: alex.MustMoney("15000"), AnnualSpending: alex.MustMoney("60000"),
		Incomes: []alex.Income{{Name: "Social Security", Annual: alex.MustMoney("22000"), StartAge: 67}},
		Tax:     alex.PercentOf100(12), Fee: alex.PercentOf100(0),
	}
}

func TestSuccessIsMonotone(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		rises  bool
		change func(*alex.Plan, int64)
	}{
		{"spending", false, func(p *alex.Plan, n int64) { p.AnnualSpending = thousands(30 + 10*n) }},
		{"horizon", false, func(p *alex.Plan, n int64) { p.HorizonAge = 80 + 4*int(n) }},
		{"fee", false, func(p *alex.Plan, n int64) { p.Fee = alex.PercentOf100(n) }},
		{"tax", false, func(p *alex.Plan, n int64) { p.Tax = alex.PercentOf100(7 * n) }},
		{"wealth", true, func(p *alex.Plan, n int64) { w := thousands(200 * n); p.Balance = &w }},
		{"saving", true, func(p *alex.Plan, n int64) { p.AnnualContribution = thousands(8 * n) }},
		{"retirement age", true, func(p *alex.Plan, n int64) { p.RetirementAge = 55 + 3*int(n) }},
		{"income", true, func(p *alex.Plan, n int64) { p.Incomes[0].Annual = thousands(8 * n) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			last, first := -1, -1
			for n := range int64(6) {
				plan := saverWhoRetires()
				test.change(&plan, n)
				p := project(t, plan, Options{})
				if first < 0 {
					first = p.Successes
				} else if test.rises && p.Successes < last || !test.rises && p.Successes > last {
					t.Errorf("step %d: successes go from %d to %d", n, last, p.Successes)
				}
				last = p.Successes
			}
			if first == last {
				t.Errorf("successes stay at %d", last)
			}
		})
	}
}

func thousands(n int64) alex.Money { return alex.Dollars(alex.DecimalOf(1000 * n)) }

// Everything a thousand times larger comes out a thousand times larger.
func TestScale(t *testing.T) {
	t.Parallel()
	small, large := saverWhoRetires(), saverWhoRetires()
	wealth := thousands(400_000)
	large.Balance, large.AnnualContribution, large.AnnualSpending = &wealth, thousands(15_000), thousands(60_000)
	large.Incomes = []alex.Income{{Annual: thousands(22_000), StartAge: 67}}
	p, q := project(t, small, Options{}), project(t, large, Options{})
	if p.Successes != q.Successes {
		t.Errorf("%d successes become %d", p.Successes, q.Successes)
	}
	for i := range p.Percentiles {
		near := 0.011 / max(p.Percentiles[i].P75.Float64(), 1)
		wantNear(t, "p75", q.Percentiles[i].P75.Float64(), 1000*p.Percentiles[i].P75.Float64(), near)
	}
	wantNear(t, "income", q.SustainableIncome.P90.Float64(), 1000*p.SustainableIncome.P90.Float64(), 1e-6)
}

func TestSameBitsForAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	want := project(t, saverWhoRetires(), Options{Paths: 3000, Workers: 1})
	for _, workers := range []int{2, 7, 0} {
		got := project(t, saverWhoRetires(), Options{Paths: 3000, Workers: workers})
		if diff := cmp.Diff(want, got, cmp.Comparer(func(x, y alex.Money) bool { return x.String() == y.String() })); diff != "" {
			t.Errorf("%d workers (-1 +%d):\n%s", workers, workers, diff)
		}
	}
}

// More paths do not change the first ones: each has a stream of its own.
func TestPathsAreIndependentOfTheirNumber(t *testing.T) {
	t.Parallel()
	few := futuresOf(t, saverWhoRetires(), DefaultAssumptions(), 1000, 5)
	more := futuresOf(t, saverWhoRetires(), DefaultAssumptions(), 1300, 5)
	if diff := cmp.Diff(few.affordable, more.affordable[:1000]); diff != "" {
		t.Errorf("the first thousand paths differ:\n%s", diff)
	}
	other := futuresOf(t, saverWhoRetires(), DefaultAssumptions(), 1000, 6)
	if cmp.Equal(few.affordable, other.affordable) {
		t.Errorf("another seed gives the same futures")
	}
}

// Editing the plan keeps the futures: the default seed is not the plan's.
func TestDefaultSeedBelongsToTheAssumptions(t *testing.T) {
	t.Parallel()
	edited := saverWhoRetires()
	edited.AnnualSpending = thousands(61)
	p, q := project(t, saverWhoRetires(), Options{}), project(t, edited, Options{})
	if p.Seed != q.Seed || p.InputsHash == q.InputsHash {
		t.Errorf("seeds %s and %s should be equal, hashes %s and %s not", p.Seed, q.Seed, p.InputsHash, q.InputsHash)
	}
	if r := project(t, saverWhoRetires(), Options{Assumptions: flat2(t)}); r.Seed == p.Seed {
		t.Errorf("another assumption set has the same seed")
	}
}

func flat2(t *testing.T) Assumptions {
	t.Helper()
	cautious, err := ShippedAssumptions("cautious")
	if err != nil {
		t.Fatal(err)
	}
	return cautious
}

// A class with the whole weight is as if it stood alone, bit by bit.
func TestOneHotWeightsEqualTheSingleClass(t *testing.T) {
	t.Parallel()
	plan := saverWhoRetires()
	plan.Allocation = mix("real_estate", 100)
	want := futuresOf(t, plan, DefaultAssumptions(), 1000, 3)
	plan.Allocation = mix("real_estate", 100, "equity", 0, "cash", 0)
	plan.GlidePath = []alex.GlideStep{{Age: 91, Allocation: mix("equity", 100)}}
	got := futuresOf(t, plan, DefaultAssumptions(), 1000, 3)
	for year := range 42 {
		if diff := cmp.Diff(want.balances[year], got.balances[year]); diff != "" {
			t.Fatalf("year %d differs: %s", year, diff)
		}
	}
}

// Equal classes with correlation 1 are one class however they are divided;
// with correlation −1 and no drift their log returns cancel.
func TestCorrelationOfPlusAndMinusOne(t *testing.T) {
	t.Parallel()
	twin := func(rho string) Assumptions {
		return assumptions(t, `{"id":"twin","classes":{"equity":{"compound":5,"volatility":16},
			"real_estate":{"compound":5,"volatility":16}},"correlations":{"equity":{"real_estate":`+rho+`}},
			"inflation":{"compound":0,"volatility":0}}`)
	}
	whole, split := retiree("1000", "0", 20), retiree("1000", "0", 20)
	split.Allocation = mix("equity", 30, "real_estate", 70)
	one, divided := futuresOf(t, whole, twin("1"), 1000, 9), futuresOf(t, split, twin("1"), 1000, 9)
	for path, balance := range one.balances[20] {
		wantNear(t, "divided balance", divided.balances[20][path], balance, 1e-10)
	}
	other := retiree("1000", "0", 1)
	other.Allocation = mix("real_estate", 100)
	mine, mirror := futuresOf(t, retiree("1000", "0", 1), twin("-1"), 1000, 9), futuresOf(t, other, twin("-1"), 1000, 9)
	for path, balance := range mine.balances[1] {
		wantNear(t, "product of mirrored balances", balance*mirror.balances[1][path], 1050*1050, 1e-10)
	}
}

func TestOrderOfClassesDoesNotMatter(t *testing.T) {
	t.Parallel()
	forward := assumptions(t, `{"id":"x","classes":{"equity":{"compound":6,"volatility":16},"cash":{"compound":3,"volatility":1},
		"commodities":{"compound":4,"volatility":15}},"correlations":{"equity":{"commodities":0.3,"cash":0.1}},
		"inflation":{"compound":2,"volatility":1}}`)
	backward := assumptions(t, `{"inflation":{"volatility":1,"compound":2},"correlations":{"cash":{"equity":0.1},"commodities":{"equity":0.3}},
		"classes":{"commodities":{"volatility":15,"compound":4},"cash":{"compound":3,"volatility":1},"equity":{"compound":6,"volatility":16}},"id":"x"}`)
	plan := retiree("1000000", "45000", 30)
	plan.Allocation = mix("commodities", 20, "equity", 70, "cash", 10)
	a, b := futuresOf(t, plan, forward, 1000, 4), futuresOf(t, plan, backward, 1000, 4)
	if diff := cmp.Diff(a.affordable, b.affordable); diff != "" {
		t.Errorf("the order of classes changes the futures:\n%s", diff)
	}
}

// Whatever the plan, the figures hang together.
func TestFiguresHangTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		plan := anyPlan(rt)
		plan.Allocation = balanced()
		p := project(t, plan, Options{})
		if p.Successes > 0 != (p.SuccessRate > 0) || *p.SuccessLow > p.SuccessRate || *p.SuccessHigh < p.SuccessRate {
			rt.Fatalf("%d successes: %v in [%v, %v]", p.Successes, p.SuccessRate, *p.SuccessLow, *p.SuccessHigh)
		}
		last := p.ShortfallByAge[len(p.ShortfallByAge)-1]
		if math.Abs(last.Probability-(1-p.SuccessRate)) > 1e-12 || last.Age != plan.HorizonAge-1 {
			rt.Fatalf("the last shortfall is %+v beside a success rate of %v", last, p.SuccessRate)
		}
		if (p.DepletionAges == nil) != (p.Successes == p.Paths) {
			rt.Fatalf("depletion ages %+v with %d successes", p.DepletionAges, p.Successes)
		}
		for _, b := range p.Percentiles {
			if b.P5.Cmp(b.P10) > 0 || b.P10.Cmp(b.P25) > 0 || b.P25.Cmp(b.P50) > 0 || b.P50.Cmp(b.P75) > 0 || b.P75.Cmp(b.P90) > 0 || b.P90.Cmp(b.P95) > 0 || b.P5.Sign() < 0 {
				rt.Fatalf("percentiles at %d are not in order: %+v", b.Age, b.Band)
			}
		}
		if i := p.SustainableIncome; i != nil && (i.P95.Cmp(i.P90) > 0 || i.P90.Cmp(i.P75) > 0 || i.P75.Cmp(i.P50) > 0 || i.P95.Sign() < 0) {
			rt.Fatalf("more certain income is higher: %+v", i)
		}
	})
}
