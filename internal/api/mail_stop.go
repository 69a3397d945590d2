package api

import (
	"context"
	"encoding/json"
	"mime"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/review"
)

// postStop is a token in the body, as the page sends it, or in the query, as a
// mail program does with a form that says so (RFC 8058, 3.2).
type postStop struct {
	Query       string `query:"token" maxLength:"1000"`
	ContentType string `header:"Content-Type"`
	RawBody     []byte `contentType:"application/json"`
}

func oneClick() map[string]*huma.MediaType {
	return map[string]*huma.MediaType{
		"application/json": {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"token"},
			Properties: map[string]*huma.Schema{"token": {Type: huma.TypeString, Description: "what a letter's link holds"}},
		}},
		"application/x-www-form-urlencoded": {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"List-Unsubscribe"},
			Properties: map[string]*huma.Schema{"List-Unsubscribe": {Type: huma.TypeString, Enum: []any{"One-Click"}}},
		}},
	}
}

// stopReviews ends the letters of whom the token was sealed for. It asks for no
// sign-in, and tells nothing: nor whether there is such a person.
func (s *Server) stopReviews(ctx context.Context, in *postStop) (*nothing, error) {
	token, err := in.token()
	if err != nil {
		return nil, err
	}
	who, err := review.Open(s.AccountKey, token)
	if err != nil {
		return nil, err
	}
	return nil, s.Store.As(who).StopReviews(ctx)
}

func (p *postStop) token() (string, error) {
	media, _, _ := mime.ParseMediaType(p.ContentType)
	if media == "application/x-www-form-urlencoded" || media == "multipart/form-data" || len(p.RawBody) == 0 {
		if p.Query == "" {
			return "", alex.Invalid("token", "is missing")
		}
		return p.Query, nil
	}
	var body struct {
		Token string `json:"token"`
	}
	if err := json.Unmarshal(p.RawBody, &body); err != nil || body.Token == "" {
		return "", alex.Invalid("token", "is missing")
	}
	return body.Token, nil
}
