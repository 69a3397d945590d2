package app

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestDoctorLangfuse sends one trace to a stand-in for LangFuse, and says what
// to do about each way in which it is not taken.
func TestDoctorLangfuse(t *testing.T) {
	t.Parallel()
	good := newReceiver(t)
	examine(t, "LangFuse", nil, langfuseKeys(good.URL)...).wants(t, FindingOK, "took a trace")
	spans := good.got(t)
	if len(spans) != 1 || spans[0].Name != "doctor" {
		t.Fatalf("%d spans came", len(spans))
	}
	if a := attributesOf(spans[0].Attributes); a["langfuse.environment"] != "tests" || a["langfuse.version"] != Version() || a["langfuse.user.id"] != nil {
		t.Errorf("the span says %v", a)
	}
	for name, c := range map[string]struct {
		code         int
		status, says string
	}{
		"wrong keys":         {401, FindingFail, "LANGFUSE_PUBLIC_KEY"},
		"keys of others":     {403, FindingFail, "LANGFUSE_SECRET_KEY"},
		"no LangFuse":        {404, FindingFail, "look at LANGFUSE_HOST"},
		"moved":              {301, FindingFail, "has moved"},
		"out of order":       {500, FindingWarn, "status 500"},
		"too much asked for": {429, FindingWarn, "status 429"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				calls++
				w.Header().Set("Location", "https://elsewhere.example.org")
				w.WriteHeader(c.code)
			}))
			defer bad.Close()
			examine(t, "LangFuse", nil, langfuseKeys(bad.URL)...).wants(t, c.status, c.says)
			if calls != 1 {
				t.Errorf("it was asked %d times", calls)
			}
		})
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	examine(t, "LangFuse", nil, langfuseKeys(gone.URL)...).wants(t, FindingWarn, "cannot be reached")
}
