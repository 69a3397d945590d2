package postgres_test

import (
	"context"
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

// A grant that is accepted while either side gets another address knows both by
// the one that there is afterwards.
func TestGrantsAcceptedWhileAddressesChange(t *testing.T) {
	t.Parallel()
	for _, moves := range []alex.PersonID{"owner", "grantee"} {
		s, url := open(t)
		db := connect(t, url)
		for _, id := range []alex.PersonID{"owner", "grantee"} {
			if _, err := s.System().EnsurePerson(t.Context(), id, "N", string(id)+"@old.example"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.As("owner").Invite(t.Context(), store.NewInvitation{Role: alex.Viewer, CodeHash: "code"}); err != nil {
			t.Fatal(err)
		}
		moving, err := db.BeginTx(t.Context(), nil) // as Confirm does, up to its end
		if err != nil {
			t.Fatal(err)
		}
		for _, query := range []string{
			`SELECT set_config('role', 'alex_system', true), set_config('app.user_id', '', true)`,
			`UPDATE users SET email = 'new@new.example' WHERE clerk_user_id = '` + string(moves) + `'`,
			`UPDATE invitations SET owner_email = 'new@new.example' WHERE owner = '` + string(moves) + `'`,
			`UPDATE grants SET owner_email = 'new@new.example' WHERE owner = '` + string(moves) + `'`,
			`UPDATE grants SET grantee_email = 'new@new.example' WHERE grantee = '` + string(moves) + `'`,
		} {
			if _, err := moving.ExecContext(t.Context(), query); err != nil {
				t.Fatal(query, err)
			}
		}
		done := make(chan error, 1)
		go func() {
			_, err := s.As("grantee").Accept(t.Context(), "code")
			done <- err
		}()
		untilSomeoneWaits(t, url)
		if err := moving.Commit(); err != nil {
			t.Fatal(err)
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		for _, side := range []alex.PersonID{"owner", "grantee"} {
			person, err := s.As(side).Person(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var known string
			if err := db.QueryRowContext(t.Context(), `SELECT `+string(side)+`_email FROM grants`).Scan(&known); err != nil || known != person.Email {
				t.Errorf("%s moves: the grant knows the %s by %q (%v), not %q", moves, side, known, err, person.Email)
			}
		}
	}
}

// untilSomeoneWaits returns once a transaction waits for another's lock.
func untilSomeoneWaits(t testing.TB, url string) {
	t.Helper()
	db := connect(t, url)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for waiting := 0; waiting == 0; time.Sleep(10 * time.Millisecond) {
		if err := db.QueryRowContext(ctx, `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
}
