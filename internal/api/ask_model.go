package api

import (
	"context"
	"log/slog"
	"slices"

	"alex"
	"alex/internal/ask"
	"alex/internal/report"
	"alex/internal/retirement"
)

// ModelAnswer is what a model makes of a question in a person's own words: one
// of the fixed questions, by its ID and Value, or an answer whose every figure
// is a fact; nothing where it is neither.
type ModelAnswer struct {
	ID, Value string
	Template  string
	Markdown  string
	Figures   []alex.Fact
	Author    string
}

// AskModel has a model answer a question about what a person has. An error of
// CodeOverLimit says that the person's limit is reached; any other that the
// model could not be asked.
type AskModel func(ctx context.Context, person alex.Person, question string, in report.Input) (ModelAnswer, error)

// askModel asks the model what no keyword understands, where there is one and
// the person allows it; else it offers what can be asked. A yes and a limit of
// the day are the owner's: for who acts for them no model is asked.
func (s *Server) askModel(ctx context.Context, in AskInput) (*body[AskAnswer], error) {
	if acting(ctx) {
		return &body[AskAnswer]{notUnderstood(in.Question)}, nil
	}
	snapshot, err := s.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if s.AskModel == nil || !slices.ContainsFunc(s.Site.Models, func(m Model) bool { return snapshot.Person.Allows(m.SentTo) }) {
		return &body[AskAnswer]{notUnderstood(in.Question)}, nil
	}
	opt := s.studyOptions(retirement.DetailStandard, snapshot.Person)
	study, err := computed(ctx, s, func(ctx context.Context) (report.Input, error) { return report.Study(ctx, snapshot, opt) })
	if err != nil {
		return nil, err
	}
	said, err := s.AskModel(ctx, snapshot.Person, in.Question, study)
	switch {
	case alex.CodeOf(err) == alex.CodeOverLimit:
		return nil, err
	case err != nil:
		s.Log.LogAttrs(ctx, slog.LevelWarn, "a model could not answer a question", slog.Any("error", err))
		return &body[AskAnswer]{notUnderstood(in.Question)}, nil
	case said.ID != "":
		return s.chosen(ctx, in, said)
	case said.Markdown == "":
		return &body[AskAnswer]{notUnderstood(in.Question)}, nil
	}
	return &body[AskAnswer]{AskAnswer{
		ID: new("free"), Question: in.Question, Answer: said.Markdown, Template: said.Template, Figures: said.Figures,
		Where: "/dashboard", Hypothetical: ask.Simulated(said.Figures), Suggestions: []ask.Question{}, Author: said.Author,
	}}, nil
}

// chosen is the answer of the fixed question that the model took the person's
// for. A value that it does not take is the model's fault, not the person's.
func (s *Server) chosen(ctx context.Context, in AskInput, said ModelAnswer) (*body[AskAnswer], error) {
	answer, err := s.computedAnswer(ctx, in, said.ID, said.Value)
	if alex.CodeOf(err) == alex.CodeInvalid {
		return &body[AskAnswer]{notUnderstood(in.Question)}, nil
	}
	if err != nil {
		return nil, err
	}
	return &body[AskAnswer]{answer}, nil
}
