package retirement

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

func money(text string) *alex.Money {
	m := alex.MustMoney(text)
	return &m
}

func number(n int) *int { return &n }

// household holds 100,000: 60,000 equity, 30,000 bonds, 10,000 cash.
func household() PlanInput {
	return PlanInput{
		AsOf: "2026-03-10",
		Accounts: []AccountValue{
			{Kind: alex.TaxDeferred, Value: alex.MustMoney("80000")},
			{Kind: alex.Taxable, Value: alex.MustMoney("20000"), Cash: alex.MustMoney("10000"), CashInterest: alex.MustDecimal("0.04")},
		},
		Exposure: map[alex.AssetClass]alex.Money{
			alex.Equity: alex.MustMoney("60000"), alex.FixedIncome: alex.MustMoney("30000"), alex.Cash: alex.MustMoney("10000"),
		},
	}
}

func planFor(t *testing.T, in PlanInput) (alex.Plan, []Assumed) {
	t.Helper()
	plan, assumed, err := PlanFor(in)
	if err != nil {
		t.Fatalf("PlanFor: %v", err)
	}
	return plan, assumed
}

// says reports that something assumed about field has the text in it.
func says(assumed []Assumed, field, text string) bool {
	for _, a := range assumed {
		if a.Field == field && strings.Contains(a.Text, text) {
			return true
		}
	}
	return false
}

func TestPlanWithoutAProfile(t *testing.T) {
	t.Parallel()
	plan, assumed := planFor(t, household())
	if plan.CurrentAge != 45 || plan.RetirementAge != 67 || plan.HorizonAge != 95 || plan.AnnualSpending.String() != "4000.00" {
		t.Errorf("the plan is %d, %d, %d with %s", plan.CurrentAge, plan.RetirementAge, plan.HorizonAge, plan.AnnualSpending)
	}
	for field, text := range map[string]string{
		"currentAge": "45", "retirementAge": "67", "horizonAge": "95", "annualSpending": "$4,000",
		"annualContribution": "Nothing", "incomes": "Social Security", "taxPercent": "Taxes",
	} {
		if !says(assumed, field, text) {
			t.Errorf("nothing says %q about %s: %v", text, field, assumed)
		}
	}
	if plan.Total().String() != "100000.00" || len(plan.Accounts) != 2 {
		t.Errorf("the plan starts with %s in %d accounts", plan.Total(), len(plan.Accounts))
	}
	if mix := plan.Allocation; mix[alex.Equity].String() != "60" || mix[alex.FixedIncome].String() != "30" || mix[alex.Cash].String() != "10" {
		t.Errorf("the mix is %v", mix)
	}
}

func TestPlanTakesWhatThePersonSaid(t *testing.T) {
	t.Parallel()
	in := household()
	in.Person = alex.Person{
		BirthDate: "1970-06-01", RetirementAge: number(66), HorizonAge: number(92),
		TargetRetirementIncome: money("70000"), TargetBeforeTax: true,
		CurrentAnnualSpending: money("55000"), AnnualContribution: money("9000"),
		Incomes: []alex.Income{{Name: "pension", Annual: alex.MustMoney("5000"), StartAge: 66}},
		Events:  []alex.Event{{Amount: alex.MustMoney("-1000"), Age: 60}},
		Partner: &alex.Partner{BirthDate: "1975-06-01"},
	}
	plan, assumed := planFor(t, in)
	if plan.CurrentAge != 55 || plan.RetirementAge != 66 || plan.HorizonAge != 92 || plan.BirthYear != 1970 {
		t.Errorf("the plan is %d, %d, %d, born %d", plan.CurrentAge, plan.RetirementAge, plan.HorizonAge, plan.BirthYear)
	}
	if plan.AnnualSpending.String() != "70000.00" || plan.AnnualContribution.String() != "9000.00" {
		t.Errorf("spends %s, saves %s", plan.AnnualSpending, plan.AnnualContribution)
	}
	if len(plan.Incomes) != 1 || len(plan.Events) != 1 || plan.Partner.CurrentAge != 50 || plan.LastAge() != 100 {
		t.Errorf("incomes %v, events %v, partner %+v", plan.Incomes, plan.Events, plan.Partner)
	}
	if says(assumed, "currentAge", "") || says(assumed, "annualSpending", "") || says(assumed, "incomes", "") {
		t.Errorf("what was said counts as assumed: %v", assumed)
	}
	in.Person.TargetRetirementIncome = nil
	if plan, _ := planFor(t, in); plan.AnnualSpending.String() != "55000.00" {
		t.Errorf("without a target it spends %s, want today's", plan.AnnualSpending)
	}
}

func TestUnclassifiedValue(t *testing.T) {
	t.Parallel()
	with := func(unclassified string) PlanInput {
		in := household()
		in.Unclassified = alex.MustMoney(unclassified)
		in.Accounts = append(in.Accounts, AccountValue{Kind: alex.Taxable, Value: in.Unclassified})
		return in
	}
	plan, assumed := planFor(t, with("25000"))
	if plan.Allocation[alex.Equity].String() != "60" || plan.Total().String() != "125000.00" ||
		!says(assumed, "allocation", "$25,000 (20.0%)") {
		t.Errorf("20 %% unclassified: mix %v, %s, %v", plan.Allocation, plan.Total(), assumed)
	}

	_, _, err := PlanFor(with("25100"))
	var above *UnclassifiedError
	if !errors.As(err, &above) || above.Value.String() != "25100.00" || alex.CodeOf(err) != alex.CodeInvalid {
		t.Errorf("more than 20 %% unclassified gives %v", err)
	}
	wantField(t, err, "allocation")

	asCash, asEquity, assumed, err := PlanRange(with("100000"))
	if err != nil {
		t.Fatal(err)
	}
	if asCash.Allocation[alex.Cash].String() != "55" || asEquity.Allocation[alex.Equity].String() != "80" {
		t.Errorf("as cash %v, as equity %v", asCash.Allocation, asEquity.Allocation)
	}
	if !says(assumed, "allocation", "$100,000") {
		t.Errorf("the range is not explained: %v", assumed)
	}
}

