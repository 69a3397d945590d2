package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"alex/internal/app"
)

// mostSensitivities is how many are printed: a screen is short.
const mostSensitivities = 8

func (t projectionText) levers() {
	if len(t.Result.Levers) == 0 {
		return
	}
	t.linef("\nWhat alone would pay it in full in %d of 100 %s", app.TargetPercent, t.futures())
	for _, lever := range t.Result.Levers {
		enough := ""
		if !lever.Reached {
			enough = "   not enough"
		}
		t.linef("  %-50s %7s%s", cut(leverWords(lever), 50), rate(lever.SuccessRate), enough)
	}
}

// leverWords says what is done, and how much of it.
func leverWords(l app.Lever) string {
	switch l.Name {
	case "retire_later":
		return "Work " + months(l.Value) + " longer"
	case "save_more":
		return "Save " + whole(l.Value) + " more a month"
	case "spend_less":
		return "Spend " + whole(l.Value) + " less a month"
	case "claim_later":
		return "Claim Social Security " + months(l.Value) + " later"
	}
	return l.Label
}

// required says with what the plan would last nearly always.
func (t projectionText) required() {
	var ways []string
	if saving := t.Result.RequiredSaving; saving != nil {
		ways = append(ways, "saving "+sum(saving.P90)+" a year")
	}
	if balance := t.Result.RequiredBalance; balance != nil {
		ways = append(ways, sum(balance.P90)+" to begin with")
	}
	if len(ways) > 0 {
		t.linef("")
		t.para("Enough in 90%% of %s, other things equal: %s.", t.futures(), strings.Join(ways, ", or "))
	}
}

// sensitivities prints the largest changes first; what shows no change at all
// is only counted.
func (t projectionText) sensitivities() {
	list := slices.Clone(t.Result.Sensitivities)
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, func(a, b app.Sensitivity) int {
		return cmp.Compare(math.Abs(b.Delta), math.Abs(a.Delta))
	})
	if points(list[0].Delta) == "0.0" {
		t.linef("\nNone of %d changes that were tried makes a difference in success.", len(list))
		return
	}
	t.linef("\nWhat matters most, in points of success")
	for i, s := range list {
		if i == mostSensitivities || points(s.Delta) == "0.0" {
			t.linef("  and %d that matter less (--json has them)", len(list)-i)
			break
		}
		t.sensitivity(s)
	}
}

func (t projectionText) sensitivity(s app.Sensitivity) {
	noise := ""
	if s.WithinNoise {
		noise = "within the noise"
	}
	line := fmt.Sprintf("  %-40s %6s %-6s %s", cut(s.Label, 40), points(s.Delta), plusMinus(s.PairedError), noise)
	t.linef("%s", strings.TrimRight(line, " "))
}
