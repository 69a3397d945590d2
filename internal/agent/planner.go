package agent

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/sync/errgroup"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/telemetry"
)

// Case is one job in the planner's hands. Whatever it saves is fenced: once
// another worker has the job, it writes nothing and answers ErrFenced.
type Case interface {
	// LoadPart reads a part that was kept; found is false where there is none.
	LoadPart(ctx context.Context, kind alex.PartKind) (body []byte, found bool, err error)
	SavePart(ctx context.Context, kind alex.PartKind, body []byte) error
	SaveSteps(ctx context.Context, steps []alex.Step) error
}

// Planner carries a job from snapshot to report. It decides which specialists
// are needed and why, has them work side by side over the same facts, and
// keeps each finished part, so that a job taken up again repeats nothing.
type Planner struct {
	Tagger     Tagger
	Reporter   Reporter
	Charter    Charter
	Specialist Specialist
	Options    retirement.Options // but for the assumptions, which the snapshot names
	Now        func() time.Time
}

// Result is what a job comes to; the caller stores it in one transaction.
type Result struct {
	Report     alex.Report
	Retirement *alex.Retirement // nil where no projection was possible
	Analysis   Analysis
	Tags       []alex.Instrument // classifications that the tagger made
	Input      report.Input
	Steps      []alex.Step
}

// Run works the case. take reads the snapshot at the first claim; later claims
// reuse what was saved.
func (p Planner) Run(ctx context.Context, c Case, take func(context.Context) (alex.Snapshot, error)) (Result, error) {
	w := &work{planner: p, c: c, log: newStepLog(c, p.Now)}
	ctx, err := w.log.start(ctx, alex.Planner)
	if err != nil {
		return Result{}, errors.Join(err, w.log.end(ctx, alex.Planner, err))
	}
	result, err := w.run(ctx, take)
	result.Steps, err = w.log.close(ctx, err)
	return result, err
}

// work is one run of the planner.
type work struct {
	planner Planner
	c       Case
	log     *stepLog
}

func (w *work) run(ctx context.Context, take func(context.Context) (alex.Snapshot, error)) (Result, error) {
	var snapshot alex.Snapshot
	if err := kept(ctx, w.c, alex.PartSnapshot, &snapshot, take); err != nil {
		return Result{}, fmt.Errorf("snapshot: %w", err)
	}
	telemetry.Describe(ctx, about(snapshot))
	tags, err := w.tag(ctx, snapshot)
	if err != nil {
		return Result{}, fmt.Errorf("tagger: %w", err)
	}
	in, err := report.Study(ctx, report.WithTags(snapshot, tags), w.planner.Options)
	if err != nil {
		return Result{}, fmt.Errorf("facts: %w", err)
	}
	sheet, err := report.Facts(in)
	if err != nil {
		return Result{}, fmt.Errorf("facts: %w", err)
	}
	if err := save(ctx, w.c, alex.PartFacts, sheet.Facts()); err != nil {
		return Result{}, err
	}
	if err := w.route(ctx, in); err != nil {
		return Result{}, err
	}
	return w.specialists(ctx, in, sheet, tags)
}

// tag has the tagger classify what is not, if anything; and decides that
// aloud.
func (w *work) tag(ctx context.Context, s alex.Snapshot) ([]alex.Instrument, error) {
	unknown := missing(s)
	if len(unknown) == 0 {
		w.log.decide(alex.Planner, "skip the tagger", "every holding is classified already", nil)
		return nil, w.log.skip(ctx, alex.Tagger)
	}
	w.log.decide(alex.Planner, "call the tagger", "some holdings are not classified", symbols(unknown))
	var tags []alex.Instrument
	err := w.log.do(ctx, alex.Tagger, func(ctx context.Context) error {
		err := kept(ctx, w.c, alex.PartTags, &tags, func(ctx context.Context) ([]alex.Instrument, error) {
			return w.planner.Tagger.Tag(ctx, s.AsOf, unknown)
		})
		trace.SpanFromContext(ctx).SetAttributes(attribute.Int(telemetry.KeyTagged, len(tags)))
		if len(tags) > 0 {
			w.log.decide(alex.Tagger, "classified by rules on the name", "the reference table does not have them", symbols(tags))
		}
		if left := without(unknown, tags); len(left) > 0 && err == nil {
			w.log.decide(alex.Tagger, "left unclassified", "no rule fits their names, and a guess would be made up", symbols(left))
		}
		return err
	})
	return tags, err
}

