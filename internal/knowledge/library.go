package knowledge

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"alex"
)

// Text is what somebody brings: a document's body as plain text, its paragraphs
// parted by empty lines, and what is known of where it comes from.
type Text struct {
	Source      string
	Title       string
	PublishedOn alex.Date
	Summary     string            // sentences of the body; may be empty
	Labels      map[string]string // what else is said of it; kept, and no more
	Origin      alex.Origin
	Body        string
}

// NewDocument is a text that is about to be kept.
type NewDocument struct {
	Tenant      Tenant
	Source      string
	Title       string
	PublishedOn alex.Date
	Summary     string
	Labels      map[string]string
	Origin      alex.Origin
	ContentHash string // of the clean text, in hexadecimal
	Passages    []string
}

// Unindexed is a document that nobody finds yet.
type Unindexed struct {
	ID       alex.ID
	Tenant   Tenant
	Title    string
	Passages []string
}

// Keeper keeps documents, their passages, and by what they were embedded.
type Keeper interface {
	// Settle says which model embeds, unless that was said before and there are
	// documents, and answers what stands; Replace says it anew, and leaves nothing indexed.
	Settle(ctx context.Context, m Model) (stands Model, err error)
	Replace(ctx context.Context, m Model) error

	// Add keeps a document. What the tenant has already, by its hash, is
	// answered as it is.
	Add(ctx context.Context, n NewDocument) (alex.Document, error)

	// Next is a document to be indexed: the one of an id, or where that is empty
	// the first behind another, in an order that stays. ok is false where there
	// is none.
	Next(ctx context.Context, id, behind alex.ID) (u Unindexed, ok bool, err error)

	// Indexed says that a document is found from now on.
	Indexed(ctx context.Context, id alex.ID, by Model) error

	// Remove forgets a document of a person's own; alex.CodeForbidden for any
	// other. It answers how many passages it had.
	Remove(ctx context.Context, person alex.PersonID, document alex.ID) (passages int, err error)

	// Expire forgets some documents that the researcher has kept before a time, and
	// answers how many passages each had; none where there are no more.
	Expire(ctx context.Context, before time.Time) (gone map[alex.ID]int, err error)

	// Forgotten are some documents that went with their person, with how many
	// passages each had, until ForgottenEverywhere is said of them.
	Forgotten(ctx context.Context) (gone map[alex.ID]int, err error)
	ForgottenEverywhere(ctx context.Context, document alex.ID) error

	// Forget forgets a document of everybody's; alex.CodeNotFound for any other.
	// It answers how many passages it had.
	Forget(ctx context.Context, document alex.ID) (passages int, err error)

	// Passages are those of these places that the person may read.
	Passages(ctx context.Context, person alex.PersonID, places []Place) ([]alex.Found, error)
}

// Library is where texts are brought and found. It is safe for concurrent use.
type Library struct {
	keeper   Keeper
	index    Index
	embedder Embedder
	permit   Permit
}

// Permit says whether what a person asks, and texts of their own, may go to the
// embedder; alex.CodeConflict where not.
type Permit func(ctx context.Context, person alex.PersonID) error

// New is a library over its three parts.
func New(keeper Keeper, index Index, embedder Embedder) *Library {
	return &Library{keeper: keeper, index: index, embedder: embedder}
}

// Within is this library for people with a permit; nil permits everybody. What
// there is no permit for is refused, and what was kept before is not embedded.
func (l *Library) Within(permit Permit) *Library {
	within := *l
	within.permit = permit
	return &within
}

// permits asks for a permit where anybody in particular needs one.
func (l *Library) permits(ctx context.Context, person alex.PersonID) error {
	if l.permit == nil || person == Everybody {
		return nil
	}
	return l.permit(ctx, person)
}

// Model is what embeds.
func (l *Library) Model() Model { return l.embedder.Model() }

// Settle refuses, as alex.CodeConflict, an embedder other than the one that the
// passages were embedded by.
func (l *Library) Settle(ctx context.Context) error {
	mine := l.embedder.Model()
	stands, err := l.keeper.Settle(ctx, mine)
	if err == nil && stands != mine {
		err = alex.Errorf(alex.CodeConflict, "the passages were embedded by %s (%d numbers), and ALEX_EMBEDDINGS says %s (%d): set it back, or embed them anew with alex research embed",
			stands.Name, stands.Dimension, mine.Name, mine.Dimension)
	}
	return err
}

