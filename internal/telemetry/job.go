package telemetry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"alex"
)

// JobTrace is what every span of one attempt at a job says, or every span of a
// question to a model.
type JobTrace struct {
	Job        alex.ID
	Question   bool // Job is an id of the question's own
	Attempt    int
	PersonHash string // of PersonHash: never the id
	// Parent is the W3C traceparent of who asked for the work, such as the
	// planner that invokes a function. Empty is whatever ctx has.
	Parent string
	// Agent is whose part is done here, where another process has the agent's span.
	Agent alex.Agent
	// Private are texts that no span and no line of the log may show, such as
	// the person's id. Texts of less than four letters are not looked for.
	Private []string
}

// PersonHash stands for a person wherever operators look: the same one each
// time, from which nobody finds the id.
func PersonHash(id alex.PersonID) string {
	if id == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("alex person\n" + string(id)))
	return hex.EncodeToString(sum[:16])
}

// Portfolio is what an analysis is about, for those who look at many.
type Portfolio struct {
	Positions int
	Value     alex.Money   // two digits of it are kept
	Agents    []alex.Agent // whom the planner asks
	Private   []string     // as in JobTrace
}

// name of the trace, and of its first span.
func (j JobTrace) name() string {
	if j.Question {
		return agentSpans[alex.Asker].name
	}
	return RootName
}

// tag tells traces apart by what they are of.
func (j JobTrace) tag() string {
	if j.Question {
		return "question"
	}
	return "analysis"
}

// jobContext is what a job's ctx carries for its spans and log lines. What the
// planner finds out in the middle is told to the spans that are open, too.
type jobContext struct {
	JobTrace

	mu       sync.Mutex
	metadata []attribute.KeyValue
	tags     []string
	private  []string
	hide     *hider
}

type (
	jobKey     struct{}
	tracingKey struct{}
)

func jobOf(ctx context.Context) *jobContext {
	job, _ := ctx.Value(jobKey{}).(*jobContext)
	return job
}

func tracingOf(ctx context.Context) *Tracing {
	t, _ := ctx.Value(tracingKey{}).(*Tracing)
	return t
}

// StartJob begins the trace of one attempt: its span is named RootName and has
// no parent, unless a function was asked to do the whole job. It ends with End.
// Lines that are logged with the context name the job; that is all a nil
// Tracing does.
func (t *Tracing) StartJob(ctx context.Context, j JobTrace) (context.Context, trace.Span) {
	var elsewhere []trace.Link
	asked := parentOf(ctx, j)
	if trace, ok := traceID(j.Job); asked.IsValid() && (!ok || asked.TraceID() != trace) {
		elsewhere = append(elsewhere, linkTo(asked))
	}
	ctx = t.JoinJob(ctx, j)
	if t == nil {
		return ctx, noop.Span{}
	}
	return t.provider.Tracer(scope).Start(ctx, RootName, trace.WithLinks(elsewhere...),
		trace.WithAttributes(attribute.String(KeyObservation, string(ObserveSpan))))
}

func linkTo(sc trace.SpanContext) trace.Link { return trace.Link{SpanContext: sc} }

// JoinJob is for who does a part of a job elsewhere, and for a question: spans
// that are begun with the context belong to the trace, below Parent.
func (t *Tracing) JoinJob(ctx context.Context, j JobTrace) context.Context {
	parent := parentOf(ctx, j)
	if id, ok := traceID(j.Job); !ok || parent.TraceID() != id {
		parent = trace.SpanContext{}
	}
	job := &jobContext{JobTrace: j, tags: []string{j.tag()}, private: j.Private, hide: newHider(j.Private)}
	ctx = context.WithValue(ctx, jobKey{}, job)
	if t == nil {
		return ctx
	}
	return context.WithValue(trace.ContextWithRemoteSpanContext(ctx, parent), tracingKey{}, t)
}

// parentOf is who asked for the work.
func parentOf(ctx context.Context, j JobTrace) trace.SpanContext {
	if j.Parent != "" {
		ctx = WithTraceparent(ctx, j.Parent)
	}
	return trace.SpanContextFromContext(ctx)
}

// traceID of a job is the job's own UUID.
func traceID(job alex.ID) (trace.TraceID, bool) {
	id, err := uuid.Parse(string(job))
	return trace.TraceID(id), err == nil && trace.TraceID(id).IsValid()
}

// Describe says what the job of ctx is about, on every span of its trace that
// has not ended.
func Describe(ctx context.Context, p Portfolio) {
	job := jobOf(ctx)
	if job == nil {
		return
	}
	agents := make([]string, len(p.Agents))
	for i, agent := range p.Agents {
		agents[i] = string(agent)
	}
	job.mu.Lock()
	defer job.mu.Unlock()
	job.metadata = []attribute.KeyValue{
		attribute.Int(KeyPositions, p.Positions), attribute.String(KeyValue, p.Value.Decimal().Significant(2).String()), attribute.StringSlice(KeyAgents, agents),
	}
	job.tags = append([]string{job.tag()}, agents...)
	job.private = slices.Concat(job.private, p.Private)
	job.hide = newHider(job.private)
}

// attributes are those of every span, as far as they are known now.
func (j *jobContext) attributes() []attribute.KeyValue {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]attribute.KeyValue{
		attribute.String(KeyUser, j.PersonHash), attribute.String(KeySession, string(j.Job)),
		attribute.String(KeyTraceName, j.name()), attribute.StringSlice(KeyTags, j.tags), attribute.Int(KeyAttempt, j.Attempt),
	}, j.metadata...)
}

// hidden is a text without what is private to the job's person.
func (j *jobContext) hidden(text string) string {
	if j == nil {
		return text
	}
	j.mu.Lock()
	hide := j.hide
	j.mu.Unlock()
	return hide.text(text)
}
