package llm

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"
)

// Portable is a schema without the bounds that Claude's native structured
// output refuses (of numbers, lengths and counts): they move into the
// descriptions. Order and everything else stay. What is no schema comes back
// as it is.
func Portable(schema json.RawMessage) json.RawMessage {
	var s jsonschema.Schema
	if json.Unmarshal(schema, &s) != nil {
		return schema
	}
	s.Version = ""
	unbind(&s)
	body, err := json.Marshal(&s)
	if err != nil {
		return schema
	}
	return body
}

func unbind(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if bounds := bounds(s); len(bounds) > 0 {
		s.Description = strings.TrimSpace(s.Description + " (" + strings.Join(bounds, ", ") + ")")
	}
	for pair := s.Properties.Oldest(); pair != nil; pair = pair.Next() {
		unbind(pair.Value)
	}
	unbind(s.Items)
	unbind(s.AdditionalProperties)
	for _, list := range [][]*jsonschema.Schema{s.AnyOf, s.OneOf, s.AllOf} {
		for _, one := range list {
			unbind(one)
		}
	}
}

// bounds takes the bounds out of one schema and says them.
func bounds(s *jsonschema.Schema) []string {
	var said []string
	for _, number := range []struct {
		name  string
		value *json.Number
	}{
		{"minimum", &s.Minimum},
		{"maximum", &s.Maximum},
		{"above", &s.ExclusiveMinimum},
		{"below", &s.ExclusiveMaximum},
		{"multiple of", &s.MultipleOf},
	} {
		if *number.value != "" {
			said = append(said, number.name+" "+number.value.String())
			*number.value = ""
		}
	}
	for _, count := range []struct {
		name  string
		value **uint64
	}{
		{"characters at least", &s.MinLength},
		{"characters at most", &s.MaxLength},
		{"items at least", &s.MinItems},
		{"items at most", &s.MaxItems},
	} {
		if *count.value != nil {
			said = append(said, fmt.Sprintf("%s %d", count.name, **count.value))
			*count.value = nil
		}
	}
	return said
}
