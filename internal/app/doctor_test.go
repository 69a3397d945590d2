package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"alex/internal/auth/local"
	"alex/internal/config"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/sqlite/sqlitetest"
)

// examine runs the doctor over a configuration and answers one finding.
func examine(t *testing.T, name string, change func(*Doctor), environ ...string) Finding {
	t.Helper()
	cfg, err := config.Load(config.Environ(append([]string{"ALEX_DATA=" + t.TempDir(), "ALEX_ADDR=127.0.0.1:0"}, environ...)))
	if err != nil {
		t.Fatal(err)
	}
	d := NewDoctor(cfg)
	if change != nil {
		change(&d)
	}
	for _, f := range d.Examine(t.Context()) {
		if strings.Contains(f.Text, "hunter2") {
			t.Errorf("%s shows a secret: %s", f.Name, f.Text)
		}
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("there is no finding about %s", name)
	return Finding{}
}

func (f Finding) wants(t *testing.T, status, says string) {
	t.Helper()
	if f.Status != status || !strings.Contains(f.Text, says) {
		t.Errorf("%s: %s %q, want %s and %q", f.Name, f.Status, f.Text, status, says)
	}
}

// TestDoctorPriceFeed looks at each answer of the feed, and that one call is
// made, with the key in a header.
func TestDoctorPriceFeed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		code         int
		status, says string
	}{
		{"the key is good", http.StatusOK, FindingOK, "accepts"},
		{"the key is unknown", http.StatusUnauthorized, FindingFail, "refuses POLYGON_API_KEY"},
		{"the key is shut out", http.StatusForbidden, FindingFail, "refuses POLYGON_API_KEY"},
		{"too many calls", http.StatusTooManyRequests, FindingWarn, "429"},
		{"elsewhere", http.StatusFound, FindingWarn, "302"},
		{"broken", http.StatusBadGateway, FindingWarn, "502"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var calls []string
			feed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				calls = append(calls, r.URL.String()+" "+r.Header.Get("Authorization"))
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(c.code)
			}))
			defer feed.Close()
			f := examine(t, "price feed", func(d *Doctor) { d.Prices = feed.URL }, "POLYGON_API_KEY=hunter2")
			f.wants(t, c.status, c.says)
			if len(calls) != 1 || calls[0] != "/v1/marketstatus/now Bearer hunter2" {
				t.Errorf("the calls were %q", calls)
			}
		})
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	examine(t, "price feed", func(d *Doctor) { d.Prices = gone.URL }, "POLYGON_API_KEY=hunter2").wants(t, FindingWarn, "cannot be reached")
}

// TestDoctorClerk fetches the keys of a stand-in for Clerk.
func TestDoctorClerk(t *testing.T) {
	t.Parallel()
	s := sqlitetest.Open(t)
	set, err := local.New(s, "any").JWKS(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	good := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/.well-known/jwks.json" {
			_, _ = w.Write(set)
		}
	}))
	t.Cleanup(good.Close)
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }))
	t.Cleanup(bad.Close)
	environ := func(issuer string) []string {
		return []string{"ALEX_AUTH=clerk", "CLERK_PUBLISHABLE_KEY=pk", "CLERK_ISSUER=" + issuer}
	}
	examine(t, "Clerk", nil, environ(good.URL)...).wants(t, FindingWarn, "webhooks are refused")
	const secret = "CLERK_WEBHOOK_SECRET=whsec_aHVudGVyMmh1bnRlcjJodW50ZXIy"
	signed := append(environ(good.URL), "ALEX_PUBLIC_URL=https://alex.example.org", secret)
	examine(t, "Clerk", nil, signed...).wants(t, FindingOK, good.URL)
	examine(t, "Clerk", nil, signed...).wants(t, FindingOK, "1 secret; tokens have to be made for https://alex.example.org")
	examine(t, "Clerk", func(d *Doctor) { d.Config.ClerkWebhookSecret = "sk_live" }, signed...).wants(t, FindingFail, "whsec_")
	examine(t, "Clerk", nil, environ(bad.URL)...).wants(t, FindingFail, "CLERK_ISSUER")
}

