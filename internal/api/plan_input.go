package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/retirement"
)

// PlanInput is plan.json: what a person says of a retirement plan.
type PlanInput alex.Plan

// TransformSchema requires what no plan can do without.
func (PlanInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return requiring(s, "currentAge", "retirementAge", "horizonAge", "allocation", "annualSpending")
}

// PlanAccountInput is one pot of a plan; what is not said is 0.
type PlanAccountInput alex.PlanAccount

// TransformSchema requires the kind and the balance.
func (PlanAccountInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return requiring(s, "kind", "balance")
}

// WithdrawalRuleInput is how spending follows the balance; what is not said is
// 0.
type WithdrawalRuleInput alex.WithdrawalRule

// TransformSchema requires nothing, and names the rules.
func (WithdrawalRuleInput) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	for _, kind := range alex.WithdrawalRules() {
		s.Properties["kind"].Enum = append(s.Properties["kind"].Enum, kind)
	}
	return requiring(s)
}

func requiring(s *huma.Schema, names ...string) *huma.Schema {
	s.Required = names
	return s
}

// describePlans tells the schemas what of a plan may be left out, and which of
// two incomes is meant.
func describePlans(registry huma.Registry) {
	registry.RegisterTypeAlias(reflect.TypeFor[alex.PlanAccount](), reflect.TypeFor[PlanAccountInput]())
	registry.RegisterTypeAlias(reflect.TypeFor[alex.WithdrawalRule](), reflect.TypeFor[WithdrawalRuleInput]())
	registry.RegisterTypeAlias(reflect.TypeFor[retirement.Income](), reflect.TypeFor[SustainableIncome]())
}
