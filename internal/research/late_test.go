package research_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/research"
	"alex/internal/research/fetch"
	"alex/internal/store"
)

// memory is a keeper and a library that keep nothing but the last round.
type memory struct {
	free  bool
	pages []store.ResearchPage
	error string
	held  []store.Subject
	broke error // of keeping a text
}

func (m *memory) TakeChore(context.Context, store.Taking) (bool, error) { return true, nil }

func (m *memory) ChoreDone(_ context.Context, _ string, at, next time.Time) error {
	m.free = !next.After(at)
	return nil
}

func (m *memory) BeginRound(_ context.Context, topic, by string) (store.ResearchRound, error) {
	return store.ResearchRound{ID: "r", Topic: topic, ChosenBy: by, StartedAt: time.Now()}, nil
}

func (m *memory) EndRound(ctx context.Context, _ alex.ID, pages []store.ResearchPage, failed string) (time.Time, error) {
	m.pages, m.error = pages, failed
	return time.Now(), ctx.Err()
}

func (m *memory) LastResearched(context.Context) (map[string]time.Time, error) { return nil, nil } //nolint:nilnil // nothing was

func (m *memory) PageKnown(context.Context, string) (bool, error) { return false, nil }

func (m *memory) Held(context.Context) ([]store.Subject, error) { return m.held, nil }

func (m *memory) Add(_ context.Context, _ knowledge.Tenant, text knowledge.Text) (alex.Document, error) {
	return alex.Document{ID: alex.ID(text.Title), AddedAt: time.Now()}, m.broke
}

// getter answers for a fetcher.
type getter func(ctx context.Context, url string) (fetch.Page, error)

func (g getter) Get(ctx context.Context, url string) (fetch.Page, error) { return g(ctx, url) }

// answers has a feed of three pages, and each of them by do.
func answers(do func(ctx context.Context, url string) (fetch.Page, error)) getter {
	return func(ctx context.Context, url string) (fetch.Page, error) {
		if url != "https://a.example/feed" {
			return do(ctx, url)
		}
		feed := `<rss version="2.0"><channel>`
		for _, name := range []string{"a", "b", "c"} {
			feed += `<item><title>Interest rates and bonds</title><link>https://` + name + `.example/x</link></item>`
		}
		return fetch.Page{URL: url, Type: "application/rss+xml", Body: []byte(feed + `</channel></rss>`)}, nil
	}
}

func readable(url string) (fetch.Page, error) {
	return fetch.Page{URL: url, Type: "text/plain", Body: []byte(strings.Join(about(topic), "\n\n"))}, nil
}

func over(m *memory, g getter) *research.Researcher {
	return &research.Researcher{
		Library: m, Embedder: &words{}, Fetcher: g, Keeper: m, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Sources: []research.Source{{URL: "https://a.example/feed", Kind: research.KindFeed}},
	}
}

func outcomes(pages []store.ResearchPage) (list []string) {
	for _, p := range pages {
		list = append(list, strings.TrimSpace(p.Outcome+" "+p.Reason))
	}
	return list
}

// TestARoundEndsInTime, whatever a site does, and says so.
func TestARoundEndsInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := &memory{}
		r := over(m, answers(func(ctx context.Context, url string) (fetch.Page, error) {
			if url == "https://a.example/x" {
				return readable(url)
			}
			<-ctx.Done()
			return fetch.Page{}, ctx.Err()
		}))
		begun := time.Now()
		_, err := r.Round(t.Context(), topic, store.ChosenBySchedule)
		if took := time.Since(begun); took != 10*time.Minute || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("it took %v: %v", took, err)
		}
		if diff := cmp.Diff([]string{"stored", "refused stopped", "refused stopped"}, outcomes(m.pages)); diff != "" || !m.free ||
			m.error != "the round took longer than 10 minutes" {
			t.Errorf("%s, %q, free: %v", diff, m.error, m.free)
		}
	})
}

// TestAStopEndsARound, and what was found until then is written down.
func TestAStopEndsARound(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	m := &memory{}
	_, err := over(m, answers(func(_ context.Context, url string) (fetch.Page, error) {
		stop()
		return fetch.Page{}, context.Canceled
	})).Round(ctx, topic, store.ChosenBySchedule)
	if !errors.Is(err, context.Canceled) || len(m.pages) != 3 || m.error != "the program was stopped" || !m.free {
		t.Errorf("%v, %+v", err, m)
	}
}

// TestOnePageEndsNoRound: neither one that panics, nor one that the library does
// not take.
func TestOnePageEndsNoRound(t *testing.T) {
	t.Parallel()
	m := &memory{}
	r := over(m, answers(func(_ context.Context, url string) (fetch.Page, error) {
		if url == "https://b.example/x" {
			panic("a library's defect")
		}
		return readable(url)
	}))
	if _, err := r.Round(t.Context(), topic, store.ChosenBySchedule); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"stored", "refused broken", "known"}, outcomes(m.pages)); diff != "" {
		t.Error(diff)
	}
	m.broke = alex.Errorf(alex.CodeUnavailable, "the embedder is away")
	if _, err := r.Round(t.Context(), topic, store.ChosenBySchedule); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"stored found_later", "refused broken", "known found_later"}, outcomes(m.pages)); diff != "" {
		t.Error(diff)
	}
}

// TestTopics are by class, then by symbol; nobody's words are in them.
func TestTopics(t *testing.T) {
	t.Parallel()
	held := []store.Subject{{Symbol: "BND", Name: "A bond\u202e fund", Class: alex.FixedIncome}, {Symbol: "SPY", Name: strings.Repeat("n", 255), Class: alex.Equity}, {Symbol: "X", Name: "No class"}}
	want := []string{
		"stocks and the stock market", "bonds, interest rates and inflation",
		"A bond fund (BND): bonds, interest rates and inflation", strings.Repeat("n", 120) + " (SPY): stocks and the stock market", "No class (X)",
	}
	if diff := cmp.Diff(want, research.Topics(held)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"retirement income, Social Security and inflation"}, research.Topics(nil)); diff != "" {
		t.Error(diff)
	}
}
