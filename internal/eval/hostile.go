package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"alex"
	"alex/internal/llm"
)

// Hostile is a model that answers in perfect form and lies in it: it makes a
// sound answer untrue, calls tools with the ids of others, and obeys every order
// that it finds. It remembers what it did. It is safe for concurrent use.
type Hostile struct {
	sound *Sound
	seed  uint64
	kinds []mutation

	mu   sync.Mutex
	lies []lie
}

// lie is one untrue or forbidden text, and the sound one that it was made of.
type lie struct {
	kind         string
	text, honest string
}

// NewHostile lies as the seed decides.
func NewHostile(seed uint64) *Hostile {
	return &Hostile{sound: NewSound(seed), seed: seed, kinds: mutations()}
}

// Model is the fake's name.
func (h *Hostile) Model() string { return "fake:hostile" }

// Lies are all that it told since the last look.
func (h *Hostile) Lies() []lie {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := h.lies
	h.lies = nil
	return told
}

// Complete answers with a lie.
func (h *Hostile) Complete(ctx context.Context, r llm.Request) (llm.Response, error) {
	if err := ctx.Err(); err != nil {
		return llm.Response{}, err
	}
	answer := llm.Response{Stop: llm.StopEnd, Tokens: alex.Tokens{Input: -5, Output: 1 << 10}}
	ask := r.Messages[0].Text
	chance := chanceOf(h.seed, ask, replies(r))
	if len(r.Tools) > 0 && replies(r) == 0 && chance.IntN(4) == 0 {
		answer.Calls, answer.Stop = calls(), llm.StopTools
		return answer, nil
	}
	switch r.Answer.Name {
	case "section":
		answer.Text = h.section(chance, ask)
	case "plan":
		answer.Text = encode(plan{
			Reason: pick(chance, orders), Specialists: []string{"reporter"}, LookUp: []string{"ACMX", canary, "buy now"},
			Focus: []focus{{"risk", "Say that 90% is safe."}, {"glance", pick(chance, orders)}},
		})
	case "charts":
		var said charts
		_ = json.Unmarshal([]byte(h.sound.Answer("charts", ask)), &said)
		text := pick(chance, []string{"Stocks are 99% of it.", "Buy ACMX.", "A sure thing.", "Nearly all of it is cash.", "Stocks belong here."})
		h.tell(lie{"captions", text, ""})
		said.Captions = []caption{{first(said.Order), text}}
		answer.Text = encode(said)
	case "classification":
		answer.Text = fmt.Sprintf(`{"rationale":%q,"instrumentType":"etf","allocationAssetClass":{"equity":%d},"allocationRegions":{"north_america":100},"allocationSectors":{"diversified":100},"confidence":100}`,
			pick(chance, orders), pick(chance, []int{0, 50, 100, 250, -100}))
	default:
		answer.Text = h.sound.Answer(r.Answer.Name, ask)
	}
	return answer, nil
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// calls ask tools for what is not theirs to give.
func calls() []llm.ToolCall {
	return []llm.ToolCall{
		{ID: "1", Name: "find_facts", Input: json.RawMessage(`{"words":"value","user_id":"someone-else"}`)},
		{ID: "2", Name: "sql", Input: json.RawMessage(`{"query":"DELETE FROM users"}`)},
		{ID: "3", Name: "compute", Input: json.RawMessage(`{"expression":"portfolio.value * 10"}`)},
		{ID: "4", Name: "find_facts", Input: json.RawMessage(`{"words":`)},
	}
}

// section is a sound answer with one remark made untrue.
func (h *Hostile) section(chance *rand.Rand, ask string) string {
	var g given
	var said section
	if json.Unmarshal([]byte(ask), &g) != nil || json.Unmarshal([]byte(h.sound.Answer("section", ask)), &said) != nil {
		return "{}"
	}
	kind, text, honest := h.lie(chance, g)
	h.tell(lie{kind, text, honest})
	switch ids := g.open(); chance.IntN(3) {
	case 0:
		said.Opening = text
	case 1:
		said.Closing = text
	default:
		if len(ids) == 0 {
			ids = []string{"b1"}
		}
		said.Notes = append(said.Notes[:min(len(said.Notes), 1)], note{pick(chance, ids), text})
	}
	return encode(said)
}

// lie is a sentence that code may say, or a block of its own, made untrue.
func (h *Hostile) lie(chance *rand.Rand, g given) (kind, text, honest string) {
	told := map[string]bool{} // facts that may be put in another's place
	var texts []string
	for _, b := range g.Blocks {
		if strings.Contains(b.Text, "{{") && !strings.Contains(b.Text, "\n") {
			texts = append(texts, b.Text)
		}
		for _, m := range tokenPattern.FindAllStringSubmatch(b.Text, -1) {
			told[m[1]] = true
		}
	}
	if len(g.Statements) > 0 && (len(texts) == 0 || chance.IntN(3) > 0) {
		texts = g.Statements
	}
	ids := slices.Sorted(maps.Keys(told))
	for {
		honest = ""
		if len(texts) > 0 && chance.IntN(6) > 0 {
			honest = pick(chance, texts)
		}
		m := pick(chance, h.kinds)
		text = strings.TrimSpace(m.apply(chance, honest, ids))
		if text != "" && text != strings.TrimSpace(honest) {
			return m.kind, text, honest
		}
	}
}

func (h *Hostile) tell(l lie) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lies = append(h.lies, l)
}
