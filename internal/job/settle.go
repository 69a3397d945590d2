package job

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"alex"
)

// What a person reads of a failed job where the cause is our own.
const (
	failedMessage  = "The analysis could not be finished. What was ready is kept; please start it again."
	crashedMessage = "The analysis was interrupted too often. What was ready is kept; please start it again."
)

// settleTime is how long the last write of a job may take after a stop.
const settleTime = 5 * time.Second

// How an attempt ended, in its trace.
const (
	endedCompleted = "completed"
	endedReleased  = "released" // given back: no failure
	endedRetried   = "retried"
	endedFailed    = "failed"
	endedLost      = "lost" // to another worker, or cancelled
)

// settle writes how the attempt ended, and answers it. It writes nothing where
// another worker, or a cancellation, has come before it.
func (r *Runner) settle(ctx context.Context, j alex.Job, h *Handle, err error) (ended string, wrote error) {
	stopping := ctx.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	system := r.Store.System()
	switch {
	case h.completed.Load():
		return endedCompleted, nil
	case errors.Is(err, alex.ErrFenced):
		r.log(ctx, slog.LevelWarn, "the job was lost to another worker or cancelled", "job", j.ID, "attempt", j.Attempt)
		return endedLost, nil
	case stopping || errors.Is(err, ErrCheckpoint):
		ended, wrote = endedReleased, system.Release(ctx, h.claimed, r.Now())
	case j.Failures+1 >= alex.MaxFailures:
		r.log(ctx, slog.LevelError, "the job has failed", "job", j.ID, "error", err)
		ended, wrote = endedFailed, system.Fail(ctx, h.claimed, safeMessage(err), r.Now())
	default:
		r.log(ctx, slog.LevelWarn, "the job is tried again", "job", j.ID, "failures", j.Failures+1, "error", err)
		ended, wrote = endedRetried, system.Retry(ctx, h.claimed, r.Now().Add(r.delay(j.Failures)))
	}
	if errors.Is(wrote, alex.ErrFenced) {
		return endedLost, nil
	}
	return ended, wrote
}

// delay is how long a job waits after its failures-th failure (from 0): half
// of an exponential backoff, and a random part of the other half (Marc Brooker,
// "Exponential Backoff And Jitter", AWS Architecture Blog, 2015: equal jitter).
func (r *Runner) delay(failures int) time.Duration {
	longest := or(r.Longest, DefaultLongest)
	full := or(r.Backoff, DefaultBackoff)
	for range failures {
		full = min(2*full, longest)
	}
	full = min(full, longest)
	return full/2 + time.Duration(r.Rand()*float64(full/2))
}

// TellsNothing reports that the message of a failed job is one of the program's
// own, in which nothing of what was analyzed can stand.
func TellsNothing(message string) bool { return message == failedMessage || message == crashedMessage }

// safeMessage is what of an error a person may read.
func safeMessage(err error) string {
	if e, ok := errors.AsType[*alex.Error](err); ok && e.Code != alex.CodeInternal && e.Message != "" {
		return clip(e.Message)
	}
	return failedMessage
}

func clip(text string) string {
	const most = 500
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
