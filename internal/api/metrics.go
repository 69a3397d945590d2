package api

import (
	"net/http"
	"strings"
	"time"
)

// measured counts what next answers under the route's pattern.
func (s *Server) measured(pattern string, next http.Handler) http.Handler {
	if s.Metrics == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun, watched := time.Now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(watched, r)
		_, route, _ := strings.Cut(pattern, " ")
		s.Metrics.Request(r.Method, route, watched.status, time.Since(begun))
	})
}

// statusWriter remembers the status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader keeps the status.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap gives deadlines and flushing to those who need them.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
