package api_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// What is small and would be large is refused as it is, never unpacked.
func TestCompressedBodiesAreNotUnpacked(t *testing.T) {
	t.Parallel()
	const unpacked = 100 << 20
	w := newWorld(t)
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	blanks := bytes.Repeat([]byte(" "), 1<<20)
	for range unpacked >> 20 {
		_, _ = zip.Write(blanks)
	}
	_ = zip.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	refused := 0
	for _, route := range []string{"POST /api/accounts", "POST /api/analyze", "POST /api/import/preview", "PUT /api/user", "POST /api/retirement/projection"} {
		method, path, _ := strings.Cut(route, " ")
		for _, headers := range [][]string{
			{"Content-Encoding: gzip"},
			{"Content-Encoding: deflate"},
			{"Content-Encoding: br"},
			{"Content-Encoding: gzip, gzip"},
			{"Content-Encoding: GZIP"},
			{"Content-Type: application/gzip"},
			{"Transfer-Encoding: gzip, chunked"}, // which the client does not send
			{},
		} {
			r := w.call(t, "ann", method, path, packed.String(), headers...)
			if r.status != http.StatusUnsupportedMediaType && r.status != http.StatusBadRequest {
				t.Errorf("%s with %v = %d: %s", route, headers, r.status, r.text)
			}
			refused++
		}
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > unpacked {
		t.Errorf("%d bytes were taken for bodies of %d", used, packed.Len())
	}
	t.Attr("measured", fmt.Sprintf("bombs=%d bytes=%d unpacked=%d refused=%d", refused, packed.Len(), unpacked, refused))
}
