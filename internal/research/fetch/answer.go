package fetch

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// answer is one response, its body read.
type answer struct {
	url    *url.URL
	status int
	header http.Header
	next   string // where a redirect leads, as it was written
	body   []byte
}

// ask is one GET within the time that is left.
func (f *Fetcher) ask(ctx context.Context, at *url.URL, r *request) (answer, error) {
	if r.left <= 0 {
		return answer{}, refuse(ReasonTimeout, nil, "the page took longer than %s", f.timeout)
	}
	begun := time.Now()
	within, cancel := context.WithTimeout(ctx, r.left)
	defer func() {
		cancel()
		r.left -= time.Since(begun)
	}()
	got, err := f.exchange(within, at, r)
	if err != nil && errors.Is(ctx.Err(), context.Canceled) {
		return answer{}, ctx.Err()
	}
	return got, err
}

func (f *Fetcher) exchange(ctx context.Context, at *url.URL, r *request) (answer, error) {
	asked, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), http.NoBody)
	if err != nil {
		return answer{}, refuse(ReasonHost, nil, "the address cannot be read")
	}
	asked.Header.Set("User-Agent", f.agent)
	asked.Header.Set("Accept", "text/html,application/xhtml+xml,text/plain,text/markdown,application/pdf,application/xml;q=0.9,application/json;q=0.8")
	response, err := f.wire.RoundTrip(asked) // and no Client: no cookies, no redirects, no credentials
	if err != nil {
		if strings.Contains(err.Error(), "headers exceeded") {
			return answer{}, refuse(ReasonSize, err, "%s sends more than %d bytes of headers", at.Hostname(), mostHeader)
		}
		return answer{}, unreached(ctx, at.Hostname(), err)
	}
	defer func() { _ = response.Body.Close() }()
	got := answer{url: at, status: response.StatusCode, header: response.Header}
	switch {
	case redirects(response.StatusCode):
		got.next = response.Header.Get("Location")
		return got, nil
	case response.StatusCode != http.StatusOK:
		return got, nil
	}
	if r.text && !taken(response.Header) {
		return answer{}, refuse(ReasonType, nil, "%s answers with what is neither a text, nor a PDF, nor a feed", at.Hostname())
	}
	got.body, err = read(ctx, response, r)
	return got, err
}

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// read reads a body, decompressed by the transport, as far as it may go.
func read(ctx context.Context, response *http.Response, r *request) ([]byte, error) {
	host := response.Request.URL.Hostname()
	if coding := response.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, refuse(ReasonEncoding, nil, "%s compresses in a way that was not asked for", host)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, r.most+1))
	switch {
	case err == nil && int64(len(body)) <= r.most:
		return body, nil
	case err == nil && r.cut:
		return body[:r.most], nil
	case err == nil:
		return nil, refuse(ReasonSize, nil, "the page has more than %d bytes", r.most)
	case damaged(err):
		return nil, refuse(ReasonEncoding, err, "the compression of %s is damaged", host)
	}
	return nil, unreached(ctx, host, err)
}

func damaged(err error) bool {
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	return corrupt || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum)
}
