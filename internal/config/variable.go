package config

import (
	"fmt"
	"log/slog"
	"reflect"
	"strings"
)

// Variable describes one setting as people set it.
type Variable struct {
	Name    string
	Default string // empty where there is none
	Doc     string
	Used    string // the part of Alex that reads it
	Secret  bool
}

// Variables lists every setting in the order of the struct.
func Variables() []Variable {
	t := reflect.TypeFor[Config]()
	list := make([]Variable, t.NumField())
	for i := range list {
		field := t.Field(i)
		list[i] = Variable{
			Name: field.Tag.Get("env"), Default: field.Tag.Get("envDefault"),
			Doc: field.Tag.Get("doc"), Used: field.Tag.Get("used"),
			Secret: field.Type == reflect.TypeFor[Secret](),
		}
		if choices := field.Tag.Get("oneOf"); choices != "" {
			list[i].Doc += ": " + strings.Join(strings.Fields(choices), ", ")
		}
	}
	return list
}

// String lists the settings as NAME=value lines, with secrets masked.
func (c Config) String() string {
	var b strings.Builder
	v := reflect.ValueOf(c)
	for i, variable := range Variables() {
		fmt.Fprintf(&b, "%s=%v\n", variable.Name, v.Field(i).Interface())
	}
	return b.String()
}

// LogValue is one attribute for each setting, with secrets masked.
func (c Config) LogValue() slog.Value {
	v := reflect.ValueOf(c)
	attrs := make([]slog.Attr, v.NumField())
	for i, variable := range Variables() {
		attrs[i] = slog.String(variable.Name, fmt.Sprint(v.Field(i).Interface()))
	}
	return slog.GroupValue(attrs...)
}
