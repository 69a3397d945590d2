package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/app"
	"alex/internal/research"
	"alex/internal/store"
)

// TestIngestAndFind keeps files of three kinds and finds each by a question in
// other words; a file that is none is named, and keeps no other from being kept.
func TestIngestAndFind(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{
		"rates.txt":    "The central bank raised its main interest rate by a quarter of a point.\n\nBorrowers will pay more for mortgages.",
		"medicare.md":  "---\ntitle: Premiums of Medicare\ndate: 2026-10-02\n---\n\nOlder people pay *more* for their health insurance from January on.",
		"oil.html":     "<html><head><title>Oil</title></head><body><article><h1>Oil</h1><p>Crude oil became cheaper, because producers pumped more barrels than refineries bought.</p></article><script>steal()</script></body></html>",
		"picture.jpeg": "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x00\x00",
	})
	if got := done(t, dir, "research", "find", "anything"); !strings.Contains(got, "Nothing is kept yet") {
		t.Errorf("before anything is kept: %q", got)
	}
	got := invoke(t, dir, "", "ingest", "$DIR/rates.txt", "$DIR/picture.jpeg", "$DIR/medicare.md", "$DIR/oil.html")
	if got.code != exitFailed || !strings.Contains(got.err, "picture.jpeg") || !strings.Contains(got.err, "1 of 4 files") || strings.Count(got.out, "\n") != 3 {
		t.Errorf("ingest: %+v", got)
	}
	for question, want := range map[string]string{
		"what will a home loan cost me":             "Borrowers will pay more",
		"does medical cover for seniors get dearer": "October 2, 2026",
		"petrol price at the pump":                  "Crude oil became cheaper",
	} {
		heading, list, _ := strings.Cut(done(t, dir, "research", "find", question), "\n\n")
		first, _, _ := strings.Cut(list, "\n\n")
		if !strings.Contains(heading, "the cosine of a passage with the question by words-1") || !strings.HasPrefix(first, "near 0.") {
			t.Errorf("%q is answered under %q by %q", question, heading, first)
		}
		if !strings.Contains(first, want) || strings.Contains(first, "steal") {
			t.Errorf("%q finds first %q", question, first)
		}
	}
	if got := done(t, dir, "ingest", "$DIR/rates.txt", "--title", "Another"); !strings.HasSuffix(got, "; it was kept before, and stays as it was\n") {
		t.Errorf("the same file again: %q", got)
	}
	again := done(t, dir, "ingest", "$DIR/rates.txt", "--json")
	if list := done(t, dir, "research", "find", "-k", "50", "rates", "--json"); strings.Count(list, `"text":`) != 3 || !strings.Contains(again, `"documents"`) {
		t.Errorf("the same file is kept twice: %s", list)
	}
	if got := invoke(t, dir, "", "ingest", "$DIR/rates.txt", "--date", "soon"); got.code != exitUsage || !strings.Contains(got.err, "--date") {
		t.Errorf("a wrong date: %+v", got)
	}
	if got := invoke(t, dir, "A text from a pipe tells of farmland.", "ingest", "-", "--source", "a pipe", "--title", "Farmland"); got.code != exitDone || !strings.Contains(got.out, "Farmland") {
		t.Errorf("from a pipe: %+v", got)
	}
}

// TestTextsAreListedAndForgotten by their ids; a wrong one keeps no other from it.
func TestTextsAreListedAndForgotten(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{"a.txt": "The committee left rates where they are.", "b.txt": "Crude oil became cheaper."})
	if got := done(t, dir, "research", "list"); !strings.Contains(got, "Nothing is kept yet") {
		t.Errorf("at first: %q", got)
	}
	done(t, dir, "ingest", "$DIR/a.txt", "$DIR/b.txt", "--date", "2026-10-02", "--source", "a paper")
	lines := strings.Split(strings.TrimSpace(done(t, dir, "research", "list")), "\n")
	if len(lines) != 2 || !strings.HasSuffix(lines[0], "(a paper, October 2, 2026)") {
		t.Fatalf("the list is %q", lines)
	}
	id, title, _ := strings.Cut(lines[0], "  ")
	got := invoke(t, dir, "", "research", "remove", "00000000-0000-4000-8000-000000000000", id, "x")
	if got.code != exitFailed || !strings.Contains(got.out, id+" is forgotten.") || strings.Count(got.err, "00000000-0000") != 1 {
		t.Errorf("removed: %+v", got)
	}
	if left := done(t, dir, "research", "list", "--json"); strings.Contains(left, id) || strings.Count(left, `"id"`) != 1 {
		t.Errorf("of %q is left %s", title, left)
	}
	if got := invoke(t, dir, "", "research", "list", "-n", "0"); got.code != exitUsage {
		t.Errorf("no texts at all: %+v", got)
	}
}

