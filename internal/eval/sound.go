package eval

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"alex"
	"alex/internal/llm"
)

// Sound is a model that does its work well: its remarks keep to every rule. It
// can do nothing that a good model could not, so what is refused of it is
// refused wrongly. It is safe for concurrent use.
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
		return encode(remark(chance, ask))
	case "plan":
		return encode(plan{
			Reason: "The answers depend on how spending and savings relate.", Specialists: []string{"reporter", "charter", "retirement"},
			Focus: []focus{{"risk", "How the holdings relate to each other."}}, LookUp: []string{"sequence of returns risk"},
		})
	case "charts":
		return encode(present(chance, ask))
	case "classification":
		return `{"rationale":"A fund of large companies.","instrumentType":"etf","allocationAssetClass":{"equity":100},"allocationRegions":{"north_america":100},"allocationSectors":{"diversified":100},"confidence":80}`
	case "verdicts":
		return encode(praise(ask))
	case "answer":
		return `{"id":"","value":"","answer":"Value of everything: {{portfolio.value}}."}`
	default:
		return `{}`
	}
}

// The forms of answers, as the agents' schemas have them.
type (
	section struct {
		Opening string `json:"opening"`
		Notes   []note `json:"notes"`
		Closing string `json:"closing"`
	}
	note struct {
		Block string `json:"block"`
		Text  string `json:"text"`
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
	Blocks []struct {
		ID, Text string
		Closed   bool
	}
	Statements []string
}

// open are the blocks that a note may follow.
func (g given) open() (ids []string) {
	for _, b := range g.Blocks {
		if !b.Closed {
			ids = append(ids, b.ID)
		}
	}
	return ids
}

func encode(v any) string {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers alone
	}
	return string(body)
}

func remark(chance *rand.Rand, ask string) section {
	var g given
	if json.Unmarshal([]byte(ask), &g) != nil {
		return section{}
	}
	said := section{Opening: pick(chance, openings), Closing: pick(chance, closings), Notes: []note{}}
	for _, id := range g.open() {
		if len(said.Notes) < 2 && chance.IntN(3) == 0 {
			said.Notes = append(said.Notes, note{id, sentence(chance, g)})
		}
	}
	return said
}

// sentence is one of code's statements, or one of a writer's own.
func sentence(chance *rand.Rand, g given) string {
	if len(g.Statements) == 0 || chance.IntN(2) == 0 {
		return pick(chance, notes)
	}
	statement := pick(chance, g.Statements)
	if chance.IntN(2) == 0 {
		return pick(chance, []string{"First, ", "Next, ", "Also, ", "For context, "}) + strings.ToLower(statement[:1]) + statement[1:]
	}
	return statement
}

// Sentences such as good writers use who know what they may say.
var (
	openings = []string{
		"", "This section asks what the plan depends on.", "Take your time with this part.",
		"What follows rests on the assumptions of the plan.", "Here is the big picture.",
		"This section is about the question that comes first.", "The answers depend on spending, savings and time.",
	}
	closings = []string{
		"", "These questions matter to a family too.", "If a figure surprises you, look at the assumptions behind it.",
		"You can revisit the assumptions and compare.", "The next section looks at the same question from another side.",
		"Think about which of these assumptions matter.",
	}
	notes = []string{
		"These figures depend on each other.", "The reasons are in the details of the next section.", "This is the question behind the chart.",
		"Which of these matters depends on your goals.", "It helps to read this side by side with the costs.",
	}
)

func present(chance *rand.Rand, ask string) charts {
	var g struct{ Charts []struct{ Key string } }
	_ = json.Unmarshal([]byte(ask), &g)
	said := charts{Order: []string{}, Captions: []caption{}}
	for _, c := range g.Charts {
		said.Order = append(said.Order, c.Key)
	}
	chance.Shuffle(len(said.Order), func(i, k int) { said.Order[i], said.Order[k] = said.Order[k], said.Order[i] })
	if len(said.Order) > 0 {
		said.Captions = append(said.Captions, caption{said.Order[0], "Look first at how the parts relate."})
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
