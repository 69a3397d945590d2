package report_test

import (
	"slices"
	"strings"
	"testing"

	"alex"
	"alex/internal/report"
)

const sectionTemplate = `**The odds.** In {{retirement.success}} of futures it works. In {{retirement.failure}} it does not.

Most worth your attention:

- **Cash.** {{cash.total}} is idle.
- **Fees.** {{fees.annual}} a year.

| A | B |
|---|---|
| {{x.1}} | {{x.2}} |

*Hypothetical results.*
`

func TestBlocks(t *testing.T) {
	t.Parallel()
	var got []string
	for _, b := range report.Blocks(alex.Section{Key: "risk", Template: sectionTemplate}) {
		got = append(got, b.ID+" "+map[bool]string{true: "fixed", false: "free"}[b.Fixed]+" "+b.Lead+"|"+b.Text[:6])
	}
	want := []string{"b1 free **The odds.** |In {{r", "b2 fixed |Most w", "b3 free |- **Ca", "b4 fixed || A | ", "b5 fixed |*Hypot"}
	if !slices.Equal(got, want) {
		t.Errorf("Blocks() = %q, want %q", got, want)
	}
	for _, b := range report.Blocks(alex.Section{Key: "choices", Template: "Some words.\n\n- one"}) {
		if !b.Fixed {
			t.Errorf("block %+v of the options may be changed", b)
		}
	}
}

func TestRewriteApply(t *testing.T) {
	t.Parallel()
	s := alex.Section{Key: "risk", Template: sectionTemplate}
	odds := "It works in {{retirement.success}} of futures; it does not in {{retirement.failure}}."
	for name, c := range map[string]struct {
		rewrite report.Rewrite
		refused string // the rules, joined
	}{
		"nothing":            {report.Rewrite{}, ""},
		"a block":            {report.Rewrite{Blocks: map[string]string{"b1": odds}}, ""},
		"before and after":   {report.Rewrite{Opening: "Read on.", Closing: "Take your time."}, ""},
		"a list":             {report.Rewrite{Blocks: map[string]string{"b3": "- **Cash.** {{cash.total}} lies idle.\n- **Fees.** They are {{fees.annual}} a year."}}, ""},
		"a figure lost":      {report.Rewrite{Blocks: map[string]string{"b1": "It works in {{retirement.success}} of futures."}}, "missing_fact"},
		"a figure twice":     {report.Rewrite{Blocks: map[string]string{"b1": odds + " {{retirement.success}}!"}}, "missing_fact"},
		"a table":            {report.Rewrite{Blocks: map[string]string{"b4": "| {{x.1}} | {{x.2}} |"}}, "structure"},
		"the legend":         {report.Rewrite{Blocks: map[string]string{"b5": "*Real results.*"}}, "structure"},
		"no such block":      {report.Rewrite{Blocks: map[string]string{"b9": "x"}}, "structure"},
		"an item more":       {report.Rewrite{Blocks: map[string]string{"b3": "- {{cash.total}}\n- {{fees.annual}}\n- More."}}, "structure"},
		"a list made a text": {report.Rewrite{Blocks: map[string]string{"b3": "{{cash.total}} and {{fees.annual}}"}}, "structure"},
		"two blocks for one": {report.Rewrite{Blocks: map[string]string{"b1": "In {{retirement.success}}.\n\nIn {{retirement.failure}}."}}, "structure"},
		"a list before":      {report.Rewrite{Opening: "- Look.\n- Here."}, "structure"},
		"a long opening":     {report.Rewrite{Opening: strings.Repeat("Look here. ", 60)}, "structure"},
		"half a sentence":    {report.Rewrite{Opening: "Here is what your"}, "structure"},
		"a block cut short":  {report.Rewrite{Blocks: map[string]string{"b1": "In {{retirement.success}} it works, in {{retirement.failure}} not, and"}}, "structure"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			template, refused := c.rewrite.Apply(s)
			var rules []string
			for _, v := range refused {
				rules = append(rules, v.Rule)
			}
			if got := strings.Join(slices.Compact(slices.Sorted(slices.Values(rules))), " "); got != c.refused {
				t.Errorf("refused %v, want %q", refused, c.refused)
			}
			for _, fixed := range []string{"Most worth your attention:", "| {{x.1}} | {{x.2}} |", "*Hypothetical results.*", "**The odds.**"} {
				if c.refused == "" && strings.Count(template, fixed) != 1 {
					t.Errorf("%q stands %d times in %q", fixed, strings.Count(template, fixed), template)
				}
			}
		})
	}
	if template, _ := (report.Rewrite{}).Apply(s); template != sectionTemplate {
		t.Errorf("nothing rewritten is %q", template)
	}
}
