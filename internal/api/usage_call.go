package api

import (
	"context"
	"time"

	"alex"
)

// CallBody is one call of a model as the log keeps it: what was asked as a
// hash, and nothing of what was said.
type CallBody struct {
	ID         alex.ID     `json:"id" format:"uuid"`
	JobID      *alex.ID    `json:"jobId" format:"uuid" nullable:"true" doc:"null: no analysis, such as a question; the job may be gone"`
	Attempt    int         `json:"attempt" doc:"of the job"`
	Agent      alex.Agent  `json:"agent"`
	Model      string      `json:"model" example:"anthropic:claude-opus-4"`
	Prompt     string      `json:"prompt" doc:"its name and version"`
	InputHash  string      `json:"inputHash" doc:"SHA-256 of what was asked"`
	Tokens     alex.Tokens `json:"tokens"`
	Cost       alex.Cost   `json:"cost"`
	Priced     bool        `json:"priced" doc:"false: no price of the model is known, and it counts as nothing"`
	StartedAt  time.Time   `json:"startedAt"`
	DurationMs int64       `json:"durationMs"`
	Outcome    string      `json:"outcome" example:"ok" doc:"ok, or what went wrong"`
}

func viewCall(c alex.ModelCall) CallBody {
	b := CallBody{
		ID: c.ID, Attempt: c.Attempt, Agent: c.Agent, Model: c.Model, Prompt: c.Prompt, InputHash: c.InputHash,
		Tokens: c.Tokens, Cost: c.Cost, Priced: c.Cost > 0 || c.Tokens.Total() == 0, StartedAt: c.StartedAt, DurationMs: c.Duration.Milliseconds(), Outcome: c.Outcome,
	}
	if c.JobID != "" {
		b.JobID = &c.JobID
	}
	return b
}

func (s *Server) listCalls(ctx context.Context, in *PageQuery) (*list[CallBody], error) {
	calls, err := s.mine(ctx).ModelCalls(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(calls, viewCall), nil
}
