package app

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	otlpspan "go.opentelemetry.io/proto/otlp/trace/v1"

	"alex"
	"alex/internal/job"
	"alex/internal/queue"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// Whatever stands here belongs to a person, and may be seen by nobody else.
const (
	tracedPerson = alex.PersonID("user_canary_4711")
	tracedName   = "Canary Ann"
	tracedEmail  = "canary.ann@example.org"
)

// traced is the program with somebody who holds what nobody has classified.
type traced struct {
	*App
	book logBook
}

func tracedApp(t *testing.T, environ ...string) *traced {
	t.Helper()
	tr := &traced{}
	log := slog.New(slog.NewJSONHandler(&tr.book, &slog.HandlerOptions{Level: slog.LevelDebug}))
	a, err := Open(t.Context(), settings(t, environ...), log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	tr.App = a
	a.Runner.Backoff, a.Runner.Longest = time.Nanosecond, time.Nanosecond
	if _, err := a.Store.System().EnsurePerson(t.Context(), tracedPerson, tracedName, tracedEmail); err != nil {
		t.Fatal(err)
	}
	price := alex.DecimalOf(10)
	mine := a.Store.As(tracedPerson)
	own := alex.Instrument{Symbol: "QQZX", Name: "Acme Total Bond Index Fund", Price: &price, PriceSource: alex.SourceUser, PriceAsOf: "2026-11-02"}
	account := alex.Account{
		Name: "IRA of " + tracedName, Type: alex.TaxDeferred,
		Positions: []alex.Position{{Symbol: "QQZX", Quantity: alex.DecimalOf(1234)}, {Symbol: "VTI", Quantity: alex.DecimalOf(1)}},
	}
	if _, err := mine.CreateAccount(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	if err := mine.SaveOwnInstrument(t.Context(), own, nil); err != nil {
		t.Fatal(err)
	}
	return tr
}

// analyze asks for an analysis and works it to its end.
func (tr *traced) analyze(t *testing.T) alex.Job {
	t.Helper()
	j, _, err := tr.Store.As(tracedPerson).CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for !j.Status.Ended() {
		if _, err := tr.Runner.RunOne(t.Context()); err != nil {
			t.Fatal(err)
		}
		if j, err = tr.Store.As(tracedPerson).Job(t.Context(), j.ID); err != nil {
			t.Fatal(err)
		}
	}
	return j
}

// asking has the work end with asking a model about what nobody else may see.
func (tr *traced) asking(text string) {
	work := tr.Runner.Work
	tr.Runner.Work = func(ctx context.Context, j alex.Job, h *job.Handle) error {
		if err := work(ctx, j, h); err != nil {
			return err
		}
		called, span := telemetry.Begin(ctx, telemetry.ObserveGeneration, "asks", attribute.String(telemetry.KeyModel, "openai:x"))
		span.SetAttributes(telemetry.Usage(alex.Tokens{Input: 900, Output: 100}, alex.Dollar/4)...)
		if telemetry.Recording(called) {
			span.SetAttributes(attribute.String(telemetry.KeyInput, text))
		}
		span.SetAttributes(attribute.String(telemetry.KeyOutput, text))
		telemetry.End(span, nil)
		return nil
	}
}

func (tr *traced) kept(t *testing.T, id alex.ID) []store.Span {
	t.Helper()
	if err := tr.Tracing.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	spans, err := tr.Store.As(tracedPerson).Spans(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return spans
}

// TestTraceReachesLangfuse runs an analysis and holds every span that came to
// what LangFuse reads.
func TestTraceReachesLangfuse(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	tr := tracedApp(t, langfuseKeys(r.URL)...)
	tr.asking("for " + tracedName + ", " + tracedEmail + ", " + string(tracedPerson) + ", sk-lf-secret-of-tests, Bearer abc.def.123")
	j := tr.analyze(t)
	if j.Status != alex.JobCompleted {
		t.Fatalf("the job is %+v", j)
	}
	local := tr.kept(t, j.ID)
	spans := r.got(t)
	names := map[string]*otlpspan.Span{}
	for _, s := range spans {
		names[s.Name] = s
		everySpan(t, s, j.ID, analysisTrace)
	}
	for name, parent := range map[string]string{
		"🎯 Financial Planner": "📊 Analysis", "🏷️ InstrumentTagger": "🎯 Financial Planner", "📝 Report Writer": "🎯 Financial Planner",
		"📊 Chart Maker": "🎯 Financial Planner", "🎯 Retirement Specialist": "🎯 Financial Planner", "asks": "📊 Analysis",
	} {
		if names[name] == nil || names[parent] == nil || string(names[name].ParentSpanId) != string(names[parent].SpanId) {
			t.Fatalf("%s is not below %s", name, parent)
		}
	}
	if len(names["📊 Analysis"].ParentSpanId) != 0 {
		t.Error("the attempt has a parent")
	}
	decisions := map[string]any{}
	for _, e := range append(names["🎯 Financial Planner"].Events, names["🏷️ InstrumentTagger"].Events...) {
		said := attributesOf(e.Attributes)
		decisions[e.Name] = said["symbols"]
		if said["reason"] == "" {
			t.Errorf("%s has no reason", e.Name)
		}
	}
	if diff := cmp.Diff(map[string]any{
		"call the tagger": "QQZX", "call the reporter and the charter": "", "call the retirement specialist": "", "classified by rules on the name": "QQZX",
	}, decisions); diff != "" {
		t.Errorf("the decisions: %s", diff)
	}
	if a := attributesOf(names["🏷️ InstrumentTagger"].Attributes); a[telemetry.KeyTagged] != 1.0 || a[telemetry.KeyRole] == "" || a[telemetry.KeyStatus] != "done" {
		t.Errorf("the tagger says %v", a)
	}
	root := attributesOf(names["📊 Analysis"].Attributes)
	if root[telemetry.KeyTokens] != 1000.0 || root[telemetry.KeyCost] != "0.25" || root[telemetry.KeyStatus] != "completed" {
		t.Errorf("the attempt says %v", root)
	}
	sameSpans(t, local, spans)
	asJSON, err := json.Marshal(spans)
	if err != nil {
		t.Fatal(err)
	}
	here, err := json.Marshal(local)
	if err != nil {
		t.Fatal(err)
	}
	tr.nothingPrivate(t, string(asJSON), string(here), tr.book.text.String())
}

// Traces of an analysis and of a question, by their names and tags.
var (
	analysisTrace = []any{"📊 Analysis", "analysis", "tagger", "reporter", "charter", "retirement"}
	questionTrace = []any{"💬 Question", "question", "ask"}
)

// everySpan is what holds of each span of a trace.
func everySpan(t *testing.T, s *otlpspan.Span, session alex.ID, of []any) {
	t.Helper()
	a := attributesOf(s.Attributes)
	want := map[string]any{
		"langfuse.user.id": telemetry.PersonHash(tracedPerson), "langfuse.session.id": string(session), "langfuse.trace.name": of[0],
		"langfuse.trace.tags":  of[1:],
		"langfuse.environment": "tests", "langfuse.version": Version(), "alex.attempt": 1.0,
		"langfuse.trace.metadata.positions": 2.0, "langfuse.trace.metadata.portfolio_value": "13000",
		"langfuse.trace.metadata.agents": of[2:],
	}
	for key, value := range want {
		if diff := cmp.Diff(value, a[key]); diff != "" {
			t.Errorf("%s: %s: %s", s.Name, key, diff)
		}
	}
	if id := alex.ID(strings.ReplaceAll(string(session), "-", "")); hexOf(s.TraceId) != string(id) {
		t.Errorf("%s is of the trace %s", s.Name, hexOf(s.TraceId))
	}
	kinds := []string{"span", "generation", "event", "embedding", "agent", "tool", "chain", "retriever", "guardrail", "evaluator"}
	if kind, _ := a["langfuse.observation.type"].(string); !slices.Contains(kinds, kind) {
		t.Errorf("%s is a %q", s.Name, kind)
	}
	if operation, named := a["gen_ai.operation.name"]; named && operation != "chat" {
		t.Errorf("%s is the operation %v, which drops its cost", s.Name, operation)
	}
}

func hexOf(id []byte) string {
	const digits = "0123456789abcdef"
	var text strings.Builder
	for _, b := range id {
		text.WriteByte(digits[b>>4])
		text.WriteByte(digits[b&15])
	}
	return text.String()
}

// sameSpans: what is kept here is what was sent.
func sameSpans(t *testing.T, local []store.Span, sent []*otlpspan.Span) {
	t.Helper()
	kept := map[string]store.Span{}
	for _, s := range local {
		kept[s.ID] = s
	}
	if len(local) != len(sent) {
		t.Errorf("%d spans are kept, %d were sent", len(local), len(sent))
	}
	for _, s := range sent {
		k := kept[hexOf(s.SpanId)]
		if k.Name != s.Name || k.Parent != hexOf(s.ParentSpanId) || k.StartedAt.UnixMicro() != int64(s.StartTimeUnixNano/1000) || len(k.Events) != len(s.Events) {
			t.Errorf("%s is kept as %+v", s.Name, k)
		}
		if diff := cmp.Diff(attributesOf(s.Attributes), k.Attributes); diff != "" {
			t.Errorf("%s: %s", s.Name, diff)
		}
	}
}

func (tr *traced) nothingPrivate(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		for _, canary := range []string{tracedName, tracedEmail, string(tracedPerson), "secret-of-tests", "abc.def", "hunter2"} {
			if strings.Contains(strings.ToLower(text), strings.ToLower(canary)) {
				t.Errorf("%q is in …%s…", canary, text[:min(len(text), 2000)])
			}
		}
	}
}

// TestTextsAreNotSent where they may not be.
func TestTextsAreNotSent(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	tr := tracedApp(t, append(langfuseKeys(r.URL), "ALEX_TRACE_TEXT=false")...)
	tr.asking("what was asked")
	local := tr.kept(t, tr.analyze(t).ID)
	sent, err := json.Marshal(r.got(t))
	if err != nil {
		t.Fatal(err)
	}
	here, err := json.Marshal(local)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(sent) + string(here); strings.Contains(text, "what was asked") || !strings.Contains(text, "openai:x") {
		t.Errorf("the text is in %s", text)
	}
}

// TestAttemptsAreOneTrace: each is a span of its own, the failed one red, and
// its log says nothing that it should not.
func TestAttemptsAreOneTrace(t *testing.T) {
	t.Parallel()
	tr := tracedApp(t, "ALEX_ADMIN_TOKEN=hunter2-admin-token-of-32-characters")
	work, tries := tr.Runner.Work, 0
	tr.Runner.Work = func(ctx context.Context, j alex.Job, h *job.Handle) error {
		if tries++; tries == 1 {
			telemetry.Describe(ctx, telemetry.Portfolio{Private: []string{tracedName}})
			return errors.New("hunter2-admin-token-of-32-characters of " + tracedName + " <" + tracedEmail + ">, " + string(tracedPerson))
		}
		return work(ctx, j, h)
	}
	j := tr.analyze(t)
	ended := map[string]string{}
	for _, s := range tr.kept(t, j.ID) {
		if s.Name == telemetry.RootName {
			ended[s.Status], _ = s.Attributes[telemetry.KeyStatus].(string)
		}
	}
	if diff := cmp.Diff(map[string]string{"error": "retried", "unset": "completed"}, ended); diff != "" || j.Attempt != 2 {
		t.Errorf("after %d attempts: %s", j.Attempt, diff)
	}
	text := tr.book.text.String()
	tr.nothingPrivate(t, text)
	ofJob := 0
	for line := range strings.Lines(text) {
		var said struct{ Job, Trace, Person string }
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			t.Errorf("%v: %s", err, line)
		}
		if said.Job != "" {
			ofJob++
		}
		if said.Job != "" && (said.Job != string(j.ID) || said.Trace != strings.ReplaceAll(said.Job, "-", "") || said.Person != telemetry.PersonHash(tracedPerson)) {
			t.Errorf("the line does not say whose it is: %s", line)
		}
	}
	if ofJob == 0 {
		t.Errorf("the job has no line in %s", text)
	}
}

// TestMessageCarriesTheTrace: who is woken by a message works below its sender.
func TestMessageCarriesTheTrace(t *testing.T) {
	t.Parallel()
	tr := tracedApp(t)
	j, _, err := tr.Store.As(tracedPerson).CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	sender := telemetry.JobTrace{Job: j.ID}
	ctx, span := tr.Tracing.StartJob(t.Context(), sender)
	message := queue.Message{Job: j.ID, Trace: telemetry.Traceparent(ctx)}
	if ran, err := tr.Runner.RunMessage(t.Context(), message); err != nil || !ran {
		t.Fatal(ran, err)
	}
	for _, s := range tr.kept(t, j.ID) {
		if s.Name == telemetry.RootName && s.Parent != span.SpanContext().SpanID().String() {
			t.Errorf("the attempt is below %q", s.Parent)
		}
	}
}

// TestOldTracesGo by the clock, and stay where they may.
func TestOldTracesGo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		days string
		age  time.Duration
		left bool
	}{
		"young": {"30", 29 * 24 * time.Hour, true}, "old": {"30", 31 * 24 * time.Hour, false}, "for ever": {"0", 9999 * 24 * time.Hour, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr := tracedApp(t, "ALEX_TRACE_DAYS="+c.days)
			j := tr.analyze(t)
			if n := len(tr.kept(t, j.ID)); n < 6 {
				t.Fatalf("%d spans are kept", n)
			}
			tr.Now = func() time.Time { return time.Now().Add(c.age) }
			if err := tr.clear(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := len(tr.kept(t, j.ID)); n > 0 != c.left {
				t.Errorf("%d spans are left", n)
			}
		})
	}
}
