package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"alex"
	"alex/internal/app"
)

// target is the success rate, in percent, that the levers are solved for.
const target = 85

// mostSensitivities is how many are printed: a screen is short.
const mostSensitivities = 8

// methods prints the range over methods and assumption sets, and each.
func (t projectionText) methods() {
	list := t.Result.Methods
	if len(list) < 2 {
		return
	}
	low, high := list[0].SuccessRate, list[0].SuccessRate
	for _, m := range list {
		low, high = min(low, m.SuccessRate), max(high, m.SuccessRate)
	}
	t.linef("By method      %s to %s", rate(low), rate(high))
	for _, m := range list {
		t.linef("  %-38s %7s   %s", cut(m.Mode+", "+m.AssumptionSet, 38), rate(m.SuccessRate), ofFutures(m))
	}
}

func ofFutures(m app.Method) string {
	if m.Mode == "historical" {
		return "of " + grouped(m.Futures) + " start years"
	}
	return "of " + grouped(m.Futures) + " futures"
}

// failedStarts names the start years of history that fall short, and the
// worst.
func (t projectionText) failedStarts() {
	if t.Result.WorstStart != nil {
		t.linef("Worst start    %d", *t.Result.WorstStart)
	}
	if len(t.Result.FailedStarts) > 0 {
		t.wrapped("Failed starts  "+spans(t.Result.FailedStarts), "               ")
	}
}

// spans lists ascending years, those in a row as one: 1906, 1965–1969.
func spans(years []int) string {
	var list []string
	for first, i := 0, 1; i <= len(years); i++ {
		if i < len(years) && years[i] == years[i-1]+1 {
			continue
		}
		text := strconv.Itoa(years[first])
		if i-1 > first {
			text += "–" + strconv.Itoa(years[i-1])
		}
		list, first = append(list, text), i
	}
	return strings.Join(list, ", ")
}

func (t projectionText) levers() {
	if len(t.Result.Levers) == 0 {
		return
	}
	t.linef("\nWhat alone would pay it in full in %d of 100 %s", target, t.futures())
	for _, lever := range t.Result.Levers {
		if lever.Reached {
			t.linef("  %-50s %7s", cut(leverWords(lever), 50), rate(lever.SuccessRate))
			continue
		}
		t.wrapped(fmt.Sprintf("  not reached: %s gives %s", lowerFirst(leverWords(lever)), rate(lever.SuccessRate)), "    ")
	}
}

// leverWords says what is done, and how much of it.
func leverWords(l app.Lever) string {
	switch l.Name {
	case "retire_later":
		return "Retire " + months(l.Value) + " later"
	case "save_more":
		return "Save " + whole(l.Value) + " more a month"
	case "spend_less":
		return "Spend " + whole(l.Value) + " less a month"
	case "claim_later":
		return "Claim Social Security " + months(l.Value) + " later"
	}
	return l.Label
}

func months(n alex.Decimal) string {
	if n.Cmp(alex.DecimalOf(1)) == 0 {
		return "1 month"
	}
	return n.String() + " months"
}

// whole is an amount that has no cents where there are none.
func whole(dollars alex.Decimal) string { return strings.TrimSuffix(alex.Dollars(dollars).Text(), ".00") }

func lowerFirst(text string) string { return strings.ToLower(text[:1]) + text[1:] }

// sensitivities prints the largest changes first.
func (t projectionText) sensitivities() {
	list := slices.Clone(t.Result.Sensitivities)
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(a, b app.Sensitivity) int {
		return compareSize(b.Delta, a.Delta)
	})
	t.linef("\nWhat matters most, in points of success")
	for i, s := range list {
		if i == mostSensitivities {
			t.linef("  and %d that matter less (--json has them)", len(list)-i)
			break
		}
		t.linef("%s", strings.TrimRight(fmt.Sprintf("  %-40s %6s %-6s %s", cut(s.Label, 40), points(s.Delta), plusMinus(s.PairedError), noise(s)), " "))
	}
}

func compareSize(a, b float64) int {
	switch x, y := math.Abs(a), math.Abs(b); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// points is a difference of rates in percentage points, with its sign.
func points(delta float64) string {
	text := fmt.Sprintf("%.1f", math.Abs(100*delta))
	switch {
	case text == "0.0":
		return text
	case delta < 0:
		return "−" + text
	}
	return "+" + text
}

func plusMinus(half *float64) string {
	if half == nil {
		return ""
	}
	return fmt.Sprintf("±%.1f", 100**half)
}

func noise(s app.Sensitivity) string {
	if s.WithinNoise {
		return "within the noise"
	}
	return ""
}

// stress prints the plan begun in bad years of history.
func (t projectionText) stress() {
	if len(t.Result.Stress) == 0 {
		return
	}
	t.linef("\nBegun in a bad year of history")
	for _, s := range t.Result.Stress {
		t.linef("  %d   %s", s.StartYear, t.stressWords(s))
	}
}

func (t projectionText) stressWords(s app.StressYear) string {
	left := sum(s.Balance) + " left"
	years := fmt.Sprintf("%d years: ", s.Years)
	if !s.Complete {
		years = fmt.Sprintf("%d of %d years so far: ", s.Years, t.Plan.LastAge()-t.Plan.CurrentAge)
	}
	switch {
	case s.PaidInFull:
		return years + "paid in full, " + left
	case s.UnderpaidAge != nil:
		return fmt.Sprintf("%sfalls short from age %d, %s", years, *s.UnderpaidAge, left)
	}
	return years + "falls short, " + left
}

// cut shortens text to so many characters.
func cut(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}
