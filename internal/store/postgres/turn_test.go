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

// An invitation that is taken back while somebody accepts it is taken back: the
// grant that it becomes meanwhile ends with it.
func TestTakenBackWhileAccepted(t *testing.T) {
	t.Parallel()
	s, url := open(t)
	for _, id := range []alex.PersonID{"ann", "bob"} {
		if _, err := s.System().EnsurePerson(t.Context(), id, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	g, err := s.As("ann").Invite(t.Context(), store.NewInvitation{Role: alex.Viewer, CodeHash: "code"})
	if err != nil {
		t.Fatal(err)
	}
	outside := connect(t, url)
	accepting, err := outside.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = accepting.Rollback() }()
	for _, query := range []string{
		`SELECT set_config('role', 'alex_person', true), set_config('app.user_id', 'bob', true), set_config('app.code_hash', 'code', true)`,
		`INSERT INTO grants (id, owner, grantee, role, label, owner_name, owner_email, grantee_name, grantee_email, created_at)
			SELECT id, owner, 'bob', role, label, owner_name, owner_email, '', '', 1 FROM invitations WHERE code_hash = 'code'`,
		`DELETE FROM invitations WHERE code_hash = 'code'`,
	} {
		if _, err := accepting.ExecContext(t.Context(), query); err != nil {
			t.Fatal(err)
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- s.As("ann").EndGrant(t.Context(), g.ID) }()
	for waiting := 0; waiting == 0; { // until it stands before the row that is being accepted
		err := outside.QueryRowContext(t.Context(), `SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
			WHERE NOT granted AND datname = current_database()`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := accepting.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error("taking it back:", err)
	}
	if role, err := s.RoleOver(t.Context(), "ann", "bob"); role != "" {
		t.Errorf("bob is a %s still, %v", role, err)
	}
}
