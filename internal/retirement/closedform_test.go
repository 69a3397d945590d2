package retirement

import (
	"math"
	"testing"

	"alex"
)

// due and immediate are the present values of n payments of one, the first
// now or in a year.
func due(r float64, n int) float64       { return immediate(r, n) * (1 + r) }
func immediate(r float64, n int) float64 { return (1 - math.Pow(1+r, -float64(n))) / r }

// saved is what n yearly savings of one, made at the start of each year and
// growing by g, come to at return r.
func saved(r, g float64, n int) float64 {
	return (1 + r) * (math.Pow(1+r, float64(n)) - math.Pow(1+g, float64(n))) / (r - g)
}

// The figures are values of the textbook annuity formulas.
func TestIncomeWithoutVolatilityIsAnAnnuity(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, returns, inflation, balance, timing string
		years                                     int
		nominal                                   bool
		want                                      float64
	}{
		{"real 2 %, start", "2", "0", "1000000000", TimingStart, 30, false, 43774433.62},
		{"real 2 %, end", "2", "0", "1000000000", TimingEnd, 30, false, 44649922.29},
		{"real 2 % beside inflation, start", "5.06", "3", "1000000000", TimingStart, 30, false, 43774433.62},
		{"real 2 % beside inflation, end", "5.06", "3", "1000000000", TimingEnd, 30, false, 44649922.29},
		{"return equals inflation", "2.5", "2.5", "1000000000", TimingStart, 30, false, 33333333.33},
		{"level annuity", "4", "2.5", "1000000", TimingStart, 25, true, 61549.96422},
		{"annuity due of 5 %", "5", "0", "161410.74", TimingStart, 30, false, 10000.00},
		{"annuity immediate of 5 %", "5", "0", "153724.52", TimingEnd, 30, false, 10000.00},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := retiree(test.balance, "1", test.years)
			if test.nominal {
				no := false
				plan.SpendingIndexed = &no
			}
			p := project(t, plan, Options{Assumptions: flat(t, test.returns, test.inflation), Timing: test.timing})
			if got := p.SustainableIncome.P95; math.Abs(got.Float64()-test.want) > 0.0101 {
				t.Errorf("income is %s, want %.2f floored", got, test.want)
			}
		})
	}
}

func TestSavingWithoutVolatilityIsAFutureValue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, balance, timing string
		want                  float64
	}{
		{"20,000 a year at the end", "0", TimingEnd, 1581163.724},
		{"20,000 a year at the start", "0", TimingStart, 1676033.548},
		{"300,000 and 20,000 a year at the start", "300000", TimingStart, 3399080.9},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := saver(test.balance, "20000", 30)
			p := project(t, plan, Options{Assumptions: flat(t, "6", "0"), Timing: test.timing})
			wantNear(t, "ending balance", p.EndingBalance.P50.Float64(), test.want, 1e-8)
			if p.SustainableIncome != nil {
				t.Errorf("a plan that never spends has a sustainable income of %v", p.SustainableIncome)
			}
		})
	}
}

// A growing annuity due: 40,000 first, growing with inflation of 2.5 %, at a
// return of 6 % over 30 years costs 769,005.4494.
func TestGrowingAnnuityCostsToTheCent(t *testing.T) {
	t.Parallel()
	for balance, successes := range map[string]int{"769005.45": MinPaths, "769005.44": 0} {
		p := project(t, retiree(balance, "40000", 30), Options{Assumptions: flat(t, "6", "2.5")})
		if p.Successes != successes {
			t.Errorf("%s pays 40,000 in %d of %d futures, want %d", balance, p.Successes, p.Paths, successes)
		}
	}
}

