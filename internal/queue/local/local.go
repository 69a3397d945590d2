// Package local wakes the workers of one process.
package local

import (
	"context"

	"alex/internal/queue"
)

// Queue is a queue in memory. It never blocks a sender: when it is full the
// message is dropped, because the workers are awake and scan the rows anyway.
type Queue struct{ messages chan queue.Message }

// New is a queue that keeps at most size messages.
func New(size int) *Queue { return &Queue{messages: make(chan queue.Message, max(size, 1))} }

// Send takes a message, or drops it when the queue is full.
func (q *Queue) Send(ctx context.Context, m queue.Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case q.messages <- m:
	default:
	}
	return nil
}

// Receive waits for a message.
func (q *Queue) Receive(ctx context.Context) (queue.Message, error) {
	select {
	case m := <-q.messages:
		return m, nil
	case <-ctx.Done():
		return queue.Message{}, ctx.Err()
	}
}
