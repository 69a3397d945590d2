package retirement

import (
	"math"
	"testing"

	"alex"
)

// TestNominalOfKnownInterest: money at a fixed interest is the same number of
// that year's dollars in every future, whatever prices do, while its worth
// today differs from future to future.
func TestNominalOfKnownInterest(t *testing.T) {
	t.Parallel()
	plan := alex.Plan{
		CurrentAge: 60, RetirementAge: 60, HorizonAge: 90, Allocation: mix("cash", 100),
		Accounts: []alex.PlanAccount{{
			Kind: alex.TaxDeferred, Balance: alex.MustMoney("100000"), Cash: alex.MustMoney("100000"), CashInterest: alex.DecimalFromFloat(.03, 2),
		}},
	}
	p := project(t, plan, Options{Detail: DetailStandard})
	if len(p.NominalPercentiles) != len(p.Percentiles) || len(p.Percentiles) != 31 {
		t.Fatalf("%d nominal bands beside %d", len(p.NominalPercentiles), len(p.Percentiles))
	}
	for year, band := range p.NominalPercentiles {
		want := 100_000 * math.Pow(1.03, float64(year))
		if band.Age != 60+year || math.Abs(band.P5.Float64()-want) > .02 || math.Abs(band.P95.Float64()-want) > .02 {
			t.Errorf("at %d the dollars of the year are %v to %v, want %.2f", band.Age, band.P5, band.P95, want)
		}
	}
	if last := p.Percentiles[30]; last.P95.Float64() < 1.2*last.P5.Float64() {
		t.Errorf("today's worth is %v to %v: prices do not differ", last.P5, last.P95)
	}
}

// TestNominalOfKnownPrices: where prices rise by a known percent, the dollars of
// a year are today's times those prices.
func TestNominalOfKnownPrices(t *testing.T) {
	t.Parallel()
	set := DefaultAssumptions()
	two := alex.PercentOf100(2)
	set.ID, set.Inflation = "two", ReturnModel{Compound: &two}
	plan := saver("400000", "10000", 45)
	plan.RetirementAge, plan.AnnualSpending, plan.Allocation = 50, alex.MustMoney("30000"), balanced()
	for _, timing := range []string{TimingStart, TimingEnd} {
		p := project(t, plan, Options{Detail: DetailStandard, Assumptions: set, Timing: timing})
		for year, band := range p.NominalPercentiles {
			prices := math.Pow(1.02, float64(year))
			for name, pair := range map[string][2]alex.Money{
				"p10": {band.P10, p.Percentiles[year].P10}, "p50": {band.P50, p.Percentiles[year].P50}, "p90": {band.P90, p.Percentiles[year].P90},
			} {
				if got, want := pair[0].Float64(), pair[1].Float64()*prices; math.Abs(got-want) > .01*prices+.01 {
					t.Errorf("%s, %d, %s: %v, want %.2f", timing, band.Age, name, got, want)
				}
			}
		}
	}
}
