package retirement

import (
	"math"
	"testing"

	"alex"
)

// Guardrails neither cut nor raise because an income begins or ends: without
// returns and inflation, 150,000 of income are 150,000 of balance, whenever they
// come.
func TestGuardrailsDoNotMindIncomesThatBeginOrEnd(t *testing.T) {
	t.Parallel()
	plan := retiree("1500000", "50000", 30)
	plan.WithdrawalRule.Kind = "guardrails"
	want := project(t, plan, Options{Assumptions: flat(t, "0", "0")}).MedianTotalSpent
	for _, start := range []int{65, 70, 80, 90} {
		other := retiree("1350000", "50000", 30)
		other.WithdrawalRule.Kind = "guardrails"
		other.Incomes = []alex.Income{{Annual: alex.MustMoney("30000"), StartAge: start, EndAge: start + 5}}
		if got := project(t, other, Options{Assumptions: flat(t, "0", "0")}).MedianTotalSpent; got.Cmp(want) != 0 {
			t.Errorf("with an income from %d on %s is spent, without it %s", start, got, want)
		}
	}
}

// Spending that is not indexed stays nominal under guardrails too. At 100 %
// inflation and returns a balance of years keeps what it buys, so that only the
// rule decides: 1,000 the first year, 500 of today's money the second.
func TestGuardrailsOfNominalSpendingAreNotRaised(t *testing.T) {
	t.Parallel()
	nominal := false
	plan := retiree("1000000", "1000", 2)
	plan.WithdrawalRule.Kind, plan.SpendingIndexed = "guardrails", &nominal
	p := project(t, plan, Options{Assumptions: flat(t, "100", "100")})
	// The second year's rate, 500 ÷ 999,000, is below 0.8 × 1,000 ÷ 1,000,000: a raise of a tenth.
	if p.MedianTotalSpent.String() != "1550.00" {
		t.Errorf("%s is spent, want 1,000 and 550", p.MedianTotalSpent)
	}
}

// The plan's rate of tax is not that of tax-free money.
func TestPlanTaxSparesTaxFreeMoney(t *testing.T) {
	t.Parallel()
	plan := retiree("0", "10000", 10)
	plan.Balance, plan.Tax = nil, alex.PercentOf100(50)
	for kind, want := range map[alex.AccountType]float64{alex.TaxFree: 10_000, alex.TaxDeferred: 5_000, alex.Taxable: 5_000} {
		plan.Accounts = []alex.PlanAccount{{Kind: kind, Balance: alex.MustMoney("100000")}}
		if got := project(t, plan, Options{Assumptions: flat(t, "0", "0")}).SustainableIncome.P50.Float64(); math.Abs(got-want) > .01 {
			t.Errorf("%s pays %.2f a year, want %.2f", kind, got, want)
		}
	}
}

// What a failure means counts the incomes that are still to begin.
func TestFailureCountsIncomeToCome(t *testing.T) {
	t.Parallel()
	plan := retiree("0", "30000", 30)
	plan.Incomes = []alex.Income{{Annual: alex.MustMoney("24000"), StartAge: 67}}
	p := project(t, plan, Options{Detail: DetailFull, Assumptions: flat(t, "0", "0")})
	// 28 of 30 years at 80 %: 74.7 %.
	if f := p.Methods[0].Failure; f == nil || f.Age != 65 || f.CoveredPercent.String() != "74.7" {
		t.Errorf("the failure is %+v, want age 65 with 74.7%% covered", f)
	}
}

// No answer is an amount that no plan can hold.
func TestNoAnswerBeyondWhatAPlanHolds(t *testing.T) {
	t.Parallel()
	plan := saver("0", "1", 30)
	plan.HorizonAge, plan.AnnualSpending = plan.RetirementAge+40, alex.MustMoney("9000000000")
	p := project(t, plan, Options{Detail: DetailStandard, Assumptions: flat(t, "0", "0")})
	if p.RequiredBalance != nil || p.RequiredSaving != nil {
		t.Errorf("needed are %+v to begin with, or %+v a year", p.RequiredBalance, p.RequiredSaving)
	}
	for _, l := range p.Levers {
		if l.Name == "save_more" {
			t.Errorf("a lever saves %s a month", l.Value)
		}
	}
}

// Where the rule has a percent of its own, spending less changes only what it
// is held against: no lever and no sensitivity says otherwise.
func TestSpendingIsNoLeverWhereTheRuleDecides(t *testing.T) {
	t.Parallel()
	plan := saverWhoRetires()
	plan.WithdrawalRule = alex.WithdrawalRule{Kind: "percent", Percent: alex.PercentOf100(4)}
	p := project(t, plan, Options{Detail: DetailStandard})
	names := []string{}
	for _, l := range p.Levers {
		names = append(names, l.Name)
	}
	for _, s := range p.Sensitivities {
		names = append(names, s.Name)
	}
	if len(names) == 0 {
		t.Fatal("nothing changes the plan")
	}
	for _, name := range names {
		if len(name) > 5 && name[:5] == "spend" {
			t.Errorf("%s is told", name)
		}
	}
}