func TestDoctorPublicURL(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		environ      []string
		status, says string
	}{
		{[]string{"ALEX_ADDR=[::1]:0"}, FindingOK, "this machine alone"},
		{[]string{"ALEX_ADDR=localhost:0"}, FindingOK, "this machine alone"},
		{[]string{"ALEX_ADDR=:0"}, FindingWarn, "without encryption"},
		{[]string{"ALEX_ADDR=0.0.0.0:0"}, FindingWarn, "without encryption"},
		{[]string{"ALEX_PUBLIC_URL=http://alex.example.org"}, FindingWarn, "not encrypted"},
		{[]string{"ALEX_PUBLIC_URL=http://localhost:5173"}, FindingOK, "http://localhost:5173"},
		{[]string{"ALEX_PUBLIC_URL=http://localhost:5173", "ALEX_ADDR=:0"}, FindingWarn, "without encryption"},
		{[]string{"ALEX_PUBLIC_URL=https://alex.example.org"}, FindingWarn, "ALEX_TRUSTED_PROXIES"},
		{[]string{"ALEX_PUBLIC_URL=https://alex.example.org", "ALEX_TRUSTED_PROXIES=10.0.0.1"}, FindingOK, "https://alex.example.org"},
	} {
		examine(t, "public URL", nil, c.environ...).wants(t, c.status, c.says)
	}
}

func TestDoctorClock(t *testing.T) {
	t.Parallel()
	at := func(year int) func(*Doctor) {
		return func(d *Doctor) { d.Now = func() time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) } }
	}
	examine(t, "clock", at(1970)).wants(t, FindingFail, "set it")
	examine(t, "clock", at(2099)).wants(t, FindingOK, "2099-01-01T00:00:00Z")
}

// TestDoctorAddress meets another program where Alex is to listen.
func TestDoctorAddress(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(other.Close)
	examine(t, "address", nil, "ALEX_ADDR="+strings.TrimPrefix(other.URL, "http://")).wants(t, FindingFail, "is in use: set ALEX_ADDR")
}

// TestDoctorLogins looks at who migrates and who serves on PostgreSQL.
func TestDoctorLogins(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t, postgrestest.Options{})
	url := server.Empty(t)
	login := server.Login(t, url)
	migrate := "ALEX_MIGRATE_URL=" + url
	examine(t, "database", nil, "ALEX_DATABASE_URL="+url).wants(t, FindingOK, "empty")
	examine(t, "logins", nil, "ALEX_DATABASE_URL="+login, migrate).wants(t, FindingWarn, "lacks its roles")

	cfg, err := config.Load(config.Environ([]string{"ALEX_DATA=" + t.TempDir(), "ALEX_DATABASE_URL=" + login, migrate}))
	if err != nil {
		t.Fatal(err)
	}
	if err := upToDate(t.Context(), cfg, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	examine(t, "database", nil, "ALEX_DATABASE_URL="+login, migrate).wants(t, FindingOK, "postgres answers")
	examine(t, "schema", nil, "ALEX_DATABASE_URL="+login, migrate).wants(t, FindingOK, "version")
	examine(t, "rows", nil, "ALEX_DATABASE_URL="+login, migrate).wants(t, FindingOK, "hold")
	examine(t, "logins", nil, "ALEX_DATABASE_URL="+login, migrate).wants(t, FindingOK, "not the owner")
	examine(t, "logins", nil, "ALEX_DATABASE_URL="+url).wants(t, FindingWarn, "one login")
	examine(t, "logins", nil, "ALEX_DATABASE_URL="+server.Superuser(t, url), migrate).wants(t, FindingWarn, "superuser")

	people, err := OpenPeople(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = people.Close() }()
	if _, err := people.store.System().EnsurePerson(t.Context(), "ann", "Ann", "ann@example.org"); err != nil {
		t.Fatal(err)
	}
	if m, err := people.Disable(t.Context(), "ANN@example.org"); err != nil || m.ID != "ann" {
		t.Errorf("disabling as the login that serves: %v, %v", m, err)
	}
}

// TestDoctorEncryption warns where a far database is believed without its name.
// Nobody is called: the finding is of the settings alone.
func TestDoctorEncryption(t *testing.T) {
	t.Parallel()
	for mode, warns := range map[string]bool{"require": true, "verify-ca": true, "verify-full": false} {
		cfg, err := config.Load(map[string]string{
			"ALEX_DATABASE_URL": "postgres://u:hunter2@db.example.org/alex?sslmode=" + mode,
			"ALEX_MIGRATE_URL":  "postgres://o:hunter2@db/alex",
		})
		if err != nil {
			t.Fatal(err)
		}
		found := NewDoctor(cfg).encryption()
		if (len(found) == 1) != warns {
			t.Errorf("%s: %v", mode, found)
		}
		for _, f := range found {
			f.wants(t, FindingWarn, "ALEX_DATABASE_URL may meet")
		}
	}
}
