package ask_test

import (
	"strings"
	"testing"

	"alex"
)

func money(text string) *alex.Money {
	m := alex.MustMoney(text)
	return &m
}

func age(n int) *int { return &n }

// TestAnswersAreTrueOf plans and portfolios in which the usual answer would be
// untrue: what each must say, and what it must not.
func TestAnswersAreTrueOf(t *testing.T) {
	t.Parallel()
	noRatio := func(s *alex.Snapshot, which func(alex.Symbol) bool) {
		for i := range s.Instruments {
			if which(s.Instruments[i].Symbol) {
				s.Instruments[i].ExpenseRatio = nil
			}
		}
	}
	retired := func(s *alex.Snapshot) {
		s.Person.BirthDate, s.Person.RetirementAge, s.Person.YearsUntilRetirement, s.Person.TargetRetirementIncome = "1956-01-01", age(65), nil, money("9000")
	}
	benefit := func(start, end int) func(*alex.Snapshot) {
		return func(s *alex.Snapshot) {
			s.Person.Incomes = []alex.Income{{Name: "Social Security", Annual: alex.MustMoney("2400"), StartAge: start, EndAge: end}}
		}
	}
	for name, c := range map[string]struct {
		change    func(*alex.Snapshot)
		id, value string
		says, not string
	}{
		"a value of one's own": {nil, "retire_at", "72", "retire at 72", "64"},
		"no fund's cost is known": {
			func(s *alex.Snapshot) { noRatio(s, func(alex.Symbol) bool { return true }) },
			"fees", "", "none of them has an expense ratio", "$0",
		},
		"one fund's cost is unknown": {
			func(s *alex.Snapshot) { noRatio(s, func(name alex.Symbol) bool { return name == "SPY" }) },
			"fees", "", "is not known, and not in that", "",
		},
		"nothing is spent": {func(s *alex.Snapshot) {
			s.Person.CurrentAnnualSpending, s.Person.TargetRetirementIncome = money("0"), money("0")
		}, "cash", "", "Say what you spend", "months"},
		"cash is owed":          {func(s *alex.Snapshot) { s.Accounts[0].CashBalance = alex.MustMoney("-50000") }, "cash", "", "", "−"},
		"spending is assumed":   {func(s *alex.Snapshot) { s.Person = alex.Person{} }, "cash", "", "of assumed spending", "current"},
		"the plan's is assumed": {func(s *alex.Snapshot) { s.Person = alex.Person{} }, "spend_how_much", "", "spends an assumed $", ""},
		"the plan's is told":    {func(s *alex.Snapshot) { s.Person.TargetRetirementIncome = money("9000") }, "spend_how_much", "", "Your plan spends $9,000", "assumed"},
		"no plan can be made": {func(s *alex.Snapshot) {
			s.Person.BirthDate, s.Person.RetirementAge, s.Person.YearsUntilRetirement = "1940-01-01", nil, age(40)
		}, "how_long", "", "No plan can be made of your answers", "classified"},
		"only phases are spent": {func(s *alex.Snapshot) {
			s.Person.TargetRetirementIncome, s.Person.Spending = money("0"), []alex.SpendingPhase{{Name: "travel", Annual: alex.MustMoney("500"), StartAge: 70}}
		}, "how_long", "", "To the end of the plan", "spends nothing"},
		"a benefit with an end":  {benefit(64, 69), "claim_at", "70", "ends before that age", ""},
		"a benefit before 62":    {benefit(55, 0), "claim_at", "70", "claimed from 62 to 70", "$"},
		"retired, and retire at": {retired, "retire_at", "72", "in retirement already", "%"},
		"retired, and when":      {retired, "retire_when", "", "in retirement already", "%"},
		"past the own horizon": {func(s *alex.Snapshot) {
			s.Person.HorizonAge = age(70)
			s.Person.Partner = &alex.Partner{BirthDate: "1985-01-01", HorizonAge: 95}
		}, "retire_at", "72", "for yourself ends before that age", "%"},
		"still working": {func(s *alex.Snapshot) { s.Person.BirthDate, s.Person.RetirementAge = "1990-01-01", age(67) }, "bad_start", "", "still be working after the 15 years on record", "all of the 15"},
		"nothing is withdrawn": {func(s *alex.Snapshot) {
			s.Person.TargetRetirementIncome, s.Person.Spending = money("0"), []alex.SpendingPhase{{Name: "none", StartAge: 70}}
		}, "bad_start", "", "never withdraws", "History has no figures"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := answer(t, household(t, c.change), c.id, c.value)
			said := a.Text + "\n" + a.Markdown
			if !strings.Contains(said, c.says) || c.not != "" && strings.Contains(said, c.not) {
				t.Errorf("it says %q; it should say %q and not %q", said, c.says, c.not)
			}
			if len(a.Figures) == 0 && a.Hypothetical {
				t.Error("without a figure it is called hypothetical")
			}
		})
	}
}

// TestEarliestAgeWhereLaterIsWorse: what is spent before retirement comes out of
// the savings, so that a plan may stand well now and badly at 75.
func TestEarliestAgeWhereLaterIsWorse(t *testing.T) {
	t.Parallel()
	in := household(t, func(s *alex.Snapshot) {
		tax := alex.PercentOf100(25)
		s.Person = alex.Person{
			BirthDate: "1964-01-01", RetirementAge: age(70), Tax: &tax, TargetRetirementIncome: money("2000"), AnnualContribution: money("0"),
			Incomes:  []alex.Income{{Name: "Pension", Annual: alex.MustMoney("9000"), StartAge: 62}},
			Spending: []alex.SpendingPhase{{Name: "Care", Annual: alex.MustMoney("9000"), StartAge: 62}},
		}
	})
	now, late := answer(t, in, "retire_at", "62"), answer(t, in, "retire_at", "75")
	if !(number(t, now, "ask.then") > number(t, late, "ask.then")) {
		t.Fatalf("the plan is not worse later: %s and %s", now.Markdown, late.Markdown)
	}
	if a := answer(t, in, "retire_when", ""); !strings.HasPrefix(a.Markdown, "Now, at 62") {
		t.Errorf("the answer is %q", a.Markdown)
	}
}
