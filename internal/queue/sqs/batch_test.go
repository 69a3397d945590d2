package sqs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/queue"
	"alex/internal/queue/sqs"
)

func bodyOf(n byte) string {
	return fmt.Sprintf(`{"version":1,"jobId":%q,"traceparent":%q}`, message(n).Job, parent)
}

// ways a message fails.
var errWork = errors.New("the work failed")

func failing(way int) error {
	switch way % 3 {
	case 0:
		return errWork
	case 1:
		panic("the work panics")
	}
	runtime.Goexit()
	return nil
}

// TestEverySubsetOfABatch of ten fails, by errors, panics, ends of goroutines and
// bodies that cannot be read: those are answered, no other, and each was handled
// once. What Lambda then deletes leaves exactly those in the queue; after five
// receives they are dead.
func TestEverySubsetOfABatch(t *testing.T) {
	t.Parallel()
	for subset := range 1 << 10 {
		service := standIn()
		service.Visibility = 0
		handled := map[alex.ID]int{}
		do := func(_ context.Context, m queue.Message) error {
			handled[m.Job]++
			n := int(m.Job[len(m.Job)-1] - '0')
			if m.Trace != parent {
				t.Errorf("%s comes in the trace %q", m.Job, m.Trace)
			}
			if subset>>n&1 == 1 {
				return failing(n + subset)
			}
			return nil
		}
		var want []string
		wantHandled := map[alex.ID]int{}
		for n := range byte(10) {
			fails := subset>>n&1 == 1
			text := bodyOf(n)
			if poison := fails && (int(n)+subset)%4 == 3; poison {
				text = "poison"
			} else {
				wantHandled[message(n).Job] = 1
			}
			if id := service.Put(text); fails {
				want = append(want, id)
			}
		}
		event, handles := taken(service.Take(10))
		got := failedOf(sqs.Batch(t.Context(), event, do, nil))
		if !slices.Equal(got, want) || !maps.Equal(handled, wantHandled) {
			t.Fatalf("of the subset %010b failed %q, want %q; handled were %v", subset, got, want, handled)
		}
		for id, handle := range handles {
			if !slices.Contains(got, id) {
				service.Delete(handle)
			}
		}
		if left := len(service.Bodies()); left != len(want) {
			t.Fatalf("of the subset %010b %d are left in the queue, want %d", subset, left, len(want))
		}
		for range receives {
			event, _ = taken(service.Take(10))
			if again := failedOf(sqs.Batch(t.Context(), event, do, nil)); len(event.Records) > 0 && !slices.Equal(again, want) {
				t.Fatalf("of the subset %010b failed %q when they came again, want %q", subset, again, want)
			}
		}
		if dead := len(service.Dead()); dead != len(want) || len(service.Bodies()) != 0 {
			t.Fatalf("of the subset %010b %d are dead, want %d", subset, dead, len(want))
		}
	}
	t.Attr("measured", "1,024 subsets of a batch of ten: each answered exactly, each message handled once, what failed in the dead-letter queue after 5 receives")
}

// taken is a batch as Lambda makes it of what was received, with the handles.
func taken(list []map[string]any) (e sqs.Event, handles map[string]string) {
	handles = map[string]string{}
	for _, m := range list {
		e.Records = append(e.Records, sqs.Record{ID: m["MessageId"].(string), Body: m["Body"].(string)})
		handles[m["MessageId"].(string)] = m["ReceiptHandle"].(string)
	}
	return e, handles
}

func failedOf(o sqs.Outcome) (ids []string) {
	for _, f := range o.Failures {
		ids = append(ids, f.ID)
	}
	return ids
}

