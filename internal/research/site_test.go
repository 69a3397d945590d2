package research_test

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/sqlindex"
	"alex/internal/research"
	"alex/internal/research/fetch"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// words are vectors by the words of a text that have more than three letters:
// texts without a common one are far from each other.
type words struct{ away bool }

const dimension = 512

func (*words) Model() knowledge.Model { return knowledge.Model{Name: "words", Dimension: dimension} }

func (e *words) Embed(ctx context.Context, texts []string) ([]knowledge.Vector, error) {
	if e.away {
		return nil, alex.Errorf(alex.CodeUnavailable, "the embedder is away")
	}
	list := make([]knowledge.Vector, len(texts))
	for i, text := range texts {
		list[i] = make(knowledge.Vector, dimension)
		list[i][0] = 0.01 // no text is without direction
		for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
			if len(word) > 3 {
				h := fnv.New64a()
				_, _ = h.Write([]byte(word))
				list[i][1+h.Sum64()%(dimension-1)]++
			}
		}
	}
	return list, ctx.Err()
}

// site is a server that lists its pages in a feed, in their order.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

type entry struct {
	path, title, summary, date string
	answer                     http.HandlerFunc
}

func newSite(t *testing.T, entries ...entry) *site {
	t.Helper()
	s := &site{}
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, "User-agent: *\nDisallow: /private\n")
	})
	mux.HandleFunc("/feed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = fmt.Fprint(w, `<rss version="2.0"><channel><title>News</title>`)
		for _, e := range entries {
			link := e.path
			if strings.HasPrefix(link, "/") {
				link = s.URL + link
			}
			_, _ = fmt.Fprintf(w, `<item><title>%s</title><link>%s</link><description>%s</description><pubDate>%s</pubDate></item>`, e.title, link, e.summary, e.date)
		}
		_, _ = fmt.Fprint(w, `</channel></rss>`)
	})
	for _, e := range entries {
		if e.answer != nil {
			path, _, _ := strings.Cut(e.path, "?")
			mux.HandleFunc(path, e.answer)
		}
	}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.String())
		s.mu.Unlock()
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) feed() research.Source {
	return research.Source{Name: "a site", URL: s.URL + "/feed", Kind: research.KindFeed}
}

// page answers with a title and paragraphs.
func page(title string, paragraphs ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, `<html><head><title>%s</title></head><body><article><h1>%s</h1><p>%s</p></article></body></html>`,
			title, title, strings.Join(paragraphs, "</p><p>"))
	}
}

// about are paragraphs long enough to be kept.
func about(subject string) []string {
	return []string{
		"The committee decided today on " + subject + " after its meeting of two days in the capital.",
		"Members spoke at length of the weather and of lunch, which nobody outside will remember for long.",
		"What the decision means for " + subject + " was laid out in a statement that stands on the pages of the committee.",
		"A further meeting takes place in the spring, and minutes of this one are published in three weeks.",
		"Questions of the public are answered by the office of the secretary on working days from nine to five.",
	}
}

const longAgo = "Mon, 01 Sep 2025 10:00:00 GMT"

// bench is a researcher over a database of its own.
type bench struct {
	research.Researcher
	store    *store.Store
	library  *knowledge.Library
	kept     []knowledge.Text // what the library was given
	embedder *words
	log      bytes.Buffer
	now      time.Time
}

func newBench(t *testing.T, sources ...research.Source) *bench {
	t.Helper()
	b := &bench{store: sqlitetest.Seeded(t), embedder: &words{}, now: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)}
	b.store.Now = func() time.Time { return b.now }
	b.library = knowledge.New(sqlindex.Keeper(b.store), sqlindex.New(b.store, b.embedder.Model()), b.embedder)
	f := fetch.New(fetch.Options{
		Hosts: []string{"127.0.0.1"}, Private: true, Every: time.Nanosecond, Bytes: 32 << 10, Timeout: 400 * time.Millisecond, Agent: "Alex/test",
	})
	t.Cleanup(f.Close)
	b.Researcher = research.Researcher{
		Library: b, Embedder: b.embedder, Fetcher: f, Sources: sources, Keeper: b.store.System(),
		Now: func() time.Time { return b.now }, Log: slog.New(slog.NewTextHandler(&b.log, nil)),
	}
	return b
}

// Add keeps what it is given, and hands it on.
func (b *bench) Add(ctx context.Context, tenant knowledge.Tenant, text knowledge.Text) (alex.Document, error) {
	if tenant != knowledge.Everybody {
		return alex.Document{}, alex.Errorf(alex.CodeInternal, "%s is not everybody", tenant)
	}
	b.kept = append(b.kept, text)
	return b.library.Add(ctx, tenant, text)
}

// round is one that comes to its end; a minute goes by.
func (b *bench) round(t *testing.T, topic string) store.ResearchRound {
	t.Helper()
	b.now = b.now.Add(time.Minute)
	r, err := b.Round(t.Context(), topic, store.ChosenByOperator)
	if err != nil || r.EndedAt == nil || r.Error != "" {
		t.Fatalf("%+v: %v", r, err)
	}
	b.now = b.now.Add(time.Minute)
	return r
}

// documents are those of everybody, by title.
func (b *bench) documents(t *testing.T) map[string]alex.Document {
	t.Helper()
	list, err := b.store.As("reader").Documents(t.Context(), store.Page{Limit: store.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	byTitle := map[string]alex.Document{}
	for _, d := range list.Items {
		byTitle[d.Title] = d
	}
	return byTitle
}
