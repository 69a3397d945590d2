package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/store"
)

// Library is where texts by others are brought and found.
type Library interface {
	// Add keeps a text for a tenant. The same text again is the document that
	// it is already.
	Add(ctx context.Context, tenant knowledge.Tenant, t knowledge.Text) (alex.Document, error)

	// Find answers the k passages nearest to a question among what the person
	// may read, the nearest first.
	Find(ctx context.Context, person alex.PersonID, question string, k int) ([]alex.Found, error)

	// Remove forgets a document of the person's own.
	Remove(ctx context.Context, person alex.PersonID, document alex.ID) error

	Model() knowledge.Model
}

// ingestKey names the security scheme of the route that brings documents.
const ingestKey = "ingest"

const ingestHeader = "X-Api-Key"

// ingested lets a request pass with a key for ingesting.
func (s *Server) ingested(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		actor, err := s.brings(ctx)
		if err != nil {
			s.noted(ctx.Context(), reasonOfKey(err), "")
			answerProblem(api, ctx, problemOf(ctx.Context(), err))
			return
		}
		next(huma.WithContext(ctx, store.ActingAs(ctx.Context(), actor)))
	}
}

func (s *Server) brings(ctx huma.Context) (alex.Actor, error) {
	key := ctx.Header(ingestHeader)
	if key == "" {
		return "", alex.Errorf(alex.CodeUnauthorized, "this needs a key for ingesting in the header x-api-key: alex key create NAME --role ingest")
	}
	client, _ := ctx.Context().Value(clientKey).(connection)
	timed, cancel := context.WithTimeout(ctx.Context(), workTimeout)
	defer cancel()
	return s.Office.AdmitIngest(timed, key, client.address)
}

type postIngest struct {
	Body struct {
		Text     string         `json:"text" minLength:"1" doc:"plain text, its paragraphs parted by empty lines"`
		Metadata map[string]any `json:"metadata,omitempty" doc:"source, title and date (YYYY-MM-DD) are known; whatever else is kept beside the text, and never in its place"`
	}
}

// Ingested is the document that a text became, or was already.
type Ingested struct {
	DocumentID alex.ID `json:"documentId" format:"uuid"`
}

func (s *Server) ingest(ctx context.Context, in *postIngest) (*body[Ingested], error) {
	text, err := described(in.Body.Metadata)
	if err != nil {
		return nil, err
	}
	text.Origin, text.Body = alex.OriginIngest, in.Body.Text
	d, err := s.Library.Add(ctx, knowledge.Everybody, text)
	if err != nil {
		return nil, err
	}
	return &body[Ingested]{Ingested{d.ID}}, nil
}

// described is what metadata say of a text.
func described(metadata map[string]any) (t knowledge.Text, err error) {
	var problems alex.Problems
	labels := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(metadata)) {
		text, ok := plain(metadata[name])
		if !ok {
			problems.Addf("body.metadata."+name, "is neither text nor a number nor true or false")
			continue
		}
		switch name {
		case "source":
			t.Source = text
		case "title":
			t.Title = text
		case "date":
			if t.PublishedOn, err = alex.ParseDate(text); err != nil {
				problems.Addf("body.metadata.date", "%s", err)
			}
		default:
			labels[name] = text
		}
	}
	if len(labels) > 0 {
		t.Labels = labels
	}
	return t, problems.Err()
}

// plain is a value of JSON as text.
func plain(value any) (text string, ok bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case bool, float64, json.Number:
		return fmt.Sprint(v), true
	}
	return "", false
}

type findResearch struct {
	Query string `query:"query" maxLength:"1000" required:"true" doc:"a question, or what a passage should be about"`
	K     int    `query:"k" minimum:"1" maximum:"50" default:"5" doc:"how many passages"`
}

// Research is what was found, the nearest first, and by what.
type Research struct {
	Items    []alex.Found    `json:"items" nullable:"false"`
	Embedder knowledge.Model `json:"embedder"`
}

func (s *Server) findResearch(ctx context.Context, in *findResearch) (*body[Research], error) {
	items, err := s.Library.Find(ctx, person(ctx), in.Query, in.K)
	if err != nil {
		return nil, err
	}
	return &body[Research]{Research{items, s.Library.Model()}}, nil
}

func (s *Server) listDocuments(ctx context.Context, in *PageQuery) (*list[alex.Document], error) {
	page, err := s.mine(ctx).Documents(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, itself[alex.Document]), nil
}

func (s *Server) deleteDocument(ctx context.Context, in *ByID) (*nothing, error) {
	return nil, s.Library.Remove(ctx, person(ctx), alex.ID(in.ID))
}
