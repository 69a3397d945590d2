package llm

import (
	"context"

	"alex"
)

// Caller is who a call is for. Attempt and Job are empty outside an analysis.
type Caller struct {
	Person  alex.PersonID
	Job     alex.ID
	Attempt int
	Agent   alex.Agent
	Prompt  string // its name and version
	At      string // where what is sent goes
}

// Estimate is the most that a call can come to.
type Estimate struct {
	Tokens int
	Cost   alex.Cost
}

// Ledger keeps what calls come to, and the limits of people.
type Ledger interface {
	// Reserve holds an estimate against the caller's limits, before anything is
	// asked. Where they do not allow it the answer is a *Fault of kind
	// OverBudget.
	Reserve(ctx context.Context, by Caller, most Estimate) (Hold, error)
	// Settle puts what the call came to in place of what was held, and writes it
	// down for good, in one transaction.
	Settle(ctx context.Context, h Hold, call alex.ModelCall) error
}

// Hold is what was reserved, until it is settled. One that never is counts as
// spent.
type Hold struct {
	Day  alex.Date // in UTC, on which it counts
	Most Estimate
}
