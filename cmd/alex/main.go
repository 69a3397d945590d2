// Command alex is the whole of Alex in one binary: it analyzes a broker's
// positions files, projects retirement plans, and keeps the database.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
	// Where a system has no roots of trust, such as an empty container, these count.
	_ "golang.org/x/crypto/x509roots/fallback"
)

// Exit codes of the command.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// commands are the subcommands; each one's file has its flags and its Run.
type commands struct {
	Serve     serveCommand     `cmd:"" help:"Run everything in one process: the API, the workers, the housekeeping."`
	Worker    workerCommand    `cmd:"" help:"Work jobs alone, beside alex serve on the same PostgreSQL."`
	Analyze   analyzeCommand   `cmd:"" help:"Analyze positions files: a broker's download in, a report out."`
	Rebalance rebalanceCommand `cmd:"" help:"A worksheet towards your targets, for instruments that you pick."`
	Project   projectCommand   `cmd:"" help:"Project a retirement plan over simulated futures."`
	Agent     agentCommand     `cmd:"" help:"Run one of the five agents by itself."`
	Check     checkCommand     `cmd:"" help:"Check a text by the rules for sections of a report."`
	Eval      evalCommand      `cmd:"" help:"Measure the agents against models that lie and that break, or a real one."`
	MCP       mcpCommand       `cmd:"" name:"mcp" help:"Let an assistant read, by the Model Context Protocol over standard input and output."`
	Ingest    ingestCommand    `cmd:"" help:"Keep texts by others that reports may quote."`
	Research  researchCommand  `cmd:"" help:"Look for public texts about a topic, list the rounds, find passages, embed them anew."`
	Migrate   migrateCommand   `cmd:"" help:"Create the database or bring it up to date."`
	Seed      seedCommand      `cmd:"" help:"Load the reference instruments."`
	Reset     resetCommand     `cmd:"" help:"Load the reference instruments afresh, or start over with --drop-all."`
	Verify    verifyCommand    `cmd:"" help:"Check the database: structure, rows, reference data."`
	Backup    backupCommand    `cmd:"" help:"Write everything in the database to a file, and check the file."`
	Restore   restoreCommand   `cmd:"" help:"Replace everything in the database by a backup."`
	User      userCommand      `cmd:"" help:"Look after people: list, invite, disable, enable, reset-password, key, delete."`
	Key       keyCommand       `cmd:"" help:"Look after the keys of the installation: create, list, revoke, rotate, replace-account."`
	Package   packageCommand   `cmd:"" help:"Pack the program for AWS Lambda: one zip, the same bytes each time."`
	Deploy    deployCommand    `cmd:"" help:"Bring the functions and the site on AWS up to date."`
	Cost      costCommand      `cmd:"" help:"Show, pause, resume, destroy and recreate the database on AWS, which costs most."`
	Logs      logsCommand      `cmd:"" help:"Show what the functions on AWS, or a file of a log, say: the agents as they work."`
	Doctor    doctorCommand    `cmd:"" help:"Check the configuration and each outside party in reach, or what runs on AWS, and say what to do."`
	Health    healthCommand    `cmd:"" help:"Ask a running alex serve whether it can work: for whoever restarts servers."`
	Version   versionCommand   `cmd:"" help:"Print the version, what it was built of, and the parts on which reports depend."`
}

// console is where a command reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
	environ  []string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(start(ctx, os.Args[1:], console{in: os.Stdin, out: os.Stdout, err: os.Stderr, environ: os.Environ()}))
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, c console) int {
	code := exitDone
	var all commands
	parser, err := kong.New(&all, kong.Name("alex"), kong.UsageOnError(),
		kong.Description("Alex is an educational financial planner: it turns positions files into a report whose every figure names its source."),
		kong.Writers(c.out, c.err), kong.Exit(func(asked int) { code = asked }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(c))
	if err != nil {
		_, _ = fmt.Fprintln(c.err, "alex:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if helped(args) {
		return code
	}
	if err != nil {
		_, _ = fmt.Fprintf(c.err, "alex: %v\nalex --help lists the commands, alex COMMAND --help the flags of one.\n", err)
		return exitUsage
	}
	return exitCode(c.err, parsed.Run())
}

// helped reports that the help was printed instead of running a command.
func helped(args []string) bool {
	for _, arg := range args {
		if arg == "--help" || arg == "-h" {
			return true
		}
	}
	return false
}

// usageError is a command line that parses but cannot be meant.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

// errViolations makes `alex check` exit with 1 without a further message.
var errViolations = errors.New("the text breaks rules")

func exitCode(w io.Writer, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errViolations), errors.Is(err, errUnwell), errors.Is(err, errDiffers):
		return exitFailed
	case errors.As(err, &usage):
		_, _ = fmt.Fprintln(w, "alex:", err)
		return exitUsage
	}
	_, _ = fmt.Fprintln(w, "alex:", message(err))
	return exitFailed
}
