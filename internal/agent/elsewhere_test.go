package agent_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/agent"
	"alex/internal/eval"
	"alex/internal/llm"
	"alex/internal/retirement"
)

// others do the parts of a case's agents as functions do: each call by a planner
// of its own. They count who was asked.
type others struct {
	planner func() agent.Planner
	c       *memory

	mu    sync.Mutex
	asked map[alex.Agent]int
}

func (o *others) ask(ctx context.Context, a alex.Agent) ([]byte, error) {
	o.mu.Lock()
	if o.asked == nil {
		o.asked = map[alex.Agent]int{}
	}
	o.asked[a]++
	o.mu.Unlock()
	before := o.c.counts()
	answer, err := o.planner().Assist(ctx, o.c, a)
	if after := o.c.counts(); err == nil && a == alex.Tagger && cmp.Diff(before, after) != "" {
		return nil, fmt.Errorf("who assists has written %v", after)
	}
	return answer, err
}

func (m *memory) counts() map[alex.PartKind]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.saved)
}

// untimed are steps without their times, and without who did them where.
func untimed(steps []alex.Step) []alex.Step {
	list := slices.Clone(steps)
	for i := range list {
		list[i].StartedAt, list[i].CompletedAt = nil, nil
	}
	return list
}

// TestAssistedReportIsTheSame: four agents in processes of their own make the same
// report, part by part, as all in one.
func TestAssistedReportIsTheSame(t *testing.T) {
	t.Parallel()
	s := snapshot(t, unknown("QQXY", "Acme Treasury Bond Fund"), unknown("ZZQ", "Zebra Lane Units"))
	alone, together := newMemory(), newMemory()
	want, err := planner(t).Run(t.Context(), alone, take(s))
	if err != nil {
		t.Fatal(err)
	}
	p, o := planner(t), &others{planner: func() agent.Planner { return planner(t) }, c: together}
	p.Elsewhere = o.ask
	got, err := p.Run(t.Context(), together, take(s))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[alex.Agent]int{alex.Tagger: 1, alex.Reporter: 1, alex.Charter: 1, alex.RetirementPlanner: 1}, o.asked); diff != "" {
		t.Errorf("who was asked: %s", diff)
	}
	if diff := cmp.Diff(alone.parts, together.parts); diff != "" {
		t.Errorf("the parts differ: %s", diff)
	}
	if diff := cmp.Diff(untimed(want.Steps), untimed(got.Steps), byText); diff != "" {
		t.Errorf("the steps differ: %s", diff)
	}
	if diff := cmp.Diff(want.Report, got.Report, byText); diff != "" {
		t.Errorf("the report differs: %s", diff)
	}
}

// TestAssistedByModels: what models wrote and cost elsewhere is told of the agent's
// step, and counts against the job's limit here.
func TestAssistedByModels(t *testing.T) {
	t.Parallel()
	c := newMemory()
	model := func() agent.Planner { return with(planner(t), eval.NewSound(3)) }
	p := model()
	p.Elsewhere = (&others{planner: model, c: c}).ask
	result, err := p.Run(t.Context(), c, take(snapshot(t)))
	if err != nil {
		t.Fatal(err)
	}
	name := eval.NewSound(3).Model()
	for _, a := range []alex.Agent{alex.Reporter, alex.Charter, alex.RetirementPlanner} {
		if step := c.step(t, a); step.Author != name || step.Tokens == 0 {
			t.Errorf("the step of the %s is %+v", a, step)
		}
	}
	wrote := slices.ContainsFunc(result.Report.Sections, func(s alex.Section) bool { return s.Key == "risk" && s.Author == name })
	if !wrote {
		t.Error("no remark of the reporter's model is in the report")
	}
	// With the tokens of one agent gone, the last of the planner's own calls is refused.
	spent := c.step(t, alex.Reporter).Tokens
	again := newMemory()
	p = model()
	p.Limits = agent.DefaultLimits()
	p.Limits.Tokens = spent
	p.Elsewhere = (&others{planner: model, c: again}).ask
	if _, err := p.Run(t.Context(), again, take(snapshot(t))); err != nil {
		t.Fatal(err)
	}
	if step := again.step(t, alex.Planner); !step.FellBack {
		t.Errorf("the planner's own model was asked past the limit: %+v", step)
	}
}

