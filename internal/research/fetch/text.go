package fetch

import (
	"bytes"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// mediaTypes are those that are taken, and whether they are text.
var mediaTypes = map[string]bool{
	"text/html": true, "application/xhtml+xml": true, "text/plain": true, "text/markdown": true, "application/pdf": false,
	"application/rss+xml": true, "application/atom+xml": true, "application/rdf+xml": true, "application/xml": true, "text/xml": true,
	"application/feed+json": true, "application/json": true,
}

// taken reports an answer whose type is taken; one without a type is judged by
// its contents.
func taken(header http.Header) bool {
	_, known := mediaTypes[mediaType(header)]
	return known || header.Get("Content-Type") == ""
}

func mediaType(header http.Header) string {
	kind, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil { // the parameters may be in disorder
		kind, _, _ = strings.Cut(header.Get("Content-Type"), ";")
		kind = strings.ToLower(strings.TrimSpace(kind))
	}
	return kind
}

// decode is the media type of an answer and its body, texts as UTF-8.
func decode(got answer) (kind string, body []byte, err error) {
	sent := got.header.Get("Content-Type")
	if kind = mediaType(got.header); kind == "" {
		sent = http.DetectContentType(got.body)
		kind, _, _ = strings.Cut(sent, ";")
	}
	text, known := mediaTypes[kind]
	switch {
	case !known:
		return "", nil, refuse(ReasonType, nil, "%s answers with what is neither a text, nor a PDF, nor a feed", got.url.Hostname())
	case !text:
		return kind, got.body, nil
	case bytes.HasPrefix(got.body, []byte("%PDF-")):
		return "", nil, refuse(ReasonType, nil, "%s calls a PDF a text", got.url.Hostname())
	}
	return kind, utf8Text(got.body, kind, sent), nil
}

// encodingDeclared is where XML says what it is written in.
var encodingDeclared = regexp.MustCompile(`^(\s*<\?xml[^>]*?\sencoding\s*=\s*["'])([\w.:-]+)(["'])`)

// utf8Text reads a text by the charset of the header, a byte order mark, or what
// it says of itself; what no charset explains becomes U+FFFD. XML then declares
// the UTF-8 that it is.
func utf8Text(body []byte, kind, sent string) []byte {
	if strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "json") {
		sent = declared(body, sent)
	}
	encoding, _, certain := charset.DetermineEncoding(body, sent)
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil || !certain && isUTF8(body) {
		text = body
	}
	text = bytes.TrimPrefix(bytes.ToValidUTF8(text, []byte("\uFFFD")), []byte("\uFEFF"))
	if strings.HasSuffix(kind, "xml") {
		text = encodingDeclared.ReplaceAll(text, []byte("${1}UTF-8${3}"))
	}
	return text
}

// isUTF8 reports text that is nothing but UTF-8: no other charset makes such
// bytes, whatever a page says of itself.
func isUTF8(body []byte) bool {
	return utf8.Valid(body) && bytes.ContainsFunc(body, func(r rune) bool { return r >= utf8.RuneSelf })
}

// declared is a content type with the charset of an XML declaration, or UTF-8,
// where the header has none: neither XML nor JSON is a guess.
func declared(body []byte, sent string) string {
	if _, parameters, err := mime.ParseMediaType(sent); err == nil && parameters["charset"] != "" {
		return sent
	}
	label := "utf-8"
	if found := encodingDeclared.FindSubmatch(body[:min(len(body), 1024)]); found != nil {
		label = string(found[2])
	}
	return "text/xml; charset=" + label
}
