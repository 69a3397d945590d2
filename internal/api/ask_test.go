package api_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"alex"
	"alex/internal/api"
	"alex/internal/report"
)

func TestAskOverTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	empty := as[api.AskAnswer](t, w.must(t, http.StatusOK, "ann", "POST", "/api/ask", `{"question":"When could I retire?"}`))
	if !strings.Contains(empty.Answer, "add your accounts") {
		t.Errorf("without holdings the answer is %q", empty.Answer)
	}
	w.must(t, http.StatusCreated, "ann", "POST", "/api/sample-portfolio", "")
	list := as[api.QuestionList](t, w.must(t, http.StatusOK, "ann", "GET", "/api/ask", ""))
	if len(list.Items) < 12 {
		t.Errorf("%d questions can be asked", len(list.Items))
	}
	said := as[api.AskAnswer](t, w.must(t, http.StatusOK, "ann", "POST", "/api/ask", `{"question":"What if I spend $50 less a month?"}`))
	if said.ID == nil || *said.ID != "spend_less" || len(said.Figures) < 3 || !said.Hypothetical || !strings.Contains(said.Template, "{{ask.then}}") {
		t.Errorf("the answer is %+v", said)
	}
	lost := as[api.AskAnswer](t, w.must(t, http.StatusOK, "ann", "POST", "/api/ask", `{"question":"Who are you?"}`))
	if lost.ID != nil || len(lost.Suggestions) != len(list.Items) {
		t.Errorf("what is not understood is answered %+v", lost)
	}
	amount := as[api.AskAnswer](t, w.must(t, http.StatusOK, "ann", "POST", "/api/ask", `{"question":"What if I save $1,000,000,000 a year?"}`))
	if amount.ID != nil {
		t.Errorf("an amount that is not said to be more is answered %+v", amount)
	}
	beside := as[api.AskAnswer](t, w.must(t, http.StatusOK, "ann", "POST", "/api/ask", `{"question":"I have $800,000. What if I spend $50 less a month?"}`))
	if beside.Question != "What if I spend $50 less a month?" || !strings.Contains(beside.Answer, "of your plan, whatever else") {
		t.Errorf("what is said beside the question is answered %+v", beside)
	}
	for body, place := range map[string]string{
		`{"question":"What if I retire at 15?"}`:                      "body.question",
		`{"question":"What if I save $1,000,000,000 more a year?"}`:   "body.question",
		`{"question":"What if I retire at 62?","value":"15"}`:         "body.value",
		`{"question":"What if I spend $2 million more?","value":"0"}`: "body.value",
		`{"question":"What if I spend two million dollars more?"}`:    "body.question",
		`{"question":"What if I claim Social Security at 7?"}`:        "body.question",
		`{}`:                             "body.question",
		`{"id":"no_such"}`:               "body.id",
		`{"id":"retire_at"}`:             "body.value",
		`{"id":"fees","question":"x"}`:   "body.id",
		`{"id":"save_more","value":"x"}`: "body.value",
	} {
		if r := w.must(t, 422, "ann", "POST", "/api/ask", body); !strings.Contains(r.text, `"location":"`+place+`"`) {
			t.Errorf("%s is refused with %s", body, r.text)
		}
	}
}

