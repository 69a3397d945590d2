package api_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/api"
	"alex/internal/retirement"
)

// projectable are plans of every kind.
func projectable() map[string]string {
	with := func(more string) string { return strings.TrimSuffix(smallPlan, "}") + "," + more + "}" }
	return map[string]string{
		"a retiree":    smallPlan,
		"all there is": fullPlan,
		"a saver": `{"currentAge":40,"retirementAge":66,"horizonAge":95,"balance":"50000","allocation":{"equity":90,"fixed_income":10},
			"annualContribution":"12000","annualSpending":"60000","incomes":[{"name":"Social Security","annual":"24000","startAge":67}]}`,
		"a couple": with(`"partner":{"currentAge":60,"horizonAge":95,"survivorSpendingPercent":75},
			"incomes":[{"annual":"20000","startAge":67,"kind":"social_security"},{"annual":"15000","startAge":67,"kind":"social_security","partner":true}],
			"events":[{"amount":"-5000","age":70,"partner":true}]`),
		"guardrails": with(`"withdrawalRule":{"kind":"guardrails","floorPercent":80}`),
		"nothing":    strings.Replace(smallPlan, `"1000000"`, `"0"`, 1),
		"no need":    strings.Replace(smallPlan, `"40000"`, `"0"`, 1),
	}
}

// TestProjectionsAreAsDocumented asks for every plan in every mode at every
// detail, by itself and stored with a change.
func TestProjectionsAreAsDocumented(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	op := doc.Paths[projectionPath]["post"]
	for name, plan := range projectable() {
		id := field(t, w.must(t, 201, "ann", "POST", "/api/plans", plan), "id")
		for _, mode := range retirement.Modes() {
			for _, detail := range retirement.Details() {
				query := "?paths=1000&mode=" + mode + "&detail=" + string(detail)
				alone := w.must(t, 200, "ann", "POST", projectionPath+query, plan)
				changed := w.must(t, 200, "ann", "POST", projectionPath+query, `{"planId":"`+id+`","changes":{"annualSpending":"30000"}}`)
				for _, r := range []reply{alone, changed} {
					if b := doc.answered(op, r, as[any](t, r)); b != "" {
						t.Errorf("%s, %s: %s", name, query, b)
					}
				}
				lookedAt(t, name+query, as[api.ComparedProjection](t, alone), detail)
				if has := strings.Contains(alone.text, `"comparison"`); has || !strings.Contains(changed.text, `"comparison"`) {
					t.Errorf("%s, %s: a plan by itself is compared: %v", name, query, has)
				}
			}
		}
	}
}

