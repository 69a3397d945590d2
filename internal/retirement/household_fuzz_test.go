package retirement

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"alex"
)

// Every accepted household projects to finite figures in every mode and detail,
// however extreme: a figure that is not finite panics on its way to a decimal.
func FuzzHousehold(f *testing.F) {
	for way := range uint64(36) { // every mode, timing, detail and kind of series
		f.Add(way%7, way)
	}
	f.Fuzz(func(t *testing.T, seed, way uint64) {
		e := extremes{rand.New(rand.NewPCG(seed, 1))}
		plan, set := e.plan(), e.set(t)
		if err := plan.Validate(); err != nil {
			return // only what is accepted
		}
		opt := Options{
			Mode: Modes()[way%3], Timing: []string{TimingStart, TimingEnd}[way/3%2],
			Detail: Details()[way/6%3], Paths: MinPaths, Assumptions: set,
		}
		if way/18%2 == 1 {
			opt.Series = e.series()
		}
		p, err := Project(context.Background(), plan, opt)
		if err != nil {
			wantRefusal(t, err)
			return
		}
		if _, err := json.Marshal(p); err != nil {
			t.Errorf("the figures cannot be written: %v", err)
		}
		wantFinite(t, plan, opt)
	})
}

// wantFinite looks at every future by itself.
func wantFinite(t *testing.T, plan alex.Plan, opt Options) {
	t.Helper()
	r, _, err := begin(context.Background(), plan, opt)
	if err != nil {
		t.Fatal(err)
	}
	all, err := r.outcomes(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for path, o := range all.each {
		if math.IsNaN(o.spent+o.unfunded) || math.IsInf(o.spent+o.unfunded, 0) || math.IsNaN(all.affordable[path]) ||
			o.unfunded < 0 || o.unfunded > 0 != (o.underpaid != never) {
			t.Fatalf("future %d: %+v, affordable %v", path, o, all.affordable[path])
		}
		for _, year := range all.balances {
			if !(year[path] >= 0) || math.IsInf(year[path], 1) {
				t.Fatalf("future %d: a balance of %v", path, year[path])
			}
		}
	}
}

// extremes draws plans whose figures lie often at the ends of what is accepted.
type extremes struct{ *rand.Rand }

func pick[T any](e extremes, choices ...T) T { return choices[e.IntN(len(choices))] }

func (e extremes) money() alex.Money {
	return alex.MustMoney(pick(e, "0", "0", "0.01", "25000", "40000", "1000000", "9999999999.99"))
}

func (e extremes) percent(choices ...string) alex.Percent {
	return alex.Percent{Decimal: alex.MustDecimal(pick(e, choices...))}
}

func (e extremes) age() int { return pick(e, 0, 18, 50+e.IntN(50), 62, 75, 120) }

func (e extremes) mix() alex.ClassAllocation {
	return pick(e, mix("equity", 100), mix("cash", 100), mix("equity", 60, "fixed_income", 40), mix("equity", 1, "cash", 99))
}

func (e extremes) plan() alex.Plan {
	yes, no := true, false
	current := pick(e, 0, 20, 40, 50+e.IntN(50), 65, 119)
	plan := alex.Plan{
		CurrentAge: current, RetirementAge: current + e.IntN(30), Allocation: e.mix(),
		AnnualContribution: e.money(), ContributionGrowth: e.percent("0", "2", "-50", "50"),
		AnnualSpending: e.money(), SpendingIndexed: pick(e, nil, &yes, &no),
		Fee: e.percent("0", "0", "1", "99"), Tax: e.percent("0", "12", "99"),
		BirthYear: pick(e, 0, 0, 1850, 1940, 1955, 1962, 2200),
		WithdrawalRule: alex.WithdrawalRule{
			Kind: pick(e, append(alex.WithdrawalRules(), "")...), Percent: e.percent("0", "0", "4", "0.0001", "100"),
			Floor: e.percent("0", "85", "0.0001", "100"), Ceiling: e.percent("0", "120", "0.0001", "1000"),
		},
	}
	plan.HorizonAge = min(max(plan.RetirementAge, current+1)+e.IntN(40), pick(e, 95, 121))
	e.wealth(&plan)
	for range e.IntN(3) {
		plan.GlidePath = append(plan.GlidePath, alex.GlideStep{Age: e.IntN(120), Allocation: e.mix()})
	}
	e.couple(&plan)
	e.flows(&plan)
	return plan
}

func (e extremes) wealth(plan *alex.Plan) {
	wealth := alex.MustMoney(pick(e, "0", "0.01", "400000", "1000000", "999999999999.99"))
	if e.IntN(4) == 0 {
		plan.Balance = &wealth
		return
	}
	for range 1 + e.IntN(6) {
		a := alex.PlanAccount{
			Kind:    pick(e, alex.Taxable, alex.TaxDeferred, alex.TaxDeferred, alex.TaxFree, alex.CashAccount),
			Balance: pick(e, wealth, e.money()), Tax: e.percent("0", "0", "15", "99"),
		}
		a.Cash, a.CashInterest = pick(e, alex.Money{}, a.Balance), alex.MustDecimal(pick(e, "0", "0.04", "1"))
		plan.Accounts = append(plan.Accounts, a)
	}
}

func (e extremes) couple(plan *alex.Plan) {
	if e.IntN(2) == 0 {
		return
	}
	share := e.percent("0", "80", "100")
	current := max(plan.CurrentAge+pick(e, -60, -3, 0, 3, 60), 1)
	plan.Partner = &alex.Partner{
		CurrentAge: current, HorizonAge: pick(e, 0, current+1, current+30, 121), SurvivorSpending: pick(e, nil, &share),
	}
}

func (e extremes) flows(plan *alex.Plan) {
	no, couple := false, plan.Partner != nil
	for range e.IntN(4) {
		start := e.age()
		plan.Incomes = append(plan.Incomes, alex.Income{
			Name: pick(e, "Social Security", "pension"), Annual: e.money(), StartAge: start,
			EndAge: pick(e, 0, start+1, start+20), Indexed: pick(e, nil, &no), Partner: couple && e.IntN(2) == 0,
		})
	}
	for range e.IntN(3) {
		start := e.age()
		plan.Spending = append(plan.Spending, alex.SpendingPhase{
			Annual: pick(e, e.money(), e.money().Neg()), StartAge: start, EndAge: pick(e, 0, start+1, start+9),
		})
	}
	for range e.IntN(4) {
		plan.Events = append(plan.Events, alex.Event{
			Amount: pick(e, e.money(), e.money().Neg()), Age: e.age(), Partner: couple && e.IntN(2) == 0,
		})
	}
}

// set is a set of assumptions, often at the ends of what is accepted.
func (e extremes) set(t *testing.T) Assumptions {
	if e.IntN(3) == 0 {
		return DefaultAssumptions()
	}
	model := func() string {
		return fmt.Sprintf(`{"compound":%s,"volatility":%s}`, pick(e, "-50", "0", "6", "100"), pick(e, "0", "16", "100"))
	}
	return assumptions(t, fmt.Sprintf(`{"id":"w","classes":{"equity":%s,"fixed_income":%s,"cash":%s},
		"correlations":{"equity":{"inflation":%s}},"inflation":%s}`, model(), model(), model(), pick(e, "-1", "0", "1"), model()))
}

// series is a table at the bounds of what is accepted.
func (e extremes) series() *Series {
	s := &Series{ID: "extreme", FirstYear: 1900, Classes: alex.Equity.Known()}
	slices.Sort(s.Classes)
	bounds := []float64{lowestReturn + 1e-9, -.5, 0, 1, highestReturn}
	for range s.Classes {
		column := make([]float64, 100)
		for y := range column {
			column[y] = bounds[e.IntN(len(bounds))]
		}
		s.Returns = append(s.Returns, column)
	}
	for range 100 {
		s.Inflation = append(s.Inflation, []float64{lowestInflation + 1e-9, lowestInflation + 1e-9, 0, highestReturn}[e.IntN(4)])
	}
	return s
}
