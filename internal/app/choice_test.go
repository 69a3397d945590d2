package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"alex"
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
	if len(keys) < 3 || !slices.Contains(keys, "emergency_fund") || !slices.Contains(keys, "tax") {
		t.Fatalf("the options are %q", keys)
	}
	mark := func(status int, body string) {
		v.ask(t, status, "PUT", "/api/reports/"+first+"/choices", body, nil)
	}
	mark(http.StatusOK, `{"key":"emergency_fund","mark":"done"}`)
	mark(http.StatusOK, `{"key":"tax","mark":"not_for_me"}`)
	mark(http.StatusOK, `{"key":"target_drift","mark":"considering"}`)
	mark(http.StatusOK, `{"key":"target_drift","mark":"none"}`)
	mark(http.StatusUnprocessableEntity, `{"key":"no_such","mark":"done"}`)
	mark(http.StatusUnprocessableEntity, `{"key":"tax","mark":"bought"}`)

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
		if c.Key == "emergency_fund" && (c.Mark == nil || *c.Mark != "done") {
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

// offered are the options of a new analysis, by key, and the report.
func offered(t *testing.T, a *App) (keys []string, r api.WholeReport) {
	t.Helper()
	j, err := a.runOne(t.Context(), request{})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(send(t, a, "GET", "/api/reports/"+string(j.ReportID), "")), &r); err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Choices {
		keys = append(keys, c.Key)
	}
	return keys, r
}

func markChoice(t *testing.T, a *App, r api.WholeReport, key string, mark alex.Mark) {
	t.Helper()
	send(t, a, "PUT", "/api/reports/"+string(r.ID)+"/choices", fmt.Sprintf(`{"key":%q,"mark":%q}`, key, mark))
}

// TestMarksMakeRoom: an option that is not for the person makes room for
// another, in every later report, until they take the mark back, which any
// report takes; and where none is left the report says so.
func TestMarksMakeRoom(t *testing.T) {
	t.Parallel()
	a := householdApp(t, "near-retirement-couple")
	first, r := offered(t, a)
	for _, c := range r.Choices {
		if c.Key == "" || strings.Contains(c.Key, "_is_") || !strings.Contains(c.Markdown, "*Where in Alex:*") {
			t.Errorf("an option is %+v", c)
		}
	}
	const none = "none"
	gone := first[0]
	markChoice(t, a, r, gone, alex.MarkNotForMe)
	markChoice(t, a, r, first[1], alex.MarkConsidering)
	second, r := offered(t, a)
	if len(second) < 3 || strings.Contains(strings.Join(second, " "), gone) || second[0] != first[1] {
		t.Errorf("after %s is not theirs the options are %v, before %v", gone, second, first)
	}
	if r.Choices[0].Mark == nil || *r.Choices[0].Mark != alex.MarkConsidering {
		t.Errorf("the mark of %s is %v", second[0], r.Choices[0].Mark)
	}
	if len(r.MarkedBefore) != 1 || r.MarkedBefore[0].Key != gone || r.MarkedBefore[0].Title == "" || *r.MarkedBefore[0].Mark != alex.MarkNotForMe {
		t.Errorf("marked before are %+v", r.MarkedBefore)
	}
	for range 5 { // what comes instead is not theirs either
		for _, c := range r.Choices {
			markChoice(t, a, r, c.Key, alex.MarkNotForMe)
		}
		_, r = offered(t, a)
	}
	if len(r.Choices) != 0 || !strings.Contains(sectionText(r, "choices"), "A mark can be taken back") {
		t.Errorf("with nothing left there are %d options, and: %s", len(r.Choices), sectionText(r, "choices"))
	}
	markChoice(t, a, r, gone, none)
	if again, _ := offered(t, a); len(again) != 1 || again[0] != gone {
		t.Errorf("after the mark of %s is taken back the options are %v", gone, again)
	}
}

func sectionText(r api.WholeReport, key string) string {
	for _, s := range r.Sections {
		if s.Key == key {
			return s.Markdown
		}
	}
	return ""
}
