package job

import (
	"context"
	"sync/atomic"
	"time"

	"alex"
	"alex/internal/store"
)

// Handle is how work writes to its job. Every write is fenced: once another
// worker holds the job, or it was cancelled, it is alex.ErrFenced and nothing
// is written. It is safe for concurrent use.
type Handle struct {
	system    *store.System
	claimed   store.Claimed
	now       func() time.Time
	completed atomic.Bool
}

// writeTime is how long one write of a job waits for the database. A write of
// what is finished may not be cancelled, and a connection may be dead without a
// sign; the job then goes back, and its lease lapses.
const writeTime = 15 * time.Second

// SaveSteps replaces the job's steps.
func (h *Handle) SaveSteps(ctx context.Context, steps []alex.Step) error {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return h.system.SaveSteps(ctx, h.claimed, steps)
}

// SavePart keeps a finished part of the job, so that no later claim does it
// again.
func (h *Handle) SavePart(ctx context.Context, kind alex.PartKind, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return h.system.SavePart(ctx, h.claimed, kind, body)
}

// LoadPart is a part that this claim or an earlier one has kept; found is
// false where there is none.
func (h *Handle) LoadPart(ctx context.Context, kind alex.PartKind) (body []byte, found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return h.system.Part(ctx, h.claimed.Job, kind)
}

// Complete stores the result and ends the job, all at once, and answers the
// report's id.
func (h *Handle) Complete(ctx context.Context, r store.Result) (alex.ID, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	id, err := h.system.Complete(ctx, h.claimed, r, h.now())
	if err == nil {
		h.completed.Store(true)
	}
	return id, err
}
