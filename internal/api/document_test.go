package api_test

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

// document is the OpenAPI document, as far as requests are made of it and
// answers are compared with it.
type document struct {
	OpenAPI    string                          `json:"openapi"`
	Paths      map[string]map[string]operation `json:"paths"`
	Components struct {
		Schemas  map[string]schema `json:"schemas"`
		Security map[string]any    `json:"securitySchemes"`
	} `json:"components"`
}

type operation struct {
	ID         string                `json:"operationId"`
	Summary    string                `json:"summary"`
	Security   []map[string][]string `json:"security"`
	Parameters []parameter           `json:"parameters"`
	Body       *struct {
		Required bool                 `json:"required"`
		Content  map[string]mediaType `json:"content"`
	} `json:"requestBody"`
	Responses map[string]response `json:"responses"`
}

// redirects reports that the document has the operation send browsers on.
func (op operation) redirects() bool {
	_, documented := op.Responses["302"]
	return documented
}

type response struct {
	Content map[string]mediaType `json:"content"`
}

type mediaType struct {
	Schema schema `json:"schema"`
}

type parameter struct {
	Name     string `json:"name"`
	In       string `json:"in"`
	Required bool   `json:"required"`
	Schema   schema `json:"schema"`
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Format     string            `json:"format"`
	Pattern    string            `json:"pattern"`
	Examples   []any             `json:"examples"`
	Enum       []any             `json:"enum"`
	Items      *schema           `json:"items"`
	MinItems   int               `json:"minItems"`
	MaxItems   *int              `json:"maxItems"`
	MinLength  int               `json:"minLength"`
	MaxLength  *int              `json:"maxLength"`
	Minimum    *float64          `json:"minimum"`
	Maximum    *float64          `json:"maximum"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	OneOf      []schema          `json:"oneOf"`
	More       any               `json:"additionalProperties"`
}

// operations are those of the document, by "METHOD path".
func (d document) operations() map[string]operation {
	list := map[string]operation{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			list[strings.ToUpper(method)+" "+path] = op
		}
	}
	return list
}

// parameter is the one of that name of a route, "METHOD path".
func (d document) parameter(route, name string) (parameter, bool) {
	for _, p := range d.operations()[route].Parameters {
		if p.Name == name {
			return p, true
		}
	}
	return parameter{}, false
}

// resolved is the schema that s stands for.
func (d document) resolved(s schema) schema {
	if s.Ref != "" {
		return d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	return s
}

// rest is the schema of the members that s does not name, where it has one.
func (s schema) rest() (schema, bool) {
	object, is := s.More.(map[string]any)
	if !is {
		return schema{}, false
	}
	rest := schema{Type: object["type"]}
	rest.Ref, _ = object["$ref"].(string)
	rest.Pattern, _ = object["pattern"].(string)
	choices, _ := object["oneOf"].([]any)
	for _, choice := range choices {
		of, _ := choice.(map[string]any)
		rest.OneOf = append(rest.OneOf, schema{Type: of["type"]})
	}
	return rest, true
}

// breach is the first place at which v is not as s says; empty if it is.
func (d document) breach(s schema, v any, at string) string {
	s = d.resolved(s)
	if len(s.OneOf) > 0 {
		return d.breachOfChoice(s, v, at)
	}
	kind := kindOf(v)
	if !s.allows(kind) {
		return fmt.Sprintf("%s is %s, not %v", at, kind, s.Type)
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		return fmt.Sprintf("%s is %v, not one of %v", at, v, s.Enum)
	}
	switch v := v.(type) {
	case string:
		if what := s.breachOfText(v); what != "" {
			return fmt.Sprintf("%s is %q: %s", at, v, what)
		}
	case float64:
		if s.Minimum != nil && v < *s.Minimum || s.Maximum != nil && v > *s.Maximum {
			return fmt.Sprintf("%s is %v", at, v)
		}
	case []any:
		return d.breachOfList(s, v, at)
	case map[string]any:
		return d.breachOfObject(s, v, at)
	}
	return ""
}

// breachOfChoice is empty if v is as exactly one of the schemas says.
func (d document) breachOfChoice(s schema, v any, at string) string {
	var breaches []string
	for _, choice := range s.OneOf {
		if b := d.breach(choice, v, at); b != "" {
			breaches = append(breaches, b)
		}
	}
	if fit := len(s.OneOf) - len(breaches); fit != 1 {
		return fmt.Sprintf("%s fits %d of the schemas: %s", at, fit, strings.Join(breaches, "; "))
	}
	return ""
}

func (s schema) breachOfText(text string) string {
	n := utf8.RuneCountInString(text)
	switch {
	case s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(text):
		return "not of the pattern " + s.Pattern
	case n < s.MinLength || s.MaxLength != nil && n > *s.MaxLength:
		return "of another length"
	}
	var err error
	switch s.Format {
	case "date":
		_, err = time.Parse(time.DateOnly, text)
	case "date-time":
		_, err = time.Parse(time.RFC3339, text)
	case "uuid":
		err = uuid.Validate(text)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func (d document) breachOfList(s schema, list []any, at string) string {
	if len(list) < s.MinItems || s.MaxItems != nil && len(list) > *s.MaxItems {
		return fmt.Sprintf("%s has %d items", at, len(list))
	}
	for i, item := range list {
		if s.Items == nil {
			break
		}
		if b := d.breach(*s.Items, item, at+"["+strconv.Itoa(i)+"]"); b != "" {
			return b
		}
	}
	return ""
}

func (d document) breachOfObject(s schema, object map[string]any, at string) string {
	for _, name := range s.Required {
		if _, there := object[name]; !there {
			return at + " lacks " + name
		}
	}
	rest, hasRest := s.rest()
	for name, value := range object {
		member, known := s.Properties[name]
		switch {
		case known:
		case hasRest:
			member = rest
		case s.More == false:
			return at + " has a member " + name
		}
		if b := d.breach(member, value, at+"."+name); b != "" {
			return b
		}
	}
	return ""
}

func kindOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		if v == math.Trunc(v) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	default:
		return "object"
	}
}

func (s schema) allows(kind string) bool {
	types := s.types()
	return len(types) == 0 || slices.Contains(types, kind) || kind == "integer" && slices.Contains(types, "number")
}

// types are the JSON types that s allows; none is any.
func (s schema) types() (list []string) {
	switch t := s.Type.(type) {
	case string:
		return []string{t}
	case []any:
		for _, name := range t {
			text, _ := name.(string)
			list = append(list, text)
		}
	}
	return list
}

// answered is the first place at which an answer is not one that the document
// has for its status; empty if it is.
func (d document) answered(op operation, r reply, v any) string {
	documented, found := op.Responses[strconv.Itoa(r.status)]
	if r.status >= 400 {
		documented, found = op.Responses["default"]
	}
	if !found {
		return fmt.Sprintf("the document knows no answer %d", r.status)
	}
	media, _, _ := strings.Cut(r.header.Get("Content-Type"), ";")
	shape, found := documented.Content[media]
	switch {
	case len(documented.Content) == 0 && r.text == "":
		return ""
	case !found:
		return fmt.Sprintf("the document knows no answer %d of %q", r.status, media)
	case strings.HasSuffix(media, "json"):
		return d.breach(shape.Schema, v, "the answer")
	}
	return ""
}
