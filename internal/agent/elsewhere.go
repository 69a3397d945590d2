package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"alex"
	"alex/internal/report"
	"alex/internal/telemetry"
)

// Elsewhere has another process do an agent's part of the planner's job: one that
// calls Assist over the same job, and whose answer it returns.
type Elsewhere func(ctx context.Context, agent alex.Agent) (answer []byte, err error)

// Parts are what a job has kept, for who may only read.
type Parts interface {
	// LoadPart is as that of Case.
	LoadPart(ctx context.Context, kind alex.PartKind) (body []byte, found bool, err error)
}

// assistance is how a process that does an agent's part answers the planner's:
// with the part, and with what the agent's step has to say of it.
type assistance struct {
	Part json.RawMessage `json:"part"`
	Step alex.Step       `json:"step"`
}

// Assist does the part of one agent in a job that another process leads: of the
// tagger, the reporter, the charter or the retirement specialist. It works on what
// that process has kept of the job, computes the same facts from it, and writes
// nothing. It is alex.CodeConflict where there is no snapshot yet, and where the
// facts come out otherwise, which is so between two releases.
func (p Planner) Assist(ctx context.Context, parts Parts, agent alex.Agent) (answer []byte, err error) {
	if p.Limits == (Limits{}) {
		p.Limits = DefaultLimits()
	}
	w := &work{planner: p, c: reading{parts}, log: newStepLog(nil, p.Now)}
	w.desk = newDesk(p.Models, p.Limits, p.Now, w.log.spent)
	w.log.edit(agent, func(s *alex.Step) { s.Author = alex.AuthorRules })
	var part any
	if err := surviving(func() error { part, err = w.assist(ctx, agent); return err }); err != nil {
		return nil, err
	}
	body, err := json.Marshal(part)
	if err != nil {
		return nil, err
	}
	return json.Marshal(assistance{Part: body, Step: w.log.step(agent)})
}

func (w *work) assist(ctx context.Context, agent alex.Agent) (part any, err error) {
	var snapshot alex.Snapshot
	if err := w.given(ctx, alex.PartSnapshot, &snapshot); err != nil {
		return nil, err
	}
	telemetry.Describe(ctx, about(snapshot))
	if agent == alex.Tagger {
		return w.planner.Tagger.tag(ctx, w, snapshot.AsOf, missing(snapshot))
	}
	var tags []alex.Instrument
	if err := w.given(ctx, alex.PartTags, &tags); err != nil && alex.CodeOf(err) != alex.CodeConflict {
		return nil, err
	}
	in, sheet, err := w.study(ctx, snapshot, tags)
	if err != nil {
		return nil, err
	}
	if err := w.sameFacts(ctx, sheet); err != nil {
		return nil, err
	}
	var plan keptPlan
	if err := w.given(ctx, alex.PartPlan, &plan); err != nil && alex.CodeOf(err) != alex.CodeConflict {
		return nil, err
	}
	author := w.author(in, sheet, plan.Plan)
	switch agent {
	case alex.Reporter:
		return w.planner.Reporter.write(ctx, author, in, sheet)
	case alex.Charter:
		return w.planner.Charter.draw(ctx, w, in, sheet, author.focus["holdings"])
	case alex.RetirementPlanner:
		return w.planner.Specialist.write(ctx, author, in, sheet)
	default:
		return nil, alex.Invalid("agent", "is none that works for the planner")
	}
}

// given reads a part that has to be there.
func (w *work) given(ctx context.Context, kind alex.PartKind, into any) error {
	body, found, err := w.c.LoadPart(ctx, kind)
	switch {
	case err != nil:
		return err
	case !found:
		return alex.Errorf(alex.CodeConflict, "the job has no %s yet", kind)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("part %s: %w", kind, err)
	}
	return nil
}

// sameFacts holds a sheet to the facts that the planner has kept.
func (w *work) sameFacts(ctx context.Context, sheet *report.Sheet) error {
	mine, err := json.Marshal(sheet.Facts())
	if err != nil {
		return err
	}
	kept, found, err := w.c.LoadPart(ctx, alex.PartFacts)
	if err != nil {
		return err
	}
	if !found || !bytes.Equal(mine, kept) {
		return alex.Errorf(alex.CodeConflict, "the facts are not those of the planner: both have to be of one release")
	}
	return nil
}

// reading is a case that cannot be written to.
type reading struct{ Parts }

var errReading = errors.New("who assists writes nothing")

func (reading) SavePart(context.Context, alex.PartKind, []byte) error { return errReading }
func (reading) SaveSteps(context.Context, []alex.Step) error          { return errReading }

// assisted has an agent's part done elsewhere, where the planner has others to do
// it, and here where it has not, or where they do not come back with it. Nobody
// goes without a report because a function is away.
func assisted[T any](ctx context.Context, w *work, agent alex.Agent, here func(context.Context) (T, error)) (T, error) {
	if w.planner.Elsewhere == nil {
		return here(ctx)
	}
	var part T
	step, err := w.from(ctx, agent, &part)
	switch {
	case err == nil:
		w.log.assisted(ctx, agent, step)
		w.desk.add(step.Tokens, step.Cost)
		return part, nil
	case errors.Is(err, alex.ErrFenced), ctx.Err() != nil:
		return part, err
	}
	w.log.decide(agent, "work in the planner's own process", reasonElsewhere(err), nil)
	return here(ctx)
}

// from asks elsewhere and reads the answer.
func (w *work) from(ctx context.Context, agent alex.Agent, part any) (alex.Step, error) {
	answer, err := w.planner.Elsewhere(ctx, agent)
	if err != nil {
		return alex.Step{}, err
	}
	var a assistance
	if err := json.Unmarshal(answer, &a); err != nil || len(a.Part) == 0 || a.Step.Agent != agent {
		return alex.Step{}, alex.Errorf(alex.CodeInternal, "the answer is no part of a job")
	}
	return a.Step, json.Unmarshal(a.Part, part)
}

// reasonElsewhere is what a person may read of why an agent was not elsewhere.
func reasonElsewhere(err error) string {
	switch alex.CodeOf(err) {
	case alex.CodeConflict:
		return "its own is of another release"
	case alex.CodeUnavailable, alex.CodeThrottled:
		return "its own did not answer"
	case alex.CodeForbidden:
		return "its own may not be asked"
	default:
		return "its own failed"
	}
}
