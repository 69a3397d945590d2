package config_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"alex/internal/config"
	"alex/internal/goldenfile"
)

var update = flag.Bool("update", false, "write docs/configuration.md anew")

const documentFile = "../../docs/configuration.md"

func document() string {
	var b strings.Builder
	b.WriteString(`# Configuration

Alex is set up by environment variables; each has a default that works. A
variable that is set to nothing has its default, and a wrong value stops the
start with a message that names the variable, never the value. Secrets are
shown as "[secret]" wherever settings are printed.

This table is made of the struct in ` + "`internal/config/config.go`" + `: run
` + "`go test ./internal/config -update`" + ` after a change there.

| variable | default | what it does | used by |
|---|---|---|---|
`)
	for _, v := range config.Variables() {
		name, def := "`"+v.Name+"`", "empty"
		if v.Secret {
			name += " (secret)"
		}
		if v.Default != "" {
			def = "`" + v.Default + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", name, def, v.Doc, v.Used)
	}
	b.WriteString(signingIn)
	return b.String()
}

// signingIn is what a table does not say of sign-in.
const signingIn = `
## Signing in where Alex keeps the accounts

A person turns a second factor on in Settings; there is nothing to set up. Its
secrets are sealed under ` + "`ALEX_ACCOUNT_KEY`" + `, or the file account-number.key in
` + "`ALEX_DATA`" + `: keep a copy apart from the backups. ` + "`alex serve`" + ` does not start without the
one that its database was used with; several servers of a database share it. A
restore brings back passwords, second factors and recovery codes as they were.

Another issuer beside passwords (Google, Entra, Keycloak and others) needs
` + "`ALEX_PUBLIC_URL`" + ` and, at the issuer, a client of the kind "web" with the way back
` + "`ALEX_PUBLIC_URL`" + `/api/auth/oidc/callback. ` + "`ALEX_SIGNUP`" + ` holds for who comes from
there too; with ` + "`invite`" + ` their address has to have an open invitation. Only an
address with ` + "`email_verified`" + ` counts, and one that has a password here is refused:
the account stays with the password. The second factor is the issuer's affair.

An address is confirmed, and a lost password replaced, by e-mail where Alex sends e-mail and ` + "`ALEX_PUBLIC_URL`" + `
is set; a password is replaced by ` + "`alex user reset-password WHO`" + ` everywhere.
`

func TestDocumentIsFresh(t *testing.T) {
	t.Parallel()
	goldenfile.Compare(t, *update, documentFile, document())
}

func TestVariablesAreDescribed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, v := range config.Variables() {
		if v.Name == "" || v.Doc == "" || v.Used == "" || seen[v.Name] {
			t.Errorf("%q: needs a name of its own, what it does and who uses it", v.Name)
		}
		if v.Secret && v.Default != "" {
			t.Errorf("%s: a secret has no default", v.Name)
		}
		seen[v.Name] = true
	}
}
