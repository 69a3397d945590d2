package agent

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"alex"
	"alex/internal/llm"
	"alex/internal/report"
	"alex/internal/strictjson"
)

// Plan is what the planner means to do: whom to ask, what matters to this
// person, and what to look up. Code completes it and drops what breaks a rule.
type Plan struct {
	Reason      string       `json:"reason" description:"what this person's situation turns on, in one sentence" jsonschema:"maxLength=300"`
	Specialists []specialist `json:"specialists" description:"who is needed"`
	Focus       []Focus      `json:"focus" description:"one point for each section that deserves weight" jsonschema:"maxItems=6"`
	LookUp      []string     `json:"lookUp" description:"topics on which general background would help" jsonschema:"maxItems=3"`
}

// keptPlan is a plan as the job keeps it, with whether a judge was to look at what
// models write.
type keptPlan struct {
	Plan
	Judged bool `json:"judged"`
}

// Focus is a point to give weight to in a section.
type Focus struct {
	Section sectionKey `json:"section" description:"the section's key"`
	Point   string     `json:"point" description:"what to dwell on and why, in at most twenty words" jsonschema:"maxLength=200"`
}

type (
	specialist string
	sectionKey string
)

// Known lists the specialists whom a plan may name.
func (specialist) Known() []specialist {
	return []specialist{specialist(alex.Reporter), specialist(alex.Charter), specialist(alex.RetirementPlanner)}
}

// Known lists the sections that a plan may give weight to.
func (sectionKey) Known() []sectionKey {
	return []sectionKey{glanceKey, retirementKey, "holdings", "targets", "risk", "costs"}
}

// planning is what the model is told.
type planning struct {
	Findings []findingView `json:"findings"`
	Facts    []factView    `json:"facts"`
}

type findingView struct {
	Check  string      `json:"check"`
	Status alex.Status `json:"status"`
}

// most of what a plan may say.
const (
	mostFocus  = 6
	mostLookUp = 3
	mostReason = 300
	mostPoint  = 200
)

// plan asks the planner's model, if there is one. A plan that does not come is
// an empty one: nobody is left out, nothing is given weight.
func (w *work) plan(ctx context.Context, in report.Input, sheet *report.Sheet) (Plan, error) {
	prompt := PromptNamed(promptPlanner)
	client := w.desk.client(alex.Planner, prompt)
	if client == nil {
		return Plan{}, nil
	}
	ask, err := json.Marshal(w.planning(in, sheet))
	if err != nil {
		return Plan{}, err
	}
	talk := conversation{
		client: client, prompt: prompt, limits: w.desk.limits,
		answer: llm.Answer{Name: "plan", Description: "What matters in this report.", Schema: llm.Schema[Plan]()},
	}
	rules := w.planner.Reporter.Writer.ModelRules(sheet)
	var p Plan
	_, err = talk.hold(ctx, string(ask), func(answer []byte) []alex.Violation {
		p = Plan{}
		if err := strictjson.Decode(answer, &p, strictjson.Limits{MaxBytes: 16 << 10, MaxDepth: 4}); err != nil {
			return []alex.Violation{{Rule: "structure", Text: "not the JSON that was asked for"}}
		}
		return nil
	})
	if err != nil {
		w.log.fellBack(alex.Planner, "plan by rules", reasonOf(err))
		return Plan{}, ctx.Err()
	}
	w.log.wrote(alex.Planner, client.Model())
	return p.sound(rules), nil
}

// planned are facts that say most of a situation, by what their ids begin with.
var planned = []string{"portfolio.", "class.", "concentration.", "emergency.", "fees.", "cash.", "swing.", "retirement.", "lever.", "unpriced.", "unclassified."}

const mostPlanned = 60

func (w *work) planning(in report.Input, sheet *report.Sheet) planning {
	p := planning{Findings: []findingView{}, Facts: []factView{}}
	for _, c := range in.Portfolio.Checks {
		if c.Status != alex.Pass {
			p.Findings = append(p.Findings, findingView{c.ID, c.Status})
		}
	}
	hidden := privateOf(in.Snapshot)
	for _, f := range sheet.Facts() {
		begins := func(prefix string) bool { return strings.HasPrefix(f.ID, prefix) }
		if len(p.Facts) < mostPlanned && slices.ContainsFunc(planned, begins) {
			p.Facts = append(p.Facts, hidden.view(f))
		}
	}
	return p
}

// sound is the plan without what breaks a rule, and without repetitions.
func (p Plan) sound(rules report.CheckContext) Plan {
	good := func(text string, most int) bool {
		return strings.TrimSpace(text) != "" && len(text) <= most && len(report.CheckRemark(sentenceOf(text), report.Statements{}, rules)) == 0
	}
	var kept Plan
	if good(p.Reason, mostReason) {
		kept.Reason = p.Reason
	}
	for _, f := range p.Focus {
		if len(kept.Focus) < mostFocus && alex.IsKnown(f.Section) && good(f.Point, mostPoint) {
			kept.Focus = append(kept.Focus, f)
		}
	}
	for _, topic := range p.LookUp {
		if len(kept.LookUp) < mostLookUp && good("It is about "+topic, mostPoint) && !slices.Contains(kept.LookUp, topic) {
			kept.LookUp = append(kept.LookUp, topic)
		}
	}
	kept.Specialists = slices.DeleteFunc(slices.Clone(p.Specialists), func(s specialist) bool { return !alex.IsKnown(s) })
	return kept
}

// sentenceOf is a phrase as a sentence.
func sentenceOf(text string) string {
	if text = strings.TrimSpace(text); strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// missing are the specialists that the plan leaves out: every report has words,
// pictures and the odds, so code adds them.
func (p Plan) missing() []specialist {
	return slices.DeleteFunc(specialist("").Known(), func(s specialist) bool { return slices.Contains(p.Specialists, s) })
}

// points are what to give weight to, by section.
func (p Plan) points() map[string][]string {
	points := map[string][]string{}
	for _, f := range p.Focus {
		points[string(f.Section)] = append(points[string(f.Section)], f.Point)
	}
	return points
}
