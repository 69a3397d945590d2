package alex

import (
	"errors"
	"testing"
)

func soundPlan() Plan {
	balance := MustMoney("1000000")
	return Plan{
		CurrentAge: 60, RetirementAge: 65, HorizonAge: 95, Balance: &balance,
		Allocation:     ClassAllocation{Equity: PercentOf100(60), FixedIncome: PercentOf100(40)},
		AnnualSpending: MustMoney("40000"),
	}
}

func TestPlanValidateNamesTheField(t *testing.T) {
	t.Parallel()
	negative, huge := MustMoney("-0.01"), MustMoney("1000000000000")
	tests := []struct {
		name   string
		change func(*Plan)
		field  string // empty: accepted
	}{
		{"sound", func(*Plan) {}, ""},
		{"retired already", func(p *Plan) { p.RetirementAge = 50 }, ""},
		{"retirement at the horizon", func(p *Plan) { p.RetirementAge = 95 }, ""},
		{"eighty years", func(p *Plan) { p.CurrentAge, p.HorizonAge = 20, 100 }, ""},
		{"eighty-one years", func(p *Plan) { p.CurrentAge, p.HorizonAge = 20, 101 }, "horizonAge"},
		{"a partner who makes it longer than eighty", func(p *Plan) {
			p.CurrentAge, p.Partner = 20, &Partner{CurrentAge: 18, HorizonAge: 99}
		}, "horizonAge"},
		{"horizon today", func(p *Plan) { p.HorizonAge, p.RetirementAge = 60, 60 }, "horizonAge"},
		{"horizon before retirement", func(p *Plan) { p.HorizonAge = 64 }, "horizonAge"},
		{"negative age", func(p *Plan) { p.CurrentAge = -1 }, "currentAge"},
		{"retirement in another life", func(p *Plan) { p.RetirementAge = 200 }, "retirementAge"},
		{"no balance", func(p *Plan) { p.Balance = nil }, "balance"},
		{"zero balance", func(p *Plan) { p.Balance = &Money{} }, ""},
		{"negative balance", func(p *Plan) { p.Balance = &negative }, "balance"},
		{"absurd balance", func(p *Plan) { p.Balance = &huge }, "balance"},
		{"balance and accounts", func(p *Plan) { p.Accounts = []PlanAccount{{Kind: Taxable}} }, "balance"},
		{"unknown kind of account", account(PlanAccount{Kind: "pension"}), "accounts[0].kind"},
		{"cash above the balance", account(PlanAccount{Kind: Taxable, Cash: MustMoney("1")}), "accounts[0].cash"},
		{"interest above one", account(PlanAccount{Kind: Taxable, CashInterest: MustDecimal("4.5")}), "accounts[0].cashInterest"},
		{"tax of a hundred", account(PlanAccount{Kind: Taxable, Tax: PercentOf100(100)}), "accounts[0].taxPercent"},
		{"weights of 99", func(p *Plan) { p.Allocation[Equity] = PercentOf100(59) }, "allocation"},
		{"unknown class", func(p *Plan) { p.Allocation["gold"] = PercentOf100(0) }, "allocation.gold"},
		{"empty glide step", func(p *Plan) { p.GlidePath = []GlideStep{{Age: 70}} }, "glidePath[0].allocation"},
		{"two steps at an age", func(p *Plan) {
			p.GlidePath = []GlideStep{{Age: 70, Allocation: p.Allocation}, {Age: 70, Allocation: p.Allocation}}
		}, "glidePath[1].age"},
		{"negative contribution", func(p *Plan) { p.AnnualContribution = negative }, "annualContribution"},
		{"negative spending", func(p *Plan) { p.AnnualSpending = negative }, "annualSpending"},
		{"negative phase", func(p *Plan) { p.Spending = []SpendingPhase{{Annual: negative, StartAge: 70}} }, ""},
		{"backward phase", func(p *Plan) { p.Spending = []SpendingPhase{{StartAge: 70, EndAge: 70}} }, "spending[0].endAge"},
		{"negative income", func(p *Plan) { p.Incomes = []Income{{Annual: negative, StartAge: 70}} }, "incomes[0].annual"},
		{"partner's income, no partner", func(p *Plan) { p.Incomes = []Income{{StartAge: 70, Partner: true}} }, "incomes[0].partner"},
		{"partner's event, no partner", func(p *Plan) { p.Events = []Event{{Age: 70, Partner: true}} }, "events[0].partner"},
		{"unknown kind of income", func(p *Plan) { p.Incomes = []Income{{StartAge: 70, Kind: "lottery"}} }, "incomes[0].kind"},
		{"survivor who spends more", func(p *Plan) {
			more := PercentOf100(101)
			p.Partner = &Partner{CurrentAge: 60, HorizonAge: 95, SurvivorSpending: &more}
		}, "partner.survivorSpendingPercent"},
		{"event at no age", func(p *Plan) { p.Events = []Event{{Age: -1}} }, "events[0].age"},
		{"absurd event", func(p *Plan) { p.Events = []Event{{Age: 70, Amount: huge}} }, "events[0].amount"},
		{"too many events", func(p *Plan) { p.Events = make([]Event, 201) }, "events"},
		{"fee of a hundred", func(p *Plan) { p.Fee = PercentOf100(100) }, "feePercent"},
		{"negative tax", func(p *Plan) { p.Tax = PercentOf100(-1) }, "taxPercent"},
		{"wild growth", func(p *Plan) { p.ContributionGrowth = PercentOf100(51) }, "contributionGrowthPercent"},
		{"unknown rule", func(p *Plan) { p.WithdrawalRule.Kind = "vibes" }, "withdrawalRule.kind"},
		{"known rule", func(p *Plan) { p.WithdrawalRule.Kind = "guardrails" }, ""},
		{"ceiling below the floor", func(p *Plan) {
			p.WithdrawalRule = WithdrawalRule{Kind: "floor_ceiling", Floor: PercentOf100(100), Ceiling: PercentOf100(50)}
		}, "withdrawalRule.ceilingPercent"},
		{"ceiling below the usual floor", func(p *Plan) {
			p.WithdrawalRule = WithdrawalRule{Kind: "floor_ceiling", Ceiling: PercentOf100(70)}
		}, "withdrawalRule.ceilingPercent"},
		{"floor and ceiling in one", func(p *Plan) {
			p.WithdrawalRule = WithdrawalRule{Kind: "floor_ceiling", Floor: PercentOf100(100), Ceiling: PercentOf100(100)}
		}, ""},
		{"partner without an age", func(p *Plan) { p.Partner = &Partner{HorizonAge: 90} }, "partner.currentAge"},
		{"partner past the horizon", func(p *Plan) { p.Partner = &Partner{CurrentAge: 70, HorizonAge: 70} }, "partner.horizonAge"},
		{"born in the future", func(p *Plan) { p.BirthYear = 9999 }, "birthYear"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := soundPlan()
			test.change(&plan)
			wantOnlyField(t, plan.Validate(), test.field)
		})
	}
}

