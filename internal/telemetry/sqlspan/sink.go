package sqlspan

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdk "go.opentelemetry.io/otel/sdk/trace"

	"alex"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// SinkName is what metrics and logs call the database.
const SinkName = "database"

// Sink keeps the spans of jobs in a store. A database that fails loses spans,
// never a job.
func Sink(s *store.Store) telemetry.Sink {
	return telemetry.Sink{Name: SinkName, Exporter: exporter{s}, Timeout: telemetry.FlushTime}
}

type exporter struct{ store *store.Store }

// ExportSpans keeps the spans of each job in a transaction of its own.
func (e exporter) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	jobs := map[alex.ID][]store.Span{}
	for _, s := range spans {
		if job, ok := jobOf(s); ok {
			jobs[job] = append(jobs[job], spanOf(s))
		}
	}
	var errs []error
	for job, list := range jobs {
		errs = append(errs, e.store.System().SaveSpans(ctx, job, list))
	}
	return errors.Join(errs...)
}

// Shutdown does nothing: the store is another's to close.
func (exporter) Shutdown(context.Context) error { return nil }

// jobOf is the job of a span. Whatever has no session is no job's.
func jobOf(s sdk.ReadOnlySpan) (alex.ID, bool) {
	id := alex.ID(uuid.UUID(s.SpanContext().TraceID()).String())
	for _, a := range s.Attributes() {
		if a.Key == telemetry.KeySession {
			return id, a.Value.AsString() == string(id) && s.SpanContext().IsValid()
		}
	}
	return "", false
}

func spanOf(s sdk.ReadOnlySpan) store.Span {
	kind := telemetry.ObserveSpan
	for _, a := range s.Attributes() {
		if a.Key == telemetry.KeyObservation {
			kind = telemetry.Observation(a.Value.AsString())
		}
	}
	kept := store.Span{
		ID: s.SpanContext().SpanID().String(), Name: clip(storable(s.Name()), 200), Kind: clip(storable(string(kind)), 20),
		StartedAt: s.StartTime(), CompletedAt: s.EndTime(), Status: statusOf(s.Status().Code),
		StatusMessage: clip(storable(s.Status().Description), 500), Attributes: valuesOf(s.Attributes()),
	}
	if s.Parent().HasSpanID() {
		kept.Parent = s.Parent().SpanID().String()
	}
	for _, e := range s.Events() {
		kept.Events = append(kept.Events, store.SpanEvent{Name: clip(storable(e.Name), 200), At: e.Time.UTC(), Attributes: valuesOf(e.Attributes)})
	}
	fit(&kept)
	return kept
}

func statusOf(code codes.Code) string {
	switch code {
	case codes.Error:
		return "error"
	case codes.Ok:
		return "ok"
	default:
		return "unset"
	}
}

// valuesOf are attributes as JSON has them.
func valuesOf(attributes []attribute.KeyValue) map[string]any {
	values := make(map[string]any, len(attributes))
	for _, a := range attributes {
		value := a.Value.AsInterface()
		if text, ok := value.(string); ok {
			value = storable(text)
		}
		if list, ok := value.([]string); ok {
			texts := make([]any, len(list))
			for i, text := range list {
				texts[i] = storable(text)
			}
			value = texts
		}
		values[storable(string(a.Key))] = value
	}
	return values
}
