package research_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/research"
	"alex/internal/store"
)

const topic = "interest rates and bonds"

// told is a table of what became of pages, with names for the servers.
func told(r store.ResearchRound, names map[string]*site) string {
	var lines []string
	for _, p := range r.Pages {
		url := p.URL
		for name, s := range names {
			url = strings.ReplaceAll(url, s.URL, name)
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%-18s %-9s %s", url, p.Outcome, p.Reason)))
		if (p.Document != "") != (p.Outcome == store.PageStored || p.Outcome == store.PageKnown) {
			lines = append(lines, "  has document "+string(p.Document))
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestWhatBecomesOfPages leads three rounds over honest, broken, huge, slow and
// hostile pages: each site gives at most three pages a round, a round takes at
// most eight, and none asks for a page of an earlier one again.
func TestWhatBecomesOfPages(t *testing.T) {
	t.Parallel()
	same := about("interest rates and bonds")
	honest := newSite(t,
		entry{path: "/rates", title: "Interest rates and bonds", answer: page("x", same...), date: "Mon, 09 Mar 2026 10:00:00 GMT"},
		entry{path: "/copy", title: "Interest rates and bonds again", answer: page("y", same...)},
		entry{path: "/short", title: "Interest rates and bonds, shortly", answer: page("z", "Bonds fell.")},
		entry{path: "/late", title: "More of interest rates and of other things, and bonds", answer: page("w", about("interest rates, told later")...)},
		entry{path: "/old", title: "Interest rates and bonds of last year", answer: page("o", same...), date: longAgo},
		entry{path: "/chess", title: "The chess club meets", answer: page("c", about("chess")...)},
	)
	broken := newSite(t,
		entry{path: "/gone", title: "Interest rates and bonds: gone"},
		entry{path: "/image", title: "Interest rates and bonds: a picture", answer: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write([]byte("\x89PNG"))
		}},
		entry{path: "/pdf", title: "Interest rates and bonds: damaged", answer: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/pdf")
			_, _ = w.Write([]byte("%PDF-1.7 and no more"))
		}},
		entry{path: "/huge", title: "Interest rates and bonds of other bodies, at length", answer: page("h", strings.Repeat("Interest rates. ", 4000))},
		entry{path: "/slow", title: "Interest rates and bonds of other bodies, after waiting", answer: func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
		}},
	)
	hostile := newSite(t,
		entry{path: "/private/a", title: "Interest rates and bonds in private", answer: page("p", same...)},
		entry{path: "/away", title: "Interest rates and bonds elsewhere", answer: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254.nip.io/latest", http.StatusFound)
		}},
		entry{path: "/bait", title: "Interest rates and bonds, it says", answer: page("b", about("gardens")...)},
		entry{path: "file:///etc/passwd", title: "Interest rates and bonds of this machine"},
	)
	down := newSite(t)
	down.Close()
	no := newSite(t, entry{path: "/html", answer: page("no feed", same...)})
	listing := newSite(t,
		entry{path: "/list", answer: page("List", `<a href="/told">What interest rates and bonds did</a>`, `<a href="/told#x">What interest rates and bonds did</a>`)},
		entry{path: "/told", answer: page("t", about("interest rates and what bonds did")...)})
	b := newBench(t,
		research.Source{URL: down.URL + "/feed", Kind: research.KindFeed}, research.Source{URL: no.URL + "/html", Kind: research.KindFeed},
		honest.feed(), broken.feed(), hostile.feed(), research.Source{URL: listing.URL + "/list", Kind: research.KindPage})
	b.Least = 0.15
	names := map[string]*site{"honest": honest, "broken": broken, "hostile": hostile, "down": down, "no": no, "listing": listing}
	var got []string
	for range 3 {
		got = append(got, told(b.round(t, topic), names))
	}
	want := []string{
		`broken/gone        refused   status
broken/image       refused   type
broken/pdf         refused   unreadable
down/feed          refused   unreachable
honest/copy        known
honest/rates       stored
honest/short       refused   too_short
hostile/away       refused   host
hostile/private/a  refused   robots
no/html            refused   no_feed`,
		`broken/huge        refused   size
broken/slow        refused   timeout
down/feed          refused   unreachable
honest/late        stored
hostile/bait       off_topic
listing/told       stored
no/html            refused   no_feed`,
		`broken/slow        refused   timeout
down/feed          refused   unreachable
no/html            refused   no_feed`,
	}
	if diff := cmp.Diff(strings.Join(want, "\n\n"), strings.Join(got, "\n\n")); diff != "" {
		t.Errorf("%s\n%s", diff, strings.Join(got, "\n\n"))
	}
	docs := b.documents(t)
	if d := docs["Interest rates and bonds"]; d.Source != honest.URL+"/rates" || d.PublishedOn != "2026-03-09" || d.Origin != alex.OriginResearch ||
		d.Summary != same[0]+" "+same[2]+" "+same[4] {
		t.Errorf("what is kept is %+v", d)
	}
	for _, s := range []*site{honest, hostile} {
		for _, path := range []string{"/old", "/chess", "/private/a"} {
			if slices.Contains(s.asked, path) {
				t.Errorf("%s is asked for", path)
			}
		}
	}
	found, err := b.library.Find(t.Context(), "reader", "decision on interest rates", 1)
	if err != nil || len(found) != 1 {
		t.Errorf("nothing is found: %v, %v", found, err)
	}
	if strings.Contains(b.log.String(), "interest") {
		t.Errorf("the log says what was looked for: %s", b.log.String())
	}
}

