package telemetry_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"alex"
	"alex/internal/telemetry"
)

const jobID alex.ID = "0a0b0c0d-0000-4000-8000-000000000101"

// shelf keeps the spans that it is given.
type shelf struct {
	mu    sync.Mutex
	spans []sdk.ReadOnlySpan
	wait  chan struct{} // until it is closed nothing is taken; nil is at once
	err   error
}

func (s *shelf) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	if s.wait != nil {
		select {
		case <-s.wait:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spans = append(s.spans, spans...)
	return s.err
}

func (*shelf) Shutdown(context.Context) error { return nil }

// named are the attributes of a span by key.
func (s *shelf) named(t *testing.T, name string) map[string]any {
	t.Helper()
	span := s.span(t, name)
	values := map[string]any{}
	for _, a := range span.Attributes() {
		values[string(a.Key)] = a.Value.AsInterface()
	}
	return values
}

func (s *shelf) span(t *testing.T, name string) sdk.ReadOnlySpan {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, span := range s.spans {
		if span.Name() == name {
			return span
		}
	}
	t.Fatalf("no span is called %q", name)
	return nil
}

func tracing(t *testing.T, change func(*telemetry.Options)) (*telemetry.Tracing, *shelf) {
	t.Helper()
	kept := &shelf{}
	o := telemetry.Options{
		Sinks: []telemetry.Sink{{Name: "shelf", Exporter: kept}}, Release: "v9", Environment: "tests", Record: true,
		Scrubber: telemetry.NewScrubber("hunter2-secret"),
	}
	if change != nil {
		change(&o)
	}
	tr := telemetry.NewTracing(o)
	t.Cleanup(func() { _ = tr.Close() })
	return tr, kept
}

func flush(t *testing.T, tr *telemetry.Tracing) {
	t.Helper()
	if err := tr.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func startJob(tr *telemetry.Tracing, ctx context.Context) (context.Context, trace.Span) {
	return tr.StartJob(ctx, telemetry.JobTrace{Job: jobID, Attempt: 2, PersonHash: telemetry.PersonHash("p-1"), Private: []string{"Ann Canary"}})
}

// ask is one call of a model below ctx.
func ask(ctx context.Context, name string, tokens int, cost string, text string) {
	ctx, span := telemetry.Begin(ctx, telemetry.ObserveGeneration, name, attribute.String(telemetry.KeyModel, "openai:x"))
	paid, _ := alex.ParseCost(cost)
	span.SetAttributes(telemetry.Usage(alex.Tokens{Input: tokens, Output: 1}, paid)...)
	span.SetAttributes(attribute.String(telemetry.KeyInput, text), attribute.String(telemetry.KeyOutput, text))
	telemetry.End(span, ctx.Err())
}

// TestEverySpanSaysWhoseItIs: also those that were open before the planner knew
// what the job is about.
func TestEverySpanSaysWhoseItIs(t *testing.T) {
	t.Parallel()
	tr, kept := tracing(t, nil)
	ctx, root := startJob(tr, t.Context())
	planning, planner := telemetry.BeginAgent(ctx, alex.Planner)
	telemetry.Describe(planning, telemetry.Portfolio{Positions: 7, Value: alex.MustMoney("123456.78"), Agents: []alex.Agent{alex.Reporter}})
	_, tool := telemetry.Begin(planning, telemetry.ObserveTool, "look")
	telemetry.End(tool, nil)
	telemetry.EndAgent(planner, alex.Step{Status: alex.StepDone, Author: alex.AuthorRules})
	telemetry.End(root, nil)
	flush(t, tr)
	for _, name := range []string{telemetry.RootName, "🎯 Financial Planner", "look"} {
		got := kept.named(t, name)
		for key, want := range map[string]any{
			"langfuse.user.id": telemetry.PersonHash("p-1"), "langfuse.session.id": string(jobID), "langfuse.trace.name": "📊 Analysis",
			"langfuse.environment": "tests", "langfuse.version": "v9", "langfuse.trace.metadata.positions": int64(7),
			"langfuse.trace.metadata.portfolio_value": "120000", "alex.attempt": int64(2),
		} {
			if got[key] != want {
				t.Errorf("%s: %s is %v, want %v", name, key, got[key], want)
			}
		}
		if diff := cmp.Diff([]any{[]string{"analysis", "reporter"}, []string{"reporter"}}, []any{got["langfuse.trace.tags"], got["langfuse.trace.metadata.agents"]}); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if id := kept.span(t, name).SpanContext().TraceID().String(); id != strings.ReplaceAll(string(jobID), "-", "") {
			t.Errorf("%s is of the trace %s, not of the job's", name, id)
		}
	}
	if p := kept.span(t, "🎯 Financial Planner"); p.Parent().SpanID() != kept.span(t, telemetry.RootName).SpanContext().SpanID() {
		t.Error("the planner is not below the attempt")
	}
}

// TestSums: an agent has what was asked below it, those of agents below aside;
// the attempt has all.
func TestSums(t *testing.T) {
	t.Parallel()
	tr, kept := tracing(t, nil)
	ctx, root := startJob(tr, t.Context())
	ask(ctx, "outside", 1, "0.000000001", "")
	planning, planner := telemetry.BeginAgent(ctx, alex.Planner)
	ask(planning, "plans", 10, "0.01", "")
	writing, writer := telemetry.BeginAgent(planning, alex.Reporter)
	checking, check := telemetry.Begin(writing, telemetry.ObserveGuardrail, "checks")
	ask(checking, "judges", 100, "0.1", "")
	telemetry.End(check, nil)
	ask(writing, "writes", 1000, "1", "")
	telemetry.EndAgent(writer, alex.Step{Status: alex.StepDone})
	telemetry.EndAgent(planner, alex.Step{Status: alex.StepDone})
	telemetry.End(root, nil)
	flush(t, tr)
	for name, want := range map[string][]any{
		"📝 Report Writer":     {int64(1102), "1.10"},
		"🎯 Financial Planner": {int64(11), "0.01"},
		telemetry.RootName:    {int64(1115), "1.110000001"},
		"judges":              {int64(101), "0.10"},
		"checks":              {nil, nil},
	} {
		got := kept.named(t, name)
		if diff := cmp.Diff(want, []any{got[telemetry.KeyTokens], got[telemetry.KeyCost]}); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if usage := kept.named(t, "writes")[telemetry.KeyUsage]; usage != `{"input":1000,"output":1}` {
		t.Errorf("the usage is %v", usage)
	}
}

// TestTextsStayHere: where texts may not be recorded nothing sets them, and what
// was set all the same does not leave.
func TestTextsStayHere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		record bool
		within func(context.Context) context.Context
		want   bool
	}{
		"recorded":          {true, func(ctx context.Context) context.Context { return ctx }, true},
		"switched off":      {false, func(ctx context.Context) context.Context { return ctx }, false},
		"not of this call":  {true, telemetry.WithoutText, false},
		"off in both ways ": {false, telemetry.WithoutText, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr, kept := tracing(t, func(o *telemetry.Options) { o.Record = c.record })
			ctx, root := startJob(tr, t.Context())
			ctx = c.within(ctx)
			if telemetry.Recording(ctx) != c.want {
				t.Errorf("Recording() = %v", !c.want)
			}
			ask(ctx, "asked", 1, "0", "what was said")
			_, span := telemetry.Begin(ctx, telemetry.ObserveSpan, "event")
			span.AddEvent("e", trace.WithAttributes(attribute.String("gen_ai.prompt", "what was said")))
			span.End()
			telemetry.End(root, nil)
			flush(t, tr)
			got := kept.named(t, "asked")
			if _, input := got[telemetry.KeyInput]; input != c.want {
				t.Errorf("the input is there: %v", input)
			}
			if _, output := got[telemetry.KeyOutput]; output != c.want {
				t.Errorf("the output is there: %v", output)
			}
			if n := len(kept.span(t, "event").Events()[0].Attributes); n == 1 != c.want {
				t.Errorf("the event has %d attributes", n)
			}
		})
	}
	if telemetry.Recording(t.Context()) {
		t.Error("texts are recorded where nothing is traced")
	}
}

