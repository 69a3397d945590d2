package agent

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"alex"
	"alex/internal/llm"
	"alex/internal/report"
	"alex/internal/strictjson"
	"alex/internal/telemetry"
)

// writing is how a model answers with a section.
type writing struct {
	Opening string         `json:"opening" description:"one or two sentences before the blocks, or empty" jsonschema:"maxLength=600"`
	Blocks  []writtenBlock `json:"blocks" description:"blocks in other words; those that are left out stay as they are"`
	Closing string         `json:"closing" description:"one or two sentences after the blocks, or empty" jsonschema:"maxLength=600"`
}

type writtenBlock struct {
	ID   string `json:"id" description:"of the draft's block, such as b2"`
	Text string `json:"text" description:"the block in other words, with each of its tokens" jsonschema:"maxLength=4000"`
}

// assignment is what a model is told of a section.
type assignment struct {
	Section string      `json:"section"`
	Focus   []string    `json:"focus"`
	Blocks  []blockView `json:"blocks"`
	Facts   []factView  `json:"facts"`
}

type blockView struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Fixed bool   `json:"fixed"`
}

// author writes sections: code's drafts, and a model's words for them where
// there is a model and its text passes every check.
type author struct {
	writer  *report.Writer
	desk    *desk
	agent   alex.Agent
	focus   map[string][]string // by section
	private private
	labels  func() *report.Binding // to what code says of each fact
	log     *stepLog               // may be nil
}

// written are sections, and the facts that their author computed for them.
type written struct {
	Sections []alex.Section `json:"sections"`
	Computed []alex.Fact    `json:"computed,omitempty"`
}

// and is both together.
func (w written) and(more written) written {
	return written{slices.Concat(w.Sections, more.Sections), slices.Concat(w.Computed, more.Computed)}
}

// of are the sections of a key.
func (w written) of(key string) []alex.Section {
	return slices.DeleteFunc(slices.Clone(w.Sections), func(s alex.Section) bool { return s.Key != key })
}

// author is the model that wrote some of the sections, else rules.
func (w written) author() string {
	for _, s := range w.Sections {
		if s.Author != alex.AuthorRules {
			return s.Author
		}
	}
	return alex.AuthorRules
}

// names reports that a section has a fact's token.
func (w written) names(id string) bool {
	return slices.ContainsFunc(w.Sections, func(s alex.Section) bool { return slices.Contains(report.TokensOf(s.Template), id) })
}

// mostAtOnce is how many sections one agent has written at a time.
const mostAtOnce = 4

// write writes the sections that wanted names.
func (a author) write(ctx context.Context, in report.Input, sheet *report.Sheet, wanted func(key string) bool) (written, error) {
	if err := ctx.Err(); err != nil {
		return written{}, err
	}
	drafts, err := a.writer.Sections(in, sheet, wanted)
	if err != nil {
		return written{}, err
	}
	prompt := PromptNamed(promptSection)
	client := a.desk.client(a.agent, prompt)
	if client == nil {
		drafts, err = checked(ctx, a.writer, drafts, sheet)
		return written{Sections: drafts}, err
	}
	w := written{Sections: slices.Clone(drafts)}
	labels := a.labels()
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(mostAtOnce)
	for i := range w.Sections {
		group.Go(func() error {
			s, computed := drafts[i], []alex.Fact(nil)
			err := surviving(func() error {
				s, computed = a.rewritten(ctx, client, prompt, drafts[i], sheet, labels)
				return nil
			})
			if err != nil {
				a.fellBack(drafts[i], err)
			}
			mu.Lock()
			defer mu.Unlock()
			w.Sections[i], w.Computed = s, append(w.Computed, computed...)
			return nil
		})
	}
	_ = group.Wait()
	return w, ctx.Err()
}

// rewritten is a section in the model's words, or code's draft where they do
// not pass or do not come.
func (a author) rewritten(ctx context.Context, client llm.Client, prompt Prompt, draft alex.Section, sheet *report.Sheet, labels *report.Binding) (alex.Section, []alex.Fact) {
	if !rewritable(draft) {
		draft.Violations = report.Check(draft.Template, a.writer.Rules(sheet))
		return draft, nil
	}
	ctx, span := telemetry.Begin(ctx, telemetry.ObserveChain, "✍️ "+draft.Title)
	s, computed, refused, err := a.attempt(ctx, client, prompt, draft, sheet, labels)
	telemetry.End(span, nil)
	if err == nil {
		s.Retries = refused.retries
		return s, computed
	}
	a.fellBack(draft, err)
	draft.Retries, draft.Violations = refused.retries, []alex.Violation{}
	for _, v := range refused.violations { // the rules alone: what was refused is shown nowhere
		draft.Violations = append(draft.Violations, alex.Violation{Rule: v.Rule})
	}
	return draft, nil
}

