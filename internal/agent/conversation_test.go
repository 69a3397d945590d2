package agent

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"alex"
	"alex/internal/llm"
	"alex/internal/llm/fake"
	"alex/internal/strictjson"
)

// scored is the answer of the conversations below.
type scored struct {
	Why   string `json:"why"`
	Score int    `json:"score"`
}

const good = `{"why":"broad","score":7}`

// readScore is what is wrong with an answer.
func readScore(answer []byte) []alex.Violation {
	var s scored
	if err := strictjson.Decode(answer, &s, strictjson.Limits{}); err != nil {
		return []alex.Violation{{Rule: "structure", Text: err.Error()}}
	}
	if s.Score > 10 {
		return []alex.Violation{{Rule: "range", Text: "score is more than 10"}}
	}
	return nil
}

// held is a conversation with a model that answers step by step.
func held(t *testing.T, tools []tool, steps ...fake.Step) (refusals, []llm.Request, error) {
	t.Helper()
	model := fake.NewScripted("fake:m", steps...)
	c := conversation{
		client: model, prompt: Prompt{Text: "Be brief."}, tools: tools, limits: DefaultLimits(),
		answer: llm.Answer{Name: "scored", Schema: llm.Schema[scored]()},
	}
	r, err := c.hold(t.Context(), "What is SPY?", readScore)
	return r, model.Asked(), err
}

func TestConversationGivesBackWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		wrong   fake.Step
		problem string // as the model is told
	}{
		{"a code fence", fake.Say("```json\n" + good + "\n```"), "invalid character"},
		{"prose behind", fake.Say(good + "\nI hope this helps!"), "text after the document"},
		{"a field too many", fake.Say(`{"why":"x","score":1,"more":2}`), "unknown field"},
		{"a field twice", fake.Say(`{"why":"x","why":"y","score":1}`), "twice"},
		{"half a document", fake.Say(good[:9]), "ends too early"},
		{"prose", fake.Say("A broad fund, I would say: seven."), "invalid character"},
		{"a broken rule", fake.Say(`{"why":"x","score":11}`), "range: score is more than 10"},
		{"cut short", fake.Fail(llm.Truncated), "be briefer"},
		{"unreadable", fake.Fail(llm.Malformed), "cannot be read"},
		{"a tool where there is none", fake.Call("c", "price", `{}`), "there is none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, asked, err := held(t, nil, c.wrong, fake.Say(good))
			if err != nil || r.retries != 1 || len(r.violations) != 1 || len(asked) != 2 {
				t.Fatalf("%+v %v after %d turns", r, err, len(asked))
			}
			last := asked[1].Messages
			if len(asked[0].Messages) != 1 || len(last) != 3 || last[1].Role != llm.Assistant || last[2].Role != llm.User {
				t.Fatalf("%+v", last)
			}
			if text := last[2].Text; !strings.Contains(text, c.problem) {
				t.Errorf("%q does not say %q", text, c.problem)
			}
			if last[1].Text == "" {
				t.Error("no API takes an empty turn")
			}
		})
	}
}

// TestConversationGivesUp is what ends one.
func TestConversationGivesUp(t *testing.T) {
	t.Parallel()
	no := fake.Say("no")
	for _, c := range []struct {
		name  string
		steps []fake.Step
		want  llm.Kind
		turns int
	}{
		{"wrong three times", []fake.Step{no, no, no, fake.Say(good)}, llm.Misshapen, 3},
		{"declined", []fake.Step{fake.Fail(llm.Refused), fake.Say(good)}, llm.Refused, 1},
		{"away", []fake.Step{fake.Fail(llm.Unavailable), fake.Say(good)}, llm.Unavailable, 1},
		{"away at the repair", []fake.Step{no, fake.Fail(llm.Timeout), fake.Say(good)}, llm.Timeout, 2},
		{"tools without end", slices.Repeat([]fake.Step{fake.Call("c", "echo", `{"text":"x"}`)}, 100), llm.Runaway, DefaultLimits().Turns},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, asked, err := held(t, []tool{echo(t)}, c.steps...)
			if llm.KindOf(err) != c.want || len(asked) != c.turns {
				t.Errorf("%v after %d turns", err, len(asked))
			}
		})
	}
}

// echo is a tool that gives its input back.
func echo(t *testing.T) tool {
	t.Helper()
	return tool{
		Tool: llm.Tool{Name: "echo", Schema: json.RawMessage(`{"type":"object"}`)},
		run:  func(_ context.Context, input json.RawMessage) (string, error) { return string(input), nil },
	}
}

func TestConversationRunsTools(t *testing.T) {
	t.Parallel()
	r, asked, err := held(t, []tool{echo(t)},
		fake.Call("a", "echo", `{"text":"one"}`), fake.Call("b", "shell", `{}`), fake.Say(good))
	if err != nil || r.retries != 0 || len(asked) != 3 {
		t.Fatalf("%+v %v after %d turns", r, err, len(asked))
	}
	messages := asked[2].Messages
	if len(messages) != 5 {
		t.Fatalf("%+v", messages)
	}
	if got := messages[2].Results; len(got) != 1 || got[0].CallID != "a" || got[0].Text != `{"text":"one"}` || got[0].Failed {
		t.Errorf("%+v", got)
	}
	if got := messages[4].Results; len(got) != 1 || got[0].CallID != "b" || !got[0].Failed || !strings.Contains(got[0].Text, "no such tool") {
		t.Errorf("%+v", got)
	}
}

// TestConversationClips keeps a huge answer, and what is wrong with it, out of
// the turn that gives it back.
func TestConversationClips(t *testing.T) {
	t.Parallel()
	_, asked, err := held(t, nil, fake.Say(`{"`+strings.Repeat("ä", 100_000)+`":1}`), fake.Say(good))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range asked[1].Messages[1:] {
		if len(m.Text) > 20_000 || !utf8.ValidString(m.Text) {
			t.Errorf("a message of %d bytes", len(m.Text))
		}
	}
}
