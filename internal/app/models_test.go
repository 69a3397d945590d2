package app

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"alex"
	"alex/internal/api"
	"alex/internal/eval"
)

// modelHost is a host of a sound model that keeps what it was sent.
type modelHost struct {
	*httptest.Server
	asked func() // at each call; may be nil

	mu   sync.Mutex
	sent []string
}

func newModelHost(t *testing.T) *modelHost {
	t.Helper()
	h, sound := &modelHost{}, eval.NewSound(1)
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		h.mu.Lock()
		h.sent = append(h.sent, string(body))
		h.mu.Unlock()
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		if h.asked != nil {
			h.asked()
		}
		sound.ServeHTTP(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func (h *modelHost) calls() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]string{}, h.sent...)
}

const priced = "openai:gpt-4.1-mini"

// withModel is a service with a model, and a person who has the sample and says
// yes or no to it.
func withModel(t *testing.T, allow bool, environ ...string) (*modelHost, *visitor) {
	t.Helper()
	host := newModelHost(t)
	s := serving(t, append([]string{"ALEX_MODEL=" + priced, "OPENAI_API_KEY=sk-hush", "OPENAI_BASE_URL=" + host.URL}, environ...)...)
	v := s.visitor(t)
	v.enter(t, http.StatusCreated, "sign-up", ann)
	v.ask(t, http.StatusCreated, "POST", "/api/sample-portfolio", "", nil)
	if allow {
		v.allow(t)
	}
	return host, v
}

// allow says yes to language models.
func (v *visitor) allow(t *testing.T) {
	t.Helper()
	var me map[string]any
	v.ask(t, http.StatusOK, "GET", "/api/user", "", &me)
	delete(me, "id")
	me["allowModels"], me["modelsAnswered"] = true, true
	body, err := json.Marshal(me)
	if err != nil {
		t.Fatal(err)
	}
	v.ask(t, http.StatusOK, "PUT", "/api/user", string(body), nil)
}

func (v *visitor) report(t *testing.T, job alex.Job) (r alex.Report) {
	t.Helper()
	v.ask(t, http.StatusOK, "GET", "/api/reports/"+string(job.ReportID), "", &r)
	return r
}

func authors(r alex.Report) map[string]int {
	by := map[string]int{}
	for _, s := range r.Sections {
		by[s.Author]++
	}
	return by
}

// TestModelWritesWhereAPersonAllowsIt follows one analysis from consent to the
// log: who wrote, what it cost, and that steps, usage and log agree.
func TestModelWritesWhereAPersonAllowsIt(t *testing.T) {
	t.Parallel()
	host, v := withModel(t, true)
	job := v.analyzed(t)
	if by := authors(v.report(t, job)); by[priced] < 4 || job.Status != alex.JobCompleted {
		t.Fatalf("%s: authors %v", job.Error, by)
	}
	tokens, cost := 0, alex.Cost(0)
	for _, step := range job.Steps {
		tokens, cost = tokens+step.Tokens, cost+step.Cost
	}
	var usage api.Usage
	v.ask(t, http.StatusOK, "GET", "/api/usage", "", &usage)
	if tokens == 0 || cost == 0 || usage.Jobs[0].Tokens != tokens || usage.Jobs[0].Cost != cost || usage.Months[0].Cost != cost {
		t.Errorf("steps: %d tokens, $%s; usage: %+v", tokens, cost, usage)
	}
	var log struct{ Items []alex.ModelCall }
	v.ask(t, http.StatusOK, "GET", "/api/usage/calls?limit=200", "", &log)
	sum := alex.Cost(0)
	for _, c := range log.Items {
		sum += c.Cost
		if c.Outcome != alex.OutcomeOK || len(c.InputHash) != 64 || !strings.Contains(c.Prompt, "@") || c.Model != priced {
			t.Errorf("call %+v", c)
		}
	}
	if sent := host.calls(); len(log.Items) != len(sent) || sum != cost {
		t.Errorf("%d calls are logged, $%s; %d were made, $%s", len(log.Items), sum, len(sent), cost)
	}
	for _, body := range host.calls() {
		for _, private := range []string{"ann@example.org", "Ann", "correct horse", v.id, "sk-hush", "BRIGHTWATER", "Rollover"} {
			if strings.Contains(body, `"`+private) || strings.Contains(body, private+`"`) {
				t.Errorf("%q was sent", private)
			}
		}
	}
}