// rewritable reports a section with a block that may be put in other words.
func rewritable(s alex.Section) bool {
	for _, b := range report.Blocks(s) {
		if !b.Fixed {
			return true
		}
	}
	return false
}

func (a author) attempt(ctx context.Context, client llm.Client, prompt Prompt, draft alex.Section, sheet *report.Sheet, labels *report.Binding) (s alex.Section, computed []alex.Fact, r refusals, err error) {
	bench := newWorkbench(draft.Key, sheet, a.private)
	bound := report.NewBinding(draft.Template).And(labels)
	ask, err := json.Marshal(a.assignment(draft, sheet))
	if err != nil {
		return s, nil, r, err
	}
	talk := conversation{
		client: client, prompt: prompt, tools: bench.tools(), limits: a.desk.limits,
		answer: llm.Answer{Name: "section", Description: "The section in better words.", Schema: llm.Schema[writing]()},
	}
	s = draft
	r, err = talk.hold(ctx, string(ask), func(answer []byte) []alex.Violation {
		now, statements := bench.state()
		template, wrong := readWriting(answer, draft, a.writer.Vocabulary(append(statements, draft.Template)...))
		if template == "" {
			return wrong
		}
		rules := a.writer.ModelRules(now)
		rules.Bound = bound.And(report.NewBinding(statements...))
		rules.MaxLength = 3*len(draft.Template) + 1500
		if wrong = append(wrong, report.Check(template, rules)...); len(wrong) > 0 {
			return wrong
		}
		s.Template = template
		s.Markdown, err = now.Render(template)
		if err != nil {
			return []alex.Violation{{Rule: "unknown_token", Text: "cannot be rendered"}}
		}
		return nil
	})
	if err != nil {
		return draft, nil, r, err
	}
	if s.Template != draft.Template {
		s.Author = client.Model()
	}
	s.Violations = []alex.Violation{}
	return s, bench.used(s.Template), r, nil
}

// readWriting is the template that an answer makes of a draft; "" where it is
// no answer at all.
func readWriting(answer []byte, draft alex.Section, words report.Vocabulary) (template string, wrong []alex.Violation) {
	var w writing
	limits := strictjson.Limits{MaxBytes: 64 << 10, MaxDepth: 4}
	if err := strictjson.Decode(answer, &w, limits); err != nil {
		return "", []alex.Violation{{Rule: "structure", Text: "not the JSON that was asked for"}}
	}
	r := report.Rewrite{Opening: w.Opening, Closing: w.Closing, Blocks: map[string]string{}}
	for _, b := range w.Blocks {
		if _, twice := r.Blocks[b.ID]; twice {
			wrong = append(wrong, alex.Violation{Rule: "structure", Text: "a block comes twice"})
		}
		r.Blocks[b.ID] = b.Text
	}
	template, refused := r.Apply(draft)
	if template == "" {
		return "", append(wrong, refused...)
	}
	wrong = append(wrong, refused...)
	for _, text := range append(slices.Collect(maps.Values(r.Blocks)), r.Opening, r.Closing) {
		wrong = append(wrong, report.Policy(text, words)...)
	}
	return template, wrong
}

func (a author) assignment(draft alex.Section, sheet *report.Sheet) assignment {
	given := assignment{Section: draft.Title, Focus: a.focus[draft.Key], Facts: a.private.views(sheet, draft.Template)}
	if given.Focus == nil {
		given.Focus = []string{}
	}
	for _, b := range report.Blocks(draft) {
		given.Blocks = append(given.Blocks, blockView{b.ID, b.Text, b.Fixed})
	}
	return given
}

// fellBack tells that code's words stand, and why.
func (a author) fellBack(s alex.Section, err error) {
	if a.log != nil {
		a.log.keptOwn(a.agent, s, reasonOf(err))
	}
}

// reasonOf is why a model's work was not used, in words for anyone.
func reasonOf(err error) string {
	switch kind := llm.KindOf(err); kind {
	case "":
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return "the work was stopped"
		}
		return "the model could not be asked"
	case llm.Misshapen:
		return "the model's text broke the rules three times"
	case llm.Runaway:
		return "the model came to no end"
	case llm.OverBudget:
		return "the limit of today is reached"
	case llm.Open:
		return "the model has not answered lately, so it is left alone for a while"
	default:
		return "the model did not answer (" + string(kind) + ")"
	}
}