// A saver who retires, with a fee, a tax, an indexed income and contributions
// that grow: W = (1−τ)·V_R / a + income, V_R by the future-value formulas.
func TestWholeLifeWithoutVolatility(t *testing.T) {
	t.Parallel()
	const tax, fee, growth, years, retired = 0.15, 0.01, 0.02, 20, 25
	r := 1.06*(1-fee)/1.025 - 1
	atRetirement := 200000*math.Pow(1+r, years) + 10000*saved(r, growth, years)
	want := (1-tax)*atRetirement/due(r, retired) + 12000

	wealth := alex.MustMoney("200000")
	plan := alex.Plan{
		CurrentAge: 45, RetirementAge: 65, HorizonAge: 90, Balance: &wealth, Allocation: mix("equity", 100),
		AnnualContribution: alex.MustMoney("10000"), ContributionGrowth: alex.PercentOf100(2),
		Tax: alex.PercentOf100(15), Fee: alex.PercentOf100(1),
		Incomes: []alex.Income{{Name: "pension", Annual: alex.MustMoney("12000"), StartAge: 65}},
	}
	p := project(t, plan, Options{Assumptions: flat(t, "6", "2.5")})
	wantCents(t, "income", p.SustainableIncome.P50, math.Floor(want*100)/100)
	wantCents(t, "balance at retirement", p.Percentiles[years].P50, atRetirement)

	end := project(t, plan, Options{Assumptions: flat(t, "6", "2.5"), Timing: TimingEnd})
	atEnd := 200000*math.Pow(1+r, years) + 10000*saved(r, growth, years)/(1+r)
	wantEnd := (1-tax)*atEnd/immediate(r, retired) + 12000
	wantCents(t, "income at the end of years", end.SustainableIncome.P50, math.Floor(wantEnd*100)/100)
}

// An income above spending is saved untaxed: 30 years of 10,000 too much.
func TestSurplusIncomeIsSavedUntaxed(t *testing.T) {
	t.Parallel()
	plan := retiree("0", "30000", 30)
	plan.Tax = alex.PercentOf100(25)
	plan.Incomes = []alex.Income{{Name: "pension", Annual: alex.MustMoney("40000"), StartAge: 60}}
	p := project(t, plan, Options{Assumptions: flat(t, "6", "0")})
	wantCents(t, "ending balance", p.EndingBalance.P50, 10000*saved(0.06, 0, 30))
}

// Cash in accounts sets what the cash class earns: here 3 % on average.
func TestCashEarnsItsOwnInterest(t *testing.T) {
	t.Parallel()
	set := DefaultAssumptions()
	set.Inflation = flat(t, "0", "0").Inflation
	plan := retiree("1", "0", 10)
	plan.Balance, plan.Allocation = nil, mix("cash", 100)
	plan.Accounts = []alex.PlanAccount{
		{Kind: alex.CashAccount, Balance: alex.MustMoney("30000"), Cash: alex.MustMoney("30000"), CashInterest: alex.MustDecimal("0.04")},
		{Kind: alex.Taxable, Balance: alex.MustMoney("70000"), Cash: alex.MustMoney("10000")},
	}
	p := project(t, plan, Options{Assumptions: set})
	wantCents(t, "ending balance", p.EndingBalance.P5, 100000*math.Pow(1.03, 10))
	wantCents(t, "ending balance", p.EndingBalance.P95, 100000*math.Pow(1.03, 10))

	plan.Accounts[0].Cash, plan.Accounts[1].Cash = alex.Money{}, alex.Money{}
	if q := project(t, plan, Options{Assumptions: set}); q.EndingBalance.P5 == q.EndingBalance.P95 {
		t.Errorf("without cash in accounts the class should vary as the assumptions say")
	}
}

// A glide path steps at its ages: ten years at 6 %, then ten at 2 %.
func TestGlidePathSteps(t *testing.T) {
	t.Parallel()
	set := assumptions(t, `{"id":"two","classes":{"equity":{"compound":6,"volatility":0},
		"cash":{"compound":2,"volatility":0}},"inflation":{"compound":0,"volatility":0}}`)
	plan := retiree("100000", "0", 20)
	plan.GlidePath = []alex.GlideStep{{Age: 75, Allocation: mix("cash", 100)}}
	p := project(t, plan, Options{Assumptions: set})
	wantCents(t, "ending balance", p.EndingBalance.P50, 100000*math.Pow(1.06, 10)*math.Pow(1.02, 10))
}
