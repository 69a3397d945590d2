package api

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"alex"
)

// unbuilt is the page of a program that was built without one.
const unbuilt = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Alex</title>
<style>:root{color-scheme:light dark}body{font:1.05rem/1.6 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1.25rem}</style></head>
<body><h1>Alex is running</h1>
<p>This program was built without its page: <code>make build</code> builds both.
The API is whole all the same; <a href="/api/docs">read what it offers</a>.</p>
</body></html>
`

// Page serves the single-page app. Files of assets/ have their hash in their
// name and may be kept for a year; all else is asked for again each time. A
// path that is no file is a place within the app where a browser navigates to
// it, and missing otherwise: a script that is gone must not be answered with
// HTML. Copies that were compressed when the page was built are sent to whoever
// takes them.
type Page struct {
	files  map[string]pageFile
	policy string
}

type pageFile struct {
	kind, tag          string
	body, gzip, brotli []byte
}

// NewPage reads the build of the page; signIn says whom else it has to reach.
func NewPage(dist fs.FS, signIn SiteAuth) (*Page, error) {
	p := &Page{files: map[string]pageFile{}, policy: pagePolicy(signIn)}
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(path.Base(name), ".") || path.Ext(name) == ".gz" || path.Ext(name) == ".br" {
			return err
		}
		file, err := readPageFile(dist, name)
		p.files["/"+name] = file
		return err
	})
	if _, built := p.files["/index.html"]; !built {
		p.files["/index.html"] = pageFile{kind: "text/html; charset=utf-8", tag: `"unbuilt"`, body: []byte(unbuilt)}
	}
	return p, err
}

func readPageFile(dist fs.FS, name string) (f pageFile, err error) {
	if f.body, err = fs.ReadFile(dist, name); err != nil {
		return f, err
	}
	for ending, copied := range map[string]*[]byte{".gz": &f.gzip, ".br": &f.brotli} {
		if *copied, err = fs.ReadFile(dist, name+ending); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	sum := sha256.Sum256(f.body)
	f.kind, f.tag = kindOf(path.Ext(name)), `"`+hex.EncodeToString(sum[:12])+`"`
	return f, nil
}

// kindOf is the media type of a file. What a page is made of does not depend on
// the system's table: a browser that may not sniff refuses a wrong one.
func kindOf(ending string) string {
	known := map[string]string{
		".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
	}
	return cmp.Or(known[ending], mime.TypeByExtension(ending), "application/octet-stream")
}

func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		problem := newProblem(r.Context(), codeMethod, "a page is only read")
		problem.headers.Set("Allow", "GET, HEAD, OPTIONS")
		writeProblem(w, r, problem)
		return
	}
	name := r.URL.Path
	if name == "/" {
		name = "/index.html"
	}
	file, found := p.files[name]
	if !found && navigates(r) {
		name = "/index.html"
		file, found = p.files[name]
	}
	if !found {
		writeProblem(w, r, newProblem(r.Context(), alex.CodeNotFound, "there is no such page"))
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", p.policy)
	h.Set("Content-Type", file.kind)
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "/assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	file.send(w, r)
}

// navigates reports that a browser goes to a page, and wants no file.
func navigates(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/assets/") || path.Ext(r.URL.Path) == ".js" {
		return false
	}
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode == "navigate"
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// send answers in the smallest form that the client takes.
func (f pageFile) send(w http.ResponseWriter, r *http.Request) {
	h, body, tag := w.Header(), f.body, f.tag
	h.Add("Vary", "Accept-Encoding")
	switch accepted := r.Header.Get("Accept-Encoding"); {
	case f.brotli != nil && takes(accepted, "br"):
		h.Set("Content-Encoding", "br")
		body, tag = f.brotli, strings.TrimSuffix(tag, `"`)+`-br"`
	case f.gzip != nil && takes(accepted, "gzip"):
		h.Set("Content-Encoding", "gzip")
		body, tag = f.gzip, strings.TrimSuffix(tag, `"`)+`-gz"`
	}
	h.Set("ETag", tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// takes reads Accept-Encoding (RFC 9110, 12.5.3) for one coding by its name; a
// weight of nought refuses it.
func takes(accepted, coding string) bool {
	for part := range strings.SplitSeq(accepted, ",") {
		name, weight, weighed := strings.Cut(strings.ReplaceAll(part, " ", ""), ";q=")
		if strings.EqualFold(name, coding) {
			q, err := strconv.ParseFloat(weight, 64)
			return !weighed || err == nil && q > 0
		}
	}
	return false
}