// TestNoHoldingIsOnTheWire: what is held decides the topic, and what is asked for
// are the sources and what they list; the words of holdings stand in no address.
func TestNoHoldingIsOnTheWire(t *testing.T) {
	t.Parallel()
	s := newSite(t,
		entry{path: "/a?id=1", title: "Bonds, interest rates and inflation", answer: page("a", about("bonds and inflation")...)},
		entry{path: "/b", title: "The stock market and stocks", answer: page("b", about("stocks and the stock market")...)})
	b := newBench(t, s.feed())
	if _, err := b.store.System().EnsurePerson(t.Context(), "ann", "Ann", "ann@example.com"); err != nil {
		t.Fatal(err)
	}
	ann := b.store.As("ann")
	if _, err := ann.CreateAccount(t.Context(), alex.Account{Name: "Ann's account", Type: alex.Taxable, Positions: []alex.Position{
		{Symbol: "BND", Quantity: alex.MustDecimal("777.5")}, {Symbol: "ANNSHOUSE", Quantity: alex.DecimalOf(1)},
	}}); err != nil {
		t.Fatal(err)
	}
	var topics []string
	for range 3 {
		topics = append(topics, b.round(t, "").Topic)
	}
	if topics[0] != "bonds, interest rates and inflation" || !strings.Contains(topics[1], "(BND)") || topics[2] != topics[0] {
		t.Errorf("the topics are %q", topics)
	}
	slices.Sort(s.asked)
	if diff := cmp.Diff([]string{"/a?id=1", "/b", "/feed", "/robots.txt"}, slices.Compact(s.asked)); diff != "" {
		t.Error("asked for: ", diff)
	}
	for _, canary := range []string{"BND", "Ann", "ANNSHOUSE", "777.5"} {
		for where, text := range map[string]string{"the topics": strings.ReplaceAll(strings.Join(topics, " "), "(BND)", ""), "the log": b.log.String(), "an address": strings.Join(s.asked, " ")} {
			if strings.Contains(text, canary) {
				t.Errorf("%s says %q: %s", where, canary, text)
			}
		}
	}
}

// TestOneRoundAtATime, and one that broke off leaves room for the next.
func TestOneRoundAtATime(t *testing.T) {
	t.Parallel()
	inside, leave := make(chan struct{}), make(chan struct{})
	s := newSite(t, entry{path: "/a", title: "Interest rates and bonds", answer: page("a", about(topic)...)})
	b := newBench(t, s.feed())
	b.Chooser = chooser(func(research.Question) (research.Choice, error) {
		close(inside)
		<-leave
		return research.Choice{Sentences: []int{1}}, nil
	})
	done := make(chan error)
	go func() {
		_, err := b.Round(t.Context(), topic, store.ChosenByPerson)
		done <- err
	}()
	<-inside
	if _, err := b.Round(t.Context(), topic, store.ChosenByPerson); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("a second round: %v", err)
	}
	close(leave)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	b.Chooser, b.embedder.away = nil, true
	b.now = b.now.Add(time.Minute)
	r, err := b.Round(t.Context(), topic, store.ChosenByPerson)
	if alex.CodeOf(err) != alex.CodeUnavailable || r.Error != "the embedder did not answer" || r.EndedAt == nil {
		t.Errorf("without an embedder: %+v, %v", r, err)
	}
	b.embedder.away = false
	b.round(t, topic)
	for _, wrong := range []string{"ab", strings.Repeat("x", 201), " \u200b"} {
		if _, err := b.Round(t.Context(), wrong, store.ChosenByPerson); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("the topic %.10q: %v", wrong, err)
		}
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	got, err := research.Sources("# mine\n\nfeed https://Example.org/a#x  The  board\r\npage https://www.example.com/b Another\n")
	want := []research.Source{{Name: "The board", URL: "https://Example.org/a", Kind: "feed"}, {Name: "Another", URL: "https://www.example.com/b", Kind: "page"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if diff := cmp.Diff([]string{"example.com", "example.org", "www.example.com", "www.example.org"}, research.Hosts(got)); diff != "" {
		t.Error(diff)
	}
	many := ""
	for i := range 101 {
		many += fmt.Sprintf("feed https://a.example/%d A\n", i)
	}
	for text, part := range map[string]string{
		"":                             "has no source",
		"# none":                       "has no source",
		"\nrss https://a.example A":    "line 2: begins with neither feed nor page",
		"feed https://a.example":       "line 1: is not a kind, an address and a name",
		"feed http://a.example A":      "line 1: the address does not begin with https://",
		"feed https://u:p@a.example A": "line 1: the address has a user's name",
		"feed https://a.example:22 A":  "line 1: the address names a port",
		"feed https:///x A":            "line 1: the address cannot be read",
		"feed https://a.example A\npage https://a.example B": "line 2: the address stands twice",
		"feed https://a.example " + strings.Repeat("x", 101): "line 1: the name is longer",
		many: "has 101 sources; the most is 100",
	} {
		if _, err := research.Sources(text); alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), part) {
			t.Errorf("%.40q: %v", text, err)
		}
	}
	if list := research.Default(); len(list) < 12 || len(research.Hosts(list)) < 20 {
		t.Errorf("the list that comes with the program has %d sources", len(list))
	}
}
