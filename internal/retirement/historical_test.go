package retirement

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// everyWindow walks the plan from each start year whose horizon lies in the
// series, and says which falls short, which could pay the least, and what each
// could pay.
func everyWindow(plan alex.Plan, s Series, timing string) (lives []life, failed []int, worst int, incomes []float64) {
	r := newReplay(plan, s.Classes, timing)
	least := math.Inf(1)
	for year := s.FirstYear; year+plan.HorizonAge-plan.CurrentAge-1 <= s.LastYear(); year++ {
		e := yearsFrom(s, year)
		l := r.planned(e)
		lives = append(lives, l)
		if l.underpaid != never {
			failed = append(failed, year)
		}
		income := r.affordable(e)
		incomes = append(incomes, income)
		if income < least {
			worst, least = year, income
		}
	}
	return lives, failed, worst, incomes
}

func TestHistoricalModeIsEveryStartYear(t *testing.T) {
	t.Parallel()
	retired := retiree("1000000", "52000", 30)
	retired.Allocation = balanced()
	level := retired
	no := false
	level.SpendingIndexed = &no
	glide := earner(12)
	glide.GlidePath = []alex.GlideStep{{Age: 50, Allocation: mix("equity", 80, "fixed_income", 20)}, {Age: 70, Allocation: mix("equity", 30, "fixed_income", 70)}}
	tests := []struct {
		name    string
		plan    alex.Plan
		series  Series
		windows int
	}{
		{"thirty years of the shipped table", retired, ShippedSeries(), 152 - 30 + 1},
		{"nominal spending", level, ShippedSeries(), 152 - 30 + 1},
		{"saving and a glide path", glide, ShippedSeries(), 152 - 45 + 1},
		{"41 windows of an own table", retired, ownSeries(t), 70 - 30 + 1},
		{"all of an own table", retired, cut(ownSeries(t), 1940, 1969), 1},
	}
	for _, test := range tests {
		for _, timing := range []string{TimingStart, TimingEnd} {
			t.Run(test.name+", "+timing, func(t *testing.T) {
				t.Parallel()
				p := project(t, test.plan, Options{Mode: ModeHistorical, Timing: timing, Series: &test.series})
				lives, failed, worst, incomes := everyWindow(test.plan, test.series, timing)
				if p.Windows != test.windows || p.Windows != len(lives) || p.Paths != 0 {
					t.Fatalf("%d windows and %d paths, want %d", p.Windows, p.Paths, test.windows)
				}
				checkLives(t, "windows", test.plan, p, lives, len(lives)-len(failed))
				if diff := cmp.Diff(failed, p.FailedStarts); diff != "" {
					t.Errorf("failed starts (-loop +engine):\n%s", diff)
				}
				if p.WorstStart == nil || *p.WorstStart != worst {
					t.Errorf("the worst start is %v, in the loop %d", p.WorstStart, worst)
				}
				checkOrderStatistics(t, p, incomes)
			})
		}
	}
}

// checkOrderStatistics holds incomes to the one with zero-based ascending
// index N − ⌈pN⌉, floored to the cent.
func checkOrderStatistics(t *testing.T, p Projection, incomes []float64) {
	t.Helper()
	slices.Sort(incomes)
	n := len(incomes)
	for percent, got := range map[int]alex.Money{
		50: p.SustainableIncome.P50, 75: p.SustainableIncome.P75, 90: p.SustainableIncome.P90, 95: p.SustainableIncome.P95,
	} {
		want := incomes[n-int(math.Ceil(float64(percent)*float64(n)/100))]
		if math.Abs(got.Float64()-want) > 0.0101 {
			t.Errorf("income at %d %% is %s, in the loop %.3f", percent, got, want)
		}
	}
	for _, point := range p.IncomeCurve {
		percent := int(math.Round(100 * point.SuccessRate))
		want := incomes[n-int(math.Ceil(float64(percent)*float64(n)/100))]
		if math.Abs(point.Income.Float64()-want) > 0.0101 {
			t.Errorf("the curve at %d %% is %s, in the loop %.3f", percent, point.Income, want)
		}
	}
}

