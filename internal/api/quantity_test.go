package api_test

import (
	"net/http"
	"testing"

	"alex/internal/api"
)

// TestQuantities keeps quantities to the last of their eight places, and refuses
// what is none, by name, so that nothing is rounded unseen.
func TestQuantities(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	account := w.must(t, http.StatusCreated, "ann", "POST", "/api/accounts", ira).header.Get("Location")
	path := account + "/positions"
	for symbol, c := range map[string]struct{ sent, kept, value string }{
		"AAA": {"0.00000001", "0.00000001", "0.00"},
		"BBB": {"0.123456780", "0.12345678", "12.35"},
		"CCC": {"999999999999.99999999", "999999999999.99999999", "100000000000000.00"},
		"DDD": {"3", "3", "300.00"},
	} {
		made := w.must(t, http.StatusCreated, "ann", "POST", path, `{"symbol":"`+symbol+`","quantity":"`+c.sent+`","price":"100"}`)
		got := w.must(t, http.StatusOK, "ann", "GET", made.header.Get("Location"), "")
		if q, v := field(t, got, "quantity"), field(t, got, "value"); q != c.kept || v != c.value {
			t.Errorf("%s came back as %s, worth %s; want %s and %s", c.sent, q, v, c.kept, c.value)
		}
	}
	kept := w.must(t, http.StatusOK, "ann", "GET", account, "").text
	for _, sent := range []string{"0", "0.000000001", "-1", "1000000000000", "1.123456789", "1e2", "NaN", "", "1,000", " 1"} {
		refused := w.must(t, http.StatusUnprocessableEntity, "ann", "POST", path, `{"symbol":"EEE","quantity":"`+sent+`"}`)
		if p := as[api.Problem](t, refused); len(p.Errors) != 1 || p.Errors[0].Location != "body.quantity" {
			t.Errorf("%q is refused by %s", sent, refused.text)
		}
	}
	if after := w.must(t, http.StatusOK, "ann", "GET", account, "").text; after != kept {
		t.Errorf("after the refusals the account is\n%s\nand it was\n%s", after, kept)
	}
}
