// Package awshttp is the HTTP client by which services of AWS are asked.
package awshttp

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"time"
)

// Client is base (nil: the default) for AWS's SDK. It follows no redirect, which would
// carry signatures to a host that nobody chose; a call of it ends after longest, where
// base has no bound of its own; and an answer is cut where it has more than most bytes.
func Client(base *http.Client, longest time.Duration, most int64) *http.Client {
	if base == nil {
		base = http.DefaultClient
	}
	c := *base
	if c.Timeout == 0 {
		c.Timeout = longest
	}
	c.Transport = transport{base.Transport, most}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &c
}

// Steady is base, with all of its own bounds, for AWS's SDK: answers outlive the bodies
// of their requests.
func Steady(base *http.Client) *http.Client {
	c := *base
	c.Transport = transport{base.Transport, math.MaxInt64}
	return &c
}

type transport struct {
	base http.RoundTripper
	most int64
}

// RoundTrip sends a body of its own. The SDK closes the one that it gives as soon as an
// answer begins, and the connection, which may still look for that body's end, would
// break off in the middle of the answer.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	base := t.base
	if base == nil {
		base = http.DefaultTransport
	}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil {
			return nil, err
		}
		r = r.Clone(r.Context())
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	answer, err := base.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, t.most), answer.Body}
	}
	return answer, err
}
