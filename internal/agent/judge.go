package agent

import (
	"context"
	"encoding/json"

	"alex"
	"alex/internal/llm"
	"alex/internal/strictjson"
)

// leastScore is what the judge must give a section for it to be shown.
const leastScore = 60

// verdicts is how the judge answers.
type verdicts struct {
	Sections []Verdict `json:"sections" description:"one for each section that was given"`
}

// Verdict is the judge's view of one section.
type Verdict struct {
	Key    string `json:"key" description:"of the section"`
	Reason string `json:"reason" description:"in one sentence" jsonschema:"maxLength=300"`
	Score  int    `json:"score" description:"0 to 100; below 60 leaves the remarks out" jsonschema:"minimum=0,maximum=100"`
}

type judged struct {
	Key   string `json:"key"`
	Draft string `json:"draft"`
	Text  string `json:"text"`
}

// judge has the judge's model, if there is one, look at the sections that other
// models remarked on, and gives those back as code wrote them that it does not let
// pass. Where it does not answer, none of them passes.
func (w *work) judge(ctx context.Context, drafts map[string]alex.Section, sections []alex.Section) ([]Verdict, error) {
	prompt := PromptNamed(promptJudge)
	client := w.desk.client(alex.Judge, prompt)
	given := givenToJudge(drafts, sections)
	switch {
	case len(given) == 0, client == nil && !w.mustJudge:
		return []Verdict{}, nil
	case client == nil: // it was there when they wrote
		return verdicts{}.refusing(given), nil
	}
	ask, err := json.Marshal(given)
	if err != nil {
		return nil, err
	}
	talk := conversation{
		client: client, prompt: prompt, limits: w.desk.limits,
		answer: llm.Answer{Name: "verdicts", Description: "A score for each section.", Schema: llm.Schema[verdicts]()},
	}
	var v verdicts
	_, err = talk.hold(ctx, string(ask), func(answer []byte) []alex.Violation {
		v = verdicts{}
		if err := strictjson.Decode(answer, &v, strictjson.Limits{MaxBytes: 32 << 10, MaxDepth: 4}); err != nil {
			return []alex.Violation{{Rule: "structure", Text: "not the JSON that was asked for"}}
		}
		return nil
	})
	if err != nil {
		v.Sections = nil
		w.log.fellBack(alex.Planner, "use no remarks at all", "the judge did not answer")
	}
	return v.refusing(given), ctx.Err()
}

func givenToJudge(drafts map[string]alex.Section, sections []alex.Section) []judged {
	var list []judged
	for _, s := range sections {
		if s.Author != alex.AuthorRules {
			list = append(list, judged{s.Key, drafts[s.Key].Template, s.Template})
		}
	}
	return list
}

// refusing are the verdicts that keep a section from being shown: a low score,
// one out of range, two, or none at all.
func (v verdicts) refusing(given []judged) []Verdict {
	refused := []Verdict{}
	for _, g := range given {
		worst := Verdict{Key: g.Key, Reason: "the judge said nothing of it", Score: -1}
		for _, verdict := range v.Sections {
			if verdict.Key == g.Key && (worst.Score < 0 || verdict.Score < worst.Score) {
				worst = verdict
			}
		}
		if worst.Score < leastScore || worst.Score > 100 {
			refused = append(refused, worst)
		}
	}
	return refused
}
