package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/httprate"

	"alex"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// Why somebody is refused who may be up to something; each is a reason of
// alex_refusals_total.
const (
	refusedForbidden  = "forbidden"      // what is another's, or not theirs to do
	refusedToken      = "bad_token"      // one that nobody issued; not one that has expired
	refusedThrottled  = "throttled"      // too many failures, or too much at a time
	refusedRate       = "rate_limit"     // too many requests
	refusedOrigin     = "foreign_origin" // of another web page
	refusedFront      = "past_the_front" // not through the network in front of Alex
	refusedHost       = "foreign_host"   // by a name that is not Alex's
	refusedKey        = "bad_key"        // of an operator, or none where one is needed
	refusedWebhook    = "bad_webhook"    // that the issuer did not sign, or not now
	refusedTokenReuse = "reused_token"   // a refresh token's second use, which ends its session
)

// notValid is the verifier's word for a token that nobody issued.
const notValid = "the token is not valid"

// reasonOf is why err is worth a line, or empty.
func reasonOf(err error) string {
	e, ok := errors.AsType[*alex.Error](err)
	switch {
	case errors.Is(err, store.ErrTokenReused):
		return refusedTokenReuse
	case !ok:
		return ""
	case e.Code == alex.CodeForbidden:
		return refusedForbidden
	case e.Code == alex.CodeThrottled:
		return refusedThrottled
	case e.Code == alex.CodeUnauthorized && e.Message == notValid:
		return refusedToken
	default:
		return ""
	}
}

// noted counts a refusal, and logs it: who was refused, as a hash, by which
// route and why, and nothing that was sent. Of one person, or one address where
// it is not known who asks, one line a minute says how many were not told.
func (s *Server) noted(ctx context.Context, reason string, who alex.PersonID) {
	if reason == "" {
		return
	}
	if s.Metrics != nil {
		s.Metrics.Refused(reason)
	}
	client, _ := ctx.Value(clientKey).(connection)
	subject := "address " + httprate.CanonicalizeIP(client.address) // of IPv6 a /64, which one has whole
	if who != "" {
		subject = "person " + string(who)
	}
	untold, tell := s.refusals.tell(s.Now(), reason, subject)
	if !tell {
		return
	}
	route, _ := ctx.Value(routeKey).(string)
	line := []any{"reason", reason, "route", route, "untold", untold}
	if who != "" {
		line = append(line, "person", telemetry.PersonHash(who))
	}
	s.log(ctx, slog.LevelWarn, "a request was refused", line...)
}

// routed notes the pattern of the route, which has no ids in it.
func routed(ctx huma.Context, next func(huma.Context)) {
	next(huma.WithValue(ctx, routeKey, ctx.Operation().Path))
}

// notedAt is noted for what is refused before its route is known.
func (s *Server) notedAt(r *http.Request, reason string) {
	ctx := r.Context()
	if s.pattern != nil {
		ctx = context.WithValue(ctx, routeKey, s.pattern(r))
	}
	s.noted(ctx, reason, "")
}

// refusals remembers of whom a line was written in this minute.
type refusals struct {
	mu     sync.Mutex
	minute time.Time
	untold map[string]int // of this minute, since its line
	before map[string]int // of minutes before, which no line has told of yet
}

// mostSubjects bounds the memory; beyond it all others are one.
const mostSubjects = 10_000

// tell reports whether a line is due, and how many there were since the last
// that none told of.
func (r *refusals) tell(now time.Time, reason, subject string) (untold int, due bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if minute := now.Truncate(time.Minute); !minute.Equal(r.minute) {
		r.turn(minute)
	}
	key := reason + " " + subject
	if _, known := r.untold[key]; !known && len(r.untold) >= mostSubjects {
		key = reason
	}
	if n, known := r.untold[key]; known {
		r.untold[key] = n + 1
		return 0, false
	}
	r.untold[key], untold = 0, r.before[key]
	delete(r.before, key)
	return untold, true
}

// turn begins another minute.
func (r *refusals) turn(minute time.Time) {
	if r.before == nil || len(r.before) >= mostSubjects {
		r.before = map[string]int{}
	}
	for key, n := range r.untold {
		if n > 0 {
			r.before[key] += n
		}
	}
	r.minute, r.untold = minute, map[string]int{}
}
