package agent_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/agent"
	"alex/internal/eval"
	"alex/internal/llm"
	"alex/internal/report"
)

// answering is a model that answers by a function.
type answering struct {
	name   string
	answer func(ctx context.Context, r llm.Request) (llm.Response, error)

	mu    sync.Mutex
	calls map[string]int // by the answer that was wanted
}

func (a *answering) Model() string { return a.name }

func (a *answering) Complete(ctx context.Context, r llm.Request) (llm.Response, error) {
	a.mu.Lock()
	if a.calls == nil {
		a.calls = map[string]int{}
	}
	a.calls[r.Answer.Name]++
	a.mu.Unlock()
	return a.answer(ctx, r)
}

// with gives every agent a model but the judge.
func with(p agent.Planner, model llm.Client) agent.Planner {
	p.Now = time.Now
	p.Models = func(a alex.Agent, _ agent.Prompt) llm.Client {
		if a == alex.Judge {
			return nil
		}
		return model
	}
	return p
}

// TestModelRemarksOnTheSameFacts holds what is the same with and without a
// model, and who is said to have written.
func TestModelRemarksOnTheSameFacts(t *testing.T) {
	t.Parallel()
	s := snapshot(t)
	alone, err := planner(t).Run(t.Context(), newMemory(), take(s))
	if err != nil {
		t.Fatal(err)
	}
	model := eval.NewSound(3)
	result, err := with(planner(t), model).Run(t.Context(), newMemory(), take(s))
	if err != nil {
		t.Fatal(err)
	}
	if result.Report.Hash != alone.Report.Hash || cmp.Diff(alone.Report.Facts, result.Report.Facts) != "" {
		t.Error("the facts differ with a model")
	}
	authors := map[string]int{}
	for i, section := range result.Report.Sections {
		authors[section.Author]++
		if section.Key != alone.Report.Sections[i].Key {
			t.Errorf("section %d is %s, was %s", i, section.Key, alone.Report.Sections[i].Key)
		}
		if section.Author == model.Model() && section.Template == alone.Report.Sections[i].Template {
			t.Errorf("section %s is said to be the model's, and is code's", section.Key)
		}
	}
	if authors[model.Model()] < 4 || authors[alex.AuthorRules] < 2 {
		t.Errorf("authors: %v", authors)
	}
	told := report.Markdown(result.Report)
	if strings.Contains(told, "no language model did") || !strings.Contains(told, "A language model (fake:sound) added remarks to these parts") {
		t.Error("the report does not say who wrote it")
	}
	tokens := 0
	for _, step := range result.Steps {
		tokens += step.Tokens
		if step.Status == alex.StepDone && (step.Author != model.Model() || step.Tokens == 0 || step.FellBack) {
			t.Errorf("step %+v", step)
		}
	}
	if tokens == 0 {
		t.Error("no tokens are counted")
	}
}

// TestSlowModelEndsInTime gives each call twenty seconds. One after another
// they would take far more than an analysis may.
func TestSlowModelEndsInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		model := eval.NewSound(3)
		model.Pause = 20 * time.Second
		begun := time.Now()
		result, err := with(planner(t), model).Run(t.Context(), newMemory(), take(snapshot(t, unknown("QQXY", "Acme Treasury Bond Fund"))))
		if err != nil {
			t.Fatal(err)
		}
		took, calls := time.Since(begun), model.Asked()
		if took >= 180*time.Second || took >= time.Duration(calls)*model.Pause {
			t.Errorf("%d calls took %v", calls, took)
		}
		for _, s := range result.Report.Sections {
			if s.Retries > 0 || s.Key == "glance" && s.Author != model.Model() {
				t.Errorf("section %s by %s after %d retries", s.Key, s.Author, s.Retries)
			}
		}
	})
}

// TestStuckModelEndsInTime has a model that never answers: all its calls
// together take no longer than a job has for models.
func TestStuckModelEndsInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		model := &answering{name: "fake:stuck", answer: func(ctx context.Context, _ llm.Request) (llm.Response, error) {
			<-ctx.Done()
			return llm.Response{}, ctx.Err()
		}}
		begun := time.Now()
		result, err := with(planner(t), model).Run(t.Context(), newMemory(), take(snapshot(t)))
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begun); took > 180*time.Second {
			t.Errorf("it took %v", took)
		}
		onlyRules(t, result)
	})
}

