package api_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"alex"
	"alex/internal/api"
)

// begun opens a connection that says who sends a file, and sends none of it
// but what is not yet enough to answer.
func (w *world) begun(t *testing.T, who string) net.Conn {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", w.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	head := fmt.Sprintf("POST /api/import/preview HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer token-of-%s\r\n"+
		"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n", w.Listener.Addr(), who)
	if _, err := c.Write([]byte(head)); err != nil {
		t.Fatal(err)
	}
	// The server asks for the body once it has given the file a place.
	if n, err := c.Read(make([]byte, 100)); err != nil || n == 0 {
		t.Fatal(err)
	}
	return c
}

func table(rows int, tag string) string {
	var text strings.Builder
	text.WriteString("Account Name,Symbol,Quantity,Price\n")
	for n := range rows {
		fmt.Fprintf(&text, "Acc,%s%c%c%c,1,1\n", tag, 'A'+n/676%26, 'A'+n/26%26, 'A'+n%26)
	}
	return text.String()
}

// TestOneFileOfAPerson: while a file of Ann's comes, another of hers is
// refused before its body is read; Bob's is not.
func TestOneFileOfAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	ready := w.previewed(t, "ann", "a.csv", table(3, "QA"))
	coming := w.begun(t, "ann")

	r := w.rawly(t, "POST /api/import/preview HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token-of-ann\r\n"+
		"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n")
	if r.status != http.StatusServiceUnavailable || r.header.Get("Retry-After") == "" {
		t.Errorf("a second file of Ann's: %d %v", r.status, r.header)
	}
	r = w.call(t, "ann", "POST", "/api/import", commitBody(t, ready.PreviewID))
	if r.status != http.StatusServiceUnavailable || r.header.Get("Retry-After") == "" {
		t.Errorf("an import of Ann's meanwhile: %d %s", r.status, r.text)
	}
	w.previewed(t, "bob", "b.csv", table(3, "QB"))
	if err := coming.Close(); err != nil {
		t.Fatal(err)
	}
	w.previewed(t, "ann", "a.csv", table(3, "QC"))
	w.commit(t, "ann", ready.PreviewID)
}

// TestFewFilesAtOnce: as many as may come at once keep one more out.
func TestFewFilesAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	var last net.Conn
	for n := range 8 {
		who := alex.PersonID(fmt.Sprintf("person%d", n))
		if _, err := w.store.System().EnsurePerson(t.Context(), who, "", ""); err != nil {
			t.Fatal(err)
		}
		last = w.begun(t, string(who))
	}
	w.preview(t, http.StatusServiceUnavailable, "ann", "a.csv", table(3, "QA"), "")
	w.must(t, http.StatusOK, "ann", "GET", "/api/user", "")
	if err := last.Close(); err != nil {
		t.Fatal(err)
	}
	w.previewed(t, "ann", "a.csv", table(3, "QA"))
}

// TestManyPreviewsOfMany: whoever is answered is answered whole.
func TestManyPreviewsOfMany(t *testing.T) {
	t.Parallel()
	w := newWorld(t, keyed)
	body, header := form(t, part{"file", "a.csv", table(300, "QA")})
	var group sync.WaitGroup
	answers := make(chan reply, 12)
	for n := range cap(answers) {
		group.Go(func() {
			answers <- w.call(t, []string{"ann", "bob"}[n%2], "POST", "/api/import/preview", body, header)
		})
	}
	group.Wait()
	close(answers)
	good := 0
	for r := range answers {
		switch r.status {
		case http.StatusOK:
			good++
			if got := len(as[api.PreviewBody](t, r).Rows); got != 300 {
				t.Errorf("an answer has %d rows", got)
			}
		case http.StatusServiceUnavailable:
		default:
			t.Errorf("a preview is answered %d: %s", r.status, r.text)
		}
	}
	if good == 0 {
		t.Error("nobody was answered")
	}
}
