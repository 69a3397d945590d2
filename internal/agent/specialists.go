package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"alex"
	"alex/internal/report"
)

// specialists has the three work side by side, then writes the first section,
// and puts their results together.
func (w *work) specialists(ctx context.Context, in report.Input, sheet *report.Sheet, tags []alex.Instrument, plan Plan) (Result, error) {
	var sections, retirement, summary written
	var pictures drawn
	author := w.author(in, sheet, plan)
	working, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	group := &specialistGroup{work: w, stop: stop}
	ask(working, group, alex.Reporter, alex.PartReporter, &sections, func(ctx context.Context) (written, error) {
		return assisted(ctx, w, alex.Reporter, func(ctx context.Context) (written, error) {
			return w.planner.Reporter.write(ctx, author, in, sheet)
		})
	})
	ask(working, group, alex.Charter, alex.PartCharts, &pictures, func(ctx context.Context) (drawn, error) {
		return assisted(ctx, w, alex.Charter, func(ctx context.Context) (drawn, error) {
			return w.planner.Charter.draw(ctx, w, in, sheet, author.focus["holdings"])
		})
	})
	ask(working, group, alex.RetirementPlanner, alex.PartRetirement, &retirement, func(ctx context.Context) (written, error) {
		return assisted(ctx, w, alex.RetirementPlanner, func(ctx context.Context) (written, error) {
			return w.planner.Specialist.write(ctx, author, in, sheet)
		})
	})
	if err := group.Wait(); err != nil {
		if lost := context.Cause(working); errors.Is(lost, alex.ErrFenced) {
			err = lost // and not that the others were stopped
		}
		return Result{}, err
	}
	err := kept(ctx, w.c, alex.PartSummary, &summary, func(ctx context.Context) (written, error) { return w.summarise(ctx, author, in, sheet) })
	if err != nil {
		return Result{}, fmt.Errorf("summary: %w", err)
	}
	// Parts that an earlier claim kept say whose they are.
	for agent, by := range map[alex.Agent]string{
		alex.Planner: summary.author(), alex.Reporter: sections.author(), alex.RetirementPlanner: retirement.author(), alex.Charter: pictures.Author,
	} {
		if by != alex.AuthorRules {
			w.log.wrote(agent, by)
		}
	}
	return w.assemble(ctx, in, sheet, tags, pictures, summary.and(sections).and(retirement))
}

// author is what every author of a section has before it.
func (w *work) author(in report.Input, sheet *report.Sheet, plan Plan) author {
	hidden := privateOf(in.Snapshot)
	a := author{
		desk: w.desk, focus: plan.points(), private: hidden, log: w.log,
		said:  sync.OnceValue(func() []string { return hidden.statements(sheet) }),
		shelf: shelfOf(in.Snapshot.Research, w.planner.Near),
	}
	if len(a.shelf.quotes) > 0 {
		a.lookUp = plan.LookUp
	}
	return a
}

// summarise writes the first section, last.
func (w *work) summarise(ctx context.Context, a author, in report.Input, sheet *report.Sheet) (written, error) {
	a.writer, a.agent = w.planner.Reporter.Writer, alex.Planner
	return a.write(ctx, in, sheet, func(key string) bool { return key == glanceKey })
}

// assemble has the judge look at what models wrote, and makes one report of
// all parts.
func (w *work) assemble(ctx context.Context, in report.Input, sheet *report.Sheet, tags []alex.Instrument, pictures drawn, all written) (Result, error) {
	if err := w.judged(ctx, in, sheet, &all); err != nil {
		return Result{}, fmt.Errorf("judge: %w", err)
	}
	slices.SortFunc(all.Computed, func(a, b alex.Fact) int { return strings.Compare(a.ID, b.ID) })
	sheet, err := sheet.With(all.Computed...)
	if err != nil {
		return Result{}, fmt.Errorf("computed facts: %w", err)
	}
	r := report.Credited(report.Assemble(in, sheet, all.Sections, pictures.Charts), pictures.Author)
	kept, err := retirementRow(in, all.of(retirementKey), pictures.Charts)
	return Result{Report: r, Retirement: kept, Analysis: analysisOf(in, r), Tags: tags, Input: in}, err
}

// judged puts code's own words back where the judge refuses a model's.
func (w *work) judged(ctx context.Context, in report.Input, sheet *report.Sheet, all *written) error {
	if !slices.ContainsFunc(all.Sections, func(s alex.Section) bool { return s.Author != alex.AuthorRules }) {
		return nil
	}
	drafts, err := w.planner.Reporter.Writer.Sections(in, sheet, func(string) bool { return true })
	if err != nil {
		return err
	}
	byKey := map[string]alex.Section{}
	for _, d := range drafts {
		byKey[d.Key] = d
	}
	var refused []Verdict
	err = kept(ctx, w.c, alex.PartVerdict, &refused, func(ctx context.Context) ([]Verdict, error) { return w.judge(ctx, byKey, all.Sections) })
	if err != nil {
		return err
	}
	for _, v := range refused {
		for i, s := range all.Sections {
			if s.Key == v.Key {
				draft := byKey[s.Key]
				draft.Retries, draft.Violations = s.Retries, []alex.Violation{{Rule: "judge"}}
				all.Sections[i] = draft
				why := "the judge scored them low"
				if v.Score < 0 {
					why = "the judge said nothing of them"
				}
				w.log.keptOwn(alex.Planner, s, why)
			}
		}
	}
	all.Computed = slices.DeleteFunc(all.Computed, func(f alex.Fact) bool { return !all.names(f.ID) })
	return nil
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
