package ask_test

import (
	"encoding/json"
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"alex"
	"alex/internal/ask"
	"alex/internal/goldenfile"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/seed"
)

var update = flag.Bool("update", false, "write the golden file anew")

// household is the snapshot of the shipped one, changed.
func household(t *testing.T, change func(*alex.Snapshot)) report.Input {
	t.Helper()
	person, accounts := seed.Household()
	instruments, err := seed.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	s := alex.Snapshot{AsOf: "2026-10-30", Person: person, Accounts: accounts, Instruments: instruments, Assumptions: "default"}
	s.Person.Incomes = []alex.Income{{Name: "Social Security", Annual: alex.MustMoney("2400"), StartAge: 67}}
	if change != nil {
		change(&s)
	}
	in, err := report.Study(t.Context(), s, retirement.Options{Assumptions: retirement.DefaultAssumptions(), Paths: 1000, Detail: retirement.DetailFull})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func options() retirement.Options {
	return retirement.Options{Assumptions: retirement.DefaultAssumptions(), Paths: 1000}
}

func households() map[string]func(*alex.Snapshot) {
	return map[string]func(*alex.Snapshot){
		"the shipped one":       nil,
		"nothing held":          func(s *alex.Snapshot) { s.Accounts = nil },
		"nobody's particulars":  func(s *alex.Snapshot) { s.Person = alex.Person{} },
		"retired":               func(s *alex.Snapshot) { s.Person.BirthDate, s.Person.RetirementAge = "1950-01-01", nil },
		"nothing is classified": func(s *alex.Snapshot) { s.Instruments = nil },
	}
}

// TestAnswersKeepTheRules: every answer to every question passes the checks of a
// report's sections: no figure without a fact, no promise, no order.
func TestAnswersKeepTheRules(t *testing.T) {
	t.Parallel()
	for name, change := range households() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := household(t, change)
			for _, q := range ask.Questions() {
				_, value, _ := ask.Understand(q.Text)
				a, err := ask.To(t.Context(), q.ID, value, in, options())
				if err != nil {
					t.Errorf("%s: %v", q.ID, err)
					continue
				}
				sheet, err := report.NewSheet(a.Figures)
				if err != nil {
					t.Fatal(err)
				}
				if found := report.Check(a.Template, report.ContextOf(sheet)); len(found) > 0 {
					t.Errorf("%s: %q breaks %+v", q.ID, a.Template, found)
				}
				if strings.Contains(a.Markdown, "{{") || strings.TrimSpace(a.Markdown) == "" {
					t.Errorf("%s: the answer is %q", q.ID, a.Markdown)
				}
				for _, f := range a.Figures {
					if f.Source == "" || f.Label == "" {
						t.Errorf("%s: %s has no source", q.ID, f.ID)
					}
				}
			}
		})
	}
}

func number(t *testing.T, a ask.Answer, id string) string {
	t.Helper()
	for _, f := range a.Figures {
		if f.ID == id {
			return f.Value
		}
	}
	data, _ := json.Marshal(a)
	t.Fatalf("the answer has no %s: %s", id, data)
	return ""
}

func answer(t *testing.T, in report.Input, id, value string) ask.Answer {
	t.Helper()
	a, err := ask.To(t.Context(), id, value, in, options())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestAnswersAreTheEngines: what is answered is what the engine gives for the
// plan with that change, and the found age is the least that is enough.
func TestAnswersAreTheEngines(t *testing.T) {
	t.Parallel()
	in := household(t, func(s *alex.Snapshot) {
		spending := alex.MustMoney("9000")
		s.Person.TargetRetirementIncome = &spending
	})
	plan := in.Outlook.Plan
	rate := func(change func(*alex.Plan)) float64 {
		changed := plan
		change(&changed)
		p, err := retirement.Project(t.Context(), changed, retirement.Options{Assumptions: retirement.DefaultAssumptions(), Paths: 1000, Detail: retirement.DetailQuick})
		if err != nil {
			t.Fatal(err)
		}
		return p.SuccessRate
	}
	percent := func(rate float64) string { return alex.Percent{Decimal: alex.DecimalFromFloat(rate*100, 4)}.String() }

	then := rate(func(p *alex.Plan) { p.RetirementAge = 70 })
	if got := number(t, answer(t, in, "retire_at", "70"), "ask.then"); got != percent(then) {
		t.Errorf("retiring at 70: %s, the engine says %s", got, percent(then))
	}
	less := rate(func(p *alex.Plan) { p.AnnualSpending = p.AnnualSpending.Sub(alex.MustMoney("1200")) })
	if got := number(t, answer(t, in, "spend_less", "100"), "ask.then"); got != percent(less) {
		t.Errorf("spending less: %s, the engine says %s", got, percent(less))
	}
	found := answer(t, in, "retire_when", "")
	var age int
	if err := json.Unmarshal([]byte(number(t, found, "ask.age")), &age); err != nil {
		t.Fatal(err)
	}
	if at, before := rate(func(p *alex.Plan) { p.RetirementAge = age }), rate(func(p *alex.Plan) { p.RetirementAge = age - 1 }); at < 0.85 || before >= 0.85 {
		t.Errorf("the earliest age is said to be %d, with %v there and %v a year before", age, at, before)
	}
}

// TestClaimingAtSeventy: the benefit of the law, by hand: 124 % of that at 67.
func TestClaimingAtSeventy(t *testing.T) {
	t.Parallel()
	in := household(t, nil)
	a := answer(t, in, "claim_at", "70")
	if got := number(t, a, "ask.benefit"); got != "2976.00" { // 2,400 × 1.24
		t.Errorf("the benefit at 70 is %s", got)
	}
	if refused := answer(t, in, "claim_at", "75"); !strings.Contains(refused.Markdown, "62 to 70") {
		t.Errorf("75 is answered %q", refused.Markdown)
	}
}

// TestWrongValues name the field.
func TestWrongValues(t *testing.T) {
	t.Parallel()
	in := household(t, nil)
	for _, c := range [][2]string{{"retire_at", ""}, {"retire_at", "soon"}, {"retire_at", "7"}, {"spend_less", "-5"}, {"spend_less", "1e9"}, {"save_more", ""}} {
		if _, err := ask.To(t.Context(), c[0], c[1], in, options()); alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), "value") {
			t.Errorf("%s %q: %v", c[0], c[1], err)
		}
	}
	if _, err := ask.To(t.Context(), "no_such", "", in, options()); alex.CodeOf(err) != alex.CodeInvalid {
		t.Error(err)
	}
}

// TestAnswersAreGolden keeps the words of the shipped household's answers where
// a person reads their changes.
func TestAnswersAreGolden(t *testing.T) {
	t.Parallel()
	in := household(t, nil)
	var text strings.Builder
	for _, q := range ask.Questions() {
		_, value, _ := ask.Understand(q.Text)
		a := answer(t, in, q.ID, value)
		text.WriteString("## " + q.Text + "\n\n" + a.Markdown + "\n\n")
	}
	goldenfile.Compare(t, *update, filepath.Join("testdata", "answers.golden.md"), text.String())
}
