package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"alex"
	"alex/internal/store"
	"alex/internal/store/postgres"
)

// denied is PostgreSQL's insufficient_privilege, which is also what a policy
// answers to a row that it refuses.
func denied(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == "42501"
}

// serving is a database of which the login of the second URL serves, with the
// roles that Grant gives it and nothing else.
func serving(t testing.TB) (owner, login string) {
	t.Helper()
	owner = server.Database(t)
	login = server.Login(t, owner)
	for range 2 {
		if err := postgres.Grant(t.Context(), owner, login); err != nil {
			t.Fatal(err)
		}
	}
	return owner, login
}

// as runs statements in one transaction that has taken a role.
func as(t testing.TB, db *sql.DB, role, person string, do func(*sql.Tx)) {
	t.Helper()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(t.Context(), `SELECT set_config('role', $1, true), set_config('app.user_id', $2, true)`, role, person); err != nil {
		t.Fatal(err)
	}
	do(tx)
}

// A login without a right to any table does all that the program does.
func TestServingLoginServes(t *testing.T) {
	t.Parallel()
	_, login := serving(t)
	s, ctx := openAt(t, login), t.Context()
	if err := s.UpToDate(ctx); err != nil {
		t.Error(err)
	}
	if _, err := s.System().EnsurePerson(ctx, "p", "P", "p@example.com"); err != nil {
		t.Fatal(err)
	}
	p := s.As("p")
	if _, err := p.CreateAccount(ctx, alex.Account{
		Name: "a", Type: alex.Taxable, Positions: []alex.Position{{Symbol: "SPY", Quantity: alex.DecimalOf(1)}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.CreateJob(ctx, store.JobRequest{}); err != nil {
		t.Fatal(err)
	}
	job, ok, err := s.System().Claim(ctx, time.Now(), time.Minute)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, err := p.Snapshot(ctx); err != nil {
		t.Fatal(err)
	}
	id, err := s.System().Complete(ctx, store.HeldBy(job), store.Result{Report: alex.Report{
		AsOf: "2026-03-10", GeneratedBy: alex.AuthorRules, Sections: []alex.Section{{Key: "k", Markdown: "m"}},
	}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if report, err := p.Report(ctx, id); err != nil || len(report.Sections) != 1 {
		t.Errorf("Report() = %v, %v", report, err)
	}
	if err := p.Delete(ctx); err != nil {
		t.Error(err)
	}
}

func TestServingLoginReadsNothingByItself(t *testing.T) {
	t.Parallel()
	owner, login := serving(t)
	raw := connect(t, login)
	for _, table := range tables(t, connect(t, owner)) {
		if table == "schema_checksums" { // a function looks whether it is up to date
			continue
		}
		var n int
		if err := raw.QueryRowContext(t.Context(), `SELECT count(*) FROM `+table).Scan(&n); !denied(err) {
			t.Errorf("the login counts %d rows of %s: %v", n, table, err)
		}
	}
	for _, role := range []string{"alex_keeper", "owner_of_tests", "postgres"} {
		if _, err := raw.ExecContext(t.Context(), `SELECT set_config('role', $1, false)`, role); !denied(err) {
			t.Errorf("the login becomes %s: %v", role, err)
		}
	}
	if _, err := openAt(t, login).Verify(t.Context(), store.Expected{}); !denied(err) {
		t.Errorf("the login verifies: %v", err)
	}
	if err := openAt(t, login).Reset(t.Context(), true); !denied(err) {
		t.Errorf("the login drops tables: %v", err)
	}
}

// tables are all that there are, those that keep the schema included.
func tables(t testing.TB, db *sql.DB) (names []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	return names
}

// A table that a later migration adds without a guard fails here.
func TestEveryTableIsGuarded(t *testing.T) {
	t.Parallel()
	_, url := open(t)
	db := connect(t, url)
	for _, table := range tables(t, db) {
		if strings.HasPrefix(table, "schema_") {
			continue
		}
		var forced bool
		var keeper int
		if err := db.QueryRowContext(t.Context(), `SELECT relrowsecurity AND relforcerowsecurity,
			(SELECT count(*) FROM pg_policies WHERE tablename = relname AND roles = '{alex_keeper}')
			FROM pg_class WHERE oid = $1::regclass`, table).Scan(&forced, &keeper); err != nil {
			t.Fatal(err)
		}
		if !forced || keeper != 1 {
			t.Errorf("%s: row security is forced: %v, policies of the keeper: %d", table, forced, keeper)
		}
	}
}

// The role and the person end with the transaction: the next one on the same
// connection starts from nothing.
func TestConnectionsForgetTheirRole(t *testing.T) {
	t.Parallel()
	_, login := serving(t)
	db := connect(t, login)
	db.SetMaxOpenConns(1)
	s := store.New(db, postgres.Engine{})
	var before, after string
	const who = `SELECT current_user || '/' || coalesce(current_setting('app.user_id', true), '')`
	if err := db.QueryRowContext(t.Context(), who).Scan(&before); err != nil {
		t.Fatal(err)
	}
	if _, err := s.As("p").Accounts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.As("p").SavePerson(t.Context(), alex.Person{}, nil); alex.CodeOf(err) != alex.CodeNotFound {
		t.Fatal(err)
	}
	if err := db.QueryRowContext(t.Context(), who).Scan(&after); err != nil || after != before {
		t.Errorf("the connection was %q and is %q (%v)", before, after, err)
	}
}

func TestGrantRefusals(t *testing.T) {
	t.Parallel()
	owner := server.Database(t)
	ctx := context.WithoutCancel(t.Context())
	if err := postgres.Grant(ctx, owner, owner); err != nil {
		t.Errorf("Grant() to itself = %v", err)
	}
	if err := postgres.Grant(ctx, owner, server.Superuser(t, owner)); err != nil {
		t.Errorf("Grant() to a superuser = %v", err)
	}
	stranger := server.Login(t, owner)
	for name, urls := range map[string][2]string{
		"no URL":                {"x", owner},
		"no other URL":          {owner, "x"},
		"by one who may not":    {stranger, server.Login(t, owner)},
		"to one who is missing": {owner, "postgres://nobody@127.0.0.1/x"},
	} {
		if err := postgres.Grant(ctx, urls[0], urls[1]); alex.CodeOf(err) != alex.CodeInvalid {
			t.Errorf("Grant() %s = %v", name, err)
		}
	}
}