// onlyRules holds a report to be whole and code's own.
func onlyRules(t *testing.T, result agent.Result) {
	t.Helper()
	if len(result.Report.Sections) < 7 || len(result.Report.Charts) < 5 {
		t.Errorf("%d sections, %d charts", len(result.Report.Sections), len(result.Report.Charts))
	}
	for _, s := range result.Report.Sections {
		if s.Author != alex.AuthorRules || strings.TrimSpace(s.Markdown) == "" {
			t.Errorf("section %s is by %s: %q", s.Key, s.Author, s.Markdown)
		}
	}
}

// TestRunawayModelStops has a model that calls tools without end: no
// conversation has more than twenty turns.
func TestRunawayModelStops(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	longest := 0
	model := &answering{name: "fake:runaway", answer: func(_ context.Context, r llm.Request) (llm.Response, error) {
		mu.Lock()
		longest = max(longest, len(r.Messages))
		mu.Unlock()
		return llm.Response{
			Stop: llm.StopTools, Tokens: alex.Tokens{Input: 10, Output: 1},
			Calls: []llm.ToolCall{{ID: "1", Name: "find_facts", Input: json.RawMessage(`{"words":"success"}`)}},
		}, nil
	}}
	result, err := with(planner(t), model).Run(t.Context(), newMemory(), take(snapshot(t)))
	if err != nil {
		t.Fatal(err)
	}
	onlyRules(t, result)
	if turns := (longest + 1) / 2; turns > agent.DefaultLimits().Turns || turns < 10 {
		t.Errorf("the longest conversation had %d turns", turns)
	}
	for _, step := range result.Steps {
		if step.Status == alex.StepDone && !step.FellBack {
			t.Errorf("the %s did not fall back", step.Agent)
		}
	}
}

// TestTokensOfAJobAreCapped has a model that reads more than a job may.
func TestTokensOfAJobAreCapped(t *testing.T) {
	t.Parallel()
	limits := agent.DefaultLimits()
	limits.Tokens = 50_000
	sound := eval.NewSound(1)
	model := &answering{name: "fake:dear"}
	model.answer = func(ctx context.Context, r llm.Request) (llm.Response, error) {
		response, err := sound.Complete(ctx, r)
		response.Tokens = alex.Tokens{Input: 40_000}
		return response, err
	}
	p := with(planner(t), model)
	p.Limits = limits
	result, err := p.Run(t.Context(), newMemory(), take(snapshot(t)))
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, n := range model.calls {
		asked += n
	}
	// Those that run side by side may all have begun before the cap is seen.
	if asked > 8 {
		t.Errorf("%d calls of 40,000 tokens under a cap of 50,000", asked)
	}
	if s := result.Report.Sections[0]; s.Key != "glance" || s.Author != alex.AuthorRules {
		t.Errorf("the first section is %s by %s", s.Key, s.Author)
	}
}

// dyingAtTheSummary keeps all parts of a job but its last.
func dyingAtTheSummary() *memory {
	kept := newMemory()
	kept.onSave = func(kind alex.PartKind) error {
		if kind == alex.PartSummary {
			return context.DeadlineExceeded
		}
		return nil
	}
	return kept
}

// TestFinishedRemarksAreNotAskedForAgain resumes a job whose charter failed: what
// the model remarked before is kept.
func TestFinishedRemarksAreNotAskedForAgain(t *testing.T) {
	t.Parallel()
	kept := dyingAtTheSummary()
	sound := eval.NewSound(5)
	model := &answering{name: "fake:sound", answer: sound.Complete}
	p := with(planner(t), model)
	if _, err := p.Run(t.Context(), kept, take(snapshot(t))); err == nil {
		t.Fatal("no error")
	}
	before := model.calls["section"]
	kept.onSave, model.calls = nil, nil
	result, err := p.Run(t.Context(), kept, take(snapshot(t)))
	if err != nil || len(result.Report.Sections) < 7 {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int{"section": 1}, model.calls); diff != "" || before < 4 {
		t.Errorf("asked again: %s; %d before", diff, before)
	}
}
