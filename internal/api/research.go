package api

import (
	"cmp"
	"context"
	"errors"
	"time"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/store"
)

// Library is where texts are kept and found; *knowledge.Library is one, and says
// what each of these promises.
type Library interface {
	Model() knowledge.Model
	Find(ctx context.Context, person alex.PersonID, question string, k int) ([]alex.Found, error)
	Add(ctx context.Context, tenant knowledge.Tenant, t knowledge.Text) (alex.Document, error)
	Remove(ctx context.Context, person alex.PersonID, document alex.ID) error
	Forget(ctx context.Context, document alex.ID) error
}

// FoundBody is a passage near a question, word for word, with the document that
// it stands in.
type FoundBody struct {
	DocumentID  alex.ID    `json:"documentId" format:"uuid"`
	Ordinal     int        `json:"ordinal" doc:"the passage's place in its document, from 0"`
	Text        string     `json:"text"`
	Source      string     `json:"source"`
	Title       string     `json:"title"`
	PublishedOn *alex.Date `json:"publishedOn" nullable:"true" doc:"null where it is not known"`
	AddedAt     time.Time  `json:"addedAt"`
	Own         bool       `json:"own" doc:"the person's own: found by them, and by whom they let read"`
	Score       float64    `json:"score" doc:"cosine with the question, -1 to 1"`
}

// EmbedderBody is what places texts by their meaning.
type EmbedderBody struct {
	Name      string `json:"name"`
	Dimension int    `json:"dimension" doc:"numbers of a vector"`
}

// FoundList is what is nearest to a question, the nearest first.
type FoundList struct {
	Items    []FoundBody  `json:"items" nullable:"false"`
	Embedder EmbedderBody `json:"embedder"`
}

// DocumentBody is a text by others.
type DocumentBody struct {
	ID          alex.ID     `json:"id" format:"uuid"`
	Source      string      `json:"source" doc:"an address, or what who brought it calls the source"`
	Title       string      `json:"title"`
	PublishedOn *alex.Date  `json:"publishedOn" nullable:"true" doc:"null where it is not known"`
	Summary     string      `json:"summary" doc:"sentences of the text itself, word for word; may be empty"`
	AddedAt     time.Time   `json:"addedAt"`
	Origin      alex.Origin `json:"origin"`
	Own         bool        `json:"own" doc:"the person's own: found by them, and by whom they let read"`
	Passages    int         `json:"passages"`
}

// DocumentInput is a text that the person shall find, and whom they let read.
type DocumentInput struct {
	Title       string    `json:"title" maxLength:"300" doc:"the first words of the text where it is empty"`
	Text        string    `json:"text" doc:"plain text, its paragraphs parted by empty lines; at most 1 MiB, as a body is"`
	Source      string    `json:"source,omitempty" maxLength:"1000"`
	PublishedOn alex.Date `json:"publishedOn,omitempty"`
}

type (
	searchTexts struct {
		Query string `query:"query" required:"true" maxLength:"1000" doc:"a question, or what a passage should be about"`
		K     int    `query:"k" minimum:"1" maximum:"50" default:"5" doc:"how many passages"`
	}
	postDocument struct {
		Keyed
		Body DocumentInput
	}
)

// findTexts answers what the person may read whom the request is about: what is
// everybody's, and what is their own.
func (s *Server) findTexts(ctx context.Context, in *searchTexts) (*body[FoundList], error) {
	found, err := s.Library.Find(ctx, person(ctx), in.Query, in.K)
	if err != nil {
		return nil, placed(err, map[string]string{"query": "query.query", "k": "query.k"})
	}
	out := FoundList{Items: make([]FoundBody, len(found)), Embedder: s.embedder()}
	for i, f := range found {
		out.Items[i] = FoundBody{f.Document, f.Ordinal, f.Text, f.Source, f.Title, dateOrNull(f.PublishedOn), f.AddedAt, f.Own, f.Score}
	}
	return &body[FoundList]{out}, nil
}

func (s *Server) embedder() EmbedderBody { return EmbedderBody(s.Library.Model()) }

func dateOrNull(d alex.Date) *alex.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func (s *Server) listDocuments(ctx context.Context, in *PageQuery) (*list[DocumentBody], error) {
	page, err := s.mine(ctx).Documents(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, documentBody), nil
}

func documentBody(d alex.Document) DocumentBody {
	return DocumentBody{d.ID, d.Source, d.Title, dateOrNull(d.PublishedOn), d.Summary, d.AddedAt, d.Origin, d.Own, d.Passages}
}

// documentAt is where a document is taken away again, by whoever may.
func documentAt(d alex.Document) string { return "/api/research/documents/" + string(d.ID) }

// createDocument keeps a text of the person's own. One that is kept already is
// the document that it is.
func (s *Server) createDocument(ctx context.Context, in *postDocument) (*created[DocumentBody], error) {
	return create(ctx, s, creation[alex.Document, DocumentBody]{
		Checks: true, // what is indexed elsewhere is not undone by a refused key
		Keyed:  in.Keyed, Route: "research/documents", Asked: in.Body,
		Do: func(p *store.Personal) (alex.Document, error) {
			d, err := s.Library.Add(ctx, person(ctx), knowledge.Text{
				Source: in.Body.Source, Title: in.Body.Title, PublishedOn: in.Body.PublishedOn, Origin: alex.OriginPerson, Body: in.Body.Text,
			})
			if err == nil {
				err = p.Made(ctx, d)
			}
			return d, placed(err, map[string]string{"metadata.source": "source", "metadata.title": "title", "metadata.date": "publishedOn"})
		},
		View: documentBody, Location: documentAt,
	})
}

func (s *Server) deleteDocument(ctx context.Context, in *ByID) (*nothing, error) {
	return nil, s.Library.Remove(ctx, person(ctx), in.id())
}

// placed is an error whose fields stand in the request where places has them.
func placed(err error, places map[string]string) error {
	e, ok := errors.AsType[*alex.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err
	}
	var moved alex.Problems
	for _, f := range e.Fields {
		moved.Addf(cmp.Or(places[f.Location], f.Location), "%s", f.Message)
	}
	return moved.Err()
}
