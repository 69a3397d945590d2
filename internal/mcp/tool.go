package mcp

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	protocol "github.com/modelcontextprotocol/go-sdk/mcp"

	"alex"
	"alex/internal/api"
	"alex/internal/llm"
	"alex/internal/strictjson"
)

//go:embed tools/*.md
var descriptions embed.FS

// tool is one thing that can be read. None takes a person: whose it is is said by
// the key.
type tool struct {
	name, title string
	scope       alex.KeyScope
	schema      json.RawMessage
	run         func(ctx context.Context, r api.Reading, person alex.PersonID, arguments json.RawMessage) (any, error)
}

// tools is every tool, in the order in which they are listed.
func tools() []tool {
	return []tool{
		newTool("get_portfolio", "Portfolio", alex.ScopePortfolio, getPortfolio),
		newTool("list_reports", "Reports", alex.ScopeReport, listReports),
		newTool("get_report", "A report", alex.ScopeReport, getReport),
		newTool("find_facts", "Find facts", alex.ScopeReport, findFacts),
		newTool("compute", "Compute a figure", alex.ScopeReport, compute),
		newTool("get_projection", "Retirement projection", alex.ScopeProjection, getProjection),
		newTool("what_if", "What if", alex.ScopeProjection, whatIf),
		newTool("search_research", "Search research", alex.ScopeResearch, searchResearch),
	}
}

func toolNamed(name string) (tool, bool) {
	list := tools()
	i := slices.IndexFunc(list, func(t tool) bool { return t.name == name })
	if i < 0 {
		return tool{}, false
	}
	return list[i], true
}

// What a tool may be sent: far more than any takes.
const (
	mostArguments = 16 << 10
	mostDepth     = 4
)

func newTool[In, Out any](name, title string, scope alex.KeyScope, run func(context.Context, api.Reading, alex.PersonID, In) (Out, error)) tool {
	return tool{name, title, scope, llm.Schema[In](), func(ctx context.Context, r api.Reading, person alex.PersonID, arguments json.RawMessage) (any, error) {
		var in In
		if len(arguments) > 0 && string(arguments) != "null" {
			if err := strictjson.Decode(arguments, &in, strictjson.Limits{MaxBytes: mostArguments, MaxDepth: mostDepth}); err != nil {
				return nil, badArguments(err)
			}
		}
		return run(ctx, r, person, in)
	}}
}

// described is the tool as an assistant is told of it.
func (t tool) described() *protocol.Tool {
	text, err := descriptions.ReadFile("tools/" + t.name + ".md")
	if err != nil {
		panic(err) // a defect of the program
	}
	closed := false
	return &protocol.Tool{
		Name: t.name, Title: t.title, Description: string(text), InputSchema: t.schema,
		Annotations: &protocol.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: &closed, OpenWorldHint: &closed},
	}
}

// provenance is what every answer with figures begins with: where they come from, as
// of when, and how they are to be read.
type provenance struct {
	Source string    `json:"source"`
	AsOf   alex.Date `json:"asOf,omitempty"`
	Units  string    `json:"units"`
}

const moneyAndPercents = "money: US dollars, decimal strings with cents; percents: 0–100"

// fits reports that a text says something, in so many characters at most.
func fits(text string, most int) bool {
	return strings.TrimSpace(text) != "" && utf8.RuneCountInString(text) <= most
}

// badArguments says what is wrong with what was sent, in terms of the call.
func badArguments(err error) error {
	said, ours := errors.AsType[*alex.Error](err)
	if !ours || len(said.Fields) == 0 {
		return err
	}
	return alex.Invalid("arguments", "%s", strings.TrimPrefix(said.Fields[0].Message, "json: "))
}
