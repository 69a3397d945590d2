package telemetry

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/attribute"
	sdk "go.opentelemetry.io/otel/sdk/trace"

	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/trace"
)

// Options are how traces are made. The zero value records spans for metrics
// alone.
type Options struct {
	Sinks       []Sink
	Release     string
	Environment string // as LangFuse tells traces apart; empty is "default"
	Record      bool   // whether spans may hold what models were asked and answered
	Scrubber    *Scrubber
	Metrics     *Metrics     // may be nil
	Log         *slog.Logger // may be nil; of sinks that do not take spans

	Now   func() time.Time // nil is time.Now
	NewID func() [16]byte  // nil is random UUIDs
}

// Sink takes spans that have ended. It is asked from a goroutine of its own.
type Sink struct {
	Name     string // in metrics and logs
	Exporter sdk.SpanExporter
	Timeout  time.Duration // of one call; 0 is ten seconds
	Size     int           // how many spans wait at most; 0 is 2,048
}

// FlushTime is how long ForceFlush and Close wait for sinks.
const FlushTime = 2 * time.Second

// Tracing makes the traces of jobs. It is safe for concurrent use; a nil one
// traces nothing.
type Tracing struct {
	provider *sdk.TracerProvider
	pipeline *pipeline
}

// NewTracing begins to take spans; Close ends it.
func NewTracing(o Options) *Tracing {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = func() [16]byte { return uuid.New() }
	}
	if o.Environment == "" {
		o.Environment = "default"
	}
	p := newPipeline(o)
	return &Tracing{pipeline: p, provider: sdk.NewTracerProvider(
		sdk.WithSampler(sdk.AlwaysSample()),
		sdk.WithIDGenerator(ids{o.NewID}),
		sdk.WithSpanProcessor(p),
		sdk.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "alex"), attribute.String("service.version", o.Release))),
	)}
}

// ForceFlush gives every sink what has ended, and waits two seconds at most:
// for a process that may be frozen after it. It never fails the work: spans
// that were not taken in time are taken later, or counted as dropped.
func (t *Tracing) ForceFlush(ctx context.Context) error {
	if t == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), FlushTime)
	defer cancel()
	return t.provider.ForceFlush(ctx)
}

// Close flushes, and ends the goroutines of the sinks. It waits two seconds at
// most.
func (t *Tracing) Close() error {
	if t == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), FlushTime)
	defer cancel()
	return t.provider.Shutdown(ctx)
}

// Within is ctx in which Begin starts spans outside any job, such as the
// doctor's.
func (t *Tracing) Within(ctx context.Context) context.Context {
	if t == nil {
		return ctx
	}
	return context.WithValue(ctx, tracingKey{}, t)
}

// ids makes the ids of spans. A job's trace has the id of the job.
type ids struct{ newID func() [16]byte }

// NewIDs is for a span without a parent.
func (i ids) NewIDs(ctx context.Context) (trace.TraceID, trace.SpanID) {
	id := trace.TraceID(i.newID())
	if job := jobOf(ctx); job != nil {
		if own, ok := traceID(job.Job); ok {
			id = own
		}
	}
	return id, i.NewSpanID(ctx, id)
}

// NewSpanID is the half of a UUID that has more chance in it; two of its bits
// are fixed, so that it is never zero.
func (i ids) NewSpanID(context.Context, trace.TraceID) (span trace.SpanID) {
	id := i.newID()
	copy(span[:], id[8:])
	return span
}
