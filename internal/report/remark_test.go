package report_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/report"
)

var (
	// Remarks that language models wrote to the prompts of this program.
	//
	//go:embed testdata/remarks_passed.txt
	remarksPassed string
	// Remarks that tell a reader what is not so, or what to do.
	//
	//go:embed testdata/remarks_refused.txt
	remarksRefused string
)

// remarkRules are the rules for a model's sentences over four facts, and
// what may be said of those.
func remarkRules(t testing.TB) (report.CheckContext, report.Statements, []string) {
	t.Helper()
	var facts []alex.Fact
	for id, label := range map[string]string{"retirement.success": "futures in which every planned year is paid in full", "retirement.failure": "futures in which the money falls short", "cash.total": "cash and cash-like funds", "fees.annual": "fund fees a year"} {
		facts = append(facts, alex.Fact{ID: id, Value: "1", Unit: alex.UnitDollars, Text: "$1", Label: label, Source: "test", AsOf: "2026-10-30"})
	}
	sheet, err := report.NewSheet(facts)
	if err != nil {
		t.Fatal(err)
	}
	w, err := report.NewWriter()
	if err != nil {
		t.Fatal(err)
	}
	said := report.StatementsOf(sheet)
	return w.ModelRules(sheet), report.NewStatements(said...), said
}

func TestRemarksWithoutFigures(t *testing.T) {
	t.Parallel()
	rules, said, _ := remarkRules(t)
	for text := range strings.SplitSeq(strings.TrimSpace(remarksPassed), "\n") {
		if broken := report.CheckRemark(text, said, rules); len(broken) > 0 {
			t.Errorf("refused: %q: %v", text, broken)
		}
	}
	broke := map[string]int{} // how many remarks break each rule and no other
	for text := range strings.SplitSeq(strings.TrimSpace(remarksRefused), "\n") {
		broken := report.CheckRemark(text, said, rules)
		if len(broken) == 0 {
			t.Errorf("let pass: %q", text)
		}
		if !slices.ContainsFunc(broken, func(v alex.Violation) bool { return v.Rule != broken[0].Rule }) {
			broke[broken[0].Rule]++
		}
		if broken := report.CheckRemark("Here is the big picture. "+text, said, rules); len(broken) == 0 {
			t.Errorf("let pass behind another sentence: %q", text)
		}
	}
	for _, rule := range []string{"unknown_word", "claim", "compliance", "structure"} {
		if broke[rule] < 5 {
			t.Errorf("only %d remarks are refused by %s alone", broke[rule], rule)
		}
	}
}

func TestRemarksWithFigures(t *testing.T) {
	t.Parallel()
	rules, said, _ := remarkRules(t)
	const cash = "Cash and cash-like funds: {{cash.total}}."
	for text, rule := range map[string]string{
		"":                       "",
		cash:                     "",
		"cash" + cash[4:]:        "",
		"First, cash" + cash[4:]: "",
		"Here is the big picture. " + cash + " The reasons are in the details.":                                                                        "",
		cash + " Also, fund fees a year: {{fees.annual}}.":                                                                                             "",
		"Futures in which every planned year is paid in full: {{retirement.success}}; futures in which the money falls short: {{retirement.failure}}.": "",
		"Futures in which every planned year is paid in full: {{retirement.success}}.":                                                                 "unbound_fact",
		"Futures in which every planned year is paid in full: {{retirement.failure}}; futures in which the money falls short: {{retirement.success}}.": "unbound_fact",
		"Cash and cash-like funds: {{fees.annual}}.":                                                                                                   "unbound_fact",
		"Fund fees a year: {{cash.total}}.":                                                                                                            "unbound_fact",
		"If you save, cash and cash-like funds: {{cash.total}}.":                                                                                       "unbound_fact",
		"Still, " + cash: "unbound_fact",
		"Cash and cash-like funds: {{cash.total}} a day.":          "unbound_fact",
		"Cash and cash-like funds: {{cash.total}}":                 "structure",
		"Cash and cash-like funds: {{made.up}}.":                   "unknown_token",
		"Cash: {{cash.total}}.":                                    "unbound_fact",
		cash + " That is false.":                                   "unknown_word",
		"- These figures depend on each other.":                    "structure",
		cash + " Is it?\nNo.":                                      "structure",
		"These figures depend on each other":                       "structure",
		"These figures depend on **each other**.":                  "markdown",
		"[These](https://evil.example) depend.":                    "markdown",
		strings.Repeat("These figures depend on each other. ", 20): "structure",
		"Vendez tout aujourd'hui.":                                 "unknown_word",
		"These figures depend on each other, 今すぐ.":                 "markdown",
	} {
		broken := report.CheckRemark(text, said, rules)
		if rule == "" && len(broken) > 0 || rule != "" && !slices.ContainsFunc(broken, func(v alex.Violation) bool { return v.Rule == rule }) {
			t.Errorf("%q: %v, want %q", text, broken, rule)
		}
	}
}