// TestBatchIsReadAsLambdaWritesIt, and answered as it reads.
func TestBatchIsReadAsLambdaWritesIt(t *testing.T) {
	t.Parallel()
	var e sqs.Event
	text := fmt.Sprintf(`{"Records":[{"messageId":"a","receiptHandle":"h","body":%q,"attributes":{"ApproximateReceiveCount":"1"},
		"messageAttributes":{},"md5OfBody":"m","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:alex-jobs","awsRegion":"eu-central-1"},
		{"messageId":"b","body":"poison"},{"messageId":"a","body":%q}]}`, bodyOf(1), bodyOf(1))
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatal(err)
	}
	var handled []queue.Message
	told := map[string]string{}
	o := sqs.Batch(t.Context(), e, func(_ context.Context, m queue.Message) error {
		handled = append(handled, m)
		return nil
	}, func(id string, err error) { told[id] = err.Error() })
	got, err := json.Marshal(o)
	if err != nil || string(got) != `{"batchItemFailures":[{"itemIdentifier":"b"}]}` {
		t.Errorf("the answer is %s, %v", got, err)
	}
	if diff := cmp.Diff([]queue.Message{message(1)}, handled); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"b": "body: is no JSON of a message"}, told); diff != "" {
		t.Error(diff)
	}
	none, err := json.Marshal(sqs.Batch(t.Context(), sqs.Event{}, nil, nil))
	if err != nil || string(none) != `{"batchItemFailures":[]}` {
		t.Errorf("to nothing the answer is %s, %v", none, err)
	}
}

// TestBatchPastItsTime: what was done in time is deleted, whatever does not end,
// and what was not begun comes again.
func TestBatchPastItsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var e sqs.Event
		for n := range byte(5) {
			e.Records = append(e.Records, sqs.Record{ID: fmt.Sprint("m", n), Body: bodyOf(n)})
		}
		for name, c := range map[string]struct {
			last time.Duration // of the third message, whatever its context says
			want string
			took time.Duration
		}{
			"ends a moment later":      {time.Second, "m3 m4", 11 * time.Second},
			"writes down what is done": {14 * time.Second, "m3 m4", 24 * time.Second},
			"does not end":             {time.Hour, "m2 m3 m4", 25 * time.Second},
		} {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			began := time.Now()
			o := sqs.Batch(ctx, e, func(ctx context.Context, m queue.Message) error {
				if m == message(2) {
					<-ctx.Done()
					time.Sleep(c.last)
				}
				return nil
			}, nil)
			if got := strings.Join(failedOf(o), " "); got != c.want || time.Since(began) != c.took {
				t.Errorf("%s: failed are %s after %v", name, got, time.Since(began))
			}
			cancel()
		}
		time.Sleep(time.Hour)
	})
}

// TestWhatCannotBeRead is no message: its job is never asked for.
func TestWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	id := string(message(1).Job)
	for text, says := range map[string]string{
		`{"version":1,"jobId":"` + id + `"}`:                               "",
		`{"version":1,"jobId":"` + id + `","traceparent":"x","later":[1]}`: "",
		``:                                     "body",
		`null`:                                 "version",
		`[]`:                                   "body",
		`{"version":1,"jobId":"` + id + `"} `:  "",
		`{"version":1,"jobId":"` + id + `"}{}`: "body",
		`{"jobId":"` + id + `"}`:               "version",
		`{"version":2,"jobId":"` + id + `"}`:   "version",
		`{"version":"1","jobId":"` + id + `"}`: "body",
		`{"version":1}`:                        "jobId",
		`{"version":1,"jobId":"hunter2"}`:      "jobId",
		`{"version":1,"jobId":"urn:uuid:` + id + `"}`:                           "jobId",
		`{"version":1,"jobId":"0AF76519-16CD-43DD-8448-EB211C80319C"}`:          "jobId",
		`{"version":1,"jobId":1}`:                                               "body",
		`{"version":1,"jobId":"` + id + `","traceparent":{}}`:                   "body",
		`{"version":1,"jobId":"` + id + `","traceparent":"` + "\x00" + `"}`:     "body",
		strings.Repeat(`[`, 100_000):                                            "body",
		`{"version":1,"jobId":"` + id + `' OR 1=1","hunter2":"hunter2 hunter"}`: "jobId",
	} {
		var handled int
		var why error
		o := sqs.Batch(t.Context(), sqs.Event{Records: []sqs.Record{{ID: "m", Body: text}}}, func(context.Context, queue.Message) error {
			handled++
			return nil
		}, func(_ string, err error) { why = err })
		if (handled == 1) != (says == "") || len(o.Failures)+handled != 1 {
			t.Errorf("%.80q: handled %d times, failures %v", text, handled, o.Failures)
		}
		if says != "" && (alex.CodeOf(why) != alex.CodeInvalid || !strings.HasPrefix(why.Error(), says+":") || strings.Contains(why.Error(), "hunter2")) {
			t.Errorf("%.80q: %v, want %s refused", text, why, says)
		}
	}
}
