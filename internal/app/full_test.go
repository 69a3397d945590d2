package app

import (
	"database/sql/driver"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// A disk that is full, or that has become read-only, takes nothing more, and
// says so; what is there can be read.
func TestDiskTakesNothingMore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pragma string
		want   int
	}{
		"full":      {"&_pragma=max_page_count(1)", http.StatusInsufficientStorage}, // no page more than there are
		"read-only": {"&_pragma=query_only(1)", http.StatusServiceUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := sqlite.DSN(filepath.Join(t.TempDir(), "alex.db"))
			before := open(t, dsn, wireNew)
			before.made(t, "POST", "/api/auth/demo", "")
			account, position := before.filled(t, 3)
			job := before.made(t, "POST", "/api/analyze", "{}")
			w := open(t, dsn+c.pragma, wire)
			w.token = before.token
			refused := w.until(c.want)
			if refused == "" {
				t.Fatal("everything was stored")
			}
			for _, path := range []string{
				"/api/health", "/api/ready", "/api/user", "/api/accounts", "/api/portfolio", "/api/accounts/" + account + "/positions",
				"/api/positions/" + position, "/api/jobs/" + job, "/api/reports",
			} {
				if a := w.call("GET", path, ""); a.Code != http.StatusOK {
					t.Errorf("GET %s = %d: %s", path, a.Code, a.Body)
				}
			}
			before.made(t, "POST", "/api/accounts", refused) // once there is room again
		})
	}
}

// until creates until something is refused with a status, and answers what.
func (w *wired) until(status int) (refused string) {
	for n := range 200 {
		body := fmt.Sprintf(`{"accountName":"N%d","accountType":"taxable","accountPurpose":%q}`, n, strings.Repeat("x", 1900))
		a := w.call("POST", "/api/accounts", body)
		switch {
		case a.Code == http.StatusCreated:
		case a.Code == status && (a.Header().Get("Retry-After") != "" || status == http.StatusInsufficientStorage):
			return body
		default:
			return ""
		}
	}
	return ""
}

func open(t *testing.T, dsn string, wire func(testing.TB, driver.Connector, store.Engine) *wired) *wired {
	t.Helper()
	connector, err := sqlite.Connector(dsn)
	if err != nil {
		t.Fatal(err)
	}
	return wire(t, connector, sqlite.Engine{})
}
