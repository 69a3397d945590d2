package eval

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"alex"
	"alex/internal/llm"
)

// Sound is a model that does its work well: it puts blocks in other words that
// say the same, and keeps to every rule. It can do nothing that a good model
// could not, so what is refused of it is refused wrongly. It is safe for
// concurrent use.
type Sound struct {
	Name  string
	Pause time.Duration // before each answer

	seed  uint64
	asked atomic.Int64
}

// NewSound is a model whose words the seed and the question decide.
func NewSound(seed uint64) *Sound {
	return &Sound{Name: "fake:sound", seed: seed}
}

// chanceOf is what a seed and a question decide, in whatever order questions
// come.
func chanceOf(seed uint64, ask string, turn int) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(ask)) // never fails
	return rand.New(rand.NewPCG(seed, h.Sum64()+uint64(turn)))
}

// Model is the fake's name.
func (s *Sound) Model() string { return s.Name }

// Asked is how many calls there were.
func (s *Sound) Asked() int { return int(s.asked.Load()) }

// Complete answers by the name of the structured answer that is wanted.
func (s *Sound) Complete(ctx context.Context, r llm.Request) (llm.Response, error) {
	select {
	case <-ctx.Done():
		return llm.Response{}, ctx.Err()
	case <-time.After(s.Pause):
	}
	s.asked.Add(1)
	text := answer(chanceOf(s.seed, r.Messages[0].Text, replies(r)), r.Answer.Name, r.Messages[0].Text)
	return llm.Response{Text: text, Stop: llm.StopEnd, Tokens: alex.Tokens{Input: len(r.Messages[0].Text) / 4, Output: len(text) / 4}}, nil
}

// Answer is what Sound says to a question in the form of an answer's name.
func (s *Sound) Answer(name, ask string) string { return answer(chanceOf(s.seed, ask, 0), name, ask) }

func answer(chance *rand.Rand, name, ask string) string {
	switch name {
	case "section":
		return encode(rewrite(chance, ask))
	case "plan":
		return encode(plan{
			Reason: "Much of what happens depends on how long the savings last.", Specialists: []string{"reporter", "charter", "retirement"},
			Focus: []focus{{"risk", "Dwell on how concentrated the holdings are."}}, LookUp: []string{"sequence of returns risk"},
		})
	case "charts":
		return encode(present(chance, ask))
	case "classification":
		return `{"rationale":"A fund of large companies.","instrumentType":"etf","allocationAssetClass":{"equity":100},"allocationRegions":{"north_america":100},"allocationSectors":{"diversified":100},"confidence":80}`
	case "reword":
		return reworded(chance, ask)
	case "verdicts":
		return encode(praise(ask))
	case "answer":
		return `{"id":"","value":"","answer":"The value of everything is {{portfolio.value}}."}`
	default:
		return `{}`
	}
}

// The forms of answers, as the agents' schemas have them.
type (
	section struct {
		Opening string  `json:"opening"`
		Blocks  []block `json:"blocks"`
		Closing string  `json:"closing"`
	}
	block struct {
		ID    string `json:"id"`
		Text  string `json:"text"`
		Fixed bool   `json:"-"`
	}
	plan struct {
		Reason      string   `json:"reason"`
		Specialists []string `json:"specialists"`
		Focus       []focus  `json:"focus"`
		LookUp      []string `json:"lookUp"`
	}
	focus struct {
		Section string `json:"section"`
		Point   string `json:"point"`
	}
	charts struct {
		Order    []string  `json:"order"`
		Captions []caption `json:"captions"`
	}
	caption struct {
		Key     string `json:"key"`
		Caption string `json:"caption"`
	}
	verdict struct {
		Key    string `json:"key"`
		Reason string `json:"reason"`
		Score  int    `json:"score"`
	}
)

// given is what a section's author is told, as far as a fake needs it.
type given struct {
	Section string
	Blocks  []struct {
		ID, Text string
		Fixed    bool
	}
}

func encode(v any) string {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers alone
	}
	return string(body)
}

