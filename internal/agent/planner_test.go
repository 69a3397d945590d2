package agent_test

import (
	"context"
	"errors"
	"flag"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/agent"
	"alex/internal/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestRunMakesAReport(t *testing.T) {
	t.Parallel()
	c := newMemory()
	result, err := planner(t).Run(t.Context(), c, take(snapshot(t)))
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Report.Sections) < 7 || len(result.Report.Charts) < 5 || result.Retirement == nil || result.Report.Hash == "" {
		t.Errorf("%d sections, %d charts, retirement %v", len(result.Report.Sections), len(result.Report.Charts), result.Retirement)
	}
	want := []alex.PartKind{alex.PartFacts, alex.PartCharts, alex.PartSnapshot, alex.PartReporter, alex.PartRetirement, alex.PartSummary}
	if diff := cmp.Diff(want, c.kinds()); diff != "" {
		t.Errorf("parts kept: %s", diff)
	}
	if diff := cmp.Diff(result.Steps, c.steps, byText); diff != "" {
		t.Errorf("the steps returned are not those saved: %s", diff)
	}
	if a := result.Analysis; a.RiskScore < 1 || a.RiskScore > 10 || len(a.Recommendations) < 3 || a.TotalValue.String() != "614500.50" {
		t.Errorf("analysis: %+v", a)
	}
	if r := result.Retirement; r.EstimatedIncome.Sign() <= 0 || r.Chart.Type != alex.Fan || r.Summary == "" || len(r.Projection) == 0 {
		t.Errorf("retirement row: %+v", r)
	}
}

func TestStepsHaveTimesAndOrder(t *testing.T) {
	t.Parallel()
	c := newMemory()
	if _, err := planner(t).Run(t.Context(), c, take(snapshot(t, unknown("QQXY", "Acme Treasury Bond Fund")))); err != nil {
		t.Fatal(err)
	}
	first := c.step(t, alex.Planner)
	for _, step := range c.steps {
		if step.Status != alex.StepDone || step.Author != alex.AuthorRules || step.StartedAt == nil || step.CompletedAt == nil {
			t.Fatalf("step not done: %+v", step)
		}
		if !step.StartedAt.Before(*step.CompletedAt) || step.StartedAt.Before(*first.StartedAt) || step.CompletedAt.After(*first.CompletedAt) {
			t.Errorf("the %s worked from %s to %s, the planner from %s to %s", step.Agent, step.StartedAt, step.CompletedAt, first.StartedAt, first.CompletedAt)
		}
	}
}

func TestPlannerDecidesOnTheTagger(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		unknown []alex.Instrument
		status  alex.StepStatus
		what    string
		symbols []alex.Symbol
		tagger  []alex.Decision
	}{
		{name: "everything is known", status: alex.StepSkipped, what: "skip the tagger"},
		{
			name: "one by its name, one by nothing", status: alex.StepDone, what: "call the tagger", symbols: []alex.Symbol{"QQXY", "ZZQ"},
			unknown: []alex.Instrument{unknown("QQXY", "Acme Treasury Bond Fund"), unknown("ZZQ", "Zebra Lane Units")},
			tagger: []alex.Decision{
				{What: "classified by rules on the name", Why: "the reference table does not have them", Symbols: []alex.Symbol{"QQXY"}},
				{What: "left unclassified", Why: "no rule fits their names, and a guess would be made up", Symbols: []alex.Symbol{"ZZQ"}},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			kept := newMemory()
			result, err := planner(t).Run(t.Context(), kept, take(snapshot(t, c.unknown...)))
			if err != nil {
				t.Fatal(err)
			}
			tagger, decision := kept.step(t, alex.Tagger), kept.step(t, alex.Planner).Decisions[0]
			if tagger.Status != c.status || decision.What != c.what || decision.Why == "" {
				t.Errorf("tagger %s, decision %+v", tagger.Status, decision)
			}
			if diff := cmp.Diff(c.symbols, decision.Symbols); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.tagger, tagger.Decisions); diff != "" {
				t.Error(diff)
			}
			if len(kept.step(t, alex.Planner).Decisions) != 3 {
				t.Errorf("decisions: %+v", kept.step(t, alex.Planner).Decisions)
			}
			if left := result.Input.Portfolio.UnclassifiedPercent; (left.Sign() > 0) != (len(c.unknown) > 0) {
				t.Errorf("%s unclassified", left)
			}
		})
	}
}

