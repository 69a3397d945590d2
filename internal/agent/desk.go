package agent

import (
	"context"
	"sync"
	"time"

	"alex"
	"alex/internal/llm"
)

// Models gives an agent the model that it asks, for a prompt; nil where it has
// none. A nil Models gives nobody one: every agent works by rules.
type Models func(agent alex.Agent, p Prompt) llm.Client

// Limits cap what one job may ask of models. What is over them costs the remarks
// of a section, never the job.
type Limits struct {
	Turns  int           // of one conversation, tools and repairs included
	Calls  int           // of tools, in one conversation
	Tokens int           // of the job
	Cost   alex.Cost     // of the job
	Call   time.Duration // one call, its retries included
	Job    time.Duration // all calls of one claim, from its start
}

// DefaultLimits leave an analysis its three minutes even where each call takes
// twenty seconds.
func DefaultLimits() Limits {
	return Limits{Turns: 20, Calls: 24, Tokens: 400_000, Cost: alex.Dollar, Call: time.Minute, Job: 150 * time.Second}
}

// desk is where the models of one job are asked. It counts what they come to
// and stops at the limits. It is safe for concurrent use; a nil desk has no
// model.
type desk struct {
	models Models
	limits Limits
	now    func() time.Time
	until  time.Time
	spent  func(agent alex.Agent, tokens int, cost alex.Cost) // told of each call; may be nil

	mu     sync.Mutex
	tokens int
	cost   alex.Cost
}

func newDesk(models Models, limits Limits, now func() time.Time, spent func(alex.Agent, int, alex.Cost)) *desk {
	if models == nil {
		return nil
	}
	return &desk{models: models, limits: limits, now: now, until: now().Add(limits.Job), spent: spent}
}

// client is the model of an agent, within the limits; nil where it has none.
func (d *desk) client(agent alex.Agent, p Prompt) llm.Client {
	if d == nil {
		return nil
	}
	client := d.models(agent, p)
	if client == nil {
		return nil
	}
	return metered{client, d, agent}
}

// has reports that an agent has a model.
func (d *desk) has(agent alex.Agent, p Prompt) bool { return d.client(agent, p) != nil }

// metered counts an agent's calls.
type metered struct {
	llm.Client
	desk  *desk
	agent alex.Agent
}

// Complete asks, unless a limit is reached.
func (m metered) Complete(ctx context.Context, r llm.Request) (llm.Response, error) {
	left, err := m.desk.left()
	if err != nil {
		return llm.Response{}, err
	}
	timed, cancel := context.WithTimeout(ctx, min(m.desk.limits.Call, left))
	defer cancel()
	response, err := m.Client.Complete(timed, r)
	if err != nil && timed.Err() != nil && ctx.Err() == nil {
		err = &llm.Fault{Kind: llm.Timeout, Detail: "took longer than a call may", Err: err}
	}
	m.desk.count(m.agent, response)
	return response, err
}

// left is how long models may still be asked.
func (d *desk) left() (time.Duration, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	left := d.until.Sub(d.now())
	switch {
	case left <= 0:
		return 0, &llm.Fault{Kind: llm.Timeout, Detail: "the time of this analysis for models is over"}
	case d.tokens >= d.limits.Tokens || d.cost >= d.limits.Cost:
		return 0, &llm.Fault{Kind: llm.Runaway, Detail: "this analysis has used what it may of models"}
	}
	return left, nil
}

// add counts what was asked elsewhere for the same job.
func (d *desk) add(tokens int, cost alex.Cost) {
	if d != nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.tokens, d.cost = d.tokens+tokens, d.cost+cost
	}
}

func (d *desk) count(agent alex.Agent, r llm.Response) {
	d.add(r.Tokens.Total(), r.Cost)
	if d.spent != nil && (r.Tokens.Total() > 0 || r.Cost > 0) {
		d.spent(agent, r.Tokens.Total(), r.Cost)
	}
}
