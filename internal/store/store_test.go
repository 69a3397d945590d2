package store_test

import (
	"context"
	"flag"
	"reflect"
	"strings"
	"testing"

	"alex"
	"alex/internal/goldenfile"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

var update = flag.Bool("update", false, "rewrite golden files")

func open(t testing.TB) *store.Store {
	t.Helper()
	s := sqlitetest.Open(t)
	if err := s.Migrate(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	return s
}

// Whatever System can do, it can do to anyone: each new method is looked at.
func TestSystemMethodsAreGolden(t *testing.T) {
	t.Parallel()
	system := reflect.TypeFor[*store.System]()
	var lines strings.Builder
	for i := range system.NumMethod() {
		m := system.Method(i)
		lines.WriteString(m.Name + strings.TrimPrefix(m.Type.String(), "func") + "\n")
	}
	goldenfile.Compare(t, *update, "testdata/system.golden", lines.String())
}

// No method of Personal takes a person: its own is the only one it knows.
func TestPersonalTakesNoPersonID(t *testing.T) {
	t.Parallel()
	personal := reflect.TypeFor[*store.Personal]()
	for i := range personal.NumMethod() {
		m := personal.Method(i)
		for n := range m.Type.NumIn() {
			if m.Type.In(n) == reflect.TypeFor[alex.PersonID]() {
				t.Errorf("%s takes a PersonID", m.Name)
			}
		}
	}
	if personal.NumMethod() < 20 {
		t.Errorf("only %d methods were looked at", personal.NumMethod())
	}
}
