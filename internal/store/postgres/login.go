package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// Login is what a URL's login may do.
type Login struct {
	Name      string
	Superuser bool
	Serves    bool // it may take the roles that serve, and reads nothing before it has taken one
}

// LoginOf asks the server about the login of a URL. It changes nothing.
func LoginOf(ctx context.Context, url string) (login Login, err error) {
	cfg, err := configure(url)
	if err != nil {
		return login, err
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return login, unreachable(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	login.Name = cfg.User
	if err := conn.QueryRow(ctx, `SELECT rolsuper FROM pg_roles WHERE rolname = current_user`).Scan(&login.Superuser); err != nil {
		return login, err
	}
	err = conn.QueryRow(ctx, selectGranted, cfg.User).Scan(&login.Serves)
	if errors.Is(err, pgx.ErrNoRows) { // the roles are made by the first migration
		err = nil
	}
	return login, err
}
