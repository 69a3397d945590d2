package retirement

import (
	"math"
	"strings"
	"testing"
)

// Years small enough to be reckoned by hand: the balances after each, in
// today's dollars.
func TestWorkedYears(t *testing.T) {
	t.Parallel()
	for _, test := range workedYears() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := parsePlan(t, test.plan)
			s := story{growth: test.growth, prices: test.prices}
			for range plan.LastAge() - plan.CurrentAge - len(s.growth) {
				s.growth = append(s.growth, 1)
			}
			for range len(s.growth) - len(s.prices) {
				s.prices = append(s.prices, 1)
			}
			schedule := newSchedule(plan, test.timing, 0)
			w := newWalker(&schedule)
			balances := make([]wide, len(s.growth)+1)
			o := w.walk(s.real(plan), balances)[storyLane]
			for year, want := range test.balances {
				if math.Abs(balances[year+1][storyLane]-want) > .006 {
					t.Errorf("after year %d %.2f is left, want %.2f", year, balances[year+1][storyLane], want)
				}
			}
			if test.underpaid == unsaid {
				return
			}
			if o.underpaid != test.underpaid || math.Abs(o.unfunded-test.unfunded) > .006 {
				t.Errorf("underpaid in year %d by %.2f in all, want %d and %.2f", o.underpaid, o.unfunded, test.underpaid, test.unfunded)
			}
		})
	}
}

type worked struct {
	name, plan, timing string
	growth, prices     []float64 // 1 in the years that are left out
	balances           []float64
	underpaid          int
	unfunded           float64
}

const unsaid = -2 // the years after those that are reckoned

func workedYears() []worked {
	return append(workedAccounts(), workedRules()...)
}

const (
	at73 = `{"currentAge":73,"retirementAge":73,"horizonAge":75,"birthYear":1953,"allocation":{"equity":100},
		"accounts":[{"kind":"tax_deferred","balance":"265000","taxPercent":20}],`
	threeAccounts = `{"currentAge":65,"retirementAge":65,"horizonAge":68,"allocation":{"equity":100},"annualSpending":"13000",
		"accounts":[{"kind":"tax_free","balance":"5000"},{"kind":"tax_deferred","balance":"20000","taxPercent":25},
		{"kind":"taxable","balance":"10000"}]}`
	pair = `{"currentAge":70,"retirementAge":70,"horizonAge":72,"balance":"100000","allocation":{"equity":100},
		"annualSpending":"40000","partner":{"currentAge":68,"horizonAge":72},
		"incomes":[{"name":"Social Security","annual":"24000","startAge":70},
		{"name":"Social Security","annual":"18000","startAge":69,"partner":true}]}`
)

func workedAccounts() []worked {
	return []worked{
		// 265,000 ÷ 26.5 = 10,000, of which tax leaves 8,000, kept in a taxable
		// account; then 255,000 ÷ 25.5 = 10,000 again.
		{name: "distributions", plan: at73 + `"annualSpending":"0"}`, balances: []float64{263_000, 261_000}, underpaid: never},
		// 5,000 of the 8,000 are spent, 3,000 kept: 258,000; then again.
		{name: "distributions that are spent", plan: at73 + `"annualSpending":"5000"}`, balances: []float64{258_000, 251_000}, underpaid: never},
		// 8,000 and 2,000 ÷ 0.8 more: 252,500; then 252,500 ÷ 25.5 = 9,901.96, of
		// which 7,921.57 are left, and 2,078.43 ÷ 0.8 = 2,598.04 more.
		{name: "spending beyond distributions", plan: at73 + `"annualSpending":"10000"}`, balances: []float64{252_500, 240_000}, underpaid: never},
		// A tenth of growth first, then a distribution of the balance before it:
		// 291,500 − 2,000 of tax; then of 281,500: 11,039.22, of which 2,207.84 is tax.
		{name: "distributions at the end", plan: at73 + `"annualSpending":"0"}`, timing: TimingEnd, growth: []float64{1.1}, balances: []float64{289_500, 287_292.16}, underpaid: never},
		// Prices a quarter higher: 265,000 nominal ÷ 26.5 is 8,000 of today's
		// dollars, of which tax takes 1,600; 265,000 ÷ 1.25 = 212,000.
		{name: "distributions are of nominal dollars", plan: at73 + `"annualSpending":"0"}`, timing: TimingEnd, prices: []float64{1.25}, balances: []float64{210_400}, underpaid: never},
		// A year that leaves 26,500, less than 265,000 ÷ 6.4 at 100: all of it goes.
		{name: "distributions of no more than there is", plan: strings.Replace(at73, `"currentAge":73,"retirementAge":73,"horizonAge":75`, `"currentAge":100,"retirementAge":100,"horizonAge":102`, 1) + `"annualSpending":"0"}`, timing: TimingEnd, growth: []float64{.1}, balances: []float64{21_200, 21_200}, underpaid: never},
		// 10,000 and 3,000 ÷ 0.75 = 4,000; then 16,000 · 0.75 = 12,000 and 1,000;
		// then the last 4,000, and 9,000 are missing.
		{name: "order of drawing", plan: threeAccounts, balances: []float64{21_000, 4_000, 0}, underpaid: 2, unfunded: 9_000},
		// 40,000 − 24,000; then 42,000 − 40,000 are saved; from the first death on
		// 32,000, of which the larger benefit still pays 24,000.
		{name: "first death", plan: pair, balances: []float64{84_000, 86_000, 78_000, 70_000}, underpaid: never},
	}
}

