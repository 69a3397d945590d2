package postgres_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"alex"
	"alex/internal/store"
	"alex/internal/store/postgres"
	"alex/internal/store/postgres/postgrestest"
)

// No error of a URL that does not work holds the password.
func TestURLsThatAreRefused(t *testing.T) {
	t.Parallel()
	const password = "correct-horse"
	good, err := url.Parse(server.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	wrong := *good
	wrong.User = url.UserPassword(good.User.Username(), password)
	missing := *good
	missing.Path = "/nothing"
	for name, c := range map[string]struct {
		url  string
		want alex.Code
	}{
		"words":            {"the database", alex.CodeInvalid},
		"another scheme":   {"mysql://user:" + password + "@host/x", alex.CodeInvalid},
		"a bad port":       {"postgres://user:" + password + "@host:port/x", alex.CodeInvalid},
		"a bad escape":     {"postgres://user:" + password + "%zz@host/x", alex.CodeInvalid},
		"a bad setting":    {"postgres://user:" + password + "@host/x?sslmode=perhaps", alex.CodeInvalid},
		"a wrong password": {wrong.String(), alex.CodeInvalid},
		"no such database": {missing.String(), alex.CodeInvalid},
		"nobody there":     {"postgres://user:" + password + "@127.0.0.1:1/x", alex.CodeUnavailable},
	} {
		s, err := postgres.Open(t.Context(), c.url)
		if alex.CodeOf(err) != c.want {
			t.Errorf("Open() with %s = %v, want code %s", name, err, c.want)
		}
		if err == nil {
			_ = s.Close()
			continue
		}
		if text := fmt.Sprintf("%v %+v", err, err); strings.Contains(text, password) {
			t.Errorf("Open() with %s says the password: %s", name, text)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	_, login := serving(t)
	s, other := openAt(t, login), openAt(t, login+"&statement_timeout=150") // as of two processes
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	// The outer transaction holds what the inner one waits for, too long.
	err := s.As("p").SavePerson(t.Context(), alex.Person{}, func(alex.Person) error {
		return other.As("p").SavePerson(t.Context(), alex.Person{}, nil)
	})
	if alex.CodeOf(err) != alex.CodeUnavailable {
		t.Errorf("a statement that takes too long = %v", err)
	}
}

func TestErrorTable(t *testing.T) {
	t.Parallel()
	state := func(code string) error { return fmt.Errorf("x: %w", &pgconn.PgError{Code: code}) }
	for name, c := range map[string]struct {
		err  error
		want store.Fault
	}{
		"unique":                  {state("23505"), store.FaultConflict},
		"foreign key":             {state("23503"), store.FaultReference},
		"check":                   {state("23514"), store.FaultRefused},
		"not null":                {state("23502"), store.FaultRefused},
		"too long":                {state("22001"), store.FaultRefused},
		"out of range":            {state("22003"), store.FaultRefused},
		"no JSON":                 {state("22P02"), store.FaultRefused},
		"deadlock":                {state("40P01"), store.FaultContended},
		"serialization":           {state("40001"), store.FaultContended},
		"shutdown":                {state("57P01"), store.FaultUnavailable},
		"starting":                {state("57P03"), store.FaultUnavailable},
		"too slow":                {state("57014"), store.FaultUnavailable},
		"connection":              {state("08006"), store.FaultUnavailable},
		"too many":                {state("53300"), store.FaultUnavailable},
		"a standby":               {state("25006"), store.FaultUnavailable},
		"full":                    {state("53100"), store.FaultFull},
		"denied":                  {state("42501"), store.FaultUnknown},
		"a defect":                {state("42601"), store.FaultUnknown},
		"no state":                {state(""), store.FaultUnknown},
		"refused":                 {&net.OpError{Op: "dial", Err: io.EOF}, store.FaultUnavailable},
		"cut":                     {fmt.Errorf("x: %w", io.ErrUnexpectedEOF), store.FaultUnavailable},
		"something else entirely": {fmt.Errorf("x"), store.FaultUnknown},
	} {
		if got := (postgres.Engine{}).Classify(c.err); got != c.want {
			t.Errorf("%s is fault %d, want %d", name, got, c.want)
		}
	}
}

// On a server without any role yet, processes of several databases migrate at
// the same time.
func TestConcurrentMigrations(t *testing.T) {
	t.Parallel()
	fresh := postgrestest.Start(t, postgrestest.Options{})
	var group sync.WaitGroup
	for range 3 {
		url := fresh.Empty(t)
		for process := range 4 {
			group.Go(func() {
				if err := postgrestest.Migrate(context.WithoutCancel(t.Context()), url); err != nil {
					t.Errorf("process %d: Migrate() = %v", process, err)
				}
			})
		}
	}
	group.Wait()
}

// Going down in one database leaves the roles to the others.
func TestRolesStay(t *testing.T) {
	t.Parallel()
	down, _ := open(t)
	other, _ := open(t)
	if err := down.MigrateDown(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	if _, err := other.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Errorf("after another database went down: %v", err)
	}
	if err := down.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if problems, err := down.Verify(t.Context(), store.Expected{}); err != nil || len(problems) != 0 {
		t.Errorf("Verify() = %v, %v", problems, err)
	}
}

// Text sorts by its bytes, as on the other engines, whatever the database's
// language.
func TestTextComparesByBytes(t *testing.T) {
	t.Parallel()
	admin := connect(t, server.Superuser(t, server.Database(t)))
	if _, err := admin.ExecContext(t.Context(), `CREATE DATABASE english OWNER owner_of_tests TEMPLATE template0
		LOCALE_PROVIDER icu ICU_LOCALE 'en-US'`); err != nil {
		t.Fatal(err)
	}
	english, err := url.Parse(server.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	english.Path = "/english"
	if err := postgrestest.Migrate(t.Context(), english.String()); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, english.String())
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	account := alex.Account{Name: "a", Type: alex.Taxable}
	want := "BF-B BF.B BFA BFB" // a dictionary of English would look past the signs
	for _, symbol := range strings.Fields("BFB BF.B BFA BF-B") {
		account.Positions = append(account.Positions, alex.Position{Symbol: alex.Symbol(symbol), Quantity: alex.DecimalOf(1)})
	}
	a, err := s.As("p").CreateAccount(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for cursor, more := "", true; more; more = cursor != "" {
		list, err := s.As("p").PositionsPage(t.Context(), a.ID, store.Page{Cursor: cursor, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		got, cursor = append(got, string(list.Items[0].Symbol)), list.Next
	}
	if strings.Join(got, " ") != want {
		t.Errorf("positions come as %v, want %s", got, want)
	}
}
