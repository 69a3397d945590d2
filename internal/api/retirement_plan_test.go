package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"alex/internal/api"
)

// saidOf is the text of a field that is assumed.
func saidOf(assumed []api.Assumed, field string) string {
	for _, a := range assumed {
		if a.Field == field {
			return a.Text
		}
	}
	return ""
}

// TestDerivedPlan: the plan of a record says each default with its reason, and
// is a good body of a projection as it stands.
func TestDerivedPlan(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	ask := func() (reply, api.DerivedPlan) {
		r := w.must(t, 200, "ann", "GET", "/api/retirement/plan", "")
		if b := doc.answered(doc.Paths["/api/retirement/plan"]["get"], r, as[any](t, r)); b != "" {
			t.Error(b)
		}
		return r, as[api.DerivedPlan](t, r)
	}
	if r, none := ask(); none.Plan != nil || len(none.Notes) == 0 || !strings.Contains(r.text, `"plan":null`) {
		t.Errorf("with nothing owned: %s", r.text)
	}
	w.must(t, 201, "ann", "POST", "/api/accounts", `{"accountName":"IRA","accountType":"tax_deferred","cashBalance":"100000"}`)
	w.must(t, 200, "ann", "PUT", "/api/user", `{"displayName":"Ann"}`)
	r, plan := ask()
	for field, text := range map[string]string{
		"currentAge": "45, because no birth date is set", "retirementAge": "67, because no retirement age is set",
		"horizonAge": "95, because no horizon is set", "taxPercent": "because no tax rate is set",
		"annualSpending": "$4,000 a year, because no spending", "annualContribution": "because no yearly saving is set",
		"incomes": "because none is set", "withdrawalRule": "the same",
	} {
		if !strings.Contains(saidOf(plan.Assumed, field), text) {
			t.Errorf("%s: %q does not say %q", field, saidOf(plan.Assumed, field), text)
		}
	}
	w.must(t, 200, "ann", "POST", projectionPath+"?paths=1000&detail=quick", string(written(t, r, "plan")))
	w.must(t, 200, "ann", "PUT", "/api/user", `{"birthDate":"1961-02-03","retirementAge":67,"horizonAge":93,"taxPercent":12,
		"targetRetirementIncome":"50000","annualContribution":"1000","partner":{"currentAge":60,"horizonAge":95},
		"incomes":[{"name":"Social Security","annual":"24000","startAge":67}],"events":[{"name":"roof","amount":"-20000","age":70}]}`)
	r, plan = ask()
	for _, field := range []string{"currentAge", "retirementAge", "horizonAge", "taxPercent", "annualSpending", "annualContribution", "incomes", "partner.horizonAge"} {
		if said := saidOf(plan.Assumed, field); said != "" {
			t.Errorf("%s was said, and yet: %s", field, said)
		}
	}
	if plan.Plan == nil || plan.Plan.CurrentAge != 65 || plan.Plan.AnnualSpending.String() != "50000.00" || len(plan.Plan.Incomes) != 1 {
		t.Errorf("the plan is %s", r.text)
	}
	w.must(t, 200, "ann", "POST", projectionPath+"?paths=1000&detail=quick", string(written(t, r, "plan")))
	w.must(t, 201, "ann", "POST", "/api/plans", string(written(t, r, "plan")))
}

// written is a member of an object as it is written.
func written(t *testing.T, r reply, name string) []byte {
	t.Helper()
	return as[map[string]json.RawMessage](t, r)[name]
}
