package api_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
)

// TestAnswersAreAsDocumented walks the routes about what is owned, and
// compares every answer with the document.
func TestAnswersAreAsDocumented(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	check := func(method, route string, r reply) reply {
		t.Helper()
		if b := doc.answered(doc.Paths[route][strings.ToLower(method)], r, as[any](t, r)); b != "" {
			t.Errorf("%s %s (%d): %s", method, route, r.status, b)
		}
		return r
	}
	ask := func(method, route, id, body string) reply {
		t.Helper()
		return check(method, route, w.call(t, "ann", method, strings.Replace(route, "{id}", id, 1), body))
	}
	const undated = "account,symbol,quantity,price\nIRA 11112222,VTI,1,\nIRA 11112222,XYZ,-1,\n"
	for _, text := range []string{october, november, undated} {
		shown := as[api.PreviewBody](t, check("POST", "/api/import/preview", w.preview(t, 200, "ann", "f.csv", text, "")))
		made := ask("POST", "/api/import", "", commitBody(t, shown.PreviewID))
		ask("GET", "/api/imports/{id}", field(t, made, "importId"), "")
		ask("POST", "/api/import/{id}/undo", field(t, made, "importId"), "")
		ask("POST", "/api/import/{id}/undo", field(t, made, "importId"), "")
		w.must(t, 201, "ann", "POST", "/api/import", commitBody(t, as[api.PreviewBody](t, w.preview(t, 200, "ann", "f.csv", text, "")).PreviewID))
	}
	check("POST", "/api/import/preview", w.preview(t, 422, "ann", "f.csv", "Instrument,Holdings,Worth\nAAPL,10,2681.50\n", ""))
	ask("GET", "/api/imports", "", "")
	ask("GET", "/api/portfolio/history", "", "")
	ask("POST", "/api/sample-portfolio", "", "")
	for _, rule := range alex.CashOnly.Known() {
		ask("POST", "/api/rebalance", "", `{"rule":"`+string(rule)+`","instruments":["VTI","BND"],"targets":{"equity":30,"fixed_income":50,"cash":20}}`)
	}
	w.must(t, 201, "ann", "POST", "/api/instruments", `{"symbol":"ODD1","price":"10"}`)
	debt := field(t, w.must(t, 201, "ann", "POST", "/api/accounts", `{"accountName":"Margin","accountType":"taxable","cashBalance":"-900000"}`), "id")
	w.must(t, 201, "ann", "POST", "/api/accounts/"+debt+"/positions", `{"symbol":"ODD1","quantity":"100"}`)
	ask("POST", "/api/rebalance", "", `{"rule":"buy_and_sell","instruments":["VTI","BND"],"targets":{"equity":30,"fixed_income":70}}`)
	ask("GET", "/api/portfolio", "", "")
	for _, plan := range []string{leastPlan, fullPlan} {
		id := field(t, ask("POST", "/api/plans", "", plan), "id")
		ask("GET", "/api/plans/{id}", id, "")
		ask("PUT", "/api/plans/{id}", id, leastPlan)
	}
	ask("GET", "/api/plans", "", "")
	ask("GET", "/api/user/export", "", "")
}
