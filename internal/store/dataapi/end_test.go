package dataapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"alex"
	"alex/internal/store/dataapi"
	"alex/internal/store/dataapi/dataapitest"
)

// A transaction that cannot be committed is not left open, where its locks would
// hold others up.
func TestCommitThatFailsLeavesNothingOpen(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	s := open(t, service)
	service.Refuse = func(c dataapitest.Call) (int, string, string) {
		if c.Operation == "CommitTransaction" {
			return http.StatusBadRequest, "ThrottlingException", "Rate exceeded"
		}
		return 0, "", ""
	}
	if err := write(t.Context(), s, "p", 1); alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("a commit that is throttled for good = %v", err)
	}
	if n := service.Open(); n != 0 {
		t.Errorf("%d transactions are open", n)
	}
}

// What was given up may have been carried out, so that nothing else may be done in
// its transaction.
func TestStatementThatIsGivenUp(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Empty(t))
	db := connected(t, service)
	if _, err := db.ExecContext(t.Context(), `CREATE TABLE n (n BIGINT)`); err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	service.Lose = func(c dataapitest.Call) bool {
		if strings.HasPrefix(c.SQL, "INSERT") {
			cancel()
		}
		return ctx.Err() != nil
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO n VALUES (1)`); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	service.Lose = nil
	if n := service.Open(); n != 0 {
		t.Errorf("%d transactions are open", n)
	}
	if err := tx.Commit(); err == nil {
		t.Error("the transaction is committed")
	}
	var n int
	if err := db.QueryRowContext(t.Context(), `SELECT count(*) FROM n`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows are there, %v", n, err)
	}
}

// Without its id, statements of a transaction would be carried out one by one, and
// as the login.
func TestTransactionWithoutID(t *testing.T) {
	t.Parallel()
	service := standIn(t, server.Database(t))
	s := open(t, service)
	service.Refuse = func(c dataapitest.Call) (int, string, string) {
		if c.Operation == "BeginTransaction" {
			return http.StatusOK, "", ""
		}
		return 0, "", ""
	}
	var err error
	if made := operations(service, func() { err = write(t.Context(), s, "p", 1) }); alex.CodeOf(err) != alex.CodeUnavailable || len(made) != 1 {
		t.Errorf("a transaction without an id = %v, after %q", err, made)
	}
}

// Where nothing answers, a call that may be made again is given up after a while.
func TestSilence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		silent := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			time.Sleep(50 * time.Second)
			panic(http.ErrAbortHandler)
		})
		begun := time.Now()
		_, err := dataapi.Open(t.Context(), address, dataapi.Options{AWS: settings(), HTTP: &http.Client{Transport: direct{silent}}})
		if took := time.Since(begun); alex.CodeOf(err) != alex.CodeUnavailable || took > 2*time.Minute {
			t.Errorf("after %v: %v", took, err)
		}
	})
}

// watched is a stand-in that counts the statements of each transaction.
type watched struct {
	http.Handler
	mu   sync.Mutex
	one  map[string]bool     // the transactions that see one state
	seen map[string][]string // the queries of others that only read
}

// watch sees to it that what reads more than one statement sees one state of the
// database.
func watch(t testing.TB, s http.Handler) http.Handler {
	t.Helper()
	w := &watched{Handler: s, one: map[string]bool{}, seen: map[string][]string{}}
	t.Cleanup(func() {
		for _, queries := range w.seen {
			if len(queries) > 1 {
				t.Errorf("a read that may see several states of the database: %q", queries)
			}
		}
	})
	return w
}

func (w *watched) ServeHTTP(to http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // who asked is gone
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var in struct{ SQL, TransactionID string }
	if json.Unmarshal(body, &in) == nil && in.TransactionID != "" {
		w.mu.Lock()
		switch seen, reads := w.seen[in.TransactionID]; {
		case strings.HasPrefix(in.SQL, "SET TRANSACTION ISOLATION"):
			w.one[in.TransactionID] = true
		case strings.Contains(in.SQL, "set_config('transaction_read_only'") && bytes.Contains(body, []byte(`"stringValue":"on"`)):
			if !w.one[in.TransactionID] {
				w.seen[in.TransactionID] = seen
			}
		case reads && in.SQL != "" && !strings.HasPrefix(in.SQL, "FETCH") && !strings.HasSuffix(in.SQL, " LIMIT 0"):
			w.seen[in.TransactionID] = append(seen, in.SQL)
		}
		w.mu.Unlock()
	}
	w.Handler.ServeHTTP(to, r)
}
