package telemetry_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/attribute"

	"alex"
	"alex/internal/telemetry"
)

func scrape(t *testing.T, m *telemetry.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

// TestMetricsOfSpans: whoever begins and ends spans is counted without knowing.
func TestMetricsOfSpans(t *testing.T) {
	t.Parallel()
	m := telemetry.NewMetrics("v", func(context.Context) (map[string]int64, error) { return nil, nil })
	m.CountSessions(func(context.Context) (int64, error) { return 4, nil })
	m.Database("write", time.Second, errors.New("a defect"))
	m.Database("write", time.Second, alex.Errorf(alex.CodeUnavailable, "away"))
	m.Database("read", time.Second, alex.ErrForbidden)
	tr, _ := tracing(t, func(o *telemetry.Options) { o.Metrics, o.Sinks = m, nil })
	ctx, root := startJob(tr, t.Context())
	ctx, agent := telemetry.BeginAgent(ctx, alex.Reporter)
	ask(ctx, "asks", 41, "0.25", "ann@example.org")
	_, tool := telemetry.Begin(ctx, telemetry.ObserveTool, "🔧 facts", attribute.String(telemetry.KeyTool, "facts"))
	telemetry.End(tool, errors.New("no such fact"))
	_, again := telemetry.Begin(ctx, telemetry.ObserveTool, "🔧 facts", attribute.String(telemetry.KeyTool, "facts"), attribute.String(telemetry.KeyOutcome, "ok"))
	telemetry.End(again, nil)
	agent.SetAttributes(attribute.String(telemetry.KeyFallbackReason, "throttled"))
	telemetry.EndAgent(agent, alex.Step{Status: alex.StepDone, FellBack: true})
	telemetry.End(root, nil)
	text := scrape(t, m)
	for _, want := range []string{
		`alex_agent_duration_seconds_count{agent="reporter",status="done"} 1`,
		`alex_tool_calls_total{outcome="error",tool="facts"} 1`, `alex_tool_calls_total{outcome="ok",tool="facts"} 1`,
		`alex_model_calls_total{agent="reporter",model="openai:x",outcome="ok"} 1`,
		`alex_model_tokens_total{agent="reporter",kind="input",model="openai:x",outcome="ok"} 41`,
		`alex_model_tokens_total{agent="reporter",kind="output",model="openai:x",outcome="ok"} 1`,
		`alex_model_cost_dollars_total{agent="reporter",model="openai:x",outcome="ok"} 0.25`,
		`alex_agent_fallbacks_total{agent="reporter",reason="throttled"} 1`, `alex_sessions_open 4`,
		`alex_database_duration_seconds_count{operation="write",outcome="error"} 1`,
		`alex_database_duration_seconds_count{operation="write",outcome="unavailable"} 1`,
		`alex_database_duration_seconds_count{operation="read",outcome="refused"} 1`,
		`alex_job_attempts_total{outcome="unknown"} 1`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	for _, canary := range []string{string(jobID), "ann@", telemetry.PersonHash("p-1")} {
		if strings.Contains(text, canary) {
			t.Errorf("the metrics say %s", canary)
		}
	}
}
