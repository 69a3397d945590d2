package agent

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"alex"
	"alex/internal/llm"
	"alex/internal/report"
	"alex/internal/strictjson"
)

// workbench is what the tools of one conversation work on: the facts of the
// job's own snapshot, read only. No tool takes a person, an account or a job.
type workbench struct {
	name    string // of the section, in the ids of computed facts
	private private
	shelf   shelf

	base *report.Sheet // without what was computed

	mu       sync.Mutex
	sheet    *report.Sheet
	computed []alex.Fact
	said     []string // what code says of the facts, and of those that were computed
}

func newWorkbench(name string, sheet *report.Sheet, p private, s shelf, said []string) *workbench {
	return &workbench{name: name, base: sheet, sheet: sheet, private: p, shelf: s, said: slices.Clip(said)}
}

// tools of the workbench.
func (b *workbench) tools() []tool {
	list := []tool{
		{
			describedTool[findInput]("find_facts"),
			func(_ context.Context, input json.RawMessage) (string, error) { return withInput(input, b.find) },
		},
		{
			describedTool[computeInput]("compute"),
			func(_ context.Context, input json.RawMessage) (string, error) { return withInput(input, b.compute) },
		},
	}
	if len(b.shelf.quotes) > 0 {
		list = append(list, tool{
			describedTool[searchInput]("search_research"),
			func(ctx context.Context, input json.RawMessage) (string, error) {
				return withInput(input, func(in searchInput) (string, error) { return b.search(ctx, in) })
			},
		})
	}
	return list
}

type findInput struct {
	Words string `json:"words" description:"words of a fact's label or id, such as success horizon"`
}

type computeInput struct {
	Expression string `json:"expression" description:"over ids of facts, such as percent(cash.total, portfolio.value)"`
}

func describedTool[T any](name string) llm.Tool {
	return llm.Tool{Name: name, Description: promptText("tools/" + name), Schema: llm.Schema[T]()}
}

// withInput decodes what a model sends to a tool, strictly.
func withInput[T any](input json.RawMessage, run func(T) (string, error)) (string, error) {
	var in T
	if err := strictjson.Decode(input, &in, strictjson.Limits{MaxBytes: 4 << 10, MaxDepth: 2}); err != nil {
		return "", fmt.Errorf("the input is not what the tool takes")
	}
	return run(in)
}

// mostFound is how many facts one search gives.
const mostFound = 20

func (b *workbench) find(in findInput) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	found := []factView{}
	for _, f := range b.matching(in.Words, func(f alex.Fact) string { return b.private.view(f).Label }) {
		view := b.private.view(f)
		view.Say = b.sentence(f.ID)
		found = append(found, view)
	}
	body, err := json.Marshal(found)
	return string(body), err
}

// sentence is what may be said of a fact; empty where nothing is.
func (b *workbench) sentence(id string) string {
	if i := slices.IndexFunc(b.said, func(s string) bool { return strings.Contains(s, "{{"+id+"}}") }); i >= 0 {
		return b.said[i]
	}
	return ""
}

// matching are the facts whose id or label, as it is told, has most of the words.
func (b *workbench) matching(words string, label func(alex.Fact) string) []alex.Fact {
	type hit struct {
		fact  alex.Fact
		words int
	}
	var hits []hit
	for _, f := range b.sheet.Facts() {
		if b.private.hides(f.ID) {
			continue
		}
		text, n := strings.ToLower(f.ID+" "+label(f)), 0
		for w := range strings.FieldsSeq(strings.ToLower(words)) {
			if strings.Contains(text, w) {
				n++
			}
		}
		if n > 0 {
			hits = append(hits, hit{f, n})
		}
	}
	slices.SortStableFunc(hits, func(a, c hit) int { return c.words - a.words })
	found := make([]alex.Fact, 0, mostFound)
	for _, h := range hits[:min(len(hits), mostFound)] {
		found = append(found, h.fact)
	}
	return found
}

// mostComputed is how many facts one conversation may add.
const mostComputed = 8

func (b *workbench) compute(in computeInput) (string, error) {
	f, statement, err := b.computeFact(in.Expression)
	if err != nil {
		return "", err
	}
	return "{{" + f.ID + "}} · say it so: " + statement, nil
}

// computeFact adds a fact that is worked out from those that there were at first.
func (b *workbench) computeFact(expression string) (f alex.Fact, statement string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.computed) == mostComputed {
		return f, "", fmt.Errorf("no more figures can be computed here")
	}
	f, statement, err = report.Compute(b.base, b.name+"."+strconv.Itoa(len(b.computed)+1), expression)
	if err == nil && b.private.tells(statement) {
		err = fmt.Errorf("one of these facts has a name of the person's in it")
	}
	if err != nil {
		return f, "", err
	}
	sheet, err := b.sheet.With(f)
	if err != nil {
		return f, "", err
	}
	b.sheet = sheet
	b.computed, b.said = append(b.computed, f), append(b.said, statement)
	return f, statement, nil
}

// state is the sheet with what was computed, and what may be said of it.
func (b *workbench) state() (*report.Sheet, report.Statements) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.sheet, report.NewStatements(b.said...)
}

// used are those computed facts that a text names.
func (b *workbench) used(template string) []alex.Fact {
	b.mu.Lock()
	defer b.mu.Unlock()
	ids := report.TokensOf(template)
	return slices.DeleteFunc(slices.Clone(b.computed), func(f alex.Fact) bool { return !slices.Contains(ids, f.ID) })
}
