package agent_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"alex"
	"alex/internal/eval"
	"alex/internal/llm"
	"alex/internal/telemetry"
)

// TestToolsAreOnTheTrace has a model call tools, one of them not there: each
// call is a span below its section, and is counted.
func TestToolsAreOnTheTrace(t *testing.T) {
	t.Parallel()
	sound := eval.NewSound(2)
	model := &answering{name: "fake:sound"}
	model.answer = func(ctx context.Context, r llm.Request) (llm.Response, error) {
		if r.Answer.Name != "section" || len(r.Messages) > 1 {
			return sound.Complete(ctx, r)
		}
		return llm.Response{Stop: llm.StopTools, Calls: []llm.ToolCall{
			{ID: "1", Name: "find_facts", Input: json.RawMessage(`{"words":"success"}`)},
			{ID: "2", Name: "sql", Input: json.RawMessage(`{"query":"SELECT 1"}`)},
			{ID: "3", Name: "compute", Input: json.RawMessage(`{"expression":"made.up + 1","user_id":"x"}`)},
		}}, nil
	}
	exporter := tracetest.NewInMemoryExporter()
	metrics := telemetry.NewMetrics("test", func(context.Context) (map[string]int64, error) { return nil, nil }) //nolint:nilnil // no jobs
	tracing := telemetry.NewTracing(telemetry.Options{Metrics: metrics, Sinks: []telemetry.Sink{{Name: "test", Exporter: exporter}}})
	defer func() { _ = tracing.Close() }()
	ctx, root := tracing.StartJob(t.Context(), telemetry.JobTrace{Job: alex.ID("7f3c1b1e-6f0e-4c53-9d4b-0a6a5e6b2f10"), Attempt: 1})
	if _, err := with(planner(t), model).Run(ctx, newMemory(), take(snapshot(t))); err != nil {
		t.Fatal(err)
	}
	telemetry.End(root, nil)
	if err := tracing.ForceFlush(ctx); err != nil {
		t.Fatal(err)
	}
	names, parents := map[string]int{}, map[string]string{}
	spans := exporter.GetSpans()
	for _, s := range spans {
		names[s.Name]++
		for _, p := range spans {
			if p.SpanContext.SpanID() == s.Parent.SpanID() {
				parents[s.Name] += p.Name + " "
			}
		}
	}
	sections := names["🔧 find_facts"]
	if sections < 4 || names["🔧 unknown"] != sections || names["🔧 compute"] != sections || names["🛡️ Checks"] < sections {
		t.Errorf("spans: %v", names)
	}
	if !strings.Contains(parents["🔧 find_facts"], "✍️ Risk") || !strings.Contains(parents["✍️ Risk"], "📝 Report Writer") || !strings.Contains(parents["✍️ At a glance"], "🎯 Financial Planner") {
		t.Errorf("parents: %v", parents)
	}
	scraped := httptest.NewRecorder()
	metrics.Handler().ServeHTTP(scraped, httptest.NewRequest("GET", "/metrics", nil))
	for _, line := range []string{`outcome="ok",tool="find_facts"`, `outcome="error",tool="unknown"`, `outcome="error",tool="compute"`} {
		if !strings.Contains(scraped.Body.String(), line) {
			t.Errorf("no metric with %s", line)
		}
	}
}

// TestPlanIsNotOnATraceWithoutTexts: what a model plans is in its own words, and
// so is what it sends to a tool that refuses it. The steps have the plan either
// way.
func TestPlanIsNotOnATraceWithoutTexts(t *testing.T) {
	t.Parallel()
	const rare = "worksheet"
	sound := eval.NewSound(2)
	for name, record := range map[string]bool{"with texts": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := &answering{name: "fake:sound"}
			model.answer = func(ctx context.Context, r llm.Request) (llm.Response, error) {
				switch {
				case r.Answer.Name == "plan":
					return llm.Response{Stop: llm.StopEnd, Text: `{"reason":"The questions are about the ` + rare + `.","specialists":["reporter"],` +
						`"focus":[{"section":"risk","point":"A look at the ` + rare + `."}],"lookUp":["markets ` + rare + `"]}`}, nil
				case r.Answer.Name == "section" && len(r.Messages) == 1:
					return llm.Response{Stop: llm.StopTools, Calls: []llm.ToolCall{{ID: "1", Name: "compute", Input: json.RawMessage(`{"expression":"` + rare + `.up + 1"}`)}}}, nil
				}
				return sound.Complete(ctx, r)
			}
			exporter := tracetest.NewInMemoryExporter()
			tracing := telemetry.NewTracing(telemetry.Options{Record: record, Sinks: []telemetry.Sink{{Name: "test", Exporter: exporter}}})
			defer func() { _ = tracing.Close() }()
			ctx, root := tracing.StartJob(t.Context(), telemetry.JobTrace{Job: alex.ID("7f3c1b1e-6f0e-4c53-9d4b-0a6a5e6b2f10"), Attempt: 1})
			result, err := with(planner(t), model).Run(ctx, newMemory(), take(snapshot(t)))
			if err != nil {
				t.Fatal(err)
			}
			telemetry.End(root, nil)
			if err := tracing.ForceFlush(ctx); err != nil {
				t.Fatal(err)
			}
			said := 0
			for _, s := range exporter.GetSpans() {
				said += strings.Count(fmt.Sprint(s.Name, s.Attributes, s.Status, s.Events), rare)
			}
			if told := strings.Count(fmt.Sprint(result.Steps[0].Decisions), rare); told != 3 || record && said < 4 || !record && said > 0 {
				t.Errorf("%d spans have the word, and %d decisions", said, told)
			}
		})
	}
}
