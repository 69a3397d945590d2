package api

import (
	"bytes"
	"context"
	"io"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"alex"
)

// Limits of files in hand. A file may come slowly, so more of them come than
// are read: each may be 5 MiB, while reading one takes ten times that.
const (
	filesComing = 8
	filesRead   = 2
	placeWait   = 2 * time.Second // for a place of either kind, before the client has sent anything
)

// held is the place of a file that is being read, from the moment that all of
// it is there until its answer has been made.
type held struct{ release func() }

func (h *held) leave() {
	if h.release != nil {
		h.release()
		h.release = nil
	}
}

// oneFile lets few files come at once, and one of each person. It stands
// before the body is read. The answer is sent when the place is free again:
// a client may take it slowly.
func (s *Server) oneFile(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		leave, err := s.come(ctx.Context())
		if err != nil {
			answerProblem(api, ctx, s.refused(ctx.Context(), err))
			return
		}
		defer leave()
		place := &held{}
		defer place.leave()
		later := &answerLater{asked: huma.WithValue(ctx, placeKey, place)}
		next(later)
		place.leave()
		_, _ = ctx.BodyWriter().Write(later.text.Bytes()) // the client may be gone
	}
}

// come takes one of the places of files that come.
func (s *Server) come(ctx context.Context) (leave func(), err error) {
	waiting, cancel := context.WithTimeout(ctx, placeWait)
	defer cancel()
	if leave, err = s.files.take(waiting, caller(ctx)); err != nil {
		return nil, tooManyFiles(err)
	}
	return leave, nil
}

// readOne takes one of the places of files that are read.
func (s *Server) readOne(ctx context.Context) (leave func(), err error) {
	select {
	case s.reading <- struct{}{}:
		return func() { <-s.reading }, nil
	case <-ctx.Done():
		return nil, tooManyFiles(ctx.Err())
	}
}

// readHere is readOne until the answer has been made.
func (s *Server) readHere(ctx context.Context) error {
	leave, err := s.readOne(ctx)
	if err != nil {
		return err
	}
	if place, ok := ctx.Value(placeKey).(*held); ok {
		place.release = leave
	}
	return nil
}

// importing takes both places for what imports a file that is here.
func (s *Server) importing(ctx context.Context) (leave func(), err error) {
	gone, err := s.come(ctx)
	if err != nil {
		return nil, err
	}
	done, err := s.readOne(ctx)
	if err != nil {
		gone()
		return nil, err
	}
	return func() { done(); gone() }, nil
}

func tooManyFiles(err error) error {
	return &alex.Error{
		Code: alex.CodeUnavailable, Message: "too many files are being read just now; try again",
		RetryAfter: 2 * placeWait, Err: err,
	}
}

// asked is a request under a name that its method Context leaves free.
type asked = huma.Context

// answerLater keeps an answer's text.
type answerLater struct {
	asked
	text bytes.Buffer
}

func (a *answerLater) BodyWriter() io.Writer { return &a.text }

// Unwrap is the context that the answer belongs to.
func (a *answerLater) Unwrap() huma.Context { return a.asked }
