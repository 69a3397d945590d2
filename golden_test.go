package alex_test

import (
	"encoding/json"
	"flag"
	"path/filepath"
	"testing"

	"alex/internal/goldenfile"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenJSON compares got, as indented JSON, with testdata/name.
func goldenJSON(t *testing.T, name string, got any) {
	t.Helper()
	text, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	goldenfile.Compare(t, *update, filepath.Join("testdata", name), string(text)+"\n")
}