// route records whom the planner asks next, and why.
func (w *work) route(ctx context.Context, in report.Input) error {
	w.log.decide(alex.Planner, "call the reporter and the charter", "every report has words and pictures", nil)
	why := "the plan can be projected"
	switch {
	case in.Outlook.AsCash != nil:
		why = "too much is unclassified for one answer, so it shows a range"
	case in.Outlook.Projection == nil:
		why = "the section must say why there is no projection: " + in.Outlook.Reason
	}
	w.log.decide(alex.Planner, "call the retirement specialist", why, nil)
	return w.log.flush(ctx)
}

// specialists has the three work side by side and puts their results together.
func (w *work) specialists(ctx context.Context, in report.Input, sheet *report.Sheet, tags []alex.Instrument) (Result, error) {
	var sections, retirement []alex.Section
	var charts []alex.Chart
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	group := &specialistGroup{work: w, stop: stop}
	ask(ctx, group, alex.Reporter, alex.PartSections, &sections, func(ctx context.Context) ([]alex.Section, error) {
		return w.planner.Reporter.Write(ctx, in, sheet)
	})
	ask(ctx, group, alex.Charter, alex.PartCharts, &charts, func(ctx context.Context) ([]alex.Chart, error) {
		return w.planner.Charter.Draw(ctx, in, sheet)
	})
	ask(ctx, group, alex.RetirementPlanner, alex.PartRetirement, &retirement, func(ctx context.Context) ([]alex.Section, error) {
		return w.planner.Specialist.Write(ctx, in, sheet)
	})
	if err := group.Wait(); err != nil {
		if lost := context.Cause(ctx); errors.Is(lost, alex.ErrFenced) {
			err = lost // and not that the others were stopped
		}
		return Result{}, err
	}
	r := report.Assemble(in, sheet, append(sections, retirement...), charts)
	kept, err := retirementRow(in, retirement, charts)
	return Result{Report: r, Retirement: kept, Analysis: analysisOf(in, r), Tags: tags, Input: in}, err
}

// specialistGroup is the specialists at work side by side. The failure of one
// lets the others finish, so that their parts are kept; only the loss of the
// job stops them all.
type specialistGroup struct {
	errgroup.Group
	work *work
	stop context.CancelCauseFunc
}

// ask runs one specialist's step in the group, unless its part was kept.
func ask[T any](ctx context.Context, g *specialistGroup, agent alex.Agent, kind alex.PartKind, into *T, do func(context.Context) (T, error)) {
	g.Go(func() error {
		err := g.work.log.do(ctx, agent, func(ctx context.Context) error { return kept(ctx, g.work.c, kind, into, do) })
		if errors.Is(err, alex.ErrFenced) {
			g.stop(err)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", agent, err)
		}
		return nil
	})
}

func symbols(instruments []alex.Instrument) []alex.Symbol {
	list := make([]alex.Symbol, len(instruments))
	for i, ins := range instruments {
		list[i] = ins.Symbol
	}
	return list
}

func without(all, some []alex.Instrument) []alex.Instrument {
	done := map[alex.Symbol]bool{}
	for _, i := range some {
		done[i.Symbol] = true
	}
	var rest []alex.Instrument
	for _, i := range all {
		if !done[i.Symbol] {
			rest = append(rest, i)
		}
	}
	return rest
}
