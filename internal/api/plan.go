package api

import (
	"context"
	"slices"
	"strconv"

	"alex"
	"alex/internal/store"
)

// NamedPlanInput is plan.json with a name; without one the plan gets the next
// "Plan N", or keeps the name that it has.
type NamedPlanInput struct {
	Name string `json:"name,omitempty" maxLength:"255"`
	PlanInput
}

type (
	postPlan struct {
		Keyed
		Body NamedPlanInput
	}
	putPlan struct {
		ByID
		WhenMatching
		Body NamedPlanInput
	}
)

func (in NamedPlanInput) plan() alex.NamedPlan {
	plan := alex.NamedPlan{Name: in.Name, Plan: alex.Plan(in.PlanInput)}
	if plan.WithdrawalRule.Kind == "" {
		plan.WithdrawalRule.Kind = alex.WithdrawalRules()[0]
	}
	return plan
}

func (s *Server) listPlans(ctx context.Context, in *PageQuery) (*list[alex.NamedPlan], error) {
	page, err := s.mine(ctx).Plans(ctx, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, itself[alex.NamedPlan]), nil
}

func (s *Server) createPlan(ctx context.Context, in *postPlan) (*created[alex.NamedPlan], error) {
	plan := in.Body.plan()
	if plan.Name == "" {
		var err error
		if plan.Name, err = s.nextPlanName(ctx); err != nil {
			return nil, err
		}
	}
	return create(ctx, s, creation[alex.NamedPlan, alex.NamedPlan]{
		Keyed: in.Keyed, Route: "plans", Asked: in.Body,
		Do:       func(p *store.Personal) (alex.NamedPlan, error) { return p.CreatePlan(ctx, plan) },
		View:     itself[alex.NamedPlan],
		Location: func(plan alex.NamedPlan) string { return "/api/plans/" + string(plan.ID) },
	})
}

// nextPlanName is the first "Plan N" behind the plans that there are which
// none of them is called.
func (s *Server) nextPlanName(ctx context.Context) (string, error) {
	page, err := s.mine(ctx).Plans(ctx, store.Page{Limit: alex.MaxPlans})
	for n := len(page.Items) + 1; ; n++ {
		name := "Plan " + strconv.Itoa(n)
		if !slices.ContainsFunc(page.Items, func(p alex.NamedPlan) bool { return p.Name == name }) {
			return name, err
		}
	}
}

func (s *Server) getPlan(ctx context.Context, in *getByID) (*tagged[alex.NamedPlan], error) {
	plan, err := s.mine(ctx).Plan(ctx, in.id())
	if err != nil {
		return nil, err
	}
	return answer(plan, in.UnlessMatching), nil
}

func (s *Server) putPlan(ctx context.Context, in *putPlan) (*tagged[alex.NamedPlan], error) {
	plan := in.Body.plan()
	plan.ID = in.id()
	if plan.Name == "" {
		stored, err := s.mine(ctx).Plan(ctx, plan.ID)
		if err != nil {
			return nil, err
		}
		plan.Name = stored.Name
	}
	updated, err := s.mine(ctx).UpdatePlan(ctx, plan, func(stored alex.NamedPlan) error {
		return unchanged(ctx, in.WhenMatching, stored)
	})
	if err != nil {
		return nil, err
	}
	return answer(updated, UnlessMatching{}), nil
}

func (s *Server) deletePlan(ctx context.Context, in *deleteByID) (*nothing, error) {
	return nil, s.mine(ctx).DeletePlan(ctx, in.id(), func(stored alex.NamedPlan) error {
		return unchanged(ctx, in.WhenMatching, stored)
	})
}