// Add keeps a text for a tenant and makes it findable. The same text again is
// the document that it is already. Its errors name metadata and text as a
// request has them.
func (l *Library) Add(ctx context.Context, tenant Tenant, t Text) (alex.Document, error) {
	if err := l.Settle(ctx); err != nil {
		return alex.Document{}, err
	}
	if err := l.permits(ctx, tenant); err != nil {
		return alex.Document{}, err
	}
	body := Clean(t.Body)
	if len(body) > alex.MostDocumentText {
		return alex.Document{}, alex.Errorf(alex.CodeTooLarge, "text has %d bytes; the most is %d", len(body), alex.MostDocumentText)
	}
	hash, title := sha256.Sum256([]byte(body)), Line(t.Title)
	d, err := l.keeper.Add(ctx, NewDocument{
		Tenant: tenant, Source: Line(t.Source), Title: cmp.Or(title, opening(body)), PublishedOn: t.PublishedOn, Summary: t.Summary, Labels: t.Labels, Origin: t.Origin,
		ContentHash: hex.EncodeToString(hash[:]), Passages: Chunks(untitled(body, title)),
	})
	if err != nil {
		return d, err
	}
	if u, ok, err := l.keeper.Next(ctx, d.ID, ""); err != nil || !ok {
		return d, err
	} else if err := l.place(ctx, u); err != nil {
		return d, err
	}
	return d, nil
}

// Line is a text as one line, without what is not seen.
func Line(text string) string { return strings.ReplaceAll(Clean(text), "\n\n", " ") }

// untitled is a body without the paragraph that it begins with where that is its
// title, unless there is nothing else.
func untitled(body, title string) string {
	if first, rest, more := strings.Cut(body, "\n\n"); more && first == title {
		return rest
	}
	return body
}

// opening is the title of a text that has none: its first words.
func opening(body string) string {
	const most = 80
	line, _, _ := strings.Cut(body, "\n")
	if runes := []rune(line); len(runes) > most {
		cut := string(runes[:most])
		return cut[:max(strings.LastIndex(cut, " "), most/2)] + " …"
	}
	return line
}

// atOnce is how many passages are embedded in one call.
const atOnce = 32

// place embeds a document and puts it into the index.
func (l *Library) place(ctx context.Context, u Unindexed) error {
	entries, err := l.entries(ctx, u)
	if err != nil {
		return err
	}
	return l.put(ctx, u, entries)
}

// entries are the passages of a document with their vectors.
func (l *Library) entries(ctx context.Context, u Unindexed) ([]Entry, error) {
	entries := make([]Entry, 0, len(u.Passages))
	for chunk := range slices.Chunk(u.Passages, atOnce) {
		texts := make([]string, len(chunk))
		for i, passage := range chunk {
			texts[i] = u.Title + "\n" + passage
		}
		vectors, err := l.embed(ctx, texts)
		if err != nil {
			return nil, err
		}
		for _, v := range vectors {
			entries = append(entries, Entry{Place{u.ID, len(entries)}, v})
		}
	}
	return entries, nil
}

func (l *Library) put(ctx context.Context, u Unindexed, entries []Entry) error {
	if err := l.index.Put(ctx, u.Tenant, u.ID, entries); err != nil {
		return err
	}
	return l.keeper.Indexed(ctx, u.ID, l.embedder.Model())
}

// embed checks what an embedder answers.
func (l *Library) embed(ctx context.Context, texts []string) ([]Vector, error) {
	vectors, err := l.embedder.Embed(ctx, texts)
	if err != nil {
		return nil, err
	}
	return l.units(vectors, texts)
}

// ask is the vector of a question, as a list of one.
func (l *Library) ask(ctx context.Context, question string) ([]Vector, error) {
	asker, ok := l.embedder.(Asker)
	if !ok {
		return l.embed(ctx, []string{question})
	}
	v, err := asker.Ask(ctx, question)
	if err != nil {
		return nil, err
	}
	return l.units([]Vector{v}, []string{question})
}

func (l *Library) units(vectors []Vector, texts []string) ([]Vector, error) {
	m := l.embedder.Model()
	if len(vectors) != len(texts) {
		return nil, alex.Errorf(alex.CodeInternal, "%s answered %d vectors for %d texts", m.Name, len(vectors), len(texts))
	}
	for i, v := range vectors {
		unit, ok := Unit(v)
		if !ok || len(v) != m.Dimension {
			return nil, alex.Errorf(alex.CodeInternal, "%s answered a vector that is none (%d numbers, and not %d)", m.Name, len(v), m.Dimension)
		}
		vectors[i] = unit
	}
	return vectors, nil
}