// TestSpecialistsWorkSideBySide holds each at a barrier until all three are
// there: one after the other they would never pass it.
func TestSpecialistsWorkSideBySide(t *testing.T) {
	t.Parallel()
	barrier := newBarrier(3)
	c := newMemory()
	c.onLoad = func(kind alex.PartKind) error {
		if kind == alex.PartReporter || kind == alex.PartCharts || kind == alex.PartRetirement {
			return barrier.wait(t.Context())
		}
		return nil
	}
	if _, err := planner(t).Run(t.Context(), c, take(snapshot(t))); err != nil {
		t.Fatal(err)
	}
	for _, a := range []alex.Agent{alex.Reporter, alex.Charter, alex.RetirementPlanner} {
		for _, b := range []alex.Agent{alex.Reporter, alex.Charter, alex.RetirementPlanner} {
			if started := c.step(t, a).StartedAt; started.After(*c.step(t, b).CompletedAt) {
				t.Errorf("the %s began after the %s was done", a, b)
			}
		}
	}
}

// barrier lets nobody through until all have come.
type barrier struct {
	arrived chan struct{}
	open    chan struct{}
}

func newBarrier(all int) *barrier {
	b := &barrier{arrived: make(chan struct{}), open: make(chan struct{})}
	go func() {
		for range all {
			<-b.arrived
		}
		close(b.open)
	}()
	return b
}

func (b *barrier) wait(ctx context.Context) error {
	select {
	case b.arrived <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-b.open:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// TestFailureOfOneSpecialist fails each in turn, and takes the job up again.
func TestFailureOfOneSpecialist(t *testing.T) {
	t.Parallel()
	secret := "dial 10.0.0.7: password wrong"
	for _, c := range []struct {
		name    string
		agent   alex.Agent
		part    alex.PartKind
		spoil   func(*agent.Planner, *memory)
		message string
	}{
		{"the reporter panics", alex.Reporter, alex.PartReporter, func(p *agent.Planner, _ *memory) { p.Reporter.Writer = nil }, "could not be finished"},
		{"the retirement specialist panics", alex.RetirementPlanner, alex.PartRetirement, func(p *agent.Planner, _ *memory) { p.Specialist.Writer = nil }, "could not be finished"},
		{"the charter's part is not kept", alex.Charter, alex.PartCharts, func(_ *agent.Planner, m *memory) {
			m.onSave = func(kind alex.PartKind) error {
				if kind == alex.PartCharts {
					return errors.New(secret)
				}
				return nil
			}
		}, "could not be finished"},
		{"the charter is refused", alex.Charter, alex.PartCharts, func(_ *agent.Planner, m *memory) {
			m.onLoad = func(kind alex.PartKind) error {
				if kind == alex.PartCharts {
					return &alex.Error{Code: alex.CodeUnavailable, Message: "the database is busy", Err: errors.New(secret)}
				}
				return nil
			}
		}, "the database is busy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			kept, taken := newMemory(), 0
			p, s := planner(t), snapshot(t, unknown("QQXY", "Acme Treasury Bond Fund"))
			c.spoil(&p, kept)
			result, err := p.Run(t.Context(), kept, taking(s, &taken))
			if err == nil || !strings.Contains(err.Error(), string(c.agent)) {
				t.Fatalf("Run() = %v, want the failure of the %s", err, c.agent)
			}
			checkFailed(t, kept, c.agent, c.message, secret)
			if len(result.Report.Sections) > 0 {
				t.Error("a failed run has a report")
			}
			if kept.saved[c.part] != 0 || kept.saved[alex.PartReporter]+kept.saved[alex.PartCharts]+kept.saved[alex.PartRetirement] != 2 {
				t.Errorf("parts kept: %v", kept.saved)
			}
			resume(t, kept, s, &taken)
		})
	}
}

// TestOneFailureLetsTheOthersFinish holds the charter back until the reporter
// has failed: its part is kept all the same.
func TestOneFailureLetsTheOthersFinish(t *testing.T) {
	t.Parallel()
	c, p := newMemory(), planner(t)
	p.Reporter.Writer = nil
	failed := make(chan struct{})
	var once sync.Once
	c.onSteps = func(steps []alex.Step) error {
		for _, s := range steps {
			if s.Agent == alex.Reporter && s.Status == alex.StepFailed {
				once.Do(func() { close(failed) })
			}
		}
		return nil
	}
	c.onLoad = func(kind alex.PartKind) error {
		if kind == alex.PartCharts {
			select {
			case <-failed:
			case <-t.Context().Done():
			}
		}
		return nil
	}
	if _, err := p.Run(t.Context(), c, take(snapshot(t))); err == nil {
		t.Fatal("no error")
	}
	if c.saved[alex.PartCharts] != 1 || c.step(t, alex.Charter).Status != alex.StepDone {
		t.Errorf("the charter is %s; parts kept: %v", c.step(t, alex.Charter).Status, c.saved)
	}
}

func checkFailed(t *testing.T, kept *memory, failed alex.Agent, message, secret string) {
	t.Helper()
	for _, step := range kept.steps {
		want := alex.StepDone
		if step.Agent == failed || step.Agent == alex.Planner {
			want = alex.StepFailed
		}
		if step.Status != want || (step.Error != "") != (want == alex.StepFailed) {
			t.Errorf("the %s is %s: %q", step.Agent, step.Status, step.Error)
		}
		if want == alex.StepFailed && !strings.Contains(step.Error, message) || strings.Contains(step.Error, secret) {
			t.Errorf("the %s says %q", step.Agent, step.Error)
		}
	}
}

// resume takes the job up with a sound planner: every part is made once in
// all, and the report is that of a run without failure.
func resume(t *testing.T, kept *memory, s alex.Snapshot, taken *int) {
	t.Helper()
	kept.onSave, kept.onLoad = nil, nil
	result, err := planner(t).Run(t.Context(), kept, taking(s, taken))
	if err != nil {
		t.Fatal(err)
	}
	for kind, times := range kept.saved {
		if kind != alex.PartFacts && times != 1 {
			t.Errorf("part %s was made %d times", kind, times)
		}
	}
	if *taken != 1 {
		t.Errorf("the snapshot was taken %d times", *taken)
	}
	fresh, err := planner(t).Run(t.Context(), newMemory(), take(s))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fresh.Report, result.Report, byText); diff != "" {
		t.Errorf("the resumed report differs: %s", diff)
	}
}

