package api_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"alex/internal/api"
	"alex/internal/telemetry"
)

func TestMetrics(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(s *api.Server) {
		s.Metrics = telemetry.NewMetrics("v7", func(context.Context) (map[string]int64, error) {
			return map[string]int64{"pending": 3}, nil
		})
	})
	at := w.must(t, http.StatusCreated, "ann", "POST", "/api/accounts", ira).header.Get("Location")
	w.must(t, http.StatusOK, "ann", "GET", at, "")
	w.must(t, http.StatusForbidden, "bob", "GET", at, "")
	text := w.must(t, http.StatusOK, "", "GET", "/metrics", "").text
	for _, want := range []string{
		`alex_request_duration_seconds_count{method="GET",route="/api/accounts/{id}",status="200"} 1`,
		`alex_request_duration_seconds_count{method="GET",route="/api/accounts/{id}",status="403"} 1`,
		`alex_request_duration_seconds_count{method="POST",route="/api/accounts",status="201"} 1`,
		`alex_jobs{status="pending"} 3`, `alex_build_info{version="v7"} 1`, "go_goroutines",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if id := strings.TrimPrefix(at, "/api/accounts/"); strings.Contains(text, id) || strings.Contains(text, "ann") {
		t.Error("the metrics name somebody")
	}
	for name, c := range map[string]struct {
		header string
		status int
	}{
		"through a proxy":          {"X-Forwarded-For: 127.0.0.1", 401},
		"through another proxy":    {"Forwarded: for=127.0.0.1", 401},
		"with the token":           {"Authorization: Bearer key-of-ops", 200},
		"with another token":       {"Authorization: Bearer an operators token", 401},
		"with somebody's sign-in":  {"Authorization: Bearer token-of-ann", 401},
		"with another scheme":      {"Authorization: Basic YTpi", 200},
		"from a foreign page":      {"Origin: https://evil.example", 403},
		"with the token, by proxy": {"X-Forwarded-For: 127.0.0.1", 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w.must(t, c.status, "", "GET", "/metrics", "", c.header)
		})
	}
}