func account(a PlanAccount) func(*Plan) {
	return func(p *Plan) { p.Balance, p.Accounts = nil, []PlanAccount{a} }
}

func wantOnlyField(t *testing.T, err error, field string) {
	t.Helper()
	if field == "" {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	var invalid *Error
	if !errors.As(err, &invalid) || invalid.Code != CodeInvalid {
		t.Fatalf("the error is %v, want one about %s", err, field)
	}
	if len(invalid.Fields) != 1 || invalid.Fields[0].Location != field {
		t.Errorf("the refused fields are %v, want %s alone", invalid.Fields, field)
	}
}

func TestPlanNamesEveryBadFieldAtOnce(t *testing.T) {
	t.Parallel()
	plan := soundPlan()
	plan.Balance, plan.Fee, plan.WithdrawalRule.Kind = nil, PercentOf100(-1), "x"
	var invalid *Error
	if err := plan.Validate(); !errors.As(err, &invalid) || len(invalid.Fields) != 3 {
		t.Errorf("the error is %v, want three fields", err)
	}
}

func TestLastAgeIsTheLongerHorizon(t *testing.T) {
	t.Parallel()
	plan := soundPlan() // 60 to 95
	tests := []struct {
		name    string
		partner *Partner
		want    int
	}{
		{"alone", nil, 95},
		{"younger partner", &Partner{CurrentAge: 50, HorizonAge: 95}, 105},
		{"older partner", &Partner{CurrentAge: 70, HorizonAge: 95}, 95},
		{"partner without a horizon", &Partner{CurrentAge: 50}, 95},
	}
	for _, test := range tests {
		plan.Partner = test.partner
		if got := plan.LastAge(); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

func TestSpanOfIncomes(t *testing.T) {
	t.Parallel()
	plan := soundPlan()
	plan.Partner = &Partner{CurrentAge: 57, HorizonAge: 95}
	tests := []struct {
		name       string
		income     Income
		start, end int
	}{
		{"own", Income{StartAge: 67, EndAge: 90}, 67, 90},
		{"own to the own horizon", Income{StartAge: 67}, 67, 95},
		{"own, past the own horizon as it says", Income{StartAge: 67, EndAge: 97}, 67, 97},
		{"partner's", Income{StartAge: 67, EndAge: 90, Partner: true}, 70, 93},
		{"partner's to the partner's horizon", Income{StartAge: 67, Partner: true}, 70, 98},
		{"a benefit for life passes to the survivor", Income{StartAge: 67, Kind: SocialSecurity}, 67, 98},
		{"one that says until the horizon does so too", Income{Name: "My Social Security", StartAge: 67, EndAge: 95}, 67, 98},
		{"one that ends before does not", Income{StartAge: 67, EndAge: 94, Kind: SocialSecurity}, 67, 94},
	}
	for _, test := range tests {
		if start, end := plan.Span(test.income); start != test.start || end != test.end {
			t.Errorf("%s: %d to %d, want %d to %d", test.name, start, end, test.start, test.end)
		}
	}
}

func TestFirstDeath(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		partner *Partner
		want    int
		ok      bool
	}{
		{"alone", nil, 95, false},
		{"the person first", &Partner{CurrentAge: 50, HorizonAge: 95}, 95, true},
		{"the partner first", &Partner{CurrentAge: 65, HorizonAge: 95}, 90, true},
		{"both at once", &Partner{CurrentAge: 60, HorizonAge: 95}, 95, false},
		{"a partner without a horizon", &Partner{CurrentAge: 50}, 95, false},
	}
	for _, test := range tests {
		plan := soundPlan()
		plan.Partner = test.partner
		if age, ok := plan.FirstDeath(); age != test.want || ok != test.ok {
			t.Errorf("%s: %d, %v, want %d, %v", test.name, age, ok, test.want, test.ok)
		}
	}
}

func TestEventsOfACouple(t *testing.T) {
	t.Parallel()
	plan := soundPlan()
	plan.Events = []Event{{Age: 70, Partner: true}}
	plan.Partner = &Partner{CurrentAge: 57, HorizonAge: 95}
	wantOnlyField(t, plan.Validate(), "")
	if got := plan.EventAge(plan.Events[0]); got != 73 {
		t.Errorf("the partner is 70 when the person is %d, want 73", got)
	}
}

func TestMixAt(t *testing.T) {
	t.Parallel()
	plan := soundPlan()
	plan.GlidePath = []GlideStep{
		{Age: 80, Allocation: ClassAllocation{Cash: PercentOf100(100)}},
		{Age: 70, Allocation: ClassAllocation{FixedIncome: PercentOf100(100)}},
	}
	for age, class := range map[int]AssetClass{69: Equity, 70: FixedIncome, 79: FixedIncome, 80: Cash, 95: Cash} {
		if plan.MixAt(age)[class].IsZero() {
			t.Errorf("at %d the mix is %v, want some %s", age, plan.MixAt(age), class)
		}
	}
}
