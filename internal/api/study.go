package api

import (
	"context"
	"errors"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// snapshot is what an analysis that began now would read.
func (s *Server) snapshot(ctx context.Context) (alex.Snapshot, error) {
	snapshot, err := s.mine(ctx).Snapshot(ctx)
	if err != nil {
		return snapshot, err
	}
	held := alex.NewPortfolio("", snapshot.Person, snapshot.Accounts, snapshot.Book())
	snapshot.AsOf = held.NewestPrice(alex.DateOf(s.Now().UTC()))
	snapshot.Assumptions = retirement.ShippedIDs()[0]
	return snapshot, nil
}

// studyOptions are those of an analysis, at a detail.
func (s *Server) studyOptions(detail retirement.Detail) retirement.Options {
	return retirement.Options{Assumptions: retirement.DefaultAssumptions(), Detail: detail, Cache: s.futures}
}

// DerivedPlan is the plan that an analysis would project, and what it takes for
// granted. Plan is null where there is nothing to plan with; notes say why.
type DerivedPlan struct {
	Plan    *PlanInput           `json:"plan"`
	Assumed []retirement.Assumed `json:"assumed" nullable:"false"`
	Notes   []string             `json:"notes" nullable:"false"`
	AsOf    alex.Date            `json:"asOf"`
}

// TransformSchema lets there be no plan.
func (DerivedPlan) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return orNullMembers(s, "plan")
}

// derivedPlan is made of the person's record and what is held, as an analysis
// makes it.
func (s *Server) derivedPlan(ctx context.Context, in *UnlessMatching) (*tagged[DerivedPlan], error) {
	snapshot, err := s.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	portfolio := alex.NewPortfolio(snapshot.AsOf, snapshot.Person, snapshot.Accounts, snapshot.Book())
	out := DerivedPlan{AsOf: snapshot.AsOf, Assumed: []retirement.Assumed{}, Notes: []string{}}
	plan, assumed, err := retirement.PlanFor(report.PlanInput(snapshot, portfolio))
	switch {
	case err == nil && portfolio.TotalValue.Sign() == 0:
		out.Notes = append(out.Notes, "You hold nothing yet: add your accounts, and the plan is made of them.")
	case err == nil:
		planned := PlanInput(plan)
		out.Plan, out.Assumed = &planned, append(out.Assumed, assumed...)
	case alex.CodeOf(err) == alex.CodeInvalid:
		out.Notes = append(out.Notes, reasonOf(err))
	default:
		return nil, err
	}
	return answer(out, *in), nil
}

// reasonOf is why no plan can be made, as a sentence.
func reasonOf(err error) string {
	refused, ok := errors.AsType[*alex.Error](err)
	if !ok || len(refused.Fields) == 0 {
		return err.Error() + "."
	}
	return "No plan can be made: " + refused.Fields[0].Message + "."
}
