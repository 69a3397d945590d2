package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
)

// postWebhook is a message as it came: the signature is over its very bytes.
type postWebhook struct {
	header  http.Header
	RawBody []byte `contentType:"application/json"`
}

// Resolve notes the headers, which the signature is in.
func (p *postWebhook) Resolve(ctx huma.Context) []error {
	r, _ := humago.Unwrap(ctx)
	p.header = r.Header
	return nil
}

// anyEvent is a body of whatever members: a signature decides.
func anyEvent() map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Type: huma.TypeObject}}}
}

// unchecked leaves a body as it came.
func unchecked(op *huma.Operation) { op.SkipValidateBody = true }

// describeRaw says what a route with a raw body takes; none is taken too, for
// the handler to refuse.
func describeRaw(api huma.API, path string, content map[string]*huma.MediaType) {
	body := api.OpenAPI().Paths[path].Post.RequestBody
	body.Required, body.Content = false, content
}

// hear does what the issuer says of a person. What is of no concern, or was
// heard before, is taken too: else it would be sent again.
func (s *Server) hear(ctx context.Context, in *postWebhook) (*nothing, error) {
	event, err := s.Webhook.Read(in.header, in.RawBody)
	switch {
	case errors.Is(err, auth.ErrNoSecret):
		s.secretless.Do(func() {
			s.log(ctx, slog.LevelWarn, "webhooks are refused: set CLERK_WEBHOOK_SECRET to the endpoint's signing secret")
		})
	case alex.CodeOf(err) == alex.CodeUnauthorized:
		s.noted(ctx, refusedWebhook, "")
	}
	if err != nil || event.Kind == auth.EventOther {
		return nil, err
	}
	return nil, s.Store.System().Hear(ctx, store.Heard{
		Event: event.ID, Person: event.Subject, Gone: event.Kind == auth.EventDeleted,
		Name: event.Name, Email: event.Email, At: event.At,
	})
}
