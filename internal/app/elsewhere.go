package app

import (
	"context"

	"alex"
	"alex/internal/agent"
	"alex/internal/agent/lambdacall"
	"alex/internal/config"
	models "alex/internal/llm/bedrock"
	"alex/internal/store"
	"alex/internal/telemetry"
)

// newElsewhere is who has agents' parts done by functions; nil where this process
// does them.
func newElsewhere(ctx context.Context, cfg config.Config) (*lambdacall.Caller, error) {
	prefix, ok := cfg.SpecialistFunctions()
	switch {
	case !ok:
		return nil, alex.Invalid("ALEX_SPECIALISTS", "cannot be read")
	case prefix == "":
		return nil, nil //nolint:nilnil // nobody else works
	}
	settings, err := models.Default(ctx, "")
	if err != nil {
		return nil, err
	}
	return lambdacall.New(lambdacall.Options{Prefix: prefix, AWS: settings}), nil
}

// askElsewhere has agents work on a job in functions of their own.
func (a *App) askElsewhere(j alex.Job) agent.Elsewhere {
	if a.elsewhere == nil {
		return nil
	}
	return func(ctx context.Context, agent alex.Agent) ([]byte, error) {
		return a.elsewhere.Ask(ctx, agent, lambdacall.Call{Job: j.ID, Attempt: j.Attempt, Trace: telemetry.Traceparent(ctx)})
	}
}

// Assist does the part of one agent in a job that a planner works elsewhere, and
// answers it. It writes nothing of the job; what models cost is written down. It is
// alex.ErrFenced where that planner has lost the job.
func (a *App) Assist(ctx context.Context, who alex.Agent, call lambdacall.Call) (answer []byte, err error) {
	j, err := a.Store.System().HeldJob(ctx, store.Claimed{Job: call.Job, Attempt: call.Attempt})
	if err != nil {
		return nil, err
	}
	ctx = a.Tracing.JoinJob(ctx, telemetry.JobTrace{
		Job: j.ID, Attempt: j.Attempt, Parent: call.Trace, Agent: who,
		PersonHash: telemetry.PersonHash(j.PersonID), Private: []string{string(j.PersonID)},
	})
	planner, err := a.plannerFor(ctx, j)
	if err != nil {
		return nil, err
	}
	return planner.Assist(ctx, partsOf{a.Store, j.ID}, who)
}

// partsOf are what a job has kept.
type partsOf struct {
	store *store.Store
	job   alex.ID
}

// LoadPart reads one of them.
func (p partsOf) LoadPart(ctx context.Context, kind alex.PartKind) ([]byte, bool, error) {
	return p.store.System().Part(ctx, p.job, kind)
}
