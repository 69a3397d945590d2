package llm_test

import (
	"testing"

	"alex/internal/llm"
	"alex/internal/llm/fake"
)

const sound = `{"why":"broad","score":7}`

func question() llm.Request {
	return llm.Request{System: "Be brief.", Messages: []llm.Message{{Role: llm.User, Text: "What is SPY?"}}}
}

// shapely is a question for a structured answer.
func shapely() llm.Request {
	r := question()
	r.Answer = &llm.Answer{Name: "verdict", Schema: []byte(`{"type":"object"}`)}
	return r
}

// forms are how answers were asked for, one letter each: the API's own form, or
// the call of a tool.
func forms(asked []llm.Request) string {
	text := ""
	for _, r := range asked {
		if r.Answer.Forced {
			text += "t"
		} else {
			text += "o"
		}
	}
	return text
}

func TestShaped(t *testing.T) {
	t.Parallel()
	rejected, answered := fake.Fail(llm.Rejected), fake.Say(sound)
	for _, c := range []struct {
		name  string
		steps []fake.Step // of three questions
		want  string
		kinds [3]llm.Kind
	}{
		{"the API's own form is known", []fake.Step{answered, answered, answered}, "ooo", [3]llm.Kind{}},
		{"it is refused", []fake.Step{rejected, answered, answered, answered}, "ottt", [3]llm.Kind{}},
		{
			"every form is refused once",
			[]fake.Step{rejected, rejected, answered, answered},
			"otoo",
			[3]llm.Kind{llm.Rejected},
		},
		{
			"another fault says nothing of forms",
			[]fake.Step{fake.Fail(llm.Unavailable), answered, answered},
			"ooo",
			[3]llm.Kind{llm.Unavailable},
		},
		{
			"a tool that is away says nothing of forms",
			[]fake.Step{rejected, fake.Fail(llm.Unavailable), answered, answered},
			"otoo",
			[3]llm.Kind{llm.Unavailable},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			model, r := fake.NewScripted("fake:m", c.steps...), shapely()
			var form llm.Form
			for i, want := range c.kinds {
				_, err := llm.Shaped(model, &form).Complete(t.Context(), r) // as each job does
				if llm.KindOf(err) != want {
					t.Errorf("question %d: %v", i, err)
				}
			}
			if got := forms(model.Asked()); got != c.want {
				t.Errorf("asked %s, want %s", got, c.want)
			}
			if r.Answer.Forced {
				t.Error("the caller's question was changed")
			}
		})
	}
}

// TestShapedText leaves alone what asks for text.
func TestShapedText(t *testing.T) {
	t.Parallel()
	model := fake.NewScripted("fake:m", fake.Fail(llm.Rejected))
	_, err := llm.Shaped(model, &llm.Form{}).Complete(t.Context(), question())
	if llm.KindOf(err) != llm.Rejected || len(model.Asked()) != 1 {
		t.Errorf("%v after %d", err, len(model.Asked()))
	}
}
