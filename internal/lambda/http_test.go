package lambda_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/lambda"
)

// request is an event as AWS documents it ("Working with AWS Lambda proxy
// integrations for HTTP APIs", payload format 2.0).
const request = `{
	"version": "2.0", "routeKey": "$default", "rawPath": "/api/accounts/a%2Fb", "rawQueryString": "limit=2&cursor=a%20b",
	"cookies": ["alex_refresh=one", "other=two"],
	"headers": {"authorization": "Bearer x", "content-type": "application/json", "x-forwarded-for": "192.0.2.1,198.51.100.7", "host": "id.execute-api.us-east-1.amazonaws.com"},
	"queryStringParameters": {"limit": "2"},
	"requestContext": {
		"accountId": "123456789012", "apiId": "api-id", "domainName": "id.execute-api.us-east-1.amazonaws.com", "requestId": "id",
		"http": {"method": "POST", "path": "/api/accounts/a%2Fb", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "agent"},
		"stage": "$default", "timeEpoch": 1583348638390
	},
	"body": "eyJuYW1lIjoiw6kifQ==", "isBase64Encoded": true}`

func invoked(t *testing.T, h http.HandlerFunc, event string) (out events.APIGatewayV2HTTPResponse) {
	t.Helper()
	body, err := lambda.HTTP{Handler: h}.Invoke(t.Context(), []byte(event))
	if err == nil {
		err = json.Unmarshal(body, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRequestOfAnEvent: all of a request that comes as an event is that of one that
// comes by a connection.
func TestRequestOfAnEvent(t *testing.T) {
	t.Parallel()
	out := invoked(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		refresh, _ := r.Cookie("alex_refresh")
		other, _ := r.Cookie("other")
		got := []string{
			r.Method, r.URL.EscapedPath(), r.URL.Path, r.URL.RawQuery, r.FormValue("cursor"), r.Host, r.RemoteAddr, r.RequestURI,
			r.Header.Get("Authorization"), r.Header.Get("X-Forwarded-For"), refresh.Value, other.Value, string(body), fmt.Sprint(r.ContentLength, err),
		}
		want := []string{
			"POST", "/api/accounts/a%2Fb", "/api/accounts/a/b", "limit=2&cursor=a%20b", "a b", "id.execute-api.us-east-1.amazonaws.com", "192.0.2.1",
			"/api/accounts/a%2Fb?limit=2&cursor=a%20b", "Bearer x", "192.0.2.1,198.51.100.7", "one", "two", `{"name":"é"}`, "13 <nil>",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "1"})
		http.SetCookie(w, &http.Cookie{Name: "b", Value: "2"})
		w.Header().Add("Vary", "Origin")
		w.Header().Add("Vary", "Accept")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusEarlyHints) // is no answer yet
		w.WriteHeader(http.StatusCreated)
		w.Header().Set("Too-Late", "x")
		_ = http.NewResponseController(w).Flush()
		_, _ = io.WriteString(w, `{"ok":"é"}`)
	}, request)
	want := events.APIGatewayV2HTTPResponse{
		StatusCode: 201, Headers: map[string]string{"Content-Type": "application/json", "Vary": "Origin, Accept"},
		Cookies: []string{"a=1", "b=2"}, Body: `{"ok":"é"}`,
	}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Error(diff)
	}
}

// event is a request for a path that takes a coding.
func event(accept string) string {
	return `{"version":"2.0","rawPath":"/x","headers":{"accept-encoding":"` + accept + `"},"requestContext":{"domainName":"d","http":{"method":"GET"}}}`
}

// TestAnswersAreCarried: bytes as base64, what is large compressed where that is
// taken, and what is too large as a problem, never cut.
func TestAnswersAreCarried(t *testing.T) {
	t.Parallel()
	noise := make([]byte, 5<<20)
	random := rand.NewChaCha8([32]byte{})
	_, _ = random.Read(noise)
	long := []byte(strings.Repeat("a line of a long export\n", 400_000))
	for name, c := range map[string]struct {
		accept  string
		body    []byte
		base64  bool
		coding  string
		status  int
		problem bool
	}{
		"nothing":              {"gzip", nil, false, "", 200, false},
		"text":                 {"gzip", []byte("text"), false, "", 200, false},
		"bytes":                {"", []byte{0xff, 0xfe, 0}, true, "", 200, false},
		"large":                {"br, gzip;q=0.8", long, true, "gzip", 200, false},
		"large, any coding":    {"*", long, true, "gzip", 200, false},
		"large, not by gzip":   {"gzip;q=0, br", long, false, "", 500, true},
		"large, for nobody":    {"", long, false, "", 500, true},
		"noise, not carried":   {"gzip", noise, false, "", 500, true},
		"just under the limit": {"", []byte(strings.Repeat("x", 6<<20-200)), false, "", 200, false},
		"just over the limit":  {"", []byte(strings.Repeat("x", 6<<20)), false, "", 500, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := invoked(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Request-Id", "the request")
				_, _ = w.Write(c.body)
			}, event(c.accept))
			if out.StatusCode != c.status || out.IsBase64Encoded != c.base64 || out.Headers["Content-Encoding"] != c.coding {
				t.Fatalf("%d %v %v", out.StatusCode, out.IsBase64Encoded, out.Headers)
			}
			if c.problem {
				if !strings.Contains(out.Body, `"code":"too_large"`) || !strings.Contains(out.Body, `"requestId":"the request"`) || out.Headers["Content-Type"] != "application/problem+json" {
					t.Errorf("%v %s", out.Headers, out.Body)
				}
				return
			}
			got := []byte(out.Body)
			if out.IsBase64Encoded {
				var err error
				if got, err = base64.StdEncoding.DecodeString(out.Body); err != nil {
					t.Fatal(err)
				}
			}
			if c.coding == "gzip" {
				z, err := gzip.NewReader(bytes.NewReader(got))
				if err != nil {
					t.Fatal(err)
				}
				if got, err = io.ReadAll(z); err != nil || out.Headers["Vary"] != "Accept-Encoding" {
					t.Fatal(err, out.Headers)
				}
			}
			if !bytes.Equal(got, c.body) {
				t.Error("another body arrives")
			}
		})
	}
}