func rewrite(chance *rand.Rand, ask string) section {
	var g given
	if json.Unmarshal([]byte(ask), &g) != nil {
		return section{}
	}
	said := section{Opening: pick(chance, openings), Closing: pick(chance, closings), Blocks: []block{}}
	for _, b := range g.Blocks {
		if !b.Fixed && chance.IntN(4) > 0 {
			said.Blocks = append(said.Blocks, block{ID: b.ID, Text: reworded(chance, b.Text)})
		}
	}
	return said
}

// openings and closings are general sentences such as good writers use.
var (
	openings = []string{
		"", "This part is worth a slow read.", "Here is what your plan comes to, in plain words.",
		"Take your time with this part.", "What you read here rests on what you told the planner.",
		"This section is about the question that most people ask first.",
	}
	closings = []string{
		"", "Talk it over with someone whose judgement matters to you.", "None of this has to be decided today.",
		"If something surprises you, look at what it rests on.", "Small changes, made early, tend to matter.",
		"You can change any of the assumptions and look again.",
	}
	starts = []string{"In short, ", "Put plainly, ", "As things stand, ", "Put simply, ", "Today, "}
)

// synonyms are words for words that change nothing of what a sentence says.
var synonyms = []struct{ from, to string }{
	{"You own", "You hold"},
	{"simulated futures", "futures that were simulated"},
	{"typically", "usually"},
	{"planned spending", "the spending you plan"},
	{"Your plan", "The plan"},
	{"falls short", "runs short"},
	{"in today's money", "in the money of today"},
	{"would be nothing unusual", "would not be unusual"},
	{"at prices of", "with prices of"},
	{"Most worth your attention", "Most worth your attention"},
	{"Your largest", "The largest"},
}

var sentenceStop = regexp.MustCompile(`\.\s+`)

// reworded says a block in other words: other words for some, another order of
// sentences, a start. A list keeps its items.
func reworded(chance *rand.Rand, text string) string {
	for _, y := range synonyms {
		if chance.IntN(2) == 0 {
			text = strings.Replace(text, y.from, y.to, 1)
		}
	}
	if strings.Contains(text, "\n") || strings.HasPrefix(text, "- ") {
		return text
	}
	parts := sentenceStop.Split(text, -1)
	if n := len(parts); n > 2 && chance.IntN(2) == 0 && strings.HasSuffix(parts[n-1], ".") {
		i := chance.IntN(n - 2)
		parts[i], parts[i+1] = parts[i+1], parts[i]
	}
	i := chance.IntN(len(parts))
	if !strings.Contains(parts[i], "{{") {
		return strings.Join(parts, ". ") // what has no figure stays word for word
	}
	if first := parts[i]; first != "" && first[0] >= 'A' && first[0] <= 'Z' && chance.IntN(2) == 0 {
		parts[i] = pick(chance, starts) + strings.ToLower(first[:1]) + first[1:]
	}
	return strings.Join(parts, ". ")
}

func present(chance *rand.Rand, ask string) charts {
	var g struct{ Charts []struct{ Key string } }
	_ = json.Unmarshal([]byte(ask), &g)
	said := charts{Order: []string{}, Captions: []caption{}}
	for _, c := range g.Charts {
		said.Order = append(said.Order, c.Key)
	}
	chance.Shuffle(len(said.Order), func(i, k int) { said.Order[i], said.Order[k] = said.Order[k], said.Order[i] })
	if len(said.Order) > 0 {
		said.Captions = append(said.Captions, caption{said.Order[0], "Look first at the wide part of the picture."})
	}
	return said
}

func praise(ask string) any {
	var list []struct{ Key string }
	_ = json.Unmarshal([]byte(ask), &list)
	said := struct {
		Sections []verdict `json:"sections"`
	}{[]verdict{}}
	for _, g := range list {
		said.Sections = append(said.Sections, verdict{g.Key, "It says what the draft says.", 90})
	}
	return said
}

// replies are how often a model was asked again.
func replies(r llm.Request) int {
	return len(slices.DeleteFunc(slices.Clone(r.Messages), func(m llm.Message) bool { return m.Role != llm.Assistant }))
}
