package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"alex"
	"alex/internal/config"
	"alex/internal/seed"
	"alex/internal/store"
)

// ErrProblems reports that verify found problems; each has been printed.
var ErrProblems = errors.New("the database has problems")

// TestPerson is the person of the test household.
const TestPerson = seed.TestPersonID

// databaseFile is SQLite's file in the data folder.
const databaseFile = "alex.db"

// Database is the configured database, for the commands that look after it.
type Database struct {
	store  *store.Store
	config config.Config
}

// OpenDatabase opens the database that the configuration names.
func OpenDatabase(ctx context.Context, cfg config.Config) (Database, error) {
	s, err := openStore(ctx, cfg, owner(cfg))
	return Database{s, cfg}, err
}

// OpenExisting is OpenDatabase of a database that has to be there; it makes none.
func OpenExisting(ctx context.Context, cfg config.Config) (Database, error) {
	if err := isThere(cfg); err != nil {
		return Database{}, err
	}
	return OpenDatabase(ctx, cfg)
}

// isThere refuses a data folder without a database. Of a server nothing is known here.
func isThere(cfg config.Config) error {
	if _, err := os.Stat(filepath.Join(cfg.Data, databaseFile)); isFile(cfg) && errors.Is(err, fs.ErrNotExist) {
		return alex.Errorf(alex.CodeUnavailable, "there is no database in %s yet: alex serve makes it, or alex migrate", cfg.Data)
	}
	return nil
}

// Close closes the database.
func (d Database) Close() error { return d.store.Close() }

// Migrate brings the schema up to date and answers its version.
func (d Database) Migrate(ctx context.Context) (version int64, err error) {
	if _, err := d.migrate(ctx); err != nil {
		return 0, err
	}
	version, _, err = d.store.Version(ctx)
	return version, err
}

// Seed brings the schema up to date and loads the reference instruments.
func (d Database) Seed(ctx context.Context) (rows int, err error) {
	if _, err := d.migrate(ctx); err != nil {
		return 0, err
	}
	return SeedReference(ctx, d.store)
}

// Reset loads the reference instruments afresh; dropAll first drops every
// table, withTestData also loads the test household. It is idempotent.
func (d Database) Reset(ctx context.Context, dropAll, withTestData bool) (rows int, err error) {
	if err := d.store.Reset(ctx, dropAll); err != nil {
		return 0, err
	}
	if rows, err = SeedReference(ctx, d.store); err != nil || !withTestData {
		return rows, err
	}
	return rows, d.loadHousehold(ctx)
}

func (d Database) loadHousehold(ctx context.Context) error {
	person, accounts := seed.Household()
	if _, err := d.store.System().EnsurePerson(ctx, person.ID, person.DisplayName, ""); err != nil {
		return err
	}
	his := d.store.As(person.ID)
	if err := his.SavePerson(ctx, person, nil); err != nil {
		return err
	}
	_, err := his.ApplyImport(ctx, accounts)
	return err
}

// Verify lists everything that is wrong with the database.
func (d Database) Verify(ctx context.Context) ([]store.Problem, error) {
	if version, _, err := d.store.Version(ctx); err != nil || version == 0 {
		return []store.Problem{{Check: "schema", Where: "database", Text: "it is empty; alex reset makes the tables and loads the reference"}}, err
	}
	instruments, err := seed.Instruments()
	if err != nil {
		return nil, err
	}
	return d.store.Verify(ctx, store.Expected{Version: seed.Version(), Rows: len(instruments)})
}
