package retirement

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"alex"
)

const twelfth = 12 // months

// leverOf is the lever of that name, or nil.
func leverOf(p Projection, name string) *Lever {
	for i := range p.Levers {
		if p.Levers[i].Name == name {
			return &p.Levers[i]
		}
	}
	return nil
}

// Each lever in dollars is projected again as a plan of its own: what it says
// reaches the target, within half a point, and a cent a month less does not.
func TestLeversInDollarsAreTheLeastThatIsEnough(t *testing.T) {
	t.Parallel()
	level := claimant()
	no := false
	level.SpendingIndexed, level.Incomes[0].Indexed, level.AnnualSpending = &no, &no, thousands(190)
	none := claimant()
	none.AnnualContribution, none.ContributionGrowth = alex.Money{}, alex.Percent{}
	levers := map[string]func(*alex.Plan, alex.Decimal){
		"save_more": func(p *alex.Plan, month alex.Decimal) {
			p.AnnualContribution = p.AnnualContribution.Add(alex.Dollars(month.Mul(alex.DecimalOf(twelfth))))
		},
		"spend_less": func(p *alex.Plan, month alex.Decimal) {
			p.AnnualSpending = p.AnnualSpending.Sub(alex.Dollars(month.Mul(alex.DecimalOf(twelfth))))
		},
	}
	for plan, change := range map[string]alex.Plan{"real": claimant(), "nominal": level, "without saving": none} {
		for _, mode := range Modes() {
			t.Run(plan+", "+mode, func(t *testing.T) {
				t.Parallel()
				p := project(t, change, Options{Mode: mode, Detail: DetailStandard})
				for name, turn := range levers {
					l := leverOf(p, name)
					if l == nil || !l.Reached || l.Unit != UnitDollarsAMonth {
						t.Fatalf("at %v %s: %+v", p.SuccessRate, name, l)
					}
					with, without := change, change
					turn(&with, l.Value)
					turn(&without, l.Value.Sub(alex.MustDecimal("0.01")))
					enough, less := project(t, with, Options{Mode: mode}), project(t, without, Options{Mode: mode})
					if enough.SuccessRate != l.SuccessRate {
						t.Errorf("%s gives %v, projected by itself %v", name, l.SuccessRate, enough.SuccessRate)
					}
					if mode != ModeHistorical && (enough.SuccessRate < .85 || enough.SuccessRate > .855) {
						t.Errorf("%s reaches %v", name, enough.SuccessRate)
					}
					if n := max(less.Paths, less.Windows); less.Successes*100 >= TargetPercent*n || enough.Successes*100 < TargetPercent*n {
						t.Errorf("%s of %s reaches %d of %d, a cent less %d", name, l.Value, enough.Successes, n, less.Successes)
					}
				}
			})
		}
	}
}

// Where a month is an exact number of cents, no cent is added.
func TestLeversAddNoCent(t *testing.T) {
	t.Parallel()
	for spending, want := range map[string]string{"40012": "1", "40011.99": "1", "40012.01": "1.01", "46811.76": "567.65", "46811.77": "567.65", "46811.88": "567.66"} {
		plan := retiree("1200000", spending, 30) // pays 40,000
		p := project(t, plan, Options{Assumptions: flat(t, "0", "0"), Detail: DetailStandard})
		if l := leverOf(p, "spend_less"); l == nil || l.Value.String() != want || !l.Reached {
			t.Errorf("of %s: %+v, want %s a month", spending, l, want)
		}
	}
	for contribution, want := range map[string]string{"30000": "833.34", "34000": "500.00", "34000.01": "500.00", "33999.99": "500.01"} {
		plan := retiree("0", "40000", 40) // 20 years of 40,000 for 20 years
		plan.CurrentAge, plan.RetirementAge, plan.HorizonAge = 40, 60, 80
		plan.AnnualContribution = alex.MustMoney(contribution)
		p := project(t, plan, Options{Assumptions: flat(t, "0", "0"), Detail: DetailStandard})
		if l := leverOf(p, "save_more"); l == nil || l.Value.Fixed(2) != want || !l.Reached {
			t.Errorf("beside %s: %+v, want %s a month", contribution, l, want)
		}
	}
}