// TestAnswersThatBreakOff: half an answer is never sent, and the function goes on; any
// other panic ends it, as Lambda wants.
func TestAnswersThatBreakOff(t *testing.T) {
	t.Parallel()
	out := invoked(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Request-Id", "the request")
		_, _ = io.WriteString(w, `{"half":`)
		panic(http.ErrAbortHandler)
	}, event(""))
	if out.StatusCode != http.StatusInternalServerError || !strings.Contains(out.Body, `"code":"internal"`) || !strings.Contains(out.Body, `"requestId":"the request"`) || strings.Contains(out.Body, "half") {
		t.Errorf("%d %s", out.StatusCode, out.Body)
	}
	defer func() {
		if failure := recover(); failure != "a defect" {
			t.Errorf("the panic is %v", failure)
		}
	}()
	invoked(t, func(http.ResponseWriter, *http.Request) { panic("a defect") }, event(""))
}

// TestPartsAreNotCompressed: a range is one of the bytes that were asked for.
func TestPartsAreNotCompressed(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("part", 100_000)
	out := invoked(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Range", "bytes 0-399999/800000")
		w.WriteHeader(http.StatusPartialContent)
		_, _ = io.WriteString(w, long)
	}, event("gzip"))
	if out.Body != long || out.Headers["Content-Encoding"] != "" {
		t.Errorf("%v %d bytes", out.Headers, len(out.Body))
	}
}

// TestHeadHasNoBody: its headers are those of GET.
func TestHeadHasNoBody(t *testing.T) {
	t.Parallel()
	out := invoked(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "4")
		_, _ = io.WriteString(w, "text")
	}, strings.ReplaceAll(event(""), "GET", "HEAD"))
	if out.StatusCode != http.StatusOK || out.Body != "" || out.IsBase64Encoded || out.Headers["Content-Length"] != "4" {
		t.Errorf("%+v", out)
	}
}

// TestOddPaths are answered as any other, whether they come escaped or not: an error of
// the function would be an alarm that strangers can ring.
func TestOddPaths(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"":                       "",
		"//api":                  "//api",
		"/api/..%2fhealth":       "/api/../health",
		"/api/accounts/%zz":      "/api/accounts/%zz",
		"/api/accounts/100%":     "/api/accounts/100%",
		"/a b?c=d#e":             "/a b?c=d#e",
		"/a\x00\a\r\nHost: x":    "/a\x00\a\r\nHost: x",
		"/https://example.org:x": "/https://example.org:x",
	} {
		escaped, err := json.Marshal(raw)
		if err != nil {
			t.Fatal(err)
		}
		out := invoked(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != want || r.URL.RawQuery != "limit=2" || r.Host != "d" || strings.ContainsAny(r.RequestURI, "\r\n\x00") {
				t.Errorf("%q: %q %q %q %q", raw, r.URL.Path, r.URL.RawQuery, r.Host, r.RequestURI)
			}
			w.WriteHeader(http.StatusNotFound)
		}, `{"rawPath":`+string(escaped)+`,"rawQueryString":"limit=2","requestContext":{"domainName":"d","http":{"method":"GET"}}}`)
		if out.StatusCode != http.StatusNotFound {
			t.Errorf("%q: %d", raw, out.StatusCode)
		}
	}
}

// TestNoRequest: what is no request of an HTTP API is an error that names it.
func TestNoRequest(t *testing.T) {
	t.Parallel()
	for event, says := range map[string]string{
		`{}`: "event: ", `null`: "event: ", `[`: "event: ", `{"Records":[]}`: "event: ",
		`{"requestContext":{"http":{"method":"GET"}},"body":"%","isBase64Encoded":true}`: "body: ",
		`{"requestContext":{"http":{"method":"A B"}}}`:                                   "event: ",
	} {
		_, err := lambda.HTTP{Handler: http.NotFoundHandler()}.Invoke(t.Context(), []byte(event))
		if alex.CodeOf(err) != alex.CodeInvalid || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%s: %v", event, err)
		}
	}
}