// TestResearchBeginsARound about what stands behind it, or of its own choice; a
// site of this machine is not asked.
func TestResearchBeginsARound(t *testing.T) {
	t.Parallel()
	dir := lay(t, map[string]string{
		"sources": "# mine\nfeed https://127.0.0.1/feed This machine\n", "wrong": "feed https://a.example A\nfeed x\n",
	})
	done(t, dir, "migrate")
	if got := done(t, dir, "research", "rounds"); !strings.Contains(got, "There was no round yet") {
		t.Errorf("before any round: %q", got)
	}
	got := done(t, dir, "research", "what", "bonds do", "--sources", "$DIR/sources")
	for _, want := range []string{
		"Topic: what bonds do\n", "left out https://127.0.0.1/feed\n         its host has an address that is not public\n", "1 left out, in ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the round prints %q, without %q", got, want)
		}
	}
	var round struct {
		Topic, ChosenBy string
		Pages           []struct{ Outcome, Reason string }
	}
	if err := json.Unmarshal([]byte(done(t, dir, "research", "--json", "--sources", "$DIR/sources")), &round); err != nil {
		t.Fatal(err)
	}
	if round.Topic != "retirement income, Social Security and inflation" || round.ChosenBy != "operator" || len(round.Pages) != 1 || round.Pages[0].Reason != "address" {
		t.Errorf("a round of its own choice is %+v", round)
	}
	rounds := strings.Split(strings.TrimSpace(done(t, dir, "research", "rounds")), "\n")
	if len(rounds) != 2 || !strings.HasSuffix(rounds[1], " UTC  operator  what bonds do: 1 left out") {
		t.Errorf("the rounds are %q", rounds)
	}
	if got := done(t, dir, "research", "rounds", "-n", "1", "--json"); strings.Count(got, `"chosenBy"`) != 1 {
		t.Errorf("the newest round is %s", got)
	}
	for want, args := range map[string][]string{
		"--sources: line 2: is not": {"research", "bonds", "--sources", "$DIR/wrong"},
		"--sources names a file":    {"research", "bonds", "--sources", "$DIR/none"},
		"topic":                     {"research", "xy", "--sources", "$DIR/sources"},
		"-n is not between":         {"research", "rounds", "-n", "0"},
	} {
		if got := invoke(t, dir, "", args...); got.code == exitDone || !strings.Contains(got.err, want) || got.out != "" {
			t.Errorf("%v: %+v", args, got)
		}
	}
	help := done(t, dir, "research", "--help")
	for _, command := range []string{"research run", "research rounds", "research find", "research list", "research remove", "research embed"} {
		if !strings.Contains(help, command) {
			t.Errorf("the help lacks %s: %s", command, help)
		}
	}
}

func TestRoundsArePrinted(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 30, 12, 0, 0, 0, time.FixedZone("there", 3600))
	ended := began.Add(63*time.Second + 400*time.Millisecond)
	r := app.Researched{
		Round: app.Round{ID: "r", Topic: "bonds", ChosenBy: store.ChosenBySchedule, StartedAt: began, EndedAt: &ended, Pages: []app.RoundPage{
			{URL: "https://a.example/robots", Outcome: store.PageRefused, Reason: "robots"},
			{URL: "https://a.example/1", Outcome: store.PageStored, Document: "d1"},
			{URL: "https://a.example/chess", Outcome: store.PageOffTopic},
			{URL: "https://a.example/2", Outcome: store.PageStored, Reason: "found_later", Document: "d2"},
			{URL: "https://a.example/copy", Outcome: store.PageKnown, Document: "d1"},
		}},
		Documents: map[alex.ID]alex.Document{
			"d1": {Title: "Bonds \x1b[31mfell", Source: "https://a.example/one", PublishedOn: "2026-11-29"},
			"d2": {Title: "Bonds rose", Source: "https://a.example/2"},
		},
	}
	var out strings.Builder
	printRound(&printer{w: &out}, r)
	want := `Topic: bonds
kept     Bonds [31mfell
         https://a.example/one, November 29, 2026
kept     Bonds rose
         https://a.example/2
         it is kept, and found once the embedder takes it
known    Bonds [31mfell
         https://a.example/one, November 29, 2026
other    https://a.example/chess
left out https://a.example/robots
         the site's robots.txt asks not to read it
2 kept, 1 known before, 1 about something else, 1 left out, in 1m3s.
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
	line := "2026-11-30 11:00 UTC  schedule  bonds: 2 kept, 1 known before, 1 about something else, 1 left out"
	if got := roundLine(r.Round); got != line {
		t.Errorf("in a line: %s", got)
	}
	r.Pages, r.Error = nil, "the program was stopped"
	if got := roundLine(r.Round); got != "2026-11-30 11:00 UTC  schedule  bonds: no page that is new and near (the program was stopped)" {
		t.Errorf("one that broke off: %s", got)
	}
	r.EndedAt, r.Error = nil, ""
	if got := roundLine(r.Round); !strings.HasSuffix(got, "(it goes on)") {
		t.Errorf("one that goes on: %s", got)
	}
}

// TestEveryReasonHasWords, and so has everything that may become of a page.
func TestEveryReasonHasWords(t *testing.T) {
	t.Parallel()
	list := research.Reasons()
	if len(list) != len(reasons()) || len(list) < 20 {
		t.Errorf("there are %d reasons, and words for %d", len(list), len(reasons()))
	}
	for _, reason := range list {
		if reasonWords(reason) == reason {
			t.Errorf("%s has no words", reason)
		}
	}
	for _, outcome := range []string{store.PageStored, store.PageKnown, store.PageOffTopic, store.PageRefused} {
		if sumOf([]app.RoundPage{{Outcome: outcome}}) == sumOf(nil) {
			t.Errorf("%s has no words", outcome)
		}
	}
}

func TestARoundThatBrokeOffIsAnError(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]struct {
		failed string
		err    error
	}{
		"": {},
		"the round was ended before its time; what was found until then stands": {"the program was stopped", fmt.Errorf("x: %w", context.Canceled)},
		"the embedder did not answer; what was found until then stands: away":   {"the embedder did not answer", errors.New("away")},
	} {
		got := ""
		if err := brokeOff(app.Round{Error: c.failed}, c.err); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
