package retirement

import (
	"math"
	"testing"

	"alex"
)

func TestTheHistogramOfEndingBalances(t *testing.T) {
	t.Parallel()
	balances := []float64{0, 0.004, 1, 999.99, 1000, 4_999, 14_000, 1e9}
	bins := endingHistogram(balances, 14_000)
	type row struct {
		from, to string
		futures  float64
	}
	var got []row
	for _, b := range bins {
		to := "more"
		if b.To != nil {
			to = b.To.String()
		}
		if b.Share > 0 {
			got = append(got, row{b.From.String(), to, b.Share * 8})
		}
	}
	want := []row{{"0.00", "0.00", 2}, {"0.00", "1000.00", 2}, {"1000.00", "2000.00", 1}, {"4000.00", "5000.00", 1}, {"14000.00", "more", 2}}
	if len(got) != len(want) {
		t.Fatalf("bins %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("bin %d is %v, want %v", i, got[i], want[i])
		}
	}
}

func TestAHistogramWithoutMoney(t *testing.T) {
	t.Parallel()
	bins := endingHistogram([]float64{0, 0}, 0)
	if len(bins) != 2 || bins[0].Share != 1 || bins[1].Share != 0 || bins[1].To != nil {
		t.Errorf("bins are %v", bins)
	}
}

// Every future is in one bin, the bins lie against each other, and the share
// below the middle balance is a half.
func TestTheHistogramHoldsEveryFuture(t *testing.T) {
	t.Parallel()
	p := project(t, retiree("1000000", "45000", 30), Options{Assumptions: iid(t)})
	sum, below := 0.0, 0.0
	for i, b := range p.EndingHistogram {
		sum += b.Share
		if b.To == nil {
			if i != len(p.EndingHistogram)-1 {
				t.Errorf("bin %d has no end", i)
			}
			continue
		}
		if i > 0 && b.From.Cmp(*p.EndingHistogram[i-1].To) != 0 {
			t.Errorf("bin %d begins at %v, and the one before ends at %v", i, b.From, *p.EndingHistogram[i-1].To)
		}
		if b.To.Cmp(p.EndingBalance.P50) <= 0 {
			below += b.Share
		}
	}
	wantNear(t, "all shares", sum, 1, 1e-12)
	if below > 0.5 {
		t.Errorf("%.3f of the futures end in bins below the middle balance", below)
	}
	if n := len(p.EndingHistogram); n < 9 || n > endingBins+3 {
		t.Errorf("%d bins", n)
	}
}

func TestCashFlowsAreThePlanAsStated(t *testing.T) {
	t.Parallel()
	level := false
	plan := saverWhoRetires() // 50 years old
	plan.RetirementAge, plan.HorizonAge, plan.Allocation = 52, 55, mix("equity", 100)
	plan.AnnualContribution, plan.AnnualSpending = dollars(10_000), dollars(40_000)
	plan.Incomes = []alex.Income{
		{Name: "Social Security", Annual: dollars(20_000), StartAge: 53},
		{Name: "Pension", Annual: dollars(1_000), StartAge: 52, Indexed: &level},
	}
	plan.Events = []alex.Event{{Name: "Roof", Amount: dollars(-5_000), Age: 51}}
	p := project(t, plan, Options{Assumptions: flat(t, "5", "2")})
	money := func(amount float64) string { return dollars(amount).String() }
	want := [][3]string{ // spending, income, contribution
		{"0.00", "0.00", money(10_000)},
		{money(5_000), "0.00", money(10_000)},
		{money(40_000), money(1_000 / math.Pow(1.02, 2)), "0.00"},
		{money(40_000), money(20_000 + 1_000/math.Pow(1.02, 3)), "0.00"},
		{money(40_000), money(20_000 + 1_000/math.Pow(1.02, 4)), "0.00"},
	}
	if len(p.CashFlows) != len(want) {
		t.Fatalf("%d years, want %d", len(p.CashFlows), len(want))
	}
	for i, f := range p.CashFlows {
		if got := [3]string{f.Spending.String(), f.Income.String(), f.Contribution.String()}; f.Age != 50+i || got != want[i] {
			t.Errorf("at %d: %v, want %v", f.Age, got, want[i])
		}
	}
}

// TestHistogramOfWildEndings ends with more than a whole number can count.
func TestHistogramOfWildEndings(t *testing.T) {
	t.Parallel()
	bins := endingHistogram([]float64{0, 5, 1e300, math.Inf(1)}, 100)
	if first, last := bins[0], bins[len(bins)-1]; first.Share != 0.25 || last.Share != 0.5 || last.To != nil {
		t.Errorf("bins %+v", bins)
	}
}
