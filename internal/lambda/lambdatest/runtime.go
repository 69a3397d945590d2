package lambdatest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Runtime is the Runtime API of one instance of a function: four endpoints on this
// machine ("Lambda runtime API", 2018-06-01). It has one event in hand at a time.
type Runtime struct {
	Timeout time.Duration // of each event; 0 is 15 minutes

	server   *http.Server
	address  string
	asked    chan struct{} // holds one where the next event was asked for
	events   chan event
	answers  chan Answer
	mu       sync.Mutex
	number   int
	inHand   string
	problems []string
}

type event struct {
	body    []byte
	headers http.Header
}

// Answer is what an instance answered to an event, or at its start.
type Answer struct {
	Kind string // "response", "error", or "init": it could not begin
	Body []byte
}

// NewRuntime listens until Close.
func NewRuntime() (*Runtime, error) {
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &Runtime{
		address: listener.Addr().String(), asked: make(chan struct{}, 1),
		events: make(chan event), answers: make(chan Answer, 2),
	}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /2018-06-01/runtime/invocation/next", r.next)
	routes.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/response", r.answered("response"))
	routes.HandleFunc("POST /2018-06-01/runtime/invocation/{id}/error", r.answered("error"))
	routes.HandleFunc("POST /2018-06-01/runtime/init/error", r.answered("init"))
	r.server = &http.Server{Handler: routes, ReadHeaderTimeout: time.Minute}
	go func() { _ = r.server.Serve(listener) }() // until Close
	return r, nil
}

// Environ makes a program an instance.
func (r *Runtime) Environ() string { return "AWS_LAMBDA_RUNTIME_API=" + r.address }

// Close ends it.
func (r *Runtime) Close() error { return r.server.Close() }

// Problems are what the instance did that Lambda does not allow.
func (r *Runtime) Problems() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.problems
}

// Asked is told when the instance asks for an event: it has begun.
func (r *Runtime) Asked() <-chan struct{} { return r.asked }

// Invoke hands an event over and waits for its answer, until ctx ends.
func (r *Runtime) Invoke(ctx context.Context, body []byte, headers http.Header) (Answer, error) {
	select {
	case r.events <- event{body, headers}:
	case a := <-r.answers:
		return a, errors.New("the instance did not begin")
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
	select {
	case a := <-r.answers:
		return a, nil
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
}

func (r *Runtime) next(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	if r.inHand != "" {
		r.problems = append(r.problems, "the next event is asked for before the last one was answered")
	}
	r.mu.Unlock()
	select {
	case r.asked <- struct{}{}:
	default:
	}
	select {
	case e := <-r.events:
		timeout := r.Timeout
		if timeout == 0 {
			timeout = 15 * time.Minute
		}
		r.mu.Lock()
		r.number++
		r.inHand = fmt.Sprint("event-", r.number)
		id := r.inHand
		r.mu.Unlock()
		for name, values := range e.headers {
			w.Header()[name] = values
		}
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", id)
		w.Header().Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(time.Now().Add(timeout).UnixMilli()))
		_, _ = w.Write(e.body) // who asked may have gone
	case <-request.Context().Done():
	}
}

func (r *Runtime) answered(kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		r.mu.Lock()
		if id := request.PathValue("id"); err != nil || kind != "init" && id != r.inHand {
			r.problems = append(r.problems, strings.TrimSpace(fmt.Sprintf("%s answers %q, and %q is in hand: %v", kind, id, r.inHand, err)))
		}
		r.inHand = ""
		r.mu.Unlock()
		w.WriteHeader(http.StatusAccepted)
		r.answers <- Answer{kind, body}
	}
}
