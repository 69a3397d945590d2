package app

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"alex/internal/eval"
)

// TestDoctorModels looks at each answer of a model's host.
func TestDoctorModels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		code         int
		model        string
		status, says string
	}{
		{"it answers", http.StatusOK, "gpt-4.1-mini", FindingOK, "a million tokens cost $"},
		{"it answers, of unknown price", http.StatusOK, "own", FindingOK, "holds a person to 1000000 tokens"},
		{"the key is refused", http.StatusUnauthorized, "own", FindingFail, "refuses the key"},
		{"the key is shut out", http.StatusForbidden, "own", FindingFail, "access"},
		{"no such model", http.StatusNotFound, "own", FindingFail, "does not know this model"},
		{"too many calls", http.StatusTooManyRequests, "own", FindingWarn, "come back later"},
		{"broken", http.StatusBadGateway, "own", FindingWarn, "unavailable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sound := eval.NewSound(1)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if c.code != http.StatusOK {
					http.Error(w, `{"error":{"message":"hunter2"}}`, c.code)
					return
				}
				sound.ServeHTTP(w, r)
			}))
			defer server.Close()
			f := examine(t, "model openai:"+c.model, nil, "ALEX_MODEL=openai:"+c.model, "OPENAI_API_KEY=hunter2", "OPENAI_BASE_URL="+server.URL)
			f.wants(t, c.status, c.says)
		})
	}
	examine(t, "language models", nil).wants(t, FindingOK, "rules write")
}