// TestNothingPrivateLeaves, in whatever part of a span it was.
func TestNothingPrivateLeaves(t *testing.T) {
	t.Parallel()
	const secrets = "to ann.c@example.org by Ann Canary with hunter2-secret and sk-lf-1234567890"
	tr, kept := tracing(t, nil)
	ctx, root := startJob(tr, t.Context())
	telemetry.Describe(ctx, telemetry.Portfolio{Private: []string{"Bob Partner"}})
	ctx, span := telemetry.Begin(ctx, telemetry.ObserveTool, "tool "+secrets, attribute.StringSlice("list", []string{secrets}), attribute.String("by", "bob partner"))
	telemetry.Decide(ctx, alex.Decision{What: secrets, Why: secrets})
	telemetry.End(span, errors.New(secrets))
	telemetry.End(root, nil)
	flush(t, tr)
	for _, s := range kept.spans {
		text := s.Name() + s.Status().Description
		for _, a := range s.Attributes() {
			text += a.Value.String()
		}
		for _, e := range s.Events() {
			text += e.Name
			for _, a := range e.Attributes {
				text += a.Value.String()
			}
		}
		for _, canary := range []string{"ann.c", "Ann Canary", "hunter2", "1234567890", "bob partner"} {
			if strings.Contains(text, canary) {
				t.Errorf("%q leaves in %s", canary, text)
			}
		}
	}
	if s := kept.span(t, "tool to [e-mail] by [private] with [secret] and [secret]"); s.Status().Code != codes.Error {
		t.Error("the failed span is not red")
	}
}

