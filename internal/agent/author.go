package agent

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"alex"
	"alex/internal/llm"
	"alex/internal/report"
	"alex/internal/strictjson"
	"alex/internal/telemetry"
)

// writing is how a model answers with a section: what it adds to code's own.
type writing struct {
	Opening string `json:"opening" description:"one or two sentences before the blocks, or empty" jsonschema:"maxLength=480"`
	Notes   []note `json:"notes" description:"a sentence or two behind a block, where that helps; at most two"`
	Closing string `json:"closing" description:"one or two sentences after the blocks, or empty" jsonschema:"maxLength=480"`
}

type note struct {
	Block string `json:"block" description:"the id of the block that it follows, such as b2"`
	Text  string `json:"text" description:"one or two sentences" jsonschema:"maxLength=480"`
}

// mostNotes is how many notes a section may have.
const mostNotes = 2

// assignment is what a model is told of a section.
type assignment struct {
	Section    string            `json:"section"`
	Focus      []string          `json:"focus"`
	LookUp     []string          `json:"lookUp,omitempty"`
	Blocks     []blockView       `json:"blocks"`
	Statements []string          `json:"statements"`
	Sizes      map[string]string `json:"sizes"`
}

type blockView struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Closed bool   `json:"closed"`
}

// author writes sections: code's own words, and a model's remarks on them where
// there is a model and they pass every check.
type author struct {
	writer  *report.Writer
	desk    *desk
	agent   alex.Agent
	focus   map[string][]string // by section
	private private
	shelf   shelf           // of texts by others
	lookUp  []string        // topics on which the planner wants background
	said    func() []string // what code says of each fact, one sentence each
	log     *stepLog        // may be nil
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

// author is the model that remarked on some of the sections, else rules.
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
	said := a.said()
	var mu sync.Mutex
	var group errgroup.Group
	group.SetLimit(mostAtOnce)
	for i := range w.Sections {
		group.Go(func() error {
			s, computed := drafts[i], []alex.Fact(nil)
			err := surviving(func() error {
				s, computed = a.remarked(ctx, client, prompt, drafts[i], sheet, said)
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

// remarked is a section with a model's remarks: those that pass, or none.
func (a author) remarked(ctx context.Context, client llm.Client, prompt Prompt, draft alex.Section, sheet *report.Sheet, said []string) (alex.Section, []alex.Fact) {
	if !report.TakesRemarks(draft) {
		draft.Violations = report.Check(draft.Template, a.writer.Rules(sheet))
		return draft, nil
	}
	ctx, span := telemetry.Begin(ctx, telemetry.ObserveChain, "✍️ "+draft.Title)
	s, computed, refused, err := a.attempt(ctx, client, prompt, draft, sheet, said)
	telemetry.End(span, nil)
	s.Retries, s.Violations = refused.retries, []alex.Violation{}
	if err == nil {
		return s, computed
	}
	if s.Author == alex.AuthorRules {
		a.fellBack(draft, err)
	}
	for _, v := range refused.violations { // the rules alone: what was refused is shown nowhere
		s.Violations = append(s.Violations, alex.Violation{Rule: v.Rule})
	}
	return s, computed
}

// attempt has the model remark on a section until all of it passes, or it has
// had its chances. What passed stands even where the rest never did.
func (a author) attempt(ctx context.Context, client llm.Client, prompt Prompt, draft alex.Section, sheet *report.Sheet, said []string) (s alex.Section, computed []alex.Fact, r refusals, err error) {
	s = draft
	ask, err := json.Marshal(a.assignment(draft, sheet, said))
	if err != nil {
		return s, nil, r, err
	}
	bench := newWorkbench(draft.Key, sheet, a.private, a.shelf, said)
	talk := conversation{
		client: client, prompt: prompt, tools: bench.tools(), limits: a.desk.limits,
		answer: llm.Answer{Name: "section", Description: "What you add to the section.", Schema: llm.Schema[writing]()},
	}
	passed := report.Remarks{Notes: map[string]string{}}
	r, err = talk.hold(ctx, string(ask), func(answer []byte) []alex.Violation {
		now, statements := bench.state()
		return takeRemarks(answer, draft, &passed, func(text string) []alex.Violation {
			return report.CheckRemark(text, statements, a.writer.ModelRules(now))
		})
	})
	if passed.IsEmpty() {
		return s, nil, r, err
	}
	s.Template, s.Author = passed.On(draft), client.Model()
	now, _ := bench.state()
	markdown, wrong := now.Render(s.Template)
	if wrong != nil {
		return draft, nil, r, wrong
	}
	s.Markdown = markdown
	return s, bench.used(s.Template), r, err
}

// takeRemarks takes over from an answer the remarks that pass, and says what is
// wrong with the others.
func takeRemarks(answer []byte, draft alex.Section, into *report.Remarks, check func(text string) []alex.Violation) (wrong []alex.Violation) {
	var w writing
	if err := strictjson.Decode(answer, &w, strictjson.Limits{MaxBytes: 64 << 10, MaxDepth: 4}); err != nil {
		return []alex.Violation{{Rule: "structure", Text: "not the JSON that was asked for"}}
	}
	passes := func(text string) bool {
		broken := check(text)
		wrong = append(wrong, broken...)
		return len(broken) == 0
	}
	if passes(w.Opening) {
		into.Opening = cmp.Or(strings.TrimSpace(w.Opening), into.Opening)
	}
	if passes(w.Closing) {
		into.Closing = cmp.Or(strings.TrimSpace(w.Closing), into.Closing)
	}
	blocks := report.Blocks(draft)
	for i, n := range w.Notes {
		switch {
		case i >= mostNotes:
			return append(wrong, alex.Violation{Rule: "structure", Text: "at most two notes"})
		case len(into.Notes) == mostNotes && into.Notes[n.Block] == "": // others have passed before
			continue
		case !slices.ContainsFunc(blocks, func(b report.Block) bool { return b.ID == n.Block && !b.Closed }):
			wrong = append(wrong, alex.Violation{Rule: "structure", Text: "no note may follow block " + clip(n.Block, 10)})
		case passes(n.Text) && strings.TrimSpace(n.Text) != "":
			into.Notes[n.Block] = strings.TrimSpace(n.Text)
		}
	}
	return wrong
}

// assignment is what a model is told: code's blocks, what it may say of their
// figures, and how large those roughly are.
func (a author) assignment(draft alex.Section, sheet *report.Sheet, said []string) assignment {
	given := assignment{
		Section: draft.Title, Focus: a.focus[draft.Key], LookUp: a.lookUp, Blocks: []blockView{}, Statements: []string{}, Sizes: a.private.sizes(sheet, draft.Template),
	}
	if given.Focus == nil {
		given.Focus = []string{}
	}
	for _, b := range report.Blocks(draft) {
		given.Blocks = append(given.Blocks, blockView{b.ID, b.Text, b.Closed})
	}
	named := report.TokensOf(draft.Template)
	for _, statement := range said {
		if slices.ContainsFunc(report.TokensOf(statement), func(id string) bool { return slices.Contains(named, id) }) {
			given.Statements = append(given.Statements, statement)
		}
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
		return "the model came to no end, or used what one analysis may"
	case llm.Withdrawn:
		return "models are no longer allowed"
	case llm.OverBudget:
		return "the limit of today is reached"
	case llm.Open:
		fault, _ := errors.AsType[*llm.Fault](err)
		return "the model is left alone for a minute, because it did not answer" + faultWords(llm.KindOf(fault.Err))
	default:
		return "the model did not answer" + faultWords(kind)
	}
}

// faultWords say what kept a model from answering; nothing where that is not known.
func faultWords(kind llm.Kind) string {
	switch kind {
	case "":
		return ""
	case llm.Throttled:
		return ": it takes no more requests just now"
	case llm.Unavailable:
		return ": nothing listens there, or it is not ready"
	case llm.Timeout:
		return " in time"
	case llm.Unauthorized, llm.Forbidden:
		return ": its key is not accepted"
	case llm.Missing:
		return ": there is no such model"
	case llm.Unreachable:
		return ": its address is not found, or not trusted"
	default:
		return " (" + string(kind) + ")"
	}
}
