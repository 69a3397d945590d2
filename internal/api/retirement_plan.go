package api

import (
	"context"
	"errors"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/retirement"
)

// DerivedPlan is the plan that an analysis would make of the person's record
// and what they own, with all that it takes for granted.
type DerivedPlan struct {
	Plan    *PlanInput `json:"plan" doc:"as POST /api/retirement/projection takes it; null where no plan can be made, and then notes say why"`
	Assumed []Assumed  `json:"assumed" nullable:"false"`

	Assumptions string    `json:"assumptions" enum:"default,cautious,historical,own" doc:"what the person plans by, as POST /api/retirement/projection takes it"`
	AsOf        alex.Date `json:"asOf"`
	Notes       []string  `json:"notes" nullable:"false"`
}

// Assumed is a field of the plan that the person did not say, and what is
// assumed of it.
type Assumed struct {
	Field string `json:"field"`
	Text  string `json:"text"`
}

// TransformSchema lets the plan be null.
func (DerivedPlan) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return orNullMembers(s, "plan")
}

// standing is what a person owns as an analysis of this moment would see it.
type standing struct {
	person    alex.Person
	portfolio alex.Portfolio
}

func (s *Server) standing(ctx context.Context) (standing, error) {
	snapshot, err := s.snapshot(ctx)
	if err != nil {
		return standing{}, err
	}
	return standing{snapshot.Person, alex.NewPortfolio(snapshot.AsOf, snapshot.Person, snapshot.Accounts, snapshot.Book())}, nil
}

// empty reports that nothing is owned: neither a holding nor cash.
func (st standing) empty() bool {
	return len(st.portfolio.Holdings) == 0 && len(st.portfolio.Unpriced) == 0 && st.portfolio.Cash.IsZero()
}

// nothingOwned is what an answer says that needs holdings.
const nothingOwned = "There is nothing to plan with yet: add an account with holdings or cash, or import a positions file."

func (s *Server) derivedPlan(ctx context.Context, _ *nothing) (*body[DerivedPlan], error) {
	return computed(ctx, s, func(ctx context.Context) (*body[DerivedPlan], error) {
		st, err := s.standing(ctx)
		if err != nil {
			return nil, err
		}
		out, err := st.plan()
		return &body[DerivedPlan]{out}, err
	})
}

// plan is what an analysis would project. Where too much is unclassified for
// one plan it is the lower end of the range: that part as cash.
func (st standing) plan() (DerivedPlan, error) {
	out := DerivedPlan{AsOf: st.portfolio.AsOf, Assumptions: chosenSet(st.person.Assumptions), Assumed: []Assumed{}, Notes: []string{}}
	if st.empty() {
		out.Notes = append(out.Notes, nothingOwned)
		return out, nil
	}
	in := retirement.InputOf(st.portfolio.AsOf, st.person, st.portfolio)
	plan, assumed, err := retirement.PlanFor(in)
	if tooMuch, is := errors.AsType[*retirement.UnclassifiedError](err); is {
		out.Notes = append(out.Notes, fmt.Sprintf("%s (%s) is unclassified, too much for one answer: this plan counts it as cash, "+
			"and a report shows the plan with it as stocks as well.", tooMuch.Value.Text(), tooMuch.Percent.Text()))
		plan, _, assumed, err = retirement.PlanRange(in)
	}
	if err != nil {
		return out.without(err)
	}
	input := PlanInput(plan)
	out.Plan = &input
	for _, a := range retirement.Explained(assumed, plan, st.person) {
		out.Assumed = append(out.Assumed, Assumed(a))
	}
	return out.noted(st, plan), nil
}

// without says why there is no plan; what is no refusal stays an error.
func (d DerivedPlan) without(err error) (DerivedPlan, error) {
	refused, ok := errors.AsType[*alex.Error](err)
	if !ok || refused.Code != alex.CodeInvalid || len(refused.Fields) == 0 {
		return d, err
	}
	d.Notes = append(d.Notes, "No plan can be made: "+refused.Fields[0].Location+": "+refused.Fields[0].Message+".")
	return d, nil
}

// noted adds what is worth knowing of the plan and is no answer of the person.
func (d DerivedPlan) noted(st standing, plan alex.Plan) DerivedPlan {
	if plan.Fee.Sign() > 0 {
		d.Notes = append(d.Notes, "The fee is what your funds cost, in percent of everything you own: "+plan.Fee.Fixed(2)+"% a year.")
	}
	if len(plan.Incomes) > 0 && plan.RetirementAge > plan.CurrentAge {
		d.Notes = append(d.Notes, "An income that begins before retirement is saved until then, beside what you save.")
	}
	if n := len(st.portfolio.Unpriced); n > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("Left out, because no price is known: %d of your holdings.", n))
	}
	return d
}
