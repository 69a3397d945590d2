package api_test

import (
	"net/http"
	"testing"
	"time"

	"alex/internal/api"
	"alex/internal/store"
)

// TestAnalysesOfADay: beyond the limit the answer says when the next day begins,
// and usage says how many there were.
func TestAnalysesOfADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) { s.DailyAnalyses = 2 })
	w.store.Now = func() time.Time { return w.now } // 9 o'clock
	for range 2 {
		id := field(t, w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", ""), "jobId")
		w.must(t, http.StatusOK, "ann", "POST", "/api/jobs/"+id+"/cancel", "")
	}
	r := w.must(t, http.StatusTooManyRequests, "ann", "POST", "/api/analyze", "")
	if got := r.header.Get("Retry-After"); got != "54000" {
		t.Errorf("the next day begins in %s seconds, want 54000", got)
	}
	w.must(t, http.StatusAccepted, "bob", "POST", "/api/analyze", "")
	usage := as[api.Usage](t, w.must(t, http.StatusOK, "ann", "GET", "/api/usage", ""))
	if usage.Analyses != 2 || usage.Daily == nil || *usage.Daily != 2 {
		t.Errorf("usage says %d of %v", usage.Analyses, usage.Daily)
	}
	w.now = w.now.Add(15 * time.Hour)
	w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", "")
}

// TestGranteesLeaveATrace: what another changes is written down with the owner,
// by method and route; what they read, or what is refused, is not.
func TestGranteesLeaveATrace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	code := field(t, w.must(t, http.StatusCreated, "ann", "POST", "/api/grants", `{"role":"editor"}`), "code")
	w.must(t, http.StatusCreated, "bob", "POST", "/api/grants/accept", `{"code":"`+code+`"}`)
	w.must(t, http.StatusCreated, "bob", "POST", "/api/accounts", ira, "Alex-For: ann")
	w.must(t, http.StatusOK, "bob", "GET", "/api/accounts", "", "Alex-For: ann")
	w.must(t, http.StatusUnprocessableEntity, "bob", "POST", "/api/accounts", `{"accountName":""}`, "Alex-For: ann")
	w.must(t, http.StatusForbidden, "bob", "GET", activityRoute, "", "Alex-For: ann")
	list, err := w.store.As("ann").Activity(t.Context(), store.Page{})
	if err != nil || len(list.Items) != 3 {
		t.Fatalf("the owner's log is %+v, %v", list.Items, err)
	}
	newest := list.Items[0]
	if newest.Act != "grantee_changed" || newest.Detail["method"] != "POST" || newest.Detail["route"] != "/api/accounts" || len(newest.Detail) != 2 {
		t.Errorf("the change is told as %+v", newest)
	}
}
