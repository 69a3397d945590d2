package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// TestPageKnowsTheAPI: the document that the page's types are made of is the
// one that the server answers. -update writes it anew; then `npm run generate`
// in frontend makes the types of it.
func TestPageKnowsTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed, signingIn)
	path := filepath.Join("..", "..", "frontend", "src", "api", "openapi.json")
	document := as[map[string]any](t, w.must(t, http.StatusOK, "", "GET", "/api/openapi.json", ""))
	document["info"].(map[string]any)["version"] = "" // of the build, and nothing to a type
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(document); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, text.Bytes()) {
		t.Errorf("%s is not what the server answers: run this test with -update, then `npm run generate` in frontend", path)
	}
}
