package retirement

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"alex"
)

func wantMean(t *testing.T, what string, values []float64, want, tolerance float64) {
	t.Helper()
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	if mean := sum / float64(len(values)); math.Abs(mean-want) > tolerance {
		t.Errorf("the mean of %s is %.5f, want %v", what, mean, want)
	}
}

// compound is the geometric mean from a first to a last year.
func compound(s Series, column []float64, first, last int) float64 {
	growth := 1.0
	for _, value := range column[first-s.FirstYear : last-s.FirstYear+1] {
		growth *= 1 + value
	}
	return math.Pow(growth, 1/float64(last-first+1)) - 1
}

func TestShippedSeries(t *testing.T) {
	t.Parallel()
	s := ShippedSeries()
	if s.ID != "us-annual-1" || s.Name == "" || s.Source == "" {
		t.Errorf("the table is %q, %q from %q", s.ID, s.Name, s.Source)
	}
	if s.FirstYear != 1871 || s.LastYear() != 2022 || s.Years() != 152 {
		t.Errorf("%d to %d are %d years; want 1871 to 2022, 152", s.FirstYear, s.LastYear(), s.Years())
	}
	if diff := cmp.Diff([]alex.AssetClass{alex.Equity, alex.FixedIncome}, s.Classes); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	for _, class := range alex.AssetClass("").Known() {
		if returns, _, ok := s.Column(class); !ok || len(returns) != 152 {
			t.Errorf("%s has %d years, %v", class, len(returns), ok)
		}
	}
}

// Facts that any good record of the years shows, within what a January-to-
// January year of monthly means can differ. The compound figures are those of
// the whole table, computed apart from it; inflation agrees with the shipped
// set "historical".
func TestShippedSeriesFacts(t *testing.T) {
	t.Parallel()
	s := ShippedSeries()
	equity, _, _ := s.Column(alex.Equity)
	bonds, _, _ := s.Column(alex.FixedIncome)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"inflation 1926–2022", compound(s, s.Inflation, 1926, 2022), 0.0295},
		{"equity 1926–2022", compound(s, equity, 1926, 2022), 0.1008},
		{"bonds 1926–2022", compound(s, bonds, 1926, 2022), 0.0486},
		{"equity 1871–2022", compound(s, equity, 1871, 2022), 0.0912},
	} {
		if math.Abs(c.got-c.want) > 0.0001 {
			t.Errorf("%s compounds to %.5f, want %v", c.what, c.got, c.want)
		}
	}
	for _, c := range []struct {
		what      string
		column    []float64
		year      int
		low, high float64
	}{
		{"equity", equity, 1907, -0.30, -0.20},
		{"equity", equity, 1929, -0.15, -0.05},
		{"equity", equity, 1930, -0.30, -0.20},
		{"equity", equity, 1931, -0.48, -0.40},
		{"equity", equity, 1937, -0.38, -0.28},
		{"equity", equity, 1974, -0.28, -0.18},
		{"equity", equity, 2002, -0.25, -0.17},
		{"equity", equity, 2008, -0.40, -0.32},
		{"fixed income", bonds, 1982, 0.30, 0.45},
		{"fixed income", bonds, 2022, -0.18, -0.10},
		{"inflation", s.Inflation, 1931, -0.11, -0.08},
		{"inflation", s.Inflation, 1946, 0.17, 0.19},
		{"inflation", s.Inflation, 1979, 0.13, 0.15},
	} {
		if got := c.column[c.year-s.FirstYear]; got < c.low || got > c.high {
			t.Errorf("%s in %d is %v, want %v to %v", c.what, c.year, got, c.low, c.high)
		}
	}
	if worst := s.FirstYear + lowest(equity); worst != 1931 {
		t.Errorf("the worst year of equity is %d, want 1931", worst)
	}
}

// lowest is the index of the lowest value.
func lowest(values []float64) int {
	at := 0
	for i, value := range values {
		if value < values[at] {
			at = i
		}
	}
	return at
}

