package api_test

import (
	"net/http"
	"strings"
	"testing"

	"alex/internal/api"
)

const ira = `{"accountName":"IRA","accountType":"tax_deferred","cashBalance":"1250.50","cashInterest":"0.0450"}`

func TestAccountsAndPositions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.must(t, http.StatusCreated, "ann", "POST", "/api/accounts", ira)
	path := made.header.Get("Location")
	if path != "/api/accounts/"+field(t, made, "id") || field(t, made, "value") != "1250.50" {
		t.Fatalf("created %s at %q", made.text, path)
	}
	pos := w.must(t, http.StatusCreated, "ann", "POST", path+"/positions", `{"symbol":"vti","quantity":"10.5","costBasis":"2000"}`)
	if field(t, pos, "symbol") != "VTI" || field(t, pos, "priceSource") != "reference" || field(t, pos, "value") == "0.00" {
		t.Errorf("the position is %s", pos.text)
	}
	again := w.must(t, http.StatusConflict, "ann", "POST", path+"/positions", `{"symbol":"VTI","quantity":"1"}`)
	if p := as[api.Problem](t, again); len(p.Errors) != 1 || p.Errors[0].Location != "body.symbol" {
		t.Errorf("a second position of a symbol: %s", again.text)
	}
	got := w.must(t, http.StatusOK, "ann", "GET", path, "")
	w.must(t, http.StatusNotModified, "ann", "GET", path, "", "If-None-Match: "+got.header.Get("ETag"))
	changed := w.must(t, http.StatusOK, "ann", "PUT", path, strings.Replace(ira, "1250.50", "9", 1), "If-Match: "+got.header.Get("ETag"))
	stale := w.must(t, http.StatusPreconditionFailed, "ann", "PUT", path, ira, "If-Match: "+got.header.Get("ETag"))
	if stale.header.Get("ETag") != changed.header.Get("ETag") || !strings.Contains(stale.text, `"current":{`) {
		t.Errorf("a late change is answered %s", stale.text)
	}
	positionPath := pos.header.Get("Location")
	w.must(t, http.StatusOK, "ann", "PUT", positionPath, `{"symbol":"VTI","quantity":"11"}`, "If-Match: "+pos.header.Get("ETag"))
	w.must(t, http.StatusPreconditionFailed, "ann", "PUT", positionPath, `{"symbol":"VTI","quantity":"12"}`, "If-Match: "+pos.header.Get("ETag"))
	w.must(t, http.StatusNoContent, "ann", "DELETE", positionPath, "")
	w.must(t, http.StatusForbidden, "ann", "DELETE", positionPath, "")
	w.must(t, http.StatusNoContent, "ann", "DELETE", path, "")
	w.must(t, http.StatusForbidden, "ann", "GET", path, "")
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.must(t, http.StatusCreated, "ann", "POST", "/api/accounts", ira).header.Get("Location")
	deep := strings.Repeat("[", 100) + strings.Repeat("]", 100)
	for name, c := range map[string]struct {
		who, method, path, body, header string
		status                          int
		place                           string
	}{
		"no token":               {method: "GET", path: "/api/accounts", status: 401},
		"a bad token":            {who: "", method: "GET", path: "/api/accounts", header: "Authorization: Bearer nonsense", status: 401},
		"401 before 415":         {method: "POST", path: "/api/accounts", body: "x", header: "Content-Type: text/plain", status: 401},
		"401 before 422":         {method: "POST", path: "/api/accounts", body: `{"x":1}`, status: 401},
		"unknown route":          {who: "ann", method: "GET", path: "/api/nowhere", status: 404},
		"unknown symbol":         {who: "ann", method: "GET", path: "/api/instruments/ZZZZZ", status: 404},
		"no symbol at all":       {who: "ann", method: "GET", path: "/api/instruments/%3Cb%3E", status: 404},
		"wrong method":           {who: "ann", method: "PUT", path: "/api/accounts", body: `{}`, status: 405},
		"no JSON":                {who: "ann", method: "POST", path: "/api/accounts", body: `{"accountName":`, status: 400, place: "body"},
		"two values":             {who: "ann", method: "POST", path: "/api/accounts", body: ira + ira, status: 400, place: "body"},
		"a key twice":            {who: "ann", method: "POST", path: "/api/accounts", body: `{"accountName":"a","accountName":"b","accountType":"cash"}`, status: 400, place: "body"},
		"too deep":               {who: "ann", method: "POST", path: "/api/accounts", body: deep, status: 400, place: "body"},
		"not UTF-8":              {who: "ann", method: "POST", path: "/api/accounts", body: "{\"accountName\":\"\xff\",\"accountType\":\"cash\"}", status: 400, place: "body"},
		"no body":                {who: "ann", method: "POST", path: "/api/accounts", status: 400},
		"wrong content type":     {who: "ann", method: "POST", path: "/api/accounts", body: ira, header: "Content-Type: text/plain", status: 415},
		"compressed":             {who: "ann", method: "POST", path: "/api/accounts", body: ira, header: "Content-Encoding: gzip", status: 415},
		"too large":              {who: "ann", method: "POST", path: "/api/accounts", body: `"` + strings.Repeat("x", 1<<20) + `"`, status: 413},
		"wrong type":             {who: "ann", method: "POST", path: "/api/accounts", body: `{"accountName":7,"accountType":"cash"}`, status: 422, place: "body.accountName"},
		"money as a number":      {who: "ann", method: "POST", path: "/api/accounts", body: `{"accountName":"a","accountType":"cash","cashBalance":5}`, status: 422, place: "body.cashBalance"},
		"money of three places":  {who: "ann", method: "POST", path: "/api/accounts", body: `{"accountName":"a","accountType":"cash","cashBalance":"5.001"}`, status: 422, place: "body.cashBalance"},
		"too much money":         {who: "ann", method: "POST", path: "/api/accounts", body: `{"accountName":"a","accountType":"cash","cashBalance":"99999999999.00"}`, status: 422, place: "body.cashBalance"},
		"unknown kind":           {who: "ann", method: "POST", path: "/api/accounts", body: `{"accountName":"a","accountType":"offshore"}`, status: 422, place: "body.accountType"},
		"missing kind":           {who: "ann", method: "POST", path: "/api/accounts", body: `{"accountName":"a"}`, status: 422, place: "body.accountType"},
		"unknown field":          {who: "ann", method: "POST", path: "/api/accounts", body: `{"accountName":"a","accountType":"cash","userId":"bob"}`, status: 422, place: "body.userId"},
		"an id of one's own":     {who: "ann", method: "PUT", path: "/api/user", body: `{"id":"bob"}`, status: 422, place: "body.id"},
		"another e-mail":         {who: "ann", method: "PUT", path: "/api/user", body: `{"email":"bob@example.org"}`, status: 422, place: "body.email"},
		"weights off 100":        {who: "ann", method: "PUT", path: "/api/user", body: `{"assetClassTargets":{"equity":99}}`, status: 422, place: "body.assetClassTargets"},
		"an unknown class":       {who: "ann", method: "PUT", path: "/api/user", body: `{"assetClassTargets":{"gold":100}}`, status: 422, place: "body.assetClassTargets.gold"},
		"a day that is none":     {who: "ann", method: "PUT", path: "/api/user", body: `{"birthDate":"1980-02-30"}`, status: 422, place: "body.birthDate"},
		"quantity of zero":       {who: "ann", method: "POST", path: path + "/positions", body: `{"symbol":"VTI","quantity":"0"}`, status: 422, place: "body.quantity"},
		"no symbol":              {who: "ann", method: "POST", path: path + "/positions", body: `{"symbol":"?","quantity":"1"}`, status: 422, place: "body.symbol"},
		"an id that is none":     {who: "ann", method: "GET", path: "/api/accounts/7", status: 422, place: "path.id"},
		"an id with NUL":         {who: "ann", method: "GET", path: "/api/accounts/%00", status: 422, place: "path.id"},
		"an unknown id":          {who: "ann", method: "GET", path: "/api/accounts/00000000-0000-4000-8000-000000000000", status: 403},
		"another's account":      {who: "bob", method: "GET", path: path, status: 403},
		"another's deletion":     {who: "bob", method: "DELETE", path: path, status: 403},
		"another's change":       {who: "bob", method: "PUT", path: path, body: ira, status: 403},
		"into another's account": {who: "bob", method: "POST", path: path + "/positions", body: `{"symbol":"VTI","quantity":"1"}`, status: 403},
		"a limit too high":       {who: "ann", method: "GET", path: "/api/accounts?limit=201", status: 422, place: "query.limit"},
		"a limit in words":       {who: "ann", method: "GET", path: "/api/accounts?limit=many", status: 422, place: "query.limit"},
		"a foreign cursor":       {who: "ann", method: "GET", path: "/api/accounts?cursor=xyz", status: 422, place: "query.cursor"},
		"a foreign origin":       {who: "ann", method: "GET", path: "/api/accounts", header: "Origin: https://evil.example", status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			headers := []string{}
			if c.header != "" {
				headers = append(headers, c.header)
			}
			r := w.must(t, c.status, c.who, c.method, c.path, c.body, headers...)
			p := as[api.Problem](t, r)
			if got := r.header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("Content-Type is %q", got)
			}
			if p.Status != c.status || p.Title == "" || p.Detail == "" || p.Code == "" || p.Type == "" || p.Errors == nil ||
				p.RequestID != r.header.Get("X-Request-Id") {
				t.Errorf("the problem is %s", r.text)
			}
			if c.place != "" && (len(p.Errors) == 0 || p.Errors[0].Location != c.place) {
				t.Errorf("the refused place is %v, want %s", p.Errors, c.place)
			}
		})
	}
}
