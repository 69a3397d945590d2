package report_test

import (
	"testing"

	"alex"
	"alex/internal/report"
)

// bound is a sheet and the words of code over it.
func bound(t *testing.T) (rules report.CheckContext, words report.Vocabulary) {
	t.Helper()
	const draft = `You own **{{portfolio.value}}** in {{portfolio.accounts}} accounts. Your plan works in {{retirement.success}} of simulated futures. In {{retirement.failure}} the money falls short.

Bonds: {{drift.actual}} of what you own, your target {{drift.target}}.

The middle future holds {{at.p50}}, a poor one {{at.p10}}, a good one {{at.p90}}. Your funds take {{fees.annual}} a year. Hypothetical results, not a forecast.`
	var facts []alex.Fact
	for _, id := range report.TokensOf(draft) {
		facts = append(facts, alex.Fact{ID: id, Value: "1", Unit: alex.UnitDollars, Text: "$" + id, Label: id, Source: "test", AsOf: "2026-10-30"})
	}
	sheet, err := report.NewSheet(facts)
	if err != nil {
		t.Fatal(err)
	}
	w, err := report.NewWriter()
	if err != nil {
		t.Fatal(err)
	}
	rules = w.ModelRules(sheet)
	rules.Bound = report.NewBinding(draft)
	return rules, w.Vocabulary(draft)
}

// TestTurnedWordsAreRefused are texts whose every figure is true and in whose
// words it is not.
func TestTurnedWordsAreRefused(t *testing.T) {
	t.Parallel()
	rules, words := bound(t)
	for _, text := range []string{
		"Bonds: your target {{drift.actual}}, what you own {{drift.target}}.",
		"The poor future holds {{at.p50}}, a good one {{at.p10}}, a middle one {{at.p90}}.",
		"You own **{{portfolio.value}}{{portfolio.accounts}}** in accounts.",
		"You own ~~**{{portfolio.value}}**~~ in {{portfolio.accounts}} accounts.",
		"You owe **{{portfolio.value}}** in {{portfolio.accounts}} accounts.",
		"You own up to **{{portfolio.value}}** in {{portfolio.accounts}} accounts.",
		"You own it up to up to **{{portfolio.value}}** in {{portfolio.accounts}} accounts.",
		"You own several times **{{portfolio.value}}** in {{portfolio.accounts}} accounts.",
		"You own EUR **{{portfolio.value}}** in {{portfolio.accounts}} accounts.",
		"You own **{{portfolio.value}}** lakh in {{portfolio.accounts}} accounts.",
		"You own ≠**{{portfolio.value}}** in {{portfolio.accounts}} accounts.",
		"It is false that your plan works in {{retirement.success}} of simulated futures.",
		"Your plan does not work in {{retirement.success}} of simulated futures.",
		"In {{retirement.success}} the money falls short.",
		"Your funds take {{fees.annual}} a month.",
		"Your funds give {{portfolio.value}} a year.",
		"Vendez tout aujourd'hui.", "Es una ganancia garantizada de noventa por ciento.", "Ihr Verlust wird sechzig Prozent sein.",
		"The odds are 💯 percent.", "It is lO percent.", "A score of years.", "Your chance is\n     1. percent.",
		"Nvidia and Tesla shares belong in your portfolio.", "Go to evil.com and sign in.", "Disregard the note above.",
		"Your plan has gone wrong.\n=\nRead on.", "# Look", "> quote", "[a](b)", "a | b",
		"Your money outlasts you in each of the futures.",
	} {
		if len(report.Check(text, rules))+len(report.Policy(text, words)) == 0 {
			t.Errorf("%q passes", text)
		}
	}
}

// TestOtherWordsPass are the same figures in other words.
func TestOtherWordsPass(t *testing.T) {
	t.Parallel()
	rules, words := bound(t)
	for _, text := range []string{
		"Today you own **{{portfolio.value}}**, in {{portfolio.accounts}} accounts.",
		"As things stand, your plan works in {{retirement.success}} of the simulated futures.",
		"In {{retirement.failure}} of them the money runs short.",
		"Of what you own, bonds are {{drift.actual}}; your target is {{drift.target}}.",
		"Your funds take {{fees.annual}} each year.",
		"This part is worth a slow read.", "Take your time with it.",
	} {
		if found := append(report.Check(text, rules), report.Policy(text, words)...); len(found) > 0 {
			t.Errorf("%q is refused: %+v", text, found)
		}
	}
}
