package knowledge

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
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"alex"
)

const (
	mostAnswer  = 16 << 20        // bytes; 64 vectors of 3,072 numbers are 5 million
	longestCall = 2 * time.Minute // of a client that has no bound of its own
	usualWait   = 10 * time.Second
	longestWait = time.Hour
)

// HTTPClient is base (nil: the default) for a service that makes or keeps
// vectors: answers past 16 MiB, decompressed, are refused, and redirects are not
// followed, because they would carry texts and keys to a host that nobody chose.
func HTTPClient(base *http.Client) *http.Client {
	if base == nil {
		base = http.DefaultClient
	}
	client := *base
	if client.Timeout == 0 {
		client.Timeout = longestCall
	}
	client.Transport = capping{base.Transport}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client
}

type capping struct{ base http.RoundTripper }

func (c capping) RoundTrip(r *http.Request) (*http.Response, error) {
	base := c.base
	if base == nil {
		base = http.DefaultTransport
	}
	answer, err := base.RoundTrip(r)
	if err == nil {
		answer.Body = &capped{answer.Body, mostAnswer}
	}
	return answer, err
}

var errTooLarge = errors.New("the answer is too large")

// capped reads a body as far as it may go. What breaks it off is a url.Error, so
// that it is not taken for half a document.
type capped struct {
	io.ReadCloser
	left int
}

func (b *capped) Read(p []byte) (int, error) {
	if len(p) > b.left+1 {
		p = p[:b.left+1] // one byte past the limit shows that there are more
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, errTooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = &url.Error{Op: "read", Err: err}
	}
	return n, err
}

// Refusal is what a service says instead of an answer.
type Refusal struct {
	Who    string // the service, as an operator knows it
	Status int    // of HTTP
	Header http.Header
	Code   string // the service's own word, such as ThrottlingException
}

// Err is what the refusal means: alex.CodeUnavailable, with how long to wait,
// where coming again may help, else alex.CodeInternal. Its text holds the status
// and the code alone: a message can quote what was sent.
func (r Refusal) Err(now time.Time) *alex.Error {
	said := "status " + strconv.Itoa(r.Status)
	if aWord.MatchString(r.Code) {
		said += ", " + r.Code
	}
	if r.passing() {
		err := alex.Errorf(alex.CodeUnavailable, "%s cannot answer now (%s)", r.Who, said)
		err.RetryAfter = r.wait(now)
		return err
	}
	return alex.Errorf(alex.CodeInternal, "%s %s (%s)", r.Who, r.meaning(), said)
}

// A key has digits, or capitals in a row.
var aWord = regexp.MustCompile(`^(([A-Z][a-z]+){1,8}|[a-z_]{1,40})$`)

// passing reports a refusal that may pass by itself. AWS throttles with status
// 400 too.
func (r Refusal) passing() bool {
	switch r.Status {
	case http.StatusRequestTimeout, http.StatusFailedDependency, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return r.Status >= 500 || strings.HasPrefix(r.Code, "Throttling")
}

func (r Refusal) meaning() string {
	switch {
	case r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden:
		return "may not be asked with the key or the credentials at hand"
	case r.Status == http.StatusNotFound:
		return "is not there"
	case r.Status < http.StatusBadRequest:
		return "gives no answer of its own"
	}
	return "refuses the request"
}

// wait is what Retry-After says, in seconds or as a date, at most an hour.
func (r Refusal) wait(now time.Time) time.Duration {
	text := strings.TrimSpace(r.Header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil && seconds > 0 {
		return min(time.Duration(seconds)*time.Second, longestWait)
	}
	if at, err := http.ParseTime(text); err == nil && at.After(now) {
		return min(at.Sub(now), longestWait)
	}
	return usualWait
}

// Unanswered is why a call of ctx brought no answer that can be read, where err
// is no refusal of the service's: alex.CodeUnavailable where coming again may
// help, else alex.CodeInternal, without the text of err; or, when the caller gave
// up, an error that wraps context.Canceled.
func Unanswered(ctx context.Context, who string, err error) error {
	switch ended := ctx.Err(); {
	case errors.Is(ended, context.Canceled):
		return fmt.Errorf("a call of %s was given up: %w", who, ended)
	case ended != nil:
		return &alex.Error{Code: alex.CodeUnavailable, Message: who + " did not answer in time", Err: ended}
	case errors.Is(err, errTooLarge):
		return alex.Errorf(alex.CodeInternal, "%s answers with more than %d bytes", who, mostAnswer)
	}
	name, unresolved := errors.AsType[*net.DNSError](err)
	waiting, waited := errors.AsType[net.Error](err)
	_, broken := errors.AsType[*url.Error](err)
	switch {
	case unresolved && name.IsNotFound:
		return alex.Errorf(alex.CodeInternal, "%s cannot be reached: no such host", who)
	case untrusted(err):
		return alex.Errorf(alex.CodeInternal, "%s cannot be reached: TLS does not trust it", who)
	case waited && waiting.Timeout():
		return alex.Errorf(alex.CodeUnavailable, "%s did not answer in time", who)
	case waited, broken, errors.Is(err, io.ErrUnexpectedEOF):
		return alex.Errorf(alex.CodeUnavailable, "%s cannot be reached", who)
	}
	return Unreadable(who, "no document of the kind that it should")
}

func untrusted(err error) bool {
	_, verified := errors.AsType[*tls.CertificateVerificationError](err)
	_, authority := errors.AsType[x509.UnknownAuthorityError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	return verified || authority || record
}

// Unreadable is the error of an answer that is not the one that was asked for.
func Unreadable(who, format string, args ...any) *alex.Error {
	return alex.Errorf(alex.CodeInternal, "%s answers with %s", who, fmt.Sprintf(format, args...))
}

// Batched makes the vectors of texts that go together, at most so many a call. The
// first error ends it.
func Batched(ctx context.Context, texts []string, most int, ask func(context.Context, []string) ([]Vector, error)) ([]Vector, error) {
	vectors := make([]Vector, 0, len(texts))
	for batch := range slices.Chunk(texts, most) {
		list, err := ask(ctx, batch)
		if err != nil {
			return nil, err
		}
		vectors = append(vectors, list...)
	}
	return vectors, nil
}

// Each makes the vectors of texts that go one a call, at most so many calls at
// once. The first error ends the others.
func Each(ctx context.Context, texts []string, atOnce int, one func(context.Context, string) (Vector, error)) ([]Vector, error) {
	vectors := make([]Vector, len(texts))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, text := range texts {
		group.Go(func() (err error) {
			if err = ctx.Err(); err == nil {
				vectors[i], err = one(ctx, text)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return vectors, nil
}
