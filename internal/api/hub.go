package api

import (
	"context"
	"sync"
	"time"

	"alex"
)

// Hub follows jobs for the streams of events: one poller for a watched job,
// however many watch it, which stops with the last of them. Its zero value is
// ready; the zero durations stand for those of the constants.
type Hub struct {
	Context context.Context // its end ends every stream; nil never ends
	Every   time.Duration   // between two looks at a watched job
	Beat    time.Duration   // between two signs of life of a quiet stream
	Longest time.Duration   // of one stream
	Recheck time.Duration   // between two looks whether who watches may still come in
	Brief   bool            // a stream ends after the present state: where connections cannot stay open

	mu      sync.Mutex
	watched map[watchKey]*watched
	streams map[alex.PersonID]int
	open    int
}

// Defaults and limits of a hub.
const (
	defaultEvery     = 300 * time.Millisecond
	defaultBeat      = 15 * time.Second
	defaultLongest   = 10 * time.Minute
	defaultRecheck   = 10 * time.Second
	lookTimeout      = 5 * time.Second
	mostStreams      = 20    // of one person
	mostStreamsInAll = 5_000 // of this process
)

// watchKey is a job as one person may see it.
type watchKey struct {
	person alex.PersonID
	job    alex.ID
}

// watched is a job that somebody follows.
type watched struct {
	watchers int
	stop     context.CancelFunc
	seen
}

// seen is what a poller saw last. Changed is closed when that is over; gone
// says that there is nothing to be seen any more.
type seen struct {
	job     alex.Job
	tag     string
	gone    bool
	changed chan struct{}
}

// enter counts a stream of a person's in, which leave must count out.
func (h *Hub) enter(person alex.PersonID) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.streams[person] >= mostStreams:
		return &alex.Error{
			Code: alex.CodeThrottled, RetryAfter: time.Minute,
			Message: "too many streams of events are open; close some, or ask for the job itself",
		}
	case h.open >= mostStreamsInAll:
		return alex.Errorf(alex.CodeUnavailable, "too many streams of events are open; ask for the job itself")
	case h.streams == nil:
		h.streams = map[alex.PersonID]int{}
	}
	h.streams[person]++
	h.open++
	return nil
}

func (h *Hub) leave(person alex.PersonID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open--
	if h.streams[person]--; h.streams[person] == 0 {
		delete(h.streams, person)
	}
}

// watch follows a job, of which job is the present state, by looking at it
// again and again; unwatch must follow.
func (h *Hub) watch(key watchKey, job alex.Job, look func(context.Context) (alex.Job, error)) *watched {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := h.watched[key]
	if w == nil {
		ctx, stop := context.WithCancel(h.context())
		w = &watched{stop: stop, seen: seen{job: job, tag: etag(job), changed: make(chan struct{})}}
		if h.watched == nil {
			h.watched = map[watchKey]*watched{}
		}
		h.watched[key] = w
		if !job.Status.Ended() && !h.Brief {
			go h.poll(ctx, w, look)
		}
	}
	w.watchers++
	return w
}

func (h *Hub) unwatch(key watchKey) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := h.watched[key]
	if w.watchers--; w.watchers == 0 {
		w.stop()
		delete(h.watched, key)
	}
}

// poll looks until the job has ended, or nobody watches. A database that is
// away may come back: only a job that is no longer the person's ends it.
func (h *Hub) poll(ctx context.Context, w *watched, look func(context.Context) (alex.Job, error)) {
	ticker := time.NewTicker(or(h.Every, defaultEvery))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		timed, cancel := context.WithTimeout(ctx, lookTimeout)
		job, err := look(timed)
		cancel()
		gone := alex.CodeOf(err) == alex.CodeForbidden
		if err == nil || gone {
			h.tell(w, job, gone)
		}
		if gone || job.Status.Ended() {
			return
		}
	}
}

// tell wakes the watchers where there is something new.
func (h *Hub) tell(w *watched, job alex.Job, gone bool) {
	tag := etag(job)
	h.mu.Lock()
	defer h.mu.Unlock()
	if tag == w.tag && !gone {
		return
	}
	close(w.changed)
	w.seen = seen{job: job, tag: tag, gone: gone, changed: make(chan struct{})}
}

func (h *Hub) look(w *watched) seen {
	h.mu.Lock()
	defer h.mu.Unlock()
	return w.seen
}

func (h *Hub) context() context.Context {
	if h.Context == nil {
		return context.Background()
	}
	return h.Context
}

func or(value, otherwise time.Duration) time.Duration {
	if value > 0 {
		return value
	}
	return otherwise
}
