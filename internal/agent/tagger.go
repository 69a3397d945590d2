package agent

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"alex"
	"alex/internal/llm"
	"alex/internal/report"
)

// Tagger classifies instruments by symbol and name: by its model where it has
// one, else by Classify, the rules on names. Classify answers false where no
// rule fits, and the instrument then stays unclassified: a guess would be a
// made-up value. Words are those of a name that a model may be told; nil tells
// it none.
type Tagger struct {
	Classify func(symbol alex.Symbol, name string, asOf alex.Date) (alex.Instrument, bool)
	Words    func(name string) string
}

// Tag returns a classified instrument for each of the given ones that can be
// classified by rules, each valid and its weights summing to exactly 100. A
// target-date fund is classified as it stands on asOf.
func (t Tagger) Tag(ctx context.Context, asOf alex.Date, instruments []alex.Instrument) ([]alex.Instrument, error) {
	var tags []alex.Instrument
	for _, i := range instruments {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if tag, ok := t.byRules(asOf, i); ok {
			tags = append(tags, tag)
		}
	}
	return tags, nil
}

func (t Tagger) byRules(asOf alex.Date, i alex.Instrument) (alex.Instrument, bool) {
	tag, ok := t.Classify(i.Symbol, i.Name, asOf)
	if !ok || tag.Validate() != nil || !tag.WhollyClassified() {
		return i, false
	}
	return withoutPrice(tag, i.Name), true
}

func withoutPrice(tag alex.Instrument, name string) alex.Instrument {
	tag.Name = name
	tag.Price, tag.PriceAsOf, tag.PriceSource = nil, "", "" // never a price
	return tag
}

// Most instruments that one job asks a model about, how many at a time, and how
// sure it must be.
const (
	mostAsked      = 40
	askedAtOnce    = 4
	leastConfident = 50
)

// tag classifies with the model first, and by rules what it does not answer.
func (t Tagger) tag(ctx context.Context, w *work, asOf alex.Date, instruments []alex.Instrument) ([]alex.Instrument, error) {
	prompt := PromptNamed(promptTagger)
	client := w.desk.client(alex.Tagger, prompt)
	if client == nil {
		return t.Tag(ctx, asOf, instruments)
	}
	said := make([]*alex.Instrument, len(instruments))
	var failed sync.Map
	var group errgroup.Group
	group.SetLimit(askedAtOnce)
	for i, instrument := range instruments[:min(len(instruments), mostAsked)] {
		group.Go(func() error {
			var tag alex.Instrument
			err := surviving(func() (err error) {
				tag, err = t.asked(ctx, client, prompt, w.desk.limits, asOf, instrument)
				return err
			})
			switch {
			case err != nil:
				failed.Store(instrument.Symbol, reasonOf(err))
			case tag.Classification.Confidence.Cmp(alex.DecimalOf(leastConfident)) >= 0:
				said[i] = &tag
			}
			return nil
		})
	}
	_ = group.Wait()
	failed.Range(func(symbol, reason any) bool {
		w.log.fellBack(alex.Tagger, "classify "+string(symbol.(alex.Symbol))+" by rules", reason.(string))
		return true
	})
	var tags []alex.Instrument
	for i, instrument := range instruments {
		if said[i] != nil {
			w.log.wrote(alex.Tagger, client.Model())
			tags = append(tags, withoutPrice(*said[i], instrument.Name))
		} else if tag, ok := t.byRules(asOf, instrument); ok {
			tags = append(tags, tag)
		}
	}
	return tags, ctx.Err()
}

// TagWith is Tag by models where there are some, as an analysis does.
func (t Tagger) TagWith(ctx context.Context, models Models, now func() time.Time, asOf alex.Date, instruments []alex.Instrument) ([]alex.Instrument, error) {
	w := &work{log: newStepLog(nil, now)}
	w.desk = newDesk(models, DefaultLimits(), now, nil)
	return t.tag(ctx, w, asOf, instruments)
}

// asked is a model's classification of one instrument, of which it is told the
// symbol and the common words of its name.
func (t Tagger) asked(ctx context.Context, client llm.Client, prompt Prompt, limits Limits, asOf alex.Date, i alex.Instrument) (tag alex.Instrument, err error) {
	told := struct {
		Symbol alex.Symbol `json:"symbol"`
		Words  string      `json:"words,omitempty"`
	}{Symbol: i.Symbol}
	if t.Words != nil {
		told.Words = t.Words(i.Name)
	}
	ask, err := json.Marshal(told)
	if err != nil {
		return tag, err
	}
	talk := conversation{
		client: client, prompt: prompt, limits: limits,
		answer: llm.Answer{Name: "classification", Description: "What the security is.", Schema: ClassificationSchema()},
	}
	_, err = talk.hold(ctx, string(ask), func(answer []byte) []alex.Violation {
		c, err := ParseClassification(answer)
		if err == nil {
			tag, err = c.Instrument(i.Symbol, i.Name, client.Model(), asOf)
		}
		if err != nil {
			return []alex.Violation{{Rule: "structure", Text: strings.ReplaceAll(clip(err.Error(), 300), "\n", "; ")}}
		}
		return nil
	})
	tag.Classification.Note = "" // the rationale is there to think by, and on the trace; nobody vouches for its words
	return tag, err
}

// missing are the held instruments of a snapshot that nobody has classified.
func missing(s alex.Snapshot) []alex.Instrument {
	book := s.Book()
	seen := map[alex.Symbol]bool{}
	var list []alex.Instrument
	for _, a := range s.Accounts {
		for _, pos := range a.Positions {
			i := book.Find(pos.Symbol)
			if !seen[pos.Symbol] && !i.Classified() {
				list = append(list, i)
			}
			seen[pos.Symbol] = true
		}
	}
	return list
}

// Tagged is the snapshot with its unclassified holdings classified as far as
// the rules can.
func (t Tagger) Tagged(ctx context.Context, s alex.Snapshot) (alex.Snapshot, error) {
	tags, err := t.Tag(ctx, s.AsOf, missing(s))
	return report.WithTags(s, tags), err
}