// The figures of 1931 follow from the thirteen months of the source by the
// rule that the table states.
func TestShippedSeriesRule(t *testing.T) {
	t.Parallel()
	price := []float64{15.98, 17.2, 17.53, 15.86, 14.33, 13.87, 14.33, 13.9, 11.83, 10.25, 10.39, 8.44, 8.3}
	dividend := []float64{0.9667, 0.9533, 0.94, 0.9267, 0.9133, 0.9, 0.8867, 0.8733, 0.86, 0.8467, 0.8333, 0.82}
	yield := []float64{3.34, 3.37, 3.4, 3.42, 3.45, 3.48, 3.51, 3.54, 3.57, 3.6, 3.62, 3.65, 3.68}
	equity, bond := 1.0, 1.0
	for m := range dividend {
		equity *= (price[m+1] + dividend[m]/12) / price[m]
		coupon, y := yield[m]/100, yield[m+1]/100
		discount := math.Pow(1+y, -10)
		bond *= coupon*(1-discount)/y + discount + coupon/12
	}
	s := ShippedSeries()
	year := 1931 - s.FirstYear
	want := []float64{equity - 1, bond - 1, 14.3/15.9 - 1}
	got := []float64{s.Returns[0][year], s.Returns[1][year], s.Inflation[year]}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 5e-7)); diff != "" {
		t.Errorf("1931 (-rule +table):\n%s", diff)
	}
}

func TestShippedProxies(t *testing.T) {
	t.Parallel()
	s := ShippedSeries()
	for class, proxy := range s.Proxies {
		sum := 0.0
		for _, weight := range proxy.Weights {
			sum += weight
		}
		if sum != 1 || proxy.Words == "" {
			t.Errorf("the weights of %s sum to %v, in words %q", class, sum, proxy.Words)
		}
	}
	last := s.Years() - 1
	half := s.Returns[0][last]/2 + s.Returns[1][last]/2
	for class, want := range map[alex.AssetClass]struct {
		value float64
		words string
	}{
		alex.Equity:       {s.Returns[0][last], ""},
		alex.FixedIncome:  {s.Returns[1][last], ""},
		alex.RealEstate:   {s.Returns[0][last], "real estate follows equity"},
		alex.Commodities:  {s.Inflation[last], "commodities follow inflation"},
		alex.Cash:         {s.Inflation[last], "cash follows inflation"},
		alex.Alternatives: {half, "alternatives follow half equity, half fixed income"},
	} {
		returns, words, ok := s.Column(class)
		if !ok || words != want.words || returns[last] != want.value {
			t.Errorf("%s in 2022 is %v (%q, %v), want %v (%q)", class, returns[last], words, ok, want.value, want.words)
		}
	}
}

func TestColumnIsMissing(t *testing.T) {
	t.Parallel()
	s := parseReturns(t, "year,equity,inflation\n2000,0.1,0.02\n2001,0.2,0.03\n")
	s.Proxies = map[alex.AssetClass]Proxy{alex.Alternatives: {map[alex.AssetClass]float64{alex.FixedIncome: 1}, "x"}}
	for _, class := range []alex.AssetClass{alex.FixedIncome, alex.Alternatives, alex.KeyUnclassified, Inflation, ""} {
		if returns, _, ok := s.Column(class); ok || returns != nil {
			t.Errorf("%q resolves to %v", class, returns)
		}
	}
}

// What a caller does to a column or to the table reaches no one else.
func TestColumnIsTheCallers(t *testing.T) {
	t.Parallel()
	s := ShippedSeries()
	for _, class := range alex.AssetClass("").Known() {
		returns, _, _ := s.Column(class)
		clear(returns)
	}
	s.Proxies[alex.Cash].Weights[Inflation] = 0
	if diff := cmp.Diff(s.Returns, ShippedSeries().Returns); diff != "" || s.Inflation[0] == 0 {
		t.Errorf("the table changed:\n%s", diff)
	}
	if cash, _, _ := ShippedSeries().Column(alex.Cash); cash[0] == 0 {
		t.Error("the proxies are shared")
	}
}
