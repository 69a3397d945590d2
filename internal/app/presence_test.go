package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"alex"
	"alex/internal/config"
	"alex/internal/store/postgres/postgrestest"
)

// TestRestoreWaitsForServersOfPostgreSQL: beside a server or a worker nothing is
// replaced, also once their connections were lost; migrating goes on beside them,
// and after their end a restore has the database alone.
func TestRestoreWaitsForServersOfPostgreSQL(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t, postgrestest.Options{})
	url := server.Empty(t)
	super := server.Superuser(t, url)
	cfg := settings(t, "ALEX_DATABASE_URL="+server.Login(t, url), "ALEX_MIGRATE_URL="+url)
	log := slog.New(slog.DiscardHandler)
	restore := func(ctx context.Context, cfg config.Config) (Database, error) {
		d, _, err := OpenForRestore(ctx, cfg)
		return d, err
	}
	refused := func(what string) {
		t.Helper()
		for _, open := range []func(context.Context, config.Config) (Database, error){OpenAlone, restore} {
			if _, err := open(t.Context(), cfg); alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "servers are running") {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
	s, err := Start(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.backup")
	d, err := OpenToMigrate(t.Context(), cfg)
	if err == nil {
		_, err = d.Migrate(t.Context())
	}
	if err == nil {
		_, err = d.Backup(t.Context(), file)
	}
	if err != nil {
		t.Fatal("beside a server:", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	refused("beside a server")
	lose(t, super)
	time.Sleep(time.Second) // until it is there again
	refused("beside a server whose connections were lost")

	ctx, stop := context.WithCancel(t.Context())
	worked, working := make(chan error, 1), make(chan struct{})
	go func() { worked <- Work(ctx, cfg, log, func() { close(working) }) }()
	<-working
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	refused("beside a worker")
	stop()
	if err := <-worked; err != nil {
		t.Fatal(err)
	}
	if d, err = restore(t.Context(), cfg); err != nil {
		t.Fatal("after their end:", err)
	}
	if _, err := Start(t.Context(), cfg, log); alex.CodeOf(err) != alex.CodeConflict || !strings.Contains(err.Error(), "being replaced") {
		t.Errorf("a server beside a restore: %v", err)
	}
	if _, err := d.Restore(t.Context(), file, true); err != nil {
		t.Error(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if err := begun(t, cfg); err != nil {
		t.Error("after the restore:", err)
	}
	t.Attr("measured", "restore and reset refused beside a server, one whose connections were lost, and a worker; done after their end")
}

// lose ends every connection to the database of a superuser's URL.
func lose(t *testing.T, url string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	if _, err := conn.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
		WHERE datname = current_database() AND pid <> pg_backend_pid()`); err != nil {
		t.Fatal(err)
	}
}
