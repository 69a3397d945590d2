package agent_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/agent"
	"alex/internal/eval"
)

// TestSectionsSayWhyCodesWordsStand names by its key each section for which a
// model was not used.
func TestSectionsSayWhyCodesWordsStand(t *testing.T) {
	t.Parallel()
	silent := saying(map[string]string{"section": "no JSON"})
	low := saying(map[string]string{"verdicts": `{"sections":[]}`})
	for name, c := range map[string]struct {
		planner agent.Planner
		why     string
	}{
		"the author": {with(planner(t), silent), "the model's text broke the rules three times"},
		"the judge":  {judged(planner(t), eval.NewSound(3), low), "the judge scored the model's low"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, _ := run(t, c.planner, snapshot(t))
			why := map[string]string{}
			for _, step := range result.Steps {
				for _, d := range step.Decisions {
					if strings.HasPrefix(d.What, "keep code's own words for ") != (d.Section != "") {
						t.Errorf("decision %+v", d)
					}
					why[d.Section] = d.Why
				}
			}
			told := 0
			for _, s := range result.Report.Sections {
				if s.Author != alex.AuthorRules {
					t.Errorf("%s is by %s", s.Key, s.Author)
				}
				if why[s.Key] == c.why {
					told++
				}
			}
			if told < 4 {
				t.Errorf("%d sections say why: %v", told, why)
			}
		})
	}
}
