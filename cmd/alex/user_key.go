package main

import (
	"context"
	"strings"

	"alex"
	"alex/internal/app"
)

type userKeyCommand struct {
	who
	Scope []alex.KeyScope `required:"" help:"What it lets read: portfolio, report, projection, research; several with commas."`
	Name  string          `default:"assistant" help:"What the log of acts calls who uses it, such as \"my laptop\"."`
	Days  int             `default:"90" help:"How many days it is good, 1 to 365."`
}

// Run prints the key.
func (cmd userKeyCommand) Run(ctx context.Context, c console) error {
	if cmd.Days == 0 {
		return usageError{"--days: an access key ends: say 1 to 365"}
	}
	return withPeople(ctx, c, func(people app.People, p *printer) error {
		m, k, key, err := people.AccessKey(ctx, cmd.Who, alex.AccessKeyRequest{Name: cmd.Name, Scopes: cmd.Scope, Days: cmd.Days})
		if err != nil {
			return err
		}
		if cmd.JSON {
			return printJSON(c.out, map[string]any{"id": k.ID, "name": k.Name, "scopes": k.Scopes, "expiresAt": k.ExpiresAt, "key": key})
		}
		p.linef("The access key %q of %s lets read: %s, until %s. It is not shown again:",
			k.Name, called(m), joinedScopes(k.Scopes), k.ExpiresAt.UTC().Format("2006-01-02 15:04 MST"))
		p.linef("  %s", key)
		p.linef("Put it into ALEX_MCP_KEY where the assistant starts alex mcp.")
		return p.err
	})
}

func joinedScopes(scopes []alex.KeyScope) string {
	texts := make([]string, len(scopes))
	for i, scope := range scopes {
		texts[i] = string(scope)
	}
	return strings.Join(texts, ", ")
}
