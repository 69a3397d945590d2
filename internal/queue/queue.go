package queue

import (
	"context"

	"alex"
)

// Message names a job to try, with the trace that it belongs to (a W3C
// traceparent, empty where nothing is traced).
type Message struct {
	Job   alex.ID `json:"jobId"`
	Trace string  `json:"traceparent,omitempty"`
}

// Sender takes messages. An error means that the message may not have been
// taken; the job is found by the next scan or sweep all the same.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Receiver hands out messages. Receive waits for one, and ends with the
// context's error when the context ends first.
type Receiver interface {
	Receive(ctx context.Context) (Message, error)
}

// Queue is both ends.
type Queue interface {
	Sender
	Receiver
}
