package otlp

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"alex/internal/telemetry"
)

// nameless is a span whose id is not valid.
type nameless struct{ sdk.ReadOnlySpan }

func (nameless) SpanContext() trace.SpanContext { return trace.SpanContext{} }

// counter counts what it is given.
type counter struct {
	keeper
	calls int
}

func (c *counter) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	c.calls++
	return c.keeper.ExportSpans(ctx, spans)
}

// TestBadIDsAreNotSent: one would have LangFuse refuse the others.
func TestBadIDsAreNotSent(t *testing.T) {
	t.Parallel()
	var kept keeper
	tracing := telemetry.NewTracing(telemetry.Options{Sinks: []telemetry.Sink{{Name: "k", Exporter: &kept}}})
	_, span := telemetry.Begin(tracing.Within(t.Context()), telemetry.ObserveSpan, "good")
	span.End()
	if err := tracing.Close(); err != nil {
		t.Fatal(err)
	}
	good := kept.spans[0]
	inner := &counter{}
	e := exporter{inner}
	for _, batch := range [][]sdk.ReadOnlySpan{{nameless{good}, good}, {nameless{good}}, nil} {
		if err := e.ExportSpans(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	if inner.calls != 1 || len(inner.spans) != 1 {
		t.Errorf("%d spans were sent in %d calls", len(inner.spans), inner.calls)
	}
}

// TestBusyLangfuseIsAskedAgain, and one that has moved is not followed with the
// keys.
func TestBusyLangfuseIsAskedAgain(t *testing.T) {
	t.Parallel()
	var calls, strangers atomic.Int64
	stranger := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strangers.Add(1) }))
	t.Cleanup(stranger.Close)
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch calls.Add(1) {
		case 1:
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
		default:
			w.Header().Set("Location", stranger.URL)
			w.WriteHeader(http.StatusTemporaryRedirect)
		}
	}))
	t.Cleanup(busy.Close)
	sink, err := Sink(t.Context(), Account{Host: busy.URL + "/", PublicKey: "p", SecretKey: "s"})
	if err != nil {
		t.Fatal(err)
	}
	var kept keeper
	tracing := telemetry.NewTracing(telemetry.Options{Sinks: []telemetry.Sink{{Name: "k", Exporter: &kept}}})
	_, span := telemetry.Begin(tracing.Within(t.Context()), telemetry.ObserveSpan, "good")
	span.End()
	if err := tracing.Close(); err != nil {
		t.Fatal(err)
	}
	if err := sink.Exporter.ExportSpans(t.Context(), kept.spans); err != nil || calls.Load() != 2 {
		t.Errorf("after %d calls: %v", calls.Load(), err)
	}
	if err := sink.Exporter.ExportSpans(t.Context(), kept.spans); err == nil || strangers.Load() != 0 {
		t.Errorf("the stranger was asked %d times (%v)", strangers.Load(), err)
	}
}
