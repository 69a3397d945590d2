package extract_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"alex/internal/knowledge/extract"
)

// pdfOf writes a PDF of our own: a page for each text, its lines one below the
// other, and an information dictionary.
func pdfOf(about string, pages ...[]string) string {
	kids, objects := "", []string{"", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", "<< " + about + " >>"}
	for _, rows := range pages {
		var b strings.Builder
		for i, row := range rows {
			fmt.Fprintf(&b, "BT /F1 11 Tf 60 %d Td (%s) Tj ET\n", 760-14*i, strings.NewReplacer("(", `\(`, ")", `\)`).Replace(row))
		}
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", len(objects)+2),
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", b.Len(), b.String()))
		kids += fmt.Sprintf("%d 0 R ", len(objects)-1)
	}
	objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, len(pages))
	return assemble(objects, "/Info 4 0 R")
}

// assemble numbers objects, and writes where each begins.
func assemble(objects []string, trailer string) string {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int, len(objects))
	for i, object := range objects {
		places[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	begins := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, begins)
	return b.String()
}

func TestPDF(t *testing.T) {
	t.Parallel()
	text := pdfOf("/Title (Bonds in 2026) /CreationDate (D:20260304050607+01'00')",
		[]string{"Yields on ten-year notes fell by a quarter of a point over the month, as", "investors moved (at last) into bonds.", "Prices of stocks were little changed over the whole of the month, but gold", "rose."},
		[]string{"The second page."})
	got := mustRead(t, "a.pdf", "application/pdf", text)
	want := "Yields on ten-year notes fell by a quarter of a point over the month, as\ninvestors moved (at last) into bonds.\n\n" +
		"Prices of stocks were little changed over the whole of the month, but gold\nrose.\n\nThe second page."
	if got.Title != "Bonds in 2026" || got.PublishedOn != "2026-03-04" || got.Body != want {
		t.Errorf("%+v", got)
	}
	got = mustRead(t, "report.pdf", "application/octet-stream", pdfOf("/Title (Microsoft Word - x.doc) /CreationDate (yesterday)", []string{"Text of a page"}))
	if got.Title != "" || got.PublishedOn != "" || got.Body != "Text of a page" {
		t.Errorf("%+v", got)
	}
}

func TestPDFsAreRefused(t *testing.T) {
	t.Parallel()
	page := []string{"Some text of a page"}
	whole := pdfOf("", page)
	locked := strings.Replace(whole, "/Info 4 0 R", "/Encrypt << /Filter /Standard /V 1 /R 2 /O <"+strings.Repeat("41", 32)+"> /U <"+strings.Repeat("42", 32)+
		"> /P -44 >> /ID [<41414141414141414141414141414141><41414141414141414141414141414141>]", 1)
	many := make([][]string, 501)
	for name, c := range map[string]struct{ body, want string }{
		"encrypted":  {locked, "is encrypted"},
		"a scan":     {pdfOf("", nil, nil), "has no text in it, as a scan has none"},
		"no page":    {pdfOf(""), "has no text in it"},
		"no PDF":     {"this is text", "cannot be read as a PDF"},
		"its head":   {"%PDF-1.4\n", "cannot be read as a PDF"},
		"cut off":    {whole[:100], "cannot be read as a PDF"},
		"many pages": {pdfOf("", many...), "has 501 pages; 500 are the most"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := extract.Text(t.Context(), "a.pdf", "application/pdf", []byte(c.body))
			mustRefuse(t, err, c.want, "a.pdf")
		})
	}
}

// TestPDFsThatAreBroken end in a text or in a refusal, and the next one is read.
func TestPDFsThatAreBroken(t *testing.T) {
	t.Parallel()
	whole := pdfOf("/Title (T)", []string{"Some text of a page"})
	loop := assemble([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}, "")
	deep := assemble([]string{"<< /Type /Catalog /Pages 2 0 R >>", strings.Repeat("[", 100_000)}, "")
	huge := strings.Replace(whole, "/Count 1", "/Count 2147483647", 1)
	length := strings.Replace(whole, "/Length ", "/Length 99999999", 1)
	cases := []string{loop, deep, huge, length, strings.ReplaceAll(whole, "obj", "OBJ"), "%PDF-1.4" + strings.Repeat("\x00", 10_000)}
	for i := 0; i < len(whole); i += len(whole) / 12 {
		broken := []byte(whole)
		broken[i] ^= 0xff
		cases = append(cases, string(broken))
	}
	for i, body := range cases {
		if _, err := extract.Text(t.Context(), "a.pdf", "", []byte(body)); err != nil {
			mustRefuse(t, err, "a.pdf", "a.pdf")
		}
		if i%5 == 0 {
			mustRead(t, "a.pdf", "", whole)
		}
	}
}

// TestWhoWaitsForAPDFMayGo at once, while it is read and while others are.
func TestWhoWaitsForAPDFMayGo(t *testing.T) {
	t.Parallel()
	small := pdfOf("", []string{"Some text of a page"})
	mustRead(t, "a.pdf", "", small) // the start is behind us
	rows := strings.Split(strings.Repeat("Some text of a page that is long enough to take a while\n", 3000), "\n")
	pages := make([][]string, 400)
	for i := range pages {
		pages[i] = rows[:60]
	}
	pages[0] = rows
	long := bytes.Repeat([]byte(" "), 0)
	long = append(long, pdfOf("", pages...)...)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if _, err := extract.Text(ctx, "a.pdf", "", long); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
	mustRead(t, "a.pdf", "", small)
}