// TestModelsAnswerTheOwner: who acts for somebody spends neither their yes nor
// their limit of the day.
func TestModelsAnswerTheOwner(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	w := newCircle(t, func(s *api.Server) {
		s.Site.Models = []api.Model{{Name: "openai:x", SentTo: "models.example"}}
		s.AskModel = func(context.Context, alex.Person, string, report.Input) (api.ModelAnswer, error) {
			asked.Add(1)
			return api.ModelAnswer{Template: "Green.", Markdown: "Green.", Author: "openai:x"}, nil
		}
	})
	w.must(t, http.StatusCreated, "ann", "POST", "/api/sample-portfolio", "")
	w.must(t, http.StatusOK, "ann", "PUT", "/api/user", `{"allowModels":true}`)
	w.shared(t, "ann", "bob", alex.Viewer)
	w.shared(t, "ann", "eve", alex.Editor)
	const question = `{"question":"Which colour has my pension?"}`
	for _, who := range []string{"bob", "eve"} {
		said := as[api.AskAnswer](t, w.must(t, http.StatusOK, who, "POST", "/api/ask", question, "Alex-For: ann"))
		if said.ID != nil || said.Author != alex.AuthorRules || len(said.Suggestions) == 0 {
			t.Errorf("%s is answered %+v", who, said)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("a model was asked %d times for who is not the owner", n)
	}
	if said := as[api.AskAnswer](t, w.must(t, http.StatusOK, "ann", "POST", "/api/ask", question, "Alex-For: ann")); asked.Load() != 1 || said.Author != "openai:x" {
		t.Errorf("the owner is answered %+v after %d calls", said, asked.Load())
	}
}

// TestQuestionsMayBeAnything: whatever is asked is answered, or refused by the
// field's name.
func TestQuestionsMayBeAnything(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, text := range naughty() {
		for _, member := range []string{"question", "id", "value"} {
			body := `{"` + member + `":` + string(encoded(text)) + `}`
			if member == "value" {
				body = `{"id":"spend_less","value":` + string(encoded(text)) + `}`
			}
			r := w.call(t, "ann", "POST", "/api/ask", body)
			if r.status != http.StatusOK && (r.status != http.StatusUnprocessableEntity || !strings.Contains(r.text, `"body.`)) {
				t.Errorf("%s of %q = %d: %s", member, text, r.status, r.text)
			}
		}
	}
}

func TestMixes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bare := as[api.MixList](t, w.must(t, http.StatusOK, "ann", "GET", "/api/mixes", "")).Items
	if len(bare) != 5 || bare[0].WorstYear.Dollars != nil || bare[0].WorstYear.Year != 1931 {
		t.Errorf("without holdings the mixes are %+v", bare)
	}
	w.must(t, http.StatusCreated, "ann", "POST", "/api/sample-portfolio", "")
	list := as[api.MixList](t, w.must(t, http.StatusOK, "ann", "GET", "/api/mixes", "")).Items
	total := as[alex.Portfolio](t, w.must(t, http.StatusOK, "ann", "GET", "/api/portfolio", "")).TotalValue
	for i, mix := range list {
		sum := alex.DecimalOf(0)
		for _, share := range mix.Allocation {
			sum = sum.Add(share.Decimal)
		}
		if sum.Cmp(alex.DecimalOf(100)) != 0 {
			t.Errorf("%s adds up to %s", mix.Key, sum)
		}
		loss := mix.WorstYear
		if loss.Dollars == nil || loss.Percent.Sign() >= 0 || loss.Dollars.Sub(loss.Percent.Of(total)).Abs().Cmp(alex.MustMoney("100")) > 0 {
			t.Errorf("%s loses %+v of %s", mix.Key, loss, total)
		}
		if i > 1 && list[i-1].WorstYear.Percent.Cmp(loss.Percent.Decimal) > 0 {
			t.Errorf("%s loses more than the bolder %s", mix.Key, list[i-1].Key)
		}
	}
	if list[0].Key != "current" {
		t.Errorf("the first mix is %s", list[0].Key)
	}
}