// Retiring later is in months: a plain loop over the same futures reaches the
// target with as many, and not with one fewer; whole years are the plan with
// that age.
func TestRetiringLaterIsTheFewestMonths(t *testing.T) {
	t.Parallel()
	seen := map[int64]bool{}
	for _, spending := range []string{"62000", "66000", "70000", "75000", "81000"} {
		for _, timing := range []string{TimingStart, TimingEnd} {
			plan := claimant()
			plan.AnnualSpending = alex.MustMoney(spending)
			opt := Options{Timing: timing, Detail: DetailStandard}
			from, futures := drawnFor(t, plan, opt)
			l := leverOf(project(t, plan, opt), "retire_later")
			if l == nil || !l.Reached {
				t.Fatalf("%s: %+v", spending, l)
			}
			months := int64(l.Value.Float64())
			seen[months%twelfth] = true
			r := newReplay(plan, from.classes(), timing)
			r.months = int(months)
			_, enough := r.lives(futures)
			r.months--
			_, less := r.lives(futures)
			if rate := float64(enough) / MinPaths; rate != l.SuccessRate || less >= targetCount(MinPaths) || enough < targetCount(MinPaths) {
				t.Errorf("%s, %s: %d months give %v; in the loop %v, and %d futures with a month less", spending, timing, months, l.SuccessRate, rate, less)
			}
			plan.RetirementAge += int(months) / twelfth
			whole, after := project(t, plan, Options{Timing: timing}), plan
			after.RetirementAge++
			if next := project(t, after, Options{Timing: timing}); whole.SuccessRate > l.SuccessRate || next.SuccessRate < l.SuccessRate {
				t.Errorf("%s: %d months give %v, whole years %v and %v", spending, months, l.SuccessRate, whole.SuccessRate, next.SuccessRate)
			}
		}
	}
	if len(seen) < 3 {
		t.Errorf("the months are %v: whole years alone prove little", seen)
	}
}

// A lever that cannot reach the target says how far it goes, and none is
// offered where the target is reached.
func TestLeversThatDoNotReach(t *testing.T) {
	t.Parallel()
	hopeless := claimant()
	hopeless.AnnualSpending = thousands(400)
	p := project(t, hopeless, Options{Detail: DetailStandard})
	l := leverOf(p, "retire_later")
	if l == nil || l.Reached || l.Value.Cmp(alex.DecimalOf(12*twelfth)) != 0 { // from 63 to 75
		t.Errorf("retiring later: %+v", l)
	}
	if l := leverOf(p, "claim_later"); l == nil || l.Reached {
		t.Errorf("claiming later: %+v", l)
	}
	if p := project(t, earner(30), Options{Detail: DetailStandard}); len(p.Levers) != 0 || p.SuccessRate < .85 {
		t.Errorf("at %v there are %d levers", p.SuccessRate, len(p.Levers))
	}
	retired := retiree("900000", "52000", 30)
	retired.Allocation = balanced()
	if p := project(t, retired, Options{Detail: DetailStandard}); len(p.Levers) != 1 || p.Levers[0].Name != "spend_less" {
		t.Errorf("someone retired can %+v", p.Levers)
	}
}

// The required contribution and balance of so many percent are paid in full in
// as many futures, and two cents less are not.
func TestRequiredAmountsAreTheLeastThatIsEnough(t *testing.T) {
	t.Parallel()
	taxed := claimant()
	taxed.Tax = alex.PercentOf100(30)
	taxed.Events = append(taxed.Events, alex.Event{Name: "house", Amount: thousands(60), Age: 70})
	for name, plan := range map[string]alex.Plan{"earner": claimant(), "taxed, with events": taxed} {
		for _, mode := range Modes() {
			for _, timing := range []string{TimingStart, TimingEnd} {
				t.Run(strings.Join([]string{name, mode, timing}, ", "), func(t *testing.T) {
					t.Parallel()
					opt := Options{Mode: mode, Timing: timing}
					from, futures := drawnFor(t, plan, opt)
					opt.Detail = DetailStandard
					p := project(t, plan, opt)
					checkRequired(t, "saving", p.RequiredSaving, futures, func(amount float64) *replay {
						r := newReplay(plan, from.classes(), timing)
						r.contribution = amount
						return r
					})
					checkRequired(t, "balance", p.RequiredBalance, futures, func(amount float64) *replay {
						r := newReplay(plan, from.classes(), timing)
						r.balance = amount
						return r
					})
				})
			}
		}
	}
}