// TestNobodyIsAskedWithoutConsent sends nothing for who has not said yes.
func TestNobodyIsAskedWithoutConsent(t *testing.T) {
	t.Parallel()
	host, v := withModel(t, false)
	job := v.analyzed(t)
	var said api.AskAnswer
	v.ask(t, http.StatusOK, "POST", "/api/ask", `{"question":"Which colour has my pension?"}`, &said)
	if by := authors(v.report(t, job)); len(by) != 1 || by[alex.AuthorRules] == 0 || said.ID != nil {
		t.Errorf("authors %v, answer %+v", by, said)
	}
	if sent := host.calls(); len(sent) > 0 {
		t.Errorf("%d calls were made without consent", len(sent))
	}
}

// TestYesHoldsForItsPlace sends nothing to a place that came after the yes, and
// takes a yes that names no place for those that there are.
func TestYesHoldsForItsPlace(t *testing.T) {
	t.Parallel()
	host, v := withModel(t, false)
	v.ask(t, http.StatusOK, "PUT", "/api/user", `{"allowModels":true,"modelsSentTo":["elsewhere.example"]}`, nil)
	if by := authors(v.report(t, v.analyzed(t))); len(by) != 1 || len(host.calls()) > 0 {
		t.Errorf("authors %v and %d calls by a yes for another place", by, len(host.calls()))
	}
	v.ask(t, http.StatusOK, "PUT", "/api/user", `{"allowModels":true}`, nil) // no word on places changes none
	if by := authors(v.report(t, v.analyzed(t))); len(by) != 1 || len(host.calls()) > 0 {
		t.Errorf("authors %v and %d calls by a yes that was not said", by, len(host.calls()))
	}
	v.ask(t, http.StatusOK, "PUT", "/api/user", `{"allowModels":false}`, nil)
	v.ask(t, http.StatusOK, "PUT", "/api/user", `{"allowModels":true}`, nil)
	if by := authors(v.report(t, v.analyzed(t))); by[priced] == 0 {
		t.Errorf("authors %v by a yes", by)
	}
}

// TestNoInTheMiddleOfAJob asks nothing more once a person says no.
func TestNoInTheMiddleOfAJob(t *testing.T) {
	t.Parallel()
	host, v := withModel(t, true)
	host.asked = func() { v.ask(t, http.StatusOK, "PUT", "/api/user", `{"allowModels":false}`, nil) }
	by := authors(v.report(t, v.analyzed(t)))
	if len(by) != 1 || len(host.calls()) != 1 { // the planner's, while it could be asked
		t.Errorf("%d calls, authors %v", len(host.calls()), by)
	}
}

// TestLimitOfTheDayLeavesTheRules gives a person less than one call costs: no
// call is made, the analysis goes on, and a question answers 429.
func TestLimitOfTheDayLeavesTheRules(t *testing.T) {
	t.Parallel()
	host, v := withModel(t, true, "ALEX_USER_DAILY_COST=0.0001")
	job := v.analyzed(t)
	if by := authors(v.report(t, job)); len(by) != 1 || job.Status != alex.JobCompleted {
		t.Errorf("%s: authors %v", job.Status, by)
	}
	told := false
	for _, step := range job.Steps {
		for _, d := range step.Decisions {
			told = told || strings.Contains(d.Why, "limit of today")
		}
		if step.Agent == alex.Reporter && !step.FellBack {
			t.Errorf("step %+v", step)
		}
	}
	if !told {
		t.Errorf("nobody says why: %+v", job.Steps)
	}
	header := v.ask(t, http.StatusTooManyRequests, "POST", "/api/ask", `{"question":"Which colour has my pension?"}`, nil)
	if header.Get("Retry-After") == "" {
		t.Error("429 without Retry-After")
	}
	if sent := host.calls(); len(sent) > 0 {
		t.Errorf("%d calls were made over the limit", len(sent))
	}
}

// TestQuestionIsAnsweredByTheModel asks what no keyword knows.
func TestQuestionIsAnsweredByTheModel(t *testing.T) {
	t.Parallel()
	_, v := withModel(t, true)
	var said api.AskAnswer
	v.ask(t, http.StatusOK, "POST", "/api/ask", `{"question":"Which colour has my pension?"}`, &said)
	if said.ID == nil || *said.ID != "free" || said.Author != priced || len(said.Figures) != 1 || said.Figures[0].ID != "portfolio.value" || !strings.Contains(said.Answer, said.Figures[0].Text) {
		t.Errorf("answer %+v", said)
	}
	v.ask(t, http.StatusOK, "POST", "/api/ask", `{"question":"When could I retire?"}`, &said)
	if said.Author != alex.AuthorRules || *said.ID != "retire_when" {
		t.Errorf("answer %+v", said)
	}
}
