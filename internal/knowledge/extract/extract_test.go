package extract_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/knowledge/extract"
)

func mustRead(t *testing.T, name, mediaType, body string) extract.Document {
	t.Helper()
	doc, err := extract.Text(t.Context(), name, mediaType, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestPlainText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, media, body string
		want              extract.Document
	}{
		"a title line": {
			"a.txt", "text/plain", "Rates in 2026\n\nThey fell.\r\nAnd then  rose.\r\n\r\n\r\nThe end.",
			extract.Document{Title: "Rates in 2026", Body: "Rates in 2026\n\nThey fell.\nAnd then rose.\n\nThe end."},
		},
		"no title line":   {`C:\papers\notes 1.txt`, "", "They fell.", extract.Document{Body: "They fell."}},
		"latin-1":         {"a.txt", "text/plain; charset=iso-8859-1", "f\xfcr", extract.Document{Body: "für"}},
		"latin-1, unsaid": {"a.txt", "text/plain", "Zinsen f\xfcr Anleihen", extract.Document{Body: "Zinsen für Anleihen"}},
		"utf-16":          {"a", "", "\xff\xfef\x00\xfc\x00r\x00", extract.Document{Body: "für"}},
		"what has no shape": {
			"a.txt", "text/plain", "\uFEFFbuy\u200b \u202enow\u00ad \U000E0049\U000E0067\uFE0F\u00a0please", extract.Document{Body: "buy now please"},
		},
		"a page by its contents":       {"a", "application/octet-stream", "<!DOCTYPE html><title>T</title><p>Text", extract.Document{Title: "T", Body: "Text"}},
		"a page by its name":           {"a.HTM", "", "<p>Text", extract.Document{Body: "Text"}},
		"a page that is called text":   {"a.html", "text/plain", "<p>Text", extract.Document{Body: "<p>Text"}},
		"Markdown that is called text": {"a.md", "text/plain", "# T\n*Text*", extract.Document{Title: "T", Body: "T\n\nText"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, mustRead(t, c.file, c.media, c.body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	const text = "---\ntitle: \"Bonds: a primer\"\ndate: 2026-03-04T05:06:07Z\nsecret: no\n---\n# A heading\n\nA *paragraph* with a [link](https://example.org \"hint\") and\n`code`.\n\n" +
		"[//]: # (hidden by a reference)\n<!-- hidden by a comment -->\n\n<div style=\"display:none\">hidden by style</div>\n\n" +
		"- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx := 1\ny := 2\n```\n\n![hidden picture](p.png)\n<script>hidden()</script>\n"
	want := extract.Document{
		Title: "Bonds: a primer", PublishedOn: "2026-03-04",
		Body: "A heading\n\nA paragraph with a link and code.\n\none\n\ntwo\n\na | b\n1 | 2\n\nx := 1\ny := 2",
	}
	got := mustRead(t, "a.md", "text/markdown", text)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		"Text\n\n## Second\n\n# First": "Second", "+++\ntitle = 'T'\n+++\nText": "T", "Text": "", "---\nno end\n# H": "H", "---\n---\n# H": "H",
	} {
		if got := mustRead(t, "name.md", "", text); got.Title != want {
			t.Errorf("the title of %q is %q, want %q", text, got.Title, want)
		}
	}
}

// TestRefusals name the file, and say what is wrong and what would be right.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, media, body, want string }{
		"empty":                {"a.txt", "", " \n", "is empty"},
		"nothing to see":       {"a.html", "", "<!DOCTYPE html><script>x</script><p hidden>no</p>", "has no text"},
		"no shape":             {"a.txt", "text/plain", "\u200b\u200b", "has no text"},
		"too large":            {"a.txt", "", strings.Repeat("a", 16<<20+1), "is larger than 16 MiB"},
		"binary":               {"a.bin", "", "\x7fELF\x02\x01\x01\x00\x00", "is of another kind"},
		"binary by its type":   {"a", "image/png", "text", "is of another kind"},
		"a sheet":              {"a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\x03\x04", "is of another kind"},
		"an archive":           {"a.txt", "", "PK\x03\x04\x00\x00", "is of another kind"},
		"bytes called text":    {"a.txt", "text/plain", "abc\x00def", "is not text"},
		"bytes called HTML":    {"a.html", "text/html", "\x01\x02\x03\x04", "is not text"},
		"a PDF called a page":  {"a.html", "text/html", "%PDF-1.4\x00\x01", "is not text"},
		"a page of all depths": {"a.html", "text/html", strings.Repeat("<div>", 5000) + "x", "is nested too deep"},
		"many elements":        {"a.html", "text/html", strings.Repeat("<p>", 400_000) + "x", "is nested too deep"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := extract.Text(t.Context(), "/some/folder/"+c.file, c.media, []byte(c.body))
			mustRefuse(t, err, c.want, c.file)
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := extract.Text(ctx, "a.txt", "", []byte("a")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func mustRefuse(t *testing.T, err error, want, file string) {
	t.Helper()
	e, ok := errors.AsType[*alex.Error](err)
	if !ok || e.Code != alex.CodeInvalid || len(e.Fields) != 1 || e.Fields[0].Location != "file" {
		t.Fatalf("the error is %v", err)
	}
	for _, part := range []string{`"` + file + `" `, want, "text, Markdown, HTML and PDF files of at most 16 MiB are read"} {
		if !strings.Contains(e.Message, part) || strings.Contains(e.Message, "folder") {
			t.Errorf("%q does not say %q", e.Message, part)
		}
	}
}

// TestBombs are read, or refused, in a time and a memory that grow with their
// size alone.
func TestBombs(t *testing.T) {
	t.Parallel()
	const size = 1 << 20
	fill := func(piece string) string { return strings.Repeat(piece, size/len(piece)) }
	var stairs, openings strings.Builder
	for i := range 700 {
		stairs.WriteString(strings.Repeat(" ", 2*i) + "- a\n")
	}
	for i := range 400 {
		openings.WriteString("<b id=b" + strings.Repeat("x", i) + ">")
	}
	for name, c := range map[string]struct{ file, body string }{
		"quotes":          {"a.md", fill(">")},
		"quotes on lines": {"a.md", fill("> > > > > > > > > a\n")},
		"lists":           {"a.md", fill("- ")},
		"numbers":         {"a.md", fill("1. ")},
		"stairs":          {"a.md", stairs.String()},
		"brackets":        {"a.md", fill("[")},
		"links":           {"a.md", fill("[a](")},
		"pairs":           {"a.md", fill("[")[:size/2] + fill("]")[:size/2]},
		"pictures":        {"a.md", fill("![")},
		"stars":           {"a.md", fill("*a **a ")},
		"underscores":     {"a.md", fill("_a__")},
		"ticks":           {"a.md", fill("`` ` ")},
		"tags":            {"a.md", fill("<a ")},
		"references":      {"a.md", fill("[a]: b\n")},
		"a wide table":    {"a.md", fill("|")[:size/2] + "\n" + fill("|-")[:size/2]},
		"front matter":    {"a.md", "---\n" + fill("a: b\n")},
		"reopened":        {"a.html", "<p>" + openings.String() + fill("</p><p>x")},
		"roots":           {"a.html", fill("<html a=b>")},
		"attributes":      {"a.html", "<p " + fill("a=b ") + ">x"},
		"many names":      {"a.html", "<p " + fill("aaa ") + ">x"},
		"tables":          {"a.html", fill("<table><tr><td>")},
		"anchors":         {"a.html", fill("<a><p>x")},
		"comments":        {"a.html", fill("<!--")},
		"sheets":          {"a.html", "<style>" + fill("{") + "</style><p>x"},
		"rules":           {"a.html", "<style>" + fill(".a{display:none}") + "</style>" + fill("<p>x")},
		"styles":          {"a.html", "<p style='" + fill("a:b;") + "'>x"},
		"one word":        {"a.html", "<title>" + fill("a") + "</title><p>x"},
		"separators":      {"a.html", "<title>" + fill("a | ") + "</title><p>x"},
		"metadata":        {"a.html", `<script type="application/ld+json">` + fill("[") + "</script><p>x"},
		"commas":          {"a.html", "<div><p>" + fill("a, ") + "</div>"},
		"breaks":          {"a.html", fill("<br>") + "x"},
		"spaces":          {"a.html", "<p>" + fill(" ") + "x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			if _, err := extract.Text(t.Context(), c.file, "", []byte(c.body)); err != nil && alex.CodeOf(err) != alex.CodeInvalid {
				t.Error(err)
			}
			took := time.Since(begun)
			if took > time.Minute {
				t.Errorf("it took %s", took)
			}
			t.Log(took)
		})
	}
}
