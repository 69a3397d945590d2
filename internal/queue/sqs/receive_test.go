package sqs_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"alex/internal/queue"
)

// TestEachMessageWakesOne of the workers that wait, and is gone then.
func TestEachMessageWakesOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := standIn()
		q := over(direct{handler: service})
		running(t, q)
		got := make(chan queue.Message, 30)
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		for range 15 {
			group.Go(func() {
				for {
					m, err := q.Receive(ctx)
					if err != nil {
						return
					}
					got <- m
				}
			})
		}
		synctest.Wait()
		want := map[queue.Message]bool{}
		for n := range byte(25) {
			mustSend(t, q, message(n))
			want[message(n)] = true
		}
		time.Sleep(time.Minute)
		cancel()
		group.Wait()
		close(got)
		for m := range got {
			if !want[m] {
				t.Errorf("%v came twice, or from nowhere", m)
			}
			delete(want, m)
		}
		if len(want) > 0 || len(service.Bodies()) > 0 || service.Count("DeleteMessage") != 25 || len(service.Dead()) > 0 {
			t.Errorf("%d did not come, %d are left, %d were deleted, %d are dead", len(want), len(service.Bodies()), service.Count("DeleteMessage"), len(service.Dead()))
		}
	})
}

// TestMessageWakesAtOnce, whatever the worker's own scan.
func TestMessageWakesAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := standIn()
		q := over(direct{handler: service})
		running(t, q)
		time.AfterFunc(31500*time.Millisecond, func() { mustSend(t, q, message(1)) })
		began := time.Now()
		if m, ok := receive(t, q, time.Minute); !ok || m != message(1) || time.Since(began) != 31500*time.Millisecond {
			t.Errorf("received %v, %v after %v", m, ok, time.Since(began))
		}
		time.Sleep(time.Second)
		if n := service.Count("ReceiveMessage"); n != 2 {
			t.Errorf("it asked %d times in 31.5 s, want by long polls of 20 s", n)
		}
	})
}

// TestNobodyWaitingAsksNothing: a message that nobody here would take is left to
// others; one that comes while nobody waits any more is given back at once.
func TestNobodyWaitingAsksNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := standIn()
		q := over(direct{handler: service})
		running(t, q)
		time.Sleep(time.Hour)
		if n := len(service.Calls()); n != 0 {
			t.Fatalf("%d calls while nobody waited", n)
		}
		if _, ok := receive(t, q, 3*time.Second); ok {
			t.Fatal("a message came from nowhere")
		}
		mustSend(t, q, message(1)) // into the long poll that is left
		time.Sleep(1999 * time.Millisecond)
		if len(service.Take(1)) != 0 {
			t.Error("the message was not held for a worker that looks for rows")
		}
		time.Sleep(time.Millisecond)
		synctest.Wait()
		if list := service.Take(1); len(list) != 1 {
			t.Error("the message was not given back")
		}
		time.Sleep(time.Hour)
		if n := service.Count("ReceiveMessage"); n != 1 {
			t.Errorf("%d calls while nobody waited", n-1)
		}
	})
}

// TestPoisonDies: what cannot be read is given back for longer each time, and is
// then in the dead-letter queue; it holds nothing up.
func TestPoisonDies(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := standIn()
		q := over(direct{handler: service})
		running(t, q)
		service.Put("poison")
		for n := range byte(40) { // each wakes while the poison comes again and again
			mustSend(t, q, message(n))
			if m, ok := receive(t, q, time.Minute); !ok || m != message(n) {
				t.Fatalf("received %v, %v", m, ok)
			}
			time.Sleep(500 * time.Millisecond)
		}
		if _, ok := receive(t, q, time.Hour); ok {
			t.Error("the poison woke somebody")
		}
		if dead := service.Dead(); !slices.Equal(dead, []string{"poison"}) || len(service.Bodies()) > 0 {
			t.Errorf("dead are %q, left %q", dead, service.Bodies())
		}
		var delays []int
		for _, c := range service.Calls() {
			if c.Operation == "ChangeMessageVisibility" {
				delays = append(delays, *c.Input.VisibilityTimeout)
			}
		}
		if !slices.Equal(delays, []int{1, 2, 4, 8, 16}) {
			t.Errorf("it was given back for %v seconds", delays)
		}
	})
}

