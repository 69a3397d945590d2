package app

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"alex"
	"alex/internal/config"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// logBook is a log that may be written from everywhere.
type logBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logBook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// speak sends JSON and answers the body.
func speak(t *testing.T, h http.Handler, status int, method, path, token, body string) string {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, request)
	if w.Code != status {
		t.Fatalf("%s %s = %d: %s", method, path, w.Code, w.Body)
	}
	return w.Body.String()
}

// TestErasedPeopleLeaveNothing signs someone up by invitation, lets their
// password be missed, and erases them: neither a table nor the log names them.
func TestErasedPeopleLeaveNothing(t *testing.T) {
	t.Parallel()
	const name, email, key = "Canary Ann", "Canary.Ann@Example.org", "canary.ann@example.org"
	dir := t.TempDir()
	cfg, err := config.Load(map[string]string{"ALEX_DATA": dir, "ALEX_SIGNUP": "invite", "ALEX_RATE_LIMIT": "0"})
	if err != nil {
		t.Fatal(err)
	}
	var book logBook
	log := slog.New(slog.NewJSONHandler(&book, &slog.HandlerOptions{Level: slog.LevelDebug}))
	a, err := Open(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	h, err := a.handler(t.Context(), cfg, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	invite := func() string {
		token, err := a.issuer(cfg).Invite(t.Context(), email)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	_ = invite() // one that nobody uses
	signUp := func(status int, invite string) string {
		return speak(t, h, status, "POST", "/api/auth/sign-up", "", fmt.Sprintf(
			`{"email":%q,"password":"correct horse battery","displayName":%q,"invite":%q}`, email, name, invite))
	}
	var session struct {
		AccessToken string `json:"accessToken"`
		User        struct {
			ID string `json:"id"`
		} `json:"user"`
	}
	if err := json.Unmarshal([]byte(signUp(http.StatusCreated, invite())), &session); err != nil {
		t.Fatal(err)
	}
	speak(t, h, http.StatusUnauthorized, "POST", "/api/auth/sign-in", "", fmt.Sprintf(`{"email":%q,"password":"not this one"}`, email))
	speak(t, h, http.StatusCreated, "POST", "/api/accounts", session.AccessToken, `{"accountName":"Canary account","accountType":"taxable"}`)
	speak(t, h, http.StatusAccepted, "POST", "/api/analyze", session.AccessToken, "")
	if _, err := a.Runner.RunOne(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Store.System().AddDocument(t.Context(), store.NewDocument{
		Tenant: alex.PersonID(session.User.ID), Title: "Canary document", Origin: alex.OriginPerson, ContentHash: "h", Passages: []string{"Canary passage"},
	}); err != nil {
		t.Fatal(err)
	}
	speak(t, h, http.StatusNoContent, "DELETE", "/api/user", session.AccessToken, "")
	speak(t, h, http.StatusUnauthorized, "GET", "/api/user", session.AccessToken, "")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	rows := everyCell(t, filepath.Join(dir, databaseFile))
	if strings.Contains(rows, session.User.ID) {
		t.Error("the database still says the person's id")
	}
	for where, text := range map[string]string{"the database": rows, "the log": book.text.String()} {
		for _, canary := range []string{name, email, key, "Canary account", "Canary document", "Canary passage", session.AccessToken, store.AccountSubject(key)} {
			if strings.Contains(strings.ToLower(text), strings.ToLower(canary)) {
				t.Errorf("%s still says %q", where, canary)
			}
		}
	}
	for _, table := range []string{"invites", "users", "credentials", "sessions", "job_parts", "documents", "passages"} {
		if strings.Contains(rows, "\n"+table+":") {
			t.Errorf("%s still has rows", table)
		}
	}
}

// everyCell is every table of a database, row by row.
func everyCell(t *testing.T, path string) string {
	t.Helper()
	db, err := sql.Open("sqlite", sqlite.DSN(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var tables []string
	names, err := db.QueryContext(t.Context(), `SELECT name FROM sqlite_master WHERE type = 'table'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = names.Close() }()
	for names.Next() {
		var table string
		if err := names.Scan(&table); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table)
	}
	if err := names.Err(); err != nil || len(tables) < 15 {
		t.Fatalf("the tables are %v: %v", tables, err)
	}
	var text strings.Builder
	for _, table := range tables {
		writeRows(t, db, table, &text)
	}
	return text.String()
}

func writeRows(t *testing.T, db *sql.DB, table string, text *strings.Builder) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT * FROM `+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			t.Fatal(err)
		}
		text.WriteString("\n" + table + ":")
		for _, cell := range cells {
			value := *cell.(*any)
			if bytes, ok := value.([]byte); ok {
				value = string(bytes)
			}
			_, _ = fmt.Fprintf(text, " %v", value)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
