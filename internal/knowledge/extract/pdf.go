package extract

import (
	"context"
	"errors"
	"io"
	"regexp"
	"runtime/debug"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"alex"
)

// Bounds of a PDF.
const (
	mostPages    = 500
	mostPDFText  = 8 << 20 // bytes
	longestPDF   = time.Minute
	pdfMemory    = 4096 // pages of 64 KiB: 256 MiB
	pdfsAtOnce   = 1
	leastPDFText = 10 // letters; a scan may have a page's number
)

// pdfPool starts PDFium, compiled to WebAssembly, when the first PDF comes. It
// has no folder, no network and no output; each document gets a memory of its
// own, and a context that ends stops it wherever it is.
var pdfPool = sync.OnceValues(func() (pdfium.Pool, error) {
	pool, err := webassembly.Init(webassembly.Config{
		MaxIdle: 0, MaxTotal: pdfsAtOnce, Stdout: io.Discard, Stderr: io.Discard,
		FSConfig: wazero.NewFSConfig(), // or it would see the whole disk
		RuntimeConfig: wazero.NewRuntimeConfig().WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCloseOnContextDone(true).WithMemoryLimitPages(pdfMemory),
	})
	debug.FreeOSMemory() // compiling took hundreds of megabytes, once
	return pool, err
})

// readPDF reads the text of a PDF's pages, and what it says of itself.
func readPDF(ctx context.Context, name string, body []byte) (Document, error) {
	pool, err := waitForPool(ctx)
	if err != nil {
		return Document{}, err
	}
	within, cancel := context.WithTimeout(ctx, longestPDF)
	defer cancel()
	instance, err := pool.GetInstanceWithContext(within)
	if err != nil {
		return Document{}, ended(ctx, within, name, err)
	}
	killed := make(chan struct{})
	stop := context.AfterFunc(within, func() {
		defer close(killed)
		_ = instance.Kill()
	})
	doc, err := (&pdfReader{instance, name}).read(within, body)
	if stop() {
		_ = instance.Close()
	} else {
		<-killed
		return Document{}, ended(ctx, within, name, err)
	}
	return doc, err
}

// waitForPool does not keep who no longer waits: starting takes seconds.
func waitForPool(ctx context.Context) (pdfium.Pool, error) {
	type result struct {
		pool pdfium.Pool
		err  error
	}
	started := make(chan result, 1)
	go func() {
		pool, err := pdfPool()
		started <- result{pool, err}
	}()
	select {
	case r := <-started:
		if r.err != nil {
			return nil, &alex.Error{Code: alex.CodeInternal, Message: "PDF files cannot be read here", Err: r.err}
		}
		return r.pool, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ended is why reading stopped: the caller's context, the time of one PDF, or
// the file.
func ended(ctx, within context.Context, name string, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case within.Err() != nil:
		return refuse(name, "takes longer than %s to read", longestPDF)
	}
	refused := refuse(name, "cannot be read as a PDF")
	refused.Err = err
	return refused
}

type pdfReader struct {
	pdfium.Pdfium
	name string
}

func (r *pdfReader) read(ctx context.Context, body []byte) (Document, error) {
	opened, err := r.OpenDocument(&requests.OpenDocument{File: &body})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return Document{}, refuse(r.name, "is encrypted; save it without a password first")
	case err != nil:
		return Document{}, ended(ctx, ctx, r.name, err)
	}
	count, err := r.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	switch {
	case err != nil:
		return Document{}, ended(ctx, ctx, r.name, err)
	case count.PageCount > mostPages:
		return Document{}, refuse(r.name, "has %d pages; %d are the most", count.PageCount, mostPages)
	}
	text, err := r.pages(ctx, opened.Document, count.PageCount)
	if err != nil {
		return Document{}, err
	}
	if utf8.RuneCountInString(strings.Join(strings.Fields(text), "")) < leastPDFText {
		return Document{}, refuse(r.name, "has no text in it, as a scan has none; have its letters recognised first")
	}
	doc := Document{Title: r.about(opened.Document, "Title"), PublishedOn: pdfDate(r.about(opened.Document, "CreationDate")), Body: text}
	if noTitle.MatchString(doc.Title) {
		doc.Title = ""
	}
	return doc, nil
}

// noTitle is what programs call a document that nobody gave a title.
var noTitle = regexp.MustCompile(`(?i)^\s*(?:untitled.*|document\d*|microsoft (?:word|excel|powerpoint) - .*|.*\.(?:docx?|xlsx?|pptx?|indd|pdf|tex|dvi|qxd))\s*$`)

// pages is the text of all pages. A page that is broken is left out.
func (r *pdfReader) pages(ctx context.Context, document references.FPDF_DOCUMENT, count int) (string, error) {
	var b strings.Builder
	for i := range count {
		page, err := r.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: document, Index: i}}})
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if err != nil {
			continue
		}
		b.WriteString(reflow(page.Text))
		b.WriteString("\n\n")
		if b.Len() > mostPDFText {
			return "", refuse(r.name, "has more than 8 MiB of text")
		}
	}
	return b.String(), nil
}

func (r *pdfReader) about(document references.FPDF_DOCUMENT, tag string) string {
	found, err := r.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: document, Tag: tag})
	if err != nil {
		return ""
	}
	return found.Value
}

// brokenWord is where PDFium saw a word that a hyphen broke at a line's end.
const brokenWord = '\u0002'

// reflow makes paragraphs of a page's lines: one ends at an empty line, and where
// a line ends a sentence well before the page's edge.
func reflow(text string) string {
	text = strings.NewReplacer(string(brokenWord)+"\r\n", "", string(brokenWord)+"\n", "", string(brokenWord), "", "\r\n", "\n", "\r", "\n", "\uFFFE", "").Replace(text)
	rows := strings.Split(text, "\n")
	widest := 0
	for _, row := range rows {
		widest = max(widest, utf8.RuneCountInString(strings.TrimSpace(row)))
	}
	var b strings.Builder
	for _, row := range rows {
		row = strings.TrimSpace(row)
		b.WriteString(row)
		b.WriteByte('\n')
		if row != "" && utf8.RuneCountInString(row)*5 < widest*4 && strings.ContainsRune(".!?:”\"", lastOf(row)) {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func lastOf(row string) rune {
	last, _ := utf8.DecodeLastRuneInString(row)
	return last
}

var pdfDay = regexp.MustCompile(`^\s*(?:D:)?(\d{4})-?(\d{2})-?(\d{2})`)

// pdfDate is the day of a date as PDFs write it, "D:20260801120000Z", else none.
func pdfDate(text string) alex.Date {
	found := pdfDay.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	return dateIn(found[1] + "-" + found[2] + "-" + found[3])
}
