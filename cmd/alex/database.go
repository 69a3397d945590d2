package main

import (
	"context"
	"errors"

	"alex/internal/app"
	"alex/internal/config"
)

type migrateCommand struct{}

// Run brings the schema up to date.
func (migrateCommand) Run(ctx context.Context, c console) error {
	return withOpen(ctx, c, app.OpenToMigrate, func(db app.Database, p *printer) error {
		version, err := db.Migrate(ctx)
		if err == nil {
			p.linef("The schema is at version %d.", version)
		}
		return errors.Join(err, p.err)
	})
}

type seedCommand struct{}

// Run loads the reference instruments; it may run any number of times.
func (seedCommand) Run(ctx context.Context, c console) error {
	return withDatabase(ctx, c, func(db app.Database, p *printer) error {
		rows, err := db.Seed(ctx)
		if err == nil {
			p.linef("%d reference instruments are loaded.", rows)
		}
		return errors.Join(err, p.err)
	})
}

type resetCommand struct {
	DropAll      bool `help:"First drop every table and all that people have entered. Needs --confirm."`
	Confirm      bool `help:"Yes, drop everything."`
	WithTestData bool `help:"Also load the test household."`
}

// Run loads the reference afresh, or starts over.
func (cmd resetCommand) Run(ctx context.Context, c console) error {
	if cmd.DropAll && !cmd.Confirm {
		return usageError{"--drop-all erases everything that people have entered; add --confirm if that is meant"}
	}
	return withOpen(ctx, c, app.OpenAlone, func(db app.Database, p *printer) error {
		rows, err := db.Reset(ctx, cmd.DropAll, cmd.WithTestData)
		if err == nil {
			p.linef("The database holds %d reference instruments.", rows)
		}
		if err == nil && cmd.WithTestData {
			p.linef("The test household of %s is loaded.", app.TestPerson)
		}
		return err
	})
}

type verifyCommand struct{}

// Run prints every problem of the database, and fails if there is one.
func (verifyCommand) Run(ctx context.Context, c console) error {
	return withDatabase(ctx, c, func(db app.Database, p *printer) error {
		problems, err := db.Verify(ctx)
		if err != nil {
			return err
		}
		for _, problem := range problems {
			p.linef("%s", problem)
		}
		if len(problems) > 0 {
			return app.ErrProblems
		}
		p.linef("The database is in order.")
		return p.err
	})
}

// withDatabase opens the configured database for one command, and shows that
// it works until the command prints.
func withDatabase(ctx context.Context, c console, do func(app.Database, *printer) error) error {
	return withOpen(ctx, c, app.OpenDatabase, do)
}

func withOpen(ctx context.Context, c console, open func(context.Context, config.Config) (app.Database, error), do func(app.Database, *printer) error) (err error) {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	db, err := open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		if closed := db.Close(); err == nil {
			err = closed
		}
	}()
	end := c.working("working on the database")
	defer end()
	return do(db, &printer{w: c.out, first: end})
}
