package api

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/report"
)

// MarkedChoice is an option of a report with what the person says of it. The
// mark belongs to the person: a later report that offers the option shows it too.
type MarkedChoice struct {
	report.Choice
	Mark     *alex.Mark `json:"mark"`
	MarkedAt *alex.Date `json:"markedAt"`
}

// TransformSchema lets the mark be null.
func (MarkedChoice) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return nullable(s, "mark", "markedAt")
}

func marked(list []report.Choice, marks map[string]alex.ChoiceMark) []MarkedChoice {
	out := make([]MarkedChoice, len(list))
	for i, c := range list {
		out[i].Choice = c
		if mark, found := marks[c.Key]; found {
			out[i].Mark, out[i].MarkedAt = &mark.Mark, &mark.On
		}
	}
	return out
}

type (
	putChoice struct {
		ByID
		Body ChoiceInput
	}
	// ChoiceInput is an option by its key, and the mark.
	ChoiceInput struct {
		Key  string `json:"key" maxLength:"200"`
		Mark string `json:"mark,omitempty" enum:"considering,done,not_for_me,none" doc:"none, or nothing, takes a mark back"`
	}
)

// markChoice keeps what the person says of an option of a report, or of one
// that they marked in an earlier one.
func (s *Server) markChoice(ctx context.Context, in *putChoice) (*body[MarkedChoice], error) {
	r, err := s.mine(ctx).Report(ctx, in.id())
	if err != nil {
		return nil, err
	}
	list, err := report.Choices(r)
	if err != nil {
		return nil, err
	}
	owner, err := s.mine(ctx).Person(ctx)
	if err != nil {
		return nil, err
	}
	list = append(list, markedElsewhere(list, owner.Marks)...)
	i := slices.IndexFunc(list, func(c report.Choice) bool { return c.Key == in.Body.Key })
	if i < 0 {
		return nil, alex.Invalid("body.key", "is no option of this report, nor one that is marked")
	}
	var mark *alex.ChoiceMark
	marks := map[string]alex.ChoiceMark{}
	if in.Body.Mark != "" && in.Body.Mark != "none" {
		mark = &alex.ChoiceMark{Mark: alex.Mark(in.Body.Mark), Title: list[i].Title, On: alex.DateOf(s.Now().UTC().Truncate(24 * time.Hour))}
		marks[in.Body.Key] = *mark
	}
	if err := s.mine(ctx).MarkChoice(ctx, in.Body.Key, mark); err != nil {
		return nil, err
	}
	return &body[MarkedChoice]{marked(list[i:i+1], marks)[0]}, nil
}

// markedElsewhere are the options that the person marked in other reports than
// that of the list, the newest mark first: without their text.
func markedElsewhere(list []report.Choice, marks map[string]alex.ChoiceMark) []report.Choice {
	others := []report.Choice{}
	for key, mark := range marks {
		if !slices.ContainsFunc(list, func(c report.Choice) bool { return c.Key == key }) {
			others = append(others, report.Choice{Key: key, Title: mark.Title})
		}
	}
	slices.SortFunc(others, func(x, y report.Choice) int {
		return cmp.Or(-strings.Compare(string(marks[x.Key].On), string(marks[y.Key].On)), strings.Compare(x.Key, y.Key))
	})
	return others
}
