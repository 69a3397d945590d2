package local_test

import (
	"context"
	"errors"
	"testing"

	"alex"
	"alex/internal/queue"
	"alex/internal/queue/local"
)

func TestMessagesComeInOrder(t *testing.T) {
	t.Parallel()
	q := local.New(3)
	for _, id := range []alex.ID{"a", "b", "c"} {
		if err := q.Send(t.Context(), queue.Message{Job: id, Trace: "t"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []alex.ID{"a", "b", "c"} {
		got, err := q.Receive(t.Context())
		if err != nil || got != (queue.Message{Job: want, Trace: "t"}) {
			t.Errorf("Receive() = %v, %v; want job %s", got, err, want)
		}
	}
}

func TestFullQueueDropsWithoutBlocking(t *testing.T) {
	t.Parallel()
	q := local.New(0)
	for _, id := range []alex.ID{"kept", "dropped"} {
		if err := q.Send(t.Context(), queue.Message{Job: id}); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := q.Receive(t.Context()); err != nil || got.Job != "kept" {
		t.Errorf("Receive() = %v, %v; want the first message", got, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := q.Receive(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Receive() = %v, %v; want the dropped message to be gone", got, err)
	}
}

func TestEndedContext(t *testing.T) {
	t.Parallel()
	q := local.New(1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := q.Send(ctx, queue.Message{Job: "a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Send() = %v, want context.Canceled", err)
	}
}
