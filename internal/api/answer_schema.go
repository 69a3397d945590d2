package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"alex"
)

// The domain's answers that say null where there is nothing to say.
type (
	changedAccount  alex.AccountChange
	changedPosition alex.PositionChange
	worksheetTrade  alex.Trade
	importedFile    alex.Import
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

func (importedFile) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return nullable(s, "asOf")
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
}
