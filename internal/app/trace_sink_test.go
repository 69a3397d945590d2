package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"alex"
	"alex/internal/telemetry"
)

// TestSinksCostNothing: an analysis is the same, and done before anybody waits,
// whether LangFuse is away, refuses, is out of order or hangs.
func TestSinksCostNothing(t *testing.T) {
	t.Parallel()
	hanging := make(chan struct{})
	for name, handler := range map[string]http.HandlerFunc{
		"away":         nil,
		"refuses":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
		"out of order": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"hangs":        func(http.ResponseWriter, *http.Request) { <-hanging },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sink := httptest.NewServer(handler)
			if handler == nil {
				sink.Close()
			} else {
				t.Cleanup(sink.Close)
			}
			if name == "hangs" {
				t.Cleanup(func() { close(hanging) }) // or the server would wait for it
			}
			tr := tracedApp(t, langfuseKeys(sink.URL)...)
			j := tr.analyze(t)
			if j.Status != alex.JobCompleted || j.Attempt != 1 {
				t.Fatalf("the job is %+v", j)
			}
			begun := time.Now()
			if !j.CompletedAt.Before(begun) {
				t.Error("the job was not done before the flush")
			}
			_ = tr.Tracing.ForceFlush(t.Context())
			if took := time.Since(begun); took > telemetry.FlushTime+5*time.Second {
				t.Errorf("the flush took %s", took)
			}
			spans, err := tr.Store.As(tracedPerson).Spans(t.Context(), j.ID)
			if err != nil || len(spans) < 6 {
				t.Errorf("%d spans are kept here (%v)", len(spans), err)
			}
			begun = time.Now()
			if err := tr.Close(); err != nil || time.Since(begun) > telemetry.FlushTime+5*time.Second {
				t.Errorf("the end took %s (%v)", time.Since(begun), err)
			}
		})
	}
}
