package report

import (
	"fmt"
	"strings"

	"alex/internal/retirement"
)

// Conditions and lists that are about what a closer look at the plan found.

// Compared reports that the plan was simulated by more than one method.
func (v *situation) Compared() bool { return v.has("methods.low") }

// MethodsAgree reports that all methods show the same odds.
func (v *situation) MethodsAgree() bool { return v.text("methods.low") == v.text("methods.high") }

// Covers reports that other income pays some of the planned spending once the
// money has run short.
func (v *situation) Covers() bool {
	return v.has("retirement.covered") && v.text("retirement.covered") != "0%"
}

// Unbroken reports that no start year of history would have broken the plan;
// AllBroken that each would.
func (v *situation) Unbroken() bool { return v.word("history.failed") == "0" }

func (v *situation) AllBroken() bool {
	return v.word("history.failed") == v.word("history.windows")
}

// mostChanges is how many kinds of changes the words tell; the picture has all.
const mostChanges = 5

// Changes are the prefixes of the sensitivities to tell: the largest of each
// kind, whichever way it goes. Quiet are the kinds that chance alone may do.
func (v *situation) Changes() []string { return v.changes(false) }
func (v *situation) Quiet() []string   { return v.changes(true) }

func (v *situation) changes(noise bool) []string {
	if !v.has("sensitivity.1.points") {
		return nil
	}
	return firstN(Changes(v.in.Outlook.Projection.Sensitivities, noise), mostChanges)
}

// Changes are the prefixes of the facts about sensitivities, each kind of change
// once, by the one that moves the odds most, and the largest first: those that
// chance alone may make where noise is asked for, else the others.
func Changes(list []retirement.Sensitivity, noise bool) []string {
	var rows []string
	told := map[string]bool{}
	for i, s := range bySize(list) {
		kind, _, _ := strings.Cut(s.Name, "_")
		if !told[kind] && s.WithinNoise == noise {
			rows = append(rows, fmt.Sprintf("sensitivity.%d", i+1))
		}
		told[kind] = true
	}
	return rows
}

// fate is how the plan would have fared from the bad start of a row.
func (v *situation) fate(row string) string {
	for i, y := range v.in.Outlook.Projection.Stress {
		if row == fmt.Sprintf("stress.%d", i+1) {
			return string(y.Fate(v.in.Outlook.Plan))
		}
	}
	return ""
}

// text is the rendering of a fact, for comparing.
func (v *situation) text(id string) string {
	fact, _ := v.sheet.Fact(id)
	return fact.Text
}
