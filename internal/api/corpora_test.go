//go:build corpora

package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// corpora is a folder with well-known collections, which do not belong to this
// project: CORPORA names it.
func corpora(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("CORPORA")
	if folder == "" {
		t.Skip("CORPORA says where the public files are")
	}
	return folder
}

// TestJSONTestSuite has every file whose name begins with y taken for JSON, and
// refuses every one that begins with n.
func TestJSONTestSuite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	files, err := filepath.Glob(filepath.Join(corpora(t), "json-test-suite", "test_parsing", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	counts := map[string]int{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		r := w.call(t, "ann", "POST", projectionRoute, string(text))
		switch kind := name[:1]; {
		case strings.HasPrefix(name, "y_object_duplicated_key") && r.status == http.StatusBadRequest:
			counts["twice"]++ // a member that stands twice is refused on purpose
		case kind == "y" && r.status == http.StatusUnprocessableEntity, // JSON, though no plan
			kind == "n" && r.status == http.StatusBadRequest,
			kind == "n" && len(text) == 0 && r.status < 500, // no body at all
			kind == "i" && r.status < 500:
			counts[kind]++
		default:
			counts["wrong"]++
			t.Logf("%s = %d: %s", name, r.status, r.text)
		}
	}
	t.Attr("measured", fmt.Sprintf("accepted=%d twice=%d refused=%d either=%d wrong=%d", counts["y"], counts["twice"], counts["n"], counts["i"], counts["wrong"]))
	if wrong := counts["wrong"]; wrong > 0 {
		t.Errorf("%d of %d files are read wrongly", wrong, len(files))
	}
}

// TestNaughtyStrings gives every string of the list to every text field.
func TestNaughtyStrings(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(corpora(t), "blns", "blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	account := field(t, w.must(t, 201, "ann", "POST", "/api/accounts", ira), "id")
	plan := field(t, w.must(t, 201, "ann", "POST", "/api/plans", leastPlan), "id")
	kept, refused := 0, 0
	for _, f := range textFields() {
		method, path, _ := strings.Cut(f.route, " ")
		path = strings.Replace(strings.Replace(path, "accounts/{id}", "accounts/"+account, 1), "plans/{id}", "plans/"+plan, 1)
		for n, text := range list {
			body := strings.Replace(f.body, "{text}", string(encoded(text)), 1)
			r := w.call(t, "ann", method, path, strings.Replace(body, "{symbol}", fmt.Sprint("S", n), 1))
			switch {
			case text == "" && r.status/100 == 2: // a name may be left out
			case r.status == http.StatusOK || r.status == http.StatusCreated:
				kept++
				w.reads(t, f, path, text, r)
			case r.status == http.StatusUnprocessableEntity && names422(f.member, r) && refusable(text):
				refused++
			default:
				t.Errorf("%s of %q as %s = %d: %s", f.route, text, f.member, r.status, r.text)
			}
		}
	}
	t.Attr("measured", fmt.Sprintf("strings=%d fields=%d kept=%d refused=%d changed=0", len(list), len(textFields()), kept, refused))
}
