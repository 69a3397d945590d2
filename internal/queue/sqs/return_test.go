package sqs_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/queue/sqs"
)

// TestFailedMessagesReturnSoon: the messages that failed are seen after a second,
// then two, then four, and are dead after five receives; the visibility of the queue
// would be an hour and a half.
func TestFailedMessagesReturnSoon(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := standIn()
		service.Visibility = 90 * time.Minute
		q := over(direct{handler: service})
		service.Put("poison")
		service.Put("good")
		began := time.Now()
		var seen []time.Duration
		for range 5 {
			var e sqs.Event
			for len(e.Records) == 0 {
				for _, m := range service.Take(10) {
					e.Records = append(e.Records, sqs.Record{
						ID: m["MessageId"].(string), Body: m["Body"].(string), Receipt: m["ReceiptHandle"].(string),
						Attributes: m["Attributes"].(map[string]string),
					})
				}
				if len(e.Records) == 0 {
					time.Sleep(100 * time.Millisecond)
				}
			}
			seen = append(seen, time.Since(began).Round(time.Second))
			failed := sqs.Outcome{Failures: []sqs.Failure{{ID: e.Records[0].ID}, {ID: "of nothing"}}}
			for _, r := range e.Records[1:] {
				service.Delete(r.Receipt)
			}
			q.Return(t.Context(), e, failed)
		}
		time.Sleep(time.Minute)
		if got := service.Take(10); len(got) != 0 || len(service.Dead()) != 1 {
			t.Errorf("%v comes again, dead are %v", got, service.Dead())
		}
		for i, want := range []time.Duration{0, 1, 3, 7, 15} {
			if seen[i] != want*time.Second {
				t.Errorf("receive %d was after %v, want %d s", i+1, seen[i], want)
			}
		}
	})
}

// TestWaiting counts what nobody has received; a service that is away is an error.
func TestWaiting(t *testing.T) {
	t.Parallel()
	service := standIn()
	q := over(direct{handler: service})
	for _, body := range []string{"a", "b", "c"} {
		service.Put(body)
	}
	service.Take(1)
	if n, err := q.Waiting(t.Context()); n != 2 || err != nil {
		t.Error(n, err)
	}
	service.Refuse = func(string) (int, string, http.Header) {
		return http.StatusForbidden, "AccessDenied", nil
	}
	if _, err := q.Waiting(t.Context()); alex.CodeOf(err) != alex.CodeInternal {
		t.Error(err)
	}
}
