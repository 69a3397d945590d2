package dataapi_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"alex"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/dataapi/dataapitest"
)

// operations are what was asked for while do ran, in short.
func operations(s *dataapitest.Service, do func()) (list []string) {
	before := len(s.Calls())
	do()
	for _, c := range s.Calls()[before:] {
		what := c.Operation
		if words := strings.Fields(c.SQL); len(words) > 0 {
			what = strings.Join(words[:min(len(words), 3)], " ")
		}
		list = append(list, what)
	}
	return list
}

// A read of one statement is four calls of HTTP, and a view of one state one more
// than its statements, the role, the beginning and the end.
func TestCallsOfHTTP(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	s := open(t, service)
	if err := write(t.Context(), s, "p", 2); err != nil {
		t.Fatal(err)
	}
	p := s.As("p")
	accounts, err := p.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.CreateJob(t.Context(), store.JobRequest{}); err != nil {
		t.Fatal(err)
	}
	job, ok, err := s.System().Claim(t.Context(), s.Now().Add(time.Minute), time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	var counts []string
	for _, c := range []struct {
		name string
		most int
		do   func(context.Context) error
	}{
		{"Person", 4, func(ctx context.Context) error { _, err := p.Person(ctx); return err }},
		{"Accounts", 4, func(ctx context.Context) error { _, err := p.Accounts(ctx); return err }},
		{"Jobs", 4, func(ctx context.Context) error { _, err := p.Jobs(ctx, store.Page{}); return err }},
		{"Job", 4, func(ctx context.Context) error { _, err := p.Job(ctx, job.ID); return err }},
		{"Reports", 4, func(ctx context.Context) error { _, err := p.Reports(ctx, store.Page{}); return err }},
		{"MarketPrices", 4, func(ctx context.Context) error {
			_, err := s.System().MarketPrices(ctx, []alex.Symbol{"S1"})
			return err
		}},
		{"HoldingsPage", 7, func(ctx context.Context) error {
			_, _, err := p.HoldingsPage(ctx, accounts[0].ID, store.Page{})
			return err
		}},
		{"DeletePosition", 5, func(ctx context.Context) error { return p.DeletePosition(ctx, accounts[0].Positions[0].ID, nil) }},
		{"Heartbeat", 4, func(ctx context.Context) error {
			return s.System().Heartbeat(ctx, store.HeldBy(job), s.Now().Add(2*time.Minute))
		}},
		{"SavePart", 6, func(ctx context.Context) error {
			return s.System().SavePart(ctx, store.HeldBy(job), alex.PartFacts, []byte("[]"))
		}},
		{"UpToDate", 1, func(ctx context.Context) error { return s.UpToDate(ctx) }},
	} {
		made := operations(service, func() {
			if err := c.do(t.Context()); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		})
		if len(made) > c.most {
			t.Errorf("%s makes %d calls, at most %d: %q", c.name, len(made), c.most, made)
		}
		counts = append(counts, fmt.Sprintf("%s=%d", c.name, len(made)))
	}
	t.Attr("measured", strings.Join(counts, " "))
}

// A transaction reads as it was asked to.
func TestHowTransactionsRead(t *testing.T) {
	t.Parallel()
	db := raw(t, server.Empty(t))
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE n (n BIGINT)`); err != nil {
		t.Fatal(err)
	}
	count := func(q store.Querier) (n int64) {
		if err := q.QueryRowContext(t.Context(), `SELECT count(*) FROM n`).Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	for level, want := range map[sql.IsolationLevel]int64{sql.LevelDefault: 1, sql.LevelReadCommitted: 1, sql.LevelRepeatableRead: 0, sql.LevelSerializable: 0} {
		tx, err := db.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true, Isolation: level})
		if err != nil {
			t.Fatal(err)
		}
		if n := count(tx); n != 0 {
			t.Errorf("at first there are %d", n)
		}
		if _, err := db.ExecContext(t.Context(), `INSERT INTO n VALUES (1)`); err != nil {
			t.Fatal(err)
		}
		if n := count(tx); n != want {
			t.Errorf("at level %v another's row counts %d times, want %d", level, n, want)
		}
		if _, err := tx.ExecContext(t.Context(), `INSERT INTO n VALUES (2)`); err == nil || !strings.Contains(err.Error(), "read-only") {
			t.Errorf("writing where nothing may be written = %v", err)
		}
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
		if _, err := db.ExecContext(t.Context(), `DELETE FROM n`); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelSnapshot}); err == nil {
		t.Error("an isolation that PostgreSQL has not is taken")
	}
}

// A process that dies in the middle of a transaction leaves nothing: the service
// ends what it hears nothing of for three minutes.
func TestCrashLeavesNothing(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	var now atomic.Int64
	service.Now = func() time.Time { return time.Unix(0, now.Load()) }
	s := open(t, service)
	if err := write(t.Context(), s, "p", 1); err != nil {
		t.Fatal(err)
	}
	calls := len(operations(service, func() {
		if err := write(t.Context(), s, "p", 5); err != nil {
			t.Fatal(err)
		}
	}))
	accounts := 2
	for last := 1; last < calls; last++ { // after so many calls it is gone
		var made atomic.Int64
		dying := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if made.Add(1) > int64(last)+1 { // the first asks whether the database answers
				panic(http.ErrAbortHandler)
			}
			service.ServeHTTP(w, r)
		})
		process := openBy(t, options(dying, nil))
		if err := write(t.Context(), process, "p", 5); err == nil {
			t.Fatalf("a process that dies after %d of %d calls is told that it has written", last, calls)
		}
		now.Add(int64(dataapitest.MaxIdle))
		list, err := s.As("p").Accounts(t.Context())
		if err != nil || len(list) != accounts {
			t.Fatalf("after %d of %d calls there are %d accounts, want %d: %v", last, calls, len(list), accounts, err)
		}
		if n := service.Open(); n != 0 {
			t.Errorf("after three minutes %d transactions are open", n)
		}
	}
	if problems, err := s.Verify(t.Context(), store.Expected{}); err != nil || len(problems) != 0 {
		t.Errorf("Verify() = %v, %v", problems, err)
	}
}

// A transaction that was silent for too long is gone, and says so.
func TestSilentTransaction(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	var now atomic.Int64
	service.Now = func() time.Time { return time.Unix(0, now.Load()) }
	s := open(t, service)
	if err := write(t.Context(), s, "p", 0); err != nil {
		t.Fatal(err)
	}
	err := s.As("p").SavePerson(t.Context(), alex.Person{DisplayName: "late"}, func(alex.Person) error {
		now.Add(int64(dataapitest.MaxIdle))
		return nil
	})
	if alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("a write after three minutes = %v", err)
	}
	if p, err := s.As("p").Person(t.Context()); err != nil || p.DisplayName == "late" {
		t.Errorf("the person is %v, %v", p, err)
	}
}

// The schema goes up and down over the Data API, and is the same as over a
// connection.
func TestMigrations(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Empty(t))
	s := open(t, service)
	if err := s.UpToDate(t.Context()); alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "alex migrate") {
		t.Errorf("an empty database is up to date: %v", err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.UpToDate(t.Context()); err != nil {
		t.Errorf("after migrating: %v", err)
	}
	if problems, err := s.Verify(t.Context(), store.Expected{}); err != nil || len(problems) != 0 {
		t.Errorf("Verify() = %v, %v", problems, err)
	}
	applied, _, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.MigrateDown(t.Context(), applied-1); err != nil {
		t.Fatal(err)
	}
	if err := s.UpToDate(t.Context()); alex.CodeOf(err) != alex.CodeConflict {
		t.Errorf("a schema of before is up to date: %v", err)
	}
	if err := s.MigrateDown(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if there, err := s.Inhabited(t.Context()); err != nil || there {
		t.Errorf("all the way down there are tables: %v, %v", there, err)
	}
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// As the command line of AWS sends it: SELECT COUNT(*) FROM instruments.
func TestCommandLine(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	s := open(t, service)
	instruments, err := seed.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.System().SeedInstruments(t.Context(), instruments, seed.Version()); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(service)
	defer web.Close()
	post := func(path string, body map[string]any, answer any) {
		t.Helper()
		body["resourceArn"], body["secretArn"] = cluster, secret
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.Post(web.URL+path, "application/json", bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		said, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK {
			t.Fatalf("%s answers %d: %s", path, response.StatusCode, said)
		}
		if err := json.Unmarshal(said, answer); err != nil {
			t.Fatal(err)
		}
	}
	var counted struct {
		Records [][]struct {
			Long int `json:"longValue"`
		} `json:"records"`
	}
	post("/Execute", map[string]any{"database": "alex", "sql": "SELECT COUNT(*) FROM instruments"}, &counted)
	if len(counted.Records) != 1 || counted.Records[0][0].Long != len(instruments) {
		t.Errorf("there are %v, want %d", counted.Records, len(instruments))
	}
	var begun struct {
		ID string `json:"transactionId"`
	}
	post("/BeginTransaction", map[string]any{"database": "alex"}, &begun)
	var many struct {
		Results []any `json:"updateResults"`
	}
	post("/BatchExecute", map[string]any{
		"database": "alex", "transactionId": begun.ID, "sql": "UPDATE instruments SET updated_at = updated_at WHERE symbol = :symbol",
		"parameterSets": []any{
			[]any{map[string]any{"name": "symbol", "value": map[string]any{"stringValue": "SPY"}}},
			[]any{map[string]any{"name": "symbol", "value": map[string]any{"stringValue": "BND"}}},
		},
	}, &many)
	if len(many.Results) != 2 {
		t.Errorf("two sets of parameters have %d results", len(many.Results))
	}
	post("/CommitTransaction", map[string]any{"transactionId": begun.ID}, &struct{}{})
}
