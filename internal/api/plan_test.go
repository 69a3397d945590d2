package api_test

import (
	"net/http"
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
)

// leastPlan has what is required and nothing more; fullPlan is that of the
// documentation.
const (
	leastPlan = `{"currentAge":65,"retirementAge":65,"horizonAge":95,"balance":"1000000","allocation":{"equity":75,"fixed_income":25},"annualSpending":"40000"}`
	fullPlan  = `{"currentAge":65,"retirementAge":65,"horizonAge":95,"allocation":{"equity":75,"fixed_income":25},
 "annualContribution":"0","contributionGrowthPercent":0,"annualSpending":"40000","spendingIndexed":true,
 "incomes":[{"name":"Social Security","annual":"24000","startAge":67,"endAge":95,"indexed":true}],
 "spending":[{"name":"until 75","annual":"5000","startAge":65,"endAge":75}],"events":[{"name":"new roof","amount":"-20000","age":70}],
 "feePercent":0,"taxPercent":0,"withdrawalRule":{"kind":"constant"},"glidePath":[{"age":75,"allocation":{"equity":50,"fixed_income":50}}],
 "accounts":[{"kind":"tax_deferred","balance":"600000","taxPercent":15},{"kind":"taxable","balance":"400000","cash":"20000","cashInterest":"0.0400"}],
 "birthYear":1961,"partner":{"currentAge":63,"horizonAge":95}}`
)

func TestPlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.must(t, http.StatusCreated, "ann", "POST", "/api/plans", leastPlan)
	path := made.header.Get("Location")
	if path != "/api/plans/"+field(t, made, "id") || field(t, made, "name") != "Plan 1" || field(t, made, "balance") != "1000000.00" {
		t.Fatalf("created %s at %q", made.text, path)
	}
	named := w.must(t, 201, "ann", "POST", "/api/plans", strings.Replace(fullPlan, "{", `{"name":"Plan 3",`, 1))
	if p := as[alex.NamedPlan](t, named); len(p.Incomes) != 1 || len(p.Accounts) != 2 || p.Accounts[1].Cash.String() != "20000.00" || p.Partner == nil {
		t.Errorf("the plan is %s", named.text)
	}
	if third := w.must(t, 201, "ann", "POST", "/api/plans", leastPlan); field(t, third, "name") != "Plan 4" {
		t.Errorf("the third plan is called %q", field(t, third, "name"))
	}
	got := w.must(t, 200, "ann", "GET", path, "")
	w.must(t, http.StatusNotModified, "ann", "GET", path, "", "If-None-Match: "+got.header.Get("ETag"))
	changed := w.must(t, 200, "ann", "PUT", path, strings.Replace(leastPlan, "40000", "41000", 1), "If-Match: "+got.header.Get("ETag"))
	if field(t, changed, "name") != "Plan 1" || field(t, changed, "annualSpending") != "41000.00" {
		t.Errorf("changed to %s", changed.text)
	}
	stale := w.must(t, http.StatusPreconditionFailed, "ann", "PUT", path, leastPlan, "If-Match: "+got.header.Get("ETag"))
	if !strings.Contains(stale.text, `"current":{`) {
		t.Errorf("a late change is answered %s", stale.text)
	}
	if listed := as[api.ListBody[alex.NamedPlan]](t, w.must(t, 200, "ann", "GET", "/api/plans?limit=2", "")); len(listed.Items) != 2 || listed.NextCursor == nil {
		t.Errorf("the list is %+v", listed)
	}
	for _, method := range []string{"GET", "DELETE"} {
		w.must(t, 403, "bob", method, path, "")
	}
	w.must(t, 403, "bob", "PUT", path, leastPlan)
	w.must(t, http.StatusNoContent, "ann", "DELETE", path, "")
	w.must(t, 403, "ann", "GET", path, "")
	key := "Idempotency-Key: one plan"
	first := w.must(t, 201, "ann", "POST", "/api/plans", leastPlan, key)
	if again := w.must(t, 201, "ann", "POST", "/api/plans", leastPlan, key); again.text != first.text || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("a replay is %s", again.text)
	}
	w.must(t, 422, "ann", "POST", "/api/plans", fullPlan, key)
}

func TestPlansAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	with := func(more string) string { return strings.TrimSuffix(leastPlan, "}") + "," + more + "}" }
	for name, c := range map[string]struct{ body, place string }{
		"nothing":                 {`{}`, "body.allocation"},
		"no age":                  {strings.Replace(leastPlan, `"currentAge":65,`, "", 1), "body.currentAge"},
		"no balance":              {strings.Replace(leastPlan, `"balance":"1000000",`, "", 1), "body.balance"},
		"balance and accounts":    {with(`"accounts":[{"kind":"taxable","balance":"1"}]`), "body.balance"},
		"money as a number":       {strings.Replace(leastPlan, `"40000"`, "40000", 1), "body.annualSpending"},
		"weights off 100":         {strings.Replace(leastPlan, "75", "74", 1), "body.allocation"},
		"an unknown class":        {strings.Replace(leastPlan, "equity", "gold", 1), "body.allocation.gold"},
		"a horizon in the past":   {strings.Replace(leastPlan, "95", "60", 1), "body.horizonAge"},
		"an age of half a year":   {strings.Replace(leastPlan, `"currentAge":65`, `"currentAge":65.5`, 1), "body.currentAge"},
		"an income without money": {with(`"incomes":[{"name":"x","startAge":65}]`), "body.incomes[0].annual"},
		"an income's unknown":     {with(`"incomes":[{"annual":"1","startAge":65,"id":"x"}]`), "body.incomes[0].id"},
		"an income of a partner":  {with(`"incomes":[{"annual":"1","startAge":65,"partner":true}]`), "body.incomes[0].partner"},
		"an income of no kind":    {with(`"incomes":[{"annual":"1","startAge":65,"kind":"lottery"}]`), "body.incomes[0].kind"},
		"an event of a partner":   {with(`"events":[{"amount":"1","age":65,"partner":true}]`), "body.events[0].partner"},
		"a survivor's 101 %":      {with(`"partner":{"currentAge":60,"survivorSpendingPercent":101}`), "body.partner.survivorSpendingPercent"},
		"an unknown rule":         {with(`"withdrawalRule":{"kind":"yolo"}`), "body.withdrawalRule.kind"},
		"a tax of 100 %":          {with(`"taxPercent":100`), "body.taxPercent"},
		"an id":                   {with(`"id":"x"`), "body.id"},
		"a name of blanks":        {with(`"name":"  "`), "body.name"},
		"a name too long":         {with(`"name":"` + strings.Repeat("x", 256) + `"`), "body.name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := w.must(t, 422, "ann", "POST", "/api/plans", c.body)
			if p := as[api.Problem](t, r); len(p.Errors) == 0 || p.Errors[0].Location != c.place {
				t.Errorf("the problem is %s, want %s", r.text, c.place)
			}
		})
	}
}

func TestSparsePlans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, more := range map[string]string{
		"nothing more":     `"birthYear":1961`,
		"an empty rule":    `"withdrawalRule":{}`,
		"a rule of kind":   `"withdrawalRule":{"kind":"percent","percent":4}`,
		"an income":        `"incomes":[{"annual":"1","startAge":65}]`,
		"a phase":          `"spending":[{"annual":"-1","startAge":65}]`,
		"an event":         `"events":[{"amount":"1","age":70}]`,
		"nulls":            `"incomes":null,"partner":null,"glidePath":null,"name":null`,
		"a partner by age": `"partner":{"currentAge":60}`,
		"a survivor":       `"partner":{"currentAge":60,"survivorSpendingPercent":0}`,
		"no survivor":      `"partner":{"currentAge":60,"survivorSpendingPercent":null}`,
		"a benefit":        `"incomes":[{"annual":"1","startAge":67,"kind":"social_security"}]`,
		"theirs":           `"partner":{"currentAge":60},"events":[{"amount":"1","age":70,"partner":true}],"incomes":[{"annual":"1","startAge":67,"partner":true}]`,
	} {
		r := w.call(t, "ann", "POST", "/api/plans", strings.TrimSuffix(leastPlan, "}")+","+more+"}")
		if r.status != http.StatusCreated {
			t.Errorf("%s: %d %s", name, r.status, r.text)
		}
	}
}
