package research

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"alex"
	"alex/internal/llm"
	"alex/internal/strictjson"
)

// Chooser points at the sentences that say best what a page is about. Whatever
// it answers, code takes the sentences from the page.
type Chooser interface {
	Choose(ctx context.Context, q Question) (Choice, error)
}

// Question is a page, as its sentences.
type Question struct {
	Topic     string
	Title     string
	Sentences []string
}

// Choice is the numbers of sentences, from 1, and what the page is about.
type Choice struct {
	Sentences []int  `json:"sentences" description:"numbers of one to four of the sentences"`
	Subjects  []Area `json:"subjects" description:"what the page is about; at most five"`
}

// Area is what a page may be about.
type Area string

// Known lists every area.
func (Area) Known() []Area {
	return []Area{
		"interest_rates", "inflation", "employment", "economic_growth", "stocks", "bonds", "real_estate", "commodities", "energy",
		"currencies", "banking", "funds", "regulation", "taxes", "social_security", "retirement", "health_costs", "fraud",
	}
}

// Bounds of a choice.
const (
	mostNumbered  = 120 // sentences that a model is given
	mostChosen    = 4
	mostAreas     = 5
	mostAnswer    = 1000 // tokens
	labelSubjects = "subjects"
)

// valid refuses a choice of what was not given.
func (c Choice) valid(given int) error {
	var problems alex.Problems
	if len(c.Sentences) < 1 || len(c.Sentences) > mostChosen {
		problems.Addf("sentences", "are %d, and not 1 to %d", len(c.Sentences), mostChosen)
	}
	for i, n := range c.Sentences {
		if n < 1 || n > given || slices.Contains(c.Sentences[:i], n) {
			problems.Addf("sentences", "%d is none of %d sentences, or stands twice", n, given)
		}
	}
	if len(c.Subjects) > mostAreas {
		problems.Addf("subjects", "are %d; the most is %d", len(c.Subjects), mostAreas)
	}
	for _, area := range c.Subjects {
		if !slices.Contains(area.Known(), area) {
			problems.Addf("subjects", "has one that is not on the list")
		}
	}
	return problems.Err()
}

func (c Choice) sentences(given []string) string {
	which := make([]int, len(c.Sentences))
	for i, n := range c.Sentences {
		which[i] = n - 1
	}
	return joined(given, which)
}

// labels are the subjects in the order of the list.
func (c Choice) labels() map[string]string {
	var names []string
	for _, area := range Area("").Known() {
		if slices.Contains(c.Subjects, area) {
			names = append(names, string(area))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return map[string]string{labelSubjects: strings.Join(names, ", ")}
}

//go:embed prompt.md
var prompt string

// Model is a Chooser that asks a language model, once.
type Model struct{ Client llm.Client }

// Choose asks. Its errors are the client's, or say that the answer is none.
func (m Model) Choose(ctx context.Context, q Question) (c Choice, err error) {
	type numbered struct {
		Number int    `json:"number"`
		Text   string `json:"text"`
	}
	asked := struct {
		Topic     string     `json:"topic"`
		Title     string     `json:"title"`
		Sentences []numbered `json:"sentences"`
	}{Topic: q.Topic, Title: q.Title}
	for i, text := range q.Sentences {
		asked.Sentences = append(asked.Sentences, numbered{i + 1, text})
	}
	body, err := json.Marshal(asked)
	if err != nil {
		return c, err
	}
	response, err := m.Client.Complete(ctx, llm.Request{
		System: prompt, MaxTokens: mostAnswer, Messages: []llm.Message{{Role: llm.User, Text: string(body)}},
		Answer: &llm.Answer{Name: "choice", Description: "Sentences and subjects of the page.", Schema: llm.Schema[Choice]()},
	})
	if err != nil {
		return c, err
	}
	if len(response.Calls) > 0 {
		return c, alex.Invalid("answer", "calls a tool, and there is none")
	}
	return c, strictjson.Decode([]byte(response.Text), &c, strictjson.Limits{MaxBytes: 8 << 10, MaxDepth: 4})
}
