package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

func TestExport(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	w.must(t, 201, "ann", "POST", "/api/sample-portfolio", "")
	w.must(t, 201, "bob", "POST", "/api/accounts", strings.Replace(ira, "IRA", "Canary of bob", 1))
	for range 3 {
		w.must(t, 201, "ann", "POST", "/api/plans", leastPlan)
	}
	r := w.must(t, http.StatusOK, "ann", "GET", "/api/user/export", "")
	if got := r.header.Get("Content-Disposition"); got != `attachment; filename="alex-export-2026-11-02.json"` || r.header.Get("Content-Type") != "application/json" {
		t.Errorf("the headers are %v", r.header)
	}
	all := as[map[string]json.RawMessage](t, r)
	var person map[string]any
	var accounts, plans []map[string]any
	for member, to := range map[string]any{"person": &person, "accounts": &accounts, "plans": &plans} {
		if err := json.Unmarshal(all[member], to); err != nil {
			t.Errorf("%s is %s: %v", member, all[member], err)
		}
	}
	if string(all["exportedAt"]) != `"2026-11-02T09:00:00Z"` || person["id"] != "ann" || len(accounts) != 3 || len(plans) != 3 {
		t.Errorf("the export is %s", r.text)
	}
	if strings.Contains(r.text, "bob") {
		t.Errorf("bob's is in it: %s", r.text)
	}
	w.must(t, http.StatusNotFound, "nobody", "GET", "/api/user/export", "")
	w.must(t, http.StatusUnauthorized, "", "GET", "/api/user/export", "")
}
