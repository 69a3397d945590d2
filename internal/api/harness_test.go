package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"alex"
	"alex/internal/api"
	"alex/internal/auth/local"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/sqlite/sqlitetest"
)

// tokens stands in for the verifier: "token-of-X" is X's.
type tokens struct{}

func (tokens) Authenticate(_ context.Context, token string) (alex.PersonID, error) {
	who, good := strings.CutPrefix(token, "token-of-")
	if !good {
		return "", alex.Errorf(alex.CodeUnauthorized, "the token is not valid")
	}
	return alex.PersonID(who), nil
}

// world is a running API over a fresh database, with the reference loaded.
type world struct {
	*httptest.Server
	store *store.Store
	now   time.Time
}

func newWorld(t testing.TB, change ...func(*api.Server)) *world {
	t.Helper()
	return newWorldOver(t, sqlitetest.Seeded(t), change...)
}

// newWorldOver is newWorld over a database that is open already.
func newWorldOver(t testing.TB, s *store.Store, change ...func(*api.Server)) *world {
	t.Helper()
	t.Cleanup(func() { _ = s.Close() })
	furnish(t, s)
	w := &world{store: s, now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	for _, id := range []alex.PersonID{"ann", "bob"} {
		if _, err := s.System().EnsurePerson(t.Context(), id, "Name of "+string(id), string(id)+"@example.org"); err != nil {
			t.Fatal(err)
		}
	}
	server := &api.Server{Store: s, Auth: tokens{}, Now: func() time.Time { return w.now }, Version: "test", Sample: sample, Office: &desk{}}
	server.Library, server.AdmitIngest, server.Research = library(s), bringer, &rounds{store: s}
	issuer := local.New(s, "test")
	issuer.Now = func() time.Time { return w.now }
	server.Access = issuer
	for _, c := range change {
		c(server)
	}
	w.Server = httptest.NewServer(server.Handler())
	t.Cleanup(w.Close)
	return w
}

// furnish makes the schema and loads the reference, where they are not there yet.
func furnish(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	reference, err := s.System().Reference(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if reference.Version == seed.Version() {
		return
	}
	instruments, err := seed.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.System().SeedInstruments(t.Context(), instruments, seed.Version()); err != nil {
		t.Fatal(err)
	}
}

// sample is a household to add.
func sample() (alex.Person, []alex.Account) {
	person, accounts := seed.Household()
	for i := range accounts {
		accounts[i].Fingerprint = "sample " + string(accounts[i].ID)
	}
	return person, accounts
}

// reply is an answer, read.
type reply struct {
	status int
	header http.Header
	text   string
}

// as decodes the body.
func as[T any](t testing.TB, r reply) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.text), &v); err != nil {
		t.Fatalf("%v in %s", err, r.text)
	}
	return v
}

// call asks as who ("" is nobody) with headers "Name: value".
func (w *world) call(t testing.TB, who, method, path, body string, headers ...string) reply {
	t.Helper()
	var reader io.Reader
	if body != "" {
		reader = bytes.NewReader([]byte(body))
	}
	request, err := http.NewRequestWithContext(t.Context(), method, w.URL+path, reader)
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if who != "" {
		request.Header.Set("Authorization", "Bearer token-of-"+who)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Set(name, value)
	}
	response, err := w.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, string(text)}
}

// must is call, and fails the test unless the status is want.
func (w *world) must(t testing.TB, want int, who, method, path, body string, headers ...string) reply {
	t.Helper()
	r := w.call(t, who, method, path, body, headers...)
	if r.status != want {
		t.Fatalf("%s %s as %q = %d, want %d: %s", method, path, who, r.status, want, r.text)
	}
	return r
}

func field(t testing.TB, r reply, name string) string {
	t.Helper()
	value, _ := as[map[string]any](t, r)[name].(string)
	return value
}
