package ask_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"alex"
	"alex/internal/ask"
	"alex/internal/report"
	"alex/internal/retirement"
)

// said is what a household is told.
type said struct {
	name       string
	change     func(*alex.Snapshot)
	id, value  string
	want, lack []string // parts that the answer has, and has not
	simulated  bool
}

func (c said) check(t *testing.T) {
	t.Helper()
	a := answer(t, household(t, c.change), c.id, c.value)
	for _, part := range c.want {
		if !strings.Contains(a.Markdown, part) {
			t.Errorf("the answer lacks %q: %s", part, a.Markdown)
		}
	}
	for _, part := range c.lack {
		if strings.Contains(a.Markdown, part) {
			t.Errorf("the answer says %q: %s", part, a.Markdown)
		}
	}
	if a.Hypothetical != c.simulated {
		t.Errorf("hypothetical is %v: %s", a.Hypothetical, a.Markdown)
	}
	sheet, err := report.NewSheet(a.Figures)
	if err != nil {
		t.Fatal(err)
	}
	if found := report.Check(a.Template, report.ContextOf(sheet)); len(found) > 0 {
		t.Errorf("%q breaks %+v", a.Template, found)
	}
}

func spending(amount string) *alex.Money {
	m := alex.MustMoney(amount)
	return &m
}

// born changes the birth date, and the spending in retirement, a year.
func born(date alex.Date, amount string) func(*alex.Snapshot) {
	return func(s *alex.Snapshot) {
		s.Person.BirthDate, s.Person.RetirementAge, s.Person.YearsUntilRetirement = date, nil, nil
		s.Person.TargetRetirementIncome = spending(amount)
	}
}

func socialSecurity(start, end int) func(*alex.Snapshot) {
	return func(s *alex.Snapshot) {
		s.Person.Incomes = []alex.Income{{Name: "Social Security", Annual: alex.MustMoney("2400"), StartAge: start, EndAge: end}}
	}
}

// phasesOnly spends at some ages and nothing a year.
func phasesOnly(s *alex.Snapshot) {
	s.Person.TargetRetirementIncome = spending("0")
	s.Person.Spending = []alex.SpendingPhase{{Name: "Travel", Annual: alex.MustMoney("5000"), StartAge: 67, EndAge: 90}}
}

// widening is a couple of whom the person's own horizon is 80.
func widening(s *alex.Snapshot) {
	horizon := 80
	s.Person.HorizonAge = &horizon
	s.Person.Partner = &alex.Partner{CurrentAge: 40, HorizonAge: 95}
}

