package research

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/knowledge/extract"
	"alex/internal/research/fetch"
	"alex/internal/store"
)

// Bounds of a round.
const (
	mostPages    = 8  // that are taken
	mostOfASite  = 3  // of these
	mostOfSource = 60 // items that are looked at
	oldest       = 90 // days
	readAtOnce   = 4  // sources
	mostOpening  = 400
)

// search is one round.
type search struct {
	*Researcher
	round store.ResearchRound
	topic knowledge.Vector
	pages []store.ResearchPage
	kept  map[alex.ID]bool // documents of this round
}

func (s *search) run(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	vectors, err := s.embed(ctx, []string{s.round.Topic})
	if err != nil {
		return err
	}
	s.topic = vectors[0]
	items, err := s.ranked(ctx, s.gather(ctx))
	if err != nil {
		return err
	}
	if items, err = s.picked(ctx, items); err != nil {
		return err
	}
	for _, item := range items {
		if ctx.Err() != nil || err != nil {
			s.note(item.URL, store.PageRefused, reasonStopped, "")
			continue
		}
		err = s.take(ctx, item)
	}
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// gather reads all sources. One that cannot be read is a page that was refused.
func (s *search) gather(ctx context.Context) []extract.Item {
	found := make([][]extract.Item, len(s.Sources))
	refused := make([]string, len(s.Sources))
	var group errgroup.Group
	group.SetLimit(readAtOnce)
	for i, source := range s.Sources {
		group.Go(func() error {
			defer func() {
				if p := recover(); p != nil {
					refused[i] = reasonBroken
				}
			}()
			found[i], refused[i] = s.listed(ctx, source)
			return nil
		})
	}
	_ = group.Wait()
	var items []extract.Item
	seen := map[string]bool{}
	for i, source := range s.Sources {
		seen[source.URL] = true
		if refused[i] != "" {
			s.note(source.URL, store.PageRefused, refused[i], "")
		}
	}
	for _, item := range slices.Concat(found...) {
		if item.URL = plain(item.URL); item.URL != "" && !seen[item.URL] && !s.old(item.PublishedOn) {
			seen[item.URL] = true
			items = append(items, item)
		}
	}
	return items
}

// listed is what a source lists, and why not.
func (s *search) listed(ctx context.Context, source Source) (items []extract.Item, refused string) {
	page, err := s.Fetcher.Get(ctx, source.URL)
	if err != nil {
		return nil, reasonOf(err)
	}
	if source.Kind == KindPage {
		items = extract.Links(page.URL, page.Body)
	} else if items, err = extract.Feed(page.Body); err != nil {
		return nil, reasonNoFeed
	}
	return items[:min(len(items), mostOfSource)], ""
}

// plain is an address without the part that is no server's; empty where it cannot
// be kept.
func plain(address string) string {
	address, _, _ = strings.Cut(address, "#")
	if len(address) > alex.MostDocumentSource || !utf8.ValidString(address) || strings.ContainsFunc(address, unicode.IsControl) {
		return ""
	}
	return address
}

func (s *search) old(day alex.Date) bool {
	return day != "" && day < alex.DateOf(s.Now().AddDate(0, 0, -oldest))
}

// ranked are the items that may be about the topic, the nearest first.
func (s *search) ranked(ctx context.Context, items []extract.Item) ([]extract.Item, error) {
	texts := make([]string, len(items))
	for i, item := range items {
		opening := []rune(item.Summary)
		texts[i] = item.Title + "\n" + string(opening[:min(len(opening), mostOpening)])
	}
	vectors, err := s.embed(ctx, texts)
	if err != nil {
		return nil, err
	}
	type scored struct {
		extract.Item
		score float64
	}
	var list []scored
	for i, item := range items {
		if score := knowledge.Cosine(s.topic, vectors[i]); score >= s.least() {
			list = append(list, scored{item, score})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	near := make([]extract.Item, len(list))
	for i, item := range list {
		near[i] = item.Item
	}
	return near, nil
}

func (s *search) least() float64 { return cmp.Or(s.Least, DefaultLeast) }

// picked are the first that no round has asked for, few of each site.
func (s *search) picked(ctx context.Context, items []extract.Item) (list []extract.Item, err error) {
	of := map[string]int{}
	for _, item := range items {
		u, err := url.Parse(item.URL)
		if err != nil || len(list) == mostPages || of[strings.ToLower(u.Host)] == mostOfASite {
			continue
		}
		known, err := s.Keeper.PageKnown(ctx, item.URL)
		if err != nil {
			return nil, err
		}
		if !known {
			of[strings.ToLower(u.Host)]++
			list = append(list, item)
		}
	}
	return list, nil
}

func (s *search) note(url, outcome, reason string, document alex.ID) {
	s.pages = append(s.pages, store.ResearchPage{URL: url, Outcome: outcome, Reason: reason, Document: document})
}

// Reasons of a refusal besides those of fetch.Refused.
const (
	reasonNoFeed     = "no_feed"     // a source that is none that can be read
	reasonUnreadable = "unreadable"  // a page whose text cannot be read
	reasonShort      = "too_short"   // its text has less than 400 characters
	reasonOld        = "old"         // it says that it is older than 90 days
	reasonNotKept    = "not_kept"    // the library refused it, or was away
	reasonBroken     = "broken"      // reading it ended in a panic; the program goes on
	reasonStopped    = "stopped"     // the round ended first
	reasonUnindexed  = "found_later" // kept; it is found once the embedder is back
)

// Reasons are all that a page may be refused for, and that of one which is kept
// and found later.
func Reasons() []string {
	list := []string{reasonNoFeed, reasonUnreadable, reasonShort, reasonOld, reasonNotKept, reasonBroken, reasonStopped, reasonUnindexed}
	for _, reason := range fetch.Reason("").Known() {
		list = append(list, string(reason))
	}
	return list
}

func reasonOf(err error) string {
	if r, ok := errors.AsType[*fetch.Refused](err); ok && r.Reason == fetch.ReasonRobots && r.Err != nil {
		return string(fetch.ReasonUnreachable) // it forbids nothing; it could not be asked
	}
	if reason := fetch.ReasonOf(err); reason != "" {
		return string(reason)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return reasonStopped
	}
	return reasonBroken
}
