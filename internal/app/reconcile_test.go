package app

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/api"
	"alex/internal/report"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// serviceOf is an API over a fresh app, whose every token is the local person's.
func serviceOf(t *testing.T) (*App, http.Handler) {
	t.Helper()
	s := sqlitetest.Open(t)
	a, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if err := a.load(t.Context(), alex.Person{}, readings{}); err != nil {
		t.Fatal(err)
	}
	server := &api.Server{
		Store: s, Auth: anyone{}, Now: time.Now, Recompute: a.Recompute, AccountKey: bytes.Repeat([]byte("k"), 32),
	}
	return a, server.Handler()
}

// call sends a body and answers a JSON object.
func call(t *testing.T, h http.Handler, status int, method, path, contentType, body string) (answer map[string]any) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	request.Header.Set("Authorization", "Bearer x")
	request.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, request)
	if w.Code != status {
		t.Fatalf("%s %s = %d: %s", method, path, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// give previews a file and imports it without the rows.
func give(t *testing.T, h http.Handler, text string, exclude ...string) (importID string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	file, err := w.CreateFormFile("file", "positions.csv")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.Write([]byte(text))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	shown := call(t, h, http.StatusOK, "POST", "/api/import/preview", w.FormDataContentType(), form.String())
	commit, err := json.Marshal(map[string]any{"previewId": shown["previewId"], "exclude": exclude})
	if err != nil {
		t.Fatal(err)
	}
	id, _ := call(t, h, http.StatusCreated, "POST", "/api/import", "application/json", string(commit))["importId"].(string)
	return id
}

// reportLines are the lines about files in a report that is made now.
func reportLines(t *testing.T, a *App) (lines []string) {
	t.Helper()
	j, err := a.runOne(t.Context(), request{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Store.As(localPerson).Report(t.Context(), j.ReportID)
	if err != nil {
		t.Fatal(err)
	}
	if v := reverified(t, a, r.ID); v.Result != alex.VerifySame {
		t.Errorf("the report is recomputed as %+v", v)
	}
	for _, f := range r.Facts {
		if strings.HasPrefix(f.ID, "import.") {
			lines = append(lines, f.Value)
		}
	}
	for _, line := range lines {
		if method := r.Sections[len(r.Sections)-1]; !strings.Contains(method.Markdown, "- "+line) {
			t.Errorf("%s does not say %q", method.Title, line)
		}
	}
	return lines
}

// latest is the Markdown of the newest report.
func latest(t *testing.T, a *App) string {
	t.Helper()
	mine := a.Store.As(localPerson)
	list, err := mine.Reports(t.Context(), store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := mine.Report(t.Context(), list.Items[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return report.Markdown(r)
}

const twoAccounts = "account,symbol,quantity,price,value\n" +
	"IRA 11112222,VTI,10,100,1000.00\n" + // row-1
	"IRA 11112222,BND,5,70,350.00\n" + // row-2
	"Joint 33334444,GLD,1,250,250.00\n" + // row-3
	"Joint 33334444,XYZ,-1,10,-10.00\n" // row-4, not held

// TestReportsSayHowFilesReconcile follows the line of a file from its preview
// into the report, through a part of it, an edit and undoing.
func TestReportsSayHowFilesReconcile(t *testing.T) {
	t.Parallel()
	a, h := serviceOf(t)
	if lines := reportLines(t, a); lines != nil {
		t.Errorf("without a file the report says %q", lines)
	}
	whole := give(t, h, twoAccounts)
	const all = "generic: 2 accounts, 3 positions, $1,590.00 in the file = $1,600.00 held − $10.00 not held"
	if diff := cmp.Diff([]string{all}, reportLines(t, a)); diff != "" {
		t.Error(diff)
	}
	if text := latest(t, a); !strings.Contains(text, "$0.00 then, $1,600 now: $1,600 more") {
		t.Errorf("the second report says of the first: %s", text)
	}
	part := give(t, h, twoAccounts, "row-2", "row-3", "row-4")
	want := []string{
		all + "; since then 1 account replaced by a newer file",
		"generic: 1 account, 1 position, $1,590.00 in the file = $1,000.00 held + $590.00 not held, with 2 rows left out by choice",
	}
	if diff := cmp.Diff(want, reportLines(t, a)); diff != "" {
		t.Error(diff)
	}
	call(t, h, http.StatusOK, "POST", "/api/import/"+part+"/undo", "application/json", "")
	if diff := cmp.Diff([]string{all}, reportLines(t, a)); diff != "" {
		t.Error(diff)
	}
	call(t, h, http.StatusOK, "POST", "/api/import/"+whole+"/undo", "application/json", "")
	if lines := reportLines(t, a); lines != nil {
		t.Errorf("undone, the report says %q", lines)
	}
}
