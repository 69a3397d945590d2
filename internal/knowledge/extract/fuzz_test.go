package extract_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"alex"
	"alex/internal/knowledge/extract"
)

// FuzzText: no file ends the program, and what is read of one can be kept.
func FuzzText(f *testing.F) {
	for _, way := range hiding() {
		f.Add("a.html", "text/html", []byte("<p>seen"+way))
	}
	f.Add("a.md", "", []byte("---\ntitle: T\n---\n# H\n\n- a\n  > b\n\n|a|b|\n|-|-|\n"))
	f.Add("a.txt", "text/plain; charset=utf-16", []byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, name, mediaType string, body []byte) {
		if strings.Contains(mediaType, "pdf") || strings.Contains(string(body), "%PDF-") || strings.HasSuffix(strings.ToLower(name), ".pdf") {
			t.Skip("PDFium has a memory of its own, and fuzzers of its own")
		}
		doc, err := extract.Text(t.Context(), name, mediaType, body)
		if err != nil {
			if alex.CodeOf(err) != alex.CodeInvalid {
				t.Errorf("the error is %v", err)
			}
			return
		}
		for _, text := range []string{doc.Title, doc.Body, doc.Canonical} {
			if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r\u200b\u202e") || text != strings.TrimSpace(text) {
				t.Errorf("%q cannot be kept", text)
			}
		}
		if doc.Body == "" || utf8.RuneCountInString(doc.Title) > alex.MostDocumentTitle || strings.Contains(doc.Title, "\n") || strings.Contains(doc.Body, "\n\n\n") {
			t.Errorf("title %q, body %q", doc.Title, doc.Body)
		}
		if doc.PublishedOn != "" && doc.PublishedOn.Time().IsZero() {
			t.Errorf("the date is %q", doc.PublishedOn)
		}
	})
}

// FuzzFeed: no feed ends the program, and its items can be kept.
func FuzzFeed(f *testing.F) {
	f.Add([]byte(`<rss version="2.0"><channel><item><title>a</title><link>https://a.example/</link><pubDate>Wed, 06 May 2026 10:00:00 GMT</pubDate></item></channel></rss>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"title":"a"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		items, err := extract.Feed(body)
		if err != nil && alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("the error is %v", err)
		}
		for _, item := range items {
			if !utf8.ValidString(item.Title+item.URL+item.Summary) || strings.ContainsAny(item.Title+item.Summary, "\n\x00") || item.URL != "" && !strings.HasPrefix(item.URL, "http") {
				t.Errorf("%+v cannot be kept", item)
			}
		}
	})
}

// FuzzLinks: no page ends the program, and its links lead to its own host.
func FuzzLinks(f *testing.F) {
	f.Add([]byte(`<a href="/b?c#d">words that say what it leads to</a>`))
	f.Add([]byte(`<a href="//a.example:443/\x00%zz">words that say what it leads to</a>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, item := range extract.Links("https://a.example/x", body) {
			if !utf8.ValidString(item.Title+item.URL) || strings.ContainsAny(item.Title, "\n\x00") || !strings.HasPrefix(item.URL, "https://a.example/") &&
				!strings.HasPrefix(item.URL, "http://a.example/") && !strings.HasPrefix(item.URL, "https://a.example?") && !strings.HasPrefix(item.URL, "http://a.example?") {
				t.Errorf("%+v is no link of this page", item)
			}
		}
	})
}
