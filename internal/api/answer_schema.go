package api

import (
	"maps"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"alex"
)

// The domain's answers that say null where there is nothing to say.
type (
	changedAccount  alex.AccountChange
	changedPosition alex.PositionChange
	worksheetTrade  alex.Trade
	importedFile    alex.Import
	worksheet       alex.Worksheet
)

func (changedAccount) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return nullable(s, "cashBefore", "matches", "asOfBefore", "asOfAfter")
}

func (changedPosition) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return nullable(s, "quantityBefore", "quantityAfter", "valueBefore", "valueAfter")
}

func (worksheetTrade) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return nullable(s, "estimatedGain")
}

// TransformSchema describes shares of what is owned: unlike targets, a part of
// it may be of no known class, and debts are below zero and put others above a
// hundred.
func (worksheet) TransformSchema(r huma.Registry, s *huma.Schema) *huma.Schema {
	for _, member := range []string{"before", "after"} {
		shares := s.Properties[member]
		shares.Description = "percent by key; the shares sum to 100, where there is anything"
		for _, key := range append(slices.Collect(maps.Keys(shares.Properties)), alex.KeyUnclassified) {
			shares.Properties[key] = percentNumber{}.Schema(r)
		}
		ready(shares)
	}
	return s
}

func (importedFile) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return nullable(s, "asOf")
}

// orNull is a schema by reference, which cannot say itself that there may be
// nothing.
func orNull(s *huma.Schema) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{s, {Type: "null"}}}
}

// nullable lets the members be null.
func nullable(s *huma.Schema, members ...string) *huma.Schema {
	for _, member := range members {
		s.Properties[member].Nullable = true
	}
	return s
}

// describeAnswers tells the schemas of these answers.
func describeAnswers(registry huma.Registry) {
	registry.RegisterTypeAlias(reflect.TypeFor[alex.AccountChange](), reflect.TypeFor[changedAccount]())
	registry.RegisterTypeAlias(reflect.TypeFor[alex.PositionChange](), reflect.TypeFor[changedPosition]())
	registry.RegisterTypeAlias(reflect.TypeFor[alex.Trade](), reflect.TypeFor[worksheetTrade]())
	registry.RegisterTypeAlias(reflect.TypeFor[alex.Import](), reflect.TypeFor[importedFile]())
	registry.RegisterTypeAlias(reflect.TypeFor[alex.Worksheet](), reflect.TypeFor[worksheet]())
	describeProjections(registry)
}
