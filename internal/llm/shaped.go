package llm

import (
	"context"
	"sync/atomic"
)

// Form is what is known of how a model gives structured answers. The zero value
// knows nothing yet. Have one for each model and share it by all jobs.
type Form struct{ forced atomic.Bool }

// Shaped asks for a structured answer in the API's own form. A model that
// refuses it is asked for the call of a tool instead, and if that helps, from
// the start in every later question.
func Shaped(c Client, f *Form) Client { return &shaped{c, f} }

type shaped struct {
	Client
	form *Form
}

func (c *shaped) Complete(ctx context.Context, r Request) (Response, error) {
	if r.Answer == nil || r.Answer.Forced {
		return c.Client.Complete(ctx, r)
	}
	if !c.form.forced.Load() {
		response, err := c.Client.Complete(ctx, r)
		if KindOf(err) != Rejected {
			return response, err
		}
	}
	forced := *r.Answer
	forced.Forced = true
	r.Answer = &forced
	response, err := c.Client.Complete(ctx, r)
	if err == nil {
		c.form.forced.Store(true)
	}
	return response, err
}
