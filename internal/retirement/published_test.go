package retirement

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"sync"
	"testing"

	"alex"
)

// facts reads a table of published values: a header, then rows of cells.
func facts(t testing.TB, path string) []map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // only read
	reader := csv.NewReader(file)
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	list := make([]map[string]string, len(rows)-1)
	for i, cells := range rows[1:] {
		list[i] = map[string]string{}
		for c, name := range rows[0] {
			list[i][name] = cells[c]
		}
	}
	return list
}

func figure(t testing.TB, text string) float64 {
	t.Helper()
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// Every published value is checked where the engine has something to say on
// it; a row that nobody checks is an error.
func TestPublishedClosedForms(t *testing.T) {
	t.Parallel()
	checks := closedForms(t)
	for _, row := range facts(t, "testdata/closed_form_checks.csv") {
		check, ok := checks[row["name"]]
		delete(checks, row["name"])
		if !ok {
			t.Errorf("nothing checks %q", row["name"])
			continue
		}
		t.Run(row["name"], func(t *testing.T) {
			t.Parallel()
			check(t, figure(t, row["expected"]))
		})
	}
	for name := range checks {
		t.Errorf("%q is checked, but the table does not have it", name)
	}
}

type closedForm func(t *testing.T, want float64)

func closedForms(t *testing.T) map[string]closedForm {
	lumpSum := sync.OnceValue(func() Projection {
		return project(t, retiree("1000000", "0", 30), Options{Assumptions: iid(t), Paths: many})
	})
	lumpSums := sync.OnceValue(func() []float64 {
		return futuresOf(t, retiree("1", "0", 30), iid(t), many, 30).balances[30]
	})
	return map[string]closedForm{
		"annuity_immediate_pv":              costOfAnnuity("100000000", "5", "0", TimingEnd),
		"annuity_due_pv":                    costOfAnnuity("100000000", "5", "0", TimingStart),
		"growing annuity pv due":            costOfAnnuity("40000", "6", "2.5", TimingStart),
		"max_real_withdrawal_start_of_year": payout("5.06", "3", TimingStart),
		"max_real_withdrawal_end_of_year":   payout("5.06", "3", TimingEnd),
		"zero_return_swr":                   payout("2.5", "2.5", TimingStart),
		"level annuity PMT start":           levelPayout,
		"fv_contributions_end":              futureValue("0", TimingEnd),
		"fv_contributions_start":            futureValue("0", TimingStart),
		"fv_start_plus_contrib":             futureValue("300000", TimingStart),

		"lognormal_mu_log":           drawnParameter(func(mu, _ float64) float64 { return mu }),
		"lognormal_sigma_log":        drawnParameter(func(_, sigma float64) float64 { return sigma }),
		"geometric_mean":             drawnParameter(func(mu, _ float64) float64 { return math.Expm1(mu) }),
		"lognormal_median_growth_1y": medianOfAYear,
		"two-asset portfolio sd":     twoAssets,

		"E[W_30]":                  lumpSumMean(lumpSums),
		"sd W_30":                  drawnParameter(lumpSumDeviation),
		"median W_30":              lumpSumQuantile(lumpSum, .50, 0, func(b Band) alex.Money { return b.P50 }),
		"p5 W_30":                  lumpSumQuantile(lumpSum, .05, -1.6448536270, func(b Band) alex.Money { return b.P5 }),
		"p25 W_30":                 lumpSumQuantile(lumpSum, .25, -0.6744897502, func(b Band) alex.Money { return b.P25 }),
		"p75 W_30":                 lumpSumQuantile(lumpSum, .75, 0.6744897502, func(b Band) alex.Money { return b.P75 }),
		"p95 W_30":                 lumpSumQuantile(lumpSum, .95, 1.6448536270, func(b Band) alex.Money { return b.P95 }),
		"P(W_30<1)":                lumpSumLoss(lumpSums),
		"SE success p=.85 N=10000": standardErrorOf(8_500, 10_000),
		"SE success p=.5 N=500":    standardErrorOf(250, 500),

		"E[W_30] with 20000 start contributions and 300000": meanOfSaving,
		"E[W_30] contributions start":                       meanOfSaving,
		"sd[W_30] contributions start":                      deviationOfSaving,
	}
}

// costOfAnnuity is the balance that pays 30 years of an amount: what the
// engine solves as the required balance. An amount of a hundred million gives
// ten digits of the factor; 40,000 grow with inflation, and are the cost itself.
func costOfAnnuity(spending, returns, inflation, timing string) closedForm {
	return func(t *testing.T, want float64) {
		t.Helper()
		if spending != "40000" {
			want *= alex.MustMoney(spending).Float64()
		}
		p := project(t, retiree("1", spending, 30), Options{
			Assumptions: flat(t, returns, inflation), Timing: timing, Detail: DetailStandard,
		})
		wantNear(t, "required balance", p.RequiredBalance.P95.Float64(), want, 1e-9)
	}
}

// payout is the highest real spending a year of one, over 30 years.
func payout(returns, inflation, timing string) closedForm {
	return func(t *testing.T, want float64) {
		t.Helper()
		p := project(t, retiree("1000000000", "1", 30), Options{Assumptions: flat(t, returns, inflation), Timing: timing})
		wantNear(t, "income", p.SustainableIncome.P95.Float64()/1e9, want, 1e-9)
	}
}

// levelPayout keeps its nominal amount whatever prices do.
func levelPayout(t *testing.T, want float64) {
	plan, no := retiree("1000000000", "1", 25), false
	plan.SpendingIndexed = &no
	p := project(t, plan, Options{Assumptions: flat(t, "4", "2.5")})
	wantNear(t, "income", p.SustainableIncome.P95.Float64()/1e3, want, 1e-9)
}

func futureValue(balance, timing string) closedForm {
	return func(t *testing.T, want float64) {
		t.Helper()
		p := project(t, saver(balance, "20000", 30), Options{Assumptions: flat(t, "6", "0"), Timing: timing})
		wantCents(t, "ending balance", p.EndingBalance.P50, want)
	}
}

// drawnParameter is a figure of the log returns with which futures are drawn.
func drawnParameter(of func(mu, sigma float64) float64) closedForm {
	return func(t *testing.T, want float64) {
		t.Helper()
		from, err := newParametric(iid(t), 1)
		if err != nil {
			t.Fatal(err)
		}
		wantNear(t, "figure", of(from.drift[0], from.loading[0][0]), want, 2e-9)
	}
}

// lumpSumDeviation is that of a lognormal sum over 30 years. Sampled it would
// say little: the tail decides it.
func lumpSumDeviation(mu, sigma float64) float64 {
	return math.Exp(30*mu+15*sigma*sigma) * math.Sqrt(math.Expm1(30*sigma*sigma))
}

const sigma7And18 = 0.1670520403 // of log returns: 7 % arithmetic and 18 %

// medianOfAYear lies within four of its standard errors, σ·√(π/2N).
func medianOfAYear(t *testing.T, want float64) {
	t.Helper()
	p := project(t, retiree("1000000", "0", 1), Options{Assumptions: iid(t), Paths: many})
	wantNear(t, "median", p.EndingBalance.P50.Float64()/1e6, want, 4*sigma7And18*math.Sqrt(math.Pi/2/many))
	wantNear(t, "compound mean", 1+iid(t).Classes[alex.Equity].CompoundPercent().Float64()/100, want, 5e-5)
}

// twoAssets is √(wᵀΣw). The figure is for a correlation of simple returns of
// 0.1; the set states that of log returns which gives it. A drawn year's
// deviation lies within four standard errors, with a kurtosis below 3.6.
func twoAssets(t *testing.T, want float64) {
	t.Helper()
	stocks, bonds := math.Log1p(.18*.18/1.07/1.07), math.Log1p(.06*.06/1.04/1.04) // σ²
	rho := math.Log1p(.1*math.Sqrt(math.Expm1(stocks)*math.Expm1(bonds))) / math.Sqrt(stocks*bonds)
	set := assumptions(t, `{"id":"two","classes":{"equity":{"arithmetic":7,"volatility":18},
		"fixed_income":{"arithmetic":4,"volatility":6}},
		"correlations":{"equity":{"fixed_income":`+strconv.FormatFloat(rho, 'g', -1, 64)+`}},
		"inflation":{"compound":0,"volatility":0}}`)
	_, volatility := Swing(balanced(), set)
	wantNear(t, "volatility", volatility/100, want, 1e-9)

	plan := retiree("1", "0", 1)
	plan.Allocation = balanced()
	_, deviation := meanAndDeviation(futuresOf(t, plan, set, many, 21).balances[1])
	wantNear(t, "drawn deviation", deviation, want, 4*math.Sqrt((3.6-1)/4/many))
}

func lumpSumMean(sums func() []float64) closedForm {
	return func(t *testing.T, want float64) {
		t.Helper()
		mean, _ := meanAndDeviation(sums())
		wantNear(t, "mean", mean, want, 4*8.71219395/math.Sqrt(many)/want)
	}
}

// lumpSumLoss is a binomial rate.
func lumpSumLoss(sums func() []float64) closedForm {
	return func(t *testing.T, want float64) {
		t.Helper()
		lost := 0
		for _, balance := range sums() {
			if balance < 1 {
				lost++
			}
		}
		wantNear(t, "rate", float64(lost)/many, want, 4*math.Sqrt((1-want)/want/many))
	}
}

// lumpSumQuantile lies within four standard errors, in logs
// σ√30·√(p(1−p)/N)/φ(z).
func lumpSumQuantile(sum func() Projection, p, z float64, of func(Band) alex.Money) closedForm {
	return func(t *testing.T, want float64) {
		t.Helper()
		density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
		limit := 4 * sigma7And18 * math.Sqrt(30*p*(1-p)/many) / density
		if miss := math.Log(of(sum().EndingBalance).Float64() / 1e6 / want); math.Abs(miss) > limit {
			t.Errorf("the quantile misses %v by %.4f in logs, more than %.4f", want, miss, limit)
		}
	}
}

func standardErrorOf(k, n int) closedForm {
	return func(t *testing.T, want float64) {
		t.Helper()
		wantNear(t, "standard error", standardError(k, n), want, 1e-9)
	}
}

func meanOfSaving(t *testing.T, want float64) {
	t.Helper()
	all := futuresOf(t, saver("300000", "20000", 30), iid(t), many, 31)
	mean, _ := meanAndDeviation(all.balances[30])
	wantNear(t, "mean", mean, want, 4*4_078_735/math.Sqrt(many)/want)
}

// deviationOfSaving follows from the first two moments of a year's growth, in
// the parameters with which the engine draws it: M′ = m·(M+c) and
// S′ = s·(S + 2c·M + c²).
func deviationOfSaving(t *testing.T, want float64) {
	t.Helper()
	drawnParameter(func(mu, sigma float64) float64 {
		mean, square := math.Exp(mu+sigma*sigma/2), math.Exp(2*mu+2*sigma*sigma)
		first, second := 300_000.0, 9e10
		for range 30 {
			first, second = mean*(first+20_000), square*(second+2*20_000*first+4e8)
		}
		return math.Sqrt(second - first*first)
	})(t, want)
}
