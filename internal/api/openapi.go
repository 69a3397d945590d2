package api

import (
	"html/template"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

// document serves the OpenAPI document, and a page to read it on.
func (s *Server) document(mux *http.ServeMux, api *huma.OpenAPI) {
	documentUnchanged(api)
	marshal, page := sync.OnceValues(api.MarshalJSON), sync.OnceValue(func() string { return renderDocs(api) })
	mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		text, err := marshal()
		if err != nil {
			writeProblem(w, r, s.refused(r.Context(), err))
			return
		}
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json")
		_, _ = w.Write(text)
	})
	mux.HandleFunc("GET /api/docs", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(page()))
	})
}

// documentUnchanged says where 304 may be the answer: wherever If-None-Match
// may ask for it.
func documentUnchanged(api *huma.OpenAPI) {
	for _, item := range api.Paths {
		if item.Get != nil && slices.ContainsFunc(item.Get.Parameters, func(p *huma.Param) bool { return p.Name == "If-None-Match" }) {
			item.Get.Responses["304"] = &huma.Response{Description: "what the client has is still so"}
		}
	}
}

// whoMay says who may ask for an operation.
func whoMay(op *huma.Operation) string {
	if len(op.Security) == 0 {
		return "anyone"
	}
	for scheme, who := range map[string]string{operatorKey: "operators", ingestKey: "a key for ingesting"} {
		if _, takes := op.Security[0][scheme]; takes {
			return who
		}
	}
	return "signed in"
}

type docsRow struct{ Method, Path, Summary, Who string }

var docsPage = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Alex API</title><style>
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{padding:.35rem .6rem;text-align:left;border-bottom:1px solid #8885;vertical-align:top}
code{font-family:ui-monospace,monospace}td:last-child{white-space:nowrap}
@media(max-width:48rem){thead{display:none}tr{display:block;padding:.5rem 0;border-bottom:1px solid #8885}
td{display:inline-block;padding:0 .5rem 0 0;border:0}td:nth-child(3){display:block}td:last-child{opacity:.75;font-size:.9em}}</style></head><body>
<h1>Alex API</h1>
<p>Money, prices and quantities are decimal strings. Errors are <code>application/problem+json</code>.
Schemas: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).</p>
<table><thead><tr><th>Method</th><th>Path</th><th>What</th><th>Who</th></tr></thead><tbody>
{{range .}}<tr><td><code>{{.Method}}</code></td><td><code>{{.Path}}</code></td><td>{{.Summary}}</td><td>{{.Who}}</td></tr>
{{end}}</tbody></table></body></html>
`))

func renderDocs(api *huma.OpenAPI) string {
	var rows []docsRow
	for path, item := range api.Paths {
		for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "DELETE": item.Delete} {
			if op == nil {
				continue
			}
			rows = append(rows, docsRow{method, path, op.Summary, whoMay(op)})
		}
	}
	slices.SortFunc(rows, func(a, b docsRow) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		return strings.Compare(a.Method, b.Method)
	})
	var text strings.Builder
	if err := docsPage.Execute(&text, rows); err != nil {
		return ""
	}
	return text.String()
}
