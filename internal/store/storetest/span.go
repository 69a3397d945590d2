package storetest

import (
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// span is one of an agent, with a decision.
func span(name string, at time.Time) store.Span {
	return store.Span{
		ID: "00f067aa0ba902b7", Parent: "00f067aa0ba902b8", Name: name, Kind: "agent", StartedAt: at, CompletedAt: at.Add(time.Second),
		Status: "error", StatusMessage: "it broke", Attributes: map[string]any{"alex.agent": "tagger", "n": 3.0, "list": []any{"a", "b"}},
		Events: []store.SpanEvent{{Name: "call the tagger", At: at, Attributes: map[string]any{"reason": "why"}}},
	}
}

func spans(t *testing.T, b *bench) {
	j, _ := b.claimed(t, "user_a")
	b.person(t, "user_b")
	later := span("later", b.now.Add(time.Hour))
	bare := store.Span{ID: "1", Name: "bare", Kind: "span", StartedAt: b.now, CompletedAt: b.now, Status: "unset"}
	later.ID = "00f067aa0ba902b9"
	must(t, b.System().SaveSpans(b.ctx, j.ID, []store.Span{later, span("first", b.now), bare}))
	again := span("not this", b.now)
	must(t, b.System().SaveSpans(b.ctx, j.ID, []store.Span{again}))
	got, err := b.As("user_a").Spans(b.ctx, j.ID)
	must(t, err)
	same(t, "the spans", got, []store.Span{span("first", b.now), bare, later})
	others, err := b.As("user_b").Spans(b.ctx, j.ID)
	if err != nil || len(others) != 0 {
		t.Errorf("another person sees %v (%v)", others, err)
	}
	many := make([]store.Span, 50)
	for i := range many {
		many[i] = bare
		many[i].ID = string(rune('a'+i/10)) + string(rune('0'+i%10))
	}
	must(t, b.System().SaveSpans(b.ctx, j.ID, many))
	if n := b.count(t, "job_spans"); n != 53 {
		t.Errorf("%d spans are kept, want 53", n)
	}
}

func spansRefused(t *testing.T, b *bench) {
	j, _ := b.claimed(t, "user_a")
	gone := alex.ID("0a0b0c0d-0000-4000-8000-000000000009")
	must(t, b.System().SaveSpans(b.ctx, gone, []store.Span{span("of a job that is gone", b.now)}))
	wantCode(t, "spans of no id", b.System().SaveSpans(b.ctx, "x", nil), alex.CodeInvalid)
	_, err := b.As("user_a").Spans(b.ctx, "x")
	wantCode(t, "reading those of no id", err, alex.CodeInvalid)
	bad := span("x", b.now)
	bad.Status = "fine"
	wantCode(t, "an unknown status", b.System().SaveSpans(b.ctx, j.ID, []store.Span{bad}), alex.CodeInvalid)
	if n := b.count(t, "job_spans"); n != 0 {
		t.Errorf("%d spans are kept", n)
	}
}

// oldSpans go by the time they ended, however many there are.
func oldSpans(t *testing.T, b *bench) {
	j, _ := b.claimed(t, "user_a")
	old, young := span("old", b.now.Add(-time.Hour)), span("young", b.now)
	young.ID = "1"
	must(t, b.System().SaveSpans(b.ctx, j.ID, []store.Span{old, young}))
	n, err := b.System().PurgeSpans(b.ctx, b.now)
	must(t, err)
	left, err := b.As("user_a").Spans(b.ctx, j.ID)
	must(t, err)
	if n != 1 || len(left) != 1 || left[0].Name != "young" {
		t.Errorf("%d were purged and %v is left", n, left)
	}
}

func openSessions(t *testing.T, b *bench) {
	b.signUp(t, "a")
	b.signUp(t, "b")
	for after, want := range map[time.Duration]int64{0: 2, 1000 * time.Hour * 24: 0} {
		n, err := b.System().Sessions(b.ctx, b.now.Add(after))
		if err != nil || n != want {
			t.Errorf("%d sessions are open after %s, want %d (%v)", n, after, want, err)
		}
	}
}

// watched: each transaction is told once, with its error.
func watched(t *testing.T, b *bench) {
	told := map[string]int{}
	b.Observe = func(operation string, took time.Duration, err error) {
		if err != nil {
			operation += " " + string(alex.CodeOf(err))
		}
		if took > 0 {
			told[operation]++
		}
	}
	p := b.person(t, "user_a")
	_, err := p.Person(b.ctx)
	must(t, err)
	if _, err := b.As("nobody").Person(b.ctx); err == nil {
		t.Error("nobody has a record")
	}
	same(t, "what was told", told, map[string]int{"write": 1, "read": 1, "read not_found": 1})
}
