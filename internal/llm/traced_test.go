package llm_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"alex"
	"alex/internal/llm"
	"alex/internal/llm/fake"
	"alex/internal/telemetry"
)

// span is what was recorded of a call.
type span struct {
	name   string
	set    map[string]string
	status string
}

// record has one call traced, as a sink receives it.
func record(t *testing.T, within func(context.Context) context.Context, c llm.Client, r llm.Request) span {
	t.Helper()
	exporter := tracetest.NewInMemoryExporter()
	tracing := telemetry.NewTracing(telemetry.Options{Record: true, Sinks: []telemetry.Sink{{Name: "test", Exporter: exporter}}})
	ctx := within(tracing.Within(t.Context()))
	_, _ = llm.Traced(c, llm.Prompt{Name: "tagger", Version: 3, Hash: "abc"}).Complete(ctx, r)
	if err := tracing.ForceFlush(ctx); err != nil {
		t.Fatal(err)
	}
	spans := exporter.GetSpans()
	if len(spans) != 1 {
		t.Fatalf("%d spans", len(spans))
	}
	s := span{name: spans[0].Name, set: map[string]string{}}
	for _, kv := range spans[0].Attributes {
		s.set[string(kv.Key)] = kv.Value.String()
	}
	for _, key := range []string{"langfuse.environment", "langfuse.version", "alex.attempt"} {
		delete(s.set, key) // of every span
	}
	if spans[0].Status.Code != codes.Unset {
		s.status = spans[0].Status.Code.String() + ": " + spans[0].Status.Description
	}
	if err := tracing.Close(); err != nil {
		t.Error(err)
	}
	return s
}

func plainly(ctx context.Context) context.Context { return ctx }

func TestTraced(t *testing.T) {
	t.Parallel()
	step := func(llm.Request) (llm.Response, error) {
		return llm.Response{
			Text: "Let me see.", Calls: []llm.ToolCall{{ID: "c", Name: "price", Input: []byte(`{}`)}}, Stop: llm.StopTools,
			Tokens: alex.Tokens{Input: 10, Output: 5, CacheRead: 2, CacheWrite: 1}, Cost: 3_150_000, Latency: time.Second,
		}, nil
	}
	r := question()
	r.MaxTokens = 256
	r.Answer = &llm.Answer{Name: "n", Forced: true}
	r.Messages = append(r.Messages, llm.Message{Role: llm.User, Results: []llm.ToolResult{{CallID: "c", Text: "612.40"}}})
	began := time.Now()
	s := record(t, plainly, fake.NewScripted("bedrock:amazon.nova-pro-v1:0", step), r)
	first, err := time.Parse(time.RFC3339Nano, s.set["langfuse.observation.completion_start_time"])
	if err != nil || first.Before(began.Add(time.Second)) || first.After(time.Now().Add(time.Second)) {
		t.Errorf("the first byte came %v %v", first, err)
	}
	delete(s.set, "langfuse.observation.completion_start_time")
	want := map[string]string{
		"langfuse.observation.type":       "generation",
		"langfuse.observation.model.name": "amazon.nova-pro-v1:0", "langfuse.observation.model.parameters": `{"answer":"tool","max_tokens":256}`,
		"langfuse.observation.usage_details": `{"input":10,"output":5,"cache_read_input_tokens":2,"cache_creation_input_tokens":1}`,
		"alex.tokens":                        "18", "alex.cost": "0.00315", "alex.outcome": "ok", "langfuse.observation.metadata.prompt_hash": "abc",
		"langfuse.observation.cost_details": `{"total":0.00315}`,
		"langfuse.observation.prompt.name":  "tagger", "langfuse.observation.prompt.version": "3",
		"langfuse.observation.input": `[{"role":"system","content":"Be brief."},{"role":"user","content":"What is SPY?"},` +
			`{"role":"tool","content":"612.40","tool_call_id":"c"}]`,
		"langfuse.observation.output": `{"role":"assistant","content":"Let me see.","tool_calls":[{"ID":"c","Name":"price","Input":{}}]}`,
		"gen_ai.operation.name":       "chat", "gen_ai.provider.name": "aws.bedrock", "gen_ai.request.model": "amazon.nova-pro-v1:0",
		"gen_ai.request.max_tokens": "256", "gen_ai.usage.input_tokens": "13", "gen_ai.usage.output_tokens": "5",
		"gen_ai.response.finish_reasons": `["tools"]`,
	}
	if diff := cmp.Diff(want, s.set); diff != "" {
		t.Error(diff)
	}
	if s.status != "" || s.name != "chat bedrock:amazon.nova-pro-v1:0" {
		t.Errorf("%+v", s)
	}
}

func TestTracedWithoutText(t *testing.T) {
	t.Parallel()
	s := record(t, telemetry.WithoutText, fake.NewScripted("openai:m", fake.Say("confidential")), question())
	for key, value := range s.set {
		if strings.Contains(value, "confidential") || strings.Contains(value, "SPY") || strings.Contains(value, "brief") {
			t.Errorf("%s is %q", key, value)
		}
	}
	if s.set["gen_ai.request.model"] != "m" {
		t.Errorf("%+v", s.set)
	}
}

func TestTracedFault(t *testing.T) {
	t.Parallel()
	s := record(t, plainly, fake.NewScripted("openai:m", fake.Fail(llm.Throttled)), question())
	if s.set["langfuse.observation.level"] != "ERROR" || s.set["error.type"] != "throttled" || !strings.Contains(s.status, "throttled") {
		t.Errorf("%+v", s)
	}
	if _, said := s.set["langfuse.observation.output"]; said {
		t.Error("a fault has no output")
	}
}

// TestDecorated puts all decorators around a model, in the order of doc.go.
func TestDecorated(t *testing.T) {
	t.Parallel()
	l, prices := &ledger{}, llm.ListPrices()
	model := fake.NewScripted(mini, fake.Fail(llm.Unavailable), spending(sound, alex.Tokens{Input: 100, Output: 10}, nil))
	by := llm.Caller{Person: "user_a", Agent: alex.Tagger}
	client := llm.Guarded(llm.Traced(llm.Priced(model, prices), llm.Prompt{}), breaker())
	client = llm.Budgeted(client, l, by, prices, func() alex.ID { return "c" }, time.Now)
	client = llm.Retried(client, llm.RetryPolicy{Tries: 3, First: time.Millisecond, Most: time.Millisecond})
	response, err := llm.Shaped(client, new(llm.Form)).Complete(t.Context(), shapely())
	if err != nil || response.Text != sound || response.Cost != 56_000+l.holds[0].Most.Cost {
		t.Errorf("%+v %v", response, err)
	}
	outcomes := []string{}
	for _, call := range l.settled {
		outcomes = append(outcomes, call.Outcome)
	}
	if !slices.Equal(outcomes, []string{"unavailable", "ok"}) {
		t.Errorf("%v", outcomes)
	}
}
