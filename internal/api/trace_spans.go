package api

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// lateSpans is how long after a job's end its last spans may still come.
const lateSpans = 5 * time.Second

// traceTree is the trace of a job: of its spans where they are there, else of
// its own record, as while it runs.
func (s *Server) traceTree(ctx context.Context, j alex.Job) (Trace, error) {
	if !j.Status.Ended() {
		return traceOf(j), nil
	}
	spans, err := s.mine(ctx).Spans(ctx, j.ID)
	if err != nil {
		return Trace{}, err
	}
	soon := j.CompletedAt == nil || s.Now().Sub(*j.CompletedAt) < lateSpans
	if len(spans) == 0 || soon && !hasEnd(spans, j.Attempt) {
		return traceOf(j), nil
	}
	return spanTree(j, spans), nil
}

// hasEnd reports that the span of an attempt, which ends last, has come.
func hasEnd(spans []store.Span, attempt int) bool {
	return slices.ContainsFunc(spans, func(s store.Span) bool { return ofAttempt(s) == attempt && isAttempt(s) })
}

func isAttempt(s store.Span) bool { return s.Name == telemetry.RootName }

func ofAttempt(s store.Span) int {
	n, _ := strconv.Atoi(asText(s.Attributes[telemetry.KeyAttempt]))
	return n
}

// spanTree nests the spans of each attempt; those of attempts that were never
// heard of again are told by their number.
func spanTree(j alex.Job, spans []store.Span) Trace {
	root := jobSpan(j)
	root.Name = telemetry.RootName
	attempts := map[int][]store.Span{}
	for _, s := range spans {
		attempts[ofAttempt(s)] = append(attempts[ofAttempt(s)], s)
	}
	if silent := j.Attempt - len(attempts); silent > 0 {
		root.add(earlierAttempts(j, silent))
	}
	for _, n := range slices.Sorted(maps.Keys(attempts)) {
		root.add(attemptTree(n, attempts[n]))
	}
	root.add(endOf(j))
	root.sum()
	return Trace{JobID: j.ID, Spans: []Span{root}}
}

// attemptTree hangs what has lost its parent, or has it in another process, on
// the attempt itself.
func attemptTree(n int, spans []store.Span) Span {
	var attempt Span
	known := map[string]bool{}
	found := slices.IndexFunc(spans, isAttempt)
	for i, s := range spans {
		if i != found {
			known[s.ID] = true
		}
	}
	below := map[string][]store.Span{}
	for i, s := range spans {
		if i == found {
			continue
		}
		parent := s.Parent
		if !known[parent] || parent == s.ID {
			parent = ""
		}
		below[parent] = append(below[parent], s)
	}
	if found >= 0 {
		attempt = spanOf(spans[found], nil)
	} else {
		attempt = unendedAttempt(spans)
	}
	attempt.Kind, attempt.Name = SpanAttempt, "attempt "+strconv.Itoa(n)
	attempt.Attributes["attempt"] = strconv.Itoa(n)
	for _, s := range below[""] {
		attempt.add(spanOf(s, below))
	}
	return attempt
}

// unendedAttempt is one whose worker died: what is known of it is what ended.
func unendedAttempt(spans []store.Span) Span {
	from, to := spans[0].StartedAt, spans[0].CompletedAt
	for _, s := range spans {
		if s.StartedAt.Before(from) {
			from = s.StartedAt
		}
		if s.CompletedAt.After(to) {
			to = s.CompletedAt
		}
	}
	attempt := newSpan(SpanAttempt, "", &from, &to)
	attempt.Attributes["status"] = "lost"
	return attempt
}

