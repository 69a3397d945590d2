package fake

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

func reply(q question, status int, body io.Reader) *http.Response {
	return &http.Response{
		Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(body), ContentLength: -1, Request: q.Request,
	}
}

func body(text string) act {
	return func(q question) (*http.Response, error) { return reply(q, http.StatusOK, strings.NewReader(text)), nil }
}

// refuse is a status with a code, and headers by name and value.
func refuse(status int, code string, header ...string) act {
	return func(q question) (*http.Response, error) {
		text := fmt.Sprintf(`{"error":{"message":"no","type":"error","param":null,"code":%q}}`, code)
		response := reply(q, status, strings.NewReader(text))
		for i := 0; i+1 < len(header); i += 2 {
			response.Header.Set(header[i], header[i+1])
		}
		return response, nil
	}
}

func throttleUntil(q question) (*http.Response, error) {
	until := time.Now().Add(2 * time.Second).UTC().Format(http.TimeFormat)
	return refuse(http.StatusTooManyRequests, "rate_limit_exceeded", "Retry-After", until)(q)
}

func html(q question) (*http.Response, error) {
	response := reply(q, http.StatusBadGateway, strings.NewReader("<html><body><h1>502 Bad Gateway</h1></body></html>"))
	response.Header.Set("Content-Type", "text/html")
	return response, nil
}

func wait(q question) (*http.Response, error) {
	<-q.Context().Done()
	return nil, q.Context().Err()
}

func reset(question) (*http.Response, error) {
	return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
}

func distrust(question) (*http.Response, error) {
	return nil, &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
}

func unknownHost(q question) (*http.Response, error) {
	lookup := &net.DNSError{Err: "no such host", Name: q.URL.Hostname(), IsNotFound: true}
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: lookup}
}

// stall sends half of an answer and then nothing.
func stall(q question) (*http.Response, error) {
	whole := completion(q, q.sound, "stop", usual)
	return reply(q, http.StatusOK, io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), silence{q.Context()})), nil
}

type silence struct{ ctx context.Context }

func (s silence) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

func drip(q question) (*http.Response, error) {
	return reply(q, http.StatusOK, &drops{q.Context(), completion(q, q.sound, "stop", usual)}), nil
}

// drops is a text, a byte a second.
type drops struct {
	ctx  context.Context
	left []byte
}

func (d *drops) Read(p []byte) (int, error) {
	if len(d.left) == 0 {
		return 0, io.EOF
	}
	select {
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	case <-time.After(time.Second):
	}
	n := copy(p[:min(1, len(p))], d.left)
	d.left = d.left[n:]
	return n, nil
}

// bomb is what a transport makes of a small body that unpacks to a gigabyte.
func bomb(q question) (*http.Response, error) {
	response := reply(q, http.StatusOK, io.LimitReader(blanks{}, 1<<30))
	response.Uncompressed = true
	return response, nil
}

type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func huge(q question) (*http.Response, error) {
	text := q.sound + strings.Repeat(" ", 10<<20)
	return reply(q, http.StatusOK, bytes.NewReader(completion(q, text, "stop", usual))), nil
}
