package config_test

import (
	"slices"
	"strings"
	"testing"

	"alex/internal/config"
)

// TestPostgresIsReachedByTLS holds, for each host and each mode of TLS, whether
// a database may be reached so: outside the own network only in a mode that
// encrypts, and without a warning only in the one that knows whom it speaks to.
func TestPostgresIsReachedByTLS(t *testing.T) {
	t.Parallel()
	modes := map[string]struct{ taken, verified bool }{
		"": {false, false}, "disable": {false, false}, "allow": {false, false}, "prefer": {false, false}, "VERIFY-FULL": {false, false},
		"require": {true, false}, "verify-ca": {true, false}, "verify-full": {true, true},
	}
	tried := 0
	for url, far := range map[string]bool{
		"postgres://u:c4n4ry@localhost/alex": false, "postgresql://u:c4n4ry@127.0.0.1:5432/alex": false, "postgres://u:c4n4ry@[::1]:5432/alex": false,
		"postgres://u:c4n4ry@[::1]/alex": false, "postgres://u:c4n4ry@10.2.3.4/alex": false, "postgres://u:c4n4ry@db/alex": false, "postgres://u:c4n4ry@db:5432/alex": false,
		"postgres://u:c4n4ry@alex-db.internal/alex": false, "postgres://u:c4n4ry@db,10.0.0.1:5432/alex": false,
		"postgres://u:c4n4ry@db.example.org/alex?host=/run/postgresql": false, "postgres://u:c4n4ry@x/alex?host=/run/postgresql,db": false,
		"postgres://u:c4n4ry@db.example.org/alex": true, "postgresql://u:c4n4ry@db.example.org:5432/alex": true, "postgres://u:c4n4ry@8.8.8.8/alex": true,
		"postgres://u:c4n4ry@[2001:4860:4860::8888]:5432/alex": true, "postgres://u:c4n4ry@[2001:4860:4860::8888]/alex": true,
		"postgres://u:c4n4ry@db,db.example.org/alex": true, "postgres://u:c4n4ry@db.example.org,db/alex": true,
		"postgres://u:c4n4ry@localhost/alex?host=db.example.org": true, "postgres://u:c4n4ry@localhost/alex?host=/run/postgresql,db.example.org": true,
		"postgres://u:c4n4ry@localhost/alex?host=db&host=db.example.org": true, "postgres://u:c4n4ry@x.abc.us-east-1.rds.amazonaws.com/alex": true,
	} {
		for mode, want := range modes {
			for _, name := range []string{"ALEX_DATABASE_URL", "ALEX_MIGRATE_URL"} {
				tried++
				cfg, err := config.Load(map[string]string{name: withMode(url, mode)})
				if taken := !far || want.taken; (err == nil) != taken {
					t.Errorf("%s=%s with %q: %v", name, url, mode, err)
				}
				if err != nil && (!strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "sslmode=verify-full") || strings.Contains(err.Error(), "c4n4ry")) {
					t.Errorf("%s=%s is refused by %v", name, url, err)
				}
				warned := err == nil && slices.Contains(cfg.Unverified(), name)
				if err == nil && warned != (far && !want.verified) {
					t.Errorf("%s=%s with %q: unverified is %v", name, url, mode, cfg.Unverified())
				}
			}
		}
	}
	if _, err := config.Load(map[string]string{"ALEX_DATABASE_URL": "postgres://u@db.example.org/a?sslmode=verify-full&sslmode=disable"}); err == nil {
		t.Error("the last of two modes is not looked at")
	}
	t.Logf("%d URLs", tried)
}

func withMode(url, mode string) string {
	switch {
	case mode == "":
		return url
	case strings.Contains(url, "?"):
		return url + "&sslmode=" + mode
	default:
		return url + "?sslmode=" + mode
	}
}
