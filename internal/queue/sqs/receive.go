package sqs

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"alex"
	"alex/internal/queue"
)

const (
	longPoll     = 20 // seconds, the most of SQS
	atOnce       = 10 // messages of a call, the most of SQS
	inHand       = 30 // seconds that a message is hidden from others while it is handed over
	longestDelay = 15 * time.Minute
	outage       = 30 // times as long before a message whose work failed comes again

	// patience is how long a message waits for a worker that has just been here:
	// between two calls of Receive it looks for due rows.
	patience = 2 * time.Second

	leastRound = time.Second // of a call that woke nobody: some answer at once
	firstWait  = time.Second // about, after the first call that fails
	longestOut = time.Minute // and at most
	lastCall   = 2 * time.Second
)

// Receive waits for a message that Run has got. Who has a message has to try its
// job: it is deleted from the queue.
func (q *Queue) Receive(ctx context.Context) (queue.Message, error) {
	q.waiting.Add(1)
	select {
	case q.asked <- struct{}{}:
	default:
	}
	select {
	case m := <-q.handed: // who hands it over has counted
		return m, nil
	case <-ctx.Done():
		q.waiting.Add(-1)
		return queue.Message{}, ctx.Err()
	}
}

// Run gets messages by long polling until ctx ends: only while somebody waits in
// Receive, one call at a time, and no more messages in it than wait. One that is
// taken is deleted; one that nobody takes is given back at once, for others; one
// that cannot be read is given back for a while that doubles with each time, until
// the queue moves it to its dead-letter queue. While the service is away it comes
// again after waits that grow with jitter up to a minute.
func (q *Queue) Run(ctx context.Context) {
	wait := growing(firstWait, longestOut)
	for {
		n := q.wanted(ctx)
		if n == 0 {
			return
		}
		least := time.After(leastRound)
		taken, err := q.round(ctx, n)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			q.say(ctx, err, "workers are not woken, and find jobs by themselves")
			least = time.After(pause(err, wait.NextBackOff()))
		case taken > 0:
			wait.Reset()
			continue
		default:
			wait.Reset()
		}
		select {
		case <-least:
		case <-ctx.Done():
			return
		}
	}
}

// wanted is how many messages are waited for, one at least; 0 where ctx ends.
func (q *Queue) wanted(ctx context.Context) int32 {
	for ctx.Err() == nil {
		if n := q.waiting.Load(); n > 0 {
			return min(n, atOnce)
		}
		select {
		case <-q.asked:
		case <-ctx.Done():
		}
	}
	return 0
}

// pause is how long to wait after err: usual, or as long as the service says.
func pause(err error, usual time.Duration) time.Duration {
	if e, ok := errors.AsType[*alex.Error](err); ok && e.RetryAfter > 0 {
		return min(max(usual, e.RetryAfter), longestOut)
	}
	return usual
}

// round gets n messages at most, and tells how many were taken.
func (q *Queue) round(ctx context.Context, n int32) (taken int64, err error) {
	answer, err := q.service.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl: &q.url, MaxNumberOfMessages: n, WaitTimeSeconds: longPoll, VisibilityTimeout: inHand,
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameApproximateReceiveCount},
	})
	if err != nil {
		return 0, q.failed(ctx, err)
	}
	var count atomic.Int64
	var group sync.WaitGroup
	for _, m := range answer.Messages {
		group.Go(func() {
			if q.hand(ctx, m) {
				count.Add(1)
			}
		})
	}
	group.Wait()
	return count.Load(), nil
}

// hand gives a message to who waits, or back to the queue.
func (q *Queue) hand(ctx context.Context, m types.Message) (taken bool) {
	message, err := decode(aws.ToString(m.Body))
	if err != nil {
		q.say(ctx, err, "a message cannot be read", slog.String("message", aws.ToString(m.MessageId)))
		q.giveBack(ctx, m, delay(m))
		return false
	}
	select {
	case q.handed <- message:
		q.waiting.Add(-1)
		q.remove(ctx, m)
		return true
	case <-time.After(patience):
	case <-ctx.Done():
	}
	q.giveBack(ctx, m, 0)
	return false
}

// Return shows the messages of e that failed again sooner than the visibility timeout
// of the queue, which is longer than the longest job: one that cannot be read a second
// after the first time, another after half a minute, which what it failed for may
// take, and each after twice as long the next time.
func (q *Queue) Return(ctx context.Context, e Event, o Outcome) {
	for _, f := range o.Failures {
		i := slices.IndexFunc(e.Records, func(r Record) bool { return r.ID == f.ID })
		if i < 0 || e.Records[i].Receipt == "" {
			continue
		}
		r := e.Records[i]
		m := types.Message{ReceiptHandle: &r.Receipt, Attributes: r.Attributes}
		after := delay(m)
		if !f.poison {
			after = min(outage*after, longestDelay)
		}
		q.giveBack(ctx, m, after)
	}
}

// Waiting is about how many messages nobody has received.
func (q *Queue) Waiting(ctx context.Context) (int, error) {
	const name = types.QueueAttributeNameApproximateNumberOfMessages
	answer, err := q.service.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: &q.url, AttributeNames: []types.QueueAttributeName{name},
	})
	if err != nil {
		return 0, q.failed(ctx, err)
	}
	n, err := strconv.Atoi(answer.Attributes[string(name)])
	if err != nil {
		return 0, alex.Errorf(alex.CodeInternal, "%s does not say how many messages wait", q.who)
	}
	return n, nil
}

// delay is a second after the first time that a message was received, and doubles
// with each.
func delay(m types.Message) time.Duration {
	times, err := strconv.Atoi(m.Attributes[string(types.MessageSystemAttributeNameApproximateReceiveCount)])
	if err != nil || times < 1 {
		times = 1
	}
	return min(time.Second<<min(times-1, 10), longestDelay)
}

// remove deletes a message. One that stays comes again, which harms nobody.
func (q *Queue) remove(ctx context.Context, m types.Message) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastCall)
	defer cancel()
	_, err := q.service.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: &q.url, ReceiptHandle: m.ReceiptHandle})
	if err != nil {
		q.say(ctx, q.failed(ctx, err), "a message comes again")
	}
}

// giveBack shows a message to others after a delay. One that cannot be given back
// is seen again by itself.
func (q *Queue) giveBack(ctx context.Context, m types.Message, after time.Duration) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastCall)
	defer cancel()
	_, err := q.service.ChangeMessageVisibility(ctx, &sqs.ChangeMessageVisibilityInput{
		QueueUrl: &q.url, ReceiptHandle: m.ReceiptHandle, VisibilityTimeout: int32(after / time.Second),
	})
	if err != nil {
		q.say(ctx, q.failed(ctx, err), "a message comes again later than it should")
	}
}

// say logs what is wrong: a warning where it may pass by itself.
func (q *Queue) say(ctx context.Context, err error, text string, more ...slog.Attr) {
	if q.log == nil {
		return
	}
	level := slog.LevelError
	if alex.CodeOf(err) == alex.CodeUnavailable {
		level = slog.LevelWarn
	}
	q.log.LogAttrs(ctx, level, text, append(more, slog.Any("error", err))...)
}
