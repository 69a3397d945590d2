package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// budgets is how many calls of the database each route takes, transaction
// control and the look at the session included, on SQLite and on PostgreSQL:
// there each transaction is begun, scoped and ended by a call of its own. A
// route that needs more must say why here; one that needs fewer shall say so.
func budgets() map[string][2]int {
	return map[string][2]int{
		"GET /api/accounts":                 {6, 13},
		"GET /api/accounts/{id}":            {5, 9},
		"GET /api/accounts/{id}/positions":  {6, 10},
		"GET /api/imports":                  {2, 8},
		"GET /api/instruments":              {2, 8},
		"GET /api/instruments/{symbol}":     {2, 8},
		"GET /api/jobs":                     {2, 8},
		"GET /api/jobs/{id}":                {2, 8},
		"GET /api/plans":                    {2, 8},
		"GET /api/portfolio":                {6, 10},
		"GET /api/portfolio/history":        {7, 14},
		"GET /api/positions/{id}":           {3, 12},
		"GET /api/reports":                  {2, 8},
		"GET /api/usage":                    {6, 10},
		"GET /api/usage/calls":              {2, 8},
		"GET /api/user":                     {2, 8},
		"POST /api/accounts":                {7, 11},
		"POST /api/accounts/{id}/positions": {10, 17},
		"POST /api/analyze":                 {6, 10},
		"PUT /api/accounts/{id}":            {9, 14},
		"PUT /api/positions/{id}":           {9, 22},
	}
}

// requests are those that are counted; they leave the account as it was.
func requests(account, position, job string, n int) []string {
	return []string{
		"GET /api/user", "GET /api/accounts", "GET /api/accounts/" + account,
		"GET /api/accounts/" + account + "/positions", "GET /api/positions/" + position,
		"GET /api/portfolio", "GET /api/instruments?query=fund", "GET /api/instruments/VTI", "GET /api/jobs", "GET /api/jobs/" + job,
		"GET /api/reports", "GET /api/plans", "GET /api/imports", "GET /api/portfolio/history",
		"GET /api/usage", "GET /api/usage/calls",
		"POST /api/accounts " + `{"accountName":"B","accountType":"taxable"}`,
		"POST /api/accounts/" + account + "/positions " + fmt.Sprintf(`{"symbol":"NEW%d","quantity":"1"}`, n),
		"PUT /api/positions/" + position + " " + `{"symbol":"MINE","quantity":"2"}`,
		"PUT /api/accounts/" + account + " " + `{"accountName":"A","accountType":"taxable"}`,
		"POST /api/analyze {}",
	}
}

// TestRouteBudgets counts the calls of every request, with three positions and
// with three hundred: a query for each row would show.
func TestRouteBudgets(t *testing.T) {
	t.Parallel()
	for column, engine := range []struct {
		name string
		wire func(testing.TB) *wired
	}{{"SQLite", wireSQLite}, {"PostgreSQL", wirePostgres}} {
		t.Run(engine.name, func(t *testing.T) {
			t.Parallel()
			w := engine.wire(t)
			want := map[string]int{}
			for route, calls := range budgets() {
				want[route] = calls[column]
			}
			for _, positions := range []int{3, 300} {
				got := w.count(t, positions)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("with %d positions:\n%s", positions, diff)
				}
			}
		})
	}
}

// count opens a fresh portfolio and answers how many calls each route takes.
func (w *wired) count(t *testing.T, positions int) map[string]int {
	t.Helper()
	w.made(t, "POST", "/api/auth/demo", "")
	account, position := w.filled(t, positions)
	job := w.made(t, "POST", "/api/analyze", "{}")
	got := map[string]int{}
	names := strings.NewReplacer(account, "{id}", position, "{id}", job, "{id}", "?query=fund", "", "VTI", "{symbol}")
	for n, request := range requests(account, position, job, positions) {
		method, rest, _ := strings.Cut(request, " ")
		path, body, _ := strings.Cut(rest, " ")
		headers := []string{}
		if method == http.MethodPost {
			headers = []string{"Idempotency-Key", fmt.Sprintf("key-%d-%d", positions, n)}
		}
		calls := w.driver.Count(func() { w.made(t, method, path, body, headers...) })
		got[names.Replace(method+" "+path)] = len(calls)
	}
	return got
}
