package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"alex/internal/retirement"
)

// SustainableIncome is an annual spending that is paid in full, or an amount
// with which the plan is, in at least that percent of the futures.
type SustainableIncome retirement.Income

// The parts of a projection that say null where there is nothing to say. What
// is a pointer to a number says so by itself.
type (
	projection   retirement.Projection
	method       retirement.Method
	lever        retirement.Lever
	comparison   retirement.Comparison
	histogramBin retirement.HistogramBin
)

func (projection) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return describedProjection(s)
}

// TransformSchema describes the projection within.
func (ComparedProjection) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return describedProjection(s)
}

func describedProjection(s *huma.Schema) *huma.Schema {
	among(s, "mode", retirement.Modes()...)
	among(s, "timing", retirement.TimingStart, retirement.TimingEnd)
	return withoutNullLists(orNullMembers(s, "sustainableIncome", "requiredSaving", "requiredBalance", "depletionAges"))
}

func (method) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	among(s, "mode", retirement.Modes()...)
	return withoutNullLists(orNullMembers(s, "failure"))
}

func (lever) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	among(s, "unit", retirement.UnitMonths, retirement.UnitDollarsAMonth)
	return s
}

func (comparison) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return orNullMembers(s, "baseIncome", "income")
}

func (histogramBin) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return orNullMembers(s, "to")
}

// orNullMembers lets members that are objects be null.
func orNullMembers(s *huma.Schema, members ...string) *huma.Schema {
	for _, member := range members {
		s.Properties[member] = orNull(s.Properties[member])
	}
	return s
}

// withoutNullLists says that no list is null: one without entries is empty.
func withoutNullLists(s *huma.Schema) *huma.Schema {
	for _, member := range s.Properties {
		if member.Type == huma.TypeArray {
			member.Nullable = false
		}
	}
	return s
}

// among says which values a text can have.
func among(s *huma.Schema, member string, values ...string) {
	for _, value := range values {
		s.Properties[member].Enum = append(s.Properties[member].Enum, value)
	}
}

// describeProjections tells the schemas how projections look.
func describeProjections(registry huma.Registry) {
	for domain, shape := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[retirement.Projection]():   reflect.TypeFor[projection](),
		reflect.TypeFor[retirement.Method]():       reflect.TypeFor[method](),
		reflect.TypeFor[retirement.Lever]():        reflect.TypeFor[lever](),
		reflect.TypeFor[retirement.Comparison]():   reflect.TypeFor[comparison](),
		reflect.TypeFor[retirement.HistogramBin](): reflect.TypeFor[histogramBin](),
		reflect.TypeFor[retirement.Income]():       reflect.TypeFor[SustainableIncome](), // not the income of a plan
	} {
		registry.RegisterTypeAlias(domain, shape)
	}
}
