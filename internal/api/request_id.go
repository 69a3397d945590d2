package api

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/google/uuid"

	"alex"
)

type contextKey int

const (
	requestKey contextKey = iota
	personKey             // whose rows it is about
	callerKey             // who asks, where that is another
	clientKey
	placeKey
	routeKey
	programKey // the access key of a program, and whose it is
)

// withRequestID gives every request an id, which its answer and its log carry.
func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := uuid.NewString()
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey, id)))
	})
}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey).(string)
	return id
}

// recovered answers a panic as what it is, a defect of ours.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if failure := recover(); failure != nil {
				if failure == http.ErrAbortHandler { //nolint:errorlint // a value of panic, compared as net/http does
					panic(failure)
				}
				s.log(r.Context(), slog.LevelError, "a request panicked", "panic", failure, "stack", string(debug.Stack()))
				writeProblem(w, r, newProblem(r.Context(), alex.CodeInternal, "something failed on our side"))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func (s *Server) log(ctx context.Context, level slog.Level, message string, args ...any) {
	if s.Log != nil {
		s.Log.Log(ctx, level, message, append(args, "request", requestID(ctx))...)
	}
}
