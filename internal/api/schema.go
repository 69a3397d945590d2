package api

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"alex"
)

// describe tells the schemas how the domain's types look in JSON. A schema
// comes before the type's own reading, so that a refusal names the field.
func describe(registry huma.Registry) {
	for domain, shape := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[alex.Money]():          reflect.TypeFor[moneyText](),
		reflect.TypeFor[alex.Cost]():           reflect.TypeFor[costText](),
		reflect.TypeFor[alex.Decimal]():        reflect.TypeFor[decimalText](),
		reflect.TypeFor[rate]():                reflect.TypeFor[decimalText](),
		reflect.TypeFor[alex.Percent]():        reflect.TypeFor[percentNumber](),
		reflect.TypeFor[alex.Date]():           reflect.TypeFor[dateText](),
		reflect.TypeFor[alex.Symbol]():         reflect.TypeFor[symbolText](),
		reflect.TypeFor[alex.AccountType]():    choices[alex.AccountType](),
		reflect.TypeFor[alex.InstrumentType](): choices[alex.InstrumentType](),
		reflect.TypeFor[alex.RebalanceRule]():  choices[alex.RebalanceRule](),
		reflect.TypeFor[alex.Role]():           choices[alex.Role](),
		reflect.TypeFor[alex.KeyScope]():       choices[alex.KeyScope](),
		reflect.TypeFor[alex.AssumptionSet]():  choices[alex.AssumptionSet](),
		reflect.TypeFor[alex.GrantDirection](): choices[alex.GrantDirection](),
		reflect.TypeFor[alex.GrantStatus]():    choices[alex.GrantStatus](),
		reflect.TypeFor[alex.Origin]():         choices[alex.Origin](),
		reflect.TypeFor[alex.VerifyResult]():   choices[alex.VerifyResult](),
		reflect.TypeFor[json.Number]():         reflect.TypeFor[plainNumber](),
		reflect.TypeFor[huma.ErrorModel]():     reflect.TypeFor[Problem](),
	} {
		registry.RegisterTypeAlias(domain, shape)
	}
	registry.RegisterTypeAlias(reflect.TypeFor[alex.ClassAllocation](), reflect.TypeFor[weights[alex.AssetClass]]())
	registry.RegisterTypeAlias(reflect.TypeFor[alex.RegionAllocation](), reflect.TypeFor[weights[alex.Region]]())
	registry.RegisterTypeAlias(reflect.TypeFor[alex.SectorAllocation](), reflect.TypeFor[weights[alex.Sector]]())
	describePlan(registry)
	describeAnswers(registry)
}

func text(pattern, description string, most int, example string) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeString, Pattern: pattern, PatternDescription: description, MaxLength: &most,
		Examples: []any{example},
	}
}

type moneyText struct{}

// Schema is a decimal string of dollars and at most two decimals.
func (moneyText) Schema(huma.Registry) *huma.Schema {
	return ready(text(`^-?[0-9]{1,16}(\.[0-9]{1,2})?$`, `a decimal string of dollars with at most two decimals, such as "1250.50"`, 20, "1250.50"))
}

type decimalText struct{}

// Schema is a decimal string.
func (decimalText) Schema(huma.Registry) *huma.Schema {
	return ready(text(`^-?[0-9]{1,20}(\.[0-9]{1,12})?$`, `a decimal string, such as "12.5"`, 34, "12.5"))
}

type percentNumber struct{}

// Schema is a number on the scale 0 to 100, or a difference of such.
func (percentNumber) Schema(huma.Registry) *huma.Schema {
	least, most := -1e6, 1e6
	return ready(&huma.Schema{Type: huma.TypeNumber, Minimum: &least, Maximum: &most, Examples: []any{60}})
}

type plainNumber struct{}

// Schema is a number as exact as it is written.
func (plainNumber) Schema(huma.Registry) *huma.Schema {
	return ready(&huma.Schema{Type: huma.TypeNumber})
}

type dateText struct{}

// Schema is a day.
func (dateText) Schema(huma.Registry) *huma.Schema {
	return ready(&huma.Schema{Type: huma.TypeString, Format: "date", Examples: []any{"2026-10-30"}})
}

type symbolText struct{}

// Schema is a ticker in any spelling that alex.ParseSymbol reads.
func (symbolText) Schema(huma.Registry) *huma.Schema {
	return ready(text(`^\s*[A-Za-z0-9][A-Za-z0-9.\-^=]{0,19}([ /][A-Za-z]{1,3})?\s*$`, `a ticker symbol of at most 20 characters, such as "VTI"`, 40, "VTI"))
}

// enumerated is a text of which the domain knows every value.
type enumerated[T interface {
	~string
	Known() []T
}] struct{}

// Schema lists the values.
func (enumerated[T]) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	var zero T
	for _, value := range zero.Known() {
		s.Enum = append(s.Enum, string(value))
	}
	return ready(s)
}

func choices[T interface {
	~string
	Known() []T
}]() reflect.Type {
	return reflect.TypeFor[enumerated[T]]()
}

// weights is an allocation: key → percent.
type weights[K alex.Key[K]] struct{}

// Schema names every key; the sum of 100 is the domain's to check.
func (weights[K]) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{
		Type: huma.TypeObject, Properties: map[string]*huma.Schema{}, AdditionalProperties: false,
		Description: "percent by key; the weights sum to 100",
	}
	var zero K
	for _, key := range zero.Known() {
		least, most := 0.0, 100.0
		s.Properties[string(key)] = ready(&huma.Schema{Type: huma.TypeNumber, Minimum: &least, Maximum: &most})
	}
	return ready(s)
}

func ready(s *huma.Schema) *huma.Schema {
	s.PrecomputeMessages()
	return s
}

// largestWhole is the largest whole number that every reader of JSON keeps
// exactly (RFC 8259, 6).
const largestWhole = 1<<53 - 1

// bounded holds every whole number to it, so that one that is too large is
// refused by its field.
func bounded(registry huma.Registry) {
	for _, object := range registry.Map() {
		for _, member := range object.Properties {
			if member.Type != huma.TypeInteger {
				continue
			}
			least, most := float64(-largestWhole), float64(largestWhole)
			if member.Minimum == nil {
				member.Minimum = &least
			}
			if member.Maximum == nil {
				member.Maximum = &most
			}
			ready(member)
		}
	}
}

type costText struct{}

// Schema is a decimal string of dollars, to a billionth.
func (costText) Schema(huma.Registry) *huma.Schema {
	return ready(text(`^-?[0-9]{1,10}\.[0-9]{2,9}$`, `a decimal string of dollars, such as "0.00315"`, 21, "0.00315"))
}
