package telemetry

import (
	"context"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"alex"
)

// Observation is what a span is, in LangFuse's words.
type Observation string

// The kinds of observations.
const (
	ObserveSpan       Observation = "span"
	ObserveAgent      Observation = "agent"
	ObserveGeneration Observation = "generation" // one call of a model
	ObserveTool       Observation = "tool"
	ObserveChain      Observation = "chain"
	ObserveRetriever  Observation = "retriever"
	ObserveGuardrail  Observation = "guardrail" // the checks of a text
	ObserveEvaluator  Observation = "evaluator" // the judge
)

const scope = "alex"

// Begin starts a span below the one of ctx. Where nothing is traced it costs
// nothing.
func Begin(ctx context.Context, kind Observation, name string, attributes ...attribute.KeyValue) (context.Context, trace.Span) {
	provider := trace.SpanFromContext(ctx).TracerProvider()
	if t := tracingOf(ctx); t != nil { // the span of ctx may be one of another process
		provider = t.provider
	}
	attributes = append(attributes, attribute.String(KeyObservation, string(kind)))
	return provider.Tracer(scope).Start(ctx, name, trace.WithAttributes(attributes...))
}

// End ends a span, as failed where err is not nil. The error's text must be
// safe to show.
func End(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
		span.SetAttributes(attribute.String(KeyLevel, "ERROR"), attribute.String(KeyStatusMessage, err.Error()))
	}
	span.End()
}

// Decide records a decision on the span of ctx: what, why, and about which
// symbols. Words of a model's may be in it only where Recording says so.
func Decide(ctx context.Context, d alex.Decision) {
	symbols := make([]string, len(d.Symbols))
	for i, symbol := range d.Symbols {
		symbols[i] = string(symbol)
	}
	trace.SpanFromContext(ctx).AddEvent(d.What, trace.WithAttributes(
		attribute.String(EventReason, d.Why), attribute.String(EventSymbols, strings.Join(symbols, " "))))
}

// What the event of a decision says, beside its name.
const (
	EventReason  = "reason"
	EventSymbols = "symbols"
)
