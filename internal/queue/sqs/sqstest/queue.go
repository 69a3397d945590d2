// Package sqstest stands in for one standard queue of Amazon SQS and its
// dead-letter queue, in tests: it speaks SQS's JSON protocol.
package sqstest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Path is that of the queue's URL.
const Path = "/123456789012/alex-jobs"

// Queue is an http.Handler. Its fields are set before it is used.
type Queue struct {
	Now        func() time.Time
	Visibility time.Duration // of a message that was received, where the call says nothing else
	Receives   int           // of a message, then it is dead

	// Refuse answers a call instead of the queue, where status is not 0.
	Refuse func(operation string) (status int, code string, h http.Header)

	mu      sync.Mutex
	calls   []Call
	ready   []*message
	dead    []string
	sent    int
	changed chan struct{} // closed where a message becomes visible
}

// Call is what was asked for.
type Call struct {
	Operation string // such as SendMessage
	Signed    string // the header Authorization
	Input     Input
}

// Input holds what the operations send.
type Input struct {
	QueueURL            string `json:"QueueUrl"`
	MessageBody         string
	MaxNumberOfMessages int
	WaitTimeSeconds     int
	VisibilityTimeout   *int
	DelaySeconds        int
	ReceiptHandle       string
}

type message struct {
	id, body string
	receives int
	seen     time.Time // visible from then on
}

func (m *message) handle() string { return m.id + "#" + strconv.Itoa(m.receives) }

// Calls are those so far.
func (q *Queue) Calls() []Call {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.calls)
}

// Count is how often an operation was asked for.
func (q *Queue) Count(operation string) int {
	n := 0
	for _, c := range q.Calls() {
		if c.Operation == operation {
			n++
		}
	}
	return n
}

// Bodies are those of the messages that are in the queue, visible or not.
func (q *Queue) Bodies() []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := make([]string, 0, len(q.ready))
	for _, m := range q.ready {
		list = append(list, m.body)
	}
	return list
}

// Visible is how many messages could be received now.
func (q *Queue) Visible() (n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, m := range q.ready {
		if !m.seen.After(q.Now()) {
			n++
		}
	}
	return n
}

// Redrive moves what is in the dead-letter queue back, as new messages.
func (q *Queue) Redrive() {
	q.mu.Lock()
	dead := q.dead
	q.dead = nil
	q.mu.Unlock()
	for _, body := range dead {
		q.Put(body)
	}
}

// Dead are the bodies in the dead-letter queue.
func (q *Queue) Dead() []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(q.dead)
}

// Put sends a message of any body.
func (q *Queue) Put(body string) (id string) { return q.put(body, 0) }

func (q *Queue) put(body string, delay time.Duration) (id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.sent++
	id = fmt.Sprintf("message-%d", q.sent)
	q.ready = append(q.ready, &message{id: id, body: body, seen: q.Now().Add(delay)})
	q.tell()
	return id
}

// Take receives at most n messages, without waiting.
func (q *Queue) Take(n int) []map[string]any {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.take(n, q.Visibility)
}

// Delete deletes the message of a handle, if that is its last.
func (q *Queue) Delete(handle string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.ready = slices.DeleteFunc(q.ready, func(m *message) bool { return m.handle() == handle })
}

func (q *Queue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	operation, _ := strings.CutPrefix(r.Header.Get("X-Amz-Target"), "AmazonSQS.")
	var in Input
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil || r.Method != http.MethodPost {
		refuse(w, http.StatusBadRequest, "MalformedInput", nil)
		return
	}
	q.mu.Lock()
	q.calls = append(q.calls, Call{operation, r.Header.Get("Authorization"), in})
	q.mu.Unlock()
	if q.Refuse != nil {
		if status, code, h := q.Refuse(operation); status != 0 {
			refuse(w, status, code, h)
			return
		}
	}
	if !strings.HasSuffix(in.QueueURL, Path) {
		refuse(w, http.StatusBadRequest, "QueueDoesNotExist", nil)
		return
	}
	switch operation {
	case "GetQueueAttributes":
		answer(w, map[string]any{"Attributes": map[string]string{"ApproximateNumberOfMessages": strconv.Itoa(q.Visible())}})
	case "SendMessage":
		answer(w, map[string]any{"MessageId": q.put(in.MessageBody, time.Duration(in.DelaySeconds)*time.Second)})
	case "ReceiveMessage":
		if in.MaxNumberOfMessages < 1 || in.MaxNumberOfMessages > 10 || in.WaitTimeSeconds > 20 {
			refuse(w, http.StatusBadRequest, "InvalidParameterValue", nil)
			return
		}
		q.receive(w, r, in)
	case "DeleteMessage":
		q.Delete(in.ReceiptHandle)
		answer(w, nil)
	case "ChangeMessageVisibility":
		q.change(w, in)
	default:
		refuse(w, http.StatusBadRequest, "UnsupportedOperation", nil)
	}
}

