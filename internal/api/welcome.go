package api

import "net/http"

// welcome is the page of a server without a page of its own.
const welcome = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Alex</title>
<style>:root{color-scheme:light dark}body{font:1.05rem/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1.25rem}</style></head>
<body><h1>Alex is running</h1>
<p>This server has the API of Alex, an educational financial planner.
<a href="/api/docs">Read what it offers</a>, or follow the README: sign up, import a positions file, analyse, read the report.</p>
</body></html>
`

// Welcome serves the start page, and nothing else.
func Welcome() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" || r.Method != http.MethodGet && r.Method != http.MethodHead {
			writeProblem(w, r, newProblem(r.Context(), "not_found", "there is no such page"))
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(welcome))
	})
}
