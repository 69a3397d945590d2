package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"alex"
	"alex/internal/telemetry"
)

// stepLog keeps the steps of a job, one an agent, and saves them as they
// change. It is safe for the specialists that work side by side.
type stepLog struct {
	mu    sync.Mutex
	c     Case
	now   func() time.Time
	steps []alex.Step
	spans map[alex.Agent]context.Context // of those at work
}

func newStepLog(c Case, now func() time.Time) *stepLog {
	l := &stepLog{c: c, now: now, spans: map[alex.Agent]context.Context{}}
	for _, agent := range []alex.Agent{alex.Planner, alex.Tagger, alex.Reporter, alex.Charter, alex.RetirementPlanner} {
		l.steps = append(l.steps, alex.Step{Agent: agent, Status: alex.StepQueued})
	}
	return l
}

// change edits one agent's step and saves all of them.
func (l *stepLog) change(ctx context.Context, agent alex.Agent, edit func(*alex.Step)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	edit(&l.steps[slices.IndexFunc(l.steps, func(s alex.Step) bool { return s.Agent == agent })])
	return l.c.SaveSteps(ctx, slices.Clone(l.steps))
}

// start begins an agent's step, and its span in the context that it answers.
func (l *stepLog) start(ctx context.Context, agent alex.Agent) (context.Context, error) {
	ctx, _ = telemetry.BeginAgent(ctx, agent)
	return ctx, l.change(ctx, agent, func(s *alex.Step) {
		now := l.now()
		l.spans[agent] = ctx
		s.Status, s.StartedAt, s.Author = alex.StepRunning, &now, alex.AuthorRules
	})
}

func (l *stepLog) skip(ctx context.Context, agent alex.Agent) error {
	return l.change(ctx, agent, func(s *alex.Step) { s.Status = alex.StepSkipped })
}

// do runs one agent's work as its step.
func (l *stepLog) do(ctx context.Context, agent alex.Agent, work func(context.Context) error) error {
	ctx, err := l.start(ctx, agent)
	if err != nil {
		return errors.Join(err, l.end(ctx, agent, err))
	}
	failed := surviving(func() error { return work(ctx) })
	return errors.Join(failed, l.end(ctx, agent, failed))
}

// surviving makes a panic an error like any other: a specialist's must not take
// the whole process with it.
func surviving(work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return work()
}

func (l *stepLog) end(ctx context.Context, agent alex.Agent, failed error) error {
	var step alex.Step
	err := l.change(context.WithoutCancel(ctx), agent, func(s *alex.Step) {
		now := l.now()
		s.Status, s.CompletedAt = alex.StepDone, &now
		if failed != nil {
			s.Status, s.Error = alex.StepFailed, safeMessage(failed)
		}
		delete(l.spans, agent)
		step = *s
	})
	telemetry.EndAgent(trace.SpanFromContext(ctx), step)
	return err
}

// close ends the planner's own step and returns all steps.
func (l *stepLog) close(ctx context.Context, failed error) ([]alex.Step, error) {
	err := errors.Join(failed, l.end(ctx, alex.Planner, failed))
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.steps), err
}

// decide records a decision; it is saved with the next change.
func (l *stepLog) decide(agent alex.Agent, what, why string, symbols []alex.Symbol) {
	l.edit(agent, func(s *alex.Step) { l.decided(s, alex.Decision{What: what, Why: why, Symbols: symbols}) })
}

// decideSaid records a decision in words of a model's. Where those may not be
// recorded, its span has plain, which is in code's own.
func (l *stepLog) decideSaid(agent alex.Agent, said, plain alex.Decision) {
	l.edit(agent, func(s *alex.Step) {
		s.Decisions = append(s.Decisions, said)
		at := l.spans[s.Agent]
		switch {
		case at == nil:
		case telemetry.Recording(at):
			telemetry.Decide(at, said)
		default:
			telemetry.Decide(at, plain)
		}
	})
}

// decided adds a decision to a step and to its span, if that goes on. The lock
// is held.
func (l *stepLog) decided(s *alex.Step, d alex.Decision) {
	s.Decisions = append(s.Decisions, d)
	if at := l.spans[s.Agent]; at != nil {
		telemetry.Decide(at, d)
	}
}

// fellBack records that an agent's model was not used for something, and why.
func (l *stepLog) fellBack(agent alex.Agent, what, why string) {
	l.fell(agent, alex.Decision{What: what, Why: why})
}

// keptOwn records that code's own words stand for a section, and why.
func (l *stepLog) keptOwn(agent alex.Agent, s alex.Section, why string) {
	l.fell(agent, alex.Decision{What: "use no remarks on " + s.Title, Why: why, Section: s.Key})
}

func (l *stepLog) fell(agent alex.Agent, d alex.Decision) {
	l.edit(agent, func(s *alex.Step) {
		s.FellBack = true
		l.decided(s, d)
		if at := l.spans[s.Agent]; at != nil {
			trace.SpanFromContext(at).SetAttributes(attribute.String(telemetry.KeyFallbackReason, d.Why))
		}
	})
}

// wrote records whose words an agent's are.
func (l *stepLog) wrote(agent alex.Agent, author string) {
	l.edit(agent, func(s *alex.Step) { s.Author = author })
}

// spent adds what a call of a model came to. The judge and whoever else has no
// step of their own counts with the planner.
func (l *stepLog) spent(agent alex.Agent, tokens int, cost alex.Cost) {
	l.edit(agent, func(s *alex.Step) { s.Tokens, s.Cost = s.Tokens+tokens, s.Cost+cost })
}

// assisted records what an agent's step says that was done elsewhere.
func (l *stepLog) assisted(ctx context.Context, agent alex.Agent, done alex.Step) {
	telemetry.Spent(ctx, done.Tokens, done.Cost)
	l.edit(agent, func(s *alex.Step) {
		s.FellBack = s.FellBack || done.FellBack
		s.Tokens, s.Cost = s.Tokens+done.Tokens, s.Cost+done.Cost
		if done.Author != "" {
			s.Author = done.Author
		}
		for _, d := range done.Decisions {
			l.decided(s, d)
		}
	})
}

// step is an agent's step as it is now.
func (l *stepLog) step(agent alex.Agent) (step alex.Step) {
	l.edit(agent, func(s *alex.Step) { step = *s })
	return step
}

// edit changes a step; it is saved with the next change.
func (l *stepLog) edit(agent alex.Agent, change func(*alex.Step)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.steps, func(s alex.Step) bool { return s.Agent == agent })
	change(&l.steps[max(i, 0)])
}

func (l *stepLog) flush(ctx context.Context) error {
	return l.change(ctx, alex.Planner, func(*alex.Step) {})
}

// safeMessage is what a person may read of an error: its own words where it is
// a domain error, else a general one.
func safeMessage(err error) string {
	if e, ok := errors.AsType[*alex.Error](err); ok && e.Code != alex.CodeInternal {
		return e.Message
	}
	return "this part could not be finished; it will be tried again"
}
