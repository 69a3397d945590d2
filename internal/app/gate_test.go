package app

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"alex"
	"alex/internal/auth"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// oneKey is the key of an issuer that has one.
type oneKey struct{ key *rsa.PrivateKey }

func (k oneKey) Key(context.Context, string) (crypto.PublicKey, error) { return k.key.Public(), nil }

func (k oneKey) token(t *testing.T, session string, now time.Time) string {
	t.Helper()
	claims := jwt.MapClaims{
		"iss": "alex", "sub": "ann", "iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(time.Minute).Unix(),
	}
	if session != "" {
		claims["sid"] = session
	}
	draft := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	draft.Header["kid"] = "k"
	signed, err := draft.SignedString(k.key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// TestGate: where Alex keeps the sessions, a token without one opens nothing;
// and who came in may stay as long as the session, not the token, is good.
func TestGate(t *testing.T) {
	t.Parallel()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s := sqlitetest.Open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "ann", "Ann", "ann@example.org"); err != nil {
		t.Fatal(err)
	}
	key, now := oneKey{private}, time.Now()
	clock := func() time.Time { return now }
	session := store.NewSession{ID: s.NewID(), Person: "ann", TokenHash: "h", Now: now, Expires: now.Add(time.Hour)}
	if err := s.System().StartSession(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, session string
		admits        bool
		code          alex.Code
	}{
		{"a session", string(session.ID), false, ""},
		{"no session", "", false, alex.CodeUnauthorized},
		{"another's session", string(s.NewID()), false, alex.CodeUnauthorized},
		{"no session of another issuer", "", true, ""},
	} {
		g := gate{verifier: &auth.Verifier{Issuer: "alex", Keys: key, Now: clock}, store: s, now: clock, admits: c.admits}
		if _, err := g.Authenticate(t.Context(), key.token(t, c.session, now)); alex.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
		}
	}

	g := gate{verifier: &auth.Verifier{Issuer: "alex", Keys: key, Now: clock}, store: s, now: clock}
	still, err := g.Stay(t.Context(), key.token(t, string(session.ID), now))
	if err != nil {
		t.Fatal(err)
	}
	now = now.Add(10 * time.Minute)
	if err := still(t.Context()); err != nil {
		t.Errorf("the session goes on, the token does not: %v", err)
	}
	if err := s.System().SignOut(t.Context(), session.ID, "h"); err != nil {
		t.Fatal(err)
	}
	if err := still(t.Context()); alex.CodeOf(err) != alex.CodeUnauthorized {
		t.Errorf("after signing out: %v", err)
	}
}
