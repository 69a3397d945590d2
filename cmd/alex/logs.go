package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"alex/internal/cloud"
	"alex/internal/config"
)

type logsCommand struct {
	targetFlags
	Follow bool          `name:"follow" short:"f" help:"Go on as lines come, until Ctrl+C."`
	Role   []string      `name:"role" help:"Whose lines, such as planner; several times or between commas. Without it everybody's." placeholder:"ROLE"`
	Since  time.Duration `name:"since" default:"10m" help:"From how long ago on."`
	Prefix string        `name:"prefix" help:"What the functions' names begin with, such as alex-prod; without it Terraform's output deploy says." placeholder:"PREFIX"`
	File   string        `name:"file" help:"Read a log of alex serve instead, - is standard input." placeholder:"FILE"`
	All    bool          `name:"all" help:"Measurements and Lambda's own lines too."`
}

// lookAgain is the pause at the end of a file that may grow.
const lookAgain = 500 * time.Millisecond

// Run shows what the agents say, one line each, in the order of time.
func (cmd logsCommand) Run(ctx context.Context, c console) error {
	if cmd.Since <= 0 {
		return usageError{"--since is not above zero"}
	}
	file, isFile := c.out.(*os.File)
	v := viewer{w: c.out, all: cmd.All, colour: isFile && terminal(file) && config.Environ(c.environ)["NO_COLOR"] == ""}
	if cmd.File != "" {
		return cmd.local(ctx, c, v)
	}
	logs, err := cmd.remote(ctx)
	if err != nil {
		return err
	}
	since := time.Now().Add(-cmd.Since)
	if cmd.Follow {
		return logs.Follow(ctx, since, v.show, func(err error) { _, _ = fmt.Fprintf(c.err, "alex: %v; it goes on\n", err) })
	}
	silent, err := logs.Read(ctx, since, v.show)
	if err == nil && len(silent) > 0 {
		_, err = fmt.Fprintf(c.err, "There is no log yet of %s.\n", strings.Join(silent, ", "))
	}
	return err
}

// remote are the logs of the functions by their names.
func (cmd logsCommand) remote(ctx context.Context) (*cloud.Logs, error) {
	if cmd.Prefix != "" && cmd.From == "" {
		account, err := cloud.Default(ctx, "")
		if err != nil {
			return nil, err
		}
		return account.Logs(cmd.Prefix, cmd.Role)
	}
	target, account, err := cmd.open(ctx)
	if err != nil {
		return nil, err
	}
	if cmd.Prefix != "" {
		target.Prefix = cmd.Prefix
	}
	return account.Logs(target.Prefix, cmd.Role)
}

// local reads a file in the same way.
func (cmd logsCommand) local(ctx context.Context, c console, v viewer) error {
	if cmd.File == "-" {
		return cloud.ReadLog(c.in, v.of(cmd.Role), nil)
	}
	file, err := os.Open(cmd.File)
	if err != nil {
		return inFile(cmd.File, err)
	}
	defer func() { _ = file.Close() }() // only read
	var wait func() error
	if cmd.Follow {
		ticks := time.NewTicker(lookAgain)
		defer ticks.Stop()
		wait = func() error {
			select {
			case <-ticks.C:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return inFile(cmd.File, cloud.ReadLog(file, v.of(cmd.Role), wait))
}

// viewer prints lines for a person.
type viewer struct {
	w           io.Writer
	all, colour bool
}

// of shows the lines of some roles alone; none is all.
func (v viewer) of(roles []string) func(cloud.Line) error {
	wanted := map[string]bool{}
	for _, role := range roles {
		wanted[role] = true
	}
	return func(l cloud.Line) error {
		if len(wanted) > 0 && !wanted[l.Role] {
			return nil
		}
		return v.show(l)
	}
}

func (v viewer) show(l cloud.Line) error {
	if (l.Metric || l.Runtime) && !v.all {
		return nil
	}
	at := strings.Repeat(" ", len("15:04:05.000"))
	if !l.Time.IsZero() {
		at = l.Time.Local().Format("15:04:05.000")
	}
	text := fmt.Sprintf("%s  %-10s  %-5s  %s", at, l.Role, l.Level, oneLine(l.Message))
	for _, a := range l.Attrs {
		text += "  " + a.Key + "=" + oneLine(a.Value)
	}
	text = printable(text)
	if v.colour {
		text = "\x1b[" + colourOf(l.Role, l.Level) + "m" + text + "\x1b[0m"
	}
	_, err := io.WriteString(v.w, text+"\n")
	return err
}

// oneLine is a text without the breaks in it.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// colourOf tells agents apart; what went wrong is red, whoever says it.
func colourOf(role, level string) string {
	if level == "ERROR" {
		return "1;31"
	}
	switch role {
	case "planner":
		return "35"
	case "tagger":
		return "36"
	case "reporter":
		return "32"
	case "charter":
		return "33"
	case "retirement":
		return "34"
	case "researcher":
		return "96"
	case "ingest":
		return "94"
	case "api", "webhook":
		return "37"
	case "sweeper":
		return "90"
	}
	return "39"
}
