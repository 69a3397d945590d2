package retirement

import (
	"context"
	"math"
	"strconv"
	"testing"

	"alex"
)

const ruinPaths = 10_000

// A perpetual constant withdrawal is ruined when the present value of all
// spending along a path exceeds the wealth. In continuous time that value is
// reciprocal gamma (Milevsky and Robinson 2005). Withdrawals at the start of
// each year cost more, those at its end less: the theorem lies between the two.
//
// The engine stops after 80 years. That only lowers the rate at the end of
// years; at the start, what the rest could ruin is bounded from below by the
// theorem again, given each path's balance after 80 years (at most 8 points of
// these rows). Half-way between the two lies the theorem, within the noise and
// half a point: the error of the trapezoidal rule.
func TestPerpetualRuinLiesBetweenStartAndEnd(t *testing.T) {
	t.Parallel()
	markets := map[[2]string][]map[string]string{}
	for _, row := range facts(t, "testdata/milevsky_perpetual_ruin.csv") {
		key := [2]string{row["mu"], row["sigma"]}
		markets[key] = append(markets[key], row)
	}
	if len(markets) != 5 {
		t.Fatalf("there are %d markets, want 5", len(markets))
	}
	for key, rows := range markets {
		t.Run("μ "+key[0]+", σ "+key[1], func(t *testing.T) {
			t.Parallel()
			mu, sigma := figure(t, key[0]), figure(t, key[1])
			futures := diffusion(t, mu, sigma)
			for _, row := range rows {
				checkRuin(t, futures, mu, sigma, row)
			}
		})
	}
}

func checkRuin(t *testing.T, futures *sample, mu, sigma float64, row map[string]string) {
	t.Helper()
	alpha, beta := 2*mu/(sigma*sigma)-1, sigma*sigma/2
	spend, want := figure(t, row["spend_per_100"])/100, figure(t, row["ruin_pct"])
	wantNear(t, "the table's figure", want, 100*gammaCDF(alpha, spend/beta), 1e-4)

	start, startLater := ruined(t, futures, spend, TimingStart, alpha, beta)
	end, endLater := ruined(t, futures, spend, TimingEnd, alpha, beta)
	noise := 4 * 100 * math.Sqrt(want/100*(1-want/100)/ruinPaths)
	t.Logf("%s of 100: %.2f (+%.2f) at the end, %.2f, %.2f (+%.2f) at the start; noise %.2f",
		row["spend_per_100"], end, endLater, want, start, startLater, noise)
	if end > want+noise || start+startLater < want-noise || end >= start {
		t.Errorf("%s of 100: ruin is %.2f %% at the end of years, %.2f + %.2f %% at the start; the theorem gives %.2f",
			row["spend_per_100"], end, start, startLater, want)
	}
	if between := (start + startLater + end + endLater) / 2; math.Abs(between-want) > noise+0.5 {
		t.Errorf("%s of 100: half-way between start and end ruin is %.2f %%, the theorem gives %.2f", row["spend_per_100"], between, want)
	}
}

// diffusion draws 80 years of a geometric Brownian motion of drift mu.
func diffusion(t *testing.T, mu, sigma float64) *sample {
	t.Helper()
	percent := func(x float64) string { return strconv.FormatFloat(100*x, 'f', -1, 64) }
	deviation := math.Exp(mu) * math.Sqrt(math.Expm1(sigma*sigma)) // of simple returns
	set := assumptions(t, `{"id":"gbm","classes":{"equity":{"arithmetic":`+percent(math.Expm1(mu))+
		`,"volatility":`+percent(deviation)+`}},"inflation":{"compound":0,"volatility":0}}`)
	from, err := newParametric(set, 2005)
	if err != nil {
		t.Fatal(err)
	}
	wantNear(t, "drift of logs", from.drift[0], mu-sigma*sigma/2, 1e-9)
	s := newSample(from, ruinPaths, alex.MaxHorizonYears)
	if err := s.keep(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
	return s
}

// ruined is the rate in percent within 80 years, and what the theorem adds for
// all years after them.
func ruined(t *testing.T, drawn *sample, spend float64, timing string, alpha, beta float64) (rate, later float64) {
	t.Helper()
	plan := retiree("1000000", strconv.Itoa(int(math.Round(1e6*spend))), 80)
	plan.CurrentAge, plan.RetirementAge, plan.HorizonAge = 20, 20, 100
	r := newRun(plan, drawn, Options{Timing: timing})
	var underpaid, left [ruinPaths]float64
	err := r.each(context.Background(), func(w *walker, first, count int, f futures) {
		var balances [alex.MaxHorizonYears + 1]wide
		ends := w.walk(f, balances[:])
		for lane := range count {
			if ends[lane].underpaid != never {
				underpaid[first+lane] = 1
				continue
			}
			left[first+lane] = gammaCDF(alpha, 1e6*spend/balances[80][lane]/beta)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range ruinPaths {
		rate += 100 * underpaid[path] / ruinPaths
		later += 100 * left[path] / ruinPaths
	}
	return rate, later
}

// gammaCDF is the regularised lower incomplete gamma function P(a, x) by its
// series x^a·e^−x/Γ(a+1)·Σ xⁿ/((a+1)…(a+n)).
func gammaCDF(a, x float64) float64 {
	if x > 200 {
		return 1
	}
	term, sum := 1.0, 1.0
	for n := 1.0; term > 1e-16*sum; n++ {
		term *= x / (a + n)
		sum += term
	}
	logGamma, _ := math.Lgamma(a + 1)
	return min(math.Exp(a*math.Log(x)-x-logGamma)*sum, 1)
}
