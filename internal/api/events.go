package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"alex"
)

type (
	getEvents struct {
		ByID
		Token       string `header:"Authorization" hidden:"true"`
		LastEventID string `header:"Last-Event-ID" maxLength:"100" doc:"is not needed: a stream begins with the present state"`
	}
	// written is an answer that writes itself.
	written struct{ Body func(huma.Context) }
)

// eventStream says that an operation answers with server-sent events, for as
// long as there is something to say.
func eventStream(op *huma.Operation) {
	mark(op, streams, true)
	op.Description = "Server-sent events, the present state first. `status`: the job without its steps; " +
		"`step`: one step; `done`: the whole job, which has ended. A stream that ends without `done` is opened again."
	op.Responses = map[string]*huma.Response{"200": {
		Description: "the events", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
}

// jobEvents opens a stream with a token that is good now. The stream may
// outlive it, but not the session that it is of.
func (s *Server) jobEvents(ctx context.Context, in *getEvents) (*written, error) {
	who, owner, id := caller(ctx), person(ctx), in.id()
	still, err := s.staying(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	if err := s.Hub.enter(who); err != nil {
		return nil, err
	}
	look := func(ctx context.Context) (alex.Job, error) { return s.Store.As(owner).Job(ctx, id) }
	timed, cancel := context.WithTimeout(ctx, s.patience())
	defer cancel()
	job, err := look(timed)
	if err != nil {
		s.Hub.leave(who)
		return nil, err
	}
	return &written{func(c huma.Context) {
		defer s.Hub.leave(who)
		key := watchKey{owner, id}
		w := s.Hub.watch(key, job, look)
		defer s.Hub.unwatch(key)
		s.Hub.stream(c, w, still)
	}}, nil
}

// Stayer is an Authenticator that knows how long who came with a token may
// stay: still asks again, whatever has become of the token.
type Stayer interface {
	Stay(ctx context.Context, token string) (still func(context.Context) error, err error)
}

// staying is what the stream of a token asks now and then: whether who watches
// may still come in, and still read what is another's.
func (s *Server) staying(ctx context.Context, header string) (func(context.Context) error, error) {
	still := func(context.Context) error { return nil }
	if stayer, asks := s.Auth.(Stayer); asks {
		var err error
		_, token, _ := strings.Cut(header, " ")
		if still, err = stayer.Stay(ctx, strings.TrimSpace(token)); err != nil {
			return nil, err
		}
	}
	if !acting(ctx) {
		return still, nil
	}
	owner, who := person(ctx), caller(ctx)
	return func(ctx context.Context) error {
		if err := still(ctx); err != nil {
			return err
		}
		return s.mayAct(ctx, owner, who, alex.Viewer)
	}, nil
}

// over reports that who watches may not come in any more; a database that is
// away says nothing of that.
func over(ctx context.Context, still func(context.Context) error) bool {
	timed, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	switch alex.CodeOf(still(timed)) {
	case alex.CodeUnauthorized, alex.CodeForbidden, alex.CodeNotFound:
		return true
	default:
		return false
	}
}

// stream writes what w comes to, until it ends, the client has gone or may not
// stay, or the stream has been open for long enough.
func (h *Hub) stream(c huma.Context, w *watched, still func(context.Context) error) {
	_, writer := humago.Unwrap(c)
	c.SetHeader("Content-Type", "text/event-stream")
	c.SetHeader("X-Accel-Buffering", "no") // or a proxy keeps the events back
	c.SetStatus(http.StatusOK)
	out := newEventWriter(writer)
	err := out.line(fmt.Sprintf("retry: %d", retryEvents.Milliseconds()))
	longest := time.NewTimer(or(h.Longest, defaultLongest))
	defer longest.Stop()
	beat := time.NewTicker(or(h.Beat, defaultBeat))
	defer beat.Stop()
	recheck := time.NewTicker(or(h.Recheck, defaultRecheck))
	defer recheck.Stop()
	for err == nil {
		now := h.look(w)
		if now.gone {
			return
		}
		if err = out.state(now.job); err != nil || now.job.Status.Ended() || h.Brief {
			return
		}
		select {
		case <-now.changed:
		case <-beat.C:
			err = out.line(": still here")
		case <-recheck.C:
			if over(c.Context(), still) {
				return
			}
		case <-longest.C:
			return
		case <-h.context().Done():
			return
		case <-c.Context().Done():
			return
		}
	}
}

// retryEvents is how long a client waits before it opens a stream again.
const retryEvents = 2 * time.Second

// eventWriter writes each event once, and at once.
type eventWriter struct {
	to      http.ResponseWriter
	control *http.ResponseController
	sent    map[string]string // by event and agent
}

// newEventWriter takes the deadlines of a request off the connection: each
// line has one of its own instead.
func newEventWriter(w http.ResponseWriter) *eventWriter {
	e := &eventWriter{to: w, control: http.NewResponseController(w), sent: map[string]string{}}
	_ = e.control.SetReadDeadline(time.Time{}) // not every connection has deadlines
	return e
}

// state writes what of a job has not been written as it is now.
func (e *eventWriter) state(job alex.Job) error {
	if err := e.event("status", "", stateOf(job)); err != nil {
		return err
	}
	job = job.Shown()
	for _, step := range job.Steps {
		if err := e.event("step", step.Agent, step); err != nil {
			return err
		}
	}
	if !job.Status.Ended() {
		return nil
	}
	return e.event("done", "", job)
}

func (e *eventWriter) event(name string, agent alex.Agent, data any) error {
	text, err := json.Marshal(data)
	key := name + " " + string(agent)
	if err != nil || e.sent[key] == string(text) {
		return err
	}
	e.sent[key] = string(text)
	return e.line("event: " + name + "\ndata: " + string(text))
}

func (e *eventWriter) line(text string) error {
	_ = e.control.SetWriteDeadline(time.Now().Add(writeTimeout)) // not every connection has deadlines
	if _, err := fmt.Fprintf(e.to, "%s\n\n", text); err != nil {
		return err
	}
	return e.control.Flush()
}
