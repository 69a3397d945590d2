package retirement

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex"
)

func TestOptionsAreRefusedByName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		opt   Options
		field string
	}{
		{"mode", Options{Mode: "guess"}, "mode"},
		{"timing", Options{Timing: "middle"}, "timing"},
		{"few paths", Options{Paths: 999}, "paths"},
		{"many paths", Options{Paths: 100_001}, "paths"},
		{"bad assumptions", Options{Assumptions: Assumptions{ID: "x"}}, "assumptions.classes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Project(context.Background(), saverWhoRetires(), test.opt)
			wantField(t, err, test.field)
		})
	}
}

func TestPlansAreRefusedByName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*alex.Plan)
		field  string
	}{
		{"invalid", func(p *alex.Plan) { p.Balance = nil }, "balance"},
		{"another rule", func(p *alex.Plan) { p.WithdrawalRule.Kind = "hope" }, "withdrawalRule.kind"},
		{"a class that the set lacks", func(p *alex.Plan) { p.Allocation = mix("cash", 100) }, "allocation.cash"},
		{"in the glide path", func(p *alex.Plan) {
			p.Allocation = mix("equity", 100)
			p.GlidePath = []alex.GlideStep{{Age: 70, Allocation: mix("cash", 100)}}
		}, "glidePath[0].allocation.cash"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := saverWhoRetires()
			test.change(&plan)
			_, err := Project(context.Background(), plan, Options{Paths: MinPaths, Assumptions: flat(t, "5", "2")})
			wantField(t, err, test.field)
		})
	}
}

func TestProjectStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Project(ctx, saverWhoRetires(), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled projection gives %v", err)
	}
}

// After cancellation no worker begins another batch of 256.
func TestBatchesStopWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	done := 0
	err := inBatches(ctx, 100_000, 1, func(first, last int) {
		done += last - first
		if done >= 1000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || done > 1000+batch {
		t.Errorf("%d paths were worked on after the cancellation at 1,000: %v", done, err)
	}
}

func TestBatchesCoverEveryPathOnce(t *testing.T) {
	t.Parallel()
	seen := make([]int32, 1000)
	if err := inBatches(context.Background(), len(seen), 3, func(first, last int) {
		for i := first; i < last; i++ {
			seen[i]++
		}
	}); err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(seen, func(n int32) bool { return n != 1 }); i >= 0 {
		t.Errorf("path %d was worked on %d times", i, seen[i])
	}
}

func TestProjectionAsJSON(t *testing.T) {
	t.Parallel()
	seed := uint64(1<<63 + 5)
	data, err := json.Marshal(project(t, saverWhoRetires(), Options{Seed: &seed}))
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"assumptionSet", "cashFlows", "depletionAges", "endingBalance", "endingHistogram", "engineVersion", "expectedShortfall", "incomeCurve",
		"inputsHash", "levers", "medianTotalSpent", "methods", "mode", "paths", "percentiles", "requiredBalance",
		"requiredSaving", "seed", "sensitivities", "shortfallByAge", "standardError", "stress", "successHigh",
		"successLow", "successRate", "successes", "sustainableIncome", "timing", "warnings", "worstStart",
	}
	if diff := cmp.Diff(want, sortedKeys(fields)); diff != "" {
		t.Errorf("fields:\n%s", diff)
	}
	if fields["seed"] != "9223372036854775813" || fields["mode"] != "parametric" || fields["timing"] != "start" {
		t.Errorf("seed %v, mode %v, timing %v", fields["seed"], fields["mode"], fields["timing"])
	}
	first := fields["percentiles"].([]any)[0]
	today := map[string]any{"age": 50.0}
	for _, key := range []string{"p5", "p10", "p25", "p50", "p75", "p90", "p95"} {
		today[key] = "400000.00"
	}
	if diff := cmp.Diff(today, first); diff != "" {
		t.Errorf("the first age:\n%s", diff)
	}
}

// Nothing depends on the plan's map order or on the clock.
func TestSameInputsSameBytes(t *testing.T) {
	t.Parallel()
	var last string
	for range 3 {
		data, err := json.Marshal(project(t, parsePlan(t, wholePlan), Options{}))
		if err != nil {
			t.Fatal(err)
		}
		if last != "" && last != string(data) {
			t.Errorf("the same inputs give\n%s\nand\n%s", last, data)
		}
		last = string(data)
	}
}

// Pins one projection: if it moves, EngineVersion must.
func TestEngineVersionPinsItsFigures(t *testing.T) {
	t.Parallel()
	seed := uint64(1)
	p := project(t, saverWhoRetires(), Options{Seed: &seed, Paths: DefaultPaths})
	got := []any{p.EngineVersion, p.Successes, p.DepletionAges.P50}
	if diff := cmp.Diff([]any{"1.0.0", 6611, 84}, got); diff != "" {
		t.Errorf("version, successes, median depletion age:\n%s", diff)
	}
}

func TestRetireTodayAndNothingLeft(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                string
		plan                alex.Plan
		successes           int
		ending, unpaid, sum string
	}{
		{"zero wealth, zero spending", retiree("0", "0", 20), MinPaths, "0.00", "0.00", "0.00"},
		{"zero wealth, some spending", retiree("0", "1000", 20), 0, "0.00", "20000.00", "0.00"},
		{"one year, all of it", retiree("1000", "1000", 1), MinPaths, "0.00", "0.00", "1000.00"},
		{"one year, a cent more", retiree("999.99", "1000", 1), 0, "0.00", "0.01", "999.99"},
		{"horizon is retirement", saver("0", "0", 1), MinPaths, "0.00", "0.00", "0.00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := project(t, test.plan, Options{})
			if p.Successes != test.successes || p.EndingBalance.P95.String() != test.ending ||
				p.ExpectedShortfall.String() != test.unpaid || p.MedianTotalSpent.String() != test.sum {
				t.Errorf("%d successes, left %s, unpaid %s, spent %s", p.Successes, p.EndingBalance.P95, p.ExpectedShortfall, p.MedianTotalSpent)
			}
		})
	}
}

