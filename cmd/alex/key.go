package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"alex"
	"alex/internal/app"
)

type keyCommand struct {
	Create keyCreateCommand `cmd:"" help:"Make a key of the installation, which is shown once."`
	List   keyListCommand   `cmd:"" help:"All keys: their names, what they are for, when they were last used."`
	Revoke keyRevokeCommand `cmd:"" help:"End a key, at once and for good."`
	Rotate keyRotateCommand `cmd:"" help:"Sign tokens with a new key from now on; who is signed in stays so."`

	ReplaceAccount keyReplaceAccountCommand `cmd:"" help:"Go on with another account key, where the old one is lost for good."`
}

type keyCreateCommand struct {
	Name string `arg:"" help:"What the log of acts calls who uses it, such as \"ann laptop\"."`
	Role string `required:"" enum:"operator,ingest" help:"What it opens: operator (/api/admin, /metrics) or ingest (documents)."`
	Days int    `default:"0" help:"How many days it is good; 0 is until it is revoked."`
	JSON bool   `name:"json" help:"Print the key as one JSON document."`
}

// Run prints the key.
func (cmd keyCreateCommand) Run(ctx context.Context, c console) error {
	return withKeys(ctx, c, func(keys app.Keys, p *printer) error {
		k, key, err := keys.Create(ctx, cmd.Name, alex.KeyRole(cmd.Role), cmd.Days)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"id": k.ID, "name": k.Name, "role": k.Role, "expiresAt": k.ExpiresAt, "key": key})
		}
		p.linef("The key %q for %s, good %s. It is not shown again:", k.Name, k.Role, until(k))
		p.linef("  %s", key)
		return p.err
	})
}

func until(k alex.OperatorKey) string {
	if k.ExpiresAt == nil {
		return "until it is revoked"
	}
	return "until " + k.ExpiresAt.UTC().Format("2006-01-02 15:04 MST")
}

type keyListCommand struct {
	JSON bool `name:"json" help:"Print the keys as one JSON document."`
}

// Run prints the keys as a table.
func (cmd keyListCommand) Run(ctx context.Context, c console) error {
	return withKeys(ctx, c, func(keys app.Keys, p *printer) error {
		all, err := keys.All(ctx)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"keys": all})
		}
		if len(all) == 0 {
			p.linef("There are no keys yet.")
			return p.err
		}
		table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintln(table, "NAME\tROLE\tID\tSTATE\tSINCE\tLAST USED") // Flush says what failed
		for _, k := range all {
			state, since := keyState(k, time.Now())
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", cell(k.Name), k.Role, k.ID, state, day(since), lastUsed(k))
		}
		return table.Flush()
	})
}

func keyState(k alex.OperatorKey, now time.Time) (state string, since time.Time) {
	switch {
	case k.RevokedAt != nil:
		return "revoked", *k.RevokedAt
	case !k.Good(now):
		return "over", *k.ExpiresAt
	default:
		return "good", k.CreatedAt
	}
}

func lastUsed(k alex.OperatorKey) string {
	if k.LastUsedAt == nil {
		return "–"
	}
	return k.LastUsedAt.UTC().Format("2006-01-02 15:04")
}

type keyRevokeCommand struct {
	Key  string `arg:"" help:"Its name or its id."`
	JSON bool   `name:"json" help:"Print the result as one JSON document."`
}

// Run ends the key.
func (cmd keyRevokeCommand) Run(ctx context.Context, c console) error {
	return withKeys(ctx, c, func(keys app.Keys, p *printer) error {
		k, err := keys.Revoke(ctx, cmd.Key)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"id": k.ID, "name": k.Name})
		}
		p.linef("The key %q opens nothing any more.", k.Name)
		return p.err
	})
}

type keyRotateCommand struct {
	JSON bool `name:"json" help:"Print the result as one JSON document."`
}

// Run makes a new signing key and retires the others.
func (cmd keyRotateCommand) Run(ctx context.Context, c console) error {
	return withKeys(ctx, c, func(keys app.Keys, p *printer) error {
		if err := keys.Rotate(ctx); err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"rotated": true})
		}
		p.linef("Tokens are signed with a new key, by every server within a minute; those of the old one are good for five minutes more. Whoever is signed in stays so.")
		return p.err
	})
}

type keyReplaceAccountCommand struct {
	New     bool `help:"Make a key where there is none, or a damaged one."`
	Confirm bool `help:"Yes, the old key is lost for good."`
	LockOut bool `help:"Take the key that lies there also where it does not open everybody's second factor."`
	JSON    bool `name:"json" help:"Print the result as one JSON document."`
}

// Run makes the present account key the one of this database, and says who has
// to be helped in.
func (cmd keyReplaceAccountCommand) Run(ctx context.Context, c console) error {
	if !cmd.Confirm {
		return usageError{"with the old account key go all second factors, files that wait for a mapping, and the memory of which account a broker's file is of; add --confirm if it is lost for good"}
	}
	return withKeys(ctx, c, func(keys app.Keys, p *printer) error {
		done, err := keys.ReplaceAccountKey(ctx, cmd.New, cmd.LockOut)
		if err != nil {
			sayLocked(&printer{w: c.err}, done.Locked)
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, done)
		}
		sayReplaced(p, done)
		return p.err
	})
}

func sayReplaced(p *printer, done app.ReplacedKey) {
	which := "ALEX_ACCOUNT_KEY"
	if done.Path != "" {
		which = done.Path
	}
	if done.Aside != "" {
		p.linef("The damaged key is now %s.", done.Aside)
	}
	switch {
	case done.Known:
		p.linef("The account key of this database is in %s already; nothing was changed.", which)
	case done.Made:
		p.linef("A new account key was made, in %s. Keep a copy of it apart from the backups.", which)
	default:
		p.linef("The account key of this database is now the one in %s. Keep a copy of it apart from the backups.", which)
	}
	if !done.Known {
		p.linef("Give it to every server of this database, and start them again. Those that run still seal with the old one:")
		p.linef("once all have been started again, run alex key replace-account --confirm once more, to see whom that locked out.")
	}
	sayLocked(p, done.Locked)
}

func sayLocked(p *printer, locked []app.Member) {
	if len(locked) > 0 {
		p.linef("It does not open the second factors of these people. To let them in again:")
	}
	for _, who := range locked {
		p.linef("  alex user reset-second-factor %s", cell(who.Email))
	}
}

// withKeys opens the configured database for one command.
func withKeys(ctx context.Context, c console, do func(app.Keys, *printer) error) (err error) {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	keys, err := app.OpenKeys(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		if closed := keys.Close(); err == nil {
			err = closed
		}
	}()
	return do(keys, &printer{w: c.out})
}