// TestWhoAssistsIsAway: whatever becomes of a function, the report comes, and the
// step says why it was made here.
func TestWhoAssistsIsAway(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		elsewhere agent.Elsewhere
		why       string
	}{
		"unreachable":  {refusing(alex.Errorf(alex.CodeUnavailable, "secret")), "its own did not answer"},
		"not allowed":  {refusing(alex.Errorf(alex.CodeForbidden, "secret")), "its own may not be asked"},
		"broken":       {refusing(errors.New("secret")), "its own failed"},
		"says nothing": {func(context.Context, alex.Agent) ([]byte, error) { return nil, nil }, "its own failed"},
		"another part": {func(context.Context, alex.Agent) ([]byte, error) {
			return []byte(`{"part":{},"step":{"agent":"judge"}}`), nil
		}, "its own failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := newMemory()
			p := planner(t)
			p.Elsewhere = c.elsewhere
			result, err := p.Run(t.Context(), kept, take(snapshot(t)))
			if err != nil || len(result.Report.Sections) < 7 {
				t.Fatalf("%d sections, %v", len(result.Report.Sections), err)
			}
			want := []alex.Decision{{What: "work in the planner's own process", Why: c.why}}
			for _, a := range []alex.Agent{alex.Reporter, alex.Charter, alex.RetirementPlanner} {
				if diff := cmp.Diff(want, kept.step(t, a).Decisions); diff != "" {
					t.Errorf("%s: %s", a, diff)
				}
			}
		})
	}
}

func refusing(err error) agent.Elsewhere {
	return func(context.Context, alex.Agent) ([]byte, error) { return nil, err }
}

// TestLostElsewhere: where a function hears that the job is another worker's, this
// one stops.
func TestLostElsewhere(t *testing.T) {
	t.Parallel()
	p := planner(t)
	p.Elsewhere = refusing(alex.ErrFenced)
	if _, err := p.Run(t.Context(), newMemory(), take(snapshot(t))); !errors.Is(err, alex.ErrFenced) {
		t.Error(err)
	}
}

// TestAnotherReleaseDoesNotAssist: one that computes other facts returns nothing,
// and the planner does without it.
func TestAnotherReleaseDoesNotAssist(t *testing.T) {
	t.Parallel()
	c := newMemory()
	other := func() agent.Planner {
		p := planner(t)
		p.Options = retirement.Options{Paths: 2 * retirement.MinPaths, Assumptions: retirement.DefaultAssumptions()}
		return p
	}
	p := planner(t)
	p.Elsewhere = (&others{planner: other, c: c}).ask
	if _, err := p.Run(t.Context(), c, take(snapshot(t))); err != nil {
		t.Fatal(err)
	}
	if d := c.step(t, alex.Charter).Decisions; len(d) != 1 || d[0].Why != "its own is of another release" {
		t.Errorf("%+v", d)
	}
}

// TestAssistRefuses: there is nothing to do in a job without a snapshot, and
// nobody but the four works for the planner.
func TestAssistRefuses(t *testing.T) {
	t.Parallel()
	if _, err := planner(t).Assist(t.Context(), newMemory(), alex.Reporter); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("without a snapshot: %v", err)
	}
	c := newMemory()
	if _, err := planner(t).Run(t.Context(), c, take(snapshot(t))); err != nil {
		t.Fatal(err)
	}
	for _, a := range []alex.Agent{alex.Planner, alex.Judge, "somebody"} {
		if _, err := planner(t).Assist(t.Context(), c, a); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("%s: %v", a, err)
		}
	}
	p := planner(t)
	p.Now = newClock().tick
	p.Models = func(alex.Agent, agent.Prompt) llm.Client { panic("boom") }
	if _, err := p.Assist(t.Context(), c, alex.Charter); err == nil {
		t.Error("a panic is no error")
	}
}
