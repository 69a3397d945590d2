package lambda

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"alex"
)

// HTTP answers requests that come as events of an HTTP API (payload format 2.0).
type HTTP struct{ Handler http.Handler }

const (
	// mostAnswer is what AWS Lambda carries of an answer, its JSON around it
	// included ("Lambda quotas": 6 MB).
	mostAnswer = 6 << 20
	// gzipped is from how many bytes an answer is compressed, where who asks takes
	// that: less is not worth the time.
	gzipped = 256 << 10
)

// Invoke answers one request. Only an event that is no request is an error.
func (h HTTP) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	var e events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal(event, &e); err != nil || e.RequestContext.HTTP.Method == "" {
		return nil, alex.Invalid("event", "is no request of an HTTP API in the payload format 2.0")
	}
	r, err := requestOf(ctx, e)
	if err != nil {
		return nil, err
	}
	w := &answer{header: http.Header{}}
	if !w.whole(h.Handler, r) {
		return json.Marshal(problem(alex.CodeInternal, "the answer broke off", w.header.Get("X-Request-Id")))
	}
	w.compress(r)
	if r.Method == http.MethodHead {
		w.body.Reset() // as net/http
	}
	out, err := json.Marshal(w.response())
	if err == nil && len(out) > mostAnswer {
		return json.Marshal(problem(alex.CodeTooLarge, answerTooLarge, w.header.Get("X-Request-Id")))
	}
	return out, err
}

// whole has h answer, and reports that it did not break its answer off, as a handler
// of net/http may. There that ends a connection; here it would end the process.
func (a *answer) whole(h http.Handler, r *http.Request) (done bool) {
	defer func() {
		if failure := recover(); failure != nil && failure != http.ErrAbortHandler { //nolint:errorlint // a value of panic, compared as net/http does
			panic(failure)
		}
	}()
	h.ServeHTTP(a, r)
	return true
}

func requestOf(ctx context.Context, e events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	body := []byte(e.Body)
	if e.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(e.Body); err != nil {
			return nil, alex.Invalid("body", "is no base64")
		}
	}
	r, err := http.NewRequestWithContext(ctx, e.RequestContext.HTTP.Method, "https://"+e.RequestContext.DomainName, bytes.NewReader(body))
	if err != nil {
		return nil, alex.Invalid("event", "has a name or a method that is none")
	}
	// Whatever stands in a path, who sent it is answered: an error would be one of the
	// function's own.
	r.URL.Path, r.URL.RawQuery = e.RawPath, e.RawQueryString
	if path, err := url.PathUnescape(e.RawPath); err == nil {
		r.URL.Path, r.URL.RawPath = path, e.RawPath
	}
	for name, value := range e.Headers {
		r.Header.Set(name, value)
	}
	if len(e.Cookies) > 0 {
		r.Header.Set("Cookie", strings.Join(e.Cookies, "; "))
	}
	r.RequestURI = r.URL.RequestURI()
	r.RemoteAddr = e.RequestContext.HTTP.SourceIP
	return r, nil
}

// answer is an http.ResponseWriter that keeps what is written.
type answer struct {
	header http.Header
	sent   http.Header // as it was when the status was written
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status, a.sent = status, a.header.Clone()
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(p)
}

// Flush has nothing to do: an answer goes when it is whole.
func (a *answer) Flush() { a.WriteHeader(http.StatusOK) }

// compress makes a large answer small, where who asks takes that.
func (a *answer) compress(r *http.Request) {
	a.WriteHeader(http.StatusOK)
	if a.status != http.StatusOK || a.body.Len() < gzipped || a.sent.Get("Content-Encoding") != "" || !takesGzip(r.Header.Get("Accept-Encoding")) {
		return
	}
	var small bytes.Buffer
	w := gzip.NewWriter(&small)
	_, _ = w.Write(a.body.Bytes()) // into memory
	_ = w.Close()
	a.body = small
	a.sent.Set("Content-Encoding", "gzip")
	a.sent.Add("Vary", "Accept-Encoding")
	a.sent.Del("Content-Length")
}

// takesGzip reads Accept-Encoding (RFC 9110, 12.5.3).
func takesGzip(accepted string) bool {
	for _, coding := range strings.Split(accepted, ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if name = strings.TrimSpace(name); name == "gzip" || name == "*" {
			_, q, found := strings.Cut(strings.ReplaceAll(weight, " ", ""), "q=")
			return !found || strings.Trim(q, "0.") != ""
		}
	}
	return false
}

func (a *answer) response() events.APIGatewayV2HTTPResponse {
	out := events.APIGatewayV2HTTPResponse{StatusCode: a.status, Headers: map[string]string{}, Cookies: a.sent.Values("Set-Cookie")}
	for name, values := range a.sent {
		if name != "Set-Cookie" {
			out.Headers[name] = strings.Join(values, ", ")
		}
	}
	if body := a.body.Bytes(); utf8.Valid(body) {
		out.Body = string(body)
	} else {
		out.Body, out.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return out
}

const answerTooLarge = "this answer is larger than AWS Lambda carries (6 MB): ask for less of it at a time, or for it compressed (Accept-Encoding: gzip)"

// problem says in the words of a problem (RFC 9457) why there is no answer.
func problem(code alex.Code, detail, id string) events.APIGatewayV2HTTPResponse {
	body, err := json.Marshal(map[string]any{
		"type": "about:blank", "title": http.StatusText(http.StatusInternalServerError), "status": http.StatusInternalServerError,
		"detail": detail, "code": code, "requestId": id, "errors": []alex.FieldError{},
	})
	if err != nil {
		body = nil
	}
	return events.APIGatewayV2HTTPResponse{
		StatusCode: http.StatusInternalServerError, Body: string(body),
		Headers: map[string]string{"Content-Type": "application/problem+json", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"},
	}
}
