package lexical_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"alex/internal/knowledge"
	"alex/internal/knowledge/lexical"
)

// set is documents on distinct subjects, and questions that are each about one.
type set struct {
	Documents []struct{ ID, Title, Text string }
	Questions []struct{ Question, Document string }
}

func readSet(t *testing.T, name string) (s set) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "recall", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// ranked is the place that each question's document has among all, from 0, by
// its best passage.
func ranked(t *testing.T, e knowledge.Embedder, s set) (places []int) {
	t.Helper()
	best := func(texts []string) []knowledge.Vector {
		list, err := e.Embed(t.Context(), texts)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	var texts, of []string
	for _, d := range s.Documents {
		for _, passage := range knowledge.Chunks(knowledge.Clean(d.Text)) {
			texts, of = append(texts, d.Title+"\n"+passage), append(of, d.ID)
		}
	}
	passages := best(texts)
	for _, q := range s.Questions {
		v, scores := best([]string{q.Question})[0], map[string]float64{}
		for i, p := range passages {
			score := knowledge.Cosine(v, p)
			if known, ok := scores[of[i]]; !ok || score > known {
				scores[of[i]] = score
			}
		}
		place := 0
		for id, score := range scores {
			if id != q.Document && score >= scores[q.Document] {
				place++
			}
		}
		places = append(places, place)
	}
	return places
}

// TestRecall finds the right document of 30 among the first three for 45 of 60
// questions and more, asked in one's own words. The other sets ask with no word
// that stands in the text, which is beyond an embedder of words: the model that
// its meanings come from finds 47 and 49 of 60 there, and 59 and 59 of the first.
// The second half's weight was chosen on the dev sets; the heldout ones were only
// measured.
func TestRecall(t *testing.T) {
	t.Parallel()
	least := map[string]int{"dev-plain.json": 45, "heldout-plain.json": 45, "dev.json": 30, "heldout.json": 30}
	e, err := lexical.New()
	if err != nil {
		t.Fatal(err)
	}
	for name, least := range least {
		s := readSet(t, name)
		places := ranked(t, e, s)
		first, three := 0, 0
		for _, p := range places {
			if p == 0 {
				first++
			}
			if p < 3 {
				three++
			}
		}
		slices.Sort(places)
		if len(places) != 60 || three < least {
			t.Errorf("%s: %d of %d questions find their document among the first three, and not %d", name, three, len(places), least)
		}
		t.Logf("%s: %d documents, %d questions: %d first, %d in the first three; the worst place is %d", name, len(s.Documents), len(s.Questions), first, three, places[len(places)-1]+1)
	}
}