const (
	million = `{"currentAge":65,"retirementAge":65,"balance":"1000000","allocation":{"equity":100},`
	guarded = million + `"annualSpending":"40000","withdrawalRule":{"kind":"guardrails"},`
)

func workedRules() []worked {
	return []worked{
		// Nominal −23 % with 10 % inflation: 960,000 · 0.7 = 672,000. No raise for
		// inflation: 36,363.64, still 5.41 % against 4 %: cut to 32,727.27. Then
		// money doubles: 2.56 % is below 3.2 %, raised to 36,000.
		{name: "a cut and a raise", plan: guarded + `"horizonAge":95}`, growth: []float64{.77, 2}, prices: []float64{1.1}, balances: []float64{672_000, 1_278_545.45, 1_242_545.45}, underpaid: never},
		// 960,000 · 0.98 ÷ 1.03 = 913,398.06; 40,000 is 4.38 % of it: no raise, so
		// 38,834.95. After a year of gain there is one again.
		{name: "a skipped raise", plan: guarded + `"horizonAge":95}`, growth: []float64{.98, 1.01}, prices: []float64{1.03}, balances: []float64{913_398.06, 883_308.74, 844_473.79}, underpaid: unsaid},
		// 960,000 · 1.01 ÷ 1.03 = 941,359.22: no loss in dollars, so the raise stays.
		{name: "a gain below inflation", plan: guarded + `"horizonAge":95}`, growth: []float64{1.01}, prices: []float64{1.03}, balances: []float64{941_359.22, 901_359.22}, underpaid: unsaid},
		// Prices fell in a year of loss: 960,000 · 0.9025 ÷ 0.95 = 912,000, of which
		// 40,000 is 4.39 %. No raise is left out, for there was none.
		{name: "deflation", plan: guarded + `"horizonAge":95}`, growth: []float64{.9025}, prices: []float64{.95}, balances: []float64{912_000, 872_000}, underpaid: unsaid},
		// 16 years are left in the second year: 480,000 pays 36,000, then 444,000
		// at 8.1 % would be cut again, but 15 are left. 12,000 are there for the
		// year 14, of 32,000 that are enough, and nothing for the last two.
		{name: "no cut in the last fifteen years", plan: guarded + `"horizonAge":82}`, growth: []float64{.5}, balances: []float64{480_000, 444_000, 408_000}, underpaid: 14, unfunded: 84_000},
		// 5 % and 20 % of tax: 40,000 for 50,000; 41,800 for 52,250 of 1,045,000;
		// 31,768 for 39,710 of 794,200, where 80 % of the target are 32,000; then
		// 754,490 · 1.3756 = 1,037,876.44, of which 5 % go, and again.
		{name: "percent", plan: million + `"annualSpending":"40000","taxPercent":20,"withdrawalRule":{"kind":"percent","percent":5},"horizonAge":70}`, growth: []float64{1.1, .8, 1.3756, 1, 1}, balances: []float64{1_045_000, 794_200, 1_037_876.44, 985_982.62, 936_683.49}, underpaid: 2, unfunded: 232},
		// The same rate from the plan's own first year.
		{name: "percent of the first year", plan: million + `"annualSpending":"40000","taxPercent":20,"withdrawalRule":{"kind":"percent"},"horizonAge":70}`, growth: []float64{1.1, .8, 1.3756, 1, 1}, balances: []float64{1_045_000, 794_200, 1_037_876.44, 985_982.62, 936_683.49}, underpaid: 2, unfunded: 232},
		// 4 % of 1,440,000 is 57,600, at most 48,000; 4 % of 556,800 is 22,272, at
		// least 34,000; 41,824 of 1,045,600; 40,151.04 of 1,003,776.
		{name: "floor and ceiling", plan: million + `"annualSpending":"40000","withdrawalRule":{"kind":"floor_ceiling"},"horizonAge":70}`, growth: []float64{1.5, .4, 2}, balances: []float64{1_440_000, 556_800, 1_045_600, 1_003_776, 963_624.96}, underpaid: never},
	}
}