// lookedAt holds an answer to its detail.
func lookedAt(t *testing.T, what string, p api.ComparedProjection, detail retirement.Detail) {
	t.Helper()
	got := map[string]bool{"sensitivities": len(p.Sensitivities) > 0, "methods": len(p.Methods) > 0, "stress": len(p.Stress) > 0}
	want := map[string]bool{
		"sensitivities": detail != retirement.DetailQuick, "methods": detail == retirement.DetailFull, "stress": detail == retirement.DetailFull,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
	if historical := p.Mode == retirement.ModeHistorical; historical != (p.SuccessLow == nil) || historical != (p.Paths == 0) || historical != (p.Windows > 0) {
		t.Errorf("%s: %d paths, %d windows, interval from %v", what, p.Paths, p.Windows, p.SuccessLow)
	}
}

// TestComparison: changes to a stored plan are compared with it in the same
// futures, and the projection is that of the changed plan.
func TestComparison(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := field(t, w.must(t, 201, "ann", "POST", "/api/plans", smallPlan), "id")
	ask := func(changes string) (api.ComparedProjection, *retirement.Comparison) {
		t.Helper()
		p := as[api.ComparedProjection](t, w.must(t, 200, "ann", "POST", projectionPath+"?paths=2000&detail=quick", `{"planId":"`+id+`","changes":`+changes+`}`))
		if p.Comparison == nil || p.Comparison.SuccessRate != p.SuccessRate {
			t.Fatalf("%s: the comparison is %+v, the rate %v", changes, p.Comparison, p.SuccessRate)
		}
		return p, p.Comparison
	}
	alone := as[api.ComparedProjection](t, w.must(t, 200, "ann", "POST", projectionPath+"?paths=2000&detail=quick", smallPlan))
	for name, c := range map[string]struct {
		changes string
		sign    int
	}{
		"no change":  {`{}`, 0},
		"spend less": {`{"annualSpending":"30000"}`, 1},
		"spend more": {`{"annualSpending":"50000"}`, -1},
		"live long":  {`{"horizonAge":100}`, -1},
	} {
		_, got := ask(c.changes)
		switch {
		case got.BaseSuccessRate != alone.SuccessRate:
			t.Errorf("%s: the base has %v, by itself %v", name, got.BaseSuccessRate, alone.SuccessRate)
		case float64(c.sign)*got.Delta < 0 || (c.sign == 0) != (got.Delta == 0) || got.PairedError == nil:
			t.Errorf("%s: %+v", name, got)
		}
	}
	refused := w.must(t, http.StatusUnprocessableEntity, "ann", "POST", projectionPath, `{"planId":"`+id+`","changes":{"horizonAge":60}}`)
	if p := as[api.Problem](t, refused); len(p.Errors) == 0 || p.Errors[0].Location != "body.changes.horizonAge" {
		t.Errorf("a bad change is answered %s", refused.text)
	}
}

// TestComparisonOfTwoPlans: two plans of the body are compared as a stored plan
// is with its changes, and what is refused is named where it stands.
func TestComparisonOfTwoPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = projectionPath + "?paths=2000&detail=quick"
	id := field(t, w.must(t, 201, "ann", "POST", "/api/plans", smallPlan), "id")
	changes := as[api.ComparedProjection](t, w.must(t, 200, "ann", "POST", path, `{"planId":"`+id+`","changes":{"retirementAge":68}}`))
	later := strings.Replace(smallPlan, `"retirementAge":65`, `"retirementAge":68`, 1)
	if later == smallPlan {
		t.Fatalf("the plan is %s", smallPlan)
	}
	two := as[api.ComparedProjection](t, w.must(t, 200, "ann", "POST", path, `{"plan":`+later+`,"against":`+smallPlan+`}`))
	if two.Comparison == nil || !reflect.DeepEqual(two.Comparison, changes.Comparison) {
		t.Errorf("two plans give %+v, a stored one with the change %+v", two.Comparison, changes.Comparison)
	}
	for body, place := range map[string]string{
		`{"against":` + smallPlan + `}`:                                "body.plan",
		`{"plan":` + smallPlan + `,"against":{}}`:                      "body.against.",
		`{"plan":` + smallPlan + `}`:                                   "body.against",
		`{"plan":` + smallPlan + `,"against":null}`:                    "body.against",
		`{"plan":` + smallPlan + `,"against":5}`:                       "body.against",
		`{"plan":[],"against":` + smallPlan + `}`:                      "body.plan",
		`{"planId":"` + nobodysID + `","against":` + smallPlan + `}`:   "body.planId",
		`{"plan":{},"against":` + smallPlan + `}`:                      "body.plan.",
		`{"plan":` + smallPlan + `,"against":` + smallPlan + `,"x":1}`: "body.x",
	} {
		p := as[api.Problem](t, w.must(t, http.StatusUnprocessableEntity, "ann", "POST", path, body))
		within := strings.HasSuffix(place, ".") && len(p.Errors) > 0 && strings.HasPrefix(p.Errors[0].Location, place)
		if len(p.Errors) == 0 || !within && p.Errors[0].Location != place {
			t.Errorf("%s is refused at %v, want %s", body, p.Errors, place)
		}
	}
}

// TestPersonsPlan: what a plan knows of a couple, a person may say too.
func TestPersonsPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const couple = `{"partner":{"currentAge":60,"survivorSpendingPercent":75},
		"incomes":[{"name":"Mine","annual":"1","startAge":67,"kind":"social_security"}],
		"events":[{"name":"Car","amount":"-1","age":70,"partner":true}]}`
	r := w.must(t, 200, "ann", "PUT", "/api/user", couple)
	for _, kept := range []string{`"survivorSpendingPercent":75`, `"kind":"social_security"`, `"amount":"-1.00","age":70,"partner":true`} {
		if !strings.Contains(r.text, kept) {
			t.Errorf("the person lacks %s: %s", kept, r.text)
		}
	}
	for name, c := range map[string]struct{ old, new, place string }{
		"a share below none":     {"75", "-1", "body.partner.survivorSpendingPercent"},
		"a share above all":      {"75", "101", "body.partner.survivorSpendingPercent"},
		"another kind of income": {`"social_security"`, `"lottery"`, "body.incomes[0].kind"},
		"an event of nobody's":   {`"partner":{"currentAge":60,"survivorSpendingPercent":75},`, "", "body.events[0].partner"},
	} {
		r := w.must(t, 422, "ann", "PUT", "/api/user", strings.Replace(couple, c.old, c.new, 1))
		p := as[api.Problem](t, r)
		if len(p.Errors) == 0 || !strings.HasSuffix(p.Errors[0].Location, strings.TrimPrefix(c.place, "body.")) {
			t.Errorf("%s: %s", name, r.text)
		}
	}
}
