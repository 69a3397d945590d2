package api

import (
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"alex"
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

// metrics are for who asks on this machine itself, or with the operators'
// token.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	if !s.operator(r) {
		writeProblem(w, r, newProblem(r.Context(), alex.CodeUnauthorized, "metrics are for this machine, or with the operators' token"))
		return
	}
	s.Metrics.Handler().ServeHTTP(w, r)
}

func (s *Server) operator(r *http.Request) bool {
	token, given := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if given && s.AdminToken != "" {
		return subtle.ConstantTimeCompare([]byte(token), []byte(s.AdminToken)) == 1
	}
	address, err := netip.ParseAddrPort(r.RemoteAddr)
	direct := r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
	return !given && err == nil && direct && address.Addr().Unmap().IsLoopback()
}