// TestSocialSecurity by the law's own examples: born in 1960 or later, full age
// is 67, 70 % at 62 and 124 % at 70; born in 1955, 66 and two months, and
// 74.17 % at 62.
func TestSocialSecurity(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for query, want := range map[string][3]string{
		"annualAtFullAge=30000&birthYear=1961": {"67/0", "70/21000.00", "124/37200.00"},
		"annualAtFullAge=30000":                {"67/0", "70/21000.00", "124/37200.00"},
		"annualAtFullAge=12000&birthYear=1955": {"66/2", "74.17/8900.00", "130.67/15680.00"},
	} {
		list := as[api.ClaimList](t, w.must(t, http.StatusOK, "ann", "GET", "/api/social-security?"+query, ""))
		first, last := list.Claims[0], list.Claims[8]
		got := [3]string{
			strings.Join([]string{alex.DecimalOf(int64(list.FullAge.Years)).String(), alex.DecimalOf(int64(list.FullAge.Months)).String()}, "/"),
			first.Percent.String() + "/" + first.Annual.String(), last.Percent.String() + "/" + last.Annual.String(),
		}
		if got != want || first.Age != 62 || last.Age != 70 {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	w.must(t, 422, "ann", "GET", "/api/social-security?annualAtFullAge=-1", "")
	w.must(t, 422, "ann", "GET", "/api/social-security?annualAtFullAge=much", "")
	w.must(t, 422, "ann", "GET", "/api/social-security?annualAtFullAge=9223372036854775808", "")
}

func TestAssumptionsAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	list := as[api.AssumptionList](t, w.must(t, http.StatusOK, "ann", "GET", "/api/assumptions", "")).Items
	if len(list) != 3 || list[0].ID != "default" || len(list[0].Classes) != 6 {
		t.Errorf("the sets are %+v", list)
	}
}

// TestAssumptionsAreChosen: a shipped set by its name, or a copy of one with
// other figures; a wrong figure is refused by the name of its field.
func TestAssumptionsAreChosen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, http.StatusOK, "ann", "PUT", "/api/user",
		`{"assumptions":{"set":"cautious","returns":{"equity":{"compound":4.25,"volatility":18},"inflation":{"compound":3,"volatility":2}}}}`)
	list := as[api.AssumptionList](t, w.must(t, http.StatusOK, "ann", "GET", "/api/assumptions", "")).Items
	if len(list) != 4 || list[3].ID != "own" {
		t.Fatalf("the sets are %+v", list)
	}
	cautious, own := list[1], list[3]
	if own.Classes["equity"].Compound.String() != "4.25" || own.Inflation.Volatility.String() != "2" || own.Classes["cash"].Source != cautious.Classes["cash"].Source {
		t.Errorf("the own set is %+v", own)
	}
	if theirs := as[api.AssumptionList](t, w.must(t, http.StatusOK, "bob", "GET", "/api/assumptions", "")).Items; len(theirs) != 3 {
		t.Errorf("another sees %d sets", len(theirs))
	}
	query := "?paths=1000&detail=quick&assumptions="
	byOwn := w.must(t, http.StatusOK, "ann", "POST", projectionPath+query+"own", smallPlan)
	if field(t, byOwn, "assumptionSet") != "own" || field(t, byOwn, "inputsHash") == field(t, w.must(t, http.StatusOK, "bob", "POST", projectionPath+query+"own", smallPlan), "inputsHash") {
		t.Errorf("by own assumptions: %.200s", byOwn.text)
	}
	for body, place := range map[string]string{
		`{"set":"hopeful"}`: "body.assumptions.set", `{}`: "body.assumptions.set",
		`{"set":"default","returns":{"luck":{"compound":1,"volatility":1}}}`:       "body.assumptions.returns.luck",
		`{"set":"default","returns":{"equity":{"compound":101,"volatility":1}}}`:   "body.assumptions.returns.equity.compound",
		`{"set":"default","returns":{"inflation":{"compound":2,"volatility":-1}}}`: "body.assumptions.returns.inflation.volatility",
		`{"set":"default","returns":{"equity":{"volatility":1}}}`:                  "body.assumptions.returns.equity.compound",
	} {
		if r := w.must(t, 422, "ann", "PUT", "/api/user", `{"assumptions":`+body+`}`); !strings.Contains(r.text, `"location":"`+place) {
			t.Errorf("%s is refused with %s", body, r.text)
		}
	}
	w.must(t, http.StatusOK, "ann", "PUT", "/api/user", `{}`)
	if list := as[api.AssumptionList](t, w.must(t, http.StatusOK, "ann", "GET", "/api/assumptions", "")).Items; len(list) != 3 {
		t.Errorf("after the choice is taken back there are %d sets", len(list))
	}
}
