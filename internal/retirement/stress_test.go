package retirement

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
)

// The plan begun in a bad year is a plain loop over the table from there on, as
// far as it reaches.
func TestStressIsALoopOverTheTable(t *testing.T) {
	t.Parallel()
	spender := retiree("1000000", "62000", 30)
	spender.Allocation = balanced()
	for name, plan := range map[string]alex.Plan{"earner": claimant(), "spender": spender, "short": retiree("100000", "5000", 10)} {
		for _, timing := range []string{TimingStart, TimingEnd} {
			s := ShippedSeries()
			got := project(t, plan, Options{Timing: timing, Detail: DetailFull}).Stress
			want, r := []StressYear{}, newReplay(plan, s.Classes, timing)
			for _, year := range []int{1929, 1966, 1973, 2000, 2008} {
				l := r.planned(yearsFrom(s, year))
				years := len(l.balances) - 1
				stress := StressYear{
					StartYear: year, Years: years, Complete: years == plan.HorizonAge-plan.CurrentAge,
					PaidInFull: l.underpaid == never, Balance: dollars(l.balances[years]),
				}
				if l.underpaid != never {
					age := plan.CurrentAge + l.underpaid
					stress.UnderpaidAge = &age
				}
				want = append(want, stress)
			}
			cents := cmp.Comparer(func(x, y alex.Money) bool { return math.Abs(x.Sub(y).Float64()) < .011 })
			if diff := cmp.Diff(want, got, cents); diff != "" {
				t.Errorf("%s, %s (-loop +engine):\n%s", name, timing, diff)
			}
		}
	}
}

// The figures of the stress years are facts of the table: 2000 and 2008 end with
// it, and who spends 6.2 % of half stocks is ruined from 1966 on.
func TestStressYearsOfASpender(t *testing.T) {
	t.Parallel()
	plan := retiree("1000000", "62000", 30)
	plan.Allocation = balanced()
	for _, year := range project(t, plan, Options{Detail: DetailFull}).Stress {
		wantYears := min(30, 2023-year.StartYear)
		if year.Years != wantYears || year.Complete != (year.StartYear < 1994) || (year.UnderpaidAge == nil) != year.PaidInFull {
			t.Errorf("%+v", year)
		}
		if year.StartYear == 1966 && year.PaidInFull {
			t.Error("begun in 1966, everything is paid")
		}
	}
}

// An own table without those years, or without a class of the plan, has no
// stress years.
func TestStressOfAnOwnTable(t *testing.T) {
	t.Parallel()
	own := cut(ownSeries(t), 1930, 1970)
	plan := retiree("1000000", "50000", 20)
	var years []int
	for _, year := range project(t, plan, Options{Detail: DetailFull, Series: &own}).Stress {
		years = append(years, year.StartYear)
	}
	if !slices.Equal(years, []int{1966}) {
		t.Errorf("from 1930 to 1970 the stress years are %v, want 1966", years)
	}
	plan.Allocation = mix("equity", 50, "cash", 50)
	if p := project(t, plan, Options{Detail: DetailFull, Series: &own}); len(p.Stress) != 0 || p.Stress == nil {
		t.Errorf("without a column for cash: %+v", p.Stress)
	}
}

// The worst calendar years of a mix are those of the table, sorted.
func TestWorstYearsAreThoseOfTheTable(t *testing.T) {
	t.Parallel()
	s := ShippedSeries()
	for name, allocation := range map[string]alex.ClassAllocation{
		"stocks": mix("equity", 100), "balanced": balanced(), "bonds": mix("fixed_income", 100),
		"proxies": mix("real_estate", 50, "cash", 30, "alternatives", 20),
	} {
		weights := map[string][3]float64{ // of stocks, bonds and inflation, by the proxies' words; cash stays
			"stocks": {1, 0, 0}, "balanced": {.6, .4, 0}, "bonds": {0, 1, 0}, "proxies": {.6, .1, 0},
		}[name]
		var want []float64
		returns := map[int]float64{}
		for y := range s.Years() {
			x := weights[0]*s.Returns[0][y] + weights[1]*s.Returns[1][y] + weights[2]*s.Inflation[y]
			want = append(want, x)
			returns[s.FirstYear+y] = x
		}
		slices.Sort(want)
		got := WorstYears(allocation, 5)
		if len(got) != 5 {
			t.Fatalf("%s: %d years", name, len(got))
		}
		for i, year := range got {
			if x := year.Return.Float64() / 100; math.Abs(x-want[i]) > 5.1e-5 || math.Abs(x-returns[year.Year]) > 5.1e-5 {
				t.Errorf("%s: number %d is %d with %s %%, in the table %.2f %%", name, i, year.Year, year.Return, 100*want[i])
			}
		}
	}
	if got := WorstYears(mix("equity", 100), 1); got[0].Year != 1931 {
		t.Errorf("the worst year of stocks is %d, want 1931", got[0].Year)
	}
	if got := WorstYears(mix("equity", 100), 1000); len(got) != 152 {
		t.Errorf("of 1,000 years there are %d, want all 152", len(got))
	}
	if got := WorstYears(mix("equity", 100), 0); len(got) != 0 {
		t.Errorf("of no years there are %v", got)
	}
}

// A year on record before retirement is neither paid nor short: no money is
// withdrawn in it.
func TestFates(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		current, retirement int
		year                StressYear
		want                Fate
	}{
		"short, whatever else":       {40, 80, StressYear{Years: 30, PaidInFull: false, Complete: true}, FateShort},
		"record ends before":         {40, 67, StressYear{Years: 23, PaidInFull: true}, FateWorking},
		"record ends at retirement":  {40, 67, StressYear{Years: 27, PaidInFull: true}, FateWorking},
		"one year of retirement":     {40, 67, StressYear{Years: 28, PaidInFull: true}, FateSoFar},
		"retired from the beginning": {70, 70, StressYear{Years: 15, PaidInFull: true}, FateSoFar},
		"to its end":                 {40, 67, StressYear{Years: 55, PaidInFull: true, Complete: true}, FatePaid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.year.Fate(alex.Plan{CurrentAge: c.current, RetirementAge: c.retirement}); got != c.want {
				t.Errorf("the fate is %q, want %q", got, c.want)
			}
		})
	}
}
