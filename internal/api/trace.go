package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"alex"
)

// Trace is the tree of what happened in a job. It is made of the job's spans
// once it has ended, as long as they are kept; before and after that of the
// job's own record: its row and its steps. A record keeps the times of the last
// attempt alone, and of those before it their number.
type Trace struct {
	JobID alex.ID `json:"jobId"`
	Spans []Span  `json:"spans" nullable:"false"`
}

// Span is one piece of work, or one moment. Tokens and cost of an agent are its
// own; those of an attempt and of the job are the sums of their agents'.
type Span struct {
	Name        string            `json:"name"`
	Kind        SpanKind          `json:"kind" enum:"job,attempt,agent,decision,event,generation,tool,guardrail,evaluator,chain,span"`
	StartedAt   *time.Time        `json:"startedAt"`
	CompletedAt *time.Time        `json:"completedAt"`
	DurationMS  *int64            `json:"durationMs"`
	Tokens      int               `json:"tokens"`
	Cost        alex.Cost         `json:"cost"`
	Failed      bool              `json:"failed,omitempty"`
	Model       string            `json:"model,omitempty" doc:"of a generation: who was asked, as provider:model"`
	Input       string            `json:"input,omitempty" doc:"of a generation: what was asked, where that is recorded"`
	Output      string            `json:"output,omitempty" doc:"of a generation: what was answered, where that is recorded"`
	Attributes  map[string]string `json:"attributes" nullable:"false"`
	Children    []Span            `json:"children" nullable:"false"`
}

// SpanKind is what a span is about.
type SpanKind string

// The kinds of spans.
const (
	SpanJob      SpanKind = "job"
	SpanAttempt  SpanKind = "attempt"
	SpanAgent    SpanKind = "agent"
	SpanDecision SpanKind = "decision"
	SpanEvent    SpanKind = "event"

	SpanGeneration SpanKind = "generation" // one call of a model
	SpanTool       SpanKind = "tool"
	SpanGuardrail  SpanKind = "guardrail" // the checks of a text
	SpanEvaluator  SpanKind = "evaluator" // the judge
	SpanChain      SpanKind = "chain"
	SpanPlain      SpanKind = "span"
)

func (s *Server) getTrace(ctx context.Context, in *ByID) (*body[Trace], error) {
	j, err := s.mine(ctx).Job(ctx, in.id())
	if err != nil {
		return nil, err
	}
	trace, err := s.traceTree(ctx, j)
	if err != nil {
		return nil, err
	}
	return &body[Trace]{trace}, nil
}

func traceOf(j alex.Job) Trace {
	root := jobSpan(j)
	if earlier := j.Attempt - 1; earlier > 0 {
		root.add(earlierAttempts(j, earlier))
	}
	if j.Attempt > 0 {
		root.add(lastAttempt(j))
	}
	if j.Status.Ended() {
		root.add(endOf(j))
	}
	root.total()
	return Trace{JobID: j.ID, Spans: []Span{root}}
}

// jobSpan is the job itself, with the moment it was asked for.
func jobSpan(j alex.Job) Span {
	root := newSpan(SpanJob, "analysis", &j.CreatedAt, j.CompletedAt)
	root.Attributes["status"] = string(j.Status)
	root.Attributes["attempts"] = strconv.Itoa(j.Attempt)
	root.Attributes["failures"] = strconv.Itoa(j.Failures)
	root.Attributes["lapsedLeases"] = strconv.Itoa(j.Lapses)
	root.add(moment("requested", &j.CreatedAt))
	return root
}

// earlierAttempts are those of which only the number is known.
func earlierAttempts(j alex.Job, number int) Span {
	before := moment("earlier attempts", j.StartedAt)
	before.Attributes["attempts"] = strconv.Itoa(number)
	return before
}

func endOf(j alex.Job) Span {
	end := moment(string(j.Status), j.CompletedAt)
	end.says("error", j.Error)
	return end
}

// lastAttempt begins where its planner did, who begins anew in each.
func lastAttempt(j alex.Job) Span {
	begun := j.StartedAt
	for _, step := range j.Steps {
		if step.Agent == alex.Planner && step.StartedAt != nil {
			begun = step.StartedAt
		}
	}
	span := newSpan(SpanAttempt, "attempt "+strconv.Itoa(j.Attempt), begun, j.CompletedAt)
	span.Attributes["attempt"] = strconv.Itoa(j.Attempt)
	var agents []Span
	for _, step := range j.Steps {
		agent := agentSpan(step)
		if step.Agent == alex.Planner {
			span.add(agent)
			continue
		}
		agents = append(agents, agent)
	}
	if len(span.Children) > 0 { // the planner called them
		span.Children[0].Children = append(span.Children[0].Children, agents...)
	} else {
		span.Children = append(span.Children, agents...)
	}
	span.total()
	return span
}

func agentSpan(step alex.Step) Span {
	span := newSpan(SpanAgent, string(step.Agent), step.StartedAt, step.CompletedAt)
	span.Tokens, span.Cost = step.Tokens, step.Cost
	span.Attributes["status"] = string(step.Status)
	span.Attributes["fellBack"] = strconv.FormatBool(step.FellBack)
	span.says("author", step.Author)
	for _, d := range step.Decisions {
		decision := newSpan(SpanDecision, d.What, nil, nil)
		decision.says("why", d.Why)
		decision.says("symbols", joined(d.Symbols))
		span.add(decision)
	}
	if step.Error != "" {
		failure := moment("error", step.CompletedAt)
		failure.says("error", step.Error)
		span.add(failure)
	}
	return span
}

func joined(symbols []alex.Symbol) string {
	list := make([]string, len(symbols))
	for i, symbol := range symbols {
		list[i] = string(symbol)
	}
	return strings.Join(list, " ")
}

func newSpan(kind SpanKind, name string, from, to *time.Time) Span {
	span := Span{Name: name, Kind: kind, StartedAt: from, CompletedAt: to, Attributes: map[string]string{}, Children: []Span{}}
	if from != nil && to != nil {
		ms := max(to.Sub(*from).Milliseconds(), 0)
		span.DurationMS = &ms
	}
	return span
}

// moment is an event: it takes no time.
func moment(name string, at *time.Time) Span { return newSpan(SpanEvent, name, at, at) }

func (s *Span) add(child Span) { s.Children = append(s.Children, child) }

func (s *Span) says(name, text string) {
	if text != "" {
		s.Attributes[name] = text
	}
}

// total is the sum over all agents below.
func (s *Span) total() { s.Tokens, s.Cost = spent(s.Children) }

func spent(spans []Span) (tokens int, cost alex.Cost) {
	for _, span := range spans {
		if span.Kind == SpanAgent {
			tokens, cost = tokens+span.Tokens, cost+span.Cost
		}
		below, paid := spent(span.Children)
		tokens, cost = tokens+below, cost+paid
	}
	return tokens, cost
}
