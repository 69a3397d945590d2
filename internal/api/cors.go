package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const (
	allowedMethods = "GET, POST, PUT, DELETE, OPTIONS"
	allowedHeaders = "Alex-For, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match"
	exposedHeaders = "x-job-id, x-request-id, ETag, Location, Retry-After, Idempotency-Replayed"
)

// cors is the one owner of CORS. OPTIONS is answered here, without a token or
// the database; anything else from a foreign origin is refused.
func (s *Server) cors(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// Browsers send one; where a client sends several, none of them counts.
		origin := strings.Join(r.Header.Values("Origin"), ", ")
		w.Header().Add("Vary", "Origin")
		own := origin == "" || s.ownOrigin(r, origin)
		allowed := slices.Contains(s.AllowedOrigins, origin)
		if allowed || own && origin != "" {
			h := w.Header()
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Allow-Credentials", "true")
			h.Set("Access-Control-Allow-Methods", allowedMethods)
			h.Set("Access-Control-Allow-Headers", allowedHeaders)
			h.Set("Access-Control-Expose-Headers", exposedHeaders)
			h.Set("Access-Control-Max-Age", "300")
		}
		switch {
		case r.Method == http.MethodOptions:
			w.WriteHeader(http.StatusOK)
		case !own && !allowed:
			s.notedAt(r, refusedOrigin)
			writeProblem(w, r, newProblem(r.Context(), codeOrigin, "pages of this origin may not call Alex"))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// ownOrigin reports that origin is this server's: the configured one, or what
// the request asks for. Where one is configured, of all others only a name of
// this machine counts: any name can be made to point here.
func (s *Server) ownOrigin(r *http.Request, origin string) bool {
	if s.PublicURL != "" && origin == s.PublicURL {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || origin != u.Scheme+"://"+u.Host {
		return false
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return u.Scheme == scheme && u.Host == r.Host && (s.PublicURL == "" || loopbackName(u.Host))
}
