package llm_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"alex/internal/llm"
)

func TestBroken(t *testing.T) {
	t.Parallel()
	post := func(err error) error { return &url.Error{Op: "Post", URL: "https://secret.test/?key=secret", Err: err} }
	dial := func(err error) error { return post(&net.OpError{Op: "dial", Net: "tcp", Err: err}) }
	for _, c := range []struct {
		name string
		err  error
		want llm.Kind
	}{
		{"no such host", dial(&net.DNSError{Name: "secret.test", IsNotFound: true}), llm.Unreachable},
		{"a name service that is slow", dial(&net.DNSError{IsTimeout: true}), llm.Timeout},
		{"a name service that is ill", dial(&net.DNSError{IsTemporary: true}), llm.Unavailable},
		{"a name service that says no", dial(&net.DNSError{}), llm.Unreachable},
		{"nobody vouches", post(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}), llm.Unreachable},
		{"another's certificate", post(x509.HostnameError{Host: "secret", Certificate: &x509.Certificate{}}), llm.Unreachable},
		{"no TLS there", post(tls.RecordHeaderError{Msg: "secret"}), llm.Unreachable},
		{"an alert", post(&net.OpError{Op: "remote error", Err: errors.New("secret")}), llm.Unreachable},
		{"reset", post(&net.OpError{Op: "read", Err: syscall.ECONNRESET}), llm.Unavailable},
		{"refused", dial(syscall.ECONNREFUSED), llm.Unavailable},
		{"no route", dial(syscall.EHOSTUNREACH), llm.Unavailable},
		{"ended before an answer", post(io.EOF), llm.Unavailable},
		{"any other failure to ask", post(errors.New("secret")), llm.Unavailable},
		{"a clock of the client", post(context.DeadlineExceeded), llm.Timeout},
		{"half a document", fmt.Errorf("error parsing secret: %w", io.ErrUnexpectedEOF), llm.Malformed},
		{"anything else", errors.New("secret"), llm.Malformed},
		{"a fault", fmt.Errorf("reading: %w", &llm.Fault{Kind: llm.TooLong}), llm.TooLong},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := llm.Broken(t.Context(), c.err)
			if got := llm.KindOf(err); got != c.want || strings.Contains(fmt.Sprintf("%v %v", err, errors.Unwrap(err)), "secret") {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestBrokenTellsWhoEndedIt(t *testing.T) {
	t.Parallel()
	given, cancel := context.WithCancel(t.Context())
	cancel()
	if err := llm.Broken(given, io.EOF); !errors.Is(err, context.Canceled) || llm.KindOf(err) != "" {
		t.Errorf("given up: %v", err)
	}
	late, cancel := context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer cancel()
	if err := llm.Broken(late, io.EOF); !errors.Is(err, context.DeadlineExceeded) || llm.KindOf(err) != llm.Timeout {
		t.Errorf("too late: %v", err)
	}
}

func TestReply(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		reply llm.Reply
		want  string
		wait  time.Duration
	}{
		{"a code", llm.Reply{Status: 400, Code: "invalid_request_error"}, "the model's answer: rejected (status 400): invalid_request_error", 0},
		{"a sentence for a code", llm.Reply{Status: 400, Code: "your prompt was: secret"}, "the model's answer: rejected (status 400)", 0},
		{"a key for a code", llm.Reply{Status: 400, Code: "sk-proj-aB3dE5fG7hI9jK1lM3nO5pQ7"}, "the model's answer: rejected (status 400)", 0},
		{"digits for a code", llm.Reply{Status: 400, Code: "acct_1234"}, "the model's answer: rejected (status 400)", 0},
		{"a long code", llm.Reply{Status: 400, Code: strings.Repeat("key_", 10) + "s"}, "the model's answer: rejected (status 400)", 0},
		{"a code with a number", llm.Reply{Status: 400, Code: "http_404.not-found:v2"}, "the model's answer: rejected (status 400): http_404.not-found:v2", 0},
		{"a message", llm.Reply{Status: 400, Message: "secret"}, "the model's answer: rejected (status 400)", 0},
		{"seconds", llm.Reply{Status: 429, Header: after("12")}, "the model's answer: throttled (status 429)", 12 * time.Second},
		{"a date", llm.Reply{Status: 429, Header: after("Thu, 01 Oct 2026 12:01:00 GMT")}, "the model's answer: throttled (status 429)", time.Minute},
		{"a date that is past", llm.Reply{Status: 429, Header: after("Thu, 01 Oct 2026 11:00:00 GMT")}, "the model's answer: throttled (status 429)", 0},
		{"negative seconds", llm.Reply{Status: 429, Header: after("-5")}, "the model's answer: throttled (status 429)", 0},
		{"no number", llm.Reply{Status: 429, Header: after("NaN")}, "the model's answer: throttled (status 429)", 0},
		{"without end", llm.Reply{Status: 429, Header: after("1e300")}, "the model's answer: throttled (status 429)", 0},
		{"a full context", llm.Reply{Status: 400, Message: "Prompt is too long: 9 > 8"}, "the model's answer: too_long (status 400)", 0},
	} {
		fault := c.reply.Fault(now)
		if fault.Error() != c.want || fault.RetryAfter != c.wait {
			t.Errorf("%s: %q after %s", c.name, fault.Error(), fault.RetryAfter)
		}
	}
}

func after(text string) http.Header { return http.Header{"Retry-After": {text}} }