// spanOf is a span with its moments and all below it, in the order of their
// beginnings.
func spanOf(s store.Span, below map[string][]store.Span) Span {
	span := newSpan(spanKindOf(s), s.Name, &s.StartedAt, &s.CompletedAt)
	span.Failed = s.Status == "error"
	span.Attributes = attributesOf(s)
	if span.Kind == SpanGeneration {
		span.Model = asText(s.Attributes[telemetry.KeyModel])
		span.Input, span.Output = asText(s.Attributes[telemetry.KeyInput]), asText(s.Attributes[telemetry.KeyOutput])
		span.Tokens, _ = strconv.Atoi(asText(s.Attributes[telemetry.KeyTokens]))
		span.Cost, _ = alex.ParseCost(cmp.Or(asText(s.Attributes[telemetry.KeyCost]), "0"))
	}
	for _, e := range s.Events {
		span.add(eventSpan(e))
	}
	for _, child := range below[s.ID] {
		span.add(spanOf(child, below))
	}
	return span
}

func eventSpan(e store.SpanEvent) Span {
	event := moment(e.Name, &e.At)
	if why, decided := e.Attributes[telemetry.EventReason]; decided {
		event.Kind = SpanDecision
		event.says("why", asText(why))
		event.says("symbols", asText(e.Attributes[telemetry.EventSymbols]))
		return event
	}
	for key, value := range e.Attributes {
		event.says(key, asText(value))
	}
	return event
}

// spanKinds are the kinds that a span may say it is of.
var spanKinds = map[SpanKind]bool{
	SpanAgent: true, SpanGeneration: true, SpanTool: true, SpanGuardrail: true, SpanEvaluator: true, SpanChain: true,
}

func spanKindOf(s store.Span) SpanKind {
	if kind := SpanKind(s.Kind); spanKinds[kind] {
		return kind
	}
	return SpanPlain
}

// shownAs are attributes in the words of the page.
var shownAs = map[string]string{
	telemetry.KeyAgent: "agent", telemetry.KeyStatus: "status", telemetry.KeyFellBack: "fellBack",
	telemetry.KeyFallbackReason: "fallbackReason", telemetry.KeyTool: "tool", telemetry.KeyOutcome: "outcome",
	telemetry.KeyRole: "role", telemetry.KeyAuthor: "author", telemetry.KeyTagged: "instrumentsTagged",
	telemetry.KeyPromptName: "prompt", telemetry.KeyPromptVersion: "promptVersion",
}

// attributesOf leaves out what every span of the trace says, and what has a
// member of its own.
func attributesOf(s store.Span) map[string]string {
	shown := map[string]string{}
	for key, value := range s.Attributes {
		name, known := shownAs[key]
		if !known {
			if ours := strings.HasPrefix(key, "langfuse.") || strings.HasPrefix(key, "alex."); ours {
				continue
			}
			name = key
		}
		if text := asText(value); text != "" {
			shown[name] = text
		}
	}
	if s.Status == "error" && s.StatusMessage != "" {
		shown["error"] = s.StatusMessage
	}
	return shown
}

// asText is an attribute's value as text.
func asText(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	text, err := json.Marshal(value)
	if err != nil { // it came out of JSON
		return fmt.Sprint(value)
	}
	return string(text)
}

// sum gives every agent what the models it asked came to, those of agents below
// it aside, and what is around agents all of it. It answers what there is in
// all, and what no agent below has.
func (s *Span) sum() (all, own spending) {
	if s.Kind == SpanGeneration {
		all = spending{s.Tokens, s.Cost}
		own = all
	}
	for i := range s.Children {
		below, open := s.Children[i].sum()
		all, own = all.plus(below), own.plus(open)
	}
	switch s.Kind {
	case SpanAgent:
		s.Tokens, s.Cost = own.tokens, own.cost
		return all, spending{}
	case SpanJob, SpanAttempt:
		s.Tokens, s.Cost = all.tokens, all.cost
	default: // its own, or nothing
	}
	return all, own
}

// spending is tokens with their cost.
type spending struct {
	tokens int
	cost   alex.Cost
}

func (s spending) plus(t spending) spending { return spending{s.tokens + t.tokens, s.cost + t.cost} }
