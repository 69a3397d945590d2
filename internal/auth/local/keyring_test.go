package local_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/auth"
	"alex/internal/auth/local"
	"alex/internal/store"
)

// ids are the key ids that an issuer publishes.
func ids(t testing.TB, o *office, i *local.Issuer) string {
	t.Helper()
	body, err := i.JWKS(o.ctx)
	must(t, err)
	var set struct {
		Keys []map[string]string `json:"keys"`
	}
	must(t, json.Unmarshal(body, &set))
	var list []string
	for _, key := range set.Keys {
		for _, private := range []string{"d", "p", "q", "dp", "dq", "qi", "k"} {
			if key[private] != "" {
				t.Errorf("the private part %s is published", private)
			}
		}
		list = append(list, key["kid"])
	}
	return strings.Join(list, " ")
}

func TestFirstKeyIsMade(t *testing.T) {
	t.Parallel()
	o := bare(t)
	other := o.second(o.Store)
	s := o.signUp(t, ann)
	if _, err := o.verify(s.AccessToken); err != nil {
		t.Error(err)
	}
	if one, two := ids(t, o, o.Issuer), ids(t, o, other); one == "" || one != two {
		t.Errorf("two processes publish %q and %q", one, two)
	}
}

// An outside reader of the published keys verifies what the issuer signs.
func TestPublishedKeysVerify(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.Party = "https://app.example"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := o.JWKS(r.Context())
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
		_, _ = w.Write(body)
	}))
	t.Cleanup(server.Close)
	v := auth.Verifier{
		Issuer: site, Now: o.now, Parties: []string{"https://app.example"},
		Keys: &auth.RemoteKeys{URL: server.URL, Client: server.Client(), Now: o.now},
	}
	s := o.signUp(t, ann)
	id, err := v.Verify(o.ctx, s.AccessToken)
	must(t, err)
	if id.Subject != s.Person.ID || id.Issuer != site || id.Session == "" || !id.Expires.Equal(o.clock.Add(time.Minute)) {
		t.Errorf("verified as %+v", id)
	}
	v.Issuer = "https://other.example"
	_, err = v.Verify(o.ctx, s.AccessToken)
	wantCode(t, "a token of another installation", err, alex.CodeUnauthorized)
}

// While keys change, no process refuses another's tokens.
func TestKeyRotation(t *testing.T) {
	t.Parallel()
	o := open(t)
	other := o.second(o.Store)
	s := o.signUp(t, ann)
	if got := ids(t, o, other); got != "k1" {
		t.Fatalf("published are %q", got)
	}
	o.wait(time.Second)
	must(t, o.Rotate(o.ctx))
	refresh := func(i *local.Issuer) {
		t.Helper()
		next, err := i.Refresh(o.ctx, s.RefreshToken, loopback)
		must(t, err)
		s = next
		for _, keys := range []*local.Issuer{o.Issuer, other} {
			v := auth.Verifier{Issuer: site, Keys: keys, Now: o.now}
			if _, err := v.Verify(o.ctx, s.AccessToken); err != nil {
				t.Error(err)
			}
		}
	}
	refresh(other) // still with the old key
	o.wait(2 * time.Second)
	refresh(o.Issuer) // with the new one, which the other has to look up
	if got := ids(t, o, other); !strings.HasPrefix(got, "k1 ") {
		t.Errorf("during a rotation %q are published", got)
	}
	o.wait(time.Minute)
	refresh(other)
	o.wait(5 * time.Minute)
	refresh(other)
	if got := ids(t, o, other); strings.Contains(got, "k1") || got == "" {
		t.Errorf("after a rotation %q are published", got)
	}
	_, err := o.Key(o.ctx, "k1")
	wantCode(t, "the retired key", err, alex.CodeUnauthorized)
}

// Processes that start together over an empty database agree on one key.
func TestFirstKeyRace(t *testing.T) {
	t.Parallel()
	o := bare(t)
	var group sync.WaitGroup
	published := make(chan string, 3)
	for range cap(published) {
		group.Go(func() { published <- ids(t, o, o.second(o.Store)) })
	}
	group.Wait()
	close(published)
	first := <-published
	for other := range published {
		if other != first || first == "" {
			t.Errorf("one process publishes %q, another %q", first, other)
		}
	}
}

// Made-up key ids read the table once a second at most: the tokens of others
// must not wait for them.
func TestUnknownKeyIDs(t *testing.T) {
	t.Parallel()
	o := open(t)
	for range 100 {
		_, err := o.Key(o.ctx, "made up")
		wantCode(t, "an unknown key id", err, alex.CodeUnauthorized)
	}
	must(t, o.Store.System().RotateSigningKey(o.ctx, store.SigningKey{ID: "k2", Private: sharedKey(), CreatedAt: o.clock}))
	_, err := o.Key(o.ctx, "k2")
	wantCode(t, "a new key within the second", err, alex.CodeUnauthorized)
	o.wait(time.Second)
	_, err = o.Key(o.ctx, "k2")
	wantCode(t, "a new key after a second", err, "")
}

func TestDamagedKeysAreSaid(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no PEM": "secret", "no key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
		"an Ed25519 key": "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := bare(t)
			must(t, o.Store.System().FirstSigningKey(o.ctx, store.SigningKey{ID: "k1", Private: text, CreatedAt: o.clock}))
			_, err := o.JWKS(o.ctx)
			wantCode(t, "publishing", err, alex.CodeInternal)
			_, err = o.Demo(o.ctx, "")
			wantCode(t, "signing", err, alex.CodeInternal)
			_, err = o.Key(o.ctx, "k1")
			wantCode(t, "verifying", err, alex.CodeInternal)
		})
	}
}
