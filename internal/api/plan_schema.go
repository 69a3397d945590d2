package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"alex"
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
	planPartner alex.Partner
)

func (planIncome) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	said(s, "kind", "social_security is the benefit of which a couple keeps the larger after the first death; without a kind the name decides")
	said(s, "partner", "the income is the partner's, and its ages are too")
	said(s, "indexed", "true unless said; a level income keeps its nominal amount")
	return requiring(s, "annual", "startAge")
}

func (planPhase) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return requiring(s, "annual", "startAge")
}

func (planEvent) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	said(s, "partner", "the age is the partner's")
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

// TransformSchema describes the other person of a couple.
func (planPartner) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	least, most := 0.0, 100.0
	s.Properties["survivorSpendingPercent"] = ready(&huma.Schema{
		Type: huma.TypeNumber, Nullable: true, Minimum: &least, Maximum: &most, Examples: []any{alex.DefaultSurvivorSpending},
		Description: "what of the planned spending goes on after the first death; 80 unless said",
	})
	return s
}

// said puts words to a member. One that is described elsewhere by reference
// cannot have words of its own.
func said(s *huma.Schema, member, words string) {
	if s.Properties[member].Ref == "" {
		s.Properties[member].Description = words
	}
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
		reflect.TypeFor[alex.Partner]():        reflect.TypeFor[planPartner](),
		reflect.TypeFor[alex.IncomeKind]():     choices[alex.IncomeKind](),
	} {
		registry.RegisterTypeAlias(domain, shape)
	}
}