// Where nothing is ever withdrawn, no start year is worse than another.
func TestNoStartIsWorstWhereNothingIsWithdrawn(t *testing.T) {
	t.Parallel()
	if p := project(t, saver("1000", "10", 30), Options{Mode: ModeHistorical}); p.WorstStart != nil || p.Successes != p.Windows {
		t.Errorf("the worst start of a saver is %v", *p.WorstStart)
	}
}

// At 41 windows the indices of 50, 75, 90 and 95 percent are 20, 10, 4 and 2.
func TestOrderStatisticsOf41Windows(t *testing.T) {
	t.Parallel()
	sorted := make([]float64, 41)
	for i := range sorted {
		sorted[i] = float64(1000 + i)
	}
	for percent, index := range map[int]int64{50: 20, 75: 10, 90: 4, 95: 2, 99: 0, 5: 38} {
		got, ok := payableIn(sorted, percent)
		if !ok || got.Cmp(alex.Dollars(alex.DecimalOf(1000+index))) != 0 {
			t.Errorf("%d %% of 41 is %s, want index %d", percent, got, index)
		}
	}
}

// Windows overlap, so nothing is said of their noise, and they are no paths.
func TestHistoricalModeAsJSON(t *testing.T) {
	t.Parallel()
	p := project(t, earner(10), Options{Mode: ModeHistorical, Detail: DetailStandard})
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	for _, null := range []string{"successLow", "successHigh", "standardError"} {
		if value, ok := fields[null]; !ok || value != nil {
			t.Errorf("%s is %v, want null", null, value)
		}
	}
	if _, ok := fields["paths"]; ok || fields["windows"] != 108.0 {
		t.Errorf("paths are there: %v, windows: %v", ok, fields["windows"])
	}
	if len(p.Sensitivities) == 0 {
		t.Fatal("there are no sensitivities")
	}
	for _, s := range p.Sensitivities {
		if s.PairedError != nil || s.WithinNoise {
			t.Errorf("%s has a paired error, %v", s.Name, s.PairedError)
		}
	}
}

func TestHistoryThatCannotBeReplayedIsRefusedByField(t *testing.T) {
	t.Parallel()
	own := parseReturns(t, "year,equity,inflation\n1990,0.1,0.02\n1991,-0.1,0.03\n1992,0.2,0.03\n")
	three := retiree("1000", "10", 3)
	cash := three
	cash.Allocation = mix("equity", 50, "cash", 50)
	glide := three
	glide.GlidePath = []alex.GlideStep{{Age: 66, Allocation: mix("equity", 50, "fixed_income", 50)}}
	tests := []struct {
		name  string
		plan  alex.Plan
		mode  string
		field string
	}{
		{"as long as the file", three, ModeHistorical, ""},
		{"longer than the file", retiree("1000", "10", 4), ModeHistorical, "horizonAge"},
		{"longer than the file, in blocks", retiree("1000", "10", 40), ModeBootstrap, ""},
		{"a class without a column", cash, ModeHistorical, "allocation.cash"},
		{"a class without a column, in blocks", cash, ModeBootstrap, "allocation.cash"},
		{"in the glide path", glide, ModeHistorical, "glidePath[0].allocation.fixed_income"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Project(context.Background(), test.plan, Options{Mode: test.mode, Series: &own})
			if test.field == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			wantField(t, err, test.field)
		})
	}
}

// What stands in for a class is said in words, in the modes that use it, for
// the classes that are held.
func TestProxiesAreSaidInWords(t *testing.T) {
	t.Parallel()
	plan := retiree("1000000", "30000", 20)
	plan.Allocation = mix("equity", 40, "fixed_income", 20, "real_estate", 20, "cash", 20)
	want := []string{"real estate follows equity", "cash follows inflation"}
	for mode, words := range map[string][]string{ModeParametric: nil, ModeHistorical: want, ModeBootstrap: want} {
		got := project(t, plan, Options{Mode: mode}).Warnings
		if len(got) != len(words) {
			t.Errorf("%s: %q, want %q", mode, got, words)
		}
		for _, text := range words {
			if !slices.ContainsFunc(got, func(w string) bool { return strings.Contains(w, text) }) {
				t.Errorf("%s: %q does not say %q", mode, got, text)
			}
		}
	}
	plan.Allocation = balanced()
	if got := project(t, plan, Options{Mode: ModeHistorical}).Warnings; len(got) > 0 {
		t.Errorf("a plan without proxies warns %q", got)
	}
}
