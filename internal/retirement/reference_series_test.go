package retirement

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

// A series as long as the plan is one future: what comes out is what the book
// comes to, through the mix, its glide path, cash at its interest and the fee.
func TestProjectionEqualsNominalBook(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plan := anyHousehold(t, alex.WithdrawalRules()...)
		plan.Allocation = mix("equity", 50, "fixed_income", 30, "cash", 20)
		plan.GlidePath = []alex.GlideStep{
			{Age: rapid.IntRange(45, 99).Draw(t, "step"), Allocation: mix("equity", 10, "fixed_income", 60, "cash", 30)},
			{Age: 44, Allocation: mix("fixed_income", 100)},
		}
		addCash(t, &plan)
		years := plan.LastAge() - plan.CurrentAge
		if years < 2 {
			return
		}
		classes := [3]story{anyStory(t, years), anyStory(t, years), anyStory(t, years)}
		timing := rapid.SampledFrom([]string{TimingStart, TimingEnd}).Draw(t, "timing")
		series := seriesOf(t, classes)
		p, err := Project(context.Background(), plan, Options{Mode: ModeHistorical, Series: &series, Timing: timing})
		if err != nil {
			t.Fatalf("project: %v", err)
		}
		b := keepBook(plan, dials{spending: plan.AnnualSpending.Float64()}, timing, mixed(plan, classes))
		if !b.unsure {
			wantProjected(t, plan, p, b)
		}
	})
}

func addCash(t *rapid.T, plan *alex.Plan) {
	for i := range plan.Accounts {
		a := &plan.Accounts[i]
		a.Cash = alex.Dollars(a.Balance.Decimal().Mul(alex.MustDecimal("0.1")))
		a.CashInterest = alex.MustDecimal(rapid.SampledFrom([]string{"0", "0.0400", "0.0125"}).Draw(t, "interest"))
	}
}

// seriesOf is a table of the growth of equity, fixed income and cash, and of
// the first story's prices.
func seriesOf(t *rapid.T, classes [3]story) Series {
	var text strings.Builder
	text.WriteString("year,equity,fixed_income,cash,inflation\n")
	for year := range classes[0].growth {
		fmt.Fprintf(&text, "%d,%.17f,%.17f,%.17f,%.17f\n", 1901+year, classes[0].growth[year]-1,
			classes[1].growth[year]-1, classes[2].growth[year]-1, classes[0].prices[year]-1)
	}
	series, err := ParseReturns(strings.NewReader(text.String()))
	if err != nil {
		t.Fatalf("series: %v", err)
	}
	return series
}

// mixed is the story of the plan's mix, rebalanced every year.
func mixed(plan alex.Plan, classes [3]story) story {
	s := story{growth: make([]float64, len(classes[0].growth)), prices: classes[0].prices}
	interest, cash := 0.0, 0.0
	for _, a := range plan.Accounts {
		interest += a.Cash.Float64() * a.CashInterest.Float64()
		cash += a.Cash.Float64()
	}
	for year := range s.growth {
		weights := plan.Allocation
		if age := plan.CurrentAge + year; age >= plan.GlidePath[0].Age {
			weights = plan.GlidePath[0].Allocation
		} else if age >= plan.GlidePath[1].Age {
			weights = plan.GlidePath[1].Allocation
		}
		for i, class := range []alex.AssetClass{alex.Equity, alex.FixedIncome, alex.Cash} {
			growth := classes[i].growth[year]
			if class == alex.Cash && cash > 0 {
				growth = 1 + interest/cash
			}
			s.growth[year] += weights[class].Float64() / 100 * growth
		}
	}
	return s
}

func wantProjected(t *rapid.T, plan alex.Plan, p Projection, b *book) {
	near := func(what string, got alex.Money, want float64) {
		if diff := got.Float64() - want; diff > .006+1e-9*want || diff < -.006-1e-9*want {
			t.Fatalf("%s is %s, in the book %.4f", what, got, want)
		}
	}
	for year, band := range p.Percentiles {
		near(fmt.Sprintf("the balance at %d", band.Age), band.P50, b.closing[year])
	}
	near("spent", p.MedianTotalSpent, b.spent)
	near("the shortfall", p.ExpectedShortfall, b.unpaid)
	if p.Windows != 1 || (p.Successes == 1) != (b.failed < 0) {
		t.Fatalf("%d of %d windows succeed, in the book the first underpaid year is %d", p.Successes, p.Windows, b.failed)
	}
	if p.DepletionAges != nil && p.DepletionAges.P50 != plan.CurrentAge+b.failed {
		t.Fatalf("the first underpaid age is %d, in the book %d", p.DepletionAges.P50, plan.CurrentAge+b.failed)
	}
}
