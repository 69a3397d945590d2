package app

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"alex"
	"alex/internal/api"
)

// offered are the options of a new analysis, by key, and the report.
func offered(t *testing.T, a *App) (keys []string, r api.WholeReport) {
	t.Helper()
	j, err := a.runOne(t.Context(), request{})
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(post(t, a, "GET", "/api/reports/"+string(j.ReportID), "")), &r); err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Choices {
		keys = append(keys, c.Key)
	}
	return keys, r
}

func markChoice(t *testing.T, a *App, r api.WholeReport, key string, mark alex.Mark) {
	t.Helper()
	post(t, a, "PUT", "/api/reports/"+string(r.ID)+"/choices", fmt.Sprintf(`{"key":%q,"mark":%q}`, key, mark))
}

// TestMarksAreFollowedUp: an option that is not for the person makes room for
// another, in every later report, until they take the mark back, which any
// report takes; and where none is left the report says so.
func TestMarksAreFollowedUp(t *testing.T) {
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
