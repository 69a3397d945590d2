package lambda_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex/internal/app"
	"alex/internal/config"
	"alex/internal/lambda"
	"alex/internal/lambda/lambdatest"
)

// apiFunction is the API of a function over a fresh database.
func apiFunction(t *testing.T) http.Handler {
	t.Helper()
	cfg, err := config.Load(map[string]string{
		"ALEX_ROLE": "api", "ALEX_DATA": t.TempDir(), "ALEX_RATE_LIMIT": "0", "ALEX_PUBLIC_URL": "https://alex.example.org",
		"ALEX_QUEUE_URL": "http://127.0.0.1:1/123456789012/none",
	})
	if err != nil {
		t.Fatal(err)
	}
	db, err := app.OpenDatabase(t.Context(), cfg)
	if err == nil {
		_, err = db.Seed(t.Context())
	}
	if err != nil || db.Close() != nil {
		t.Fatal(err)
	}
	f, err := app.OpenFunction(t.Context(), cfg, slog.New(slog.DiscardHandler), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	h, err := f.Handler(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// operation is one of the API's document.
type operation struct{ method, path string }

func operations(t *testing.T, h http.Handler) (list []operation) {
	t.Helper()
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/openapi.json", nil))
	var document struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	parameter := regexp.MustCompile(`\{[^}]*\}`)
	for path, methods := range document.Paths {
		for method := range methods {
			list = append(list, operation{strings.ToUpper(method), parameter.ReplaceAllString(path, "00000000-0000-4000-8000-000000000000")})
		}
	}
	slices.SortFunc(list, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return list
}

// told is an answer without what differs each time.
func told(r *httptest.ResponseRecorder) map[string]any {
	moment := regexp.MustCompile(`"requestId":"[^"]*"|"(?:generatedAt|at|now|time|createdAt|expiresAt)":"[^"]*"`)
	headers := r.Header().Clone()
	for _, name := range []string{"X-Request-Id", "Date", "Content-Length"} {
		headers.Del(name)
	}
	if headers.Get("Set-Cookie") != "" {
		headers.Set("Set-Cookie", "…")
	}
	for name, values := range headers { // an event has one line for each name
		headers[name] = []string{strings.Join(values, ", ")}
	}
	return map[string]any{"status": r.Code, "headers": headers, "body": moment.ReplaceAllString(r.Body.String(), "")}
}

// TestEveryRouteAnswersAlike sends every operation of the document by a connection and
// as an event of an HTTP API, as nobody and, where it only reads, as somebody: status,
// headers and body are the same.
func TestEveryRouteAnswersAlike(t *testing.T) {
	t.Parallel()
	h := apiFunction(t)
	gateway := lambdatest.Gateway{Invoke: func(ctx context.Context, event []byte, _ http.Header) (lambdatest.Answer, error) {
		body, err := lambda.HTTP{Handler: h}.Invoke(ctx, event)
		return lambdatest.Answer{Kind: "response", Body: body}, err
	}}
	send := func(to http.Handler, o operation, token, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), o.method, "https://alex.example.org"+o.path, strings.NewReader(body))
		r.RemoteAddr = "192.0.2.1:1234"
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Origin", "https://alex.example.org")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		recorder := httptest.NewRecorder()
		to.ServeHTTP(recorder, r)
		return recorder
	}
	var somebody struct{ AccessToken string }
	demo := send(gateway, operation{http.MethodPost, "/api/auth/demo"}, "", "")
	if err := json.Unmarshal(demo.Body.Bytes(), &somebody); err != nil || demo.Code != http.StatusCreated || !strings.Contains(demo.Header().Get("Set-Cookie"), "HttpOnly") {
		t.Fatalf("%d %s %v", demo.Code, demo.Body, err)
	}
	all := operations(t, h)
	answered, read := map[int]int{}, 0
	for _, o := range all {
		if strings.HasPrefix(o.path, "/api/auth/demo") || strings.HasPrefix(o.path, "/api/auth/sign-up") {
			continue // makes somebody else each time
		}
		if o.path == "/api/user/export" {
			continue // holds that it was asked for
		}
		tokens := []string{""}
		if o.method == http.MethodGet {
			tokens = append(tokens, somebody.AccessToken)
		}
		for _, token := range tokens {
			body := ""
			if o.method != http.MethodGet {
				body = "{}"
			}
			want, got := send(h, o, token, body), send(gateway, o, token, body)
			if diff := cmp.Diff(told(want), told(got)); diff != "" {
				t.Errorf("%s %s (token %v): %s", o.method, o.path, token != "", diff)
			}
			answered[want.Code]++
			if token != "" && want.Code == http.StatusOK {
				read++
			}
		}
	}
	if len(all) < 100 || read < 20 || answered[http.StatusUnauthorized] < 50 {
		t.Errorf("%d operations, %d of them read, answers %v", len(all), read, answered)
	}
	t.Attr("measured", "each of the document's operations by a connection and as an event")
}
