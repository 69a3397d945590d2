package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alex"
	"alex/internal/config"
	models "alex/internal/llm/bedrock"
	"alex/internal/seed"
	"alex/internal/store"
	"alex/internal/store/dataapi"
	"alex/internal/store/postgres"
	"alex/internal/store/sqlite"
)

// workers is how many jobs a process works at a time; the engine itself uses
// every core.
const workers = 2

// Open builds the program over the configured database, brought up to date.
func Open(ctx context.Context, cfg config.Config, log *slog.Logger) (*App, error) {
	if err := upToDate(ctx, cfg, guarded(log, cfg)); err != nil {
		return nil, err
	}
	s, err := openStore(ctx, cfg, cfg.DatabaseURL)
	if err != nil {
		return nil, err
	}
	a, err := over(ctx, cfg, log, s)
	if err != nil {
		return nil, err
	}
	if err := a.openWake(ctx, cfg, a.Runner.Log); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// openMigrated builds the program over the configured database, which alex migrate
// and alex seed have brought up to date: it changes nothing there, and asks once
// whether that is so. It is for functions, which start often and beside others.
// Nothing wakes its workers. The refusal is alex.CodeConflict.
func openMigrated(ctx context.Context, cfg config.Config, log *slog.Logger) (*App, error) {
	s, err := openStore(ctx, cfg, cfg.DatabaseURL)
	if err != nil {
		return nil, err
	}
	if err := s.UpToDate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return over(ctx, cfg, log, s)
}

// over builds the program over an open database, which it then owns, but for what
// wakes its workers.
func over(ctx context.Context, cfg config.Config, log *slog.Logger, s *store.Store) (*App, error) {
	a, err := New(s)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	log = guarded(log, cfg)
	if err := a.trace(ctx, cfg, log); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	a.Runner.Log, a.Runner.Workers = log, workers
	a.Prices = PriceUpdater(s, cfg, log)
	a.Ledger.Limits = limits(cfg)
	a.AuditKept = time.Duration(cfg.AuditDays) * 24 * time.Hour
	a.Backups = &Backups{Config: cfg, Store: s, Now: func() time.Time { return a.Now() }, Log: log, Metrics: a.Metrics}
	a.Metrics.CountBackups(a.Backups.lastSuccess)
	if a.Models, err = NewModels(ctx, cfg, nil); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	a.Models.warn(log)
	if a.Mail, err = newMail(cfg, func() time.Time { return a.Now() }); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	if readsTexts(cfg.Role) {
		if err := a.openTexts(ctx, cfg, log); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	if a.elsewhere, err = newElsewhere(ctx, cfg); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// owner is the database as the one who migrates it reaches it.
func owner(cfg config.Config) config.Secret {
	if cfg.MigrateURL != "" {
		return cfg.MigrateURL
	}
	return cfg.DatabaseURL
}

// upToDate migrates the database and loads the reference.
func upToDate(ctx context.Context, cfg config.Config, log *slog.Logger) (err error) {
	s, err := openStore(ctx, cfg, owner(cfg))
	if err != nil {
		return err
	}
	defer closing(s, &err)
	if err := s.Intact(ctx); err != nil {
		return damagedHere(ctx, cfg, err)
	}
	saved, err := Database{s, cfg}.migrate(ctx)
	if err != nil {
		return err
	}
	if saved != "" {
		log.LogAttrs(ctx, slog.LevelInfo, "the database was brought up to date", slog.String("backup", saved))
	}
	return seedOnce(ctx, s)
}

// seedOnce loads the reference instruments where those of another release, or
// none, are there.
func seedOnce(ctx context.Context, s *store.Store) error {
	reference, err := s.System().Reference(ctx)
	if err != nil || reference.Version == seed.Version() {
		return err
	}
	_, err = SeedReference(ctx, s)
	return err
}

func isPostgres(cfg config.Config) bool {
	return strings.HasPrefix(cfg.DatabaseURL.Reveal(), "postgres")
}

// isDataAPI reports a cluster of Aurora that is reached over Amazon's RDS Data API,
// where one login migrates and serves, and no connection says who is there.
func isDataAPI(cfg config.Config) bool {
	return strings.HasPrefix(cfg.DatabaseURL.Reveal(), "rdsdata:")
}

// isFile reports SQLite in the data folder.
func isFile(cfg config.Config) bool { return !isPostgres(cfg) && !isDataAPI(cfg) }

// openStore opens a database by its URL; without one, SQLite in the data
// folder, which it makes if it is missing.
func openStore(ctx context.Context, cfg config.Config, url config.Secret) (*store.Store, error) {
	switch {
	case isDataAPI(cfg):
		settings, err := models.Default(ctx, "") // the region is the cluster's
		if err != nil {
			return nil, err
		}
		s, err := dataapi.Open(ctx, url.Reveal(), dataapi.Options{AWS: settings})
		if err != nil {
			return nil, cannotReach(cfg, url, err)
		}
		return s, nil
	case isPostgres(cfg):
		s, err := postgres.Open(ctx, url.Reveal())
		if err != nil {
			return nil, cannotReach(cfg, url, err)
		}
		return s, nil
	case url != "":
		return nil, alex.Invalid("ALEX_DATABASE_URL", "is neither postgres://… nor rdsdata://…")
	}
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, cannotKeep(cfg.Data, err)
	}
	s, err := sqlite.Open(ctx, filepath.Join(cfg.Data, databaseFile))
	if alex.CodeOf(err) == alex.CodeUnavailable {
		return nil, cannotKeep(cfg.Data, err)
	}
	if err != nil {
		return nil, damagedHere(ctx, cfg, err)
	}
	return s, nil
}
