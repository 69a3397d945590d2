package extract

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"alex"
)

const (
	mostBytes    = 16 << 20
	mostMarkdown = 1 << 20 // beyond it, Markdown is taken as plain text
	longestName  = 80      // characters of a file's name in a message
	accepted     = "text, Markdown, HTML and PDF files of at most 16 MiB are read"
)

// Document is what a file says.
type Document struct {
	Title       string    // one line of at most alex.MostDocumentTitle characters; empty where the file has none
	PublishedOn alex.Date // empty where it is not known
	Body        string    // paragraphs parted by one empty line, not empty
	Canonical   string    // the address that a page gives as its own; http or https, not to be trusted
}

type kind int

const (
	unknown kind = iota
	plain
	markdown
	page
	pdf
)

// Text reads a file. Its kind is that of mediaType; where that says nothing
// ("", "application/octet-stream"), its contents and the ending of its name
// tell. Errors are of alex.CodeInvalid, name the file and say what is accepted;
// but that of a ctx that has ended is the context's own.
func Text(ctx context.Context, name, mediaType string, body []byte) (doc Document, err error) {
	defer func() {
		if p := recover(); p != nil { // of a library; no file is worth the program
			doc, err = Document{}, refuse(name, "cannot be read")
		}
	}()
	if err := ctx.Err(); err != nil {
		return Document{}, err
	}
	switch {
	case len(body) > mostBytes:
		return Document{}, refuse(name, "is larger than 16 MiB")
	case len(bytes.TrimSpace(body)) == 0:
		return Document{}, refuse(name, "is empty")
	}
	if doc, err = read(ctx, name, mediaType, body); err != nil {
		return Document{}, err
	}
	if doc.Body = tidy(doc.Body); doc.Body == "" {
		return Document{}, refuse(name, "has no text")
	}
	doc.Title = line(doc.Title, alex.MostDocumentTitle)
	return doc, nil
}

func read(ctx context.Context, name, mediaType string, body []byte) (Document, error) {
	is := kindOf(name, mediaType, body)
	if is == pdf {
		return readPDF(ctx, name, body)
	}
	if is == unknown {
		return Document{}, refuse(name, "is of another kind")
	}
	text, ok := toText(body, mediaType)
	if !ok {
		return Document{}, refuse(name, "is not text")
	}
	switch {
	case is == page:
		return readPage(name, text)
	case is == markdown && len(text) <= mostMarkdown:
		return readMarkdown(name, text)
	}
	return readPlain(text), nil
}

// refuse names a file and what is wrong with it, and what would not be.
func refuse(name, format string, args ...any) *alex.Error {
	return alex.Invalid("file", "%q %s; %s", line(base(name), longestName), fmt.Sprintf(format, args...), accepted)
}

// base is the last part of a file's name, by whatever system it was written.
func base(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	if name == "." || name == "/" {
		return "the file"
	}
	return name
}

func kindOf(name, mediaType string, body []byte) kind {
	declared, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		declared, _, _ = strings.Cut(mediaType, ";")
		declared = strings.ToLower(strings.TrimSpace(declared))
	}
	ending := byEnding(name)
	switch declared {
	case "text/plain":
		if ending == markdown {
			return markdown // browsers know no better
		}
		return plain
	case "text/markdown", "text/x-markdown":
		return markdown
	case "text/html", "application/xhtml+xml":
		return page
	case "application/pdf", "application/x-pdf":
		return pdf
	case "", "application/octet-stream", "binary/octet-stream", "application/unknown":
		return byContents(body, ending)
	}
	return unknown
}

func byEnding(name string) kind {
	switch strings.ToLower(path.Ext(base(name))) {
	case ".txt", ".text":
		return plain
	case ".md", ".markdown":
		return markdown
	case ".html", ".htm", ".xhtml":
		return page
	case ".pdf":
		return pdf
	}
	return unknown
}

// byContents knows PDFs and pages by how they begin, and takes what else is text
// for what its name says.
func byContents(body []byte, ending kind) kind {
	if bytes.Contains(body[:min(len(body), 1024)], []byte("%PDF-")) {
		return pdf
	}
	found := http.DetectContentType(body)
	switch {
	case ending == pdf: // and it is none
		return pdf
	case !strings.HasPrefix(found, "text/"):
		return unknown
	case ending == unknown && strings.HasPrefix(found, "text/html"):
		return page
	case ending == unknown:
		return plain
	}
	return ending
}

// line is text as one line of at most so many characters.
func line(text string, most int) string {
	text = strings.Join(strings.Fields(strings.Map(visible, strings.ToValidUTF8(text, "\uFFFD"))), " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:most-1])) + "…"
}
