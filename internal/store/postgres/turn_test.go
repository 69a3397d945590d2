package postgres_test

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
	"alex/internal/store/postgres"
)

// One person's writers that wait leave connections to everybody else.
func TestOnePersonDoesNotHoldThePool(t *testing.T) {
	t.Parallel()
	url := server.Database(t)
	db := sql.OpenDB(connector(t, url))
	db.SetMaxOpenConns(3)
	s := store.New(db, postgres.Engine{})
	defer func() { _ = s.Close() }()
	for _, id := range []alex.PersonID{"many", "other"} {
		if _, err := s.System().EnsurePerson(t.Context(), id, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	outside := connect(t, url)
	block, err := outside.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = block.Rollback() }()
	if _, err := block.ExecContext(t.Context(), `SELECT pg_advisory_xact_lock(hashtextextended('many', 0))`); err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for n := range 14 {
		writers.Go(func() {
			if err := s.As("many").SavePerson(t.Context(), alex.Person{DisplayName: fmt.Sprint(n)}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	for waiting := 0; waiting == 0; { // until the first stands before the lock
		err := outside.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_locks
			WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for range 20 {
		if err := s.As("other").SavePerson(ctx, alex.Person{DisplayName: "Other"}, nil); err != nil {
			t.Fatal("another's write:", err)
		}
	}
	if err := block.Rollback(); err != nil {
		t.Fatal(err)
	}
	writers.Wait()
}