func checkRequired(t *testing.T, what string, amounts *Income, futures []economy, with func(float64) *replay) {
	t.Helper()
	for percent, amount := range map[int]alex.Money{50: amounts.P50, 75: amounts.P75, 90: amounts.P90, 95: amounts.P95} {
		need := (percent*len(futures) + 99) / 100
		if percent == 95 && amount.Sign() <= 0 {
			t.Fatalf("%s at %d %% is %s: the plan does not test anything", what, percent, amount)
		}
		_, enough := with(amount.Float64()).lives(futures)
		less := 0
		if amount.Sign() > 0 {
			_, less = with(amount.Float64() - .02).lives(futures)
		}
		if enough < need || less >= need {
			t.Errorf("%s of %s at %d %% pays %d of %d, two cents less %d", what, amount, percent, enough, need, less)
		}
	}
}

// Claiming later raises a benefit as the law's table has it.
func TestClaimedLaterTheBenefitIsTheLaws(t *testing.T) {
	t.Parallel()
	// Social Security Administration, "Benefit Reduction for Early Retirement"
	// and "Delayed Retirement Credits": percent of the full benefit at whole
	// ages, by the year of birth.
	tables := map[int]map[int]float64{
		1954: {62: 75, 63: 80, 64: 86.667, 65: 93.333, 66: 100, 67: 108, 68: 116, 69: 124, 70: 132},
		1955: {62: 74.167, 70: 130.667}, 1956: {62: 73.333, 70: 129.333}, 1957: {62: 72.5, 70: 128},
		1958: {62: 71.667, 70: 126.667}, 1959: {62: 70.833, 70: 125.333},
		1960: {62: 70, 63: 75, 64: 80, 65: 86.667, 66: 93.333, 67: 100, 68: 108, 69: 116, 70: 124},
		1985: {62: 70, 67: 100, 70: 124},
		0:    {62: 70, 67: 100, 70: 124},
	}
	for born, percents := range tables {
		for from, low := range percents {
			for to, high := range percents {
				if to <= from {
					continue
				}
				plan := claimant()
				plan.BirthYear, plan.Incomes[0].StartAge, plan.Incomes[0].Annual = born, from, thousands(1000)
				later, moved := claimingLater(plan, to-from)
				got := later.Incomes[0]
				if want := 1e6 * high / low; !moved || got.StartAge != to || math.Abs(got.Annual.Float64()-want) > 15 {
					t.Errorf("born %d, %d instead of %d: %s from %d, want %.0f", born, to, from, got.Annual, got.StartAge, want)
				}
			}
		}
	}
}

// The lever is the plan with the benefit moved, the fewest years that reach the
// target, or the best where none does; what has begun does not wait.
func TestClaimingLaterIsASeparateProjection(t *testing.T) {
	t.Parallel()
	reached, found := map[bool]bool{}, map[string]bool{}
	for _, spending := range []int64{85, 88, 90, 96} {
		plan := claimant()
		plan.AnnualSpending = thousands(spending)
		plan.Incomes = []alex.Income{
			{Name: "Social Security", Annual: thousands(40), StartAge: 62},
			{Name: "pension", Annual: thousands(5), StartAge: 63},
		}
		rates := claimedLater(t, plan)
		l := leverOf(project(t, plan, Options{Detail: DetailStandard}), "claim_later")
		if l == nil {
			t.Fatalf("there is no such lever; projected: %v", rates)
		}
		t.Logf("%d thousand: %s months give %v; projected: %v", spending, l.Value, l.SuccessRate, rates)
		reached[l.Reached], found[l.Value.String()] = true, true
		years := int(l.Value.Float64()) / twelfth
		if years < 1 || years > 8 || rates[years-1] != l.SuccessRate || l.Reached != (l.SuccessRate >= .85) {
			t.Fatalf("%d years give %v, reached: %v; projected: %v", years, l.SuccessRate, l.Reached, rates)
		}
		for i, rate := range rates {
			if rate >= .85 && i+1 < years || !l.Reached && rate > l.SuccessRate {
				t.Errorf("%d years give %v, more than or as good as %d", i+1, rate, years)
			}
		}
		plan.CurrentAge, plan.RetirementAge = 66, 66
		if _, moved := claimingLater(plan, 1); moved {
			t.Error("a benefit that has begun is moved")
		}
	}
	if len(reached) != 2 || !found["12"] || len(found) < 3 {
		t.Errorf("the plans reach the target: %v, by %v months: they do not test enough", reached, found)
	}
}

