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

// Charter draws the pictures. Code owns their numbers, titles and captions; a
// model may put them in order and add a sentence to a caption.
type Charter struct{}

// presentation is how a model answers with the charts.
type presentation struct {
	Order    []string       `json:"order" description:"all keys, each once, the most telling first"`
	Captions []chartCaption `json:"captions" description:"for charts where one sentence helps"`
}

type chartCaption struct {
	Key     string `json:"key"`
	Caption string `json:"caption" description:"what to look at, in at most twenty words, without any figure" jsonschema:"maxLength=200"`
}

type chartView struct {
	Key   string `json:"key"`
	Type  string `json:"type"`
	Shows string `json:"shows"`
}

// drawn are charts, and whose their order and captions are.
type drawn struct {
	Charts []alex.Chart `json:"charts"`
	Author string       `json:"author"`
}

// draw returns the charts in order.
func (Charter) draw(ctx context.Context, w *work, in report.Input, sheet *report.Sheet, focus []string) (drawn, error) {
	own := drawn{Author: alex.AuthorRules}
	if err := ctx.Err(); err != nil {
		return own, err
	}
	charts, err := report.Charts(in, sheet)
	if err != nil {
		return own, err
	}
	own.Charts = charts
	prompt := PromptNamed(promptCharter)
	client := w.desk.client(alex.Charter, prompt)
	if client == nil || len(charts) == 0 {
		return own, nil
	}
	presented, err := present(ctx, client, prompt, w.desk.limits, charts, w.planner.Reporter.Writer, sheet, focus)
	if err != nil {
		w.log.fellBack(alex.Charter, "keep code's own order and captions", reasonOf(err))
		return own, ctx.Err()
	}
	return drawn{presented, client.Model()}, nil
}

func present(ctx context.Context, client llm.Client, prompt Prompt, limits Limits, charts []alex.Chart, writer *report.Writer, sheet *report.Sheet, focus []string) ([]alex.Chart, error) {
	rules := writer.ModelRules(sheet)
	views := make([]chartView, len(charts))
	for i, c := range charts {
		views[i] = chartView{c.Key, string(c.Type), c.Caption}
	}
	ask, err := json.Marshal(struct {
		Charts []chartView `json:"charts"`
		Focus  []string    `json:"focus"`
	}{views, append([]string{}, focus...)})
	if err != nil {
		return nil, err
	}
	talk := conversation{
		client: client, prompt: prompt, limits: limits,
		answer: llm.Answer{Name: "charts", Description: "Order and captions of the charts.", Schema: llm.Schema[presentation]()},
	}
	var presented []alex.Chart
	_, err = talk.hold(ctx, string(ask), func(answer []byte) []alex.Violation {
		ordered, wrong := readPresentation(answer, charts, rules)
		if ordered != nil {
			presented = ordered
		}
		return wrong
	})
	if presented != nil {
		return presented, nil // what passed stands, also where the rest never did
	}
	return nil, err
}

// mostCaption is the longest sentence that a model may add.
const mostCaption = 200

// readPresentation applies an answer to the charts, but for captions that break
// a rule; nil where it has no order. Numbers, titles and colors are never
// touched.
func readPresentation(answer []byte, charts []alex.Chart, rules report.CheckContext) ([]alex.Chart, []alex.Violation) {
	var p presentation
	if err := strictjson.Decode(answer, &p, strictjson.Limits{MaxBytes: 16 << 10, MaxDepth: 4}); err != nil {
		return nil, []alex.Violation{{Rule: "structure", Text: "not the JSON that was asked for"}}
	}
	var ordered []alex.Chart
	for _, key := range p.Order {
		i := slices.IndexFunc(charts, func(c alex.Chart) bool { return c.Key == key })
		if i < 0 || slices.ContainsFunc(ordered, func(c alex.Chart) bool { return c.Key == key }) {
			return nil, []alex.Violation{{Rule: "structure", Text: "order must have every key once"}}
		}
		ordered = append(ordered, charts[i])
	}
	if len(ordered) != len(charts) {
		return nil, []alex.Violation{{Rule: "structure", Text: "order must have every key once"}}
	}
	var wrong []alex.Violation
	for n, c := range p.Captions {
		i := slices.IndexFunc(ordered, func(o alex.Chart) bool { return o.Key == c.Key })
		text := strings.TrimSpace(c.Caption)
		switch {
		case i < 0:
			wrong = append(wrong, alex.Violation{Rule: "structure", Text: "a caption for a chart that there is not"})
		case len(text) > mostCaption || strings.Contains(text, ". ") || slices.ContainsFunc(p.Captions[:n], func(o chartCaption) bool { return o.Key == c.Key }):
			wrong = append(wrong, alex.Violation{Rule: "structure", Text: "a caption is one plain sentence, one for each chart"})
		case text != "":
			broken := report.CheckRemark(text, report.Statements{}, rules)
			if wrong = append(wrong, broken...); len(broken) == 0 {
				ordered[i].Caption = strings.TrimSpace(ordered[i].Caption + " " + text)
			}
		}
	}
	return ordered, wrong
}
