package retirement

import (
	"context"
	"math"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// saidChanges are the what-ifs by their names, as plans.
func saidChanges() map[string]func(*alex.Plan) {
	times := func(m *alex.Money, percent int64) { *m = m.Mul(alex.DecimalOf(percent).Mul(alex.MustDecimal("0.01"))) }
	equity := func(points int) func(*alex.Plan) {
		return func(p *alex.Plan) { p.Allocation = mix("equity", 60+points, "fixed_income", 40-points) }
	}
	changes := map[string]func(*alex.Plan){
		"retire_1_year_later":    func(p *alex.Plan) { p.RetirementAge++ },
		"retire_1_year_earlier":  func(p *alex.Plan) { p.RetirementAge-- },
		"retire_2_years_later":   func(p *alex.Plan) { p.RetirementAge += 2 },
		"retire_2_years_earlier": func(p *alex.Plan) { p.RetirementAge -= 2 },
		"equity_10_points_more":  equity(10), "equity_10_points_less": equity(-10),
		"equity_20_points_more": equity(20), "equity_20_points_less": equity(-20),
	}
	for _, percent := range []int64{10, 20} {
		n := strconv.FormatInt(percent, 10)
		changes["spend_"+n+"_percent_more"] = func(p *alex.Plan) { times(&p.AnnualSpending, 100+percent) }
		changes["spend_"+n+"_percent_less"] = func(p *alex.Plan) { times(&p.AnnualSpending, 100-percent) }
		changes["save_"+n+"_percent_more"] = func(p *alex.Plan) { times(&p.AnnualContribution, 100+percent) }
		changes["save_"+n+"_percent_less"] = func(p *alex.Plan) { times(&p.AnnualContribution, 100-percent) }
	}
	return changes
}

// Each sensitivity is the projection of the changed plan with the same seed,
// and its paired error that of the futures which only one of the two pays.
func TestSensitivitiesAreSeparateProjections(t *testing.T) {
	t.Parallel()
	for _, mode := range Modes() {
		for _, timing := range []string{TimingStart, TimingEnd} {
			t.Run(mode+", "+timing, func(t *testing.T) {
				t.Parallel()
				opt := Options{Mode: mode, Timing: timing}
				from, futures := drawnFor(t, claimant(), opt)
				base, _ := newReplay(claimant(), from.classes(), timing).lives(futures)
				closer := opt
				closer.Detail = DetailStandard
				p := project(t, claimant(), closer)
				changes := saidChanges()
				for _, s := range p.Sensitivities {
					r := newReplay(claimant(), from.classes(), timing)
					if change, ok := changes[s.Name]; ok {
						plan := claimant()
						change(&plan)
						r = newReplay(plan, from.classes(), timing)
						if q := project(t, plan, opt); q.SuccessRate != s.SuccessRate {
							t.Errorf("%s gives %v, projected by itself %v", s.Name, s.SuccessRate, q.SuccessRate)
						}
					}
					r.worse = map[string]float64{"return_1_point_lower": .01}[s.Name]
					r.dearer = map[string]float64{"inflation_1_point_higher": .01}[s.Name]
					lives, _ := r.lives(futures)
					checkPair(t, s, base, lives, mode != ModeHistorical)
					delete(changes, s.Name)
				}
				if len(changes) > 0 || len(p.Sensitivities) != len(saidChanges())+2 {
					t.Errorf("%d sensitivities; not among them: %v", len(p.Sensitivities), sortedKeys(changes))
				}
			})
		}
	}
}

func checkPair(t *testing.T, s Sensitivity, base, other []life, paired bool) {
	t.Helper()
	n := float64(len(base))
	var each []float64 // 1 gained, −1 lost, by future
	sum, rate := 0.0, 0.0
	for i := range base {
		d := 0.0
		if other[i].underpaid == never {
			d++
			rate++
		}
		if base[i].underpaid == never {
			d--
		}
		each = append(each, d)
		sum += d
	}
	if s.SuccessRate != rate/n || s.Delta != sum/n {
		t.Errorf("%s: rate %v and delta %v, in the loop %v and %v", s.Name, s.SuccessRate, s.Delta, rate/n, sum/n)
	}
	if s.Label == "" {
		t.Errorf("%s has no words", s.Name)
	}
	if !paired {
		return
	}
	_, deviation := meanAndDeviation(each)
	want := 1.959964 * deviation / math.Sqrt(n) * math.Sqrt((n-1)/n) // of n, not n − 1
	if math.Abs(*s.PairedError-want) > 1e-8 {
		t.Errorf("%s: the paired error is %.8f, in the loop %.8f", s.Name, *s.PairedError, want)
	}
	if s.WithinNoise != (math.Abs(s.Delta) <= *s.PairedError) {
		t.Errorf("%s: %v ± %v is within the noise: %v", s.Name, s.Delta, *s.PairedError, s.WithinNoise)
	}
}

// By history, one point off is a table with one point less in every cell.
func TestPointsOffAreAnotherTable(t *testing.T) {
	t.Parallel()
	seed := uint64(4)
	series := ownSeries(t)
	opt := Options{Mode: ModeBootstrap, Series: &series, Seed: &seed, Detail: DetailStandard}
	less := func(column []float64, by float64) []float64 {
		changed := make([]float64, len(column))
		for i, x := range column {
			changed[i] = x - by
		}
		return changed
	}
	poorer, dearer := series, series
	poorer.Returns = [][]float64{less(series.Returns[0], .01), less(series.Returns[1], .01)}
	dearer.Inflation = less(series.Inflation, -.01)
	found := 0
	for _, s := range project(t, claimant(), opt).Sensitivities {
		changed := opt
		switch s.Name {
		case "return_1_point_lower":
			changed.Series = &poorer
		case "inflation_1_point_higher":
			changed.Series = &dearer
		default:
			continue
		}
		found++
		if q := project(t, claimant(), changed); q.SuccessRate != s.SuccessRate || s.Delta >= 0 {
			t.Errorf("%s gives %v, another table %v", s.Name, s.SuccessRate, q.SuccessRate)
		}
	}
	if found != 2 {
		t.Errorf("%d of the two sensitivities are there", found)
	}
}

// A change that changes nothing is within the noise; so is one that turns as
// many futures to the better as to the worse.
func TestNothingIsWithinTheNoise(t *testing.T) {
	t.Parallel()
	rich := claimant()
	wealth := thousands(90_000)
	rich.Balance = &wealth
	for _, s := range project(t, rich, Options{Detail: DetailStandard}).Sensitivities {
		if s.Delta != 0 || *s.PairedError != 0 || !s.WithinNoise {
			t.Errorf("%s of a sure plan: %v ± %v, within the noise: %v", s.Name, s.Delta, *s.PairedError, s.WithinNoise)
		}
	}
	few := Options{Paths: MinPaths}
	same, err := Compare(context.Background(), claimant(), claimant(), project(t, claimant(), few), few)
	if err != nil || same.Delta != 0 || *same.PairedError != 0 || !same.WithinNoise {
		t.Errorf("a plan beside itself: %+v, %v", same, err)
	}
	d := compared(fates{never, 3, never, 3}, fates{3, never, never, 3}, true)
	if want := z95 * math.Sqrt(.5/4); d.Delta != 0 || math.Abs(*d.PairedError-want) > 1e-12 || !d.WithinNoise {
		t.Errorf("one to the better and one to the worse of four: %+v, want ± %v", d, want)
	}
}

// Of what the plan does not have, nothing is changed.
func TestSensitivitiesThatDoNotApplyAreLeftOut(t *testing.T) {
	t.Parallel()
	names := func(plan alex.Plan) map[string]bool {
		found := map[string]bool{}
		for _, s := range project(t, plan, Options{Detail: DetailStandard}).Sensitivities {
			found[s.Name] = true
		}
		return found
	}
	retired := retiree("1000000", "50000", 30)
	retired.AnnualContribution = thousands(10) // never made
	want := map[string]bool{
		"spend_10_percent_less": true, "spend_10_percent_more": true, "spend_20_percent_less": true, "spend_20_percent_more": true,
		"return_1_point_lower": true, "inflation_1_point_higher": true, "equity_10_points_less": true, "equity_20_points_less": true,
	}
	if diff := cmp.Diff(want, names(retired)); diff != "" {
		t.Errorf("retired, all in equity (-want +got):\n%s", diff)
	}
	soon := earner(1)
	if got := names(soon); got["retire_2_years_earlier"] || !got["retire_1_year_earlier"] || !got["retire_2_years_later"] {
		t.Errorf("a year before retirement: %v", got)
	}
}

// Points move between equity and the rest, which keeps its proportions, in
// every step of a glide path; a mix of equity alone takes fixed income.
func TestEquityPointsKeepTheProportionsOfTheRest(t *testing.T) {
	t.Parallel()
	three := func(equity, bonds, cash string) alex.ClassAllocation {
		return alex.ClassAllocation{
			alex.Equity: {Decimal: alex.MustDecimal(equity)}, alex.FixedIncome: {Decimal: alex.MustDecimal(bonds)}, alex.Cash: {Decimal: alex.MustDecimal(cash)},
		}
	}
	tests := []struct {
		name        string
		mix, glide  alex.ClassAllocation
		points      int64
		want, later alex.ClassAllocation // nil: refused
	}{
		{"ten more", three("60", "25", "15"), balanced(), 10, three("70", "18.75", "11.25"), mix("equity", 70, "fixed_income", 30)},
		{"twenty less", three("60", "25", "15"), balanced(), -20, three("40", "37.5", "22.5"), mix("equity", 40, "fixed_income", 60)},
		{"all of it", three("80", "10", "10"), balanced(), 20, mix("equity", 100), mix("equity", 80, "fixed_income", 20)},
		{"equity alone", mix("equity", 100), balanced(), -10, mix("equity", 90, "fixed_income", 10), mix("equity", 50, "fixed_income", 50)},
		{"from none", mix("cash", 100), balanced(), 10, mix("equity", 10, "cash", 90), mix("equity", 70, "fixed_income", 30)},
		{"too many", mix("equity", 85, "cash", 15), balanced(), 20, nil, nil},
		{"too few later", balanced(), mix("cash", 95, "equity", 5), -10, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := alex.Plan{Allocation: test.mix, GlidePath: []alex.GlideStep{{Age: 70, Allocation: test.glide}}}
			got, ok := withEquity(plan, test.points, DefaultAssumptions().classNames())
			if ok != (test.want != nil) {
				t.Fatalf("admitted: %v", ok)
			}
			if !ok {
				return
			}
			same := cmp.Comparer(func(x, y alex.Percent) bool { return x.Cmp(y.Decimal) == 0 })
			if diff := cmp.Diff(test.want, got.Allocation, same); diff != "" {
				t.Errorf("the mix (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.later, got.GlidePath[0].Allocation, same); diff != "" {
				t.Errorf("the glide path (-want +got):\n%s", diff)
			}
			if err := got.Allocation.Validate("allocation"); err != nil {
				t.Error(err)
			}
		})
	}
}