// TestOutagesAreWaitedOut: waits that grow, one message after it, and no call
// more than needed.
func TestOutagesAreWaitedOut(t *testing.T) {
	t.Parallel()
	refused := func(status int, code string, h http.Header) func(*atomic.Bool) (direct, func() int) {
		return func(away *atomic.Bool) (direct, func() int) {
			service := standIn()
			service.Refuse = func(string) (int, string, http.Header) {
				if away.Load() {
					return status, code, h
				}
				return 0, "", nil
			}
			return direct{handler: service}, func() int { return service.Count("ReceiveMessage") }
		}
	}
	for name, refuse := range map[string]func(*atomic.Bool) (direct, func() int){
		"the line": func(away *atomic.Bool) (direct, func() int) {
			service := standIn()
			var tried atomic.Int64
			return direct{service, func() bool {
				if away.Load() {
					tried.Add(1)
				}
				return away.Load()
			}}, func() int { return int(tried.Load()) }
		},
		"the service": refused(500, "InternalFailure", nil),
		"throttled":   refused(400, "RequestThrottled", http.Header{"Retry-After": {"40"}}),
		"the queue":   refused(400, "QueueDoesNotExist", nil),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var away atomic.Bool
				away.Store(true)
				d, calls := refuse(&away)
				q := over(d)
				running(t, q)
				if _, ok := receive(t, q, time.Hour); ok {
					t.Fatal("a message came from nowhere")
				}
				most := 200
				if name == "throttled" {
					most = 3600/40 + 1
				}
				if n := calls(); n < 60 || n > most {
					t.Errorf("%d calls in an hour, want one in 20 to 60 s, or as it is told to wait", n)
				}
				away.Store(false)
				mustSend(t, q, message(1))
				if m, ok := receive(t, q, time.Minute); !ok || m != message(1) {
					t.Errorf("a minute later it received %v, %v", m, ok)
				}
			})
		})
	}
}

// TestAnswersAtOnce: a service that does not poll long is asked once a second.
func TestAnswersAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		q := over(direct{handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			calls.Add(1)
			_, _ = w.Write([]byte("{}"))
		})})
		running(t, q)
		receive(t, q, time.Minute)
		if n := calls.Load(); n < 50 || n > 61 {
			t.Errorf("%d calls in a minute", n)
		}
	})
}

// TestEndIsPrompt: what waits ends with its context, and what is in hand is given
// back.
func TestEndIsPrompt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := standIn()
		q := over(direct{handler: service})
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		group.Go(func() { q.Run(ctx) })
		waiting, leave := context.WithCancel(t.Context())
		group.Go(func() {
			if _, err := q.Receive(waiting); !errors.Is(err, context.Canceled) {
				t.Errorf("Receive() = %v", err)
			}
		})
		synctest.Wait()
		leave()
		synctest.Wait()
		mustSend(t, q, message(1)) // comes into the hands of Run, and nobody takes it
		synctest.Wait()
		ended := time.Now()
		cancel()
		group.Wait()
		if took := time.Since(ended); took != 0 {
			t.Errorf("it ended %v later", took)
		}
		if len(service.Take(1)) != 1 {
			t.Error("the message in hand was not given back")
		}
	})
	synctest.Test(t, func(t *testing.T) { // in the middle of a long poll, and of a wait after a failure
		for _, d := range []direct{{handler: standIn()}, {broken: func() bool { return true }}} {
			q := over(d)
			ctx, cancel := context.WithCancel(t.Context())
			var group sync.WaitGroup
			group.Go(func() { q.Run(ctx) })
			group.Go(func() { _, _ = q.Receive(ctx) })
			synctest.Wait()
			ended := time.Now()
			cancel()
			group.Wait()
			if took := time.Since(ended); took != 0 {
				t.Errorf("it ended %v later", took)
			}
		}
	})
}

// TestDeletedTooLate: a message that could not be deleted comes again, and wakes
// once more.
func TestDeletedTooLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		service := standIn()
		service.Refuse = refusing("DeleteMessage", 1, 503, "ServiceUnavailable", nil)
		q := over(direct{handler: service})
		running(t, q)
		mustSend(t, q, message(1))
		for range 2 {
			if m, ok := receive(t, q, time.Minute); !ok || m != message(1) {
				t.Fatalf("received %v, %v", m, ok)
			}
		}
		synctest.Wait()
		if len(service.Bodies()) != 0 {
			t.Error("it is there still")
		}
	})
}
