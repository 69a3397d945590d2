package otlp

import (
	"context"
	"net/http"
	"sync/atomic"

	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	sdk "go.opentelemetry.io/otel/sdk/trace"

	"alex/internal/telemetry"
)

// Try sends one tiny trace, a span that is called "doctor", once. Status is
// what LangFuse answered, 0 where nothing did. What it says of itself comes
// from o; a nil way is the usual one.
func Try(ctx context.Context, a Account, way http.RoundTripper, o telemetry.Options) (status int, err error) {
	if way == nil {
		way = http.DefaultTransport
	}
	watched := &watcher{RoundTripper: way}
	e, err := newExporter(ctx, a, watched, otlptracehttp.RetryConfig{})
	if err != nil {
		return 0, err
	}
	defer func() { _ = e.Shutdown(context.WithoutCancel(ctx)) }()
	var kept keeper
	o.Sinks = []telemetry.Sink{{Name: "doctor", Exporter: &kept}}
	tracing := telemetry.NewTracing(o)
	_, span := telemetry.Begin(tracing.Within(ctx), telemetry.ObserveSpan, "doctor")
	telemetry.End(span, nil)
	if err := tracing.Close(); err != nil {
		return 0, err
	}
	err = e.ExportSpans(ctx, kept.spans)
	return int(watched.status.Load()), err
}

// watcher remembers the status of the last answer.
type watcher struct {
	http.RoundTripper
	status atomic.Int64
}

// RoundTrip is the way's own.
func (w *watcher) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := w.RoundTripper.RoundTrip(r)
	if err == nil {
		w.status.Store(int64(response.StatusCode))
	}
	return response, err
}

// keeper keeps the spans.
type keeper struct{ spans []sdk.ReadOnlySpan }

// ExportSpans keeps them.
func (k *keeper) ExportSpans(_ context.Context, spans []sdk.ReadOnlySpan) error {
	k.spans = append(k.spans, spans...)
	return nil
}

// Shutdown does nothing.
func (*keeper) Shutdown(context.Context) error { return nil }
