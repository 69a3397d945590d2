package app

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	otlpspan "go.opentelemetry.io/proto/otlp/trace/v1"

	"alex"
	"alex/internal/api"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// tracedModels is the program with a model, of which its person approves.
func tracedModels(t *testing.T, r *receiver, environ ...string) (*traced, *modelHost) {
	t.Helper()
	host := newModelHost(t)
	environ = append(environ, "ALEX_MODEL="+priced, "OPENAI_API_KEY=sk-secret-of-tests-0123456789", "OPENAI_BASE_URL="+host.URL)
	tr := tracedApp(t, append(langfuseKeys(r.URL), environ...)...)
	mine := tr.Store.As(tracedPerson)
	person, err := mine.Person(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person.ModelConsent = tr.Models.Consent()
	if err := mine.SavePerson(t.Context(), person, nil); err != nil {
		t.Fatal(err)
	}
	return tr, host
}

// TestTraceOfModelsAddsUp runs an analysis with a model and holds every span to
// what LangFuse reads: each call is a generation with its model, prompt, usage
// and cost, and what they came to is what the agents, the attempt, the steps and
// the log say.
func TestTraceOfModelsAddsUp(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	tr, host := tracedModels(t, r)
	tr.addsUp(t, r, host)
}

// addsUp works an analysis and holds its spans to each other, to its steps, and to
// what was asked of the model.
func (tr *traced) addsUp(t *testing.T, r *receiver, host *modelHost) {
	t.Helper()
	j := tr.analyze(t)
	if j.Status != alex.JobCompleted {
		t.Fatalf("the job is %+v", j)
	}
	local := tr.kept(t, j.ID)
	spans := r.got(t)
	byID := map[string]*otlpspan.Span{}
	for _, s := range spans {
		everySpan(t, s, j.ID, analysisTrace)
		byID[hexOf(s.SpanId)] = s
	}
	byAgent, calls := map[string]alex.Cost{}, 0
	var tokens float64
	var cost alex.Cost
	for _, s := range spans {
		a := attributesOf(s.Attributes)
		if a[telemetry.KeyObservation] != "generation" {
			continue
		}
		calls++
		generation(t, s.Name, a)
		spent, err := alex.ParseCost(a[telemetry.KeyCost].(string))
		if err != nil || spent == 0 {
			t.Errorf("%s cost %v, %v", s.Name, a[telemetry.KeyCost], err)
		}
		cost, tokens = cost+spent, tokens+a[telemetry.KeyTokens].(float64)
		byAgent[agentOf(byID, s)] += spent
	}
	if sent := len(host.calls()); calls != sent || calls < 8 {
		t.Errorf("%d generations, %d calls on the wire", calls, sent)
	}
	for _, s := range spans {
		a := attributesOf(s.Attributes)
		switch s.Name {
		case telemetry.RootName:
			if a[telemetry.KeyCost] != cost.String() || a[telemetry.KeyTokens] != tokens {
				t.Errorf("the attempt says %v tokens and %v, its calls %v and %s", a[telemetry.KeyTokens], a[telemetry.KeyCost], tokens, cost)
			}
		default:
			if agent, is := a[telemetry.KeyAgent].(string); is && a[telemetry.KeyObservation] == "agent" && a[telemetry.KeyCost] != byAgent[agent].String() {
				t.Errorf("the %s says %v, its calls %s", agent, a[telemetry.KeyCost], byAgent[agent])
			}
		}
	}
	for _, step := range j.Steps {
		if step.Cost != byAgent[string(step.Agent)] {
			t.Errorf("the step of the %s says %s, its spans %s", step.Agent, step.Cost, byAgent[string(step.Agent)])
		}
	}
	used, err := tr.Store.As(tracedPerson).ModelUsage(t.Context(), time.Unix(0, 0), "2026-01-01")
	if err != nil || len(used.Jobs) != 1 || used.Jobs[0].Cost != cost {
		t.Errorf("the log says %+v, %v; the spans %s", used, err, cost)
	}
	sameSpans(t, local, spans)
	tr.nothingPrivate(t, asText(t, spans), asText(t, local), tr.book.text.String())
}

// TestTraceOfQuestionAddsUp holds the spans of a question to a model to what
// those of an analysis are held to; it is a trace of its own, and of no job.
func TestTraceOfQuestionAddsUp(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	tr, host := tracedModels(t, r)
	mine := tr.Store.As(tracedPerson)
	snapshot, err := mine.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	in, err := report.Study(t.Context(), snapshot, retirement.Options{Paths: retirement.MinPaths, Assumptions: retirement.DefaultAssumptions()})
	if err != nil {
		t.Fatal(err)
	}
	question := "I am " + tracedName + ", Canary for short, " + tracedEmail + ": which colour has my pension?"
	if said, err := tr.askModel(t.Context(), snapshot.Person, question, in); err != nil || said.Author != priced {
		t.Fatalf("%+v, %v", said, err)
	}
	if err := tr.Tracing.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	spans := r.got(t)
	var session alex.ID
	for _, s := range spans {
		if len(s.ParentSpanId) == 0 {
			session = alex.ID(attributesOf(s.Attributes)[telemetry.KeySession].(string))
		}
	}
	var cost alex.Cost
	var root map[string]any
	calls, tokens := 0, 0.0
	for _, s := range spans {
		everySpan(t, s, session, questionTrace)
		a := attributesOf(s.Attributes)
		switch a[telemetry.KeyObservation] {
		case "generation":
			generation(t, s.Name, a)
			spent, err := alex.ParseCost(a[telemetry.KeyCost].(string))
			if err != nil || spent == 0 {
				t.Errorf("%s cost %v, %v", s.Name, a[telemetry.KeyCost], err)
			}
			calls, cost, tokens = calls+1, cost+spent, tokens+a[telemetry.KeyTokens].(float64)
			if input := a[telemetry.KeyInput].(string); !strings.Contains(input, "which colour has my pension?") {
				t.Errorf("the question is not in %s", input)
			}
		case "agent":
			root = a
		}
	}
	if root == nil || root[telemetry.KeyAgent] != "ask" || root[telemetry.KeyStatus] != "done" || root[telemetry.KeyAuthor] != priced ||
		root[telemetry.KeyCost] != cost.String() || root[telemetry.KeyTokens] != tokens || calls == 0 || calls != len(host.calls()) {
		t.Errorf("%d calls came to %v tokens and %s; the question says %v", calls, tokens, cost, root)
	}
	log, err := mine.ModelCalls(t.Context(), store.Page{Limit: 10})
	if err != nil || len(log.Items) != calls || log.Items[0].Cost != cost {
		t.Errorf("the log says %+v, %v", log, err)
	}
	if local := tr.kept(t, session); len(local) > 0 {
		t.Errorf("a question is kept as a job: %+v", local)
	}
	scraped := httptest.NewRecorder()
	tr.Metrics.Handler().ServeHTTP(scraped, httptest.NewRequest("GET", "/metrics", nil))
	if text := scraped.Body.String(); !strings.Contains(text, `alex_model_calls_total{agent="ask"`) || strings.Contains(text, `agent="none"`) {
		t.Error("the calls are not counted as the asker's")
	}
	text := asText(t, spans)
	tr.nothingPrivate(t, text, tr.book.text.String())
	if strings.Contains(strings.ToLower(text), "canary") {
		t.Errorf("a part of the name is in %s", text)
	}
}

// generation is what holds of each call of a model.
func generation(t *testing.T, name string, a map[string]any) {
	t.Helper()
	for key, want := range map[string]any{
		"langfuse.observation.model.name": "gpt-4.1-mini", "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai",
		"alex.outcome": "ok",
	} {
		if a[key] != want {
			t.Errorf("%s: %s is %v, want %v", name, key, a[key], want)
		}
	}
	if version, ok := a["langfuse.observation.prompt.version"].(float64); !ok || version < 1 {
		t.Errorf("%s is of version %v", name, a["langfuse.observation.prompt.version"])
	}
	for _, key := range []string{"langfuse.observation.usage_details", "langfuse.observation.cost_details", "langfuse.observation.model.parameters"} {
		var details map[string]any
		if text, ok := a[key].(string); !ok || json.Unmarshal([]byte(text), &details) != nil || len(details) == 0 {
			t.Errorf("%s: %s is %v", name, key, a[key])
		}
	}
	for _, key := range []string{"langfuse.observation.prompt.name", "langfuse.observation.metadata.prompt_hash", "langfuse.observation.input", "langfuse.observation.output"} {
		if text, _ := a[key].(string); text == "" {
			t.Errorf("%s has no %s", name, key)
		}
	}
}

// agentOf is the agent whose call a span is.
func agentOf(byID map[string]*otlpspan.Span, s *otlpspan.Span) string {
	for s != nil {
		a := attributesOf(s.Attributes)
		if a[telemetry.KeyObservation] == "agent" {
			return a[telemetry.KeyAgent].(string)
		}
		s = byID[hexOf(s.ParentSpanId)]
	}
	return ""
}

func asText(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestTextsOfModelsStayHere leaves prompts and answers out where they may not
// be kept.
func TestTextsOfModelsStayHere(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	tr, host := tracedModels(t, r, "ALEX_TRACE_TEXT=false")
	local := tr.kept(t, tr.analyze(t).ID)
	if len(host.calls()) == 0 {
		t.Fatal("no model was asked")
	}
	if text := asText(t, r.got(t)) + asText(t, local); strings.Contains(text, "You write one section") || strings.Contains(text, `"opening`) || !strings.Contains(text, "gpt-4.1-mini") {
		t.Error("prompts or answers are in the trace")
	}
}

// TestDeadModelIsRedInTheTrace: a model that answers nothing but errors leaves
// generations in error, agents that say why they fell back, and metrics.
func TestDeadModelIsRedInTheTrace(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	tr, host := tracedModels(t, r)
	host.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"error":{"message":"no"}}`, http.StatusUnauthorized)
	})
	j := tr.analyze(t)
	local := tr.kept(t, j.ID)
	red, fell := 0, 0
	for _, s := range local {
		if s.Attributes[telemetry.KeyObservation] == "generation" && s.Attributes["langfuse.observation.level"] == "ERROR" {
			red++
		}
		if s.Attributes[telemetry.KeyFellBack] == true && s.Attributes[telemetry.KeyFallbackReason] != nil {
			fell++
		}
	}
	if j.Status != alex.JobCompleted || red == 0 || fell < 4 {
		t.Errorf("%s: %d red generations, %d agents that fell back", j.Status, red, fell)
	}
	if names := namesOf(local); names["🎯 Financial Planner"] != 1 {
		t.Errorf("spans %v", names)
	}
}

func namesOf(spans []store.Span) map[string]int {
	names := map[string]int{}
	for _, s := range spans {
		names[s.Name]++
	}
	return names
}

// TestPageIsToldWhereTracesGo, and whether what models are asked goes with them.
func TestPageIsToldWhereTracesGo(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	host := strings.TrimPrefix(r.URL, "http://")
	for name, c := range map[string]struct {
		environ []string
		want    *api.Traces
	}{
		"nowhere":       {nil, nil},
		"with texts":    {langfuseKeys(r.URL), &api.Traces{SentTo: host, Texts: true}},
		"without texts": {append(langfuseKeys(r.URL), "ALEX_TRACE_TEXT=false"), &api.Traces{SentTo: host}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var site api.SiteConfig
			serving(t, c.environ...).visitor(t).ask(t, http.StatusOK, "GET", "/config.json", "", &site)
			if diff := cmp.Diff(c.want, site.Traces); diff != "" {
				t.Error(diff)
			}
		})
	}
}
