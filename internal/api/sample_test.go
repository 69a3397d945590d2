package api_test

import (
	"net/http"
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
	"alex/internal/seed"
)

func TestSamplePortfolio(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, 201, "ann", "POST", "/api/accounts", strings.Replace(ira, "IRA", "Roth IRA", 1))
	own := w.portfolio(t, "ann").TotalValue
	added := w.must(t, http.StatusCreated, "ann", "POST", "/api/sample-portfolio", "")
	if added.header.Get("Location") != "/api/accounts" {
		t.Errorf("Location is %q", added.header.Get("Location"))
	}
	_, sample := seed.Household()
	checkSample(t, as[api.SampleBody](t, added).Accounts, sample)
	first := w.accounts(t, "ann")
	listed := as[api.ListBody[api.AccountBody]](t, reply{text: first}).Items
	checkSample(t, listed[1:], sample)
	var sum alex.Money
	for _, a := range as[api.SampleBody](t, added).Accounts {
		sum = sum.Add(a.Value)
	}
	if got := w.portfolio(t, "ann").TotalValue; got.Cmp(own.Add(sum)) != 0 || sum.Sign() <= 0 {
		t.Errorf("the portfolio is worth %s, own %s, the sample %s", got, own, sum)
	}
	w.must(t, http.StatusCreated, "ann", "POST", "/api/sample-portfolio", "")
	if got := w.accounts(t, "ann"); got != first {
		t.Errorf("the second time changes %s to %s", first, got)
	}
	person := as[alex.Person](t, w.must(t, 200, "ann", "GET", "/api/user", ""))
	if person.YearsUntilRetirement == nil || *person.YearsUntilRetirement != 30 || person.DisplayName != "Name of ann" {
		t.Errorf("the person is %+v", person)
	}
	if got := w.portfolio(t, "bob"); len(got.Accounts) != 0 {
		t.Errorf("bob has %+v", got.Accounts)
	}
	w.must(t, http.StatusNoContent, "ann", "DELETE", "/api/portfolio", "")
	if got := w.must(t, 200, "ann", "GET", "/api/user", "").text; !strings.Contains(got, `"yearsUntilRetirement":null`) || !strings.Contains(got, "Name of ann") {
		t.Errorf("without the sample the person is %s", got)
	}
	w.must(t, http.StatusCreated, "ann", "POST", "/api/sample-portfolio", "", "Idempotency-Key: a")
	again := w.must(t, http.StatusCreated, "ann", "POST", "/api/sample-portfolio", "", "Idempotency-Key: a")
	if again.header.Get("Idempotency-Replayed") != "true" || len(w.portfolio(t, "ann").Accounts) != 3 {
		t.Errorf("a replay is %s", again.text)
	}
}

// checkSample wants every position of the sample, with ids of its own.
func checkSample(t *testing.T, got []api.AccountBody, want []alex.Account) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d accounts, want %d", len(got), len(want))
	}
	for i, a := range want {
		held := map[alex.Symbol]alex.Holding{}
		for _, h := range got[i].Positions {
			held[h.Symbol] = h
		}
		if got[i].Name != a.Name || got[i].Type != a.Type || got[i].ID == a.ID || got[i].CashBalance.Cmp(a.CashBalance) != 0 || len(held) != len(a.Positions) {
			t.Errorf("the account is %+v, want %+v", got[i], a)
		}
		for _, pos := range a.Positions {
			if h := held[pos.Symbol]; h.Quantity.Cmp(pos.Quantity) != 0 || h.ID == pos.ID || !h.Priced {
				t.Errorf("%s is %+v", pos.Symbol, h)
			}
		}
	}
}

func TestSampleLeavesAnswersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, answers := range map[string]string{
		"when to retire": `{"retirementAge":60,"displayName":"Ann"}`,
		"a target":       `{"assetClassTargets":{"equity":100}}`,
	} {
		w.must(t, 200, "ann", "PUT", "/api/user", answers)
		before := w.must(t, 200, "ann", "GET", "/api/user", "").text
		w.must(t, 201, "ann", "POST", "/api/sample-portfolio", "")
		w.must(t, 204, "ann", "DELETE", "/api/portfolio", "")
		if got := w.must(t, 200, "ann", "GET", "/api/user", "").text; got != before {
			t.Errorf("%s: %s became %s", name, before, got)
		}
	}
	w.must(t, 200, "ann", "PUT", "/api/user", `{"allowModels":true}`)
	w.must(t, 201, "ann", "POST", "/api/sample-portfolio", "")
	w.must(t, 200, "ann", "PUT", "/api/user", `{"allowModels":true,"yearsUntilRetirement":31}`)
	w.must(t, 204, "ann", "DELETE", "/api/portfolio", "")
	if got := as[alex.Person](t, w.must(t, 200, "ann", "GET", "/api/user", "")); got.YearsUntilRetirement == nil || !got.AllowModels {
		t.Errorf("an answer changed since is taken back: %+v", got)
	}
}

func TestNoSample(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) { s.Sample = nil })
	w.must(t, http.StatusNotFound, "ann", "POST", "/api/sample-portfolio", "")
	w.must(t, http.StatusNoContent, "ann", "DELETE", "/api/portfolio", "")
}

// TestHeldInstruments: what is held and nothing else, in one answer, whatever the
// usual size of a page.
func TestHeldInstruments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/api/instruments?held=true&limit=1"
	if none := as[api.ListBody[alex.Instrument]](t, w.must(t, 200, "ann", "GET", path, "")); len(none.Items) != 0 {
		t.Errorf("with nothing held there are %d", len(none.Items))
	}
	w.must(t, 201, "ann", "POST", "/api/sample-portfolio", "")
	held := map[alex.Symbol]bool{}
	for _, a := range as[alex.Portfolio](t, w.must(t, 200, "ann", "GET", "/api/portfolio", "")).Accounts {
		for _, p := range a.Positions {
			held[p.Symbol] = true
		}
	}
	list := as[api.ListBody[alex.Instrument]](t, w.must(t, 200, "ann", "GET", path, ""))
	if len(list.Items) != len(held) || len(held) < 3 || list.NextCursor != nil {
		t.Errorf("%d instruments of %d held, and then %v", len(list.Items), len(held), list.NextCursor)
	}
	for _, i := range list.Items {
		if !held[i.Symbol] || i.Name == "" {
			t.Errorf("%s (%q) is listed", i.Symbol, i.Name)
		}
	}
	if r := w.must(t, 422, "ann", "GET", "/api/instruments?query=a%00b", ""); !strings.Contains(r.text, "query.query") {
		t.Errorf("a query with NUL is refused with %s", r.text)
	}
	if r := w.must(t, 422, "ann", "GET", path+"&query=x", ""); !strings.Contains(r.text, "query.held") {
		t.Errorf("with a query: %s", r.text)
	}
}