// TestLateSpansHideNames: one that ends after its root is held to the same, and
// one of which nothing is known any more is dropped and counted.
func TestLateSpansHideNames(t *testing.T) {
	t.Parallel()
	m := telemetry.NewMetrics("v", func(context.Context) (map[string]int64, error) { return nil, nil })
	tr, kept := tracing(t, func(o *telemetry.Options) { o.Metrics = m })
	ctx, root := startJob(tr, t.Context())
	begin := func(name string) trace.Span {
		_, span := telemetry.Begin(ctx, telemetry.ObserveTool, name, attribute.String("of", "Ann Canary"), attribute.String(telemetry.KeyInput, "to Ann Canary"))
		return span
	}
	late, lost := begin("for Ann Canary"), begin("lost")
	telemetry.End(root, nil)
	telemetry.End(late, errors.New("not for Ann Canary"))
	for range 5000 { // that nobody ends
		begin("open")
	}
	_, other := startJob(tr, t.Context())
	telemetry.End(other, nil)
	telemetry.End(lost, nil)
	flush(t, tr)
	got, ended := kept.named(t, "for [private]"), kept.span(t, "for [private]").Status()
	if got["of"] != "[private]" || got[telemetry.KeyInput] != "to [private]" || ended.Description != "not for [private]" || got["langfuse.session.id"] != string(jobID) {
		t.Errorf("the late span says %v and %v", got, ended)
	}
	for _, s := range kept.spans {
		if s.Name() == "lost" {
			t.Error("a span of which nothing is known is handed on")
		}
	}
	if text := scrape(t, m); !strings.Contains(text, `alex_spans_dropped_total{sink="shelf"} 1`) {
		t.Errorf("what was dropped is not counted: %s", text)
	}
}

// TestTraceContextCrosses: a function that does a part of a job elsewhere is in
// the job's trace, below who invoked it; a trace of another id is a link.
func TestTraceContextCrosses(t *testing.T) {
	t.Parallel()
	here, _ := tracing(t, nil)
	there, kept := tracing(t, nil)
	ctx, root := startJob(here, t.Context())
	payload := telemetry.Traceparent(ctx)
	if !strings.Contains(payload, strings.ReplaceAll(string(jobID), "-", "")) {
		t.Fatalf("the payload has %q", payload)
	}
	joined := there.JoinJob(t.Context(), telemetry.JobTrace{Job: jobID, Attempt: 2, Parent: payload})
	_, span := telemetry.BeginAgent(joined, alex.Tagger)
	telemetry.EndAgent(span, alex.Step{Status: alex.StepDone})
	_, again := there.StartJob(telemetry.WithTraceparent(t.Context(), payload), telemetry.JobTrace{Job: jobID})
	again.End()
	other := "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	_, apart := there.StartJob(t.Context(), telemetry.JobTrace{Job: "0a0b0c0d-0000-4000-8000-000000000102", Parent: other})
	apart.SetName("apart")
	apart.End()
	flush(t, there)
	for _, name := range []string{"🏷️ InstrumentTagger", telemetry.RootName} {
		if s := kept.span(t, name); s.Parent().SpanID() != root.SpanContext().SpanID() || s.SpanContext().TraceID() != root.SpanContext().TraceID() {
			t.Errorf("%s is of another trace", name)
		}
	}
	s := kept.span(t, "apart")
	if s.Parent().IsValid() || len(s.Links()) != 1 || s.Links()[0].SpanContext.TraceID().String() != "0af7651916cd43dd8448eb211c80319c" {
		t.Errorf("the other trace is %v and %v", s.Parent(), s.Links())
	}
	for _, junk := range []string{"", "x", "00-00000000000000000000000000000000-b7ad6b7169203331-01", strings.Repeat("9", 1000)} {
		if got := telemetry.Traceparent(telemetry.WithTraceparent(context.Background(), junk)); got != "" {
			t.Errorf("%q is read as %s", junk, got)
		}
	}
}

