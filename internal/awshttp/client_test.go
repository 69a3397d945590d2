package awshttp_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"alex/internal/awshttp"
)

// closing is a body that the SDK closes when an answer begins: what reads on then gets
// an error, and not its end.
type closing struct {
	io.Reader
	closed atomic.Bool
}

func (c *closing) Read(p []byte) (int, error) {
	if c.closed.Load() {
		return 0, errors.New("the body is closed")
	}
	return c.Reader.Read(p)
}

func (c *closing) Close() error {
	c.closed.Store(true)
	return nil
}

// TestAnswersOutliveTheirRequests: a body that is closed once the answer begins breaks
// off no answer.
func TestAnswersOutliveTheirRequests(t *testing.T) {
	t.Parallel()
	for name, client := range map[string]*http.Client{"client": awshttp.Client(nil, time.Minute, 16<<20), "steady": awshttp.Steady(http.DefaultClient)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			outlives(t, client)
		})
	}
}

func outlives(t *testing.T, client *http.Client) {
	t.Helper()
	const size = 8 << 20
	go1 := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(io.Discard, r.Body, 4)
		_, _ = w.Write(make([]byte, 1<<20))
		_ = http.NewResponseController(w).Flush()
		<-go1
		_, _ = w.Write(make([]byte, size-1<<20))
	}))
	t.Cleanup(server.Close)
	body := &closing{Reader: io.MultiReader(strings.NewReader("body"), iotest.DataErrReader(strings.NewReader("")))}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, body)
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = 4
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = body.Close()
	close(go1)
	n, err := io.Copy(io.Discard, answer.Body)
	if err != nil || n != size || answer.Body.Close() != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
}

// TestClient: redirects are answers, answers have an end, and what is sent arrives.
func TestClient(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != "body" || r.ContentLength != 4 {
			t.Errorf("%q %d %v", body, r.ContentLength, err)
		}
		w.Header().Set("Location", "https://example.org")
		w.WriteHeader(http.StatusFound)
		_, _ = io.WriteString(w, "0123456789")
	}))
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader("body"))
	if err != nil {
		t.Fatal(err)
	}
	c := awshttp.Client(&http.Client{Timeout: time.Second}, time.Minute, 4)
	answer, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusFound || string(text) != "0123" || err != nil || answer.Body.Close() != nil || c.Timeout != time.Second {
		t.Errorf("%d %q %v, timeout %v", answer.StatusCode, text, err, c.Timeout)
	}
}
