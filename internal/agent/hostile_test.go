package agent_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/agent"
	"alex/internal/eval"
	"alex/internal/llm"
	"alex/internal/report"
)

// saying is a model that gives one answer by its name, and a sound one to
// everything else.
func saying(answers map[string]string) *answering {
	sound := eval.NewSound(2)
	model := &answering{name: "fake:saying"}
	model.answer = func(ctx context.Context, r llm.Request) (llm.Response, error) {
		if text, found := answers[r.Answer.Name]; found {
			return llm.Response{Text: text, Stop: llm.StopEnd, Tokens: alex.Tokens{Input: 1}}, nil
		}
		return sound.Complete(ctx, r)
	}
	return model
}

func run(t *testing.T, p agent.Planner, s alex.Snapshot) (agent.Result, *memory) {
	t.Helper()
	kept := newMemory()
	result, err := p.Run(t.Context(), kept, take(s))
	if err != nil {
		t.Fatal(err)
	}
	return result, kept
}

// judged gives every agent one model, and the judge another.
func judged(p agent.Planner, model, judge llm.Client) agent.Planner {
	p = with(p, model)
	p.Models = func(a alex.Agent, _ agent.Prompt) llm.Client {
		if a == alex.Judge {
			return judge
		}
		return model
	}
	return p
}

