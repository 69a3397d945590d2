package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"alex"
)

// interval is the simulation's own uncertainty, where there is one.
func interval(low, high *float64) string {
	if low == nil || high == nil {
		return ""
	}
	return fmt.Sprintf(" (95%% interval %s to %s)", rate(*low), rate(*high))
}

// aboutOf is a share of futures in words. Nothing but all of them is all.
func aboutOf(count, all int) string {
	switch share := inHundred(count, all); {
	case count == all:
		return "all " + grouped(all) + " futures"
	case count == 0:
		return "none of " + grouped(all) + " futures"
	case share == 100:
		return "over 99 in 100 futures"
	case share == 0:
		return "under 1 in 100 futures"
	default:
		return fmt.Sprintf("about %d in 100 futures", share)
	}
}

// inHundred rounds halves to even, so that a share and its rest add up.
func inHundred(count, all int) int {
	return int(math.RoundToEven(100 * float64(count) / float64(all)))
}

// rate is a share in percent; what is neither none nor all does not look so.
func rate(share float64) string {
	switch text := fmt.Sprintf("%.1f%%", 100*share); {
	case text == "100.0%" && share < 1:
		return "over 99.9%"
	case text == "0.0%" && share > 0:
		return "under 0.1%"
	default:
		return text
	}
}

// sum is an amount of dollars; nothing has no cents.
func sum(m alex.Money) string {
	if m.IsZero() {
		return "$0"
	}
	return m.Text()
}

// grouped is a count with a comma between thousands: 10,000.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// months is a time in months, and in years where it is long.
func months(n alex.Decimal) string {
	count := n.Int64()
	if count <= 24 {
		return counted(count, "month", "months")
	}
	text := counted(count/12, "year", "years")
	if rest := count % 12; rest > 0 {
		text += " " + counted(rest, "month", "months")
	}
	return text
}

// whole is an amount that has no cents where there are none.
func whole(dollars alex.Decimal) string {
	return strings.TrimSuffix(alex.Dollars(dollars).Text(), ".00")
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

// cut shortens text to so many characters.
func cut(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
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
