package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/job"
	"alex/internal/report"
	"alex/internal/retirement"
	"alex/internal/store"
)

// frozen is a snapshot by the versions of this program.
func frozen() alex.Snapshot {
	return alex.Snapshot{
		AsOf: "2026-10-30", Person: alex.Person{ID: "ann"}, Accounts: []alex.Account{}, Instruments: []alex.Instrument{},
		Versions: alex.Versions{Engine: retirement.EngineVersion, Facts: report.FactsVersion, Reference: "of another day"},
	}
}

// keeping is work that keeps a snapshot and ends with the result.
func keeping(t testing.TB, s alex.Snapshot, r store.Result) job.Work {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := report.NewSheet(r.Report.Facts)
	if err != nil {
		t.Fatal(err)
	}
	r.Report.Hash = sheet.Hash()
	return func(ctx context.Context, _ alex.Job, h *job.Handle) error {
		if err := h.SavePart(ctx, alex.PartSnapshot, text); err != nil {
			return err
		}
		if err := h.SavePart(ctx, alex.PartTags, []byte(`[{"symbol":"VTI"}]`)); err != nil {
			return err
		}
		_, err := h.Complete(ctx, r)
		return err
	}
}

// analyzed runs one analysis of ann's and answers the path of its report.
func (w *world) analyzed(t testing.TB, work job.Work) (path, jobPath string) {
	t.Helper()
	jobPath = w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", "").header.Get("Location")
	w.worker(work).run(t)
	return "/api/reports/" + field(t, w.must(t, http.StatusOK, "ann", "GET", jobPath, ""), "reportId"), jobPath
}

func TestReports(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, jobPath := w.analyzed(t, quick)
	r := w.must(t, http.StatusOK, "ann", "GET", path, "")
	whole := as[api.WholeReport](t, r)
	if len(whole.Sections) != 1 || len(whole.Facts) != 1 || "/api/jobs/"+string(whole.JobID) != jobPath || whole.GeneratedAt == nil {
		t.Errorf("the report is %s", r.text)
	}
	if !strings.Contains(r.text, `"verified":null`) {
		t.Errorf("before it is verified the report says %s", r.text)
	}
	w.must(t, http.StatusNotModified, "ann", "GET", path, "", "If-None-Match: "+r.header.Get("ETag"))
	list := w.must(t, http.StatusOK, "ann", "GET", "/api/reports", "")
	for _, long := range []string{`"sections"`, `"charts"`, `"facts"`} {
		if strings.Contains(list.text, long) {
			t.Errorf("the list carries %s", long)
		}
	}
	if !strings.Contains(list.text, `"verified":null`) {
		t.Errorf("before it is verified the list says %s", list.text)
	}
	items := as[api.ListBody[api.ReportSummary]](t, list).Items
	if len(items) != 1 || items[0].JobID != whole.JobID || items[0].Summary != "In short." {
		t.Errorf("the list is %s", list.text)
	}
	if theirs := w.must(t, http.StatusOK, "bob", "GET", "/api/reports", ""); !strings.Contains(theirs.text, `"items":[]`) {
		t.Errorf("another's list is %s", theirs.text)
	}
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, _ := w.analyzed(t, keeping(t, frozen(), smallResult()))
	r := w.must(t, http.StatusOK, "ann", "GET", path+"/evidence", "")
	if r.header.Get("Content-Disposition") != `attachment; filename="alex-report-2026-10-30.zip"` || r.header.Get("Content-Type") != "application/zip" {
		t.Errorf("the headers are %v", r.header)
	}
	if again := w.must(t, http.StatusOK, "ann", "GET", path+"/evidence", ""); again.text != r.text {
		t.Error("the same report gives another zip")
	}
	files := unzipped(t, r.text)
	want := []string{
		"snapshot.json", "tags.json", "facts.json", "sections.json", "charts.json", "trace.json", "report.json",
		"facts.csv", "report.md", "report.html", "README.txt",
	}
	for _, name := range want {
		if files[name] == "" {
			t.Errorf("%s is missing", name)
		}
		if strings.HasSuffix(name, ".json") && !json.Valid([]byte(files[name])) {
			t.Errorf("%s is no JSON: %s", name, files[name])
		}
	}
	if len(files) != len(want) {
		t.Errorf("the pack has %d files, want %d", len(files), len(want))
	}
	rows, err := csv.NewReader(strings.NewReader(files["facts.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cells := [][]string{
		{"id", "value", "unit", "text", "label", "source", "asOf"},
		{"total.value", "'-5.00", "$", "'=cmd()", "'@label", "", "2026-10-30"},
	}
	if diff := cmp.Diff(cells, rows); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(files["report.md"], "You own") || !strings.Contains(files["report.html"], "<html") || !strings.Contains(files["trace.json"], `"reporter"`) {
		t.Errorf("the pack does not hold the report: %v", files)
	}
}

// TestReportsForReading: the same texts as in the pack.
func TestReportsForReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, _ := w.analyzed(t, keeping(t, frozen(), smallResult()))
	files := unzipped(t, w.must(t, http.StatusOK, "ann", "GET", path+"/evidence", "").text)
	for suffix, want := range map[string][2]string{
		"/markdown": {"text/markdown; charset=utf-8", files["report.md"]},
		"/html":     {"text/html; charset=utf-8", files["report.html"]},
	} {
		r := w.must(t, http.StatusOK, "ann", "GET", path+suffix, "")
		if r.header.Get("Content-Type") != want[0] || r.text != want[1] {
			t.Errorf("%s is %s, %q", suffix, r.header.Get("Content-Type"), r.text)
		}
	}
}

func TestEvidenceOfLittle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, _ := w.analyzed(t, quick)
	files := unzipped(t, w.must(t, http.StatusOK, "ann", "GET", path+"/evidence", "").text)
	if _, found := files["snapshot.json"]; found || files["report.json"] == "" {
		t.Errorf("the pack of a report without a snapshot has %d files", len(files))
	}
	w.must(t, http.StatusConflict, "ann", "POST", path+"/verify", "")
}

