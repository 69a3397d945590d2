package report_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// TestWordsOfACloserLook writes what the engine may find in its variety: every
// text passes the checks, says what it must and nothing that does not fit.
func TestWordsOfACloserLook(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*report.Input)
		want   []string
		not    []string
	}{
		"as it is": {
			func(*report.Input) {},
			[]string{
				"in **78%** of simulated futures, up to age 95; 71% to 96% across methods. In 22% the money falls short, typically from age 90, when other income still pays 37% of spending.",
				"To bring them to 85%: work 14 months longer, or spend $400 a month less in retirement.",
				"- **Work 14 months longer, or spend $400 a month less in retirement.** Either alone would bring the plan to about 85%",
				"The section on retirement has further ways.",
				"Settings, Retirement age (`retirementAge`), Spending in retirement (`targetRetirementIncome`)", "*What it costs:* time, or a leaner life in retirement",
				"| Retire later | 14 months | 85% |",
				"| Claim Social Security later | 3 years at most | 81% |",
				"Of 115 spans of history as long as your plan (they overlap), 5 would have broken it: from 1929, 1965–1967, 1969.",
				"| 1929 | paid in full, $1,230,000 left |",
				"| 1966 | short from age 88 |",
				"| 2008 | 15 years on record paid, $723,000 left |",
				"- Returns 1 point lower a year: 15 points lower",
				"Within the noise: 10 points more in stocks.",
				"| Simulated returns, cautious assumptions | 10,000 | 71% | 69.9%–71.5% |",
				"| History as it was, from every start year | 115 | 96% | none: spans overlap |",
			},
			[]string{"Spend 10% less", "Work longer, or save more", "No single change"},
		},
		"retired, one lever": {
			func(in *report.Input) {
				in.Outlook.Plan.RetirementAge = in.Outlook.Plan.CurrentAge
				in.Outlook.Projection.Levers = handLevers()[2:3]
			},
			[]string{"To bring them to 85%: spend $400 a month less.", "- **Spend $400 a month less.** That alone would"},
			[]string{"further ways", "less in retirement", "several smaller changes", "work 14", "Either"},
		},
		"history ends before retirement": {
			func(in *report.Input) {
				in.Outlook.Projection.Stress = handStress()[2:]
				in.Outlook.Plan.RetirementAge = 80
			},
			[]string{"| 2008 | still working after 15 years on record, $723,000 saved |"},
			[]string{"on record paid"},
		},
		"a steep cut": {
			func(in *report.Input) {
				in.Outlook.Projection.Levers = handLevers()[2:3]
				in.Outlook.Projection.Levers[0].Value = alex.MustDecimal("2400")
			},
			[]string{"Planned spending is $7,000 a month, so several smaller changes may be easier."},
			[]string{"further ways"},
		},
		"only noise": {
			func(in *report.Input) { in.Outlook.Projection.Sensitivities = handSensitivities()[2:3] },
			[]string{"No change that was tried moves the odds by more than chance does."},
			[]string{"Within the noise", "does to the odds"},
		},
		"nothing is enough": {
			func(in *report.Input) { in.Outlook.Projection.Levers = handLevers()[3:] },
			[]string{
				"No single change brings them to 85%.", "**Close the gap from several sides.**",
				"even to claim Social Security 3 years later gives only 81%", "Settings, Income in retirement (`incomes`)",
			},
			[]string{"Either alone", "To bring them"},
		},
		"never broken": {
			func(in *report.Input) { in.Outlook.Projection.Methods[3].FailedStarts = nil },
			[]string{"None of 115 spans of history as long as your plan (they overlap) would have broken it."},
			[]string{" 0 "},
		},
		"ever broken": {
			func(in *report.Input) {
				m := &in.Outlook.Projection.Methods[3]
				m.Futures, m.FailedStarts = 5, []int{1871, 1873, 1875, 1877, 1879}
			},
			[]string{"Each of 5 spans of history as long as your plan (they overlap) would have broken it."},
			[]string{"1873"},
		},
		"all methods agree": {
			func(in *report.Input) {
				for i := range in.Outlook.Projection.Methods {
					in.Outlook.Projection.Methods[i].SuccessRate = 0.9999
				}
			},
			[]string{
				"up to age 95, by 5 methods.", "Each of 5 methods, side by side in the last section, gives over 99%.",
				"| Simulated returns, cautious assumptions | 10,000 | over 99% | – |", "| 115 | over 99% | none: spans overlap |",
			},
			[]string{"across methods"},
		},
		"no other income": {
			func(in *report.Input) { in.Outlook.Projection.Methods[0].Failure.CoveredPercent = alex.Percent{} },
			[]string{"typically from age 90. Hypothetical"},
			[]string{"pays 0%"},
		},
		"on target": {
			func(in *report.Input) {
				p := in.Outlook.Projection
				p.SuccessRate, p.Levers = 0.91, nil
			},
			[]string{"in **91%** of"},
			[]string{"What would bring it to", "The odds.** To bring"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := looked(t)
			c.change(&in)
			text := soundReport(t, in)
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("it lacks %q:\n%s", want, text)
				}
			}
			for _, not := range c.not {
				if strings.Contains(text, not) {
					t.Errorf("it says %q:\n%s", not, text)
				}
			}
		})
	}
}

// soundReport writes all sections, holds them to the rules, and returns their
// text.
func soundReport(t *testing.T, in report.Input) string {
	t.Helper()
	sheet := factsOf(t, in)
	sections := write(t, writer(t), in, sheet)
	for _, s := range sections {
		soundSection(t, s, sheet)
		checkSection(t, s, sheet)
	}
	if n := countWords(sections[0].Markdown); n > mostGlanceWords {
		t.Errorf("at a glance has %d words, more than %d:\n%s", n, mostGlanceWords, sections[0].Markdown)
	}
	checkChoices(t, in, sectionOf(sections, "choices"))
	return report.Markdown(alex.Report{Sections: sections})
}

// TestQuickLookSaysNothingOfMethods: without a closer look no sentence speaks
// of what was not done.
func TestQuickLookSaysNothingOfMethods(t *testing.T) {
	t.Parallel()
	in := study(t, couple())
	in.Outlook.Projection.SuccessRate = 0.5
	in.Outlook.Projection.Methods = []retirement.Method{handMethods()[0]}
	text := soundReport(t, in)
	for _, not := range []string{"methods", "spans of history", "Bad starts", "What matters most", "What would bring", "by other"} {
		if strings.Contains(text, not) {
			t.Errorf("it says %q:\n%s", not, text)
		}
	}
}

// TestARangeWithOneIncome says nothing of incomes: there is one on one side alone.
func TestARangeWithOneIncome(t *testing.T) {
	t.Parallel()
	in := study(t, couple())
	cash, equity := *in.Outlook.Projection, *in.Outlook.Projection
	if cash.SustainableIncome == nil {
		t.Fatal("the couple's plan has no income that lasts")
	}
	for one := range 3 {
		a, b := cash, equity
		if one == 1 {
			b.SustainableIncome = nil
		}
		if one == 2 {
			a.SustainableIncome = nil
		}
		in.Outlook.Projection, in.Outlook.AsCash, in.Outlook.AsEquity = nil, &a, &b
		sheet := factsOf(t, in)
		section, err := writer(t).Section(alex.Section{Key: "retirement", Title: "Retirement"}, in, sheet)
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Contains(section.Template, "{{range.equity.income}}"); said != (one == 0) {
			t.Errorf("%d: %s", one, section.Template)
		}
	}
}
