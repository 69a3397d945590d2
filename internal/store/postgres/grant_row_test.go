package postgres_test

import (
	"database/sql"
	"testing"
)

// A grant comes out of the invitation whose code is presented, for who presents
// it, and either side ends it; whatever else the statement says is refused.
func TestRowsOfGrants(t *testing.T) {
	t.Parallel()
	db := households(t)
	accept := func(owner, grantee, role, name string) string {
		return `INSERT INTO grants (id, owner, grantee, role, owner_name, owner_email, created_at)
			SELECT id, '` + owner + `', '` + grantee + `', '` + role + `', '` + name + `', owner_email, 1 FROM invitations`
	}
	const freely = `INSERT INTO grants (id, owner, grantee, role, created_at) VALUES (gen_random_uuid(), 'me', 'third', 'viewer', 1)`
	for name, c := range map[string]struct {
		person, code, query string
		rows                int64 // refused: -1
	}{
		"the code's bearer":              {"third", "code of me", accept("me", "third", "viewer", "n"), 1},
		"without the code":               {"third", "", accept("me", "third", "viewer", "n"), 0},
		"by another code":                {"third", "code of other", accept("me", "third", "viewer", "n"), -1},
		"for another":                    {"third", "code of me", accept("me", "unknown", "viewer", "n"), -1},
		"in another's name":              {"third", "code of me", accept("other", "third", "viewer", "n"), -1},
		"with more than was offered":     {"third", "code of me", accept("me", "third", "editor", "n"), -1},
		"under a name that was not kept": {"third", "code of me", accept("me", "third", "viewer", "x"), -1},
		"the owner, for another":         {"me", "", accept("me", "third", "viewer", "n"), -1},
		"the owner, freely":              {"me", "", freely, -1},
		"the grantee, freely":            {"third", "", freely, -1},
		"another's role":                 {"me", "", `UPDATE grants SET role = 'editor'`, -1},
		"what was offered":               {"me", "", `UPDATE invitations SET role = 'editor'`, -1},
		"an offer of another's": {"me", "", `INSERT INTO invitations (id, owner, role, label, owner_name, owner_email, code_hash, created_at, expires_at)
			VALUES (gen_random_uuid(), 'other', 'viewer', '', '', '', 'mine', 1, 2)`, -1},
		"a presented code is used up":   {"third", "code of me", `DELETE FROM invitations`, 1},
		"no other one is":               {"third", "", `DELETE FROM invitations`, 0},
		"both sides end their grants":   {"me", "", `DELETE FROM grants`, 2},
		"a third ends those of its own": {"third", "", `DELETE FROM grants`, 1},
	} {
		as(t, db, "alex_person", c.person, func(tx *sql.Tx) {
			if _, err := tx.ExecContext(t.Context(), `SELECT set_config('app.code_hash', $1, true)`, c.code); err != nil {
				t.Fatal(err)
			}
			result, err := tx.ExecContext(t.Context(), c.query)
			if c.rows < 0 {
				if !denied(err) {
					t.Errorf("%s: %v", name, err)
				}
				return
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			if n, err := result.RowsAffected(); n != c.rows || err != nil {
				t.Errorf("%s: %d rows, want %d (%v)", name, n, c.rows, err)
			}
		})
	}
}