// Most passages of one question.
const MostFound = 50

// Find answers the k passages nearest to a question among what the person may
// read, the nearest first.
func (l *Library) Find(ctx context.Context, person alex.PersonID, question string, k int) ([]alex.Found, error) {
	question = Line(question)
	switch n := len([]rune(question)); {
	case n == 0:
		return nil, alex.Invalid("query", "is empty")
	case n > mostQuestion:
		return nil, alex.Invalid("query", "has %d characters; the most is %d", n, mostQuestion)
	case k < 1 || k > MostFound:
		return nil, alex.Invalid("k", "%d is not between 1 and %d", k, MostFound)
	}
	if err := l.permits(ctx, person); err != nil {
		return nil, err
	}
	if err := l.Settle(ctx); err != nil {
		return nil, err
	}
	vectors, err := l.ask(ctx, question)
	if err != nil {
		return nil, err
	}
	near, err := l.index.Nearest(ctx, person, vectors[0], k)
	if err != nil || len(near) == 0 {
		return []alex.Found{}, err
	}
	return l.read(ctx, person, near)
}

const mostQuestion = 1000 // characters

// Nearness are the cosines of texts with a question; a text without direction is
// near nothing.
func (l *Library) Nearness(ctx context.Context, question string, texts []string) ([]float64, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	asked, err := l.ask(ctx, question)
	if err != nil {
		return nil, err
	}
	near := make([]float64, 0, len(texts))
	for chunk := range slices.Chunk(texts, atOnce) {
		vectors, err := l.embedder.Embed(ctx, chunk)
		if err == nil && len(vectors) != len(chunk) {
			err = alex.Errorf(alex.CodeInternal, "%s answered %d vectors for %d texts", l.Model().Name, len(vectors), len(chunk))
		}
		if err != nil {
			return nil, err
		}
		for i := range chunk {
			score := 0.0
			if unit, ok := Unit(vectors[i]); ok && len(unit) == len(asked[0]) {
				score = Cosine(asked[0], unit)
			}
			near = append(near, score)
		}
	}
	return near, nil
}

// read fetches what was found. The database decides once more who may read it.
func (l *Library) read(ctx context.Context, person alex.PersonID, near []Near) ([]alex.Found, error) {
	scores, places := map[Place]float64{}, make([]Place, len(near))
	for i, n := range near {
		scores[n.Place], places[i] = n.Score, n.Place
	}
	list, err := l.keeper.Passages(ctx, person, places)
	if err != nil {
		return nil, fmt.Errorf("passages: %w", err)
	}
	for i := range list {
		list[i].Score = scores[Place{list[i].Document, list[i].Ordinal}]
	}
	slices.SortFunc(list, func(a, b alex.Found) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	return list, nil
}

// Remove forgets a document of a person's own. What an index still has of it is
// found by nobody.
func (l *Library) Remove(ctx context.Context, person alex.PersonID, document alex.ID) error {
	passages, err := l.keeper.Remove(ctx, person, document)
	if err != nil {
		return err
	}
	return l.index.Remove(ctx, person, document, passages)
}

// Expire forgets what the researcher has kept before a time, and answers how many
// documents that were.
func (l *Library) Expire(ctx context.Context, before time.Time) (documents int, err error) {
	for {
		gone, err := l.keeper.Expire(ctx, before)
		if err != nil || len(gone) == 0 {
			return documents, err
		}
		documents += len(gone)
		for id, passages := range gone {
			if err := l.index.Remove(ctx, Everybody, id, passages); err != nil {
				return documents, err
			}
		}
	}
}

// Tidy takes out of the index what went with its person.
func (l *Library) Tidy(ctx context.Context) error {
	for {
		gone, err := l.keeper.Forgotten(ctx)
		if err != nil || len(gone) == 0 {
			return err
		}
		for id, passages := range gone {
			if err := l.index.Remove(ctx, Everybody, id, passages); err != nil {
				return err
			}
			if err := l.keeper.ForgottenEverywhere(ctx, id); err != nil {
				return err
			}
		}
	}
}

// Forget forgets a document of everybody's; a person's own, and one that is not
// there, are alex.CodeNotFound. What an index still has of it is found by nobody.
func (l *Library) Forget(ctx context.Context, document alex.ID) error {
	passages, err := l.keeper.Forget(ctx, document)
	if err != nil {
		return err
	}
	return l.index.Remove(ctx, Everybody, document, passages)
}
