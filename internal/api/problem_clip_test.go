package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"alex/internal/api"
)

// TestOtherJSON: a merge patch is not what it would be taken for.
func TestOtherJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, media := range []string{"application/merge-patch+json", "application/json-patch+json", "application/LD+JSON; charset=utf-8"} {
		w.must(t, http.StatusUnsupportedMediaType, "ann", "PUT", "/api/user", `{"displayName":"x"}`, "Content-Type: "+media)
	}
	w.must(t, http.StatusOK, "ann", "PUT", "/api/user", `{"displayName":"x"}`, "Content-Type: application/json; charset=utf-8")
}

// TestProblemsAreShort: whatever is sent, a problem is no copy of it, and
// names none of the program's types.
func TestProblemsAreShort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var unknown strings.Builder
	for n := range 5_000 {
		fmt.Fprintf(&unknown, `"k%d":0,`, n)
	}
	long := strings.Repeat("é", 400_000)
	for name, c := range map[string]struct{ method, path, body string }{
		"a long unknown field":   {"PUT", "/api/user", `{"` + long + `":0}`},
		"many unknown fields":    {"PUT", "/api/user", `{` + unknown.String() + `"z":0}`},
		"a long value":           {"PUT", "/api/user", `{"retirementAge":"` + long + `"}`},
		"a long number":          {"PUT", "/api/instruments/VTI", `{"price":"` + strings.Repeat("9", 900_000) + `"}`},
		"a long twice":           {"PUT", "/api/user", `{"` + long + `":0,"` + long + `":0}`},
		"a number past all ints": {"PUT", "/api/user", `{"retirementAge":1e300}`},
		"a number past floats":   {"PUT", "/api/instruments/VTI", `{"allocationAssetClass":{"equity":1e1000000000}}`},
		"a weight that is text":  {"PUT", "/api/instruments/VTI", `{"allocationAssetClass":{"equity":"x"}}`},
		"a list for an object":   {"POST", "/api/accounts", `[]`},
		"a long plan":            {"POST", "/api/retirement/projection", `{"` + long + `":0}`},
		"a plan of another form": {"POST", "/api/retirement/projection", `{"incomes":{"a":[1]},"currentAge":{}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := w.call(t, "ann", c.method, c.path, c.body)
			if r.status < 400 || r.status >= http.StatusInternalServerError {
				t.Fatalf("answered %d: %.300s", r.status, r.text)
			}
			p := as[api.Problem](t, r)
			for _, text := range []string{"Go ", "json:", "api.", "alex.", "struct", "float64", "int64"} {
				if strings.Contains(r.text, text) {
					t.Errorf("it says %q: %.400s", text, r.text)
				}
			}
			if utf8.RuneCountInString(p.Detail) > 300 || len(p.Errors) > 100 {
				t.Errorf("%d bytes of detail, %d errors", len(p.Detail), len(p.Errors))
			}
			for _, e := range p.Errors {
				if utf8.RuneCountInString(e.Location) > 300 || utf8.RuneCountInString(e.Message) > 300 {
					t.Errorf("an error of %d bytes", len(e.Location)+len(e.Message))
				}
			}
		})
	}
}
