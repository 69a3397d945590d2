package llm_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/llm"
	"alex/internal/llm/fake"
)

type verdict struct {
	Why   string `json:"why"`
	Score int    `json:"score"`
}

const sound = `{"why":"broad","score":7}`

// charged is an answer that cost something.
func charged(text string) fake.Step {
	return func(llm.Request) (llm.Response, error) {
		return llm.Response{Text: text, Stop: llm.StopEnd, Tokens: alex.Tokens{Input: 10, Output: 5}, Cost: 3}, nil
	}
}

func question() llm.Request {
	return llm.Request{System: "Be brief.", Messages: []llm.Message{{Role: llm.User, Text: "What is SPY?"}}}
}

func ask(t *testing.T, r llm.Request, steps ...fake.Step) (verdict, llm.Response, []llm.Request, error) {
	t.Helper()
	model := fake.NewScripted("fake:m", steps...)
	v, response, err := llm.Ask(t.Context(), model, r, "verdict", "", func(v verdict) error {
		if v.Score > 10 {
			return alex.Invalid("score", "is more than 10")
		}
		return nil
	})
	return v, response, model.Asked(), err
}

func TestAskRepairsOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, wrong, problem string }{
		{"a code fence", "```json\n" + sound + "\n```", "json:"},
		{"prose behind", sound + "\nI hope this helps!", "text after the document"},
		{"a field too many", `{"why":"x","score":1,"more":2}`, "unknown field"},
		{"a field twice", `{"why":"x","why":"y","score":1}`, "twice"},
		{"half a document", sound[:9], "ends too early"},
		{"what the check refuses", `{"why":"x","score":11}`, "score: is more than 10"},
		{"prose", "A broad fund, I would say: seven.", "json:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, response, asked, err := ask(t, question(), charged(c.wrong), charged(sound))
			if err != nil || got != (verdict{"broad", 7}) {
				t.Fatalf("%+v %v", got, err)
			}
			if response.Tokens != (alex.Tokens{Input: 20, Output: 10}) || response.Cost != 6 || response.Text != sound {
				t.Errorf("%+v", response)
			}
			repair := asked[1].Messages
			if len(asked[0].Messages) != 1 || len(repair) != 3 || repair[1].Role != llm.Assistant || repair[1].Text != c.wrong {
				t.Fatalf("%+v", repair)
			}
			if text := repair[2].Text; !strings.Contains(text, c.problem) || strings.Contains(text, "{{") {
				t.Errorf("%q does not say %q", text, c.problem)
			}
		})
	}
}

func TestAskGivesUp(t *testing.T) {
	t.Parallel()
	got, response, asked, err := ask(t, question(), charged("no"), charged(`{"why":"secret","score":11}`))
	if llm.KindOf(err) != llm.Misshapen || got != (verdict{}) || len(asked) != 2 || response.Tokens.Total() != 30 {
		t.Errorf("%+v %+v %v after %d", got, response, err, len(asked))
	}
	if strings.Contains(err.Error(), "secret") || !strings.Contains(errors.Unwrap(err).Error(), "score") {
		t.Errorf("%v, beneath it %v", err, errors.Unwrap(err))
	}
}

func TestAskGoesOnAfterFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		kinds []llm.Kind
		want  llm.Kind
		turns int
	}{
		{"cut short once", []llm.Kind{llm.Truncated}, "", 2},
		{"unreadable once", []llm.Kind{llm.Malformed}, "", 2},
		{"cut short twice", []llm.Kind{llm.Truncated, llm.Truncated}, llm.Truncated, 2},
		{"refused by the model", []llm.Kind{llm.Refused}, llm.Refused, 1},
		{"away", []llm.Kind{llm.Unavailable}, llm.Unavailable, 1},
		{"away at the repair", []llm.Kind{llm.Malformed, llm.Timeout}, llm.Timeout, 2},
		{"the native form is refused", []llm.Kind{llm.Rejected}, "", 2},
		{"every form is refused", []llm.Kind{llm.Rejected, llm.Rejected}, llm.Rejected, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var steps []fake.Step
			for _, kind := range c.kinds {
				steps = append(steps, fake.Fail(kind))
			}
			got, _, asked, err := ask(t, question(), append(steps, charged(sound))...)
			if llm.KindOf(err) != c.want || len(asked) != c.turns || (err == nil) != (got.Score == 7) {
				t.Errorf("%+v %v after %d turns", got, err, len(asked))
			}
			if forced := asked[len(asked)-1].Answer.Forced; forced != (c.kinds[0] == llm.Rejected) {
				t.Errorf("forced is %v", forced)
			}
		})
	}
}

// TestAskStaysForced does not ask in a form again that was refused.
func TestAskStaysForced(t *testing.T) {
	t.Parallel()
	_, _, asked, err := ask(t, question(), fake.Fail(llm.Rejected), charged("no"), charged(sound))
	if err != nil || len(asked) != 3 || asked[0].Answer.Forced || !asked[1].Answer.Forced || !asked[2].Answer.Forced {
		t.Errorf("%v after %d turns", err, len(asked))
	}
}

func TestAskLetsToolsRun(t *testing.T) {
	t.Parallel()
	r := question()
	r.Tools = []llm.Tool{{Name: "price"}}
	got, response, _, err := ask(t, r, fake.Call("c", "price", `{}`))
	if err != nil || response.Stop != llm.StopTools || len(response.Calls) != 1 || got != (verdict{}) {
		t.Errorf("%+v %+v %v", got, response, err)
	}
	_, _, asked, err := ask(t, question(), fake.Call("c", "price", `{}`), charged(sound))
	if err != nil || len(asked) != 2 || !strings.Contains(asked[1].Messages[1].Text, "tool that does not exist") {
		t.Errorf("a tool that was not offered: %v %+v", err, asked)
	}
}

// TestAskClips keeps a huge answer, and what is wrong with it, out of the repair.
func TestAskClips(t *testing.T) {
	t.Parallel()
	_, _, asked, err := ask(t, question(), charged(`{"`+strings.Repeat("ä", 100_000)+`":1}`), charged(sound))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range asked[1].Messages[1:] {
		if len(m.Text) > 20_000 || cmp.Equal(strings.ToValidUTF8(m.Text, "?"), m.Text) == false {
			t.Errorf("a message of %d bytes", len(m.Text))
		}
	}
}
