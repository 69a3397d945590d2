package api

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// hosted refuses requests for names that are not this server's, where it
// listens on loopback alone: a page whose own name points at 127.0.0.1 (DNS
// rebinding) would otherwise pass for its origin. A trusted proxy that says
// that it forwards knows whom it serves.
func (s *Server) hosted(next http.Handler) http.Handler {
	if !s.Loopback {
		return next
	}
	public := ""
	if u, err := url.Parse(s.PublicURL); err == nil {
		public = u.Host
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		named := loopbackName(r.Host) || public != "" && strings.EqualFold(r.Host, public)
		if named || forwarded(r.Header) && s.trusted(peer(r)) {
			next.ServeHTTP(w, r)
			return
		}
		s.notedAt(r, refusedHost)
		writeProblem(w, r, newProblem(r.Context(), codeMisdirected,
			"Alex does not answer to this name; set ALEX_PUBLIC_URL to the address that people reach it at"))
	})
}

// loopbackName reports that a host, with or without a port, is one that no
// name server is asked for.
func loopbackName(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	switch strings.ToLower(name) {
	case "localhost", "127.0.0.1", "::1", "[::1]":
		return true
	default:
		return false
	}
}

func forwarded(h http.Header) bool {
	for name := range h {
		if strings.HasPrefix(name, "X-Forwarded-") {
			return true
		}
	}
	return false
}

// peer is the address of the connection.
func peer(r *http.Request) string {
	if at, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return at.Addr().String()
	}
	return r.RemoteAddr
}
