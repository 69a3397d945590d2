package app

import (
	"context"
	"encoding/json"

	"alex"
	"alex/internal/agent"
	"alex/internal/job"
	"alex/internal/llm"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/seed"
	"alex/internal/store"
)

// request is what a person asks of an analysis; empty fields are decided from
// what is stored.
type request struct {
	AsOf    alex.Date     `json:"asOf,omitempty"`
	Imports []alex.Import `json:"imports,omitempty"`
}

// work does one claimed job: the planner carries it from snapshot to report,
// and one transaction stores all of it.
func (a *App) work(ctx context.Context, j alex.Job, h *job.Handle) error {
	planner, err := a.plannerFor(ctx, j)
	if err != nil {
		return err
	}
	planner.Elsewhere = a.askElsewhere(j)
	result, err := planner.Run(ctx, h, func(ctx context.Context) (alex.Snapshot, error) { return a.snapshot(ctx, j) })
	if err != nil {
		return err
	}
	data, err := json.Marshal(result.Analysis)
	if err != nil {
		return err
	}
	p := result.Input.Portfolio
	_, err = h.Complete(ctx, store.Result{
		Value:  &store.PortfolioValue{AsOf: result.Report.AsOf, TotalValue: p.TotalValue, Cash: p.Cash},
		Report: result.Report, Retirement: result.Retirement, Tags: result.Tags, Steps: result.Steps, Data: data,
	})
	return err
}

// plannerFor is the planner of a job, with the models that its person allows.
func (a *App) plannerFor(ctx context.Context, j alex.Job) (agent.Planner, error) {
	planner := a.Planner
	if a.Library != nil {
		planner.Near = a.Library.Nearness
	}
	if !a.Models.Any() {
		return planner, nil
	}
	person, err := a.Store.As(j.PersonID).Person(ctx)
	models := a.Models.Within(person.ModelConsent)
	if err != nil || !models.Any() {
		return planner, err
	}
	limits, ledger := agent.DefaultLimits(), a.Ledger
	ledger.Job = store.Limits{Tokens: limits.Tokens, Cost: limits.Cost}
	planner.Models = models.For(llm.Caller{Person: j.PersonID, Job: j.ID, Attempt: j.Attempt}, ledger, a.Store.NewID, a.Now)
	return planner, nil
}

// snapshot freezes what the job reads, with prices as new as there are.
func (a *App) snapshot(ctx context.Context, j alex.Job) (alex.Snapshot, error) {
	person := a.Store.As(j.PersonID)
	a.refreshPrices(ctx, person)
	s, err := person.Snapshot(ctx)
	if err != nil {
		return s, err
	}
	data, err := person.JobRequest(ctx, j.ID)
	if err != nil {
		return s, err
	}
	var asked request
	if len(data) > 0 {
		if err := json.Unmarshal(data, &asked); err != nil {
			return s, err
		}
	}
	s.AsOf = asked.AsOf
	if len(asked.Imports) > 0 {
		s.Imports = asked.Imports
	}
	if s.AsOf.IsZero() {
		s.AsOf = alex.NewPortfolio("", s.Person, s.Accounts, s.Book()).NewestPrice(alex.DateOf(a.Now().UTC()))
	}
	s.Research = a.cited(ctx, j.PersonID, s)
	set, err := retirement.AssumptionsFor(s.Person.Assumptions)
	if err != nil {
		return s, err
	}
	s.Assumptions = set.ID
	s.Versions = alex.Versions{Engine: retirement.EngineVersion, Facts: report.FactsVersion, Reference: seed.Version()}
	return s, nil
}
