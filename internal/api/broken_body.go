package api

import (
	"errors"
	"io"
	"net"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// unbroken answers 400 where the framework would answer 500 because the body
// breaks off: its chunks are not as HTTP has them, or its sender is gone. That
// is no defect of ours.
func unbroken(ctx huma.Context, next func(huma.Context)) { next(brokenAnswer{ctx}) }

type brokenAnswer struct{ asked }

// SetStatus is the status, or 400 of a body that breaks off.
func (b brokenAnswer) SetStatus(status int) {
	if status == http.StatusInternalServerError && broken(b) {
		status = http.StatusBadRequest
	}
	b.asked.SetStatus(status)
}

// Unwrap is the context that the answer belongs to.
func (b brokenAnswer) Unwrap() huma.Context { return b.asked }

// broken reports that reading the body of a request failed by its sender.
func broken(ctx huma.Context) bool {
	body, ok := ctx.BodyReader().(*patientBody)
	return ok && body.broken
}

// breaks reports that a body ended in another way than by its end, by its
// length or by the time that it took, each of which has an answer of its own.
func breaks(err error) bool {
	if err == nil || errors.Is(err, io.EOF) {
		return false
	}
	if _, long := errors.AsType[*http.MaxBytesError](err); long {
		return false
	}
	e, ok := errors.AsType[net.Error](err)
	return !ok || !e.Timeout()
}
