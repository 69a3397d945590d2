package main

import (
	"context"
	"fmt"

	"alex/internal/app"
)

type backupCommand struct {
	Make backupMakeCommand `cmd:"" default:"withargs" help:"Write everything to a file, and check it; alex backup FILE does the same."`
	List backupListCommand `cmd:"" help:"The backups that alex serve has made by itself."`
}

type backupListCommand struct {
	JSON bool `name:"json" help:"Print the backups as one JSON document."`
}

// Run reads each backup to its end, and says whether it is whole.
func (cmd backupListCommand) Run(ctx context.Context, c console) error {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	files, err := app.ListBackups(ctx, cfg)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, map[string]any{"backups": files})
	}
	p := &printer{w: c.out}
	if len(files) == 0 {
		p.linef("There are no backups yet.")
	}
	for _, file := range files {
		state := "damaged"
		switch {
		case file.Verified == nil:
			state = "cannot be read now"
		case *file.Verified:
			state = "whole"
		}
		p.linef("%s  %9d bytes  %s", file.Path(), file.Bytes, state)
	}
	return p.err
}

type backupMakeCommand struct {
	File string `arg:"" placeholder:"FILE" help:"The file to write; it must not exist. Whoever has it can read everything."`
}

// Run writes a backup and says what is in it.
func (cmd backupMakeCommand) Run(ctx context.Context, c console) error {
	return withOpen(ctx, c, app.OpenExisting, func(db app.Database, p *printer) error {
		info, err := db.Backup(ctx, cmd.File)
		if err != nil {
			return err
		}
		p.linef("%s holds %s, and reads back as it was written.", cmd.File, contents(info.Rows))
		p.linef("Keep account-number.key of ALEX_DATA (or ALEX_ACCOUNT_KEY) too: alex serve does not start on the backup without it.")
		if err := db.Saved(ctx, cmd.File); err != nil {
			return fmt.Errorf("the backup is whole, but was not written into the log of what operators did: %w", err)
		}
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
	cfg, err := c.settings(ctx)
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
	p.linef("%s is restored: %s of %s.", cmd.File, contents(done.Info.Rows), done.Info.CreatedAt.Format("January 2, 2006, 15:04 MST"))
	switch {
	case done.KeyUnread != nil:
		p.linef("The account key here cannot be read (%v), so nothing says whether it is the one that was in use then: see to it before alex serve.", done.KeyUnread)
	case !done.KeyFits:
		p.linef("The account key here is not the one that was in use then: bring that one back (ALEX_ACCOUNT_KEY, or account-number.key of ALEX_DATA) before alex serve.")
	}
	p.linef("Everyone signs in again, with the password of that day; invitations must be sent anew.")
	if done.Saved != "" {
		p.linef("What was there before is in %s.", done.Saved)
	}
	return p.err
}

// contents counts what a backup holds.
func contents(rows map[string]int64) string {
	return fmt.Sprintf("%s, %s and %s", counted(rows["users"], "person", "people"),
		counted(rows["accounts"], "account", "accounts"), counted(rows["positions"], "position", "positions"))
}

func counted(n int64, one, many string) string {
	if n == 1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}
