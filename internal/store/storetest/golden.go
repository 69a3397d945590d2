package storetest

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/store"
)

// SchemaIsGolden holds the structure that an engine's migrations make to schema.json
// beside its tests, or rewrites that.
func SchemaIsGolden(t *testing.T, s *store.Store, update bool) {
	t.Helper()
	schema, err := s.Describe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(schema, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if update {
		if err := os.WriteFile("schema.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Error("the schema is not the golden one; -update rewrites it:\n", diff)
	}
}
