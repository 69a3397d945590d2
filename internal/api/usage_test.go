package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"alex"
	"alex/internal/api"
	"alex/internal/store"
)

// modelCall is a call of 20 tokens and 20 cents.
func modelCall(now time.Time, person alex.PersonID, job alex.ID) alex.ModelCall {
	return alex.ModelCall{
		ID: alex.ID(uuid.NewString()), PersonID: person, JobID: job, Attempt: 1, Agent: alex.Reporter, Model: "openai:m", Prompt: "reporter/1",
		InputHash: "ab12", Tokens: alex.Tokens{Input: 15, Output: 5}, Cost: alex.Dollar / 5,
		StartedAt: now, Duration: 1500 * time.Millisecond, Outcome: alex.OutcomeOK,
	}
}

// called writes a call down.
func (w *world) called(t testing.TB, call alex.ModelCall) {
	t.Helper()
	if err := w.store.System().SettleModel(t.Context(), alex.DateOf(call.StartedAt), 0, 0, call); err != nil {
		t.Fatal(err)
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	none := as[api.Usage](t, w.must(t, http.StatusOK, "ann", "GET", "/api/usage", ""))
	if len(none.Months) != 1 || none.Months[0].Month != "2026-11" || len(none.Months[0].ByAgent) != 7 || len(none.Jobs) != 0 || none.Limit != nil {
		t.Errorf("the usage of nothing is %+v", none)
	}
	at := time.Date(2026, 9, 30, 23, 0, 0, 0, time.UTC)
	w.store.Now = func() time.Time { return at }
	const jobs = 55
	for range jobs {
		j, _, err := w.store.As("ann").CreateJob(t.Context(), store.JobRequest{})
		if err != nil {
			t.Fatal(err)
		}
		w.worker(quick).run(t)
		call, judged := modelCall(at, "ann", j.ID), modelCall(at, "ann", j.ID)
		judged.Agent, judged.Tokens, judged.Cost = alex.Judge, alex.Tokens{CacheRead: 4, CacheWrite: 1}, alex.Dollar/20
		w.called(t, call)
		w.called(t, judged)
		at = at.Add(time.Minute)
	}
	w.called(t, modelCall(time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), "ann", ""))
	r := w.must(t, http.StatusOK, "ann", "GET", "/api/usage", "")
	u := as[api.Usage](t, r)
	if len(u.Months) != 3 || u.Months[1].Month != "2026-09" || u.Months[1].Tokens != 25*jobs || u.Months[1].Calls != 2*jobs || u.Months[1].Cost.String() != "13.75" {
		t.Errorf("the months are %+v", u.Months)
	}
	if writer := u.Months[1].ByAgent[alex.Reporter]; writer.Tokens != 20*jobs || writer.Cost.String() != "11.00" {
		t.Errorf("the reporter has used %+v", writer)
	}
	if last := u.Months[2]; last.Month != "2026-07" || last.ByAgent[alex.Judge].Calls != 0 || last.Calls != 1 {
		t.Errorf("the first month is %+v", last)
	}
	if len(u.Jobs) != 50 || u.Jobs[0].Tokens != 25 || u.Jobs[0].Cost.String() != "0.25" || !strings.Contains(r.text, `"limit":null`) {
		t.Errorf("the jobs are %+v", u.Jobs)
	}
	theirs := w.must(t, http.StatusOK, "bob", "GET", "/api/usage", "")
	if strings.Contains(theirs.text, fmt.Sprint(25*jobs)) || len(as[api.Usage](t, theirs).Jobs) != 0 {
		t.Errorf("another's usage is %s", theirs.text)
	}
}

// A job that asked no model is listed, and so is its month, with zeros.
func TestUsageOfRulesAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	at := time.Date(2026, 9, 30, 23, 0, 0, 0, time.UTC)
	w.store.Now = func() time.Time { return at }
	if _, _, err := w.store.As("ann").CreateJob(t.Context(), store.JobRequest{}); err != nil {
		t.Fatal(err)
	}
	u := as[api.Usage](t, w.must(t, http.StatusOK, "ann", "GET", "/api/usage", ""))
	if len(u.Months) != 2 || u.Months[1].Month != "2026-09" || u.Months[1].Spent != (api.Spent{Priced: true}) || len(u.Jobs) != 1 || u.Jobs[0].Spent != (api.Spent{Priced: true}) {
		t.Errorf("the usage without a model is %+v", u)
	}
}

func TestUsageTellsTheLimitsOfTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) { s.Limits = store.Limits{Cost: alex.Dollar, Tokens: 5000} })
	w.called(t, modelCall(w.now.AddDate(0, 0, -1), "ann", ""))
	w.called(t, modelCall(w.now, "ann", ""))
	if err := w.store.System().ReserveModel(t.Context(), store.Reservation{Person: "ann", Day: "2026-11-02", Tokens: 100, Cost: alex.Dollar / 2}, store.Limits{}, store.Limits{}); err != nil {
		t.Fatal(err)
	}
	r := w.must(t, http.StatusOK, "ann", "GET", "/api/usage", "")
	for _, part := range []string{
		`"today":{"tokens":20,"cost":"0.20","priced":true,"heldTokens":100,"heldCost":"0.50"}`, `"limit":"1.00"`, `"tokenLimit":5000`, `"resetsAt":"2026-11-03T00:00:00Z"`,
	} {
		if !strings.Contains(r.text, part) {
			t.Errorf("%s lacks %s", r.text, part)
		}
	}
}

// A call of a model without a known price is no call for nothing.
func TestUsageTellsWhatHasNoPrice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	call := modelCall(w.now, "ann", "")
	w.called(t, call)
	if u := as[api.Usage](t, w.must(t, http.StatusOK, "ann", "GET", "/api/usage", "")); !u.Today.Priced || !u.Months[0].Priced {
		t.Errorf("with a price: %+v", u)
	}
	call.ID, call.Agent, call.Cost = alex.ID(uuid.NewString()), alex.Charter, 0
	w.called(t, call)
	u := as[api.Usage](t, w.must(t, http.StatusOK, "ann", "GET", "/api/usage", ""))
	by := u.Months[0].ByAgent
	if u.Today.Priced || u.Months[0].Priced || by[alex.Charter].Priced || !by[alex.Reporter].Priced || !by[alex.Judge].Priced {
		t.Errorf("without a price: %+v", u)
	}
	for _, c := range as[api.ListBody[api.CallBody]](t, w.must(t, http.StatusOK, "ann", "GET", "/api/usage/calls", "")).Items {
		if c.Priced != (c.Agent == alex.Reporter) {
			t.Errorf("%+v", c)
		}
	}
}

func TestCallsAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asked, failed := modelCall(w.now, "ann", ""), modelCall(w.now.Add(-time.Hour), "ann", "0a0b0c0d-0000-4000-8000-000000000000")
	failed.Outcome, failed.Cost, failed.Tokens = "timeout", 3_200_000, alex.Tokens{Input: 7}
	w.called(t, asked)
	w.called(t, failed)
	first := as[api.ListBody[api.CallBody]](t, w.must(t, http.StatusOK, "ann", "GET", "/api/usage/calls?limit=1", ""))
	if len(first.Items) != 1 || first.Items[0].ID != asked.ID || first.Items[0].JobID != nil || first.NextCursor == nil {
		t.Fatalf("the first page is %+v", first)
	}
	r := w.must(t, http.StatusOK, "ann", "GET", "/api/usage/calls?limit=1&cursor="+*first.NextCursor, "")
	want := `{"items":[{"id":"` + string(failed.ID) + `","jobId":"0a0b0c0d-0000-4000-8000-000000000000","attempt":1,"agent":"reporter",` +
		`"model":"openai:m","prompt":"reporter/1","inputHash":"ab12","tokens":{"input":7,"output":0,"cacheRead":0,"cacheWrite":0},` +
		`"cost":"0.0032","priced":true,"startedAt":"2026-11-02T08:00:00Z","durationMs":1500,"outcome":"timeout"}],"nextCursor":null}`
	if strings.TrimSpace(r.text) != want {
		t.Errorf("the second page is\n%s, want\n%s", r.text, want)
	}
	if theirs := w.must(t, http.StatusOK, "bob", "GET", "/api/usage/calls", ""); !strings.Contains(theirs.text, `"items":[]`) {
		t.Errorf("another's log is %s", theirs.text)
	}
	w.must(t, http.StatusMethodNotAllowed, "ann", "DELETE", "/api/usage/calls", "")
}
