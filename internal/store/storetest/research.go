package storetest

import (
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// round is one that kept a page.
func (b *bench) round(t testing.TB, topic string) store.ResearchRound {
	t.Helper()
	r, err := b.System().BeginRound(b.ctx, topic, store.ChosenBySchedule)
	must(t, err)
	_, err = b.System().EndRound(b.ctx, r.ID, []store.ResearchPage{{URL: "https://example.org/" + topic, Outcome: store.PageStored}}, "")
	must(t, err)
	return r
}

func rounds(t *testing.T, b *bench) {
	y := b.System()
	d := b.document(t, "", "kept")
	r, err := y.BeginRound(b.ctx, "bonds", store.ChosenByOperator)
	must(t, err)
	same(t, "a round", r, store.ResearchRound{ID: r.ID, Topic: "bonds", ChosenBy: store.ChosenByOperator, StartedAt: b.now})
	began := b.now
	b.now = b.now.Add(time.Minute)
	gone := alex.ID("0a0b0c0d-0000-4000-8000-0000000000ff")
	pages := []store.ResearchPage{
		{URL: "https://example.org/a", Outcome: store.PageStored, Document: d.ID},
		{URL: "https://example.org/b", Outcome: store.PageRefused, Reason: "robots"},
		{URL: "https://example.org/c", Outcome: store.PageRefused, Reason: "timeout"},
		{URL: "https://example.org/d", Outcome: store.PageKnown, Document: gone},
	}
	ended, err := y.EndRound(b.ctx, r.ID, pages, "one source failed")
	must(t, err)
	if !ended.Equal(b.now) {
		t.Errorf("it ended %v", ended)
	}
	_, err = y.EndRound(b.ctx, r.ID, pages, "")
	wantCode(t, "a round that has ended", err, alex.CodeFenced)
	pages[3].Document = "" // it is not there
	r.EndedAt, r.Error, r.Pages = &ended, "one source failed", pages
	list, err := y.Rounds(b.ctx, store.Page{})
	must(t, err)
	same(t, "the rounds", list.Items, []store.ResearchRound{r})
	for url, want := range map[string]bool{"a": true, "b": true, "c": false, "d": true, "e": false} {
		if known, err := y.PageKnown(b.ctx, "https://example.org/"+url); err != nil || known != want {
			t.Errorf("page %s is known: %v, %v", url, known, err)
		}
	}
	last, err := y.LastResearched(b.ctx)
	must(t, err)
	same(t, "the topics", last, map[string]time.Time{"bonds": began})
	_, err = y.RemoveDocument(b.ctx, d.ID)
	must(t, err)
	list, err = y.Rounds(b.ctx, store.Page{})
	must(t, err)
	if p := list.Items[0].Pages[0]; p.Document != "" || p.Outcome != store.PageStored {
		t.Errorf("a page of a document that was forgotten is %+v", p)
	}
	_, err = y.Rounds(b.ctx, store.Page{Cursor: wrongCursor()})
	wantField(t, "a cursor of no round", err, "cursor")
	b.round(t, "stocks") // by the schedule, which is no act
	same(t, "the log", b.acts(t, store.AuditFilter{Act: alex.ActResearchBegun}), []string{"research_begun system"})
	for field, do := range map[string]func() error{
		"topic":    func() error { _, err := y.BeginRound(b.ctx, "", store.ChosenByPerson); return err },
		"chosenBy": func() error { _, err := y.BeginRound(b.ctx, "x", "model"); return err },
		"pages[0].outcome": func() error {
			_, err := y.EndRound(b.ctx, r.ID, []store.ResearchPage{{Outcome: "loved"}}, "")
			return err
		},
		"pages[0].url": func() error {
			_, err := y.EndRound(b.ctx, r.ID, []store.ResearchPage{{URL: strings.Repeat("u", 1001), Outcome: store.PageKnown}}, "")
			return err
		},
	} {
		if err := do(); alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// roundPages are pages of rounds, and one that never ended.
func roundPages(t *testing.T, b *bench) {
	y := b.System()
	var want []alex.ID
	for _, topic := range []string{"a", "b", "a"} {
		b.now = b.now.Add(time.Second)
		r, err := y.BeginRound(b.ctx, topic, store.ChosenBySchedule)
		must(t, err)
		want = append([]alex.ID{r.ID}, want...)
	}
	var got []alex.ID
	open := 0
	for page := (store.Page{Limit: 2}); ; {
		list, err := y.Rounds(b.ctx, page)
		must(t, err)
		for _, r := range list.Items {
			got = append(got, r.ID)
			if r.EndedAt == nil {
				open++
			} else if r.Error == "" {
				t.Error("a round that was given up ended well")
			}
		}
		if page.Cursor = list.Next; page.Cursor == "" {
			break
		}
	}
	same(t, "the rounds", got, want)
	last, err := y.LastResearched(b.ctx)
	must(t, err)
	if open != 1 || !last["a"].Equal(b.now) || len(last) != 2 {
		t.Errorf("%d rounds go on; the topics were looked for at %v", open, last)
	}
}

func oldRounds(t *testing.T, b *bench) {
	for range store.MostRounds + 3 {
		b.now = b.now.Add(time.Second)
		b.round(t, "t")
	}
	same(t, "what is left", b.dump(t, `SELECT count(*), (SELECT count(*) FROM research_pages) FROM research_rounds`), "200|200|\n")
}

// held is what the reference knows, of people who stay, and no word of theirs.
func held(t *testing.T, b *bench) {
	b.seed(t)
	ann := b.person(t, "ann")
	a := household()
	a.Positions = append(a.Positions, alex.Position{Symbol: "MYHOUSE", Quantity: alex.DecimalOf(1)})
	_, err := ann.CreateAccount(b.ctx, a)
	must(t, err)
	_, err = b.person(t, "bob").CreateAccount(b.ctx, household())
	must(t, err)
	must(t, ann.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "SPY", Name: "Ann's secret"}, nil))
	list, err := b.System().Held(b.ctx)
	must(t, err)
	if len(list) != 2 || list[0].Symbol != "BND" || list[1].Symbol != "SPY" || list[1].Class != alex.Equity || list[0].Class != alex.FixedIncome ||
		strings.Contains(list[1].Name, "secret") {
		t.Errorf("people hold %+v", list)
	}
	must(t, ann.Delete(b.ctx))
	must(t, b.As("bob").Delete(b.ctx))
	must(t, b.System().AddDemo(b.ctx, "demo", b.now, b.now.Add(time.Hour)))
	_, err = b.As("demo").CreateAccount(b.ctx, household())
	must(t, err)
	if list, err = b.System().Held(b.ctx); err != nil || len(list) != 0 {
		t.Errorf("nobody holds %+v: %v", list, err)
	}
}
