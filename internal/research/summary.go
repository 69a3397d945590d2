package research

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"alex/internal/knowledge"
)

// Sizes of what a summary is made of, in characters, and how long a model may
// take to choose.
const (
	leastSentence    = 25
	mostSentence     = 500
	mostSentences    = 200 // of a text, from its beginning, that are looked at
	summarySentences = 3
	mostSummary      = 600
	mostChoosing     = 45 * time.Second
)

// sentencesOf are the sentences of a clean text that a summary may have.
func sentencesOf(body string) []string {
	var list []string
	for paragraph := range strings.SplitSeq(body, "\n\n") {
		for _, sentence := range knowledge.Sentences(paragraph) {
			if n := utf8.RuneCountInString(sentence); n >= leastSentence && n <= mostSentence && !slices.Contains(list, sentence) {
				list = append(list, sentence)
			}
			if len(list) == mostSentences {
				return list
			}
		}
	}
	return list
}

// summary is sentences of a text, word for word and in its order, and the labels
// of a closed list that a model gave it.
func (s *search) summary(ctx context.Context, title string, sentences []string, vectors []knowledge.Vector) (string, map[string]string) {
	if len(sentences) == 0 {
		return "", nil
	}
	if s.Chooser != nil {
		asked := sentences[:min(len(sentences), mostNumbered)]
		within, cancel := context.WithTimeout(ctx, mostChoosing)
		choice, err := s.Chooser.Choose(within, Question{Topic: s.round.Topic, Title: title, Sentences: asked})
		cancel()
		if err == nil {
			err = choice.valid(len(asked))
		}
		if err == nil {
			return choice.sentences(asked), choice.labels()
		}
		s.Log.LogAttrs(ctx, slog.LevelInfo, "sentences of a page are chosen without the model", slog.Any("error", err))
	}
	return extractive(s.topic, sentences, vectors), nil
}

// extractive are the sentences nearest to the topic and to what the text is about
// as a whole, its centre, as far as there is room.
func extractive(topic knowledge.Vector, sentences []string, vectors []knowledge.Vector) string {
	centre := centreOf(vectors)
	order := make([]int, len(sentences))
	score := make([]float64, len(sentences))
	for i, v := range vectors {
		order[i], score[i] = i, knowledge.Cosine(topic, v)+knowledge.Cosine(centre, v)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	var taken []int
	room := mostSummary
	for _, i := range order {
		if n := utf8.RuneCountInString(sentences[i]); len(taken) < summarySentences && n <= room {
			taken, room = append(taken, i), room-n-1
		}
	}
	return joined(sentences, taken)
}

// joined are some sentences in the order of the text.
func joined(sentences []string, which []int) string {
	var list []string
	for _, i := range slices.Sorted(slices.Values(which)) {
		list = append(list, sentences[i])
	}
	return strings.Join(list, " ")
}

func centreOf(vectors []knowledge.Vector) knowledge.Vector {
	sum := make(knowledge.Vector, len(vectors[0]))
	for _, v := range vectors {
		for i, x := range v {
			sum[i] += x
		}
	}
	if unit, ok := knowledge.Unit(sum); ok {
		return unit
	}
	return sum
}
