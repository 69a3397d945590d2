package alex

import "time"

// Origin says how a document came to Alex.
type Origin string

// How a document may come: brought with a key for ingesting or by a command, by
// the person whom it is for, or by the researcher.
const (
	OriginIngest   Origin = "ingest"
	OriginPerson   Origin = "person"
	OriginResearch Origin = "research"
)

// Known lists every origin.
func (Origin) Known() []Origin { return []Origin{OriginIngest, OriginPerson, OriginResearch} }

// Document is a text by others that reports may quote. Its passages are kept as
// they stood there.
type Document struct {
	ID          ID        `json:"id"`
	Source      string    `json:"source"` // an address, or what who brought it calls the source
	Title       string    `json:"title"`
	PublishedOn Date      `json:"publishedOn,omitempty"` // left out where it is not known
	Summary     string    `json:"summary,omitempty"`     // sentences of the text itself, word for word
	AddedAt     time.Time `json:"addedAt"`
	Origin      Origin    `json:"origin"`
	Own         bool      `json:"own"` // a person's own, and not everybody's
	Passages    int       `json:"passages"`
}

// Passage is a piece of a document, word for word.
type Passage struct {
	Document ID     `json:"documentId"`
	Ordinal  int    `json:"ordinal"` // from 0
	Text     string `json:"text"`
}

// Found is a passage near a question, with the document that it stands in.
// Score is the cosine of their vectors, -1 to 1.
type Found struct {
	Passage
	Source      string    `json:"source"`
	Title       string    `json:"title"`
	PublishedOn Date      `json:"publishedOn,omitempty"`
	AddedAt     time.Time `json:"addedAt"`
	Own         bool      `json:"own"`
	Score       float64   `json:"score"`
}

// Limits of a document.
const (
	MostDocumentText   = 1 << 20 // bytes, as text
	MostDocumentTitle  = 300     // characters
	MostDocumentSource = 1000    // characters
	MostSummary        = 2000    // characters
	MostLabels         = 20
	MostLabel          = 200  // characters of a name, and of what it says
	MostPassages       = 4000 // of one document
)

// The most documents and passages that are kept.
const (
	MostOwnDocuments   = 200    // of one person's own
	MostOwnPassages    = 2_000  // of these
	MostDocuments      = 50_000 // of everybody's
	MostSharedPassages = 150_000
)
