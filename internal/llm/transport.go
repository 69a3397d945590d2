package llm

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"go.opentelemetry.io/otel/propagation"
)

// MaxBody is the most bytes of an answer that adapters read, decompressed.
const MaxBody = 4 << 20

// HTTPClient is base (nil: the default) for one provider: answers are Limited
// to MaxBody, and redirects are not followed, because they would carry the
// prompt and the key to a host that nobody chose.
func HTTPClient(base *http.Client) *http.Client {
	if base == nil {
		base = http.DefaultClient
	}
	limited := *base
	limited.Transport = Limited(base.Transport, MaxBody)
	limited.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &limited
}

// Limited sends requests over base (nil: the default transport) with the W3C
// trace context of their span, and ends an answer past most bytes with a
// *Fault of kind Malformed. Bytes count after decompression. A body that breaks
// off is a *Fault of kind Unavailable, with the status where that is a refusal.
func Limited(base http.RoundTripper, most int64) http.RoundTripper {
	if base == nil {
		base = http.DefaultTransport
	}
	return &limited{base: base, most: most}
}

type limited struct {
	base http.RoundTripper
	most int64
}

func (l *limited) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context()) // a RoundTripper must not change its request
	if err := detach(r); err != nil {
		return nil, err
	}
	propagation.TraceContext{}.Inject(r.Context(), propagation.HeaderCarrier(r.Header))
	response, err := l.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body := &cappedBody{ReadCloser: response.Body, left: l.most, most: l.most}
	if response.StatusCode >= http.StatusBadRequest {
		body.status = response.StatusCode
	}
	response.Body = body
	return response, nil
}

// detach gives a request a body of its own. A client that closes its body as soon
// as the answer begins would take the connection away under the answer.
func detach(r *http.Request) error {
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err := errors.Join(err, r.Body.Close()); err != nil {
		return err
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	return nil
}

// cappedBody reads a body as far as it may go. What goes wrong is a Fault, so
// that a connection that broke is not taken for half a document.
type cappedBody struct {
	io.ReadCloser
	left, most int64
	status     int // of a refusal, else 0
}

func (b *cappedBody) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1] // one byte past the limit shows that there are more
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, &Fault{Kind: Malformed, Status: b.status, Detail: fmt.Sprintf("more than %d bytes", b.most)}
	}
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	return n, b.broken(err)
}

func (b *cappedBody) broken(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || timedOut(err) {
		return err
	}
	if errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) {
		return &Fault{Kind: Malformed, Status: b.status, Detail: "its compression is damaged"}
	}
	if _, ok := errors.AsType[flate.CorruptInputError](err); ok {
		return &Fault{Kind: Malformed, Status: b.status, Detail: "its compression is damaged"}
	}
	return &Fault{Kind: Unavailable, Status: b.status, Detail: "the connection broke off"}
}
