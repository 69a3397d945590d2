package app

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"alex/internal/config"
	"alex/internal/queue/local"
	"alex/internal/store"
	"alex/internal/store/postgres"
	"alex/internal/store/postgres/postgrestest"
	"alex/internal/store/sqlite"
	"alex/internal/store/storetest"
)

// wired is the whole API over a database that is watched, and somebody who is
// signed in.
type wired struct {
	http.Handler
	driver *storetest.Driver
	token  string
}

// wireNew is wire over a database that is empty.
func wireNew(t testing.TB, connector driver.Connector, engine store.Engine) *wired {
	t.Helper()
	s := store.New(sql.OpenDB(connector), engine)
	if err := errors.Join(s.Migrate(t.Context()), seedOnce(t.Context(), s), s.Close()); err != nil {
		t.Fatal(err)
	}
	return wire(t, connector, engine)
}

func wire(t testing.TB, connector driver.Connector, engine store.Engine) *wired {
	t.Helper()
	w := &wired{driver: storetest.Wrap(connector)}
	db := sql.OpenDB(w.driver)
	db.SetMaxIdleConns(8)
	a, err := New(store.New(db, engine))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	a.wake = local.New(1)
	w.Handler, err = a.handler(t.Context(), config.Config{
		Auth: "local", Demo: true, Signup: "open", AccountKey: config.Secret(strings.Repeat("k", 32)),
	}, slog.New(slog.DiscardHandler), &net.TCPAddr{})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func wireSQLite(t testing.TB) *wired {
	t.Helper()
	connector, err := sqlite.Connector(sqlite.DSN(filepath.Join(t.TempDir(), "alex.db")))
	if err != nil {
		t.Fatal(err)
	}
	return wireNew(t, connector, sqlite.Engine{})
}

func wirePostgres(t testing.TB) *wired {
	t.Helper()
	server := postgrestest.Start(t, postgrestest.Options{})
	cfg, err := pgx.ParseConfig(server.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	return wireNew(t, stdlib.GetConnector(*cfg), postgres.Engine{})
}

// call answers a request of whoever is signed in.
func (w *wired) call(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+w.token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	return answer
}

// made is call of what has to succeed, and the id in the answer.
func (w *wired) made(t testing.TB, method, path, body string, headers ...string) string {
	t.Helper()
	answer := w.call(method, path, body, headers...)
	if answer.Code/100 != 2 {
		t.Fatalf("%s %s = %d: %s", method, path, answer.Code, answer.Body)
	}
	var named struct{ ID, JobID, AccessToken string }
	if answer.Body.Len() > 0 {
		if err := json.Unmarshal(answer.Body.Bytes(), &named); err != nil {
			t.Fatal(err)
		}
	}
	if named.AccessToken != "" {
		w.token = named.AccessToken
	}
	return named.ID + named.JobID
}

// filled is an account with so many positions.
func (w *wired) filled(t testing.TB, positions int) (account, position string) {
	t.Helper()
	account = w.made(t, "POST", "/api/accounts", `{"accountName":"A","accountType":"taxable"}`)
	for n := range positions {
		position = w.made(t, "POST", "/api/accounts/"+account+"/positions",
			fmt.Sprintf(`{"symbol":"ZZ%d","quantity":"1.5","price":"10"}`, n))
	}
	return account, position
}