// TestSinkNeverWaits: one that hangs drops what it has no room for, and others
// have theirs.
func TestSinkNeverWaits(t *testing.T) {
	t.Parallel()
	m := telemetry.NewMetrics("v", func(context.Context) (map[string]int64, error) { return nil, nil })
	stuck := &shelf{wait: make(chan struct{})}
	tr, kept := tracing(t, func(o *telemetry.Options) {
		o.Metrics = m
		o.Sinks = append(o.Sinks, telemetry.Sink{Name: "stuck", Exporter: stuck, Size: 10, Timeout: time.Hour})
	})
	ctx, root := startJob(tr, t.Context())
	for range 200 {
		_, span := telemetry.Begin(ctx, telemetry.ObserveSpan, "one")
		telemetry.End(span, nil)
	}
	telemetry.End(root, nil)
	begun := time.Now()
	if err := tr.ForceFlush(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("ForceFlush() = %v", err)
	}
	if took := time.Since(begun); took > telemetry.FlushTime+10*time.Second {
		t.Errorf("it took %s", took)
	}
	kept.mu.Lock()
	if len(kept.spans) != 201 {
		t.Errorf("the other sink has %d spans", len(kept.spans))
	}
	kept.mu.Unlock()
	if text := scrape(t, m); !strings.Contains(text, `alex_spans_dropped_total{sink="stuck"} 1`) {
		t.Errorf("what was dropped is not counted: %s", text)
	}
	close(stuck.wait)
}

func TestNilTracingIsQuiet(t *testing.T) {
	t.Parallel()
	var tr *telemetry.Tracing
	ctx, span := startJob(tr, t.Context())
	_, agent := telemetry.BeginAgent(ctx, alex.Planner)
	telemetry.EndAgent(agent, alex.Step{Status: alex.StepFailed, Error: "x"})
	telemetry.End(span, errors.New("x"))
	if err := errors.Join(tr.ForceFlush(ctx), tr.Close()); err != nil || agent.IsRecording() || telemetry.Recording(ctx) {
		t.Error("something is traced", err)
	}
}

// TestPersonHash is stable, and tells no two people's ids.
func TestPersonHash(t *testing.T) {
	t.Parallel()
	got := telemetry.PersonHash("user_2abc")
	if got != telemetry.PersonHash("user_2abc") || got == telemetry.PersonHash("user_2abd") || len(got) != 32 || telemetry.PersonHash("") != "" {
		t.Errorf("the hash is %q", got)
	}
}

// TestAgentsOfATrace are named as the plan names them.
func TestAgentsOfATrace(t *testing.T) {
	t.Parallel()
	tr, kept := tracing(t, nil)
	ctx, root := startJob(tr, t.Context())
	want := map[alex.Agent]string{
		alex.Planner: "🎯 Financial Planner", alex.Tagger: "🏷️ InstrumentTagger", alex.Reporter: "📝 Report Writer",
		alex.Charter: "📊 Chart Maker", alex.RetirementPlanner: "🎯 Retirement Specialist",
	}
	for _, agent := range slices.Sorted(maps.Keys(want)) {
		_, span := telemetry.BeginAgent(ctx, agent)
		telemetry.EndAgent(span, alex.Step{Status: alex.StepFailed, Error: "no words", Author: "openai:x", FellBack: true})
	}
	telemetry.End(root, nil)
	flush(t, tr)
	for agent, name := range want {
		got := kept.named(t, name)
		if got[telemetry.KeyAgent] != string(agent) || got[telemetry.KeyRole] == "" || got[telemetry.KeyStatus] != "failed" ||
			got[telemetry.KeyAuthor] != "openai:x" || got[telemetry.KeyFellBack] != true || got[telemetry.KeyStatusMessage] != "no words" {
			t.Errorf("%s says %v", name, got)
		}
		if s := kept.span(t, name); s.Status().Code != codes.Error || s.Status().Description != "no words" {
			t.Errorf("%s ended with %v", name, s.Status())
		}
	}
}
