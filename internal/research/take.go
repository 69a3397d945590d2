package research

import (
	"cmp"
	"context"
	"log/slog"
	"unicode/utf8"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/extract"
	"alex/internal/store"
)

const leastText = 400 // characters of a text that is worth keeping

// take gets a page, and keeps its text where it is about the topic. What is wrong
// with the page is written down; the error is of what every page needs.
func (s *search) take(ctx context.Context, item extract.Item) (err error) {
	defer func() {
		if p := recover(); p != nil { // no page is worth the round
			s.Log.LogAttrs(ctx, slog.LevelError, "reading a page panicked", slog.Any("panic", p))
			s.note(item.URL, store.PageRefused, reasonBroken, "")
		}
	}()
	text, reason := s.read(ctx, item)
	if reason != "" {
		s.note(item.URL, store.PageRefused, reason, "")
		return nil
	}
	sentences := sentencesOf(text.Body)
	said := sentences // and not the title, which may promise anything
	if len(said) == 0 {
		said = knowledge.Chunks(text.Body)[:1]
	}
	vectors, err := s.embed(ctx, said)
	if err != nil {
		s.note(item.URL, store.PageRefused, reasonStopped, "")
		return err
	}
	if nearest(s.topic, vectors) < s.least() {
		s.note(item.URL, store.PageOffTopic, "", "")
		return nil
	}
	text.Summary, text.Labels = s.summary(ctx, text.Title, sentences, vectors)
	s.keep(ctx, item.URL, text)
	return nil
}

// read is the text of a page, or why it has none.
func (s *search) read(ctx context.Context, item extract.Item) (text knowledge.Text, refused string) {
	page, err := s.Fetcher.Get(ctx, item.URL)
	if err != nil {
		return text, reasonOf(err)
	}
	doc, err := extract.Text(ctx, page.URL, page.Type, page.Body)
	if err != nil {
		return text, cmp.Or(ended(ctx), reasonUnreadable)
	}
	text = knowledge.Text{
		Source: cmp.Or(plain(page.URL), item.URL), Title: cmp.Or(item.Title, doc.Title),
		PublishedOn: cmp.Or(item.PublishedOn, doc.PublishedOn), Origin: alex.OriginResearch, Body: knowledge.Clean(doc.Body),
	}
	if text.PublishedOn > alex.DateOf(s.Now().AddDate(0, 0, 1)) {
		text.PublishedOn = "" // it is not known
	}
	switch {
	case utf8.RuneCountInString(text.Body) < leastText:
		return text, reasonShort
	case s.old(text.PublishedOn):
		return text, reasonOld
	}
	return text, ""
}

func ended(ctx context.Context) string {
	if ctx.Err() != nil {
		return reasonStopped
	}
	return ""
}

func nearest(topic knowledge.Vector, vectors []knowledge.Vector) float64 {
	best := -1.0
	for _, v := range vectors {
		best = max(best, knowledge.Cosine(topic, v))
	}
	return best
}

// keep puts a text into the library, for everybody.
func (s *search) keep(ctx context.Context, url string, text knowledge.Text) {
	d, err := s.Library.Add(ctx, knowledge.Everybody, text)
	reason := ""
	if err != nil {
		s.Log.LogAttrs(ctx, slog.LevelWarn, "a text is not found yet, or not kept", slog.Any("error", err))
		if d.ID == "" {
			s.note(url, store.PageRefused, cmp.Or(ended(ctx), reasonNotKept), "")
			return
		}
		reason = reasonUnindexed
	}
	outcome := store.PageStored
	if s.kept[d.ID] || d.AddedAt.Before(s.round.StartedAt) {
		outcome = store.PageKnown
	}
	s.kept[d.ID] = true
	s.note(url, outcome, reason, d.ID)
}