// TestStatementsStandWordForWord changes one word of a statement, or leaves one
// out, or puts one in.
func TestStatementsStandWordForWord(t *testing.T) {
	t.Parallel()
	rules, said, sentences := remarkRules(t)
	rapid.Check(t, func(t *rapid.T) {
		statement := rapid.SampledFrom(sentences).Draw(t, "statement")
		words := strings.Fields(statement)
		i := rapid.IntRange(0, len(words)-1).Draw(t, "word")
		switch other := rapid.SampledFrom([]string{"save", "the", "{{cash.total}}", "not", "Also,", "spending", "…", "-"}).Draw(t, "other"); rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			words[i] = other
		case 1:
			words = slices.Delete(words, i, i+1)
		default:
			words = slices.Insert(words, i, other)
		}
		text := strings.Join(words, " ")
		if rest, lead := strings.CutPrefix(text, "Also, "); lead {
			text = rest
		}
		if strings.EqualFold(text, statement) {
			return
		}
		if broken := report.CheckRemark(text, said, rules); len(broken) == 0 && strings.Contains(text, "{{") {
			t.Errorf("let pass: %q", text)
		}
	})
}

const sectionTemplate = `**The odds.** In {{retirement.success}} of futures it works.

Worth your attention:

- **Cash.** {{cash.total}} is idle.
- **Fees.** {{fees.annual}} a year.

| A | B |
|---|---|
| {{x.1}} | {{x.2}} |

*Hypothetical results.*
`

// TestRemarksStandAroundCode puts remarks where there is room for them, and
// leaves every block of code's as it is.
func TestRemarksStandAroundCode(t *testing.T) {
	t.Parallel()
	s := alex.Section{Key: "risk", Template: sectionTemplate}
	if got := (report.Remarks{}).On(s); got != sectionTemplate {
		t.Errorf("without remarks:\n%s", got)
	}
	notes := map[string]string{}
	var open []string
	for _, b := range report.Blocks(s) {
		notes[b.ID] = "Note " + b.ID + "."
		if !b.Closed {
			open = append(open, b.ID)
		}
	}
	if want := []string{"b1", "b3", "b4"}; !slices.Equal(open, want) {
		t.Errorf("there is room behind %q, want %q", open, want)
	}
	got := report.Remarks{Opening: "Before.", Notes: notes, Closing: "After."}.On(s)
	want := "> Before.\n\n" + strings.Replace(sectionTemplate, "works.\n", "works.\n\n> Note b1.\n", 1)
	want = strings.Replace(want, "a year.\n", "a year.\n\n> Note b3.\n", 1)
	want = strings.Replace(want, "{{x.2}} |\n", "{{x.2}} |\n\n> Note b4.\n", 1) + "\n> After.\n"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	for _, key := range []string{"choices", "changes", "method"} {
		if report.TakesRemarks(alex.Section{Key: key}) {
			t.Errorf("a model may add to %s", key)
		}
	}
}

// TestWhatBelongsTogether is said together, or not at all.
func TestWhatBelongsTogether(t *testing.T) {
	t.Parallel()
	fact := func(id, label string, unit alex.Unit) alex.Fact {
		return alex.Fact{ID: id, Value: "1", Unit: unit, Text: "1", Label: label, Source: "test", AsOf: "2026-10-30"}
	}
	sheet, err := report.NewSheet([]alex.Fact{
		fact("cash.total", "cash", alex.UnitDollars), fact("a", "twice", alex.UnitDollars), fact("b", "twice", alex.UnitDollars),
		fact("name", "a name", alex.UnitWord), fact("its", "its share", alex.UnitPercent),
		fact("retirement.at.p10", "poor future", alex.UnitDollars), fact("retirement.at.p50", "middle future", alex.UnitDollars),
		fact("retirement.at.p90", "good future", alex.UnitDollars), fact("retirement.success", "works", alex.UnitPercent),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Cash: {{cash.total}}.", "Poor future: {{retirement.at.p10}}; middle future: {{retirement.at.p50}}; good future: {{retirement.at.p90}}."}
	got := report.StatementsOf(sheet)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("StatementsOf() = %q, want %q", got, want)
	}
}
