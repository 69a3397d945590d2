package api_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/job"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// traceOfTwo are the spans of a job whose first worker died: the tagger ended,
// and nobody heard of the rest of that attempt.
func traceOfTwo(at time.Time) []store.Span {
	span := func(id, parent, name, kind string, from int, attributes map[string]any) store.Span {
		attributes[telemetry.KeySession], attributes["langfuse.trace.tags"] = "x", []any{"analysis"}
		if attributes[telemetry.KeyAttempt] == nil {
			attributes[telemetry.KeyAttempt] = 2.0
		}
		return store.Span{
			ID: id, Parent: parent, Name: name, Kind: kind, Status: "unset", Attributes: attributes,
			StartedAt: at.Add(time.Duration(from) * time.Second), CompletedAt: at.Add(time.Duration(from+2) * time.Second),
		}
	}
	planner := span("b", "a", "🎯 Financial Planner", "agent", 11, map[string]any{"alex.agent": "planner", "alex.fell_back": false, "alex.status": "done"})
	planner.Events = []store.SpanEvent{
		{Name: "call the reporter", At: at, Attributes: map[string]any{"reason": "why not", "symbols": "VTI"}},
		{Name: "retried", At: at, Attributes: map[string]any{"after": "2s"}},
	}
	reporter := span("c", "b", "📝 Report Writer", "agent", 12, map[string]any{"alex.agent": "reporter"})
	reporter.Status, reporter.StatusMessage = "error", "no words"
	return []store.Span{
		span("t", "gone", "🏷️ InstrumentTagger", "agent", 1, map[string]any{"alex.agent": "tagger", telemetry.KeyAttempt: 1.0, "langfuse.observation.metadata.instruments_tagged": 3.0}),
		span("a", "", telemetry.RootName, "span", 10, map[string]any{"alex.status": "completed", "alex.cost": "9"}),
		planner, reporter,
		span("d", "c", "chat", "generation", 12, map[string]any{
			telemetry.KeyModel: "openai:x", telemetry.KeyTokens: 20.0, telemetry.KeyCost: "0.30", telemetry.KeyInput: "asked", telemetry.KeyOutput: "answered",
		}),
		span("e", "b", "plans", "generation", 13, map[string]any{telemetry.KeyTokens: 5.0, telemetry.KeyCost: "0.02"}),
		span("f", "c", "checks", "guardrail", 13, map[string]any{"rules": 7.0}),
		span("g", "c", "looks", "retriever", 13, map[string]any{}),
	}
}

// TestTraceOfSpans nests what was kept, attempts side by side, and sums it.
func TestTraceOfSpans(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	report, jobPath := w.analyzed(t, quick)
	id := alex.ID(strings.TrimPrefix(jobPath, "/api/jobs/"))
	if err := w.store.System().SaveSpans(t.Context(), id, traceOfTwo(time.Now())); err != nil {
		t.Fatal(err)
	}
	// The job itself was done in one attempt, whose end has not come yet.
	root := as[api.Trace](t, w.must(t, http.StatusOK, "ann", "GET", jobPath+"/trace", "")).Spans[0]
	if root.Name != "analysis" {
		t.Error("a trace is shown before its end has come")
	}
	w.now = time.Now().Add(time.Hour)
	root = as[api.Trace](t, w.must(t, http.StatusOK, "ann", "GET", jobPath+"/trace", "")).Spans[0]
	if diff := cmp.Diff(strings.Join([]string{
		"job 📊 Analysis 25 0.32",
		" event requested",
		" attempt attempt 1",
		"  agent 🏷️ InstrumentTagger",
		" attempt attempt 2 25 0.32",
		"  agent 🎯 Financial Planner 5 0.02",
		"   decision call the reporter",
		"   event retried",
		"   agent 📝 Report Writer 20 0.30",
		"    generation chat 20 0.30",
		"    guardrail checks",
		"    span looks",
		"   generation plans 5 0.02",
		" event completed",
	}, "\n")+"\n", outline(root, "")); diff != "" {
		t.Error(diff)
	}
	walk(root, func(s api.Span) {
		switch s.Name {
		case "chat":
			if s.Model != "openai:x" || s.Input != "asked" || s.Output != "answered" || len(s.Attributes) != 0 {
				t.Errorf("the call says %+v", s)
			}
		case "📝 Report Writer":
			if !s.Failed || s.Attributes["error"] != "no words" || s.Attributes["agent"] != "reporter" {
				t.Errorf("the reporter says %+v", s)
			}
		case "attempt 1":
			if s.Attributes["status"] != "lost" || *s.DurationMS != 2000 {
				t.Errorf("the attempt that was lost says %+v", s)
			}
		case "🏷️ InstrumentTagger":
			if s.Attributes["instrumentsTagged"] != "3" {
				t.Errorf("the tagger says %v", s.Attributes)
			}
		case "call the reporter":
			if s.Attributes["why"] != "why not" || s.Attributes["symbols"] != "VTI" || s.StartedAt == nil {
				t.Errorf("the decision says %+v", s)
			}
		}
	})
	w.must(t, http.StatusForbidden, "bob", "GET", jobPath+"/trace", "")
	if text := w.must(t, http.StatusOK, "ann", "GET", report+"/evidence", "").text; text == "" {
		t.Error("there is no evidence")
	}
}

func outline(s api.Span, indent string) string {
	line := indent + string(s.Kind) + " " + s.Name
	if s.Tokens > 0 {
		line += " " + strings.TrimSpace(strings.Join([]string{strconv.Itoa(s.Tokens), s.Cost.String()}, " "))
	}
	text := line + "\n"
	for _, child := range s.Children {
		text += outline(child, indent+" ")
	}
	return text
}

// TestTraceOfARunningJob is made of its record: its spans come when they end.
func TestTraceOfARunningJob(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", "").header.Get("Location")
	id := alex.ID(strings.TrimPrefix(path, "/api/jobs/"))
	seen := ""
	w.worker(func(ctx context.Context, _ alex.Job, _ *job.Handle) error {
		if err := w.store.System().SaveSpans(ctx, id, traceOfTwo(time.Now())); err != nil {
			return err
		}
		seen = as[api.Trace](t, w.must(t, http.StatusOK, "ann", "GET", path+"/trace", "")).Spans[0].Name
		return alex.Errorf(alex.CodeUnavailable, "not now")
	}).run(t)
	if seen != "analysis" {
		t.Errorf("a running job's trace is %q", seen)
	}
}
