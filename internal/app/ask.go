package app

import (
	"context"
	"errors"

	"alex"
	"alex/internal/agent"
	"alex/internal/api"
	"alex/internal/ask"
	"alex/internal/llm"
	"alex/internal/report"
	"alex/internal/telemetry"
)

// askModel has the model that answers questions answer one of a person's.
func (a *App) askModel(ctx context.Context, person alex.Person, question string, in report.Input) (api.ModelAnswer, error) {
	models := a.Models.Within(person.ModelConsent).For(llm.Caller{Person: person.ID}, a.Ledger, a.Store.NewID, a.Now)
	asker := agent.Asker{Writer: a.Planner.Reporter.Writer, Words: a.Planner.Tagger.Words, Models: models, Now: a.Now}
	asker.Limits = agent.DefaultLimits()
	asker.Limits.Job = askTime
	var choices []agent.Choice
	for _, q := range ask.Questions() {
		choices = append(choices, agent.Choice{ID: q.ID, Text: q.Text, Takes: string(q.Takes)})
	}
	ctx = a.Tracing.JoinJob(ctx, telemetry.JobTrace{
		Job: a.Store.NewID(), Question: true, Attempt: 1, PersonHash: telemetry.PersonHash(person.ID), Private: []string{string(person.ID)},
	})
	reply, err := asker.Ask(ctx, question, choices, in)
	if fault, over := errors.AsType[*llm.Fault](err); over && fault.Kind == llm.OverBudget {
		return api.ModelAnswer{}, &alex.Error{
			Code: alex.CodeOverLimit, RetryAfter: fault.RetryAfter,
			Message: "your limit of today for language models is reached; the listed questions are answered all the same",
		}
	}
	return api.ModelAnswer(reply), err
}
