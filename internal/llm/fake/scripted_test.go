package fake_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"alex/internal/llm"
	"alex/internal/llm/fake"
)

func TestScripted(t *testing.T) {
	t.Parallel()
	model := fake.NewScripted("fake:m", fake.Say("a"), fake.Call("1", "price", `{}`), fake.Fail(llm.Timeout))
	ask := func(system string) (llm.Response, error) {
		return model.Complete(t.Context(), llm.Request{System: system})
	}
	if got, err := ask("1"); err != nil || got.Text != "a" || got.Stop != llm.StopEnd {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := ask("2"); err != nil || got.Calls[0].Name != "price" || got.Stop != llm.StopTools {
		t.Errorf("%+v %v", got, err)
	}
	for system, kind := range map[string]llm.Kind{"3": llm.Timeout} {
		if _, err := ask(system); llm.KindOf(err) != kind {
			t.Errorf("%v", err)
		}
	}
	if _, err := ask("4"); llm.KindOf(err) != llm.Rejected {
		t.Errorf("past the end: %v", err)
	}
	if asked := model.Asked(); len(asked) != 4 || asked[1].System != "2" || model.Model() != "fake:m" {
		t.Errorf("%+v", asked)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := model.Complete(ended, llm.Request{}); !errors.Is(err, context.Canceled) || len(model.Asked()) != 4 {
		t.Errorf("%v", err)
	}
}

func TestScriptedIsSharedSafely(t *testing.T) {
	t.Parallel()
	const calls = 50
	var steps []fake.Step
	for range calls {
		steps = append(steps, fake.Say("a"))
	}
	model := fake.NewScripted("fake:m", steps...)
	var all sync.WaitGroup
	for range calls {
		all.Go(func() {
			if _, err := model.Complete(t.Context(), llm.Request{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(model.Asked()); n != calls {
		t.Errorf("%d asked", n)
	}
}
