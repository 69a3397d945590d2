package app

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"alex/internal/api"
)

// TestMarkedOptionsAreFollowedUp: what a person says of an option stands in the
// reports from then on, the report that offered it stays as it was, and both
// still verify.
func TestMarkedOptionsAreFollowedUp(t *testing.T) {
	t.Parallel()
	v := serving(t).visitor(t)
	v.enter(t, http.StatusCreated, "demo", "")
	read := func(id string) (r api.WholeReport) {
		v.ask(t, http.StatusOK, "GET", "/api/reports/"+id, "", &r)
		return r
	}
	verified := func(id string) (out struct{ Result string }) {
		v.ask(t, http.StatusOK, "POST", "/api/reports/"+id+"/verify", "", &out)
		return out
	}
	first := string(v.analyzed(t).ReportID)
	before := read(first)
	keys := []string{}
	for _, c := range before.Choices {
		keys = append(keys, c.Key)
		if c.Mark != nil || c.Title == "" || strings.Contains(c.Markdown, "{{") {
			t.Errorf("an option is %+v", c)
		}
	}
	if len(keys) < 3 || !slices.Contains(keys, "build_up_the_emergency_fund") || !slices.Contains(keys, "state_a_tax_rate") {
		t.Fatalf("the options are %q", keys)
	}
	mark := func(status int, body string) {
		v.ask(t, status, "PUT", "/api/reports/"+first+"/choices", body, nil)
	}
	mark(http.StatusOK, `{"key":"build_up_the_emergency_fund","mark":"done"}`)
	mark(http.StatusOK, `{"key":"state_a_tax_rate","mark":"not_for_me"}`)
	mark(http.StatusOK, `{"key":"move_back_towards_your_targets","mark":"considering"}`)
	mark(http.StatusOK, `{"key":"move_back_towards_your_targets","mark":"none"}`)
	mark(http.StatusUnprocessableEntity, `{"key":"no_such","mark":"done"}`)
	mark(http.StatusUnprocessableEntity, `{"key":"state_a_tax_rate","mark":"bought"}`)

	v.ask(t, http.StatusOK, "PUT", "/api/user", `{"retirementAge":66,"currentAnnualSpending":"64000"}`, nil) // marks stay
	second := string(v.analyzed(t).ReportID)
	after := read(second)
	text := ""
	for _, s := range after.Sections {
		if s.Key == "choices" {
			text = s.Markdown
		}
	}
	if strings.Contains(text, "**State a tax rate.**") || !strings.Contains(text, "State a tax rate: not for me") || !strings.Contains(text, "Build up the emergency fund: done") {
		t.Errorf("the next report says:\n%s", text)
	}
	for _, c := range after.Choices {
		if c.Key == "build_up_the_emergency_fund" && (c.Mark == nil || *c.Mark != "done") {
			t.Errorf("the option is shown as %+v", c)
		}
	}
	if now := read(first); now.Hash != before.Hash {
		t.Error("a mark changed the report that it was made on")
	}
	for _, id := range []string{first, second} {
		if got := verified(id); got.Result != "same" {
			t.Errorf("report %s verifies as %s", id, got.Result)
		}
	}
}
