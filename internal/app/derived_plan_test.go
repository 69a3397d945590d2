package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/retirement"
	"alex/internal/store/sqlite/sqlitetest"
)

// householdApp has analysed one of the golden households.
func householdApp(t *testing.T, name string) *App {
	t.Helper()
	dir := filepath.Join("..", "..", "testdata", "households", name)
	data, err := os.ReadFile(filepath.Join(dir, "profile.json"))
	if err != nil {
		t.Fatal(err)
	}
	var in Analysis
	if err := json.Unmarshal(data, &in.Person); err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		in.Files = append(in.Files, PositionsFile{
			Name: filepath.Base(name), Open: func() (io.ReadCloser, error) { return os.Open(name) },
		})
	}
	files, err := readFiles(in.Files, "")
	if err != nil {
		t.Fatal(err)
	}
	s := sqlitetest.Open(t)
	a, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if err := a.load(t.Context(), in.Person, files); err != nil {
		t.Fatal(err)
	}
	return a
}

// post asks the API over the app, as the program wires it.
func send(t *testing.T, a *App, method, path, body string) string {
	t.Helper()
	server := &api.Server{Store: a.Store, Auth: anyone{}, Now: time.Now, Recompute: a.Recompute, Tagged: a.Planner.Tagger.Tagged}
	request := httptest.NewRequestWithContext(t.Context(), method, path, bytes.NewReader([]byte(body)))
	request.Header.Set("Authorization", "Bearer x")
	request.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	server.Handler().ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		t.Fatalf("%s %s = %d: %s", method, path, answer.Code, answer.Body)
	}
	return answer.Body.String()
}

// TestDerivedPlanIsTheAnalysis: the plan that is answered, sent back as it is,
// has the odds of the analysis, and so it had before the analysis ran.
func TestDerivedPlanIsTheAnalysis(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"near-retirement-couple", "young-saver", "crypto-heavy", "three-brokers-mutual-funds"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := householdApp(t, name)
			type derived struct {
				Plan    json.RawMessage      `json:"plan"`
				Assumed []retirement.Assumed `json:"assumed"`
				AsOf    alex.Date            `json:"asOf"`
			}
			var before, after derived
			first := send(t, a, "GET", "/api/retirement/plan", "")
			if err := json.Unmarshal([]byte(first), &before); err != nil {
				t.Fatal(err)
			}
			if _, err := a.runOne(t.Context(), request{}); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(send(t, a, "GET", "/api/retirement/plan", "")), &after); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(before.Plan, after.Plan) {
				t.Errorf("the plan is %s before the analysis and %s after it", before.Plan, after.Plan)
			}
			var stored, asked retirement.Projection
			row, err := a.Store.As(localPerson).LatestRetirement(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(row.Projection, &stored); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(send(t, a, "POST", "/api/retirement/projection?detail=quick", string(before.Plan))), &asked); err != nil {
				t.Fatal(err)
			}
			if stored.SuccessRate != asked.SuccessRate || stored.Seed != asked.Seed || stored.Paths != asked.Paths {
				t.Errorf("the analysis says %v in %d futures, the plan %v in %d", stored.SuccessRate, stored.Paths, asked.SuccessRate, asked.Paths)
			}
			if len(before.Assumed) == 0 || before.AsOf.IsZero() {
				t.Errorf("nothing is said of what is assumed: %s", first)
			}
		})
	}
}

