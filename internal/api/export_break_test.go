package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// sent is what a client reads of an export of these members.
func sent(t *testing.T, collect collector) (status int, text string, err error) {
	t.Helper()
	s := &Server{Now: func() time.Time { return time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC) }}
	server := httptest.NewServer(s.recovered(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.send(humago.NewContext(&huma.Operation{}, r, w), collect)
	})))
	defer server.Close()
	response, err := server.Client().Get(server.URL)
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

func TestExportInPieces(t *testing.T) {
	t.Parallel()
	status, text, err := sent(t, func(_ context.Context, w func(string, any) error) error {
		for _, member := range []struct {
			name  string
			value any
		}{
			{"person", map[string]string{"id": "a"}},
			{"none", []int{}},
			{"some", []int{}},
			{"some", []int{1, 2}},
			{"some", []int{}},
			{"some", []int{3}},
			{`"odd"`, []string{"]"}},
			{"last", "text"},
		} {
			if err := w(member.name, member.value); err != nil {
				return err
			}
		}
		return nil
	})
	want := `{"exportedAt":"2026-11-02T09:00:00Z","person":{"id":"a"},"none":[],"some":[1,2,3],"\"odd\"":["]"],"last":"text"}` + "\n"
	if err != nil || status != http.StatusOK || text != want {
		t.Errorf("%d %s %v\nwant %s", status, text, err, want)
	}
}

// TestBrokenExport fails after so many items: a short one is a problem, a long
// one ends the connection.
func TestBrokenExport(t *testing.T) {
	t.Parallel()
	for _, items := range []int{0, 1, 20, 2000} {
		status, text, err := sent(t, func(_ context.Context, w func(string, any) error) error {
			for range items {
				if err := w("items", []string{strings.Repeat("x", 1000)}); err != nil {
					return err
				}
			}
			return errors.New("the database went away")
		})
		if whole := json.Valid([]byte(text)); err == nil && whole != (status == http.StatusInternalServerError) || err != nil && whole {
			t.Errorf("after %d items: %d, %v, whole: %v", items, status, err, whole)
		}
		if items == 2000 && err == nil {
			t.Error("the connection ends well")
		}
		if strings.Contains(text, "database") {
			t.Errorf("the answer gives the reason away: %.200s", text)
		}
	}
}
