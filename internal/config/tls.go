package config

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// verified is the one mode of PostgreSQL's TLS in which another server is not
// taken for the right one.
const verified = "verify-full"

// Unverified are the variables whose PostgreSQL server is outside this machine
// and its own network, and is believed without its name, or without a look at
// its certificate.
func (c Config) Unverified() (names []string) {
	for _, v := range []struct {
		name string
		url  Secret
	}{{"ALEX_DATABASE_URL", c.DatabaseURL}, {"ALEX_MIGRATE_URL", c.MigrateURL}} {
		if u, err := url.Parse(v.url.Reveal()); err == nil && far(u) && !holds(u, verified) {
			names = append(names, v.name)
		}
	}
	return names
}

// holds reports that a URL says itself how TLS is used, each time in one of the
// modes. PGSSLMODE of the environment is easily lost, and so counts for nothing.
func holds(u *url.URL, modes ...string) bool {
	said := u.Query()["sslmode"]
	return len(said) > 0 && !slices.ContainsFunc(said, func(mode string) bool { return !slices.Contains(modes, mode) })
}

// far reports that a PostgreSQL URL names a server outside this machine and its
// own network. A host in its query goes before the one in its place, as libpq
// has it; one that begins with a slash is a Unix socket. Any of several hosts
// may be the one that answers.
func far(u *url.URL) bool {
	if u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return false
	}
	hosts := []string{u.Host}
	if u.Query().Has("host") {
		hosts = u.Query()["host"]
	}
	return slices.ContainsFunc(strings.Split(strings.Join(hosts, ","), ","), func(host string) bool {
		return !strings.HasPrefix(host, "/") && !near(withoutPort(host))
	})
}

func withoutPort(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}
