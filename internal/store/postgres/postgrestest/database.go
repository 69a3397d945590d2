package postgrestest

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// Database makes a fresh database, a copy of the prepared one, and answers its
// URL. Its login owns the database and is no superuser, as with a provider of
// databases: it may make roles.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	if !s.prepared {
		return s.Empty(t)
	}
	return s.fresh(t, "TEMPLATE "+prototype)
}

// Empty is Database without a schema.
func (s *Server) Empty(t testing.TB) string {
	t.Helper()
	return s.fresh(t, "TEMPLATE template0")
}

// Login makes a login that may connect and nothing else, and answers the URL
// by which it reaches the database of another URL.
func (s *Server) Login(t testing.TB, database string) string {
	t.Helper()
	at, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	name, password := unique("login"), uuid.NewString()
	s.admin(t, fmt.Sprintf(`CREATE ROLE %s LOGIN PASSWORD '%s'`, name, password))
	return s.url(s.port, name, password, strings.TrimPrefix(at.Path, "/"))
}

// Superuser is the URL by which the superuser reaches the database of another
// URL.
func (s *Server) Superuser(t testing.TB, database string) string {
	t.Helper()
	at, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	return s.url(s.port, superuser, s.password, strings.TrimPrefix(at.Path, "/"))
}

func (s *Server) fresh(t testing.TB, options string) string {
	t.Helper()
	name := unique("test")
	s.admin(t, fmt.Sprintf(`CREATE DATABASE %s OWNER %s %s`, name, owner, options))
	return s.url(s.port, owner, s.password, name)
}

func (s *Server) admin(t testing.TB, statements ...string) {
	t.Helper()
	if err := s.run(context.WithoutCancel(t.Context()), statements...); err != nil {
		t.Fatal(err)
	}
}

// run runs statements as the superuser, each in a transaction of its own.
func (s *Server) run(ctx context.Context, statements ...string) error {
	conn, err := pgx.Connect(ctx, s.url(s.port, superuser, s.password, "postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	for _, statement := range statements {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// prepare makes the owner of the databases, and the one that is copied.
func (s *Server) prepare(ctx context.Context, o Options) error {
	if err := s.run(ctx, fmt.Sprintf(`CREATE ROLE %s LOGIN CREATEROLE PASSWORD '%s'`, owner, s.password)); err != nil {
		return err
	}
	if o.Prepare == nil {
		return nil
	}
	if err := s.run(ctx, `CREATE DATABASE `+prototype+` OWNER `+owner+` TEMPLATE template0`); err != nil {
		return err
	}
	s.prepared = true
	return o.Prepare(ctx, s.url(s.port, owner, s.password, prototype))
}

func unique(prefix string) string {
	return prefix + "_" + strings.ReplaceAll(uuid.NewString(), "-", "")
}
