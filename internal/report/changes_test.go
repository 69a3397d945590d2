package report_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex"
)

// sectionOf is the section of a key, empty where there is none.
func sectionOf(sections []alex.Section, key string) alex.Section {
	i := slices.IndexFunc(sections, func(s alex.Section) bool { return s.Key == key })
	if i < 0 {
		return alex.Section{}
	}
	return sections[i]
}

// then is a fact of an earlier report.
func then(id, value, text string) alex.Fact {
	return alex.Fact{ID: id, Value: value, Text: text, Unit: alex.UnitWord, AsOf: "2026-07-31"}
}

// drawPrevious is an earlier report, or none.
func drawPrevious(t *rapid.T) []alex.Fact {
	if rapid.Bool().Draw(t, "first report") {
		return nil
	}
	facts := []alex.Fact{
		then("portfolio.as_of", "2026-07-31", "July 31, 2026"),
		then("portfolio.value", drawMoney(t, "value then", -40_000_00, 2_000_000_00).String(), "what it was"),
	}
	if rapid.Bool().Draw(t, "odds then") {
		facts = append(facts, alex.Fact{ID: "retirement.success", Value: "83", Text: "83%", Unit: alex.UnitPercent})
	}
	for _, check := range []string{"single_stock", "stale_price", "fees", "emergency_fund", "target_drift", "unclassified"} {
		status := rapid.SampledFrom([]string{"pass", "warn", "fail"}).Draw(t, check)
		facts = append(facts, then("check."+check+".status", status, status))
	}
	return facts
}

func TestChanges(t *testing.T) {
	t.Parallel()
	first := factsOf(t, study(t, couple()))
	value, _ := first.Fact("portfolio.value")
	odds, _ := first.Fact("retirement.success")
	stale, _ := first.Fact("check.stale_price.status")
	other := map[string]string{"pass": "fail", "warn": "pass", "fail": "warn"}[stale.Value]
	day := then("portfolio.as_of", "2026-07-31", "July 31, 2026")
	for name, c := range map[string]struct {
		previous []alex.Fact
		want     []string
		not      []string
	}{
		"the same": {
			append(first.Facts(), then("change.since", "2025-01-01", "long ago")),
			[]string{"October 30, 2026", value.Text + " then, " + value.Text + " now. What", odds.Text + " then, " + odds.Text + " now", "same result now"},
			[]string{"more", "less", "long ago"},
		},
		"less than then": {
			[]alex.Fact{day, then("portfolio.value", "99999999.99", "x"), then("check.stale_price.status", other, other)},
			[]string{"July 31, 2026", "$100,000,000 then", "now: $99,373,632 less. ", "**Age of the oldest price in days:** "},
			[]string{"odds", "same result"},
		},
		"more than then":  {[]alex.Fact{day, then("portfolio.value", "0.01", "x")}, []string{"$0.01 then", " more. "}, []string{"odds"}},
		"a few cents":     {[]alex.Fact{day, then("portfolio.value", value.Value[:len(value.Value)-2]+"01", "x")}, []string{value.Text + " then, " + value.Text + " now. What"}, []string{"more", "less"}},
		"a strange check": {[]alex.Fact{day, then("portfolio.value", "1", "x"), then("check.fees.status", "?", "?")}, []string{"same result"}, []string{"?"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := couple()
			s.Previous = c.previous
			in := study(t, s)
			sheet := factsOf(t, in)
			section := sectionOf(write(t, writer(t), in, sheet), "changes")
			soundSection(t, section, sheet)
			checkSection(t, section, sheet)
			for _, want := range c.want {
				if !strings.Contains(section.Markdown, want) {
					t.Errorf("it lacks %q:\n%s", want, section.Markdown)
				}
			}
			for _, unwanted := range c.not {
				if strings.Contains(section.Markdown, unwanted) {
					t.Errorf("it says %q:\n%s", unwanted, section.Markdown)
				}
			}
		})
	}
}

// TestNoChanges: without an earlier report that can be compared with, the facts
// are what they were, and there is no section.
func TestNoChanges(t *testing.T) {
	t.Parallel()
	want := factsOf(t, study(t, couple()))
	for name, previous := range map[string][]alex.Fact{
		"none":       nil,
		"no value":   {then("portfolio.as_of", "2026-07-31", "July 31, 2026")},
		"no day":     {then("portfolio.value", "1", "$1.00")},
		"no amount":  {then("portfolio.as_of", "2026-07-31", "July 31, 2026"), then("portfolio.value", "much", "much")},
		"other ones": {then("x", "1", "1")},
	} {
		s := couple()
		s.Previous = previous
		in := study(t, s)
		sheet := factsOf(t, in)
		if diff := cmp.Diff(want.Facts(), sheet.Facts()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		sections, err := writer(t).Sections(in, sheet, func(string) bool { return true })
		if err != nil || sectionOf(sections, "changes").Key != "" {
			t.Errorf("%s: there are changes (%v)", name, err)
		}
	}
}
