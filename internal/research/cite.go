package research

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"alex"
	"alex/internal/knowledge"
)

// Finder finds passages, and says how near texts are to a question;
// *knowledge.Library is one.
type Finder interface {
	Find(ctx context.Context, person alex.PersonID, question string, k int) ([]alex.Found, error)
	Nearness(ctx context.Context, question string, texts []string) ([]float64, error)
}

// Citer chooses what a report may quote.
type Citer struct {
	Finder   Finder
	Quotable func(passage string) bool // nothing is quoted of one that sells or promises anything
}

// Interest is what a report has reason to look for, and the words by which what is
// quoted has to name it; without any, nearness is enough.
type Interest struct {
	About string
	Names []string
}

// Bounds of what is quoted.
const (
	leastWeight   = 10  // percent of everything that a class must have
	mostHeldNames = 3   // holdings that are asked for by name
	mostCited     = 12  // passages of one report
	citedEach     = 2   // of one interest
	lookedAt      = 8   // passages of one interest
	staleAfter    = 540 // days
	leastQuote    = 40  // characters
	mostQuote     = 320
)

// Least cosines with what is looked for: of a passage, of the sentence that is
// quoted, and of the one that may follow it. Built-in vectors of texts about
// something else stay below 0.3 (TestCite).
const (
	nearPassage  = 0.35
	nearSentence = 0.3
	nearNext     = 0.15
)

// yearsWorth is how much of a cosine a year of age costs: research is to be
// current.
const yearsWorth = 0.1

// Interests are what is looked for in a portfolio, what weighs most first: its
// largest class, retirement, its other classes, and its largest holdings that
// the reference knows.
func Interests(p alex.Portfolio) []Interest {
	var classes, holdings []Interest
	byWeight := slices.SortedStableFunc(slices.Values(p.ByAssetClass), func(a, b alex.Exposure) int { return b.Percent.Cmp(a.Percent.Decimal) })
	for _, e := range byWeight {
		if words := classWords(alex.AssetClass(e.Key)); words != "" && e.Percent.Cmp(alex.DecimalOf(leastWeight)) >= 0 {
			classes = append(classes, Interest{About: words})
		}
	}
	for _, s := range p.Stakes {
		if i := s.Instrument; i.Classification.Source == alex.SourceReference && len(holdings) < mostHeldNames {
			holdings = append(holdings, Interest{About: i.Name + " (" + string(i.Symbol) + ")", Names: []string{i.Name, string(i.Symbol)}})
		}
	}
	list := []Interest{{About: nothingHeld}}
	if len(classes) > 0 {
		list = slices.Insert(list, 0, classes[0])
		list = append(list, classes[1:]...)
	}
	return append(list, holdings...)
}

// Cite answers what may be quoted of what the person may read, for interests in
// their order: the nearest of each first, then the next nearest. The same
// passages give the same answer. What is older than 540 days on the day is left
// out, and what came after it.
func (c Citer) Cite(ctx context.Context, person alex.PersonID, interests []Interest, day alex.Date) ([]alex.Citation, error) {
	found := make([][]alex.Citation, len(interests))
	for i, interest := range interests {
		var err error
		if found[i], err = c.about(ctx, person, interest, day); err != nil {
			return nil, err
		}
	}
	var list []alex.Citation
	taken := map[alex.ID]bool{} // no document is quoted twice
	for range citedEach {
		for _, of := range found {
			i := slices.IndexFunc(of, func(c alex.Citation) bool { return !taken[c.Document] })
			if i >= 0 && len(list) < mostCited {
				taken[of[i].Document] = true
				list = append(list, of[i])
			}
		}
	}
	return list, nil
}

// about are the quotations for one interest, the nearest first.
func (c Citer) about(ctx context.Context, person alex.PersonID, interest Interest, day alex.Date) ([]alex.Citation, error) {
	passages, err := c.Finder.Find(ctx, person, interest.About, lookedAt)
	if err != nil {
		return nil, err
	}
	passages = slices.DeleteFunc(passages, func(f alex.Found) bool {
		age := dayOf(f).DaysUntil(day)
		return f.Score < nearPassage || age < 0 || age > staleAfter || !c.shown(f)
	})
	var sentences []string
	from := make([]int, len(passages)+1) // where the sentences of each begin
	for i, f := range passages {
		sentences = append(sentences, sentencesIn(f)...)
		from[i+1] = len(sentences)
	}
	near, err := c.Finder.Nearness(ctx, interest.About, sentences)
	if err != nil {
		return nil, err
	}
	type scored struct {
		alex.Citation
		score float64
	}
	var list []scored
	for i, f := range passages {
		text, score := interest.quote(f.Text, sentences[from[i]:from[i+1]], near[from[i]:from[i+1]])
		if text != "" {
			list = append(list, scored{citationOf(interest, f, text), score - yearsWorth*float64(dayOf(f).DaysUntil(day))/365})
		}
	}
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	citations := make([]alex.Citation, len(list))
	for i, s := range list {
		citations[i] = s.Citation
	}
	return citations, nil
}

// dayOf is when a text was published, or else when it came to Alex.
func dayOf(f alex.Found) alex.Date { return cmp.Or(f.PublishedOn, alex.DateOf(f.AddedAt)) }

func citationOf(interest Interest, f alex.Found, quote string) alex.Citation {
	return alex.Citation{
		About: interest.About, Quote: quote, Title: f.Title, Source: f.Source, PublishedOn: f.PublishedOn, KeptOn: alex.DateOf(f.AddedAt),
		Document: f.Document, Ordinal: f.Ordinal, Own: f.Own,
	}
}

// named reports a sentence that says one of the interest's names, as whole words
// and in its spelling: many a symbol is a word as well.
func (i Interest) named(sentence string) bool {
	if len(i.Names) == 0 {
		return true
	}
	return slices.ContainsFunc(i.Names, func(name string) bool {
		const leastName = 3
		return utf8.RuneCountInString(name) >= leastName && says(sentence, name)
	})
}

func says(text, name string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], name)
		if at < 0 {
			return false
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(name):])
		if !ofWord(before) && !ofWord(after) {
			return true
		}
		from = at + len(name)
	}
}

func ofWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// sentencesIn are those of a passage, but for the first of one that another comes
// before: it stands there too, or it is the end of one that was too long.
func sentencesIn(f alex.Found) []string {
	var list []string
	for paragraph := range strings.SplitSeq(f.Text, "\n\n") {
		list = append(list, knowledge.Sentences(paragraph)...)
	}
	if f.Ordinal > 0 && len(list) > 0 {
		list = list[1:]
	}
	return list
}

// quote is the sentence of a passage that is nearest to what is looked for, and
// names it where it has to be named, with the next one of its paragraph where
// there is room; empty where none is near.
func (i Interest) quote(passage string, sentences []string, near []float64) (text string, score float64) {
	best := -1
	for n, sentence := range sentences {
		if near[n] >= nearSentence && (best < 0 || near[n] > near[best]) && fits(sentence) && i.named(sentence) {
			best = n
		}
	}
	if best < 0 {
		return "", 0
	}
	text = sentences[best]
	if next := best + 1; next < len(sentences) && near[next] >= nearNext {
		if both := text + " " + sentences[next]; fits(both) && strings.Contains(passage, both) {
			text = both
		}
	}
	return text, near[best]
}
