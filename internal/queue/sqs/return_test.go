package sqs_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/queue"
	"alex/internal/queue/sqs"
)

// TestFailedMessagesReturnSoon: those that failed are seen again after a second, then
// two, then four, where they cannot be read, and after thirty times as long where what
// they are about failed; after five receives they are dead. The visibility of the
// queue would be an hour and a half.
func TestFailedMessagesReturnSoon(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]time.Duration{
		"poison": {0, 1, 3, 7, 15},
		`{"version":1,"jobId":"7d0c9a51-6a0e-4f0a-9d1c-0d2a3a3a2a11"}`: {0, 30, 90, 210, 450},
	} {
		synctest.Test(t, func(t *testing.T) {
			service := standIn()
			service.Visibility = 90 * time.Minute
			q := over(direct{handler: service})
			service.Put(body)
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
				seen = append(seen, time.Since(began).Round(time.Second)/time.Second)
				failed := sqs.Batch(t.Context(), e, func(context.Context, queue.Message) error { return errors.New("the database is away") }, nil)
				failed.Failures = append(failed.Failures, sqs.Failure{ID: "of nothing"})
				q.Return(t.Context(), e, failed)
			}
			time.Sleep(time.Hour)
			if got := service.Take(10); len(got) != 0 || len(service.Dead()) != 1 {
				t.Errorf("%v comes again, dead are %v", got, service.Dead())
			}
			if !slices.Equal(seen, want) {
				t.Errorf("%s was received after %d seconds, want %d", body, seen, want)
			}
		})
	}
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
