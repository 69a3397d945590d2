package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/retirement"
)

const (
	projectionPath = "/api/retirement/projection"
	smallPlan      = `{"currentAge":65,"retirementAge":65,"horizonAge":95,"balance":"1000000","allocation":{"equity":75,"fixed_income":25},"annualSpending":"40000"}`
)

func TestProjectionIsTheEngines(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.must(t, http.StatusOK, "ann", "POST", projectionPath+"?paths=1000", smallPlan)
	plan, err := retirement.ParsePlan(strings.NewReader(smallPlan))
	if err != nil {
		t.Fatal(err)
	}
	p, err := retirement.Project(t.Context(), plan, retirement.Options{Paths: 1000, Detail: retirement.DetailStandard})
	if err != nil {
		t.Fatal(err)
	}
	want, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(r.text) != string(want) {
		t.Errorf("the projection is %s, want %s", r.text, want)
	}
	for query, has := range map[string]string{
		"?paths=1000&seed=18446744073709551615": `"seed":"18446744073709551615"`,
		"?paths=2000&timing=end":                `"timing":"end"`,
		"?mode=parametric":                      `"paths":10000`,
		"?paths=1000&assumptions=cautious":      `"assumptionSet":"cautious"`,
		"?mode=historical&detail=quick":         `"windows":123`,
		"?mode=bootstrap&paths=1000":            `"assumptionSet":"us-annual-1"`,
	} {
		if r := w.must(t, http.StatusOK, "ann", "POST", projectionPath+query, smallPlan); !strings.Contains(r.text, has) {
			t.Errorf("%s answers %.200s", query, r.text)
		}
	}
}

func TestProjectionRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	with := func(old, new string) string { return strings.Replace(smallPlan, old, new, 1) }
	for name, c := range map[string]struct {
		query, body string
		status      int
		place       string
	}{
		"no body":                {"", "", 400, ""},
		"no JSON":                {"", "{", 400, "body"},
		"a list":                 {"", "[]", 422, "body"},
		"a key twice":            {"", with(`{`, `{"currentAge":64,`), 400, "body"},
		"nothing":                {"", "{}", 422, "body.currentAge"},
		"null for what is asked": {"", with(`"currentAge":65`, `"currentAge":null`), 422, "body.currentAge"},
		"an unknown field":       {"", with(`{`, `{"userId":"bob",`), 422, "body.userId"},
		"an unknown one below":   {"", with(`}`, `},"partner":{"x":1}`), 422, "body.partner.x"},
		"money as a number":      {"", with(`"1000000"`, `1000000`), 422, "body.balance"},
		"both kinds of wealth":   {"", with(`{`, `{"accounts":[{"kind":"taxable","balance":"1"}],`), 422, "body.balance"},
		"weights off 100":        {"", with("75", "74"), 422, "body.allocation"},
		"a horizon in the past":  {"", with(`95`, `60`), 422, "body.horizonAge"},
		"retired after it":       {"", with(`"retirementAge":65`, `"retirementAge":96`), 422, "body.horizonAge"},
		"a negative balance":     {"", with(`"1000000"`, `"-1"`), 422, "body.balance"},
		"no balance":             {"", with(`"balance":"1000000",`, ``), 422, "body.balance"},
		"an income of no kind":   {"", with(`{`, `{"incomes":[{"annual":"1","startAge":67,"kind":"lottery"}],`), 422, "body.incomes[0].kind"},
		"an event of no partner": {"", with(`{`, `{"events":[{"amount":"1","age":67,"partner":true}],`), 422, "body.events[0].partner"},
		"a survivor's 120 %":     {"", with(`{`, `{"partner":{"currentAge":60,"survivorSpendingPercent":120},`), 422, "body.partner.survivorSpendingPercent"},
		"an unknown detail":      {"?detail=nosy", smallPlan, 422, "query.detail"},
		"assumptions of a file":  {"?assumptions=/etc/passwd", smallPlan, 422, "query.assumptions"},
		"too few paths":          {"?paths=10", smallPlan, 422, "query.paths"},
		"too many paths":         {"?paths=50000", smallPlan, 422, "query.paths"},
		"an unknown timing":      {"?timing=noon", smallPlan, 422, "query.timing"},
		"an unknown mode":        {"?mode=guess", smallPlan, 422, "query.mode"},
		"a seed in words":        {"?seed=x", smallPlan, 422, "query.seed"},
		"a seed too large":       {"?seed=18446744073709551616", smallPlan, 422, "query.seed"},
		"another's plan":         {"", `{"planId":"` + nobodysID + `"}`, 403, ""},
		"an id that is none":     {"", `{"planId":"7"}`, 422, "body.planId"},
		"an id as a number":      {"", `{"planId":7}`, 422, "body.planId"},
		"changes and a plan":     {"", with(`{`, `{"planId":"`+nobodysID+`",`), 422, "body.allocation"},
		"changes as a list":      {"", `{"planId":"` + nobodysID + `","changes":[]}`, 422, "body.changes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := as[api.Problem](t, w.must(t, c.status, "ann", "POST", projectionPath+c.query, c.body))
			if c.place != "" && (len(p.Errors) == 0 || p.Errors[0].Location != c.place) {
				t.Errorf("the refused place is %v, want %s", p.Errors, c.place)
			}
		})
	}
	w.must(t, http.StatusUnsupportedMediaType, "ann", "POST", projectionPath, smallPlan, "Content-Type: text/plain")
}

func TestManyProjectionsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var group sync.WaitGroup
	answers := make(chan string, 30)
	for range cap(answers) {
		group.Go(func() { answers <- w.call(t, "ann", "POST", projectionPath+"?paths=1000", smallPlan).text })
	}
	group.Wait()
	close(answers)
	first := <-answers
	for text := range answers {
		if text != first || !strings.Contains(text, "successRate") {
			t.Fatalf("the same plan answers %.200s and %.200s", first, text)
		}
	}
}

func TestLatestRetirement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	result := smallResult()
	const projection = `{"successRate":0.85,"seed":"42","assumptionSet":"default","written":"by an older engine"}`
	result.Retirement = &alex.Retirement{
		EstimatedIncome: alex.MustMoney("40000"), Summary: "s", Detail: "d", Chart: alex.Chart{Key: "retirement", Type: alex.Fan},
		Projection: []byte(projection),
	}
	w.analyzed(t, keeping(t, frozen(), result))
	r := w.must(t, http.StatusOK, "ann", "GET", "/api/retirement", "")
	if !strings.Contains(r.text, `"projection":`+projection) || field(t, r, "estimatedIncome") != "40000.00" {
		t.Errorf("the stored projection is %s", r.text)
	}
	w.must(t, http.StatusNotModified, "ann", "GET", "/api/retirement", "", "If-None-Match: "+r.header.Get("ETag"))
	w.must(t, http.StatusNotFound, "bob", "GET", "/api/retirement", "")
}

// TestProjectionIsDescribed: the document shows both forms of the body.
func TestProjectionIsDescribed(t *testing.T) {
	t.Parallel()
	type schema struct {
		Required []string            `json:"required"`
		OneOf    []map[string]string `json:"oneOf"`
	}
	type document struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct{ Schema schema } `json:"content"`
			} `json:"requestBody"`
			Responses map[string]struct {
				Content map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					} `json:"schema"`
				} `json:"content"`
			} `json:"responses"`
		} `json:"paths"`
		Components struct{ Schemas map[string]schema } `json:"components"`
	}
	doc := as[document](t, newWorld(t).must(t, http.StatusOK, "", "GET", "/api/openapi.json", ""))
	if answer := doc.Paths[projectionPath]["post"].Responses["200"].Content["application/json"].Schema.Ref; answer != "#/components/schemas/ComparedProjection" {
		t.Errorf("the answer is %s", answer)
	}
	forms := doc.Paths[projectionPath]["post"].RequestBody.Content["application/json"].Schema.OneOf
	if len(forms) != 3 || forms[2]["$ref"] != "#/components/schemas/PlanAgainst" || forms[0]["$ref"] != "#/components/schemas/PlanInput" || forms[1]["$ref"] != "#/components/schemas/PlanChanges" {
		t.Errorf("the forms of the body are %v", forms)
	}
	for name, required := range map[string][]string{
		"PlanInput":   {"currentAge", "retirementAge", "horizonAge", "allocation", "annualSpending"},
		"PlanAccount": {"kind", "balance"},
		"PlanRule":    nil,
		"PlanChanges": {"planId"},
		"PlanAgainst": {"plan", "against"},
	} {
		if diff := cmp.Diff(required, doc.Components.Schemas[name].Required); diff != "" {
			t.Errorf("%s requires: %s", name, diff)
		}
	}
}
