package api_test

import (
	"fmt"
	"strings"
	"testing"

	"alex/internal/api"
)

func TestMalformedUploads(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	file := func(text string) []part { return []part{{"file", "f.csv", text}} }
	mapped := func(mapping string) []part {
		return []part{{"file", "f.csv", "Instrument,Holdings,Worth\nAAPL,10,2681.50\n"}, {field: "mapping", text: mapping}}
	}
	rows := func(n int) string {
		return "symbol,quantity,price\n" + strings.Repeat("VTI,1,1\n", n-1)
	}
	for name, c := range map[string]struct {
		parts  []part
		status int
		place  string
	}{
		"no part":                  {nil, 422, "file"},
		"another field":            {[]part{{"upload", "f.csv", october}}, 422, "body"},
		"no file":                  {[]part{{field: "mapping", text: "{}"}}, 422, "file"},
		"two files":                {append(file(october), file(november)...), 422, "file"},
		"an empty file":            {file(""), 422, "file"},
		"blank lines":              {file("\n \n\n"), 422, "file"},
		"a header alone":           {file("symbol,quantity,price\n"), 422, "file"},
		"binary":                   {file("\x00\x01\x02\xff\xfe"), 422, "file"},
		"a workbook":               {file("PK\x03\x04rest"), 422, "file"},
		"a PDF":                    {file("%PDF-1.7 rest"), 422, "file"},
		"a web page":               {file("<!doctype html><title>Sign in</title>"), 422, "file"},
		"JSON":                     {file(`{"symbol":"VTI"}`), 422, "file"},
		"broken XML":               {file("<FlexQueryResponse><OpenPosition"), 422, "file"},
		"20,001 rows and a header": {file(rows(20_002)), 422, "file"},
		"5 MiB and a byte":         {file(strings.Repeat("x", 5<<20+1)), 413, ""},
		"far too large":            {file(strings.Repeat("x", 6<<20)), 413, ""},
		"a mapping of nonsense":    {mapped("columns"), 422, "body.mapping"},
		"a mapping of a list":      {mapped(`["Instrument"]`), 422, "body.mapping"},
		"a mapping too deep":       {mapped(strings.Repeat("[", 100) + strings.Repeat("]", 100)), 422, "body.mapping"},
		"an unknown member":        {mapped(`{"columns":{},"userId":"bob"}`), 422, "body.mapping"},
		"a column twice":           {mapped(`{"columns":{"symbol":"a","symbol":"b"}}`), 422, "body.mapping"},
		"no such column":           {mapped(`{"columns":{"symbol":"Instrument","quantity":"Units"}}`), 422, "body.mapping.columns.quantity"},
		"no such field":            {mapped(`{"columns":{"symbol":"Instrument","quantity":"Holdings","id":"Worth"}}`), 422, "body.mapping.columns.id"},
		"an empty mapping":         {mapped(`{}`), 422, "file"},
		"a mapping too large":      {mapped(`{"columns":{"symbol":"` + strings.Repeat("x", 70_000) + `"}}`), 413, ""},
	} {
		t.Run(name, func(t *testing.T) { // one after the other: a person has one file in hand
			body, header := form(t, c.parts...)
			r := w.must(t, c.status, "ann", "POST", "/api/import/preview", body, header)
			p := as[api.Problem](t, r)
			if p.Detail == "" || c.place != "" && (len(p.Errors) == 0 || p.Errors[0].Location != c.place) {
				t.Errorf("the problem is %s, want the place %s", r.text, c.place)
			}
		})
	}
}

func TestMalformedForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	body, header := form(t, part{"file", "f.csv", october})
	encoded := strings.Replace(body, "\r\n\r\n", "\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1)
	for name, c := range map[string]struct {
		body, header string
		status       int
	}{
		"JSON":                   {`{"file":"x"}`, "Content-Type: application/json", 415},
		"a bare CSV":             {october, "Content-Type: text/csv", 415},
		"a form of another kind": {"file=x", "Content-Type: application/x-www-form-urlencoded", 415},
		"mixed parts":            {body, strings.Replace(header, "form-data", "mixed", 1), 415},
		"a type that is none":    {body, "Content-Type: ;;;", 415},
		"no boundary":            {body, "Content-Type: multipart/form-data", 400},
		"another boundary":       {body, "Content-Type: multipart/form-data; boundary=other", 400},
		"cut short":              {body[:len(body)/2], header, 400},
		"without its last line":  {strings.TrimSuffix(body, "--\r\n"), header, 400},
		"no body":                {"", header, 400},
		"no form":                {"\x00\x01", header, 400},
		"a transfer encoding":    {encoded, header, 415},
		"compressed":             {body, "Content-Encoding: gzip", 415},
		"as it should be":        {body, header, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w.must(t, c.status, "ann", "POST", "/api/import/preview", c.body, c.header)
		})
	}
	w.must(t, 401, "", "POST", "/api/import/preview", "x", "Content-Type: text/csv")
}

func TestTheLargestFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	var text strings.Builder
	text.WriteString("account,symbol,quantity,price\n")
	for i := range 19_999 {
		fmt.Fprintf(&text, "Account %d,S%d,1.5,2\n", i%40, i/40)
	}
	shown := w.previewed(t, "ann", "large.csv", text.String())
	if len(shown.Rows) != 19_999 || shown.ReadTotal.String() != "59997.00" {
		t.Fatalf("%d rows, %s", len(shown.Rows), shown.Line)
	}
	w.commit(t, "ann", shown.PreviewID, "row-1")
	if got := w.portfolio(t, "ann").TotalValue.String(); got != "59994.00" {
		t.Errorf("the portfolio is worth %s", got)
	}
}
