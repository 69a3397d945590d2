package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"alex/internal/app"
)

type userCommand struct {
	List              userListCommand     `cmd:"" help:"Everyone: who they are and whether they may come in, never what they own."`
	Invite            userInviteCommand   `cmd:"" help:"Let the owner of an e-mail address sign up, once."`
	Disable           userDisableCommand  `cmd:"" help:"Shut someone out, at once; what they own stays."`
	Enable            userEnableCommand   `cmd:"" help:"Let someone in again."`
	ResetPassword     userPasswordCommand `cmd:"" help:"Give someone a new password, which is shown once."`
	ResetSecondFactor userFactorCommand   `cmd:"" help:"Turn off the second factor of someone who lost the device and the codes."`
	Key               userKeyCommand      `cmd:"" help:"Make an access key with which someone's assistant reads, which is shown once."`
	Delete            userDeleteCommand   `cmd:"" help:"Erase someone and everything that is theirs."`
}

// who names one person.
type who struct {
	Who  string `arg:"" help:"An e-mail address or an id."`
	JSON bool   `name:"json" help:"Print the result as one JSON document."`
}

type userListCommand struct {
	JSON bool `name:"json" help:"Print the people as one JSON document."`
}

// Run prints everyone as a table.
func (cmd userListCommand) Run(ctx context.Context, c console) error {
	return withPeople(ctx, c, func(people app.People, p *printer) error {
		members, err := people.All(ctx)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"people": members})
		}
		if len(members) == 0 {
			p.linef("There is nobody yet.")
			return p.err
		}
		table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
		_, _ = fmt.Fprintln(table, "E-MAIL\tNAME\tID\tSTATE\tSINCE") // Flush says what failed
		for _, m := range members {
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", cell(m.Email), cell(m.DisplayName), cell(string(m.ID)), m.State, day(since(m)))
		}
		return table.Flush()
	})
}

// since is when the state began.
func since(m app.Member) time.Time {
	if m.DisabledAt != nil {
		return *m.DisabledAt
	}
	return m.CreatedAt
}

func cell(text string) string {
	if text = printable(text); text == "" {
		return "–"
	}
	return text
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

type userInviteCommand struct {
	Email string `arg:"" help:"Whom to invite."`
	Mail  bool   `negatable:"" default:"true" help:"Send it to the address too, where ALEX_SMTP_URL is set."`
	JSON  bool   `name:"json" help:"Print the invitation as one JSON document."`
}

// Run prints the token, and the link where it is known.
func (cmd userInviteCommand) Run(ctx context.Context, c console) error {
	return withPeople(ctx, c, func(people app.People, p *printer) error {
		i, err := people.Invite(ctx, cmd.Email, cmd.Mail)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, i)
		}
		p.linef("An invitation for %s, good once until %s. It is not shown again.", i.Email, i.Expires.Format("2006-01-02 15:04 MST"))
		p.linef("  token  %s", i.Token)
		if i.Link != "" {
			p.linef("  link   %s", i.Link)
		}
		if i.Mailed {
			p.linef("It was sent to %s.", i.Email)
		}
		if i.Note != "" {
			p.linef("%s", i.Note)
		}
		return p.err
	})
}

type userDisableCommand struct{ who }

// Run shuts the person out.
func (cmd userDisableCommand) Run(ctx context.Context, c console) error {
	return cmd.change(ctx, c, app.People.Disable, "is disabled and signed out everywhere; alex user enable lets them in again")
}

type userEnableCommand struct{ who }

// Run lets the person in again.
func (cmd userEnableCommand) Run(ctx context.Context, c console) error {
	return cmd.change(ctx, c, app.People.Enable, "may come in again")
}

type userFactorCommand struct{ who }

// Run turns the second factor off.
func (cmd userFactorCommand) Run(ctx context.Context, c console) error {
	return cmd.change(ctx, c, app.People.ResetSecondFactor, "has no second factor any more and is signed out everywhere; make sure that it was they who asked")
}

type userDeleteCommand struct {
	who
	Confirm bool `help:"Yes, erase this person for good."`
}

// Run erases the person.
func (cmd userDeleteCommand) Run(ctx context.Context, c console) error {
	if !cmd.Confirm {
		return usageError{"this erases the person and everything that is theirs; add --confirm if that is meant"}
	}
	return cmd.change(ctx, c, app.People.Delete, "is erased, with everything that was theirs")
}

// change does something to a person and says so.
func (w who) change(ctx context.Context, c console, do func(app.People, context.Context, string) (app.Member, error), done string) error {
	return withPeople(ctx, c, func(people app.People, p *printer) error {
		m, err := do(people, ctx, w.Who)
		if err != nil {
			return err
		}
		if w.JSON {
			return printJSON(c.out, map[string]any{"id": m.ID, "email": m.Email})
		}
		p.linef("%s %s.", called(m), done)
		return p.err
	})
}

func called(m app.Member) string {
	if m.Email == "" {
		return string(m.ID)
	}
	return m.Email + " (" + string(m.ID) + ")"
}

type userPasswordCommand struct{ who }

// Run prints the new password.
func (cmd userPasswordCommand) Run(ctx context.Context, c console) error {
	return withPeople(ctx, c, func(people app.People, p *printer) error {
		m, password, err := people.ResetPassword(ctx, cmd.Who)
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"id": m.ID, "email": m.Email, "password": password})
		}
		p.linef("%s is signed out everywhere. The new password is not shown again:", called(m))
		p.linef("  %s", password)
		return p.err
	})
}

// withPeople opens the configured database for one command.
func withPeople(ctx context.Context, c console, do func(app.People, *printer) error) (err error) {
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	people, err := app.OpenPeople(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		if closed := people.Close(); err == nil {
			err = closed
		}
	}()
	return do(people, &printer{w: c.out})
}
