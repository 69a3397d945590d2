package postgrestest

import (
	"context"
	"fmt"
	"os"
	"testing"

	"alex/internal/store"
	"alex/internal/store/postgres"
)

// Main runs the tests of a package over one server, of which each Database has the
// current schema, and ends the program.
func Main(m *testing.M, shared **Server) {
	code, err := run(m, shared)
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M, shared **Server) (code int, err error) {
	if *shared, err = New(context.Background(), Options{Prepare: Migrate}); err != nil {
		return 0, err
	}
	return m.Run(), (*shared).Close()
}

// Migrate gives a database the current schema.
func Migrate(ctx context.Context, url string) error {
	s, err := postgres.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	return s.Migrate(ctx)
}

// Open is a store over a fresh Database, which goes with the test.
func (s *Server) Open(t testing.TB) *store.Store {
	t.Helper()
	opened, err := postgres.Open(t.Context(), s.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}
