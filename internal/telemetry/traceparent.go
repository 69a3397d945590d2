package telemetry

import (
	"context"

	"go.opentelemetry.io/otel/propagation"
)

const traceparentHeader = "traceparent"

// Traceparent is the W3C trace context of ctx, for messages of queues and for
// what functions are invoked with; empty where nothing is traced.
func Traceparent(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier[traceparentHeader]
}

// WithTraceparent is ctx within the trace that a message names. A text that is
// no trace context, which anybody may have sent, changes nothing.
func WithTraceparent(ctx context.Context, traceparent string) context.Context {
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{traceparentHeader: traceparent})
}
