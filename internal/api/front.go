package api

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// What CloudFront says of a request: its secret, and the address of who asks.
const (
	originSecretHeader  = "X-Origin-Secret"
	viewerAddressHeader = "CloudFront-Viewer-Address"
)

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
		if address := viewer(r.Header.Get(viewerAddressHeader)); address != "" {
			r.RemoteAddr = address
			r.Header.Del("X-Forwarded-For")
		}
		if public != "" {
			r.Host = public
		}
		next.ServeHTTP(w, r)
	})
}

// viewer is an address with its port as net/http writes it; empty where text is
// none. CloudFront writes an address of IPv6 without brackets.
func viewer(text string) string {
	at := strings.LastIndexByte(text, ':')
	if at < 0 {
		return ""
	}
	ip, err := netip.ParseAddr(strings.Trim(text[:at], "[]"))
	if err != nil {
		return ""
	}
	return net.JoinHostPort(ip.String(), text[at+1:])
}
