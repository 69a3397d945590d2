package api

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/go-chi/httprate"

	"alex"
)

// limitRate counts the requests of each address. Health, readiness and what
// is no route of the API are free.
func (s *Server) limitRate(next http.Handler) http.Handler {
	if s.RateLimit <= 0 {
		return next
	}
	limited := httprate.NewRateLimiter(s.RateLimit, time.Minute,
		httprate.WithKeyFuncs(func(r *http.Request) (string, error) {
			return httprate.CanonicalizeIP(s.clientIP(r)), nil
		}),
		httprate.WithLimitHandler(s.tooMany)).Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if free(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		limited.ServeHTTP(w, r)
	})
}

func free(path string) bool {
	return !strings.HasPrefix(path, "/api/") && path != programPath || path == "/api/health" || path == "/api/ready"
}

func (s *Server) tooMany(w http.ResponseWriter, r *http.Request) {
	s.notedAt(r, refusedRate)
	p := newProblem(r.Context(), alex.CodeThrottled, "too many requests; wait a little")
	if w.Header().Get("Retry-After") == "" {
		p.retryAfter(time.Minute)
	}
	writeProblem(w, r, p)
}

// clientIP is the address of who asks: the nearest one that is no trusted
// proxy. X-Forwarded-For counts only as far as trusted proxies wrote it.
func (s *Server) clientIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.trusted(host); i-- {
		hop, err := hopAddress(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		host = hop
	}
	if host == peer(r) && r.Header.Get("X-Forwarded-For") != "" && !s.trusted(host) {
		s.strangerForwards.Do(func() {
			s.log(r.Context(), slog.LevelWarn, "X-Forwarded-For of a peer that is no trusted proxy does not count; "+
				"if it is one, name it in ALEX_TRUSTED_PROXIES", "peer", host)
		})
	}
	return host
}

// hopAddress is the address of a hop; some proxies write the port too.
func hopAddress(hop string) (string, error) {
	if at, err := netip.ParseAddrPort(hop); err == nil {
		return at.Addr().String(), nil
	}
	_, err := netip.ParseAddr(hop)
	return hop, err
}

func (s *Server) trusted(host string) bool {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, network := range s.TrustedProxies {
		if network.Contains(ip.Unmap()) {
			return true
		}
	}
	return false
}

// limitBody refuses what is too long before it is read, and what is read too
// slowly.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most, wait := int64(maxBody), bodyTimeout
		if r.URL.Path == previewPath {
			most, wait = maxUpload, uploadTimeout
		}
		if r.ContentLength > most {
			writeProblem(w, r, newProblem(r.Context(), alex.CodeTooLarge, fmt.Sprintf("the body is larger than %d MiB, the most that this route takes", most>>20)))
			return
		}
		control := http.NewResponseController(w)
		_ = control.SetWriteDeadline(time.Now().Add(wait + writeTimeout)) // not every connection has deadlines
		if r.ContentLength != 0 {
			_ = control.SetReadDeadline(time.Now().Add(wait))
		}
		// The framework refuses at most+1, with 413.
		r.Body = &patientBody{ReadCloser: http.MaxBytesReader(w, r.Body, most+2), control: control}
		next.ServeHTTP(w, r)
	})
}

// patientBody lifts the deadline once the body has been read: it is one of the
// sender, not of the work that follows.
type patientBody struct {
	io.ReadCloser
	control *http.ResponseController
	broken  bool // by its sender
}

func (b *patientBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	b.broken = b.broken || breaks(err)
	return n, err
}

// Limits of a positions file: the file itself and the form around it.
const (
	maxUpload     = 5<<20 + 64<<10
	uploadTimeout = 60 * time.Second
)
