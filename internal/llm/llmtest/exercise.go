package llmtest

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/trace"

	"alex"
	"alex/internal/llm"
)

// wire is the trace context of the suite's calls as W3C writes it.
const wire = "00-0102030405060708090a0b0c0d0e0f10-0102030405060708-01"

// traced is a context whose span has that trace context.
func traced(ctx context.Context) context.Context {
	return trace.ContextWithSpanContext(ctx, trace.NewSpanContext(trace.SpanContextConfig{
		TraceID:    trace.TraceID{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
		SpanID:     trace.SpanID{1, 2, 3, 4, 5, 6, 7, 8},
		TraceFlags: trace.FlagsSampled,
	}))
}

// suite is one adapter under test.
type suite struct {
	open    func(t *testing.T, endpoint string) llm.Client
	dialect Dialect
}

// Exercise holds an adapter to the port: what it sends, what it makes of what
// comes back, and that every fault is the right one and tells no secret. Open
// is the adapter at an endpoint with Model and Key, asking for structured
// answers by the API's own form, and with Now as its clock.
func Exercise(t *testing.T, open func(t *testing.T, endpoint string) llm.Client, d Dialect) {
	t.Helper()
	s := suite{open, d}
	for name, run := range map[string]func(suite, *testing.T){
		"exchanges": suite.exchanges, "fallback": suite.fallback, "unforceable": suite.unforceable,
		"faults": suite.faults, "usage": suite.usage, "transport": suite.transport, "charges": suite.charges, "model": suite.model,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(s, t)
		})
	}
}

func (s suite) model(t *testing.T) {
	if got := s.open(t, "http://localhost:1").Model(); got != string(s.dialect)+":"+Model {
		t.Errorf("it is called %q", got)
	}
}

// verdict is the structured answer of the recorded exchanges.
type verdict struct {
	Why   string `json:"why" description:"The reason"`
	Score int    `json:"score" jsonschema:"minimum=1,maximum=10"`
}

const (
	verdictName        = "verdict"
	verdictDescription = "What comes of it"
	verdictJSON        = `{"why":"broad","score":7}`
)

func asked() llm.Request {
	return llm.Request{
		System: "Be brief.", MaxTokens: 256,
		Messages: []llm.Message{{Role: llm.User, Text: "What is SPY?"}},
	}
}

func priceTool() llm.Tool {
	return llm.Tool{
		Name: "price", Description: "The last price of a symbol",
		Schema: []byte(`{"type":"object","properties":{"symbol":{"type":"string"}},"required":["symbol"],"additionalProperties":false}`),
	}
}

func structured(forced bool, tools ...llm.Tool) llm.Request {
	r := asked()
	r.Tools = tools
	r.Answer = &llm.Answer{
		Name: verdictName, Description: verdictDescription, Schema: llm.Schema[verdict](), Forced: forced,
	}
	return r
}

func calls() []llm.ToolCall {
	return []llm.ToolCall{
		{ID: "call_1", Name: "price", Input: []byte(`{"symbol":"SPY"}`)},
		{ID: "call_2", Name: "price", Input: []byte(`{"symbol":"VOO"}`)},
	}
}

func withTools() llm.Request {
	r := asked()
	r.Tools = []llm.Tool{priceTool()}
	return r
}

func withResults() llm.Request {
	r := withTools()
	r.Messages = append(r.Messages, llm.Message{Role: llm.Assistant, Text: "Let me see.", Calls: calls()},
		llm.Message{Role: llm.User, Text: "Go on.", Results: []llm.ToolResult{
			{CallID: "call_1", Text: "612.40"}, {CallID: "call_2", Text: "unknown symbol", Failed: true},
		}})
	return r
}

// spent are the tokens of every recorded answer.
func spent() alex.Tokens { return alex.Tokens{Input: 100, Output: 30, CacheRead: 20} }

func (s suite) exchanges(t *testing.T) {
	for _, c := range []struct {
		name    string
		request llm.Request
		want    llm.Response
	}{
		{"text", asked(), llm.Response{Text: "A fund.\nOf 500 companies.", Stop: llm.StopEnd}},
		{"calls", withTools(), llm.Response{Text: "Let me see.", Calls: calls(), Stop: llm.StopTools}},
		{"results", withResults(), llm.Response{Text: "$612.40", Stop: llm.StopEnd}},
		{"native", structured(false), llm.Response{Text: verdictJSON, Stop: llm.StopEnd}},
		{"forced", structured(true), llm.Response{Text: verdictJSON, Stop: llm.StopEnd}},
		{"forced_tools", structured(true, priceTool()), llm.Response{Calls: calls()[:1], Stop: llm.StopTools}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			api := replay(t, s.dialect.exchange(t, c.name, http.StatusOK))
			got, err := s.open(t, api.URL).Complete(traced(t.Context()), c.request)
			if err != nil {
				t.Fatal(err)
			}
			if got.Latency <= 0 {
				t.Error("the time to the first byte is not known")
			}
			c.want.Tokens, got.Latency = spent(), 0
			if c.request.Answer != nil && len(c.want.Calls) == 0 {
				sameJSON(t, c.want.Text, got.Text)
				got.Text = c.want.Text
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func sameJSON(t *testing.T, want, got string) {
	t.Helper()
	if diff := cmp.Diff(document(t, []byte(want)), document(t, []byte(got))); diff != "" {
		t.Error(diff)
	}
}

// fallback is a model that refuses the API's own form of answers.
func (s suite) fallback(t *testing.T) {
	api := replay(t, s.dialect.exchange(t, "refused_form", http.StatusBadRequest), s.dialect.exchange(t, "forced", http.StatusOK))
	client := llm.Shaped(s.open(t, api.URL), new(llm.Form))
	got, err := client.Complete(traced(t.Context()), structured(false))
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, verdictJSON, got.Text)
	if got.Tokens != spent() {
		t.Errorf("%+v", got.Tokens)
	}
}

// unforceable is a model that calls tools and cannot be made to.
func (s suite) unforceable(t *testing.T) {
	if s.dialect == OpenAI {
		api := replay(t, s.dialect.exchange(t, "forced", http.StatusBadRequest))
		_, err := s.open(t, api.URL).Complete(traced(t.Context()), structured(true))
		holdFault(t, err, llm.Fault{Kind: llm.Rejected, Status: http.StatusBadRequest})
		return // everything that serves this API takes a choice of tools
	}
	api := replay(t, s.dialect.exchange(t, "refused_choice", http.StatusBadRequest), s.dialect.exchange(t, "unforced", http.StatusOK))
	got, err := s.open(t, api.URL).Complete(traced(t.Context()), structured(true))
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, verdictJSON, got.Text)
}
