package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

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

	Models Models // nil: every agent works by rules
	Limits Limits // of what models may be asked; the zero value is DefaultLimits

	Near Nearness // of texts by others; nil: models may not look through them

	Elsewhere Elsewhere // does the parts of the others; nil: all work here
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
	if p.Limits == (Limits{}) {
		p.Limits = DefaultLimits()
	}
	w := &work{planner: p, c: c, log: newStepLog(c, p.Now)}
	w.desk = newDesk(p.Models, p.Limits, p.Now, w.log.spent)
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
	desk    *desk // nil without models

	mustJudge bool // a judge was set up when the job began
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
	in, sheet, err := w.study(ctx, snapshot, tags)
	if err != nil {
		return Result{}, err
	}
	if err := save(ctx, w.c, alex.PartFacts, sheet.Facts()); err != nil {
		return Result{}, err
	}
	plan, err := w.planned(ctx, in, sheet)
	if err != nil {
		return Result{}, fmt.Errorf("plan: %w", err)
	}
	w.mustJudge = plan.Judged
	if err := w.route(ctx, in, plan.Plan); err != nil {
		return Result{}, err
	}
	return w.specialists(ctx, in, sheet, tags, plan.Plan)
}

// study is the one set of facts of a snapshot with its tags.
func (w *work) study(ctx context.Context, s alex.Snapshot, tags []alex.Instrument) (report.Input, *report.Sheet, error) {
	in, err := report.Study(ctx, report.WithTags(s, tags), w.planner.Options)
	if err != nil {
		return in, nil, fmt.Errorf("facts: %w", err)
	}
	sheet, err := report.Facts(in)
	if err != nil {
		return in, nil, fmt.Errorf("facts: %w", err)
	}
	return in, sheet, nil
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
			return assisted(ctx, w, alex.Tagger, func(ctx context.Context) ([]alex.Instrument, error) {
				return w.planner.Tagger.tag(ctx, w, s.AsOf, unknown)
			})
		})
		trace.SpanFromContext(ctx).SetAttributes(attribute.Int(telemetry.KeyTagged, len(tags)))
		w.tagged(unknown, tags, err)
		return err
	})
	return tags, err
}

// planned is the plan, kept where a model made it; a job that is taken up again
// goes by what was kept, whether or not there are models now.
func (w *work) planned(ctx context.Context, in report.Input, sheet *report.Sheet) (plan keptPlan, err error) {
	if w.desk == nil {
		_, found, err := w.c.LoadPart(ctx, alex.PartPlan)
		if err != nil || !found {
			return plan, err
		}
	}
	err = kept(ctx, w.c, alex.PartPlan, &plan, func(ctx context.Context) (keptPlan, error) {
		p, err := w.plan(ctx, in, sheet)
		return keptPlan{p, w.desk.has(alex.Judge, PromptNamed(promptJudge))}, err
	})
	return plan, err
}

// tagged records who classified what, and what stays unknown.
func (w *work) tagged(unknown, tags []alex.Instrument, err error) {
	bySource := func(source alex.Source) []alex.Instrument {
		return slices.DeleteFunc(slices.Clone(tags), func(i alex.Instrument) bool { return i.Classification.Source != source })
	}
	if list := bySource(alex.SourceModel); len(list) > 0 {
		w.log.decide(alex.Tagger, "classified by the model", "the reference table does not have them, and its answer was sound", symbols(list))
	}
	if list := bySource(alex.SourceRules); len(list) > 0 {
		w.log.decide(alex.Tagger, "classified by rules on the name", "the reference table does not have them", symbols(list))
	}
	if left := without(unknown, tags); len(left) > 0 && err == nil {
		w.log.decide(alex.Tagger, "left unclassified", "no rule fits their names, and a guess would be made up", symbols(left))
	}
}

// route records whom the planner asks next, and why.
func (w *work) route(ctx context.Context, in report.Input, plan Plan) error {
	if plan.Reason != "" {
		const what = "plan for this person"
		w.log.decideSaid(alex.Planner, alex.Decision{What: what, Why: plan.Reason}, alex.Decision{What: what})
	}
	for _, f := range plan.Focus {
		what := "give weight in " + string(f.Section)
		w.log.decideSaid(alex.Planner, alex.Decision{What: what, Why: f.Point}, alex.Decision{What: what})
	}
	for _, topic := range plan.LookUp {
		why := "the plan asks for background"
		if len(in.Snapshot.Research) == 0 {
			why += ", and nothing is kept that could be quoted"
		}
		w.log.decideSaid(alex.Planner, alex.Decision{What: "would look up " + topic, Why: why}, alex.Decision{What: "would look something up", Why: why})
	}
	for _, name := range plan.missing() {
		if plan.Reason != "" {
			w.log.decide(alex.Planner, "add the "+string(name), "the plan leaves it out, and every report needs it", nil)
		}
	}
	if n := len(in.Snapshot.Research); n > 0 {
		passages := "passages"
		if n == 1 {
			passages = "passage"
		}
		w.log.decide(alex.Planner, fmt.Sprintf("quote others (%d %s to choose from)", n, passages), "texts are kept that are about what is owned", nil)
	}
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
