package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"alex"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// damaged is a database with a portfolio and one row made wrong, past every
// guard.
func damaged(t *testing.T, damage string) *store.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "alex.db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.As("p").CreateAccount(t.Context(), alex.Account{
		Name: "a", Type: alex.Taxable, Positions: []alex.Position{{Symbol: "SPY", Quantity: alex.DecimalOf(1)}},
	}); err != nil {
		t.Fatal(err)
	}
	keep(t, s.As("p"))
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=ignore_check_constraints(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	withoutTriggers(t, db, damage)
	return s
}

// keep stores a plan, and a file with the value that it gives the portfolio.
func keep(t *testing.T, p *store.Personal) {
	t.Helper()
	balance := alex.MustMoney("1")
	if _, err := p.CreatePlan(t.Context(), alex.NamedPlan{Name: "a", Plan: alex.Plan{
		CurrentAge: 60, RetirementAge: 60, HorizonAge: 90, Balance: &balance,
		Allocation: alex.ClassAllocation{alex.Equity: alex.PercentOf100(100)},
	}}); err != nil {
		t.Fatal(err)
	}
	saved, err := p.SavePreview(t.Context(), alex.Import{}, store.Preview{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.ApplyPreview(t.Context(), saved.ID, []alex.Account{{Name: "b", Type: alex.Taxable}}); err != nil {
		t.Fatal(err)
	}
}

func withoutTriggers(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	rows, err := db.QueryContext(ctx, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	steps, after := []string{}, []string{}
	for rows.Next() {
		var name, create string
		if err := rows.Scan(&name, &create); err != nil {
			t.Fatal(err)
		}
		steps, after = append(steps, "DROP TRIGGER "+name), append(after, create)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, step := range append(append(steps, statement), after...) {
		if _, err := db.ExecContext(ctx, step); err != nil {
			t.Fatal(step, err)
		}
	}
}

func TestVerifyNamesTheDamage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ damage, check, where string }{
		"nothing":             {`SELECT 1`, "", ""},
		"weights":             {`UPDATE users SET asset_class_targets = '{"equity":99}'`, "allocations", "users p"},
		"unknown key":         {`UPDATE users SET region_targets = '{"atlantis":100}'`, "allocations", "users p"},
		"weights in words":    {`UPDATE users SET region_targets = '[]'`, "allocations", "users p"},
		"money":               {`UPDATE accounts SET cash_balance = '1.005'`, "money", "accounts "},
		"income":              {`UPDATE users SET target_retirement_income = 'x'`, "money", "users p"},
		"rate":                {`UPDATE accounts SET cash_interest = '-0.5'`, "numbers", "accounts "},
		"quantity of zero":    {`UPDATE positions SET quantity = '0'`, "numbers", "positions "},
		"quantity in words":   {`UPDATE positions SET quantity = 'x'`, "numbers", "positions "},
		"profile":             {`UPDATE users SET profile = '{"horizonAge":9000}'`, "people", "users p"},
		"a plan of no years":  {`UPDATE plans SET plan = '{}'`, "plans", "plans "},
		"unreadable plan":     {`UPDATE plans SET plan = '[1]'`, "plans", "plans "},
		"a value in words":    {`UPDATE portfolio_values SET total_value = 'much'`, "money", "portfolio_values p"},
		"a cheaper day":       {`INSERT INTO model_days VALUES ('p', '2026-01-01', 0, 1, 0, 0)`, "usage", "model_days p"},
		"unreadable profile":  {`UPDATE users SET profile = '[1]'`, "people", "users p"},
		"an orphan":           {`UPDATE positions SET account_id = 'gone'`, "foreign_keys", "positions"},
		"a missing table":     {`DROP TABLE grants`, "schema", "grants"},
		"a column too many":   {`ALTER TABLE grants ADD COLUMN note TEXT`, "schema", "grants"},
		"a classless account": {`UPDATE accounts SET account_type = 'offshore'`, "integrity", "database"},
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
				found = found || p.Check == c.check && strings.HasPrefix(p.Where, c.where) && strings.HasPrefix(p.String(), c.check)
			}
			if !found {
				t.Errorf("Verify() = %v, want %s at %s", problems, c.check, c.where)
			}
		})
	}
}

func TestVerifyMissesATrigger(t *testing.T) {
	t.Parallel()
	s, path := open(t)
	db, err := sql.Open("sqlite", sqlite.DSN(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), `DROP TRIGGER users_update`); err != nil {
		t.Fatal(err)
	}
	problems, err := s.Verify(t.Context(), store.Expected{})
	if err != nil || len(problems) != 1 || problems[0].Where != "users_update" {
		t.Errorf("Verify() = %v, %v; want the missing trigger", problems, err)
	}
}
