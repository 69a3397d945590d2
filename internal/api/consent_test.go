package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"alex/internal/api"
)

// TestYesNamesItsPlaces is what a person's yes to models is kept as.
func TestYesNamesItsPlaces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, before, says string
		want               []string
	}{
		{"a bare yes is for the places that there are", "", `{"allowModels":true}`, []string{"a.example", "b.example"}},
		{"a new yes over a copy of the answer before", "", `{"allowModels":true,"modelsSentTo":[]}`, []string{"a.example", "b.example"}},
		{"a yes for one place", "", `{"allowModels":true,"modelsSentTo":["a.example"]}`, []string{"a.example"}},
		{
			"a copy of a yes", `{"allowModels":true,"modelsSentTo":["a.example"]}`,
			`{"allowModels":true,"modelsSentTo":["a.example"],"retirementAge":60}`,
			[]string{"a.example"},
		},
		{"a yes again that names none", `{"allowModels":true,"modelsSentTo":["a.example"]}`, `{"allowModels":true,"retirementAge":60}`, []string{"a.example"}},
		{"a no names none", `{"allowModels":true}`, `{"allowModels":false,"modelsSentTo":["a.example"]}`, []string{}},
		{"nothing said is no", `{"allowModels":true}`, `{}`, []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(s *api.Server) {
				s.Site.Models = []api.Model{{Name: "m", SentTo: "b.example"}, {Name: "n", SentTo: "a.example"}, {Name: "o", SentTo: "a.example"}}
			})
			if c.before != "" {
				w.must(t, http.StatusOK, "ann", "PUT", "/api/user", c.before)
			}
			w.must(t, http.StatusOK, "ann", "PUT", "/api/user", c.says)
			got := as[api.PersonBody](t, w.must(t, http.StatusOK, "ann", "GET", "/api/user", "")).ModelsSentTo
			if !slices.Equal(got, c.want) {
				t.Errorf("it is kept for %q, want %q", got, c.want)
			}
		})
	}
}

// TestYesBeforeThereWereModels is a yes for no place: who said it is asked again.
func TestYesBeforeThereWereModels(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, http.StatusOK, "ann", "PUT", "/api/user", `{"allowModels":true}`)
	for _, says := range []string{`{"allowModels":true}`, `{"allowModels":true,"modelsSentTo":[]}`} {
		r := w.must(t, http.StatusOK, "ann", "PUT", "/api/user", says)
		if !strings.Contains(r.text, `"modelsSentTo":[]`) {
			t.Error(r.text)
		}
	}
	many := `{"allowModels":true,"modelsSentTo":[` + strings.Repeat(`"x.example",`, 20) + `"x.example"]}`
	r := w.must(t, http.StatusUnprocessableEntity, "ann", "PUT", "/api/user", many)
	if !strings.Contains(r.text, "modelsSentTo") {
		t.Error(r.text)
	}
}
