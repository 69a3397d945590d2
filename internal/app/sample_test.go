package app

import (
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"alex"
	"alex/internal/config"
)

// figures are a report's facts by id, without the lines about files.
func figures(facts []alex.Fact) map[string]string {
	list := map[string]string{}
	for _, f := range facts {
		if !strings.HasPrefix(f.ID, "import.") {
			list[f.ID] = f.Text
		}
	}
	return list
}

// TestOneSampleEverywhere opens the demo and adds the sample to an own
// portfolio: both are the household of the command, to the last position and
// figure.
func TestOneSampleEverywhere(t *testing.T) {
	t.Parallel()
	in, err := Sample()
	if err != nil {
		t.Fatal(err)
	}
	want, err := Analyze(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(map[string]string{"ALEX_DATA": t.TempDir(), "ALEX_RATE_LIMIT": "0"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	h, err := a.handler(t.Context(), cfg, slog.New(slog.DiscardHandler), &net.TCPAddr{})
	if err != nil {
		t.Fatal(err)
	}
	demo := opened(t, speak(t, h, http.StatusCreated, "POST", "/api/auth/demo", "", "{}"))
	own := opened(t, speak(t, h, http.StatusCreated, "POST", "/api/auth/sign-up", "",
		`{"email":"a@example.org","password":"correct horse battery","displayName":"Ann"}`))
	for _, token := range []string{demo, own} {
		for range 2 {
			speak(t, h, http.StatusCreated, "POST", "/api/sample-portfolio", token, "")
		}
		var p alex.Portfolio
		if err := json.Unmarshal([]byte(speak(t, h, http.StatusOK, "GET", "/api/portfolio", token, "")), &p); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(holdingLines(want.Portfolio), holdingLines(p)); diff != "" {
			t.Error(diff)
		}
		speak(t, h, http.StatusAccepted, "POST", "/api/analyze", token, "")
		if _, err := a.Runner.RunOne(t.Context()); err != nil {
			t.Fatal(err)
		}
		var list struct{ Items []alex.Report }
		if err := json.Unmarshal([]byte(speak(t, h, http.StatusOK, "GET", "/api/reports", token, "")), &list); err != nil {
			t.Fatal(err)
		}
		var whole alex.Report
		if err := json.Unmarshal([]byte(speak(t, h, http.StatusOK, "GET", "/api/reports/"+string(list.Items[0].ID), token, "")), &whole); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(figures(want.Facts), figures(whole.Facts)); diff != "" {
			t.Error(diff)
		}
		speak(t, h, http.StatusNoContent, "DELETE", "/api/portfolio", token, "")
		if left := speak(t, h, http.StatusOK, "GET", "/api/user", token, ""); !strings.Contains(left, `"birthDate":null`) {
			t.Errorf("cleared, the person is still the sample's: %s", left)
		}
	}
}

// opened is the token of a session that began.
func opened(t *testing.T, answer string) string {
	t.Helper()
	var session struct {
		AccessToken string `json:"accessToken"`
	}
	if err := json.Unmarshal([]byte(answer), &session); err != nil || session.AccessToken == "" {
		t.Fatalf("%v in %s", err, answer)
	}
	return session.AccessToken
}

// holdingLines are every holding and all cash of a portfolio, as text.
func holdingLines(p alex.Portfolio) map[string]string {
	list := map[string]string{"cash": p.Cash.String(), "everything": p.TotalValue.String()}
	for _, a := range p.Accounts {
		list[a.Name] = a.Value.String()
		for _, h := range a.Positions {
			list[a.Name+" "+string(h.Symbol)] = h.Quantity.String() + " " + h.Value.String()
		}
	}
	return list
}
