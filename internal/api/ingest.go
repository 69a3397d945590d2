package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/store"
)

// ingestKey names the security scheme of the route that brings texts, and
// keyHeader the header that its key stands in.
const (
	ingestKey = "ingestKey"
	keyHeader = "x-api-key"
)

// ingestsAMinute is how many requests of one key pass in a minute, those that
// are refused for their body among them.
const ingestsAMinute = 120

// ingesting lets a request pass with a key for ingesting, and knows from then on
// who brings it. Neither a person's token nor an operator's key is one.
func (s *Server) ingesting(api huma.API) func(huma.Context, func(huma.Context)) {
	count := counting(ingestsAMinute)
	return func(ctx huma.Context, next func(huma.Context)) {
		actor, err := s.bringer(ctx)
		reason := refusedRate
		if err != nil {
			reason = reasonOfKey(err)
		} else {
			err = count(ctx.Context(), string(actor))
		}
		if err != nil {
			s.noted(ctx.Context(), reason, "")
			answerProblem(api, ctx, problemOfKey(ctx.Context(), err))
			return
		}
		next(huma.WithContext(ctx, store.ActingAs(ctx.Context(), actor)))
	}
}

// bringer is who brings the key of a request.
func (s *Server) bringer(ctx huma.Context) (alex.Actor, error) {
	key := ctx.Header(keyHeader)
	if key == "" {
		return "", alex.Errorf(alex.CodeUnauthorized, "this needs a key for ingesting, which alex key create has made, in the header %s", keyHeader)
	}
	client, _ := ctx.Context().Value(clientKey).(connection)
	timed, cancel := context.WithTimeout(ctx.Context(), s.patience())
	defer cancel()
	return s.AdmitIngest(timed, key, client.address)
}

// problemOfKey is problemOf where no bearer token helps.
func problemOfKey(ctx context.Context, err error) *Problem {
	p := problemOf(ctx, err)
	if p.Status == http.StatusUnauthorized {
		p.headers.Set("WWW-Authenticate", `ApiKey realm="alex"`)
	}
	return p
}

// IngestInput is a text by others, for everybody.
type IngestInput struct {
	Text     string   `json:"text" doc:"plain text, its paragraphs parted by empty lines; at most 1 MiB, as a body is"`
	Metadata Metadata `json:"metadata,omitempty"`
}

// Metadata is what who brings a text says of it. What it names beside these three
// is a label, and nothing else: whose the text is, where it came from and its id
// are not its to say.
type Metadata struct {
	Source string
	Title  string
	Date   alex.Date
	Labels map[string]string
}

// Schema is an object of texts, numbers and truths by name.
func (Metadata) Schema(huma.Registry) *huma.Schema {
	short := func(most int, description string) *huma.Schema {
		return ready(&huma.Schema{Type: huma.TypeString, MaxLength: &most, Description: description})
	}
	return ready(&huma.Schema{
		Type:        huma.TypeObject,
		Description: "what is said of the text; up to 20 fields beside these are kept as labels, a text, a number or a truth each",
		Properties: map[string]*huma.Schema{
			"source": short(alex.MostDocumentSource, "an address, or what you call the source"),
			"title":  short(alex.MostDocumentTitle, "the first words of the text unless said"),
			"date":   ready(&huma.Schema{Type: huma.TypeString, Format: "date", Description: "the day on which it was published"}),
		},
		AdditionalProperties: ready(&huma.Schema{OneOf: []*huma.Schema{
			short(alex.MostLabel, ""), {Type: huma.TypeNumber}, {Type: huma.TypeBoolean},
		}}),
	})
}

// UnmarshalJSON reads what fits the schema; names are told apart by case.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var said map[string]any
	if err := decoder.Decode(&said); err != nil {
		return err
	}
	*m = Metadata{}
	for name, value := range said {
		switch name {
		case "source":
			m.Source = labelOf(value)
		case "title":
			m.Title = labelOf(value)
		case "date":
			m.Date = alex.Date(labelOf(value))
		default:
			if m.Labels == nil {
				m.Labels = map[string]string{}
			}
			m.Labels[name] = labelOf(value)
		}
	}
	return nil
}

// labelOf is a value as text.
func labelOf(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	}
	return "" // which the schema has refused
}

// Ingested names the document that a text is.
type Ingested struct {
	DocumentID alex.ID `json:"documentId" format:"uuid"`
}

type (
	postIngest struct{ Body IngestInput }
	ingested   struct {
		Location string `header:"Location"`
		Body     Ingested
	}
)

// repeatable says of the route that brings texts how often one may be brought.
func repeatable(op *huma.Operation) {
	op.Description = "The same text again is the document that it is already, and what is said of it anew is not kept. " +
		"So it takes no Idempotency-Key. A key may ask " + strconv.Itoa(ingestsAMinute) + " times a minute."
}

// ingest keeps a text for everybody.
func (s *Server) ingest(ctx context.Context, in *postIngest) (*ingested, error) {
	said := in.Body.Metadata
	d, err := s.Library.Add(ctx, knowledge.Everybody, knowledge.Text{
		Source: said.Source, Title: said.Title, PublishedOn: said.Date, Labels: said.Labels, Origin: alex.OriginIngest, Body: in.Body.Text,
	})
	if err != nil {
		return nil, err
	}
	return &ingested{documentAt(d), Ingested{d.ID}}, nil
}
