package api_test

import (
	"net/http"
	"testing"
	"time"
)

// TestReplaysWhateverHasChanged: what was right when it was first asked is
// answered as it was, though it would be refused today.
func TestReplaysWhateverHasChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := `{"symbol":"MINEX","name":"Mine","likeSymbol":"LIKEX"}`
	account := field(t, w.must(t, 201, "ann", "POST", "/api/accounts", ira), "id")
	w.must(t, 201, "ann", "POST", "/api/instruments", `{"symbol":"LIKEX","name":"Like","allocationAssetClass":{"equity":100}}`)
	position := `{"symbol":"VTI","quantity":"1","asOfDate":"2026-11-02"}`
	for _, c := range []struct{ path, body string }{
		{"/api/instruments", body},
		{"/api/accounts/" + account + "/positions", position},
		{"/api/analyze", `{"asOf":"2026-11-02"}`},
	} {
		first := w.call(t, "ann", "POST", c.path, c.body, "Idempotency-Key: k-"+c.path[:9])
		if first.status/100 != 2 {
			t.Fatalf("%s is answered %d: %s", c.path, first.status, first.text)
		}
		was := w.now
		w.now = w.now.Add(-30 * 24 * time.Hour) // now the day has not come yet
		w.must(t, 200, "ann", "PUT", "/api/instruments/LIKEX", `{"name":"Like"}`)
		again := w.must(t, first.status, "ann", "POST", c.path, c.body, "Idempotency-Key: k-"+c.path[:9])
		if again.header.Get("Idempotency-Replayed") != "true" || again.text != first.text {
			t.Errorf("%s again: %v %s", c.path, again.header, again.text)
		}
		w.must(t, http.StatusUnprocessableEntity, "ann", "POST", c.path, c.body)
		w.must(t, http.StatusUnprocessableEntity, "ann", "POST", c.path, c.body+" ", "Idempotency-Key: k2")
		w.now = was
	}
}
