package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
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
		said.Captions = []caption{{first(said.Order), pick(chance, []string{"Stocks are 99% of it.", "Buy ACMX.", "A sure thing."})}}
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

// section is a sound answer with at least one block made untrue.
func (h *Hostile) section(chance *rand.Rand, ask string) string {
	var g struct {
		given
		Facts facts
	}
	if json.Unmarshal([]byte(ask), &g) != nil {
		return "{}"
	}
	said := section{Blocks: []block{}}
	for _, b := range g.Blocks {
		if !b.Fixed {
			said.Blocks = append(said.Blocks, block{ID: b.ID, Text: b.Text})
		}
	}
	if len(said.Blocks) == 0 || chance.IntN(6) == 0 {
		m := pick(chance, h.kinds)
		if said.Opening = strings.TrimSpace(m.apply(chance, "", g.Facts)); said.Opening != "" {
			h.tell(lie{m.kind, said.Opening, ""})
			return encode(said)
		}
	}
	if len(said.Blocks) == 0 {
		return encode(said)
	}
	i := chance.IntN(len(said.Blocks))
	honest := said.Blocks[i].Text
	if chance.IntN(2) == 0 && !strings.HasPrefix(honest, "- ") {
		honest = h.sound.Answer("reword", honest)
	}
	for range 8 {
		m := pick(chance, h.kinds)
		if text := m.apply(chance, honest, g.Facts); strings.TrimSpace(text) != strings.TrimSpace(honest) {
			h.tell(lie{m.kind, text, honest})
			said.Blocks[i].Text = text
			return encode(said)
		}
	}
	return encode(said)
}

func (h *Hostile) tell(l lie) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lies = append(h.lies, l)
}
