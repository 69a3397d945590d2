package agent

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"alex"
)

// Nearness says how near texts are to a question, as cosines.
type Nearness func(ctx context.Context, question string, texts []string) ([]float64, error)

// shelf is what of the texts of others a model may look through: quotations that
// the snapshot has, and so the report's facts, but for those of texts that the
// person alone may read.
type shelf struct {
	near   Nearness
	quotes []quotation
}

// quotation is what a model sees of one.
type quotation struct {
	ID     string    `json:"id"` // what the ids of its facts begin with
	About  string    `json:"about"`
	Title  string    `json:"title"`
	Source string    `json:"source"`
	Date   alex.Date `json:"date"`
	Text   string    `json:"text"`
	Say    string    `json:"say"` // the sentence in which it is quoted
}

// shelfOf is empty where nothing can be looked through.
func shelfOf(list []alex.Citation, near Nearness) shelf {
	s := shelf{near: near}
	for i, c := range list {
		if c.Own {
			continue
		}
		id, day := fmt.Sprintf("research.%d", i+1), "published"
		if c.PublishedOn == "" {
			day = "kept"
		}
		s.quotes = append(s.quotes, quotation{
			ID: id, About: c.About, Title: c.Title, Source: c.Source, Date: cmp.Or(c.PublishedOn, c.KeptOn), Text: c.Quote,
			Say: fmt.Sprintf("{{%s.title}} ({{%s.source}}, {{%s.%s}}) says: “{{%s.quote}}”", id, id, id, day, id),
		})
	}
	if near == nil {
		s.quotes = nil
	}
	return s
}

type searchInput struct {
	Query string `json:"query" description:"what to look for, such as interest rates and bonds" jsonschema:"maxLength=200"`
}

const (
	mostQuoted = 5 // quotations that one search gives
	mostQuery  = 200
)

// search gives the quotations nearest to a question, and allows them to be
// quoted. Whose report it is decides what is looked through, and no input does.
func (b *workbench) search(ctx context.Context, in searchInput) (string, error) {
	query := strings.TrimSpace(in.Query)
	if query == "" || len(query) > mostQuery {
		return "", fmt.Errorf("the query is empty or longer than %d letters", mostQuery)
	}
	texts := make([]string, len(b.shelf.quotes))
	for i, q := range b.shelf.quotes {
		texts[i] = q.Title + "\n" + q.Text
	}
	near, err := b.shelf.near(ctx, query, texts)
	if err != nil {
		return "", fmt.Errorf("nothing can be looked up at the moment")
	}
	order := make([]int, len(texts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(near[k], near[i]) })
	found := []quotation{}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, i := range order[:min(len(order), mostQuoted)] {
		q := b.shelf.quotes[i]
		found = append(found, q)
		if !slices.Contains(b.said, q.Say) {
			b.said = append(b.said, q.Say)
		}
	}
	body, err := json.Marshal(found)
	return string(body), err
}
