package report

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex"
)

// proseFacts is a sheet that holds every token of testdata, with units and
// renderings by the id's last part.
func proseFacts(t testing.TB) *Sheet {
	t.Helper()
	facts := []alex.Fact{}
	for _, id := range strings.Fields(`total.value accounts.count price.date equity.weight equity.direction equity.target
		equity.drift success.rate shortfall.rate age.horizon age.retire lever.months lever.spend success.low success.high
		top.name top.weight topfive.weight hhi risk.worst.loss risk.worst.year emergency.months cash.value cash.interest
		fees.year fees.plan fees.rate unknown.value change.total change.prices change.deposits ending.p50 ending.p95
		depletion.p5 age.ss ss.annual tech.weight success.error history.worst unpriced.name swing.score swing.max
		shortfall.size income.p90 us.weight plan.years holding.name`) {
		facts = append(facts, proseFact(id))
	}
	sheet, err := NewSheet(facts)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func proseFact(id string) alex.Fact {
	f := alex.Fact{ID: id, Value: "12", Unit: alex.UnitDollars, Text: "$12", Label: id, Source: "test", AsOf: "2026-03-10"}
	last := id[strings.LastIndexByte(id, '.')+1:]
	switch last {
	case "weight", "target", "rate", "low", "high", "error", "interest":
		f.Unit, f.Text = alex.UnitPercent, "12.0 %"
	case "drift":
		f.Unit, f.Text = alex.UnitPoints, "12.0 points"
	case "direction":
		f.Unit, f.Value, f.Text = alex.UnitWord, "above", "above"
	case "name":
		f.Unit, f.Value, f.Text = alex.UnitWord, "Total Stock Market ETF", "Total Stock Market ETF"
	case "count", "score", "max", "hhi":
		f.Unit, f.Text = alex.UnitCount, "12"
	case "months", "years":
		f.Unit, f.Text = alex.UnitYears, "12 "+last
	}
	if strings.HasPrefix(id, "age.") || strings.HasPrefix(id, "depletion.") {
		f.Unit, f.Text = alex.UnitYears, "67"
	}
	return f
}

func proseContext(t testing.TB) CheckContext {
	t.Helper()
	return CheckContext{
		Sheet:   proseFacts(t),
		Tickers: map[alex.Symbol]bool{"VTI": true, "BRK.B": true, "3067.HK": true},
		Names:   []string{"Best Buy", "Target Retirement 2045", "Fifth Third Bancorp", "20+ Year Treasury Bond ETF"},
		Hosts:   []string{"www.ssa.gov"},
	}
}

func lines(t testing.TB, file string) []string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimRight(line, "\n"); line != "" && !strings.HasPrefix(line, "# ") {
			list = append(list, line)
		}
	}
	return list
}

func TestCleanProsePasses(t *testing.T) {
	t.Parallel()
	sentences := lines(t, "clean.txt")
	if len(sentences) < 200 {
		t.Errorf("only %d sentences", len(sentences))
	}
	ctx := proseContext(t)
	for _, s := range sentences {
		for _, v := range Check(s, ctx) {
			if v.Rule == "free_numeral" && regexp.MustCompile(`^[23]\. `).MatchString(s) {
				continue // items of a list, which passes as a whole below
			}
			t.Errorf("%q is refused: %s %q", s, v.Rule, v.Text)
		}
	}
	if whole := Check(strings.Join(sentences, "\n\n"), ctx); len(whole) > 0 {
		t.Errorf("together: %+v", whole)
	}
}

func TestBannedSentencesAreRefused(t *testing.T) {
	t.Parallel()
	sentences := lines(t, "banned.txt")
	if len(sentences) < 120 {
		t.Errorf("only %d sentences", len(sentences))
	}
	ctx := proseContext(t)
	for _, s := range sentences {
		if !has(Check(s, ctx), "compliance") {
			t.Errorf("%q passes", s)
		}
	}
}

func TestWrappedLinesAndBlocks(t *testing.T) {
	t.Parallel()
	ctx := proseContext(t)
	for text, want := range map[string]bool{
		"This is free of\nrisk.":                              true,
		"This is\nguaranteed.":                                true,
		"It is not\nguaranteed.":                              false,
		"It does not tell you to buy or\nsell anything.":      false,
		"Options:\n\n- Sell the bonds.":                       true,
		"Options:\n\n* Sell the bonds.":                       true,
		"Options:\n\n1. Sell the bonds.":                      true,
		"* **Sell** the bonds.":                               true,
		"## Not here\n\nIt is guaranteed.":                    true,
		"Nothing is\n\nguaranteed.":                           true,
		"Work longer, or spend less.\nEither helps the plan.": false,
	} {
		if got := has(Check(text, ctx), "compliance"); got != want {
			t.Errorf("%q refused: %v", text, got)
		}
	}
}

func has(list []alex.Violation, rule string) bool {
	for _, v := range list {
		if v.Rule == rule {
			return true
		}
	}
	return false
}

func TestEveryComplianceRuleCatchesSomething(t *testing.T) {
	t.Parallel()
	all := newView(strings.Join(lines(t, "banned.txt"), "\n"), nil, nil).lower
	seen := map[string]bool{}
	for _, rule := range slices.Concat(complianceRules, complianceVariants) {
		if seen[rule.id] {
			t.Errorf("%s comes twice", rule.id)
		}
		seen[rule.id] = true
		if rule.why == "" {
			t.Errorf("%s has no reason", rule.id)
		}
		if !rule.pattern.parts().MatchString(all) {
			t.Errorf("%s catches no sentence of banned.txt", rule.id)
		}
	}
}

