package telemetry

import (
	"context"
	"log/slog"
	"sync"
	"time"

	sdk "go.opentelemetry.io/otel/sdk/trace"
)

const (
	queueSize   = 2048
	batchSize   = 64
	batchPause  = time.Second // how long a span waits for others
	sinkTimeout = 10 * time.Second
)

// queue is what waits for one sink. Whoever adds to it never waits.
type queue struct {
	sink    Sink
	log     *slog.Logger
	metrics *Metrics
	waiting chan item
	quit    chan struct{}
	ended   chan struct{}
	once    sync.Once
	failing bool // of the goroutine alone
}

// item is a span, or a wish to be told when all before it was handed on.
type item struct {
	span sdk.ReadOnlySpan
	last bool // of its attempt: nobody waits for more
	told chan struct{}
}

func newQueue(s Sink, log *slog.Logger, metrics *Metrics) *queue {
	if s.Size == 0 {
		s.Size = queueSize
	}
	if s.Timeout == 0 {
		s.Timeout = sinkTimeout
	}
	q := &queue{
		sink: s, log: log, metrics: metrics, waiting: make(chan item, s.Size),
		quit: make(chan struct{}), ended: make(chan struct{}),
	}
	go q.run()
	return q
}

// add takes a span, or drops it where too many wait.
func (q *queue) add(s sdk.ReadOnlySpan, last bool) {
	select {
	case q.waiting <- item{span: s, last: last}:
	default:
		q.dropped(1)
	}
}

func (q *queue) dropped(n int) { q.metrics.SpansDropped(q.sink.Name, n) }

func (q *queue) run() {
	defer close(q.ended)
	timer := time.NewTimer(batchPause)
	defer timer.Stop()
	var batch []sdk.ReadOnlySpan
	hand := func() {
		q.hand(batch)
		batch = nil
		timer.Reset(batchPause)
	}
	for {
		select {
		case i := <-q.waiting:
			if i.span != nil {
				batch = append(batch, i.span)
			}
			if i.last || i.told != nil || len(batch) >= batchSize {
				hand()
			}
			if i.told != nil {
				close(i.told)
			}
		case <-timer.C:
			hand()
		case <-q.quit:
			return
		}
	}
}

// hand gives a batch to the sink. What it does not take is lost.
func (q *queue) hand(batch []sdk.ReadOnlySpan) {
	if len(batch) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), q.sink.Timeout)
	defer cancel()
	err := q.sink.Exporter.ExportSpans(ctx, batch)
	if err != nil {
		q.dropped(len(batch))
	}
	if failing := err != nil; failing != q.failing && q.log != nil {
		q.failing = failing
		if failing {
			q.log.Warn("traces are not taken", "sink", q.sink.Name, "error", err)
		} else {
			q.log.Info("traces are taken again", "sink", q.sink.Name)
		}
	}
}

// flush waits until what was added before it was handed on, or ctx ends.
func (q *queue) flush(ctx context.Context) error {
	told := make(chan struct{})
	select {
	case q.waiting <- item{told: told}:
	case <-q.ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-told:
		return nil
	case <-q.ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close flushes and ends the goroutine. One that hangs in its sink ends when
// the sink's time is over.
func (q *queue) close(ctx context.Context) (err error) {
	q.once.Do(func() {
		err = q.flush(ctx)
		close(q.quit)
		if e := q.sink.Exporter.Shutdown(ctx); err == nil {
			err = e
		}
	})
	return err
}
