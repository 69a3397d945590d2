package research

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"alex"
	"alex/internal/knowledge"
	"alex/internal/store"
)

// Sizes of a topic, in characters.
const (
	leastTopic  = 3
	mostTopic   = 200
	longestName = 120 // of an instrument within one
)

// nothingHeld is looked for where nobody holds anything yet.
const nothingHeld = "retirement income, Social Security and inflation"

// classWords is how the texts of official bodies speak of a class.
func classWords(c alex.AssetClass) string {
	switch c {
	case alex.Equity:
		return "stocks and the stock market"
	case alex.FixedIncome:
		return "bonds, interest rates and inflation"
	case alex.RealEstate:
		return "real estate, housing and mortgages"
	case alex.Commodities:
		return "commodities, oil, gas and gold"
	case alex.Cash:
		return "savings, deposits and money market rates"
	case alex.Alternatives:
		return "alternative investments and their risks"
	}
	return ""
}

// Topics are what is worth looking for where these are held: each class, then
// each instrument, by symbol.
func Topics(held []store.Subject) []string {
	var list []string
	for _, class := range alex.AssetClass("").Known() {
		if slices.ContainsFunc(held, func(s store.Subject) bool { return s.Class == class }) {
			list = append(list, classWords(class))
		}
	}
	for _, s := range held {
		name := []rune(knowledge.Line(s.Name))
		topic := fmt.Sprintf("%s (%s)", string(name[:min(len(name), longestName)]), s.Symbol)
		if words := classWords(s.Class); words != "" {
			topic += ": " + words
		}
		list = append(list, topic)
	}
	if len(list) == 0 {
		list = append(list, nothingHeld)
	}
	return list
}

// next is the topic that was looked for longest ago, or never.
func next(topics []string, last map[string]time.Time) string {
	return slices.MinFunc(topics, func(a, b string) int { return last[a].Compare(last[b]) })
}

func (r *Researcher) choose(ctx context.Context) (string, error) {
	held, err := r.Keeper.Held(ctx)
	if err != nil {
		return "", err
	}
	last, err := r.Keeper.LastResearched(ctx)
	if err != nil {
		return "", err
	}
	return next(Topics(held), last), nil
}

// topicOf is a topic as it is kept; an empty one is Alex's own choice.
func topicOf(text string) (string, error) {
	topic := knowledge.Line(text)
	switch n := utf8.RuneCountInString(topic); {
	case n == 0 && text == "":
		return "", nil
	case n < leastTopic || n > mostTopic:
		return "", alex.Invalid("topic", "has %d characters, and not %d to %d", n, leastTopic, mostTopic)
	}
	return topic, nil
}