func TestViolationsPointIntoTheText(t *testing.T) {
	t.Parallel()
	ctx := proseContext(t)
	ctx.Headings = []string{"Risk"}
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(
			rapid.String(),
			rapid.SampledFrom(lines(t2(t), "banned.txt")),
			rapid.SampledFrom([]string{
				"{{equity.weight}}", "{{", "}}", "{x}", "<b>", "![a](b)", "[a](javascript:x)", "½", "VTI", "ABC",
				"\n\n", "# Risk\n", "```\ncode\n```\n", "\u200b", "é", "below {{equity.weight}}", "[a]: http://x", "twenty-five",
			}),
		), 0, 8).Draw(t, "parts")
		text := strings.Join(parts, " ")
		last := 0
		for _, v := range Check(text, ctx) {
			if v.Start < last || v.End < v.Start || v.End > len(text) {
				t.Fatalf("%+v lies outside %q or out of order", v, text)
			}
			last = v.Start
			if v.Rule != "structure" && text[v.Start:v.End] != v.Text {
				t.Fatalf("%+v does not quote %q", v, text)
			}
		}
	})
}

// t2 lets the reading of test data fail inside a rapid property.
func t2(t *rapid.T) testing.TB { return fatalTB{t: t} }

type fatalTB struct {
	testing.TB
	t *rapid.T
}

func (f fatalTB) Helper()           {}
func (f fatalTB) Fatal(args ...any) { f.t.Fatal(args...) }

func TestCheckResultIsNeverNull(t *testing.T) {
	t.Parallel()
	for _, r := range []CheckResult{{}, {Violations: Check("Fine words.", CheckContext{})}} {
		raw, err := json.Marshal(r)
		if err != nil || string(raw) != `{"violations":[]}` {
			t.Errorf("%s, %v", raw, err)
		}
	}
}

func TestStructureAndMarkdown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		change     func(*CheckContext)
		want       []string // rule and text
	}{
		{"empty", " \n ", nil, []string{"structure:"}},
		{"heading only", "## Risk", nil, []string{"structure:"}},
		{"too short", "Brief.", func(c *CheckContext) { c.MinLength = 10 }, []string{"structure:too short"}},
		{"too long", "Long words.", func(c *CheckContext) { c.MaxLength = 4 }, []string{"structure:too long"}},
		{"headings in order", "# A b\nx\n# C d\ny", func(c *CheckContext) { c.Headings = []string{"A b", "C d"} }, nil},
		{"headings swapped", "# C d\nx\n# A b\ny", func(c *CheckContext) { c.Headings = []string{"A b", "C d"} }, []string{"structure:C d"}},
		{"heading missing", "# A b\nx", func(c *CheckContext) { c.Headings = []string{"A b", "C d"} }, []string{"structure:C d"}},
		{"heading with digits", "## Top 5 holdings\nx", func(c *CheckContext) { c.Headings = []string{"Top 5 holdings"} }, nil},
		{"code fence", "x\n```\ny\n```\n", nil, []string{"structure:```\ny\n"}},
		{"indented code", "x\n\n    y\n", nil, []string{"structure:y\n"}},
		{"open brace", "a { b", nil, []string{"structure:{", "unknown_token:{"}},
		{"open token", "a {{equity.weight b", nil, []string{"structure:{{", "unknown_token:{{"}},
		{"spaced token", "a {{ equity.weight }} b", nil, []string{"unknown_token:{{ equity.weight }}"}},
		{"unknown token", "a {{nope}} b", nil, []string{"unknown_token:{{nope}}"}},
		{"single braces", "a {nope} b", nil, []string{"unknown_token:{nope}"}},
		{
			"token of another section", "a {{equity.weight}} b",
			func(c *CheckContext) { c.Allowed = func(string) bool { return false } },
			[]string{"unknown_token:{{equity.weight}}"},
		},
		{"tag", "a <b>x</b>", nil, []string{"markdown:<b>", "markdown:</b>"}},
		{"block of HTML", "<div>x</div>", nil, []string{"markdown:<div>x</div>", "structure:"}},
		{"comment", "a <!-- x --> b", nil, []string{"markdown:<!-- x -->"}},
		{"entity", "a &lt;script&gt; b", nil, []string{"markdown:&lt;", "markdown:&gt;"}},
		{"plain ampersand", "a &amp; b & c", nil, nil},
		{"image", "a ![x](https://www.ssa.gov/y.png)", nil, []string{"markdown:![x](https://www.ssa.gov/y.png)"}},
		{"good link", "see [the office](https://www.ssa.gov/benefits/p10.html)", nil, nil},
		{"other host", "see [x](https://evil.example/)", nil, []string{"markdown:[x](https://evil.example/)"}},
		{"no https", "see [x](http://www.ssa.gov/)", nil, []string{"markdown:[x](http://www.ssa.gov/)"}},
		{"user in address", "see [x](https://www.ssa.gov@evil.example/)", nil, []string{"markdown:[x](https://www.ssa.gov@evil.example/)"}},
		{"script", "see [x](javascript:alert)", nil, []string{"markdown:[x](javascript:alert)"}},
		{"autolink", "see <https://www.ssa.gov/>", nil, []string{"markdown:<https://www.ssa.gov/>"}},
		{"bare link", "see https://www.ssa.gov/", nil, []string{"markdown:https://www.ssa.gov/"}},
		{"reference", "see [x][r]\n\n[r]: https://www.ssa.gov/", nil, []string{"markdown:[x][r]", "markdown:[r]:", "markdown:https://www.ssa.gov/"}},
		{"hidden", "a\u200bb c", nil, []string{"markdown:\u200b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx := proseContext(t)
			if c.change != nil {
				c.change(&ctx)
			}
			var got []string
			for _, v := range Check(c.text, ctx) {
				got = append(got, v.Rule+":"+v.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