// Incomes go on after the money has run out.
func TestIncomesGoOnAfterDepletion(t *testing.T) {
	t.Parallel()
	plan := retiree("0", "30000", 10)
	plan.Incomes = []alex.Income{{Annual: thousands(20), StartAge: 65}}
	p := project(t, plan, Options{})
	if p.ExpectedShortfall.String() != "100000.00" || p.MedianTotalSpent.String() != "200000.00" || p.DepletionAges.P5 != 65 {
		t.Errorf("unpaid %s, spent %s, from %v", p.ExpectedShortfall, p.MedianTotalSpent, p.DepletionAges)
	}
}

// A partner's income begins at the partner's age.
func TestPartnerIncomeByTheirAge(t *testing.T) {
	t.Parallel()
	plan := retiree("0", "0", 10) // 65 to 75
	plan.Partner = &alex.Partner{CurrentAge: 60, HorizonAge: 72}
	plan.Incomes = []alex.Income{{Annual: thousands(10), StartAge: 67, Partner: true}} // own age 72, to the horizon at 77
	p := project(t, plan, Options{Assumptions: flat(t, "0", "0")})
	if p.EndingBalance.P50.String() != "50000.00" || p.Percentiles[7].P50.String() != "0.00" || p.Percentiles[8].P50.String() != "10000.00" {
		t.Errorf("the balance ends at %s", p.EndingBalance.P50)
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*alex.Plan)
		want   []string
	}{
		{"none", func(*alex.Plan) {}, nil},
		{"two accounts", func(p *alex.Plan) {
			p.Balance, p.Accounts = nil, []alex.PlanAccount{
				{Kind: alex.TaxDeferred, Balance: thousands(600), Tax: alex.PercentOf100(15)}, {Kind: alex.Taxable, Balance: thousands(400)},
			}
		}, []string{"no year of birth", "shared out over the accounts"}},
		{"one deferred account", func(p *alex.Plan) {
			p.Balance, p.Accounts = nil, []alex.PlanAccount{{Kind: alex.TaxDeferred, Balance: thousands(600)}}
		}, []string{"Required minimum distributions"}},
		{"one deferred account of a known age", func(p *alex.Plan) {
			p.Balance, p.Accounts, p.BirthYear = nil, []alex.PlanAccount{{Kind: alex.TaxDeferred, Balance: thousands(600)}}, 1970
		}, nil},
		{"a partner who lives as long", func(p *alex.Plan) { p.Partner = &alex.Partner{CurrentAge: 50, HorizonAge: 92} }, nil},
		{"a partner", func(p *alex.Plan) { p.Partner = &alex.Partner{CurrentAge: 50, HorizonAge: 90} }, []string{"first death"}},
		{"what lies outside", func(p *alex.Plan) {
			p.Events = []alex.Event{{Name: "the roof", Age: 49}, {Age: 92}, {Name: "in time", Age: 91}}
			p.Incomes = append(p.Incomes, alex.Income{Name: "too late", StartAge: 92})
			p.Spending = []alex.SpendingPhase{{StartAge: 93}}
		}, []string{"without effect: too late, a phase of spending, the roof, an event."}},
		{"interest without effect", func(p *alex.Plan) {
			p.Balance, p.Accounts = nil, []alex.PlanAccount{{Kind: alex.Taxable, Balance: thousands(9), Cash: thousands(9), CashInterest: alex.MustDecimal("0.03")}}
		}, []string{"holds no cash"}},
		{"no interest", func(p *alex.Plan) {
			p.Balance, p.Accounts = nil, []alex.PlanAccount{{Kind: alex.Taxable, Balance: thousands(9), Cash: thousands(9)}}
			p.Allocation = mix("cash", 100)
		}, []string{"cash earns 0%"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := saverWhoRetires()
			test.change(&plan)
			got := project(t, plan, Options{}).Warnings
			if len(got) != len(test.want) || got == nil {
				t.Fatalf("warnings are %q, want %q", got, test.want)
			}
			for i, text := range test.want {
				if !strings.Contains(got[i], text) {
					t.Errorf("warning %q does not say %q", got[i], text)
				}
			}
		})
	}
}

// The widest assumptions that are accepted stay far from overflow.
func TestWildAssumptionsStayFinite(t *testing.T) {
	t.Parallel()
	wild := assumptions(t, `{"id":"w","classes":{"equity":{"compound":100,"volatility":100},"fixed_income":{"arithmetic":-50,"volatility":100}},
		"correlations":{"equity":{"inflation":-1}},"inflation":{"compound":-50,"volatility":100}}`)
	rapid.Check(t, func(rt *rapid.T) {
		plan := anyPlan(rt)
		plan.CurrentAge, plan.HorizonAge = 20, 100
		plan.Allocation = mix("equity", rapid.IntRange(0, 1).Draw(rt, "all")*100, "fixed_income", 0)
		if plan.Allocation[alex.Equity].IsZero() {
			plan.Allocation = mix("fixed_income", 100)
		}
		timing := rapid.SampledFrom([]string{TimingStart, TimingEnd}).Draw(rt, "timing")
		if _, err := json.Marshal(project(t, plan, Options{Assumptions: wild, Timing: timing})); err != nil {
			rt.Fatal(err)
		}
	})
}
