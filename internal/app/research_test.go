package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/research"
	"alex/internal/research/fetch"
	"alex/internal/store"
)

// news is a site of this machine whose feed lists pages about interest rates.
type news struct {
	*httptest.Server
	mu     sync.Mutex
	agents map[string]bool
	hold   chan struct{} // nil, or pages wait until it is closed
	inside chan struct{} // told when a page is asked for
}

func newNews(t *testing.T, pages int) *news {
	t.Helper()
	n := &news{agents: map[string]bool{}, inside: make(chan struct{}, 100)}
	mux := http.NewServeMux()
	mux.HandleFunc("/feed", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = fmt.Fprint(w, `<rss version="2.0"><channel><title>News</title>`)
		for i := range pages {
			_, _ = fmt.Fprintf(w, `<item><title>Interest rates and bonds, part %d</title><link>%s/page/%d</link></item>`, i, n.URL, i)
		}
		_, _ = fmt.Fprintf(w, `<item><title>Interest rates and bonds: gone</title><link>%s/gone</link></item></channel></rss>`, n.URL)
	})
	mux.HandleFunc("/page/{n}", func(w http.ResponseWriter, r *http.Request) {
		n.inside <- struct{}{}
		if n.hold != nil {
			select {
			case <-n.hold:
			case <-r.Context().Done():
			}
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<html><body><article><p>%s Part %s ends here.</p></article></body></html>`,
			strings.Repeat("The committee raised interest rates, and the prices of bonds fell on that day. ", 8), r.PathValue("n"))
	})
	n.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.mu.Lock()
		n.agents[r.UserAgent()] = true
		n.mu.Unlock()
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(n.Close)
	return n
}

// reads makes a researcher read this site alone, on this machine.
func (n *news) reads(t *testing.T, r *research.Researcher) {
	t.Helper()
	f := fetch.New(fetch.Options{Hosts: []string{"127.0.0.1"}, Private: true, Every: time.Nanosecond, Agent: agentName()})
	t.Cleanup(f.Close)
	r.Fetcher, r.Sources = f, []research.Source{{Name: "news", URL: n.URL + "/feed", Kind: research.KindFeed}}
}

func roundsOf(t *testing.T, s *store.Store) []store.ResearchRound {
	t.Helper()
	list, err := s.System().Rounds(t.Context(), store.Page{Limit: store.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	return list.Items
}

func stored(r store.ResearchRound) (n int) {
	for _, p := range r.Pages {
		if p.Outcome == store.PageStored {
			n++
		}
	}
	return n
}

// researching are processes over one database, that read one site by one clock.
func researching(t *testing.T, processes int, environ ...string) ([]*App, *news, *clock) {
	t.Helper()
	cfg, site := settings(t, environ...), newNews(t, 9)
	c := newClock()
	var programs []*App
	for range processes {
		a, err := Open(t.Context(), cfg, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = a.Close() })
		a.Now, a.Store.Now = c.now, c.now
		site.reads(t, a.Research.Researcher)
		programs = append(programs, a)
	}
	return programs, site, c
}

// TestOneProcessResearchesByThePlan: of two over one database, one round each
// two hours, the first some minutes after the first start.
func TestOneProcessResearchesByThePlan(t *testing.T) {
	t.Parallel()
	programs, site, c := researching(t, 2, "ALEX_RESEARCH_EVERY=2h")
	due := func(want int) {
		t.Helper()
		done := make(chan error, len(programs))
		for _, a := range programs {
			go func() { done <- a.Research.makeDue(context.WithoutCancel(t.Context())) }()
		}
		for range programs {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if rounds := roundsOf(t, programs[0].Store); len(rounds) != want {
			t.Fatalf("at %s there are %d rounds, want %d", c.now(), len(rounds), want)
		}
	}
	x := programs[1].Research
	if every, next, err := x.Plan(t.Context()); every != 2*time.Hour || next != nil || err != nil {
		t.Errorf("before anything: %s, %v, %v", every, next, err)
	}
	due(0)
	c.wait(firstResearch - time.Second)
	due(0)
	c.wait(time.Second)
	due(1)
	if every, next, err := x.Plan(t.Context()); every != 2*time.Hour || err != nil || !next.Equal(c.now().Add(2*time.Hour)) {
		t.Errorf("after a round: %s, %v, %v", every, next, err)
	}
	c.wait(2*time.Hour - time.Second)
	due(1)
	c.wait(time.Second)
	due(2)
	rounds := roundsOf(t, programs[0].Store)
	if r := rounds[1]; r.ChosenBy != store.ChosenBySchedule || r.Topic == "" || r.EndedAt == nil || r.Error != "" || stored(r) == 0 {
		t.Errorf("the first round is %+v", r)
	}
	if len(site.agents) != 1 || !site.agents["Alex/"+strings.TrimPrefix(Release(), "v")] {
		t.Errorf("it asks as %v", site.agents)
	}
	found, err := programs[1].Library.Find(t.Context(), "", "what happened to bonds", 3)
	if err != nil || len(found) != 3 {
		t.Errorf("the other process finds %d passages: %v", len(found), err)
	}
	t.Attr("measured", "2 processes, 2 rounds in 2 periods, the other process finds what was kept")
}

// TestResearchIsOffByItself: nothing is asked for, however long it runs.
func TestResearchIsOffByItself(t *testing.T) {
	t.Parallel()
	programs, site, _ := researching(t, 1)
	x := programs[0].Research
	if every, next, err := x.Plan(t.Context()); every != 0 || next != nil || err != nil {
		t.Errorf("the plan is %s, %v, %v", every, next, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		x.run(ctx)
	}()
	stop()
	<-ended
	if rounds := roundsOf(t, programs[0].Store); len(rounds) != 0 || len(site.agents) != 0 {
		t.Errorf("there are %d rounds, and %d asked", len(rounds), len(site.agents))
	}
}

// TestThePlanIsLookedAtEachMinute, by a clock of its own.
func TestThePlanIsLookedAtEachMinute(t *testing.T) {
	t.Parallel()
	looks := 0
	synctest.Test(t, func(t *testing.T) {
		x := &Research{Every: 2 * time.Hour, Log: slog.New(slog.DiscardHandler), Now: func() time.Time {
			looks++
			panic("no clock")
		}}
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute+time.Second)
		defer stop()
		x.run(ctx) // and a panic ends none of it
	})
	if looks != 11 {
		t.Errorf("in ten minutes it looks %d times", looks)
	}
}

// TestARoundThatGoesOnIsNoFailure of the plan, which comes again; one that fails
// is tried again in a quarter of an hour.
func TestARoundThatGoesOnIsNoFailure(t *testing.T) {
	t.Parallel()
	programs, _, c := researching(t, 1, "ALEX_RESEARCH_EVERY=2h")
	a, x := programs[0], programs[0].Research
	chore := func() store.Chore {
		t.Helper()
		got, err := a.Store.System().Chore(t.Context(), researchChore)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if err := x.makeDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.wait(firstResearch)
	other := store.Taking{Name: "research round", Now: c.now(), First: c.now(), Then: c.now().Add(10 * time.Minute), Latest: c.now().Add(time.Hour)}
	if due, err := a.Store.System().TakeChore(t.Context(), other); !due || err != nil {
		t.Fatal(due, err)
	}
	if err := x.makeDue(t.Context()); err != nil {
		t.Errorf("beside another round: %v", err)
	}
	if got := chore(); got.Failures != 0 || got.SucceededAt != nil || !got.RunAfter.Equal(c.now().Add(researchLease)) {
		t.Errorf("after a conflict: %+v", got)
	}
	c.wait(researchLease)
	sound := x.Researcher.Embedder
	x.Researcher.Embedder = away{sound}
	if err := x.makeDue(t.Context()); alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("without an embedder: %v", err)
	}
	if got := chore(); got.Failures != 1 || !got.RunAfter.Equal(c.now().Add(researchAgain)) {
		t.Errorf("after a failure: %+v", got)
	}
	x.Researcher.Embedder = sound
	c.wait(researchAgain)
	if err := x.makeDue(t.Context()); err != nil {
		t.Error(err)
	}
	if got := chore(); got.Failures != 0 || !got.RunAfter.Equal(c.now().Add(2*time.Hour)) || len(roundsOf(t, a.Store)) != 2 {
		t.Errorf("when it goes well again: %+v", got)
	}
}

// away is an embedder that does not answer.
type away struct{ knowledge.Embedder }

func (away) Embed(context.Context, []string) ([]knowledge.Vector, error) {
	return nil, alex.Errorf(alex.CodeUnavailable, "the embedder is away")
}

// TestARoundOutlivesWhoAsked, and ends with the service, written down.
func TestARoundOutlivesWhoAsked(t *testing.T) {
	t.Parallel()
	programs, site, c := researching(t, 1)
	x := programs[0].Research
	site.hold = make(chan struct{})
	ctx, gone := context.WithCancel(t.Context())
	begun, err := x.Begin(ctx, "interest rates and bonds")
	if err != nil || begun.ID == "" || begun.EndedAt != nil || begun.ChosenBy != store.ChosenByOperator || begun.Topic != "interest rates and bonds" {
		t.Fatalf("it begins with %+v: %v", begun, err)
	}
	<-site.inside
	if _, err := x.Begin(t.Context(), "gold"); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("a second one: %v", err)
	}
	gone()
	close(site.hold)
	x.rounds.Wait()
	if r := roundsOf(t, x.Store)[0]; r.ID != begun.ID || r.EndedAt == nil || r.Error != "" || stored(r) != 3 {
		t.Errorf("it ends with %+v", r)
	}
	for _, wrong := range []string{"ab", strings.Repeat("x", 201)} {
		if _, err := x.Begin(t.Context(), wrong); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("the topic %.5q: %v", wrong, err)
		}
	}
	c.wait(time.Minute)
	site.hold = make(chan struct{}) // nobody closes it
	running, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		x.run(running)
	}()
	second, err := x.Begin(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	<-site.inside
	stop()
	<-ended
	if r := roundsOf(t, x.Store)[0]; r.ID != second.ID || r.EndedAt == nil || r.Error != "the program was stopped" {
		t.Errorf("after the service: %+v", r)
	}
	if _, err := x.Begin(t.Context(), "gold"); alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("after the service one begins: %v", err)
	}
}

// TestNoRoundWhereNothingCouldBeKept: another embedder has embedded what is kept.
func TestNoRoundWhereNothingCouldBeKept(t *testing.T) {
	t.Parallel()
	programs, site, _ := researching(t, 1)
	a := programs[0]
	if _, err := a.Library.Add(t.Context(), knowledge.Everybody, knowledge.Text{Source: "s", Origin: alex.OriginIngest, Body: "Bonds fell."}); err != nil {
		t.Fatal(err)
	}
	if err := a.Store.System().ReplaceEmbedder(t.Context(), store.Embedder{Model: "another", Dimension: 3}); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Research.Begin(t.Context(), "bonds"); alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "alex research embed") {
		t.Errorf("a round begins: %v", err)
	}
	if len(site.agents) != 0 || len(roundsOf(t, a.Store)) != 0 {
		t.Error("the site is asked")
	}
}

// TestSourcesAreReadAtTheStart, and a wrong file is refused by its line.
func TestSourcesAreReadAtTheStart(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "sources")
	for text, want := range map[string]string{
		"":                                    "has no source",
		"feed https://a.example A\nfeed x\n":  "line 2: is not a kind, an address and a name",
		"page http://a.example In the clear.": "line 1: the address does not begin with https://",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), settings(t, "ALEX_RESEARCH_SOURCES="+file), slog.New(slog.DiscardHandler))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "ALEX_RESEARCH_SOURCES: ") {
			t.Errorf("%q: %v", text, err)
		}
		examine(t, "research", nil, "ALEX_RESEARCH_SOURCES="+file).wants(t, FindingFail, want)
	}
	if _, err := Open(t.Context(), settings(t, "ALEX_RESEARCH_SOURCES="+file+".none"), slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "ALEX_RESEARCH_SOURCES names a file that cannot be read") {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(file, []byte("page https://a.example/list A list\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), settings(t, "ALEX_RESEARCH_SOURCES="+file), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	if got := a.Research.Researcher.Sources; len(got) != 1 || got[0].URL != "https://a.example/list" {
		t.Errorf("the sources are %+v", got)
	}
	if _, err := a.Research.Researcher.Fetcher.Get(t.Context(), "https://b.example/"); fetch.ReasonOf(err) != fetch.ReasonHost {
		t.Errorf("another host: %v", err)
	}
	if others, err := sourcesOf("ALEX_RESEARCH_SOURCES", ""); err != nil || len(others) != len(research.Default()) {
		t.Errorf("without a file there are %d: %v", len(others), err)
	}
}

// TestAServiceEndsItsRounds when it stops, and they are written down before the
// database is closed.
func TestAServiceEndsItsRounds(t *testing.T) {
	t.Parallel()
	site, cfg, log := newNews(t, 3), settings(t), slog.New(slog.DiscardHandler)
	site.hold = make(chan struct{}) // nobody closes it
	s, err := Start(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	x := s.App.Research
	site.reads(t, x.Researcher)
	begun, err := x.Begin(t.Context(), "interest rates and bonds")
	if err != nil {
		t.Error(err)
	}
	<-site.inside
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	if r := roundsOf(t, a.Store)[0]; r.ID != begun.ID || r.EndedAt == nil || r.Error != "the program was stopped" {
		t.Errorf("after the service: %+v", r)
	}
	if due, err := a.Store.System().TakeChore(t.Context(), store.Taking{Name: "research round", Now: time.Now(), First: time.Now(), Then: time.Now(), Latest: time.Now().Add(time.Hour)}); !due || err != nil {
		t.Errorf("it keeps the next round from beginning: %v, %v", due, err)
	}
}
