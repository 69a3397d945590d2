package api

import (
	"cmp"
	"context"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/ask"
	"alex/internal/report"
)

// QuestionList is what can be asked without a model.
type QuestionList struct {
	Items []ask.Question `json:"items" nullable:"false"`
}

func (s *Server) listQuestions(context.Context, *nothing) (*body[QuestionList], error) {
	return &body[QuestionList]{QuestionList{ask.Questions()}}, nil
}

// AskInput is a question in one's own words, or one of the list by its id.
type AskInput struct {
	Question string `json:"question,omitempty" maxLength:"500"`
	ID       string `json:"id,omitempty" maxLength:"40"`
	Value    string `json:"value,omitempty" maxLength:"20" doc:"what the question takes: dollars a month, or an age"`
}

type postAsk struct{ Body AskInput }

// AskAnswer is an answer whose every figure has its source. id is null where
// the question was not understood; suggestions are then what can be asked.
type AskAnswer struct {
	ID           *string        `json:"id"`
	Question     string         `json:"question" doc:"as it was understood"`
	Answer       string         `json:"answer" doc:"Markdown"`
	Template     string         `json:"template" doc:"the answer with a token for each figure"`
	Figures      []alex.Fact    `json:"figures" nullable:"false"`
	Where        string         `json:"where" doc:"the page that shows what it is about"`
	Hypothetical bool           `json:"hypothetical" doc:"it rests on simulated futures"`
	Suggestions  []ask.Question `json:"suggestions" nullable:"false"`
	Author       string         `json:"author" doc:"who wrote the words: rules, or a model"`
}

// TransformSchema lets the id be null.
func (AskAnswer) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return nullable(s, "id")
}

func (s *Server) ask(ctx context.Context, in *postAsk) (*body[AskAnswer], error) {
	id, value := in.Body.ID, in.Body.Value
	switch {
	case id == "" && in.Body.Question == "":
		return nil, alex.Invalid("body.question", "is missing; or give the id of a question")
	case id != "" && in.Body.Question != "":
		return nil, alex.Invalid("body.id", "and question are two questions; give one")
	case id == "":
		var understood bool
		if id, value, understood = ask.Understand(in.Body.Question); !understood {
			return s.askModel(ctx, in.Body)
		}
		value = cmp.Or(in.Body.Value, value)
	}
	answer, err := s.computedAnswer(ctx, in.Body, id, value)
	if err != nil {
		return nil, err
	}
	return &body[AskAnswer]{answer}, nil
}

// computedAnswer is the answer of a fixed question, which code works out.
func (s *Server) computedAnswer(ctx context.Context, in AskInput, id, value string) (AskAnswer, error) {
	said, err := s.answered(ctx, id, value)
	if err != nil {
		return AskAnswer{}, relocated(err, in.place)
	}
	if ask.StatesMore(in.Question) {
		said = said.OfThePlan()
	}
	return AskAnswer{
		ID: &said.ID, Question: said.Text, Answer: said.Markdown, Template: said.Template, Figures: said.Figures,
		Where: said.Where, Hypothetical: said.Hypothetical, Suggestions: []ask.Question{}, Author: alex.AuthorRules,
	}, nil
}

// place is where a refused field was sent: a value may have come out of the
// question's words.
func (in AskInput) place(field string) string {
	if field == "value" && in.Value == "" && in.Question != "" {
		field = "question"
	}
	return "body." + field
}

func (s *Server) answered(ctx context.Context, id, value string) (ask.Answer, error) {
	snapshot, err := s.snapshot(ctx)
	if err != nil {
		return ask.Answer{}, err
	}
	opt := s.studyOptions(ask.Detail(id), snapshot.Person)
	return computed(ctx, s, func(ctx context.Context) (ask.Answer, error) {
		study, err := report.Study(ctx, snapshot, opt)
		if err != nil {
			return ask.Answer{}, err
		}
		return ask.To(ctx, id, value, study, opt)
	})
}

func notUnderstood(question string) AskAnswer {
	return AskAnswer{
		Question: question, Figures: []alex.Fact{}, Suggestions: ask.Questions(), Author: alex.AuthorRules,
		Answer: "That is not a question that Alex can answer by computing, or it can be understood in more than one way. These are:",
	}
}
