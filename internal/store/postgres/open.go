package postgres

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"alex"
	"alex/internal/store"
)

const (
	// connections is how many a process holds at most: several processes
	// share a server whose default limit is 100.
	connections = 10
	connectWait = 5 * time.Second
	// A connection that nobody used goes, and none grows old: so the server
	// behind a name may change.
	idleTime = 5 * time.Minute
	lifetime = time.Hour
)

// Open opens the database that url names, such as
// postgres://user:password@host:5432/alex, and makes sure that it answers. The
// login migrates if it owns the database, and else needs Grant. No error holds
// the password.
func Open(ctx context.Context, url string) (*store.Store, error) {
	cfg, err := configure(url)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(stdlib.GetConnector(*cfg))
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(idleTime)
	db.SetConnMaxLifetime(lifetime)
	if err := db.PingContext(ctx); err != nil {
		_ = db.Close()
		return nil, unreachable(err)
	}
	return store.New(db, Engine{}), nil
}

// configure reads a URL; what it says of these settings itself stays.
func configure(url string) (*pgx.ConnConfig, error) {
	if !strings.HasPrefix(url, "postgres://") && !strings.HasPrefix(url, "postgresql://") {
		return nil, errURL
	}
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errURL // the driver's words may quote the URL
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = connectWait
	}
	// A transaction of a client that is gone without a word holds up its person
	// until it has been idle for too long.
	for name, value := range map[string]string{
		"application_name": "alex", "statement_timeout": "30000", "idle_in_transaction_session_timeout": "15000",
	} {
		if _, set := cfg.RuntimeParams[name]; !set {
			cfg.RuntimeParams[name] = value
		}
	}
	return cfg, nil
}

var errURL = &alex.Error{
	Code:    alex.CodeInvalid,
	Message: "the database URL cannot be read; it has the form postgres://user:password@host:5432/database",
}

// unreachable says what can be done about a database that does not answer.
func unreachable(err error) error {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code {
		case "28000", "28P01":
			return &alex.Error{Code: alex.CodeInvalid, Message: "PostgreSQL refuses the user or the password", Err: err}
		case "3D000":
			return &alex.Error{Code: alex.CodeInvalid, Message: "this PostgreSQL server has no such database", Err: err}
		}
	}
	return &alex.Error{Code: alex.CodeUnavailable, Message: "the PostgreSQL server does not answer", Err: err}
}
