package api

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// originSecretHeader is what CloudFront says with each request.
const originSecretHeader = "X-Origin-Secret"

// fronted lets requests pass that come through the network in front of Alex, and
// knows of those who asks, and by which name. Without OriginSecrets there is none,
// and everything passes as it came.
func (s *Server) fronted(next http.Handler) http.Handler {
	if len(s.OriginSecrets) == 0 {
		return next
	}
	public := ""
	if u, err := url.Parse(s.PublicURL); err == nil {
		public = u.Host
	}
	refused := s.secured(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.notedAt(r, refusedFront)
		writeProblem(w, r, newProblem(r.Context(), codeOrigin, "Alex is asked at its public address alone"))
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		said := r.Header.Get(originSecretHeader)
		if !slices.ContainsFunc(s.OriginSecrets, func(secret string) bool { return subtle.ConstantTimeCompare([]byte(said), []byte(secret)) == 1 }) {
			refused.ServeHTTP(w, r)
			return
		}
		r = r.Clone(r.Context())
		r.Header.Del(originSecretHeader)
		r.RemoteAddr = viewer(r)
		r.Header.Del("X-Forwarded-For")
		if public != "" {
			r.Host = public
		}
		next.ServeHTTP(w, r)
	})
}

// viewer is the address of who asks the network in front. That writes it at the end of
// X-Forwarded-For, whatever was sent in it, and the HTTP API may write the network's
// own behind it, from which the request comes. Where there is none it is that one.
func viewer(r *http.Request) string {
	network := peer(r)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := hopAddress(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		if hop != network {
			return hop
		}
	}
	return network
}