func unzipped(t testing.TB, text string) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader([]byte(text)), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.File {
		body, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(body)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(data)
	}
	return files
}

func TestVerify(t *testing.T) {
	t.Parallel()
	stored := smallResult().Report.Facts[0]
	other, words, added := stored, stored, alex.Fact{ID: "extra", Value: "1", Unit: alex.UnitCount, Text: "1", AsOf: "2026-10-30"}
	other.Value, words.Label = "6.00", "what it is"
	old := frozen()
	old.Versions.Engine = "0.0.1"
	for name, c := range map[string]struct {
		snapshot alex.Snapshot
		facts    []alex.Fact
		result   alex.VerifyResult
		diffs    []api.Difference
	}{
		"the same":       {frozen(), []alex.Fact{stored}, alex.VerifySame, nil},
		"another value":  {frozen(), []alex.Fact{other}, alex.VerifyDifferent, []api.Difference{{Fact: "total.value", Field: "value", Stored: ptr("-5.00"), Recomputed: ptr("6.00")}}},
		"other words":    {frozen(), []alex.Fact{words}, alex.VerifyDifferent, []api.Difference{{Fact: "total.value", Field: "label", Stored: ptr("@label"), Recomputed: ptr("what it is")}}},
		"one more":       {frozen(), []alex.Fact{stored, added}, alex.VerifyDifferent, []api.Difference{{Fact: "extra", Field: "value", Recomputed: ptr("1")}}},
		"one missing":    {frozen(), nil, alex.VerifyDifferent, []api.Difference{{Fact: "total.value", Field: "value", Stored: ptr("-5.00")}}},
		"another engine": {old, nil, alex.VerifyEngineChanged, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(s *api.Server) {
				s.Recompute = func(_ context.Context, s alex.Snapshot, tags []alex.Instrument) ([]alex.Fact, error) {
					if s.AsOf != "2026-10-30" || len(tags) != 1 || tags[0].Symbol != "VTI" {
						t.Errorf("recomputed from %+v with %+v", s, tags)
					}
					return c.facts, nil
				}
			})
			path, _ := w.analyzed(t, keeping(t, c.snapshot, smallResult()))
			got := as[api.Verification](t, w.must(t, http.StatusOK, "ann", "POST", path+"/verify", ""))
			if diff := cmp.Diff(append([]api.Difference{}, c.diffs...), got.Differences); got.Result != c.result || diff != "" {
				t.Errorf("the result is %s, want %s: %s", got.Result, c.result, diff)
			}
			want := &alex.Verified{Result: c.result, At: w.now}
			whole := as[api.WholeReport](t, w.must(t, http.StatusOK, "ann", "GET", path, ""))
			item := as[api.ListBody[api.ReportSummary]](t, w.must(t, http.StatusOK, "ann", "GET", "/api/reports", "")).Items[0]
			if !cmp.Equal(whole.Verified, want) || !cmp.Equal(item.Verified, want) {
				t.Errorf("the report says %+v, the list %+v, want %+v", whole.Verified, item.Verified, want)
			}
			files := unzipped(t, w.must(t, http.StatusOK, "ann", "GET", path+"/evidence", "").text)
			if strings.Contains(files["report.json"], "verified") {
				t.Error("the evidence is of the report's making, and has a verdict")
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }

func TestTrace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, jobPath := w.analyzed(t, quick)
	trace := as[api.Trace](t, w.must(t, http.StatusOK, "ann", "GET", jobPath+"/trace", ""))
	if len(trace.Spans) != 1 || "/api/jobs/"+string(trace.JobID) != jobPath {
		t.Fatalf("the trace is %+v", trace)
	}
	root := trace.Spans[0]
	kinds, agents, tokens := map[api.SpanKind]int{}, map[string]bool{}, 0
	var cost alex.Cost
	walk(root, func(s api.Span) {
		kinds[s.Kind]++
		if s.Kind == api.SpanAgent {
			agents[s.Name], tokens, cost = true, tokens+s.Tokens, cost+s.Cost
		}
	})
	want := map[api.SpanKind]int{api.SpanJob: 1, api.SpanAttempt: 1, api.SpanAgent: 5, api.SpanDecision: 1, api.SpanEvent: 2}
	if diff := cmp.Diff(want, kinds); diff != "" || len(agents) != 5 {
		t.Errorf("the agents are %v: %s", agents, diff)
	}
	if root.Tokens != 25 || tokens != 25 || root.Cost.String() != "0.25" || cost != root.Cost {
		t.Errorf("the job has %d tokens and %s, its agents %d and %s", root.Tokens, root.Cost, tokens, cost)
	}
	attempt := root.Children[1]
	planner := attempt.Children[0]
	if attempt.Name != "attempt 1" || planner.Name != "planner" || *planner.DurationMS != 2500 || len(planner.Children) != 5 {
		t.Errorf("the attempt is %+v", attempt)
	}
	if why := planner.Children[0].Attributes; why["why"] != "all is classified" || why["symbols"] != "VTI" {
		t.Errorf("the decision says %v", why)
	}
}

func walk(s api.Span, visit func(api.Span)) {
	visit(s)
	for _, child := range s.Children {
		walk(child, visit)
	}
}

func TestTraceOfTroubles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.must(t, http.StatusAccepted, "ann", "POST", "/api/analyze", "").header.Get("Location")
	waiting := as[api.Trace](t, w.must(t, http.StatusOK, "ann", "GET", path+"/trace", "")).Spans[0]
	if len(waiting.Children) != 1 || waiting.CompletedAt != nil || waiting.Attributes["status"] != "pending" {
		t.Errorf("a job that waits has the trace %+v", waiting)
	}
	fails := w.worker(func(ctx context.Context, _ alex.Job, h *job.Handle) error {
		if err := h.SaveSteps(ctx, []alex.Step{{Agent: alex.Reporter, Status: alex.StepFailed, Error: "no words"}}); err != nil {
			return err
		}
		return alex.Errorf(alex.CodeUnavailable, "not now")
	})
	for range alex.MaxFailures {
		fails.run(t)
		fails.later += 3600e9
	}
	r := w.must(t, http.StatusOK, "ann", "GET", path+"/trace", "")
	root := as[api.Trace](t, r).Spans[0]
	if root.Attributes["failures"] != "5" || root.Children[1].Attributes["attempts"] != "4" || root.Children[3].Attributes["error"] != "not now" {
		t.Errorf("the trace of a failed job is %s", r.text)
	}
	if !strings.Contains(r.text, "no words") {
		t.Errorf("the trace does not say why the reporter failed: %s", r.text)
	}
}

