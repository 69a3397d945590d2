package telemetry_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"

	"alex"
	"alex/internal/telemetry"
)

// emfLine reads a line as CloudWatch does: each metric that is named has a value,
// each dimension a text.
func emfLine(t *testing.T, line string) map[string]any {
	t.Helper()
	var read map[string]any
	var schema struct {
		Meta struct {
			Timestamp         int64
			CloudWatchMetrics []struct {
				Namespace  string
				Dimensions [][]string
				Metrics    []struct{ Name, Unit string }
			}
		} `json:"_aws"`
	}
	if err := errors.Join(json.Unmarshal([]byte(line), &read), json.Unmarshal([]byte(line), &schema)); err != nil {
		t.Fatal(line, err)
	}
	directives := schema.Meta.CloudWatchMetrics
	if schema.Meta.Timestamp != 1700000000123 || len(directives) != 1 || directives[0].Namespace != "Alex/Agents" || len(directives[0].Dimensions) != 1 {
		t.Fatalf("%s", line)
	}
	delete(read, "_aws")
	for _, m := range directives[0].Metrics {
		if _, ok := read[m.Name].(float64); !ok {
			t.Errorf("%s has no number in %s", m.Name, line)
		}
		known := telemetry.EMFMetric{Name: m.Name, Unit: m.Unit, Dimension: strings.Join(directives[0].Dimensions[0], " ")}
		if !slices.Contains(telemetry.EMFMetrics(), known) {
			t.Errorf("%+v is no metric that is listed", known)
		}
	}
	for _, d := range directives[0].Dimensions[0] {
		if text, ok := read[d].(string); !ok || text == "" {
			t.Errorf("%s has no text in %s", d, line)
		}
	}
	return read
}

// TestEMF: what was counted is written once, by agent, tool and operation, with
// averages of what was measured; sessions where they are wanted.
func TestEMF(t *testing.T) {
	t.Parallel()
	m := telemetry.NewMetrics("v", func(context.Context) (map[string]int64, error) { t.Error("jobs are counted"); return nil, nil })
	m.CountSessions(func(context.Context) (int64, error) { return 4, nil })
	var log bytes.Buffer
	e := telemetry.NewEMF(m, &log, func() time.Time { return time.UnixMilli(1700000000123) })
	written := func(sessions bool) (lines []map[string]any) {
		log.Reset()
		if err := e.Write(sessions); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(log.String()) {
			lines = append(lines, emfLine(t, line))
		}
		return lines
	}
	if lines := written(false); lines != nil {
		t.Errorf("of nothing: %v", lines)
	}
	m.Agent("reporter", "done", 2*time.Second)
	m.Agent("reporter", "failed", 4*time.Second)
	m.Agent("tagger", "done", time.Second)
	m.Tool("facts", "ok")
	m.Tool("facts", "error")
	m.Model("reporter", "x", "ok", alex.Tokens{Input: 40, Output: 2}, alex.Dollar/4)
	m.Database("read", 10*time.Millisecond, nil)
	m.Database("read", 30*time.Millisecond, alex.ErrForbidden)
	m.Database("write", time.Second, alex.Errorf(alex.CodeUnavailable, "away"))
	m.Database("write", time.Second, errors.New("a defect"))
	tr, _ := tracing(t, func(o *telemetry.Options) { o.Metrics, o.Sinks = m, nil })
	_, root := startJob(tr, t.Context())
	telemetry.End(root, nil) // says not how it ended, and is neither
	want := []map[string]any{
		{"ActiveSessions": 4.0, "DatabaseConnectionFailures": 1.0},
		{"Agent": "reporter", "InvocationCount": 2.0, "ErrorCount": 1.0, "Duration": 3000.0, "Tokens": 42.0, "Cost": 0.25},
		{"Agent": "tagger", "InvocationCount": 1.0, "Duration": 1000.0},
		{"Operation": "read", "DatabaseLatency": 20.0},
		{"Operation": "write", "DatabaseLatency": 1000.0, "DatabaseErrors": 2.0},
		{"Tool": "facts", "ToolCalls": 2.0},
	}
	if diff := cmp.Diff(want, written(true)); diff != "" {
		t.Error(diff)
	}
	if lines := written(false); lines != nil {
		t.Errorf("again: %v", lines)
	}
	m.Agent("reporter", "done", time.Second)
	if diff := cmp.Diff([]map[string]any{{"Agent": "reporter", "InvocationCount": 1.0, "Duration": 1000.0}}, written(false)); diff != "" {
		t.Error(diff)
	}
}

// TestEMFOfJobs: an attempt counts by how it ended.
func TestEMFOfJobs(t *testing.T) {
	t.Parallel()
	m := telemetry.NewMetrics("v", nil)
	var log bytes.Buffer
	e := telemetry.NewEMF(m, &log, time.Now)
	tr, _ := tracing(t, func(o *telemetry.Options) { o.Metrics, o.Sinks = m, nil })
	for _, status := range []string{"completed", "completed", "retried", "failed", "lost"} {
		_, root := startJob(tr, t.Context())
		root.SetAttributes(attribute.String(telemetry.KeyStatus, status))
		telemetry.End(root, nil)
	}
	if err := e.Write(false); err != nil || !strings.Contains(log.String(), `"JobsCompleted":2,"JobsFailed":1`) {
		t.Error(log.String(), err)
	}
}
