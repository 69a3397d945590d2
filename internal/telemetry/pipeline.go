package telemetry

import (
	"context"
	"errors"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"alex"
)

// pipeline is what every span passes: at its start it is stamped with what its
// job's trace carries, at its end it is finished and handed to the sinks.
type pipeline struct {
	record   bool
	scrubber *Scrubber
	common   []attribute.KeyValue
	metrics  *Metrics
	queues   []*queue

	mu   sync.Mutex
	open map[place]*node
}

// place is a span among all.
type place struct {
	trace trace.TraceID
	span  trace.SpanID
}

func placeOf(sc trace.SpanContext) place { return place{sc.TraceID(), sc.SpanID()} }

// node is a span that has not ended, or the root of such.
type node struct {
	job   *jobContext
	text  bool  // it may keep texts
	root  *node // of the attempt
	agent *node // the nearest agent: the span itself, or one above it
	name  string
	sum   tally
	ended bool
}

// mostOpen is how many spans may be open before those are forgotten that nobody
// ended before their root.
const mostOpen = 4096

func newPipeline(o Options) *pipeline {
	p := &pipeline{
		record: o.Record, scrubber: o.Scrubber, metrics: o.Metrics, open: map[place]*node{},
		common: []attribute.KeyValue{attribute.String(KeyEnvironment, o.Environment), attribute.String(KeyVersion, o.Release)},
	}
	for _, sink := range o.Sinks {
		p.queues = append(p.queues, newQueue(sink, o.Log, o.Metrics))
	}
	return p
}

// OnStart stamps a span.
func (p *pipeline) OnStart(ctx context.Context, s sdk.ReadWriteSpan) {
	job := jobOf(ctx)
	s.SetAttributes(append(job.attributes(), p.common...)...)
	n := &node{job: job, text: p.record && !textless(ctx)}
	set := attribute.NewSet(s.Attributes()...)
	p.mu.Lock()
	defer p.mu.Unlock()
	if above := p.open[placeOf(s.Parent())]; above != nil {
		n.root, n.agent = above.root, above.agent
	} else {
		n.root = n
	}
	if kindOf(set) == ObserveAgent {
		n.agent, n.name = n, textOf(set, KeyAgent)
	}
	if n.agent == nil && job != nil && job.Agent != "" {
		n.agent, n.name = n, string(job.Agent)
	}
	p.open[placeOf(s.SpanContext())] = n
}

// OnEnd finishes a span and hands it on. It waits for nothing. A span that was
// forgotten is dropped: nobody knows whose names it may not show.
func (p *pipeline) OnEnd(s sdk.ReadOnlySpan) {
	n := p.take(s)
	if n == nil {
		for _, q := range p.queues {
			q.dropped(1)
		}
		return
	}
	done := p.finish(s, n)
	p.metrics.ended(done)
	for _, q := range p.queues {
		q.add(done, n.root == n)
	}
}

// take ends a span's node; nil where it was forgotten. Those of spans below a
// root stay, so that one that ends after it still hides its person's names.
func (p *pipeline) take(s sdk.ReadOnlySpan) *node {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.open[placeOf(s.SpanContext())]
	if n == nil {
		return nil
	}
	n.ended = true
	delete(p.open, placeOf(s.SpanContext()))
	if n.root == n && len(p.open) >= mostOpen {
		for at, other := range p.open {
			if other.root.ended {
				delete(p.open, at)
			}
		}
	}
	set := attribute.NewSet(s.Attributes()...)
	if kindOf(set) == ObserveGeneration {
		n.sum = usageOf(set)
		for _, above := range sums(n) {
			if !above.ended { // else its sum is on its way out
				above.sum.add(n.sum)
			}
		}
	}
	return n
}

// Spent adds what models came to elsewhere to the span of ctx and to those whose
// sum it is a part of.
func Spent(ctx context.Context, tokens int, cost alex.Cost) {
	t := tracingOf(ctx)
	if t == nil {
		return
	}
	p := t.pipeline
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.open[placeOf(trace.SpanContextFromContext(ctx))]
	if n == nil {
		return
	}
	for _, above := range sums(n) {
		above.sum.add(tally{alex.Tokens{Input: tokens}, cost})
	}
}

// sums are the spans whose sum a generation is a part of: the nearest agent,
// and the attempt. Where the agent has no span above it they are one.
func sums(n *node) []*node {
	var list []*node
	if n.agent != nil {
		list = append(list, n.agent)
	}
	if n.root != n.agent && n.root != n {
		list = append(list, n.root)
	}
	return list
}

// ForceFlush waits for every sink, side by side.
func (p *pipeline) ForceFlush(ctx context.Context) error {
	return p.each(func(q *queue) error { return q.flush(ctx) })
}

// Shutdown flushes and ends every sink.
func (p *pipeline) Shutdown(ctx context.Context) error {
	return p.each(func(q *queue) error { return q.close(ctx) })
}

func (p *pipeline) each(do func(*queue) error) error {
	errs := make([]error, len(p.queues))
	var group sync.WaitGroup
	for i, q := range p.queues {
		group.Go(func() { errs[i] = do(q) })
	}
	group.Wait()
	return errors.Join(errs...)
}

func kindOf(set attribute.Set) Observation { return Observation(textOf(set, KeyObservation)) }

func textOf(set attribute.Set, key attribute.Key) string {
	value, _ := set.Value(key)
	return value.AsString()
}
