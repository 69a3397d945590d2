package main

import (
	"context"

	"alex/internal/app"
	"alex/internal/config"
)

type backupCommand struct {
	File string `arg:"" help:"The file to write; it must not exist. Whoever has it can read everything."`
}

// Run writes a backup and says what is in it.
func (cmd backupCommand) Run(ctx context.Context, c console) error {
	return withDatabase(ctx, c, func(db app.Database, p *printer) error {
		info, err := db.Backup(ctx, cmd.File)
		if err != nil {
			return err
		}
		p.linef("%s holds %d people, %d accounts and %d positions, and reads back as it was written.", cmd.File,
			info.Rows["users"], info.Rows["accounts"], info.Rows["positions"])
		return p.err
	})
}

type restoreCommand struct {
	File    string `arg:"" help:"A file that alex backup wrote, on any engine."`
	Confirm bool   `help:"Yes, replace everything that people have entered."`
}

// Run replaces everything by a backup, and says where the rest went.
func (cmd restoreCommand) Run(ctx context.Context, c console) (err error) {
	if !cmd.Confirm {
		return usageError{"a restore replaces everything that people have entered; add --confirm if that is meant"}
	}
	cfg, err := config.Load(config.Environ(c.environ))
	if err != nil {
		return err
	}
	if _, err := app.VerifyBackup(ctx, cmd.File); err != nil {
		return inFile(cmd.File, err)
	}
	db, aside, err := app.OpenForRestore(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		if closed := db.Close(); err == nil {
			err = closed
		}
	}()
	p := &printer{w: c.out}
	if aside != "" {
		p.linef("The database was damaged; it is now %s.", aside)
	}
	done, err := db.Restore(ctx, cmd.File, cmd.Confirm)
	if err != nil {
		return err
	}
	p.linef("%s is restored: %d people, %d accounts and %d positions of %s.", cmd.File, done.Info.Rows["users"],
		done.Info.Rows["accounts"], done.Info.Rows["positions"], done.Info.CreatedAt.Format("January 2, 2006, 15:04 MST"))
	if done.Saved != "" {
		p.linef("What was there before is in %s.", done.Saved)
	}
	return p.err
}
