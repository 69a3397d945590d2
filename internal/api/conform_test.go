package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
)

// document is the OpenAPI document, as far as answers are compared with it.
type document struct {
	Paths      map[string]map[string]operation `json:"paths"`
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
}

type operation struct {
	ID         string                `json:"operationId"`
	Security   []map[string][]string `json:"security"`
	Parameters []parameter           `json:"parameters"`
	Body       *struct {
		Required bool                 `json:"required"`
		Content  map[string]mediaType `json:"content"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]mediaType `json:"content"`
	} `json:"responses"`
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

type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Format     string            `json:"format"`
	Pattern    string            `json:"pattern"`
	Enum       []any             `json:"enum"`
	Items      *schema           `json:"items"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	OneOf      []schema          `json:"oneOf"`
	More       any               `json:"additionalProperties"`
}

// breach is the first place at which v is not as s says; empty if it is.
func (d document) breach(s schema, v any, at string) string {
	if s.Ref != "" {
		s = d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
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
		if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(v) || s.Format == "date" && v == "" {
			return fmt.Sprintf("%s is %q", at, v)
		}
	case []any:
		for i, item := range v {
			if s.Items == nil {
				break
			}
			if b := d.breach(*s.Items, item, at+"["+strconv.Itoa(i)+"]"); b != "" {
				return b
			}
		}
	case map[string]any:
		return d.breachOf(s, v, at)
	}
	return ""
}

func (d document) breachOf(s schema, object map[string]any, at string) string {
	for _, name := range s.Required {
		if _, there := object[name]; !there {
			return at + " lacks " + name
		}
	}
	for name, value := range object {
		member, known := s.Properties[name]
		if !known && s.More == false {
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
		if v == float64(int64(v)) {
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
	is := func(t any) bool { return t == kind || t == "number" && kind == "integer" }
	switch t := s.Type.(type) {
	case nil:
		return true
	case []any:
		return slices.ContainsFunc(t, is)
	default:
		return is(t)
	}
}

// TestAnswersAreAsDocumented walks the routes about what is owned, and
// compares every answer with the document.
func TestAnswersAreAsDocumented(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	doc := as[document](t, w.must(t, 200, "", "GET", "/api/openapi.json", ""))
	check := func(method, route string, r reply) reply {
		t.Helper()
		answer, found := doc.Paths[route][strings.ToLower(method)].Responses[strconv.Itoa(r.status)]
		kind := "application/json"
		if r.status >= http.StatusBadRequest {
			answer, found = doc.Paths[route][strings.ToLower(method)].Responses["default"]
			kind = "application/problem+json"
		}
		if b := doc.breach(answer.Content[kind].Schema, as[any](t, r), "the answer"); !found || b != "" {
			t.Errorf("%s %s (%d): %s", method, route, r.status, b)
		}
		return r
	}
	ask := func(method, route, id, body string) reply {
		t.Helper()
		return check(method, route, w.call(t, "ann", method, strings.Replace(route, "{id}", id, 1), body))
	}
	const undated = "account,symbol,quantity,price\nIRA 11112222,VTI,1,\nIRA 11112222,XYZ,-1,\n"
	for _, text := range []string{october, november, undated} {
		shown := as[api.PreviewBody](t, check("POST", "/api/import/preview", w.preview(t, 200, "ann", "f.csv", text, "")))
		made := ask("POST", "/api/import", "", commitBody(t, shown.PreviewID))
		ask("GET", "/api/imports/{id}", field(t, made, "importId"), "")
		ask("POST", "/api/import/{id}/undo", field(t, made, "importId"), "")
		ask("POST", "/api/import/{id}/undo", field(t, made, "importId"), "")
		w.must(t, 201, "ann", "POST", "/api/import", commitBody(t, as[api.PreviewBody](t, w.preview(t, 200, "ann", "f.csv", text, "")).PreviewID))
	}
	check("POST", "/api/import/preview", w.preview(t, 422, "ann", "f.csv", "Instrument,Holdings,Worth\nAAPL,10,2681.50\n", ""))
	ask("GET", "/api/imports", "", "")
	ask("GET", "/api/portfolio/history", "", "")
	ask("POST", "/api/sample-portfolio", "", "")
	for _, rule := range alex.CashOnly.Known() {
		ask("POST", "/api/rebalance", "", `{"rule":"`+string(rule)+`","instruments":["VTI","BND"],"targets":{"equity":30,"fixed_income":50,"cash":20}}`)
	}
	for _, plan := range []string{leastPlan, fullPlan} {
		id := field(t, ask("POST", "/api/plans", "", plan), "id")
		ask("GET", "/api/plans/{id}", id, "")
		ask("PUT", "/api/plans/{id}", id, leastPlan)
	}
	ask("GET", "/api/plans", "", "")
	ask("GET", "/api/user/export", "", "")
}

// resolved is the schema that s stands for.
func (d document) resolved(s schema) schema {
	if s.Ref != "" {
		return d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	return s
}
