package llm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/trace"

	"alex"
)

// GivenUp is the outcome in the log of a call that its caller did not wait for.
const GivenUp = "given_up"

// settling is how long the ledger has to write down what a call came to, also
// when the caller is gone.
const settling = 5 * time.Second

// Budgeted reserves the most that a call can come to before anything is asked,
// and writes down what it came to whatever happens: what the provider counted;
// else, where it answered, an estimate by what it said; else, where it was sent
// the call and no status refused it (it took too long, or broke off), all that
// was reserved. Only a call that was refused or never sent is free. The answer
// names what was written down.
//
// A ledger that cannot reserve is a *Fault: OverBudget, or Unavailable where
// the ledger itself failed. One that cannot settle leaves the hold, which
// counts as spent, and the answer stands.
func Budgeted(c Client, ledger Ledger, by Caller, p Prices, ids func() alex.ID, now func() time.Time) Client {
	rate, _ := p.Price(c.Model())
	return &budgeted{c, ledger, by, rate, ids, now}
}

type budgeted struct {
	Client
	ledger Ledger
	by     Caller
	rate   Rate
	ids    func() alex.ID
	now    func() time.Time
}

func (c *budgeted) Complete(ctx context.Context, r Request) (Response, error) {
	asked := canonical(r)
	read := tokensIn(len(asked))
	most := Response{Tokens: alex.Tokens{Input: read, Output: r.Most()}}
	most.Cost = c.rate.Cost(most.Tokens)
	hold, err := c.ledger.Reserve(ctx, c.by, Estimate{Tokens: most.Tokens.Total(), Cost: most.Cost})
	if err != nil {
		return Response{}, unreserved(ctx, err)
	}
	began := c.now()
	watched, unsent := dialing(ctx)
	response, err := c.Client.Complete(watched, r)
	if !unsent() {
		response = c.charged(response, err, most)
	}
	c.settle(ctx, hold, c.call(asked, began, response, err))
	return response, err
}

func unreserved(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return Broken(ctx, err)
	}
	if fault, ok := errors.AsType[*Fault](err); ok {
		return fault
	}
	return &Fault{Kind: Unavailable, Detail: "the ledger of calls", Err: err}
}

// charged is a response with the tokens and the cost that it names, or with an
// estimate, which is all of most where nobody knows what was worked out.
func (c *budgeted) charged(r Response, err error, most Response) Response {
	if r.Tokens.Total() > 0 || !mayCost(err) {
		return r
	}
	if err != nil {
		r.Tokens, r.Cost = most.Tokens, most.Cost
		return r
	}
	r.Tokens = alex.Tokens{Input: most.Tokens.Input, Output: tokensIn(len(r.Text))}
	for _, call := range r.Calls {
		r.Tokens.Output += tokensIn(len(call.Input))
	}
	r.Cost = c.rate.Cost(r.Tokens)
	return r
}

// mayCost reports that a model may have worked on a call that was sent and ended
// so: no status refused it.
func mayCost(err error) bool {
	fault, ok := errors.AsType[*Fault](err)
	if !ok {
		return true // it was answered, or its caller did not wait
	}
	switch fault.Kind {
	case Timeout, Unavailable, Malformed, Truncated, Refused, Misshapen:
		return fault.Status < http.StatusBadRequest
	default:
		return false
	}
}

func (c *budgeted) call(asked []byte, began time.Time, charged Response, err error) alex.ModelCall {
	hash := sha256.Sum256(asked)
	return alex.ModelCall{
		ID: c.ids(), PersonID: c.by.Person, JobID: c.by.Job, Attempt: c.by.Attempt, Agent: c.by.Agent,
		Model: c.Model(), Prompt: c.by.Prompt, InputHash: hex.EncodeToString(hash[:]),
		Tokens: charged.Tokens, Cost: charged.Cost,
		StartedAt: began, Duration: c.now().Sub(began), Outcome: outcome(err),
	}
}

func outcome(err error) string {
	if err == nil {
		return alex.OutcomeOK
	}
	if kind := KindOf(err); kind != "" {
		return string(kind)
	}
	return GivenUp
}

func (c *budgeted) settle(ctx context.Context, hold Hold, call alex.ModelCall) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settling)
	defer cancel()
	if err := c.ledger.Settle(ctx, hold, call); err != nil {
		trace.SpanFromContext(ctx).AddEvent("a call of a model was not settled; its hold counts as spent")
	}
}

// tokensIn estimates the tokens of so many bytes, on the high side: English has
// four bytes to a token, digits and other scripts have fewer.
func tokensIn(bytes int) int { return (bytes + 2) / 3 }

// canonical is a request as JSON, fields in their order.
func canonical(r Request) []byte {
	body, err := json.Marshal(r)
	if err != nil { // an input or a schema that is no JSON
		return fmt.Appendf(nil, "%+v %+v %+v", r.System, r.Messages, r.Tools)
	}
	return body
}