// TestOwnAssumptions: what a person assumes decides the analysis, the projection
// of the page and the answer to a question alike, is named in the report, and
// the report is recomputed by it, also after the person has changed their mind.
func TestOwnAssumptions(t *testing.T) {
	t.Parallel()
	a := householdApp(t, "near-retirement-couple")
	usual, err := a.runOne(t.Context(), request{})
	if err != nil {
		t.Fatal(err)
	}
	person, err := a.Store.As(localPerson).Person(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	person.Assumptions = &alex.AssumptionChoice{Set: alex.CautiousSet, Returns: map[string]alex.OwnReturn{
		"equity":    {Compound: alex.PercentOf100(1), Volatility: alex.PercentOf100(30)},
		"inflation": {Compound: alex.PercentOf100(4), Volatility: alex.PercentOf100(1)},
	}}
	save := func() {
		if err := a.Store.As(localPerson).SavePerson(t.Context(), person, nil); err != nil {
			t.Fatal(err)
		}
	}
	save()
	gloomy, err := a.runOne(t.Context(), request{})
	if err != nil {
		t.Fatal(err)
	}
	was, is := fact(t, a, usual.ReportID, "retirement.success"), fact(t, a, gloomy.ReportID, "retirement.success")
	if set := fact(t, a, gloomy.ReportID, "assumption.set"); was == is || set != "own" {
		t.Errorf("by %s assumptions the rate is %s, by the default ones %s", set, is, was)
	}
	if stocks := fact(t, a, gloomy.ReportID, "assumption.equity.return"); stocks != "1.0%" {
		t.Errorf("the report says that stocks return %s", stocks)
	}
	var derived struct {
		Plan        json.RawMessage `json:"plan"`
		Assumptions string          `json:"assumptions"`
	}
	if err := json.Unmarshal([]byte(send(t, a, "GET", "/api/retirement/plan", "")), &derived); err != nil || derived.Assumptions != "own" {
		t.Fatalf("the plan goes by %q, %v", derived.Assumptions, err)
	}
	var stored, asked retirement.Projection
	row, err := a.Store.As(localPerson).LatestRetirement(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again := send(t, a, "POST", "/api/retirement/projection?detail=full&assumptions=own", string(derived.Plan))
	if err := errors.Join(json.Unmarshal(row.Projection, &stored), json.Unmarshal([]byte(again), &asked)); err != nil {
		t.Fatal(err)
	}
	if stored.InputsHash != asked.InputsHash || stored.SuccessRate != asked.SuccessRate || asked.AssumptionSet != "own" {
		t.Errorf("the analysis says %v by %s, the page %v by %s", stored.SuccessRate, stored.InputsHash, asked.SuccessRate, asked.InputsHash)
	}
	question := send(t, a, "POST", "/api/ask", `{"id":"spend_less","value":"1"}`)
	if !strings.Contains(question, `"text":"`+is+`"`) {
		t.Errorf("the answer does not begin with %s: %s", is, question)
	}
	if list := send(t, a, "GET", "/api/assumptions", ""); !strings.Contains(list, `"id":"own"`) {
		t.Errorf("the own set is not listed: %s", list)
	}
	person.Assumptions = nil
	save()
	for _, j := range []alex.Job{usual, gloomy} {
		if v := reverified(t, a, j.ReportID); v.Result != alex.VerifySame {
			t.Errorf("recomputed later, a report is %s: %+v", v.Result, v.Differences)
		}
	}
}

// TestMixOfTodayIsTheReports: the worst year of today's mix is that of the
// report, to the digit, also where Alex classified a part of it.
func TestMixOfTodayIsTheReports(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"near-retirement-couple", "young-saver", "three-brokers-mutual-funds"} {
		a := householdApp(t, name)
		j, err := a.runOne(t.Context(), request{})
		if err != nil {
			t.Fatal(err)
		}
		var list api.MixList
		if err := json.Unmarshal([]byte(send(t, a, "GET", "/api/mixes", "")), &list); err != nil {
			t.Fatal(err)
		}
		today := list.Items[0]
		if today.Key != "current" || today.WorstYear == nil {
			t.Fatalf("%s: the first mix is %+v", name, today)
		}
		said := fmt.Sprintf("%d, %s", today.WorstYear.Year, strings.TrimSuffix(today.WorstYear.Dollars.Abs().Text(), ".00"))
		if want := fact(t, a, j.ReportID, "worst.1.year") + ", " + fact(t, a, j.ReportID, "worst.1.dollars"); said != want {
			t.Errorf("%s: the mix says %s, the report %s", name, said, want)
		}
	}
}

// fact is the text of a fact of a report.
func fact(t *testing.T, a *App, id alex.ID, name string) string {
	t.Helper()
	r, err := a.Store.As(localPerson).Report(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Facts {
		if f.ID == name {
			return f.Text
		}
	}
	t.Fatalf("there is no fact %s", name)
	return ""
}
