package sqlspan

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"go.opentelemetry.io/otel/attribute"

	"alex"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
	"alex/internal/telemetry"
)

// job is a database with one job in it.
func job(t *testing.T) (*store.Store, alex.ID) {
	t.Helper()
	s := sqlitetest.Open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	j, _, err := s.As("p").CreateJob(t.Context(), store.JobRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return s, j.ID
}

// TestSpansAreKept whatever is in them: cut to what a row may hold.
func TestSpansAreKept(t *testing.T) {
	t.Parallel()
	s, id := job(t)
	tracing := telemetry.NewTracing(telemetry.Options{Sinks: []telemetry.Sink{Sink(s)}, Record: true})
	defer func() { _ = tracing.Close() }()
	ctx, root := tracing.StartJob(t.Context(), telemetry.JobTrace{Job: id})
	_, span := telemetry.Begin(ctx, telemetry.ObserveGeneration, strings.Repeat("Ω", 300), attribute.String("odd", "a\x00b\xff"),
		attribute.String(telemetry.KeyInput, strings.Repeat("what? \"", 40_000)), attribute.StringSlice("list", []string{"x\x00"}))
	for range 200 {
		span.AddEvent(strings.Repeat("e", 300))
	}
	telemetry.End(span, alex.Errorf(alex.CodeInternal, "%s", strings.Repeat("no ", 400)))
	_, other := telemetry.Begin(tracing.Within(t.Context()), telemetry.ObserveSpan, "of no job")
	telemetry.End(other, nil)
	telemetry.End(root, nil)
	if err := tracing.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	spans, err := s.As("p").Spans(t.Context(), id)
	if err != nil || len(spans) != 2 {
		t.Fatalf("%d spans are kept (%v)", len(spans), err)
	}
	kept := spans[1]
	text, err := json.Marshal(kept.Attributes)
	if err != nil {
		t.Fatal(err)
	}
	input, _ := kept.Attributes[telemetry.KeyInput].(string)
	if len(text) > maxAttributes || !strings.HasSuffix(input, clippedMark) || len(input) < 10_000 {
		t.Errorf("the attributes have %d bytes, the input %d", len(text), len(input))
	}
	if kept.Attributes["odd"] != "ab\uFFFD" || utf8.RuneCountInString(kept.Name) != 200 || kept.Kind != "generation" || kept.Parent != spans[0].ID {
		t.Errorf("the span is %q, %q", kept.Name, kept.Attributes["odd"])
	}
	if n := len(kept.Events); n == 0 || n > 100 || utf8.RuneCountInString(kept.StatusMessage) != 500 {
		t.Errorf("%d events and %q are kept", n, kept.StatusMessage)
	}
}

// TestDatabaseLosesSpansAlone: one that fails is counted, and hurts nobody.
func TestDatabaseLosesSpansAlone(t *testing.T) {
	t.Parallel()
	s, id := job(t)
	tracing := telemetry.NewTracing(telemetry.Options{Sinks: []telemetry.Sink{Sink(s)}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, root := tracing.StartJob(t.Context(), telemetry.JobTrace{Job: id})
	telemetry.End(root, nil)
	begun := time.Now()
	if err := tracing.Close(); err != nil || time.Since(begun) > telemetry.FlushTime+5*time.Second {
		t.Errorf("Close() = %v after %s", err, time.Since(begun))
	}
}

// TestFitEnds whatever the attributes are.
func TestFitEnds(t *testing.T) {
	t.Parallel()
	many := map[string]any{}
	for i := range 3000 {
		many[strings.Repeat("k", 20)+string(rune('a'+i%26))+strings.Repeat("x", i%50)+string(rune(0x100+i))] = strings.Repeat("v", 60)
	}
	for name, attributes := range map[string]map[string]any{
		"many small": many, "one large": {"a": strings.Repeat("\x01", 1<<20)}, "two large": {"a": strings.Repeat("é", 1<<16), "b": strings.Repeat("b", 1<<16)},
		"no number": {"a": []any{strings.Repeat("x", 1<<17)}}, "none": nil,
	} {
		s := store.Span{Attributes: attributes}
		fit(&s)
		if size(s.Attributes) > maxAttributes {
			t.Errorf("%s: %d bytes", name, size(s.Attributes))
		}
		for key, value := range s.Attributes {
			if text, ok := value.(string); ok && !utf8.ValidString(text) {
				t.Errorf("%s: %s is cut inside a character", name, key)
			}
		}
	}
}
