package ask

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// Answer is what a question comes to. Template holds a token for each figure,
// Markdown the same with the figures in place; Figures are those that it names,
// in their order.
type Answer struct {
	ID           string
	Text         string // the question as it was understood
	Template     string
	Markdown     string
	Figures      []alex.Fact
	Where        string // the page that shows what it is about
	Hypothetical bool   // it rests on simulated futures
}

// Detail is what the answer to a question needs of the projection.
func Detail(id string) retirement.Detail {
	if q, ok := find(id); ok {
		return q.detail
	}
	return retirement.DetailQuick
}

// desk is where one question is worked on.
type desk struct {
	ctx       context.Context //nolint:containedctx // it lives as long as one question
	in        report.Input
	sheet     *report.Sheet
	own       *report.Figures
	opt       retirement.Options
	value     string
	simulates bool
}

// To answers the question id about what in says; value is what the question
// takes. An unknown question is CodeInvalid at "id", a wrong value at "value".
func To(ctx context.Context, id, value string, in report.Input, opt retirement.Options) (Answer, error) {
	q, ok := find(id)
	if !ok {
		return Answer{}, alex.Invalid("id", "is not a question that can be asked")
	}
	if err := q.check(value); err != nil {
		return Answer{}, err
	}
	sheet, err := report.Facts(in)
	if err != nil {
		return Answer{}, err
	}
	opt.Detail, opt.Assumptions = retirement.DetailQuick, in.Outlook.Assumptions
	d := &desk{ctx: ctx, in: in, sheet: sheet, own: report.NewFigures(in.Snapshot.AsOf), opt: opt, value: value}
	template, err := q.answer(d)
	if missing := (*missingError)(nil); errors.As(err, &missing) {
		template, err = missing.text, nil
		d.simulates = false
	}
	if err != nil {
		return Answer{}, err
	}
	return d.finish(q, template)
}

func (d *desk) finish(q fixed, template string) (Answer, error) {
	sheet, err := d.own.On(d.sheet)
	if err != nil {
		return Answer{}, err
	}
	text, err := sheet.Render(template)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{ID: q.ID, Text: q.textWith(d.value), Template: template, Markdown: text, Where: q.where, Hypothetical: d.simulates, Figures: []alex.Fact{}}
	for _, id := range report.TokensOf(template) {
		if fact, found := sheet.Fact(id); found {
			a.Figures = append(a.Figures, fact)
		}
	}
	return a, nil
}

const ofThePlan = "\n\nThis counts with the ages and amounts of your plan, whatever else the question says."

// OfThePlan is the answer to a question that gave ages or amounts beside (see
// StatesMore), with a word on whose were counted.
func (a Answer) OfThePlan() Answer {
	a.Template += ofThePlan
	a.Markdown += ofThePlan
	return a
}

// textWith is the question's text with a value in place of the example.
func (q fixed) textWith(value string) string {
	switch q.Takes {
	case TakesMoney:
		dollars := alex.Dollars(alex.MustDecimal(value)).Text() // it was checked before
		return strings.Replace(q.Text, "$"+q.example, strings.TrimSuffix(dollars, ".00"), 1)
	case TakesAge:
		return strings.Replace(q.Text, q.example, strconv.Itoa(ageOf(value)), 1)
	default:
		return q.Text
	}
}

// ageOf is the age that a value says; it was checked before.
func ageOf(value string) int {
	age, _ := strconv.Atoi(value)
	return age
}

func (q fixed) check(value string) error {
	switch q.Takes {
	case TakesMoney:
		amount, err := alex.ParseDecimal(value)
		if err != nil || amount.Sign() <= 0 || amount.Cmp(alex.DecimalOf(1_000_000)) > 0 {
			return alex.Invalid("value", "is not an amount a month between 0 and 1,000,000, such as \"500\"")
		}
	case TakesAge:
		if age, err := strconv.Atoi(value); err != nil || age < 18 || age > 120 {
			return alex.Invalid("value", "is not an age between 18 and 120, such as \"64\"")
		}
	}
	return nil
}

// missingError says what an answer lacks, in a template that stands instead of
// it.
type missingError struct{ text string }

func (e *missingError) Error() string { return e.text }

func missing(text string) error { return &missingError{text} }

// plan is the plan and its projection, where there is one.
func (d *desk) plan() (alex.Plan, retirement.Projection, error) {
	o := d.in.Outlook
	switch {
	case d.isEmpty():
		return o.Plan, retirement.Projection{}, missing("There is nothing to plan with yet: add your accounts first, from a broker's file or by hand.")
	case o.Projection == nil && o.Reason != "" && !d.isUnclassified():
		return o.Plan, retirement.Projection{}, missing("There is no projection of your plan: {{retirement.reason}} The ages and amounts in your settings are what it is made of.")
	case o.Projection == nil:
		return o.Plan, retirement.Projection{}, missing("Too little of what you own is classified for one answer. Classify it first, on the page of your portfolio.")
	case !spends(o.Plan):
		return o.Plan, retirement.Projection{}, missing("Your plan spends nothing yet. Say what you spend a year, in the settings, and ask again.")
	}
	d.simulates = true
	return o.Plan, *o.Projection, nil
}

// isUnclassified reports that no kind is known of anything.
func (d *desk) isUnclassified() bool {
	return d.in.Portfolio.UnclassifiedPercent.Cmp(alex.DecimalOf(100)) >= 0
}

// spends reports that anything is ever spent: a year, at some ages or once.
func spends(plan alex.Plan) bool {
	return plan.AnnualSpending.Sign() > 0 ||
		slices.ContainsFunc(plan.Spending, func(p alex.SpendingPhase) bool { return p.Annual.Sign() > 0 }) ||
		slices.ContainsFunc(plan.Events, func(e alex.Event) bool { return e.Amount.Sign() < 0 })
}

// isRetired reports that the plan does not work any more.
func isRetired(plan alex.Plan) bool { return plan.RetirementAge <= plan.CurrentAge }

func (d *desk) project(plan alex.Plan) (retirement.Projection, error) {
	return retirement.Project(d.ctx, plan, d.opt)
}

// assumed is the token of what the plan assumed for want of an answer.
func (d *desk) assumed(field string) (token string, ok bool) {
	i := slices.IndexFunc(d.in.Outlook.Assumed, func(a retirement.Assumed) bool { return a.Field == field })
	return "{{assumed." + strconv.Itoa(i+1) + ".text}}", i >= 0
}

// Simulated reports that one of the figures comes out of simulated futures.
func Simulated(figures []alex.Fact) bool {
	return slices.ContainsFunc(figures, func(f alex.Fact) bool {
		prefix, _, _ := strings.Cut(f.ID, ".")
		return slices.Contains([]string{"retirement", "range", "method", "methods", "lever", "sensitivity", "stress", "history", "compute"}, prefix)
	})
}
