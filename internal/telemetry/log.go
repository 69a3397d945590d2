package telemetry

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"go.opentelemetry.io/otel/trace"
)

// LogHandler writes lines to inner, scrubbed, and on every line of a job the
// job, the attempt, its trace and the hash of its person; of a question, the
// question. One over another of
// the kind is the other.
func LogHandler(inner slog.Handler, s *Scrubber) slog.Handler {
	if _, done := inner.(logHandler); done {
		return inner
	}
	return logHandler{inner: inner, scrubber: s}
}

type logHandler struct {
	inner    slog.Handler
	scrubber *Scrubber
}

// Enabled is inner's.
func (h logHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.inner.Enabled(ctx, level)
}

// Handle writes one line.
func (h logHandler) Handle(ctx context.Context, r slog.Record) error {
	job := jobOf(ctx)
	clean := func(text string) string { return job.hidden(h.scrubber.Text(text)) }
	line := slog.NewRecord(r.Time, r.Level, clean(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		if job == nil || a.Key != "job" && a.Key != "attempt" { // which are there anyway
			line.AddAttrs(cleanAttr(a, clean))
		}
		return true
	})
	if job != nil {
		key := "job"
		if job.Question {
			key = "question"
		}
		line.AddAttrs(slog.String(key, string(job.Job)), slog.Int("attempt", job.Attempt), slog.String("person", job.PersonHash))
		if id, ok := traceID(job.Job); ok {
			line.AddAttrs(slog.String("trace", id.String()))
		}
	}
	if sc := trace.SpanContextFromContext(ctx); sc.HasSpanID() {
		line.AddAttrs(slog.String("span", sc.SpanID().String()))
	}
	return h.inner.Handle(ctx, line)
}

// WithAttrs scrubs what every line will say.
func (h logHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = cleanAttr(a, h.scrubber.Text)
	}
	return logHandler{h.inner.WithAttrs(clean), h.scrubber}
}

// WithGroup is inner's.
func (h logHandler) WithGroup(name string) slog.Handler {
	return logHandler{h.inner.WithGroup(name), h.scrubber}
}

func cleanAttr(a slog.Attr, clean func(string) string) slog.Attr {
	value := a.Value.Resolve()
	switch value.Kind() {
	case slog.KindString:
		value = slog.StringValue(clean(value.String()))
	case slog.KindGroup:
		group := value.Group()
		members := make([]slog.Attr, len(group))
		for i, member := range group {
			members[i] = cleanAttr(member, clean)
		}
		value = slog.GroupValue(members...)
	case slog.KindAny:
		value = slog.StringValue(clean(textual(value.Any())))
	default: // numbers, truths and times hold no text
	}
	return slog.Attr{Key: a.Key, Value: value}
}

// textual is a value as text, so that it can be scrubbed.
func textual(value any) string {
	switch v := value.(type) {
	case error:
		return v.Error()
	case fmt.Stringer:
		return v.String()
	}
	if text, err := json.Marshal(value); err == nil && len(text) > 0 && text[0] != '"' {
		return string(text)
	}
	return fmt.Sprint(value)
}
