package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"alex/internal/api"
)

func (w *world) history(t *testing.T, who, query string) api.HistoryBody {
	t.Helper()
	return as[api.HistoryBody](t, w.must(t, http.StatusOK, who, "GET", "/api/portfolio/history"+query, ""))
}

// days are the days, values and sources of a page.
func days(h api.HistoryBody) string {
	var all []string
	for _, v := range h.Items {
		all = append(all, string(v.AsOf)+" "+v.TotalValue.String()+" "+v.Source)
	}
	return strings.Join(all, ", ")
}

func TestHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	if h := w.history(t, "ann", ""); len(h.Items) != 0 || h.NextCursor != nil || h.Note != "value, not return: deposits included" {
		t.Errorf("of nothing it is %+v", h)
	}
	w.commit(t, "ann", w.previewed(t, "ann", "october.csv", october).PreviewID)
	if got := days(w.history(t, "ann", "")); got != "2026-10-30 1375.50 import, 2026-11-02 1375.50 current" {
		t.Errorf("after one import: %s", got)
	}
	id := w.commit(t, "ann", w.previewed(t, "ann", "november.csv", november).PreviewID)
	const whole = "2026-10-30 1375.50 import, 2026-11-01 1435.00 import, 2026-11-02 1435.00 current"
	if got := days(w.history(t, "ann", "")); got != whole {
		t.Errorf("after two imports: %s", got)
	}
	w.pages(t, whole)
	w.now = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	if got := days(w.history(t, "ann", "")); got != "2026-10-30 1375.50 import, 2026-11-01 1435.00 import" {
		t.Errorf("on the day of the last import: %s", got)
	}
	w.must(t, 200, "ann", "POST", "/api/import/"+id+"/undo", "")
	if got := days(w.history(t, "ann", "")); got != "2026-10-30 1375.50 import, 2026-11-01 1375.50 current" {
		t.Errorf("after undoing: %s", got)
	}
	if h := w.history(t, "bob", ""); len(h.Items) != 0 {
		t.Errorf("bob sees %s", days(h))
	}
	w.must(t, 422, "ann", "GET", "/api/portfolio/history?cursor=x", "")
}

// pages reads the same by pages of two.
func (w *world) pages(t *testing.T, whole string) {
	t.Helper()
	var read []string
	for query := "?limit=2"; query != ""; {
		page := w.history(t, "ann", query)
		if len(page.Items) == 0 || len(page.Items) > 2 {
			t.Fatalf("a page has %d items", len(page.Items))
		}
		read = append(read, days(page))
		query = ""
		if page.NextCursor != nil {
			query = "?limit=2&cursor=" + *page.NextCursor
		}
	}
	if got := strings.Join(read, ", "); got != whole {
		t.Errorf("page by page: %s", got)
	}
}