func (q *Queue) receive(w http.ResponseWriter, r *http.Request, in Input) {
	visibility := q.Visibility
	if in.VisibilityTimeout != nil {
		visibility = time.Duration(*in.VisibilityTimeout) * time.Second
	}
	end := time.After(time.Duration(in.WaitTimeSeconds) * time.Second)
	for {
		q.mu.Lock()
		list, changed, next := q.take(in.MaxNumberOfMessages, visibility), q.later(), q.next()
		q.mu.Unlock()
		if len(list) > 0 {
			answer(w, map[string]any{"Messages": list})
			return
		}
		select {
		case <-changed:
		case <-next:
		case <-end:
			answer(w, nil)
			return
		case <-r.Context().Done():
			return
		}
	}
}

// take hands out what is visible, and buries what was handed out too often.
func (q *Queue) take(n int, visibility time.Duration) (list []map[string]any) {
	now := q.Now()
	q.ready = slices.DeleteFunc(q.ready, func(m *message) bool {
		if m.seen.After(now) || len(list) == n {
			return false
		}
		if m.receives == q.Receives {
			q.dead = append(q.dead, m.body)
			return true
		}
		m.receives++
		m.seen = now.Add(visibility)
		list = append(list, map[string]any{
			"MessageId": m.id, "ReceiptHandle": m.handle(), "Body": m.body,
			"Attributes": map[string]string{"ApproximateReceiveCount": strconv.Itoa(m.receives)},
		})
		return false
	})
	return list
}

// next tells when a hidden message is visible again; nil where none is hidden.
func (q *Queue) next() <-chan time.Time {
	if len(q.ready) == 0 {
		return nil
	}
	first := slices.MinFunc(q.ready, func(a, b *message) int { return a.seen.Compare(b.seen) })
	return time.After(first.seen.Sub(q.Now()))
}

func (q *Queue) later() <-chan struct{} {
	if q.changed == nil {
		q.changed = make(chan struct{})
	}
	return q.changed
}

func (q *Queue) tell() {
	if q.changed != nil {
		close(q.changed)
		q.changed = nil
	}
}

func (q *Queue) change(w http.ResponseWriter, in Input) {
	q.mu.Lock()
	defer q.mu.Unlock()
	at := slices.IndexFunc(q.ready, func(m *message) bool { return m.handle() == in.ReceiptHandle })
	switch now := q.Now(); {
	case at < 0 || in.VisibilityTimeout == nil:
		refuse(w, http.StatusBadRequest, "ReceiptHandleIsInvalid", nil)
	case !q.ready[at].seen.After(now):
		refuse(w, http.StatusBadRequest, "MessageNotInflight", nil)
	default:
		q.ready[at].seen = now.Add(time.Duration(*in.VisibilityTimeout) * time.Second)
		q.tell()
		answer(w, nil)
	}
}

const contentType = "application/x-amz-json-1.0"

func answer(w http.ResponseWriter, body map[string]any) {
	w.Header().Set("Content-Type", contentType)
	if body == nil {
		body = map[string]any{}
	}
	_ = json.NewEncoder(w).Encode(body) // who asked may have gone
}

func refuse(w http.ResponseWriter, status int, code string, h http.Header) {
	for name, values := range h {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": "com.amazonaws.sqs#" + code, "message": "hunter2"})
}
