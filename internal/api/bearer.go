package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/httprate"

	"alex"
	"alex/internal/store"
)

// bearer names the security scheme of the routes that need a token; streams
// marks those that answer for as long as there is something to say.
const (
	bearer  = "bearer"
	streams = "streams"
)

// authenticated lets a request pass with a good token, and knows from then on
// who asks, and whose rows it is about. It stands before the body is looked at.
func (s *Server) authenticated(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		who, err := s.personOf(ctx)
		reason := reasonOf(err)
		if err == nil {
			if err = s.count(ctx.Context(), who); err != nil {
				reason = refusedRate
			}
		}
		owner := who
		if err == nil {
			owner, err = s.ownerOf(ctx, who)
			reason = reasonOf(err)
		}
		if err != nil {
			s.noted(ctx.Context(), reason, who)
			answerProblem(api, ctx, problemOf(ctx.Context(), err))
			return
		}
		if owner != who {
			ctx = huma.WithValue(ctx, callerKey, who)
			op := ctx.Operation()
			ctx = huma.WithContext(ctx, s.Store.ByGrantee(ctx.Context(), who, op.Method, op.Path))
		}
		next(huma.WithValue(ctx, personKey, owner))
	}
}

func (s *Server) personOf(ctx huma.Context) (alex.PersonID, error) {
	scheme, token, found := strings.Cut(ctx.Header("Authorization"), " ")
	if !found || !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", alex.Errorf(alex.CodeUnauthorized, "sign in first: this needs a bearer token")
	}
	timed, cancel := context.WithTimeout(ctx.Context(), s.patience()) // streams have no other
	defer cancel()
	return s.Auth.Authenticate(timed, strings.TrimSpace(token))
}

// countPerson is the limit by person; it counts nothing where there is none.
func (s *Server) countPerson() func(context.Context, alex.PersonID) error {
	if s.UserRateLimit <= 0 {
		return func(context.Context, alex.PersonID) error { return nil }
	}
	count := counting(s.UserRateLimit)
	return func(ctx context.Context, person alex.PersonID) error { return count(ctx, string(person)) }
}

// counting lets so many requests of each who asks pass in a minute.
func counting(most int) func(ctx context.Context, who string) error {
	limiter := httprate.NewRateLimiter(most, time.Minute)
	return func(ctx context.Context, who string) error {
		asked := new(http.Request).WithContext(ctx) // the limiter looks at its context alone
		if !limiter.OnLimit(discarded{http.Header{}}, asked, who) {
			return nil
		}
		return &alex.Error{Code: alex.CodeThrottled, Message: "too many requests; wait a little", RetryAfter: time.Minute}
	}
}

// discarded takes the headers of the limiter, which are those of an address.
type discarded struct{ header http.Header }

func (d discarded) Header() http.Header         { return d.header }
func (d discarded) Write(b []byte) (int, error) { return len(b), nil }
func (d discarded) WriteHeader(int)             {}

// answerProblem answers before the handler was reached.
func answerProblem(api huma.API, ctx huma.Context, p *Problem) {
	for name, values := range p.headers {
		for _, value := range values {
			ctx.SetHeader(name, value)
		}
	}
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	_ = api.Marshal(ctx.BodyWriter(), "application/json", p) // the client may be gone
}

// identityOnly refuses compressed bodies, and JSON with a meaning of its own,
// such as a merge patch.
func identityOnly(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if encoding := ctx.Header("Content-Encoding"); encoding != "" && encoding != "identity" {
			answerProblem(api, ctx, newProblem(ctx.Context(), codeMediaType, "bodies are taken as they are, without compression"))
			return
		}
		media, _, _ := strings.Cut(ctx.Header("Content-Type"), ";")
		if strings.HasSuffix(strings.ToLower(strings.TrimSpace(media)), "+json") {
			answerProblem(api, ctx, newProblem(ctx.Context(), codeMediaType, "send the body as application/json"))
			return
		}
		next(ctx)
	}
}

// person is whose rows a request is about.
func person(ctx context.Context) alex.PersonID {
	id, _ := ctx.Value(personKey).(alex.PersonID)
	return id
}

// mine is the door to what belongs to the person whom a request is about.
func (s *Server) mine(ctx context.Context) *store.Personal { return s.Store.As(person(ctx)) }
