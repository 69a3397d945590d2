package retirement

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

// trial is one household in one future.
type trial struct {
	t      *rapid.T
	w      *walker
	future futures
	keep   func(d dials) *book
}

func anyTrial(t *rapid.T, rules ...string) trial {
	return tryOut(t, anyHousehold(t, rules...))
}

func tryOut(t *rapid.T, plan alex.Plan) trial {
	timing := rapid.SampledFrom([]string{TimingStart, TimingEnd}).Draw(t, "timing")
	s := anyStory(t, plan.LastAge()-plan.CurrentAge)
	schedule := newSchedule(plan, timing, 0)
	return trial{
		t: t, w: newWalker(&schedule), future: s.real(plan),
		keep: func(d dials) *book { return keepBook(plan, d, timing, s) },
	}
}

// wantPaid wants a plan paid, or not, by the walk and by the book.
func (c trial) wantPaid(what string, d dials, paid bool) {
	b := c.keep(d)
	if b.unsure {
		return
	}
	if got := c.w.walkPots(d, c.future, storyLane, nil).underpaid == never; got != paid {
		c.t.Fatalf("%s: %+v is paid when walked: %v", what, d, got)
	}
	if got := b.failed < 0; got != paid {
		c.t.Fatalf("%s: %+v is paid in the book: %v", what, d, got)
	}
}

// What a search comes to in one future is paid, and a dollar more is not,
// whatever the accounts.
func TestSolutionsArePaidAndNoMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := anyTrial(t, "constant")
		switch income := c.w.affordable(c.future)[storyLane]; {
		case math.IsInf(income, 1):
			c.wantPaid("any income", dials{spending: 1e7}, true)
		case income < -.01: // nothing at all can be spent
			c.wantPaid("no income", dials{}, false)
		default:
			c.wantPaid("income", dials{spending: income - .01}, true)
			c.wantPaid("more than the income", dials{spending: income + 1}, false)
		}
		planned := dials{spending: c.w.spending}
		capital := c.w.requiredCapital(c.future, storyLane)
		c.wantEnough("capital", capital, c.w.start, func(more float64) dials {
			return dials{spending: planned.spending, capital: more}
		})
		c.wantEnough("saving", c.w.requiredSaving(c.future, storyLane), c.w.saving, func(more float64) dials {
			return dials{spending: planned.spending, saving: more}
		})
	})
}

// wantEnough wants money added to a plan to be enough, and a dollar less not to
// be, unless nothing at all is needed.
func (c trial) wantEnough(what string, more, present float64, with func(more float64) dials) {
	switch {
	case math.IsInf(more, 1):
		c.wantPaid("no "+what, with(1e7), false)
	case more <= -present:
		c.wantPaid("without "+what, with(-present), true)
	default:
		c.wantPaid(what, with(more+.01), true)
		if more-1 > -present {
			c.wantPaid("less "+what, with(more-1), false)
		}
	}
}

// Whoever can pay more can pay less; more capital and more saving never hurt.
func TestPayingIsMonotone(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{"constant", "floor_ceiling", "percent"} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				plan := anyHousehold(t, rule)
				if rule != "constant" { // where a rule's first year is like the others
					plan.Incomes, plan.Spending, plan.Events = nil, nil, nil
				}
				c := tryOut(t, plan)
				base := dials{spending: c.w.spending}
				factor := rapid.Float64Range(0, 1).Draw(t, "less")
				more := rapid.Float64Range(0, 500_000).Draw(t, "more")
				less, richer, saving := base, base, base
				less.spending *= factor
				richer.capital, saving.saving = more, more
				if c.w.walkPots(base, c.future, storyLane, nil).underpaid != never {
					return
				}
				for name, d := range map[string]dials{"less spending": less, "more capital": richer, "more saving": saving} {
					if c.w.walkPots(d, c.future, storyLane, nil).underpaid != never {
						t.Fatalf("with %s %+v is not paid any more", name, d)
					}
				}
			})
		})
	}
}