func TestNothingClassified(t *testing.T) {
	t.Parallel()
	in := household()
	in.Unclassified, in.Exposure = alex.MustMoney("100000"), nil
	_, _, err := PlanFor(in)
	wantField(t, err, "allocation")
	if !strings.Contains(err.Error(), "$100,000") {
		t.Errorf("the reason has no amount: %v", err)
	}
	_, _, _, err = PlanRange(in)
	wantField(t, err, "allocation")
}

func TestOddPortfoliosStillRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		change      func(*PlanInput)
		field, text string
		total       string
	}{
		{"nothing at all", func(in *PlanInput) { *in = PlanInput{AsOf: in.AsOf} }, "allocation", "60% equity", "0.00"},
		{"nothing, with targets", func(in *PlanInput) {
			*in = PlanInput{Person: alex.Person{AssetClassTargets: mix("equity", 100)}}
		}, "allocation", "target mix", "0.00"},
		{"short position", func(in *PlanInput) {
			in.Exposure[alex.Commodities] = alex.MustMoney("-5000")
		}, "allocation", "−$5,000 to commodities", "100000.00"},
		{"an account in debt", func(in *PlanInput) { in.Accounts[1].Value = alex.MustMoney("-20000") }, "balance", "$60,000", "60000.00"},
		{"all in debt", func(in *PlanInput) { in.Accounts[0].Value = alex.MustMoney("-90000") }, "balance", "−$70,000", "0.00"},
		{"margin", func(in *PlanInput) { in.Accounts[1].Cash = alex.MustMoney("-500") }, "taxPercent", "", "100000.00"},
		{"cash above the value", func(in *PlanInput) { in.Accounts[1].Cash = alex.MustMoney("90000") }, "taxPercent", "", "100000.00"},
		{"a newborn", func(in *PlanInput) { in.Person.BirthDate = "2026-01-01" }, "horizonAge", "age 80", "100000.00"},
		{"a newborn's partner", func(in *PlanInput) {
			in.Person.BirthDate, in.Person.Partner = "2000-01-01", &alex.Partner{CurrentAge: 9}
		}, "partner.horizonAge", "age 89", "100000.00"},
		{"a partner of no age", func(in *PlanInput) { in.Person.Partner = &alex.Partner{} }, "partner.currentAge", "45", "100000.00"},
		{"long retired", func(in *PlanInput) { in.Person.BirthDate = "1920-01-01" }, "horizonAge", "107", "100000.00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in := household()
			test.change(&in)
			plan, assumed := planFor(t, in)
			if !says(assumed, test.field, test.text) {
				t.Errorf("nothing says %q about %s: %v", test.text, test.field, assumed)
			}
			if plan.Total().String() != test.total {
				t.Errorf("the plan starts with %s, want %s", plan.Total(), test.total)
			}
			project(t, plan, Options{})
		})
	}
}

// Whatever the exposures, the mix sums to exactly 100 in hundredths and each
// weight is within one hundredth of its share.
func TestMixSumsToAHundred(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		exposure := map[alex.AssetClass]alex.Money{}
		for _, class := range alex.AssetClass("").Known() {
			cents := rapid.Int64Range(0, 1_000_000_00).Draw(t, string(class))
			if cents > 0 {
				exposure[class] = alex.Dollars(alex.DecimalOf(cents).Mul(alex.MustDecimal("0.01")))
			}
		}
		if len(exposure) == 0 {
			return
		}
		mix, whole := mixOf(exposure), sum(exposure)
		if err := mix.Validate("mix"); err != nil {
			t.Fatal(err)
		}
		for class, amount := range exposure {
			miss := mix[class].Sub(amount.PercentOf(whole)).Abs()
			if mix[class].Scale() > 2 || miss.Cmp(alex.MustDecimal("0.0101")) > 0 {
				t.Fatalf("%s of %s is %s percent", amount, whole, mix[class])
			}
		}
	})
}

// A person's rate of tax is that of every account but the tax-free ones.
func TestPlanTaxesAccountsByTheirKind(t *testing.T) {
	t.Parallel()
	in := household()
	rate := alex.PercentOf100(12)
	in.Person.Tax = &rate
	in.Accounts = append(in.Accounts, AccountValue{Kind: alex.TaxFree, Value: alex.MustMoney("5000")})
	plan, _ := planFor(t, in)
	for i, want := range []string{"12", "12", "0"} {
		if got := plan.Accounts[i].Tax.String(); got != want {
			t.Errorf("account %d, %s, is taxed at %s%%, want %s%%", i, plan.Accounts[i].Kind, got, want)
		}
	}
	in.Accounts = in.Accounts[2:]
	if plan, _ := planFor(t, in); plan.Tax.Sign() != 0 || plan.Accounts[0].Tax.Sign() != 0 {
		t.Errorf("tax-free money alone is taxed at %s%%", plan.Tax)
	}
}
