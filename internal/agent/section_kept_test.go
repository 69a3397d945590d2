package agent_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/agent"
	"alex/internal/eval"
)

// TestSectionsSayWhyTheyHaveNoRemarks names by its key each section for which a
// model's remarks were not used.
func TestSectionsSayWhyTheyHaveNoRemarks(t *testing.T) {
	t.Parallel()
	silent := saying(map[string]string{"section": "no JSON"})
	low := saying(map[string]string{"verdicts": `{"sections":[]}`})
	for name, c := range map[string]struct {
		planner agent.Planner
		why     string
	}{
		"the author": {with(planner(t), silent), "the model's text broke the rules three times"},
		"the judge":  {judged(planner(t), eval.NewSound(3), low), "the judge said nothing of them"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, _ := run(t, c.planner, snapshot(t))
			why := map[string]string{}
			for _, step := range result.Steps {
				for _, d := range step.Decisions {
					if strings.HasPrefix(d.What, "use no remarks on ") != (d.Section != "") {
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
