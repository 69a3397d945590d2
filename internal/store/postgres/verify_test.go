package postgres_test

import (
	"strings"
	"testing"

	"alex"
	"alex/internal/store"
)

func TestVerifyNamesTheDamage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ damage, check, where string }{
		"nothing":           {`SELECT 1`, "", ""},
		"weights":           {`ALTER TABLE users DROP CONSTRAINT users_class_targets; UPDATE users SET asset_class_targets = '{"equity":99}'`, "allocations", "users p"},
		"unknown key":       {`UPDATE users SET region_targets = '{"atlantis":100}'`, "allocations", "users p"},
		"quantity":          {`ALTER TABLE positions DROP CONSTRAINT positions_quantity_check; UPDATE positions SET quantity = 0`, "numbers", "positions "},
		"profile":           {`UPDATE users SET profile = '{"horizonAge":9000}'`, "people", "users p"},
		"an orphan":         {`SET session_replication_role = replica; UPDATE positions SET account_id = gen_random_uuid()`, "foreign_keys", "positions"},
		"a missing table":   {`DROP TABLE grants CASCADE`, "schema", "grants"},
		"a column too many": {`ALTER TABLE grants ADD COLUMN note TEXT`, "schema", "grants"},
		"another type":      {`ALTER TABLE accounts ALTER COLUMN cash_balance TYPE NUMERIC`, "schema", "accounts"},
		"a missing check":   {`ALTER TABLE instruments DROP CONSTRAINT instruments_ticker`, "schema", "instruments: check instruments_ticker"},
		"a missing trigger": {`DROP TRIGGER analysis_jobs_life ON analysis_jobs`, "schema", "analysis_jobs: trigger analysis_jobs_life"},
		"a log to change":   {`DROP TRIGGER model_calls_stay ON model_calls`, "schema", "model_calls: trigger model_calls_stay"},
		"acts to change":    {`DROP TRIGGER audit_log_stays ON audit_log`, "schema", "audit_log: trigger audit_log_stays"},
		"a trigger off":     {`ALTER TABLE analysis_jobs DISABLE TRIGGER analysis_jobs_life`, "schema", "analysis_jobs: trigger analysis_jobs_life"},
		"a missing policy":  {`DROP POLICY person ON accounts`, "schema", "accounts: policy person"},
		"rows not guarded":  {`ALTER TABLE accounts DISABLE ROW LEVEL SECURITY`, "schema", "accounts: row security"},
		"rows not forced":   {`ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY`, "schema", "accounts: row security"},
		"a broken index":    {`UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_accounts_user'::regclass`, "integrity", "accounts"},
		"an unchecked rule": {`ALTER TABLE accounts ADD CONSTRAINT late CHECK (ordinal > 7) NOT VALID`, "integrity", "accounts"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			problems, err := damaged(t, c.damage).Verify(t.Context(), store.Expected{})
			if err != nil {
				t.Fatal(err)
			}
			if c.check == "" {
				if len(problems) != 0 {
					t.Errorf("Verify() = %v, want nothing", problems)
				}
				return
			}
			found := false
			for _, p := range problems {
				found = found || p.Check == c.check && strings.HasPrefix(p.Where, c.where)
			}
			if !found {
				t.Errorf("Verify() = %v, want %s at %s", problems, c.check, c.where)
			}
		})
	}
}

// damaged is a database with a portfolio, made wrong past every guard.
func damaged(t *testing.T, damage string) *store.Store {
	t.Helper()
	s, url := open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.As("p").CreateAccount(t.Context(), alex.Account{
		Name: "a", Type: alex.Taxable, Positions: []alex.Position{{Symbol: "SPY", Quantity: alex.DecimalOf(1)}},
	}); err != nil {
		t.Fatal(err)
	}
	conn, err := connect(t, server.Superuser(t, url)).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	for statement := range strings.SplitSeq(damage, "; ") {
		if _, err := conn.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	return s
}
