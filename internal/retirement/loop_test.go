package retirement

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"alex"
)

// loopJob is what the engine, a plain Go loop and a C loop all do, to compare
// their answers and their times: the plan's futures with constant real flows.
// The numbers are worked out apart from the engine's own.
type loopJob struct {
	plan        alex.Plan
	assumptions Assumptions
	seed        uint64
	paths       int

	start, kept, tolerance float64
	weights                []float64   // by class
	mu                     []float64   // by class, then inflation
	loadings               [][]float64 // rows of a lower triangle, as mu
	flows                  []float64   // real, net, at the start of each year
}

func newLoopJob(t testing.TB, plan alex.Plan, seed uint64, paths int) loopJob {
	t.Helper()
	a := DefaultAssumptions()
	j := loopJob{plan: plan, assumptions: a, seed: seed, paths: paths}
	j.start, j.kept = plan.Balance.Float64(), 1-plan.Fee.Float64()/100
	factor, err := cholesky(a.correlationMatrix())
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range a.drawOrder() {
		model := a.Inflation
		if name != Inflation {
			model = a.Classes[alex.AssetClass(name)]
			j.weights = append(j.weights, plan.Allocation[alex.AssetClass(name)].Float64()/100)
		}
		l := model.logParameters()
		row := make([]float64, i+1)
		for k := range row {
			row[k] = l.sigma * factor[i][k]
		}
		j.mu, j.loadings = append(j.mu, l.mu), append(j.loadings, row)
	}
	j.addFlows()
	return j
}

func (j *loopJob) addFlows() {
	inflows := j.start
	for age := j.plan.CurrentAge; age < j.plan.HorizonAge; age++ {
		if age < j.plan.RetirementAge {
			saved := j.plan.AnnualContribution.Float64()
			j.flows = append(j.flows, saved)
			inflows += saved
			continue
		}
		need := j.plan.AnnualSpending.Float64()
		for _, income := range j.plan.Incomes {
			if age >= income.StartAge {
				need -= income.Annual.Float64()
				inflows += income.Annual.Float64()
			}
		}
		j.flows = append(j.flows, -need/(1-j.plan.Tax.Float64()/100))
	}
	j.tolerance = 1e-9 * inflows
}

// engineLoop is the engine's way, on one worker.
var engineLoop = func(t testing.TB, j loopJob) (successes int, ending float64) {
	from, err := newParametric(j.assumptions, j.seed)
	if err != nil {
		t.Fatal(err)
	}
	s := newSample(from, j.paths, j.plan.LastAge()-j.plan.CurrentAge)
	r := newRun(j.plan, s, Options{Timing: TimingStart, Workers: 1})
	var balances [alex.MaxHorizonYears + 1]wide
	err = r.each(context.Background(), func(w *walker, _, count int, f futures) {
		ends := w.walk(f, balances[:s.years+1])
		for lane := range count {
			if ends[lane].underpaid == never {
				successes++
			}
			ending += balances[s.years][lane]
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return successes, ending
}

// plainLoop is the same without any thought of speed.
func plainLoop(j loopJob) (successes int, ending float64) {
	z := make([]float64, len(j.mu))
	for path := range j.paths {
		rng := rand.New(rand.NewPCG(j.seed, uint64(path)))
		balance, failed := j.start, false
		for _, flow := range j.flows {
			for k := range z {
				z[k] = rng.NormFloat64()
			}
			mix := 0.0
			for i, weight := range j.weights {
				mix += weight * math.Exp(j.logReturn(i, z))
			}
			growth := mix * j.kept * math.Exp(-j.logReturn(len(j.weights), z))
			balance += flow
			if balance < 0 {
				failed = failed || balance < -j.tolerance
				balance = 0
			}
			balance *= growth
		}
		if !failed {
			successes++
		}
		ending += balance
	}
	return successes, ending
}

func (j *loopJob) logReturn(i int, z []float64) float64 {
	x := j.mu[i]
	for k, loading := range j.loadings[i] {
		x += loading * z[k]
	}
	return x
}

// TestLoopsAgree holds the engine to a plain loop and, where there is a C
// compiler, to one in another language that makes its own random numbers.
func TestLoopsAgree(t *testing.T) {
	t.Parallel()
	binary, hasC := buildLoopC(t)
	costly := longPlan()
	costly.Fee = alex.PercentOf100(1)
	old, wealth := longPlan(), alex.MustMoney("900000")
	old.Balance = &wealth
	old.CurrentAge, old.RetirementAge, old.HorizonAge = 65, 65, 90
	tests := []struct {
		name  string
		plan  alex.Plan
		seed  uint64
		paths int
	}{
		{"sixty years", longPlan(), 1, DefaultPaths},
		{"fee", costly, math.MaxUint64, DefaultPaths},
		{"retired", old, 20_260_801, 3_001},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			j := newLoopJob(t, test.plan, test.seed, test.paths)
			successes, ending := plainLoop(j)
			if few := j.paths / 50; successes < few || successes > j.paths-few {
				t.Fatalf("%d of %d succeed: too one-sided to tell loops apart", successes, j.paths)
			}
			engineSuccesses, engineEnding := engineLoop(t, j)
			wantSameLoop(t, "engine", engineSuccesses, engineEnding, successes, ending)
			if hasC {
				same := runLoopC(t, binary, j, "same", 1)
				wantSameLoop(t, "C loop", same.successes, same.ending, successes, ending)
				j.paths *= 10 // what the two C loops share is tested already
				same, free := runLoopC(t, binary, j, "same", 1), runLoopC(t, binary, j, "free", 1)
				wantSameRate(t, free.successes, same.successes, j.paths)
			}
		})
	}
}

func wantSameLoop(t *testing.T, who string, successes int, ending float64, wantSuccesses int, wantEnding float64) {
	t.Helper()
	if successes != wantSuccesses {
		t.Errorf("%s: %d successes, want %d", who, successes, wantSuccesses)
	}
	wantNear(t, who+": sum of final balances", ending, wantEnding, 1e-9)
}

// wantSameRate allows two independent samples four standard errors of their
// difference.
func wantSameRate(t *testing.T, successes, others, paths int) {
	t.Helper()
	n := float64(paths)
	p := float64(successes+others) / (2 * n)
	if limit := 4 * math.Sqrt(2*p*(1-p)*n); math.Abs(float64(successes-others)) > limit {
		t.Errorf("free C loop: %d successes, want %d give or take %.0f", successes, others, limit)
	}
}
