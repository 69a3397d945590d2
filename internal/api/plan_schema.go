package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/retirement"
)

// PlanInput is plan.json as a request gives it: ages, a balance or accounts,
// the allocation and the spending; what is absent is 0, none or the default.
type PlanInput alex.Plan

// TransformSchema requires what has no default.
func (PlanInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return requiring(s, "currentAge", "retirementAge", "horizonAge", "allocation", "annualSpending")
}

func requiring(s *huma.Schema, fields ...string) *huma.Schema {
	s.Required = fields
	return s
}

// The parts of a plan, and what each cannot do without.
type (
	planIncome  alex.Income
	planPhase   alex.SpendingPhase
	planEvent   alex.Event
	planStep    alex.GlideStep
	planAccount alex.PlanAccount
	planRule    alex.WithdrawalRule
)

func (planIncome) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return requiring(s, "annual", "startAge")
}

func (planPhase) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return requiring(s, "annual", "startAge")
}

func (planEvent) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return requiring(s, "amount", "age")
}

func (planStep) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return requiring(s, "age", "allocation")
}

func (planAccount) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return requiring(s, "kind", "balance")
}

func (planRule) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["kind"].Enum = nil
	for _, kind := range alex.WithdrawalRules() {
		s.Properties["kind"].Enum = append(s.Properties["kind"].Enum, kind)
	}
	return ready(requiring(s))
}

// describePlan tells the schemas how the parts of a plan look in a request.
func describePlan(registry huma.Registry) {
	for domain, shape := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[alex.Income]():         reflect.TypeFor[planIncome](),
		reflect.TypeFor[alex.SpendingPhase]():  reflect.TypeFor[planPhase](),
		reflect.TypeFor[alex.Event]():          reflect.TypeFor[planEvent](),
		reflect.TypeFor[alex.GlideStep]():      reflect.TypeFor[planStep](),
		reflect.TypeFor[alex.PlanAccount]():    reflect.TypeFor[planAccount](),
		reflect.TypeFor[alex.WithdrawalRule](): reflect.TypeFor[planRule](),
		reflect.TypeFor[retirement.Income]():   reflect.TypeFor[SustainableIncome](), // not the income of a plan
	} {
		registry.RegisterTypeAlias(domain, shape)
	}
}
