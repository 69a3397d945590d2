package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"testing"

	"alex/internal/goldenfile"
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
	goldenfile.Compare(t, *update, path, text.String())
}
