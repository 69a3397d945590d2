package app

import (
	"context"
	"errors"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/eval"
	"alex/internal/llm"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// Evaluation is what to measure. Model names a real one as the settings do;
// empty measures none.
type Evaluation struct {
	Reports int
	Seed    uint64
	Model   string
}

// Evaluated is the table of an evaluation.
type Evaluated = eval.Result

// Evaluate has the agents work with models that lie and that break, and with a
// real one where it is named.
func Evaluate(ctx context.Context, cfg config.Config, in Evaluation) (out Evaluated, err error) {
	o := eval.Options{Reports: in.Reports, Portfolios: min((in.Reports+2)/3, mostPortfolios), Seed: in.Seed}
	if in.Model == "" {
		return eval.Run(ctx, o)
	}
	cfg, err = cfg.WithModel(in.Model)
	if err != nil {
		return out, err
	}
	models, err := NewModels(ctx, cfg, nil)
	if err != nil {
		return out, err
	}
	db, err := scratch(ctx)
	if err != nil {
		return out, err
	}
	defer closing(db, &err)
	ledger := Ledger{Store: db, Now: time.Now} // whoever evaluates pays what it takes
	o.ModelReports = max(1, in.Reports/10)
	o.Model = models.For(llm.Caller{Person: localPerson, Agent: alex.Planner}, ledger, db.NewID, time.Now)
	return eval.Run(ctx, o)
}

// scratch is a database that lives as long as a command, with the local person
// in it.
func scratch(ctx context.Context) (*store.Store, error) {
	db, err := sqlite.Open(ctx, sqlite.Memory)
	if err != nil {
		return nil, err
	}
	if err = db.Migrate(ctx); err == nil {
		_, err = db.System().EnsurePerson(ctx, localPerson, "", "")
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// mostPortfolios is how many the rules writer writes of.
const mostPortfolios = 1000