// claimedLater are the rates with the first income claimed at 63 … 70 instead
// of 62, by someone born after 1960: 75, 80, 86⅔ … 124 instead of 70 percent.
func claimedLater(t *testing.T, plan alex.Plan) (rates []float64) {
	t.Helper()
	for i, factor := range []string{
		"1.071428571", "1.142857143", "1.238095238", "1.333333333", "1.428571429", "1.542857143", "1.657142857", "1.771428571",
	} {
		moved := plan
		moved.Incomes = slices.Clone(plan.Incomes)
		moved.Incomes[0].StartAge = 63 + i
		moved.Incomes[0].Annual = moved.Incomes[0].Annual.Mul(alex.MustDecimal(factor))
		rates = append(rates, project(t, moved, Options{}).SuccessRate)
	}
	return rates
}

// Compare is two projections in the same futures.
func TestCompareIsTwoProjections(t *testing.T) {
	t.Parallel()
	changed := claimant()
	changed.AnnualSpending, changed.HorizonAge, changed.CurrentAge = thousands(60), 96, 48
	same := claimant()
	same.RetirementAge = 66
	for _, mode := range Modes() {
		for name, other := range map[string]alex.Plan{"another length": changed, "the same length": same} {
			t.Run(mode+", "+name, func(t *testing.T) {
				t.Parallel()
				opt := Options{Mode: mode, Paths: MinPaths}
				c, err := Compare(context.Background(), claimant(), other, project(t, other, opt), opt)
				if err != nil {
					t.Fatal(err)
				}
				p, q := project(t, claimant(), opt), project(t, other, opt)
				if c.BaseSuccessRate != p.SuccessRate || c.SuccessRate != q.SuccessRate || c.Delta == 0 ||
					math.Abs(c.Delta-(q.SuccessRate-p.SuccessRate)) > 1e-12 ||
					inText(t, c.BaseIncome) != inText(t, p.SustainableIncome) || inText(t, c.Income) != inText(t, q.SustainableIncome) ||
					c.BaseEnding.Cmp(p.EndingBalance.P50) != 0 || c.Ending.Cmp(q.EndingBalance.P50) != 0 {
					t.Errorf("%+v, projected %v and %v", c, p.SuccessRate, q.SuccessRate)
				}
				if (c.PairedError == nil) != (mode == ModeHistorical) {
					t.Fatalf("the paired error is %v", c.PairedError)
				}
				if mode == ModeHistorical {
					return
				}
				from, futures := drawnFor(t, claimant(), opt)
				base, _ := newReplay(claimant(), from.classes(), TimingStart).lives(futures)
				_, longer := drawnFor(t, other, opt)
				lives, _ := newReplay(other, from.classes(), TimingStart).lives(longer)
				checkPair(t, Sensitivity{"comparison", "x", c.SuccessRate, c.Delta, c.PairedError, c.WithinNoise}, base, lives, true)
				checkSameFutures(t, futures, longer)
			})
		}
	}
}

func inText(t *testing.T, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func checkSameFutures(t *testing.T, some, others []economy) {
	t.Helper()
	for path := range some {
		for y := range min(len(some[path]), len(others[path])) {
			if !slices.Equal(some[path][y], others[path][y]) {
				t.Fatalf("year %d of future %d is another", y, path)
			}
		}
	}
}
