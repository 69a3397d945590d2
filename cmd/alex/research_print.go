package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"alex/internal/app"
)

// outcomes are what may become of a page, in the order in which they are told,
// and how they are called.
func outcomes() [][3]string {
	return [][3]string{
		{"stored", "kept", "kept"}, {"known", "known", "known before"}, {"off_topic", "other", "about something else"}, {"refused", "left out", "left out"},
	}
}

// printRound tells what became of each page, and a sum.
func printRound(p *printer, r app.Researched) {
	p.linef("Topic: %s", r.Topic)
	for _, outcome := range outcomes() {
		for _, page := range r.Pages {
			if page.Outcome == outcome[0] {
				printPage(p, outcome[1], page, r)
			}
		}
	}
	took := ""
	if r.EndedAt != nil {
		took = ", in " + r.EndedAt.Sub(r.StartedAt).Round(time.Second).String()
	}
	p.linef("%s%s.", sumOf(r.Pages), took)
	if reached := slices.ContainsFunc(r.Pages, func(page app.RoundPage) bool { return page.Reason != "unreachable" }); !reached && len(r.Pages) > 0 {
		p.linef("No site could be reached: is this machine on the Internet?")
	}
}

func printPage(p *printer, word string, page app.RoundPage, r app.Researched) {
	why := reasonWords(page.Reason)
	if d, kept := r.Documents[page.Document]; kept {
		p.linef("%-8s %s", word, d.Title)
		p.linef("         %s%s", d.Source, published(d.PublishedOn))
		if why != "" {
			p.linef("         %s", why)
		}
		return
	}
	p.linef("%-8s %s", word, page.URL)
	if why != "" {
		p.linef("         %s", why)
	}
}

// sumOf counts pages by what became of them.
func sumOf(pages []app.RoundPage) string {
	var parts []string
	for _, outcome := range outcomes() {
		n := 0
		for _, page := range pages {
			if page.Outcome == outcome[0] {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, outcome[2]))
		}
	}
	if len(parts) == 0 {
		return "no page that is new and near"
	}
	return strings.Join(parts, ", ")
}

// roundLine is a round in one line: when, who asked, what became of it, about
// what, and why it broke off.
func roundLine(r app.Round) string {
	line := fmt.Sprintf("%s  %-8s  %s: %s", r.StartedAt.UTC().Format("2006-01-02 15:04 MST"), r.ChosenBy, r.Topic, sumOf(r.Pages))
	switch {
	case r.Error != "":
		line += " (" + r.Error + ")"
	case r.EndedAt == nil:
		line += " (it goes on)"
	}
	return line
}

// reasonWords says in English why a page was refused, or is found later.
func reasonWords(reason string) string {
	words := reasons()
	if i := slices.IndexFunc(words, func(w [2]string) bool { return w[0] == reason }); i >= 0 {
		return words[i][1]
	}
	return reason
}

func reasons() [][2]string {
	return [][2]string{
		{"scheme", "its address begins with neither http:// nor https://"},
		{"host", "it is on a host that no source names"},
		{"port", "its address names another port than 80 and 443"},
		{"address", "its host has an address that is not public"},
		{"credentials", "its address has a name or a password in it"},
		{"robots", "the site's robots.txt asks not to read it"},
		{"redirects", "it leads on more than five times"},
		{"size", "it is larger than what is read"},
		{"type", "it is no text, PDF or feed"},
		{"timeout", "the site took too long"},
		{"status", "the site gives another answer than the page"},
		{"encoding", "it came damaged, or packed in a way that was not asked for"},
		{"unreachable", "the site could not be reached"},
		{"no_feed", "the source is no feed that can be read"},
		{"unreadable", "its text cannot be read"},
		{"too_short", "its text is shorter than 400 characters"},
		{"old", "it is older than 90 days"},
		{"not_kept", "it could not be kept; a later round tries again"},
		{"broken", "reading it failed inside Alex"},
		{"stopped", "the round ended before its turn"},
		{"found_later", "it is kept, and found once the embedder takes it"},
	}
}
