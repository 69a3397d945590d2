package retirement

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

// Whatever the plan and the future, every year of the engine equals that of the
// nominal book.
func TestEngineEqualsNominalBook(t *testing.T) {
	t.Parallel()
	for _, rule := range alex.WithdrawalRules() {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				plan := anyHousehold(t, rule)
				if err := plan.Validate(); err != nil {
					t.Fatalf("the plan is refused: %v", err)
				}
				timing := rapid.SampledFrom([]string{TimingStart, TimingEnd}).Draw(t, "timing")
				s := anyStory(t, plan.LastAge()-plan.CurrentAge)
				b := keepBook(plan, dials{spending: plan.AnnualSpending.Float64()}, timing, s)
				if b.unsure {
					return
				}
				wantBook(t, plan, timing, s, b)
			})
		})
	}
}

func wantBook(t *rapid.T, plan alex.Plan, timing string, s story, b *book) {
	schedule := newSchedule(plan, timing, 0)
	w := newWalker(&schedule)
	balances := make([]wide, len(s.growth)+1)
	o := w.walk(s.real(plan), balances)[storyLane]
	near := func(what string, got, want float64) {
		if !(math.Abs(got-want) <= 1e-6+1e-9*math.Abs(want)) {
			t.Fatalf("%s is %.8f, in the book %.8f", what, got, want)
		}
	}
	for year, want := range b.closing {
		near("the balance of year "+alex.DecimalOf(int64(year)).String(), balances[year][storyLane], want)
	}
	if o.underpaid != b.failed {
		t.Fatalf("the first underpaid year is %d, in the book %d", o.underpaid, b.failed)
	}
	near("unfunded", o.unfunded, b.unpaid)
	near("spent", o.spent, b.spent)
}

// What is paid is the same by worth after tax and pot by pot; where all pots
// are taxed alike, so are the balances.
func TestWorthEqualsPots(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plan := anyHousehold(t, "constant")
		timing := rapid.SampledFrom([]string{TimingStart, TimingEnd}).Draw(t, "timing")
		schedule := newSchedule(plan, timing, rapid.SampledFrom([]int{0, 0, 5, 12}).Draw(t, "months"))
		if !schedule.after.exact {
			return
		}
		f := anyStory(t, len(schedule.years)).real(plan)
		w := newWalker(&schedule)
		one, several := make([]wide, len(schedule.years)+1), make([]wide, len(schedule.years)+1)
		var ends [lanes]outcome
		w.walkWorth(f, one, &ends)
		a, b := ends[storyLane], w.walkPots(dials{spending: w.spending}, f, storyLane, several)
		near := func(what string, got, want float64) {
			if !(math.Abs(got-want) <= 1e-9*(1+math.Abs(want)+schedule.start+schedule.inflows())) {
				t.Fatalf("%s is %.9f by worth, %.9f pot by pot", what, got, want)
			}
		}
		for year := range one {
			if schedule.after.alike {
				near("the balance", one[year][storyLane], several[year][storyLane])
			}
		}
		if a.underpaid != b.underpaid {
			t.Fatalf("the first underpaid year is %d by worth, %d pot by pot", a.underpaid, b.underpaid)
		}
		near("unfunded", a.unfunded, b.unfunded)
		near("spent", a.spent, b.spent)
	})
}