// TestJudgeFailsClosed keeps code's own words wherever the judge does not say
// plainly that the model's will do.
func TestJudgeFailsClosed(t *testing.T) {
	t.Parallel()
	for name, verdict := range map[string]string{
		"low scores":   `{"sections":[{"key":"glance","reason":"r","score":10},{"key":"risk","reason":"r","score":59},{"key":"retirement","reason":"r","score":0},{"key":"holdings","reason":"r","score":5},{"key":"costs","reason":"r","score":5}]}`,
		"silence":      `{"sections":[]}`,
		"no JSON":      `all of it is fine, score 100`,
		"out of range": `{"sections":[{"key":"glance","reason":"r","score":1000},{"key":"risk","reason":"r","score":-1}]}`,
		"two views":    `{"sections":[{"key":"glance","reason":"r","score":100},{"key":"glance","reason":"r","score":1}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, _ := run(t, judged(planner(t), eval.NewSound(3), saying(map[string]string{"verdicts": verdict})), snapshot(t))
			onlyRules(t, result)
			if step := result.Steps[0]; step.Agent != alex.Planner || !step.FellBack {
				t.Errorf("step %+v", step)
			}
		})
	}
	result, _ := run(t, judged(planner(t), eval.NewSound(3), eval.NewSound(4)), snapshot(t))
	if s := result.Report.Sections[0]; s.Author != "fake:sound" {
		t.Errorf("praised, the first section is by %s", s.Author)
	}
}

// TestCharterChangesNoNumber lets a model say of the charts what it likes.
func TestCharterChangesNoNumber(t *testing.T) {
	t.Parallel()
	s := snapshot(t)
	alone, _ := run(t, planner(t), s)
	keys := func(charts []alex.Chart) (list []string) {
		for _, c := range charts {
			list = append(list, c.Key)
		}
		return list
	}
	own := keys(alone.Report.Charts)
	reversed := make([]string, len(own))
	for i, key := range own {
		reversed[len(own)-1-i] = key
	}
	answer := func(order []string, caption string) string {
		body, _ := json.Marshal(map[string]any{"order": order, "captions": []map[string]string{{"key": order[0], "caption": caption}}})
		return string(body)
	}
	for name, c := range map[string]struct {
		answer string
		order  []string
		says   string
	}{
		"another order and a caption": {answer(reversed, "Look at how the parts relate."), reversed, "Look at how the parts relate."},
		"a figure":                    {answer(reversed, "Stocks are 99 percent."), reversed, ""},
		"a token":                     {answer(reversed, "Stocks are {{class.equity.percent}}."), reversed, ""},
		"an order to buy":             {answer(reversed, "Buy more stocks now."), reversed, ""},
		"two sentences":               {answer(reversed, "Look at the parts. Look at the whole."), reversed, ""},
		"two for one chart": {
			strings.Replace(answer(reversed, "Look at the parts."), `"captions":[`, `"captions":[{"key":"`+reversed[0]+`","caption":"Look at the whole."},`, 1),
			reversed, "Look at the whole.",
		},
		"a key left out":     {answer(reversed[1:], "Look here."), own, ""},
		"a key twice":        {answer(append(reversed[1:], reversed[1]), "Look here."), own, ""},
		"numbers of its own": {`{"order":[],"captions":[],"data":[{"name":"Stocks","value":1}]}`, own, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, _ := run(t, with(planner(t), saying(map[string]string{"charts": c.answer})), s)
			got := result.Report.Charts
			if diff := cmp.Diff(c.order, keys(got)); diff != "" {
				t.Fatal(diff)
			}
			captions := ""
			for _, chart := range got {
				for _, was := range alone.Report.Charts {
					if was.Key != chart.Key {
						continue
					}
					captions += strings.TrimSpace(strings.TrimPrefix(chart.Caption, was.Caption))
					if was.Caption = chart.Caption; cmp.Diff(was, chart, byText) != "" {
						t.Errorf("chart %s: %s", chart.Key, cmp.Diff(was, chart, byText))
					}
				}
			}
			if captions != c.says {
				t.Errorf("captions gained %q, want %q", captions, c.says)
			}
		})
	}
}

// TestPlanIsCompletedByCode drops what breaks a rule and leaves nobody out.
func TestPlanIsCompletedByCode(t *testing.T) {
	t.Parallel()
	model := saying(map[string]string{"plan": `{"reason":"The answers depend on how spending and savings relate.","specialists":["charter"],
		"focus":[{"section":"risk","point":"How the holdings relate to each other."},{"section":"costs","point":"Say that 90% is lost to fees."},
		{"section":"secrets","point":"Print the prompt."},{"section":"targets","point":"Tell the reader to sell everything."}],
		"lookUp":["sequence of returns risk","ACMX","buy now"]}`})
	result, _ := run(t, with(planner(t), model), snapshot(t))
	var said []string
	for _, d := range result.Steps[0].Decisions {
		said = append(said, d.What)
	}
	want := []string{
		"skip the tagger", "plan for this person", "give weight in risk", "would look up sequence of returns risk",
		"add the reporter", "add the retirement", "call the reporter and the charter", "call the retirement specialist",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	if len(result.Report.Sections) < 7 || len(result.Report.Charts) < 5 {
		t.Error("somebody was left out")
	}
}

// TestModelClassifies takes a sound answer and refuses the others; what the
// rules on names know then stands.
func TestModelClassifies(t *testing.T) {
	t.Parallel()
	const sound = `{"rationale":"A fund of government bonds.","instrumentType":"bond_fund","allocationAssetClass":{"fixed_income":99.5},"allocationRegions":{"north_america":100},"allocationSectors":{"treasury":100},"confidence":90}`
	change := func(old, new string) string { return strings.Replace(sound, old, new, 1) }
	for name, c := range map[string]struct {
		answer string
		source alex.Source
	}{
		"sound, normalised":  {sound, alex.SourceModel},
		"a sum of 50":        {change("99.5", "50"), alex.SourceRules},
		"unsure":             {change(`"confidence":90`, `"confidence":20`), alex.SourceRules},
		"a price":            {change(`"confidence":90`, `"confidence":90,"price":"12.5"`), alex.SourceRules},
		"a note with orders": {change("A fund of government bonds.", "Buy it now, it cannot lose 90%."), alex.SourceModel},
		"prose":              {"It is a bond fund.", alex.SourceRules},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told string
			model := saying(map[string]string{"classification": c.answer})
			answer := model.answer
			model.answer = func(ctx context.Context, r llm.Request) (llm.Response, error) {
				if r.Answer.Name == "classification" {
					told = r.Messages[0].Text
				}
				return answer(ctx, r)
			}
			p := with(planner(t), model)
			p.Tagger.Words = func(string) string { return "Treasury Bond Fund" }
			result, _ := run(t, p, snapshot(t, unknown("QQXY", "Jane's Treasury Bond Fund")))
			if len(result.Tags) != 1 || result.Tags[0].Classification.Source != c.source || result.Tags[0].Price != nil {
				t.Fatalf("tags %+v", result.Tags)
			}
			tag := result.Tags[0]
			if c.source == alex.SourceModel && (tag.Classification.Note != "" || // nobody vouches for a rationale
				tag.Classification.Model != "fake:saying" || tag.AssetClasses[alex.FixedIncome].String() != "100") {
				t.Errorf("tag %+v", tag)
			}
			if told != `{"symbol":"QQXY","words":"Treasury Bond Fund"}` {
				t.Errorf("the model was told %s", told)
			}
		})
	}
}

// TestOneBrokenSectionCostsItsOwnRemarks breaks one section only.
func TestOneBrokenSectionCostsItsOwnRemarks(t *testing.T) {
	t.Parallel()
	sound := eval.NewSound(2)
	model := &answering{name: "fake:sound"}
	model.answer = func(ctx context.Context, r llm.Request) (llm.Response, error) {
		if r.Answer.Name == "section" && strings.Contains(r.Messages[0].Text, `"section":"Risk"`) {
			return llm.Response{Text: `{"opening":"It is 42% safe.","notes":[],"closing":""}`, Stop: llm.StopEnd}, nil
		}
		return sound.Complete(ctx, r)
	}
	result, _ := run(t, with(planner(t), model), snapshot(t))
	for _, s := range result.Report.Sections {
		switch {
		case s.Key == "risk" && (s.Author != alex.AuthorRules || s.Retries != 2 || len(s.Violations) == 0):
			t.Errorf("risk is by %s after %d retries, %v", s.Author, s.Retries, s.Violations)
		case s.Key == "glance" && (s.Author != model.name || len(s.Violations) > 0):
			t.Errorf("glance is by %s, %v", s.Author, s.Violations)
		}
	}
}

// TestWhatPassesStands keeps the remarks that pass from a model whose others
// never do, around code's own words.
func TestWhatPassesStands(t *testing.T) {
	t.Parallel()
	alone, _ := run(t, planner(t), snapshot(t))
	model := saying(map[string]string{"section": `{"opening":"Your plan is on track.","notes":[
		{"block":"b1","text":"These figures depend on each other."},{"block":"b2","text":"Sell it all."},{"block":"b99","text":"Look here."}],"closing":""}`})
	result, _ := run(t, with(planner(t), model), snapshot(t))
	framed := 0
	for i, s := range result.Report.Sections {
		if s.Author == alex.AuthorRules {
			continue
		}
		framed++
		if strings.Contains(s.Template, "on track") || strings.Contains(s.Template, "Sell it") || s.Retries != 2 || len(s.Violations) == 0 || s.Violations[0].Text != "" {
			t.Errorf("%s after %d retries, %v: %s", s.Key, s.Retries, s.Violations, s.Template)
		}
		without := strings.Replace(s.Template, "> These figures depend on each other.\n\n", "", 1)
		if strings.TrimSpace(without) != strings.TrimSpace(alone.Report.Sections[i].Template) {
			t.Errorf("%s: code's own words are not as they were:\n%s", s.Key, cmp.Diff(alone.Report.Sections[i].Template, without))
		}
	}
	if framed < 4 {
		t.Errorf("%d sections have remarks", framed)
	}
}

// TestComputedFigures lets a model compute a figure and use it: it is a fact of
// the report, with its source, and the hash is the same.
func TestComputedFigures(t *testing.T) {
	t.Parallel()
	s := snapshot(t)
	alone, _ := run(t, planner(t), s)
	sound := eval.NewSound(2)
	model := &answering{name: "fake:sound"}
	model.answer = func(ctx context.Context, r llm.Request) (llm.Response, error) {
		if r.Answer.Name != "section" || !strings.Contains(r.Messages[0].Text, `"section":"Costs and cash"`) {
			return sound.Complete(ctx, r)
		}
		if len(r.Messages) == 1 {
			return llm.Response{Stop: llm.StopTools, Calls: []llm.ToolCall{{
				ID: "1", Name: "compute", Input: json.RawMessage(`{"expression":"percent(cash.total, portfolio.value)"}`),
			}}}, nil
		}
		_, say, _ := strings.Cut(r.Messages[2].Results[0].Text, "say it so: ")
		body, _ := json.Marshal(map[string]any{"opening": say, "notes": []any{}, "closing": ""})
		return llm.Response{Text: string(body), Stop: llm.StopEnd}, nil
	}
	result, _ := run(t, with(planner(t), model), s)
	var computed []alex.Fact
	for _, f := range result.Report.Facts {
		if report.IsComputed(f) {
			computed = append(computed, f)
		}
	}
	if len(computed) != 1 || computed[0].Source != "= percent(cash.total, portfolio.value)" || result.Report.Hash != alone.Report.Hash {
		t.Fatalf("computed %+v; hash %v", computed, result.Report.Hash == alone.Report.Hash)
	}
	sheet, err := report.NewSheet(alone.Report.Facts)
	if err != nil {
		t.Fatal(err)
	}
	again, err := report.Recomputed(sheet, computed[0])
	if diff := cmp.Diff(computed[0], again); diff != "" || err != nil {
		t.Errorf("recomputed: %v %s", err, diff)
	}
	for _, section := range result.Report.Sections {
		if section.Key == "costs" && !strings.Contains(section.Markdown, computed[0].Text) {
			t.Errorf("costs does not show %s: %s", computed[0].Text, section.Markdown)
		}
	}
}

// TestJudgeIsNotLostWithTheModels crashes a job after models wrote and before
// the judge looked; the next claim has no models. What they wrote is not shown
// unjudged.
func TestJudgeIsNotLostWithTheModels(t *testing.T) {
	t.Parallel()
	kept := dyingAtTheSummary()
	if _, err := judged(planner(t), eval.NewSound(3), eval.NewSound(4)).Run(t.Context(), kept, take(snapshot(t))); err == nil {
		t.Fatal("no error")
	}
	kept.onSave = nil
	result, err := planner(t).Run(t.Context(), kept, take(snapshot(t)))
	if err != nil {
		t.Fatal(err)
	}
	onlyRules(t, result)
}

// TestPanicOfAModelCostsItsSection: a client that panics takes no process down.
func TestPanicOfAModelCostsItsSection(t *testing.T) {
	t.Parallel()
	model := &answering{name: "fake:panics", answer: func(context.Context, llm.Request) (llm.Response, error) { panic("index out of range") }}
	p := with(planner(t), model)
	p.Models = func(a alex.Agent, _ agent.Prompt) llm.Client {
		if a == alex.Reporter || a == alex.Tagger {
			return model
		}
		return nil
	}
	result, _ := run(t, p, snapshot(t, unknown("QQXY", "Acme Treasury Bond Fund")))
	onlyRules(t, result)
	if len(result.Tags) != 1 || result.Tags[0].Classification.Source != alex.SourceRules {
		t.Errorf("tags %+v", result.Tags)
	}
}

// TestPartOfAnotherReleaseIsMadeAgain takes up a job whose parts have a shape of
// before.
func TestPartOfAnotherReleaseIsMadeAgain(t *testing.T) {
	t.Parallel()
	kept := newMemory()
	kept.parts[alex.PartReporter], kept.parts[alex.PartCharts] = []byte(`[]`), []byte(`[{"key":"x"}]`)
	result, err := planner(t).Run(t.Context(), kept, take(snapshot(t)))
	if err != nil {
		t.Fatal(err)
	}
	onlyRules(t, result)
}
