package llm

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"

	"alex"
)

// Schema is the JSON Schema (2020-12) of the structured answer T, on one line:
// fields in their order, each with the text of its `description` tag, all
// required unless they are omitempty, and none beside them. Types with a
// closed list of values (a Known method) are enums, and as keys of a map the
// only properties that it may have. A Percent is a number from 0 to 100; Money
// and Decimal are strings of digits.
//
// T must not contain itself.
func Schema[T any]() json.RawMessage {
	body, err := json.Marshal(reflector().ReflectFromType(reflect.TypeFor[T]()))
	if err != nil {
		panic(fmt.Sprintf("the schema of %v: %v", reflect.TypeFor[T](), err)) // a defect of T
	}
	return body
}

func reflector() *jsonschema.Reflector {
	return &jsonschema.Reflector{Anonymous: true, DoNotReference: true, Mapper: ours, LookupComment: description}
}

// description is the tag of a field; a type has none.
func description(t reflect.Type, field string) string {
	if t.Kind() != reflect.Struct {
		return ""
	}
	f, _ := t.FieldByName(field)
	return f.Tag.Get("description")
}

// ours is the schema of a type that says more than its kind; nil leaves it to
// the library.
func ours(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[alex.Percent]():
		return &jsonschema.Schema{Type: "number", Minimum: "0", Maximum: "100"}
	case reflect.TypeFor[alex.Money]():
		return &jsonschema.Schema{Type: "string", Pattern: `^-?[0-9]+(\.[0-9]{1,2})?$`}
	case reflect.TypeFor[alex.Decimal]():
		return &jsonschema.Schema{Type: "string", Pattern: `^-?[0-9]+(\.[0-9]+)?$`}
	}
	if values, ok := known(t); ok {
		return &jsonschema.Schema{Type: "string", Enum: values}
	}
	if t.Kind() == reflect.Map {
		return closed(t)
	}
	return nil
}

// known are the values of a type with a closed list of them.
func known(t reflect.Type) (values []any, ok bool) {
	if t.Kind() != reflect.String {
		return nil, false
	}
	method := reflect.Zero(t).MethodByName("Known")
	if !method.IsValid() || method.Type().NumIn() != 0 || method.Type().NumOut() != 1 || method.Type().Out(0) != reflect.SliceOf(t) {
		return nil, false
	}
	list := method.Call(nil)[0]
	for i := range list.Len() {
		values = append(values, list.Index(i).String())
	}
	return values, true
}

// closed is the schema of a map whose keys have a closed list: an object with
// these properties, none of them required.
func closed(t reflect.Type) *jsonschema.Schema {
	keys, ok := known(t.Key())
	if !ok {
		return nil
	}
	object := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	for _, key := range keys {
		value := reflector().ReflectFromType(t.Elem())
		value.Version = ""
		object.Properties.Set(fmt.Sprint(key), value)
	}
	return object
}
