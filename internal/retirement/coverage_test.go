package retirement

import (
	"math"
	"testing"
)

const seeds = 200

// A 95 % interval covers the truth in about 95 of 100 simulations. The truth is
// the rate of 100,000 futures of a seed of their own, known ten times better
// than that of 1,000.
func TestWilsonIntervalsCoverTheTruth(t *testing.T) {
	t.Parallel()
	plan, set := retiree("1000000", "62000", 20), iid(t)
	seed := uint64(1 << 40)
	truth := project(t, plan, Options{Assumptions: set, Paths: many, Seed: &seed}).SuccessRate
	covered, rates := 0, make([]float64, seeds)
	for i := range rates {
		seed := uint64(i)
		p := project(t, plan, Options{Assumptions: set, Seed: &seed})
		rates[i] = p.SuccessRate
		if *p.SuccessLow <= truth && truth <= *p.SuccessHigh {
			covered++
		}
	}
	mean, deviation := meanAndDeviation(rates)
	stated := math.Sqrt(truth * (1 - truth) / MinPaths)
	t.Logf("%.4f is covered by %d of %d intervals; the rates' deviation is %.4f, stated %.4f", truth, covered, seeds, deviation, stated)
	if covered < seeds*90/100 || covered > seeds*99/100 {
		t.Errorf("%d of %d intervals cover the truth, want 90 to 99 %%", covered, seeds)
	}
	wantNear(t, "mean rate", mean, truth, 4*stated*math.Sqrt(1.0/seeds+MinPaths/1e5)/truth)
	wantNear(t, "deviation of the rates", deviation, stated, 4/math.Sqrt(2*seeds))
}

// Neighbouring seeds and neighbouring paths have nothing to do with each other:
// neither their normals nor the squares of them correlate.
func TestStreamsOfNeighboursAreIndependent(t *testing.T) {
	t.Parallel()
	const draws = 4
	normals := func(seed uint64) [draws][]float64 {
		z, out := newZiggurat(newExponential()), make([]wide, draws)
		var all [draws][]float64
		for path := range 50_000 {
			z.fill(&stream{seed, uint64(path)}, out, 0)
			for k := range out {
				all[k] = append(all[k], out[k][0])
			}
		}
		return all
	}
	one, next := normals(1), normals(2)
	square := func(x []float64) []float64 {
		y := make([]float64, len(x))
		for i := range x {
			y[i] = x[i] * x[i]
		}
		return y
	}
	for k := range draws {
		last := len(one[k]) - 1
		for name, pair := range map[string][2][]float64{
			"seeds": {one[k], next[k]}, "paths": {one[k][:last], one[k][1:]}, "paths two apart": {one[k][:last-1], one[k][2:]},
			"years": {one[k], one[(k+1)%draws]},
		} {
			limit := 4.5 / math.Sqrt(float64(len(pair[0])))
			if r := correlationOf(pair[0], pair[1]); math.Abs(r) > limit {
				t.Errorf("draw %d of neighbouring %s correlates by %.4f", k, name, r)
			}
			if r := correlationOf(square(pair[0]), square(pair[1])); math.Abs(r) > limit {
				t.Errorf("the square of draw %d of neighbouring %s correlates by %.4f", k, name, r)
			}
		}
	}
}