// byText compares exact numbers as they are written.
var byText = cmp.Options{
	cmp.Comparer(func(a, b alex.Decimal) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b alex.Percent) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b alex.Money) bool { return a.String() == b.String() }),
}

// TestFencedStopsEverything loses the job at each write in turn.
func TestFencedStopsEverything(t *testing.T) {
	t.Parallel()
	for _, at := range []alex.PartKind{alex.PartSnapshot, alex.PartTags, alex.PartFacts, alex.PartReporter, alex.PartCharts, alex.PartRetirement} {
		t.Run(string(at), func(t *testing.T) {
			t.Parallel()
			c := newMemory()
			lost := false
			c.onSave = func(kind alex.PartKind) error {
				c.mu.Lock()
				defer c.mu.Unlock()
				lost = lost || kind == at
				if lost {
					return alex.ErrFenced
				}
				return nil
			}
			c.onSteps = func([]alex.Step) error {
				c.mu.Lock()
				defer c.mu.Unlock()
				if lost {
					return alex.ErrFenced
				}
				return nil
			}
			_, err := planner(t).Run(t.Context(), c, take(snapshot(t, unknown("QQXY", "Acme Treasury Bond Fund"))))
			if !errors.Is(err, alex.ErrFenced) {
				t.Fatalf("Run() = %v, want ErrFenced", err)
			}
			if c.saved[at] != 0 {
				t.Errorf("part %s was kept after the job was lost", at)
			}
		})
	}
}

func TestCancelEndsTheRun(t *testing.T) {
	t.Parallel()
	for _, at := range []alex.PartKind{alex.PartSnapshot, alex.PartFacts, alex.PartCharts} {
		t.Run(string(at), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			c := newMemory()
			c.onSave = func(kind alex.PartKind) error {
				if kind == at {
					cancel()
				}
				return nil
			}
			if _, err := planner(t).Run(ctx, c, take(snapshot(t))); !errors.Is(err, context.Canceled) {
				t.Errorf("Run() = %v, want context.Canceled", err)
			}
			if step := c.step(t, alex.Planner); step.Status != alex.StepFailed || step.CompletedAt == nil {
				t.Errorf("the planner's step: %+v", step)
			}
		})
	}
}

func TestHashIsTheSameFreshAndResumed(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]alex.Snapshot{
		"known":        snapshot(t),
		"tagged":       snapshot(t, unknown("QQXY", "Acme Treasury Bond Fund")),
		"unclassified": snapshot(t, unknown("ZZQ", "Zebra Lane Units")),
		"empty":        {AsOf: "2026-10-30", Person: alex.Person{ID: "someone"}, Versions: alex.Versions{Engine: "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, c := planner(t), newMemory()
			in, err := report.Study(t.Context(), tagged(t, p, s), p.Options)
			if err != nil {
				t.Fatal(err)
			}
			sheet, err := report.Facts(in)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // the second run reads every part back
				result, err := p.Run(t.Context(), c, take(s))
				if err != nil {
					t.Fatal(err)
				}
				if result.Report.Hash != sheet.Hash() {
					t.Errorf("hash %s, without the way through JSON %s", result.Report.Hash, sheet.Hash())
				}
			}
		})
	}
}

// tagged is the snapshot with what the tagger makes of it, never written down.
func tagged(t *testing.T, p agent.Planner, s alex.Snapshot) alex.Snapshot {
	t.Helper()
	var unknown []alex.Instrument
	for _, i := range s.Instruments {
		if !i.Classified() {
			unknown = append(unknown, i)
		}
	}
	tags, err := p.Tagger.Tag(t.Context(), s.AsOf, unknown)
	if err != nil {
		t.Fatal(err)
	}
	return report.WithTags(s, tags)
}
