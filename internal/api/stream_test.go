package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// event is one server-sent event, or a comment or retry line of its own.
type event struct{ name, data string }

// feed is an open stream of events.
type feed struct {
	events chan event // closed with the stream
	close  func()
}

// follow opens the stream of a job.
func (w *world) follow(t testing.TB, who, id string, headers ...string) *feed {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, "GET", w.URL+"/api/jobs/"+id+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer token-of-"+who)
	request.Header.Set("Last-Event-ID", "7")
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	response, err := w.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { leave(); _ = response.Body.Close() })
	if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || got != "text/event-stream" {
		t.Fatalf("the stream answers %d, %q", response.StatusCode, got)
	}
	f := &feed{events: make(chan event, 1000), close: leave}
	go f.read(bufio.NewScanner(response.Body))
	return f
}

func (f *feed) read(lines *bufio.Scanner) {
	defer close(f.events)
	var e event
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case lines.Text() == "":
			f.events <- e
			e = event{}
		case name == "event":
			e.name = value
		case name == "data":
			e.data = value
		default:
			e = event{name, value}
		}
	}
}

// until reads on to an event of that name whose data holds the text.
func (f *feed) until(t testing.TB, name, text string) event {
	t.Helper()
	for e := range f.events {
		if e.name == name && strings.Contains(e.data, text) {
			return e
		}
	}
	t.Fatalf("the stream ended without %s with %q", name, text)
	return event{}
}

// rest is what the stream still says until it ends.
func (f *feed) rest() (list []event) {
	for e := range f.events {
		list = append(list, e)
	}
	return list
}

func decoded[T any](t testing.TB, e event) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(e.data), &v); err != nil {
		t.Fatalf("%v in %s", err, e.data)
	}
	return v
}