// TestStrangers asks every route about analyses for what is another's, for
// what does not exist, and for what is no id.
func TestStrangers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	reportPath, jobPath := w.analyzed(t, quick)
	for _, route := range []struct{ method, prefix, suffix, own string }{
		{"GET", "/api/jobs/", "", jobPath},
		{"GET", "/api/jobs/", "/events", jobPath},
		{"GET", "/api/jobs/", "/trace", jobPath},
		{"POST", "/api/jobs/", "/cancel", jobPath},
		{"GET", "/api/reports/", "", reportPath},
		{"GET", "/api/reports/", "/evidence", reportPath},
		{"GET", "/api/reports/", "/markdown", reportPath},
		{"GET", "/api/reports/", "/html", reportPath},
		{"POST", "/api/reports/", "/verify", reportPath},
	} {
		t.Run(route.method+" "+route.prefix+"{id}"+route.suffix, func(t *testing.T) {
			t.Parallel()
			theirs := w.must(t, http.StatusForbidden, "bob", route.method, route.own+route.suffix, "")
			nobodys := w.must(t, http.StatusForbidden, "bob", route.method, route.prefix+nobodysID+route.suffix, "")
			if a, b := as[api.Problem](t, theirs), as[api.Problem](t, nobodys); a.Detail != b.Detail || a.Code != b.Code {
				t.Errorf("another's answers %s, nobody's %s", theirs.text, nobodys.text)
			}
			w.must(t, http.StatusUnauthorized, "", route.method, route.own+route.suffix, "")
			for _, id := range []string{"7", "%00", "x", nobodysID + "0"} {
				p := as[api.Problem](t, w.must(t, http.StatusUnprocessableEntity, "ann", route.method, route.prefix+id+route.suffix, ""))
				if len(p.Errors) == 0 || p.Errors[0].Location != "path.id" {
					t.Errorf("the id %q is refused at %v", id, p.Errors)
				}
			}
		})
	}
}

func TestAnalysisStatuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(t, http.StatusOK, "ann", "PUT", "/api/user", `{"birthDate":"1968-04-12"}`)
	for name, c := range map[string]struct {
		who, method, path, body string
		status                  int
		place                   string
	}{
		"analyze without a token":  {"", "POST", "/api/analyze", "", 401, ""},
		"an unknown field":         {"ann", "POST", "/api/analyze", `{"userId":"bob"}`, 422, "body.userId"},
		"a day that is none":       {"ann", "POST", "/api/analyze", `{"asOf":"2026-02-30"}`, 422, "body.asOf"},
		"a day to come":            {"ann", "POST", "/api/analyze", `{"asOf":"2026-12-30"}`, 422, "body.asOf"},
		"a day before one's birth": {"ann", "POST", "/api/analyze", `{"asOf":"1968-04-11"}`, 422, "body.asOf"},
		"no JSON":                  {"ann", "POST", "/api/analyze", `{`, 400, "body"},
		"a list":                   {"ann", "POST", "/api/analyze", `[]`, 422, "body"},
		"a cursor of other things": {"ann", "GET", "/api/jobs?cursor=xyz", "", 422, "query.cursor"},
		"too many reports":         {"ann", "GET", "/api/reports?limit=201", "", 422, "query.limit"},
		"no projection yet":        {"ann", "GET", "/api/retirement", "", 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := as[api.Problem](t, w.must(t, c.status, c.who, c.method, c.path, c.body))
			if c.place != "" && (len(p.Errors) == 0 || p.Errors[0].Location != c.place) {
				t.Errorf("the refused place is %v, want %s", p.Errors, c.place)
			}
		})
	}
}
