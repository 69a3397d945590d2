package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"alex"
	"alex/internal/store"
)

// programPath is where programs ask by the Model Context Protocol.
const programPath = "/mcp"

// callsAMinute is how many requests of one access key pass in a minute.
const callsAMinute = 120

// ProgramOf is the access key that a request brought, and whose it is.
func ProgramOf(ctx context.Context) (store.Opened, bool) {
	o, known := ctx.Value(programKey).(store.Opened)
	return o, known
}

// programmed lets a request pass with an access key, and knows from then on whose
// it is. A person's token is none, and an access key opens nothing else.
func (s *Server) programmed(next http.Handler) http.Handler {
	count := counting(callsAMinute)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(store.Promptly(r.Context()), s.patience())
		defer cancel()
		r = r.WithContext(context.WithValue(ctx, routeKey, programPath))
		o, err := s.programOf(r)
		reason := ""
		if err != nil {
			reason = reasonOfKey(err)
		} else if err = count(r.Context(), string(o.Key.ID)); err == nil {
			err = s.count(r.Context(), o.Person)
		}
		if err != nil {
			if reason == "" {
				reason = refusedRate
			}
			s.noted(r.Context(), reason, o.Person)
			writeProblem(w, r, problemOf(r.Context(), err))
			return
		}
		if err := wholeMessage(r); err != nil {
			writeProblem(w, r, err)
			return
		}
		next.ServeHTTP(unstored{w}, r.WithContext(context.WithValue(r.Context(), programKey, o)))
	})
}

func (s *Server) programOf(r *http.Request) (store.Opened, error) {
	key, found := bearerOf(r.Header.Get("Authorization"))
	if !found {
		return store.Opened{}, alex.Errorf(alex.CodeUnauthorized, "this needs an access key, which you make in Alex, under Settings, Assistants")
	}
	return s.Access.Opens(r.Context(), key, s.clientIP(r))
}

// wholeMessage reads the body, and refuses what is no single message of bounded
// depth: of many in one the limits would count one.
func wholeMessage(r *http.Request) *Problem {
	data, err := io.ReadAll(r.Body)
	_, long := errors.AsType[*http.MaxBytesError](err)
	switch {
	case long || len(data) > maxBody:
		return newProblem(r.Context(), alex.CodeTooLarge, "the body is larger than 1 MiB, the most that this route takes")
	case err != nil:
		return newProblem(r.Context(), codeMalformed, "the body breaks off")
	}
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return newProblem(r.Context(), codeMediaType, "bodies are taken as they are, without compression")
	}
	if err := checkJSON(data); err != nil {
		return newProblem(r.Context(), codeMalformed, err.Error())
	}
	if text := bytes.TrimSpace(data); text[0] != '{' {
		return newProblem(r.Context(), codeMalformed, "send one message at a time, as one JSON object")
	}
	if r.Header.Get("Accept") == "" { // some programs say nothing, and take what comes
		r.Header.Set("Accept", "application/json, text/event-stream")
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(data)), int64(len(data))
	return nil
}

// unstored says of every answer that nobody keeps it, whatever its writer says.
type unstored struct{ http.ResponseWriter }

// WriteHeader says so.
func (u unstored) WriteHeader(status int) {
	u.Header().Set("Cache-Control", "no-store")
	u.ResponseWriter.WriteHeader(status)
}

// Write says so too, where no status was said before.
func (u unstored) Write(data []byte) (int, error) {
	u.Header().Set("Cache-Control", "no-store")
	return u.ResponseWriter.Write(data)
}

// Unwrap gives deadlines and flushing to those who need them.
func (u unstored) Unwrap() http.ResponseWriter { return u.ResponseWriter }
