package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// levers are the single changes that would bring the plan to the target.
func (b *builder) levers(p retirement.Projection) {
	if len(p.Levers) == 0 {
		return
	}
	b.put("lever.target", alex.UnitPercent, strconv.Itoa(retirement.TargetPercent), strconv.Itoa(retirement.TargetPercent)+"%",
		"success rate that the changes aim for", "a convention of this report")
	for _, l := range p.Levers {
		id, source := "lever."+l.Name+".", "solved, then simulated again over the same futures"
		b.word(id+"name", leverName(l), "a change of the plan", "the engine")
		b.put(id+"value", leverUnit(l), l.Value.String(), leverText(l), leverLabel(l), source)
		b.share(id+"success", rateOf(l.SuccessRate), leverName(l)+" that much: plan paid in full", source)
	}
}

func leverName(l retirement.Lever) string {
	names := map[string]string{
		"retire_later": "Retire later", "save_more": "Save more", "spend_less": "Spend less", "claim_later": "Claim Social Security later",
	}
	return named(names[l.Name], l.Label)
}

func leverUnit(l retirement.Lever) alex.Unit {
	if l.Unit == "months" {
		return alex.UnitCount
	}
	return alex.UnitDollars
}

func leverLabel(l retirement.Lever) string {
	if l.Reached {
		return leverName(l) + ", as much as reaches the target"
	}
	return leverName(l) + ", the most that was tried"
}

// leverText shows no more of a solved amount than chance leaves sure: whole
// months, and dollars to two digits, rounded so that the target is still
// reached. The most that was tried is exact, and rounded down.
func leverText(l retirement.Lever) string {
	if l.Unit == "months" {
		return monthsText(int(l.Value.Ceil(0).Int64()))
	}
	places := int32(0)
	for limit := alex.DecimalOf(100); l.Value.Cmp(limit) >= 0; limit = limit.Mul(alex.DecimalOf(10)) {
		places--
	}
	dollars := l.Value.Ceil(places)
	if !l.Reached {
		dollars = l.Value.Floor(places)
	}
	return strings.TrimSuffix(alex.Dollars(dollars).Text(), ".00") + " a month"
}

// monthsText says whole years as such, from two on.
func monthsText(n int) string {
	if n >= 24 && n%12 == 0 {
		return countText(n/12, "year")
	}
	return countText(n, "month")
}

func countText(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return groupCount(n) + " " + noun + "s"
}

// sensitivities are what single changes do to the odds, the largest first; a
// change that chance alone may make stands last.
func (b *builder) sensitivities(p retirement.Projection) {
	for i, s := range bySize(p.Sensitivities) {
		id, source := fmt.Sprintf("sensitivity.%d.", i+1), "success with the change − success of the plan, over the same futures"
		delta := deltaOf(s)
		b.word(id+"name", s.Label, "a change of the plan", "the engine")
		b.put(id+"points", alex.UnitPoints, delta.String(), wholePointsText(delta), s.Label+", what it does to the odds", source)
		b.word(id+"direction", higherOrLower(delta), s.Label+", whether the odds are higher or lower", "sign of the difference")
		b.share(id+"success", rateOf(s.SuccessRate), s.Label+", plan paid in full", source)
		if s.WithinNoise {
			b.word(id+"noise", "within the noise", s.Label+", whether chance alone may make that difference", "|difference| within its paired 95 % error")
		}
	}
}

// deltaOf is the difference in points, rounded once so that words and picture
// round it alike.
func deltaOf(s retirement.Sensitivity) alex.Percent {
	return alex.Percent{Decimal: rateOf(s.Delta).Round(2)}
}

func bySize(list []retirement.Sensitivity) []retirement.Sensitivity {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b retirement.Sensitivity) int {
		if a.WithinNoise != b.WithinNoise {
			return map[bool]int{true: 1, false: -1}[a.WithinNoise]
		}
		return cmp.Compare(max(b.Delta, -b.Delta), max(a.Delta, -a.Delta))
	})
	return list
}

// wholePointsText is a difference of odds, of which chance leaves no decimal.
func wholePointsText(delta alex.Percent) string {
	points := int(delta.Abs().Round(0).Int64())
	if points == 0 {
		return "under 1 point"
	}
	return countText(points, "point")
}

func higherOrLower(delta alex.Percent) string {
	if delta.Sign() < 0 {
		return "lower"
	}
	return "higher"
}
