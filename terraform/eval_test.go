package terraform_test

import (
	"encoding/base64"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// functions are those of Terraform that expressions of these files call.
func functions() map[string]function.Function {
	text := func(of func([]cty.Value) (cty.Value, error), kind cty.Type, parameters ...string) function.Function {
		spec := &function.Spec{Type: function.StaticReturnType(kind)}
		for _, name := range parameters {
			spec.Params = append(spec.Params, function.Parameter{Name: name, Type: cty.String})
		}
		spec.Impl = func(args []cty.Value, _ cty.Type) (cty.Value, error) { return of(args) }
		return function.New(spec)
	}
	return map[string]function.Function{
		"concat": stdlib.ConcatFunc, "contains": stdlib.ContainsFunc, "distinct": stdlib.DistinctFunc, "floor": stdlib.FloorFunc,
		"join": stdlib.JoinFunc, "jsonencode": stdlib.JSONEncodeFunc, "keys": stdlib.KeysFunc,
		"lookup": stdlib.LookupFunc, "merge": stdlib.MergeFunc, "regex": stdlib.RegexFunc, "sort": stdlib.SortFunc, "split": stdlib.SplitFunc,
		"setsubtract": stdlib.SetSubtractFunc, "setunion": stdlib.SetUnionFunc, "substr": stdlib.SubstrFunc, "trimsuffix": stdlib.TrimSuffixFunc,
		"upper": stdlib.UpperFunc, "values": stdlib.ValuesFunc, "try": tryfunc.TryFunc, "can": tryfunc.CanFunc,
		"tostring": stdlib.MakeToFunc(cty.String), "toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)),
		// Terraform counts objects too.
		"length": function.New(&function.Spec{
			Params: []function.Parameter{{Name: "of", Type: cty.DynamicPseudoType}}, Type: function.StaticReturnType(cty.Number),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				switch {
				case args[0].Type() == cty.String:
					return stdlib.Strlen(args[0])
				case args[0].Type().IsObjectType():
					return cty.NumberIntVal(int64(len(args[0].Type().AttributeTypes()))), nil
				}
				return stdlib.Length(args[0])
			},
		}),
		"alltrue": function.New(&function.Spec{
			Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}}, Type: function.StaticReturnType(cty.Bool),
			Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
				for _, v := range args[0].AsValueSlice() {
					if v.False() {
						return cty.False, nil
					}
				}
				return cty.True, nil
			},
		}),
		"startswith": text(func(args []cty.Value) (cty.Value, error) {
			return cty.BoolVal(strings.HasPrefix(args[0].AsString(), args[1].AsString())), nil
		}, cty.Bool, "text", "start"),
		"abspath": text(func(args []cty.Value) (cty.Value, error) { return args[0], nil }, cty.String, "path"),
		"base64decode": text(func(args []cty.Value) (cty.Value, error) {
			decoded, err := base64.StdEncoding.DecodeString(args[0].AsString())
			return cty.StringVal(string(decoded)), err
		}, cty.String, "text"),
	}
}

type values = map[string]cty.Value

func object(v values) cty.Value { return cty.ObjectVal(v) }

func texts(list ...string) cty.Value {
	var items []cty.Value
	for _, item := range list {
		items = append(items, cty.StringVal(item))
	}
	return cty.TupleVal(items)
}

// scope is what expressions of a module see: its variables as they are given, or
// their defaults, what is named beside them, and its locals, those that can be known.
func scope(m module, given, beside values) *hcl.EvalContext {
	variables := values{}
	for _, v := range m.of("variable") {
		variables[v.Labels[0]] = cty.DynamicVal
		if d := v.Body.Attributes["default"]; d != nil {
			variables[v.Labels[0]], _ = d.Expr.Value(nil)
		}
	}
	maps.Copy(variables, given)
	s := &hcl.EvalContext{Functions: functions(), Variables: values{"var": object(variables), "path": object(values{"module": cty.StringVal(".")})}}
	maps.Copy(s.Variables, beside)
	locals := values{}
	for range 10 { // deeper than any local names another
		s.Variables["local"] = object(locals)
		for _, b := range m.of("locals") {
			for name, a := range b.Body.Attributes {
				if v, diagnostics := a.Expr.Value(s); !diagnostics.HasErrors() {
					locals[name] = v
				}
			}
		}
	}
	return s
}

// value is an expression in a scope.
func value(t *testing.T, e hclsyntax.Expression, s *hcl.EvalContext) cty.Value {
	t.Helper()
	v, diagnostics := e.Value(s)
	if diagnostics.HasErrors() {
		t.Fatal(diagnostics)
	}
	return v
}

// with is a scope in which each has a key, and the value that belongs to it.
func with(s *hcl.EvalContext, key string, of cty.Value) *hcl.EvalContext {
	inner := s.NewChild()
	inner.Variables = values{"each": object(values{"key": cty.StringVal(key), "value": of})}
	return inner
}

// accepts reports whether the validation of a variable takes a value, beside others.
func accepts(t *testing.T, m module, variable string, given values) bool {
	t.Helper()
	ok := true
	blocks := blocksOf(m.one(t, "variable", variable).Blocks, "validation")
	if len(blocks) == 0 {
		t.Fatalf("%s takes everything", variable)
	}
	for _, b := range blocks {
		ok = ok && value(t, attribute(t, b.Body, "condition"), scope(m, given, nil)).True()
	}
	return ok
}

// inside is the one block of each name within the one before it.
func inside(t *testing.T, body *hclsyntax.Body, path ...string) *hclsyntax.Body {
	t.Helper()
	for _, name := range path {
		body = only(t, body.Blocks, name)
	}
	return body
}

// holds compares attributes as they are written.
func (m module) holds(t *testing.T, body *hclsyntax.Body, want map[string]string) {
	t.Helper()
	for name, written := range want {
		if a := body.Attributes[name]; a == nil {
			t.Errorf("%s: there is no %s", body.Range(), name)
		} else if got := m.written(a.Expr); got != written {
			t.Errorf("%s: %s is %s, not %s", a.Range(), name, got, written)
		}
	}
}