func TestAnswersOfThePlanAreTrue(t *testing.T) {
	t.Parallel()
	retired := born("1956-01-01", "9000")
	for _, c := range []said{
		{name: "retired already, when", change: retired, id: "retire_when", want: []string{"in retirement already, at 70"}, lack: []string{"Now", "earliest"}, simulated: true},
		{name: "retired already, at", change: retired, id: "retire_at", value: "72", want: []string{"in retirement already"}, lack: []string{"would retire"}},
		{name: "the plan's own age", id: "retire_at", value: "67", want: []string{"age in your plan, 67"}, lack: []string{"instead"}, simulated: true},
		{name: "a couple, before the own horizon", change: widening, id: "retire_at", value: "80", want: []string{"retire at 80"}, simulated: true},
		{name: "a couple, after the own horizon", change: widening, id: "retire_at", value: "85", want: []string{"to age 80", "partner alone"}, lack: []string{"end of your plan"}},
		{name: "past the end", id: "retire_at", value: "95", want: []string{"past the end"}},
		{name: "retirement assumed", change: born("1981-01-01", "9000"), id: "retire_when", want: []string{"You have not said yet when", "taken at age 67"}, lack: []string{"Your plan says"}, simulated: true},

		{name: "a benefit that ends first", change: socialSecurity(64, 69), id: "claim_at", value: "70", want: []string{"ends that benefit before age 69"}},
		{name: "a benefit that ends later", change: socialSecurity(67, 80), id: "claim_at", value: "70", want: []string{"$2,976"}, simulated: true},
		{name: "a benefit before 62", change: socialSecurity(55, 0), id: "claim_at", value: "70", want: []string{"begin at 55", "from 62 on"}, lack: []string{"$"}},
		{name: "an age that the law has not", id: "claim_at", value: "71", want: []string{"from 62 to 70"}},
		{name: "the plan's own age of claiming", id: "claim_at", value: "67", want: []string{"age in your plan, 67"}, lack: []string{"instead"}, simulated: true},
		{name: "claimed now", change: born("1962-01-01", "9000"), id: "claim_at", value: "64", want: []string{"Claimed at 64"}, simulated: true},

		{name: "phases only, how long", change: phasesOnly, id: "how_long", want: []string{"To the end of the plan"}, lack: []string{"spends nothing"}, simulated: true},
		{name: "phases only, how much", change: phasesOnly, id: "spend_how_much", want: []string{"further spending is paid beside", "no yearly spending"}, lack: []string{"$0"}, simulated: true},
		{name: "phases only, bad start", change: phasesOnly, id: "bad_start", want: []string{"no yearly spending"}, lack: []string{"History"}},
		{name: "phases only, what matters", change: phasesOnly, id: "what_matters", want: []string{"no yearly spending"}, lack: []string{"withdraws nothing"}},
		{name: "phases only, less", change: phasesOnly, id: "spend_less", value: "100", want: []string{"no yearly spending"}},
		{name: "nothing is spent", change: func(s *alex.Snapshot) { s.Person.TargetRetirementIncome = spending("0") }, id: "how_long", want: []string{"spends nothing yet"}},
		{name: "nothing is withdrawn", change: neverRetired, id: "bad_start", want: []string{"never withdraws"}, lack: []string{"History"}},

		{name: "spending that was said", change: born("1981-01-01", "9000"), id: "spend_how_much", want: []string{"Your plan spends $9,000 a year"}, lack: []string{"taken as"}, simulated: true},
		{name: "spending that was assumed", id: "spend_how_much", want: []string{"not known yet", "taken as 4% of today's value"}, lack: []string{"Your plan spends"}, simulated: true},

		{name: "no plan of these ages", change: noSuchAges, id: "how_long", want: []string{"not between 0 and 120"}, lack: []string{"classified"}},
		{name: "nothing is classified", change: unclassified, id: "how_long", want: []string{"classified"}, lack: []string{"There is no projection"}},
		{name: "nothing is classified, and no cash", change: func(s *alex.Snapshot) {
			unclassified(s)
			for i := range s.Accounts {
				s.Accounts[i].CashBalance = alex.Money{}
			}
		}, id: "how_long", want: []string{"Too little of what you own is classified"}},
		{name: "all that one can ask", id: "save_more", value: "1000000", want: []string{"a month more until retirement"}, simulated: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

// unclassified holds what it held, of kinds that nobody knows.
func unclassified(s *alex.Snapshot) {
	for i := range s.Instruments {
		s.Instruments[i].AssetClasses, s.Instruments[i].Type = nil, ""
	}
}

// neverRetired works to the end of the plan.
func neverRetired(s *alex.Snapshot) {
	age := 80
	s.Person.RetirementAge, s.Person.HorizonAge, s.Person.YearsUntilRetirement = &age, &age, nil
}

// noSuchAges retires at 126.
func noSuchAges(s *alex.Snapshot) {
	years := 40
	s.Person.BirthDate, s.Person.RetirementAge, s.Person.YearsUntilRetirement = "1940-01-01", nil, &years
}

func TestAnswersOfThePortfolioAreTrue(t *testing.T) {
	t.Parallel()
	spends := func(amount string) func(*alex.Snapshot) {
		return func(s *alex.Snapshot) { s.Person.CurrentAnnualSpending = spending(amount) }
	}
	withoutRatio := func(symbols ...alex.Symbol) func(*alex.Snapshot) {
		return func(s *alex.Snapshot) {
			for i := range s.Instruments {
				for _, symbol := range symbols {
					if symbol == "" || s.Instruments[i].Symbol == symbol {
						s.Instruments[i].ExpenseRatio = nil
					}
				}
			}
		}
	}
	cashOf := func(amount, spent string) func(*alex.Snapshot) {
		return func(s *alex.Snapshot) {
			s.Person.CurrentAnnualSpending = spending(spent)
			for i := range s.Accounts {
				s.Accounts[i].CashBalance = alex.MustMoney(amount)
			}
		}
	}
	for _, c := range []said{
		{name: "fees of all", id: "fees", want: []string{"$68.18", "whose cost is known"}, lack: []string{"not known"}},
		{name: "fees of some", change: withoutRatio("SPY"), id: "fees", want: []string{"$9.79", "is not known and not counted"}},
		{name: "fees of none", change: withoutRatio(""), id: "fees", want: []string{"is not known here"}, lack: []string{"$0.00"}},
		{name: "no funds", change: onlyCash("5000"), id: "fees", want: []string{"costs nothing to hold"}, lack: []string{"$"}},

		{name: "cash beside what was said", change: spends("12000"), id: "cash", want: []string{"your current spending of $1,000"}, lack: []string{"assumed"}},
		{name: "cash beside what was assumed", id: "cash", want: []string{"spending, assumed at $323.74"}, lack: []string{"current"}},
		{name: "nothing is spent", change: spends("0"), id: "cash", want: []string{"You spend nothing today", "$5,000"}, lack: []string{"999"}},
		{name: "cash for longer than is measured", change: spends("1"), id: "cash", want: []string{"**Over 999.0 months**"}},
		{name: "next to nothing", change: cashOf("1", "120000"), id: "cash", want: []string{"Next to nothing"}, lack: []string{"0.0"}},
		{name: "no cash", change: cashOf("0", "120000"), id: "cash", want: []string{"No cash is within reach"}, lack: []string{"0.0"}},
		{name: "cash below zero", change: cashOf("-5000", "12000"), id: "cash", want: []string{"Not at all", "more cash is owed than held"}, lack: []string{"within reach", "0.0"}},
		{name: "debts alone", change: onlyCash("-5000"), id: "cash", want: []string{"Not at all"}, lack: []string{"within reach", "The aim"}},
		{name: "holdings of unknown kind", change: unclassified, id: "concentrated", want: []string{"Of what is classified"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.check(t)
		})
	}
}

// onlyCash holds one savings account and nothing else.
func onlyCash(amount string) func(*alex.Snapshot) {
	return func(s *alex.Snapshot) {
		s.Accounts = s.Accounts[2:]
		s.Accounts[0].Positions, s.Accounts[0].CashBalance = nil, alex.MustMoney(amount)
	}
}

// TestTheEarliestAge: odds may fall with the age of retirement, as where a phase
// of spending is withdrawn, and taxed, that a pension would pay from retirement
// on. The earliest age that is enough is told all the same.
func TestTheEarliestAge(t *testing.T) {
	t.Parallel()
	in := household(t, func(s *alex.Snapshot) {
		age, tax := 70, alex.PercentOf100(25)
		s.Person.BirthDate, s.Person.RetirementAge, s.Person.YearsUntilRetirement = "1964-01-01", &age, nil
		s.Person.Tax, s.Person.TargetRetirementIncome = &tax, spending("2000")
		s.Person.Incomes = []alex.Income{{Name: "Pension", Annual: alex.MustMoney("20000"), StartAge: 62}}
		s.Person.Spending = []alex.SpendingPhase{{Name: "Care", Annual: alex.MustMoney("20000"), StartAge: 62}}
	})
	if got := number(t, answer(t, in, "retire_when", ""), "ask.age"); got != "62" {
		t.Errorf("the earliest age is said to be %s", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ask.To(ctx, "retire_when", "", in, options()); !errors.Is(err, context.Canceled) {
		t.Errorf("after it is cancelled: %v", err)
	}
}

// TestQuestionsSayTheirValue: the question as it was understood has the value
// that was asked about.
func TestQuestionsSayTheirValue(t *testing.T) {
	t.Parallel()
	in := household(t, nil)
	for _, c := range [][3]string{
		{"retire_at", "72", "What if I retire at 72?"},
		{"retire_at", "064", "What if I retire at 64?"},
		{"claim_at", "62", "What if I claim Social Security at 62?"},
		{"spend_more", "1250.5", "What if I spend $1,250 more a month?"},
		{"spend_less", "100.25", "What if I spend $100.25 less a month?"},
		{"save_more", "83333.33", "What if I save $83,333 more a month?"},
		{"fees", "", "What do my funds cost a year?"},
	} {
		if got := answer(t, in, c[0], c[1]).Text; got != c[2] {
			t.Errorf("%s %s is %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

// TestFatesAreSaid: years of work are not called paid.
func TestFatesAreSaid(t *testing.T) {
	t.Parallel()
	text := answer(t, household(t, nil), "bad_start", "").Markdown
	for _, part := range []string{
		"in 1929, every year would have been paid", "in 1973, the plan would have held for all of the 50 years on record",
		"in 2000, you would still be working after the 23 years on record",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("the answer lacks %q: %s", part, text)
		}
	}
}

// TestEachKindOfChangeIsToldOnce: "spend 20% more" beside "spend 10% more" says
// the same twice.
func TestEachKindOfChangeIsToldOnce(t *testing.T) {
	t.Parallel()
	in := household(t, born("1961-01-01", "9000"))
	if list := in.Outlook.Projection.Sensitivities; len(report.Changes(list, false)) < 3 {
		t.Fatalf("the plan does not test enough: %+v", list)
	}
	text := answer(t, in, "what_matters", "").Markdown
	if n := strings.Count(text, "\n- "); n != 3 {
		t.Errorf("%d changes are told: %s", n, text)
	}
	for _, kind := range []string{"Spend", "Retire", "Save", "stocks"} {
		if strings.Count(text, kind) > 1 {
			t.Errorf("%s is told twice: %s", kind, text)
		}
	}
}

// TestARefusedChangeIsAnswered in words, not at a field that nobody sent.
func TestARefusedChangeIsAnswered(t *testing.T) {
	t.Parallel()
	in := household(t, nil)
	in.Outlook.Plan.AnnualContribution = alex.MustMoney("1000000000000")
	opt := options()
	a, err := ask.To(t.Context(), "save_more", "1000000", in, opt)
	if err != nil || a.Hypothetical || !strings.Contains(a.Markdown, "cannot be simulated") {
		t.Errorf("the answer is %+v, %v", a, err)
	}
	opt.Paths = retirement.MaxPaths + 1
	if _, err := ask.To(t.Context(), "save_more", "5", household(t, nil), opt); err == nil {
		t.Error("wrong options are no error")
	}
}
