package agent

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"alex"
	"alex/internal/llm"
	"alex/internal/report"
	"alex/internal/strictjson"
	"alex/internal/telemetry"
)

// Asker answers a person's question in their own words about their own plan:
// with one of the questions that code answers by computing, or with code's
// own statements, held to the same checks as the remarks of a report.
type Asker struct {
	Models Models
	Writer *report.Writer           // whose rules an answer is held to
	Words  func(name string) string // those of a name that tell nobody apart, as the tagger's
	Limits Limits                   // the zero value is DefaultLimits
	Now    func() time.Time
}

// Choice is a question that code answers, and what it takes.
type Choice struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Takes string `json:"takes"`
}

// Reply is what a question came to: the choice that it is, with its value, or
// an answer; nothing where it is neither.
type Reply struct {
	ID, Value string
	Template  string // Markdown with tokens
	Markdown  string
	Figures   []alex.Fact // those that it names, in their order
	Author    string
}

// replied is how a model answers.
type replied struct {
	ID     string `json:"id" description:"of the listed question that is asked, or empty"`
	Value  string `json:"value" description:"what that question takes, a plain number, or empty"`
	Answer string `json:"answer" description:"two to five sentences with tokens, or empty" jsonschema:"maxLength=1500"`
}

// Ask has the model answer. A *llm.Fault is why it did not.
func (a Asker) Ask(ctx context.Context, question string, choices []Choice, in report.Input) (reply Reply, err error) {
	if a.Limits == (Limits{}) {
		a.Limits = DefaultLimits()
	}
	prompt := PromptNamed(promptAsk)
	desk := newDesk(a.Models, a.Limits, a.Now, nil)
	client := desk.client(alex.Asker, prompt)
	if client == nil {
		return reply, &llm.Fault{Kind: llm.Missing, Detail: "no model is set up"}
	}
	ctx, span := telemetry.BeginAgent(ctx, alex.Asker)
	defer func() { telemetry.EndAgent(span, asked(reply, err)) }()
	telemetry.Describe(ctx, aboutQuestion(in.Snapshot))
	sheet, err := report.Facts(in)
	if err != nil {
		return reply, err
	}
	hidden := privateOf(in.Snapshot)
	bench := newWorkbench("ask", sheet, hidden, shelf{}, hidden.statements(sheet))
	ask, err := json.Marshal(struct {
		Question  string   `json:"question"`
		Questions []Choice `json:"questions"`
	}{hidden.scrubbed(question, a.commonWords()), choices})
	if err != nil {
		return reply, err
	}
	talk := conversation{
		client: client, prompt: prompt, tools: bench.tools(), limits: a.Limits,
		answer: llm.Answer{Name: "answer", Description: "The answer, or which question is asked.", Schema: llm.Schema[replied]()},
	}
	_, err = talk.hold(ctx, string(ask), func(answer []byte) (wrong []alex.Violation) {
		reply, wrong = a.readReply(answer, question, choices, bench)
		return wrong
	})
	if err != nil {
		return Reply{}, err
	}
	reply.Author = client.Model()
	return reply, nil
}

// asked is how answering a question went.
func asked(reply Reply, err error) alex.Step {
	if err != nil {
		return alex.Step{Status: alex.StepFailed, Error: reasonOf(err), Author: alex.AuthorRules}
	}
	return alex.Step{Status: alex.StepDone, Author: reply.Author}
}

// readReply reads an answer and checks it.
func (a Asker) readReply(answer []byte, question string, choices []Choice, bench *workbench) (reply Reply, wrong []alex.Violation) {
	var said replied
	if err := strictjson.Decode(answer, &said, strictjson.Limits{MaxBytes: 8 << 10, MaxDepth: 2}); err != nil {
		return reply, []alex.Violation{{Rule: "structure", Text: "not the JSON that was asked for"}}
	}
	text := strings.TrimSpace(said.Answer)
	switch {
	case said.ID != "" && slices.ContainsFunc(choices, func(c Choice) bool { return c.ID == said.ID }):
		if value := strings.Trim(said.Value, "$ "); value == "" || onlyNumber(question) == value {
			return Reply{ID: said.ID, Value: value}, nil
		}
		return reply, []alex.Violation{{Rule: "free_numeral", Text: "the value is not the one number of the question"}}
	case said.ID != "":
		return reply, []alex.Violation{{Rule: "structure", Text: "there is no such question"}}
	case text == "":
		return reply, nil
	case len(report.TokensOf(text)) == 0:
		return reply, []alex.Violation{{Rule: "structure", Text: "an answer has at least one of the statements"}}
	}
	sheet, statements := bench.state()
	rules := a.Writer.ModelRules(sheet)
	rules.MaxLength = mostReply
	if wrong = report.CheckRemark(text, statements, rules); len(wrong) > 0 {
		return reply, wrong
	}
	markdown, err := sheet.Render(text)
	if err != nil {
		return reply, []alex.Violation{{Rule: "unknown_token", Text: "cannot be rendered"}}
	}
	reply = Reply{Template: text, Markdown: markdown, Figures: []alex.Fact{}}
	for _, id := range report.TokensOf(text) {
		if f, found := sheet.Fact(id); found {
			reply.Figures = append(reply.Figures, f)
		}
	}
	return reply, nil
}

var numeral = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

// onlyNumber is the one number of a question, without commas; "" where it has
// none, or several, of which nobody knows which is meant.
func onlyNumber(question string) string {
	found := numeral.FindAllString(question, -1)
	if len(found) != 1 {
		return ""
	}
	return strings.ReplaceAll(found[0], ",", "")
}

// mostReply is how long an answer may be, in bytes.
const mostReply = 1500
