package sqs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"alex/internal/queue"
)

// Event is a batch of messages as Lambda hands it over.
type Event struct {
	Records []Record `json:"Records"`
}

// Record is one message of a batch.
type Record struct {
	ID      string `json:"messageId"`
	Body    string `json:"body"`
	Receipt string `json:"receiptHandle"`

	Attributes map[string]string `json:"attributes"`
}

// Outcome tells Lambda which messages of a batch failed, where the function is
// set to report them (ReportBatchItemFailures): SQS hands those out again, and
// moves them to the dead-letter queue in the end; the others it deletes.
type Outcome struct {
	Failures []Failure `json:"batchItemFailures"`
}

// Failure names a message that failed.
type Failure struct {
	ID string `json:"itemIdentifier"`

	poison bool // its body cannot be read: it fails each time
}

// stopTime is what a message's work has to end in once its context has ended: to
// write down what is finished, and to give the job back, is several writes to a
// database that may be slow.
const stopTime = 15 * time.Second

// Batch hands the messages of e to do, one after the other, each once however
// often e holds it. A message fails where its body cannot be read, where do
// answers an error, panics or does not come back, and where ctx ends before it is
// begun; whatever becomes of one, the others count for themselves. What do leaves
// running past the end of ctx, and 15 seconds, is not waited for. Tell (may be
// nil) hears why a message failed.
//
// A message whose job is done, or is another's, is one that do answers nil for:
// it is deleted.
func Batch(ctx context.Context, e Event, do func(context.Context, queue.Message) error, tell func(id string, err error)) Outcome {
	outcome := Outcome{Failures: []Failure{}}
	seen := map[string]bool{}
	for _, r := range e.Records {
		if seen[r.ID] {
			continue
		}
		seen[r.ID] = true
		if err := one(ctx, r, do); err != nil {
			_, unreadable := decode(r.Body)
			outcome.Failures = append(outcome.Failures, Failure{r.ID, unreadable != nil})
			if tell != nil {
				tell(r.ID, err)
			}
		}
	}
	return outcome
}

// one works a message in a goroutine of its own, so that what ends it does not
// end the batch.
func one(ctx context.Context, r Record, do func(context.Context, queue.Message) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("it was not begun: %w", err)
	}
	m, err := decode(r.Body)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		err := errors.New("its work ended without coming back")
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v", p)
			}
			done <- err
		}()
		err = do(ctx, m)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(stopTime):
		return fmt.Errorf("its work did not end in time: %w", ctx.Err())
	}
}
