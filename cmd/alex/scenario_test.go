package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	brokerFiles    = "../../testdata/brokers/"
	householdFiles = "../../testdata/households/"
)

// invocation is what one run of the command came to.
type invocation struct {
	code     int
	out, err string
}

// invoke runs the command in this process. A $DIR in args is the folder dir;
// the database lies there too.
func invoke(t *testing.T, dir, stdin string, args ...string) invocation {
	t.Helper()
	expanded := make([]string, len(args))
	for i, arg := range args {
		expanded[i] = strings.ReplaceAll(arg, "$DIR", dir)
	}
	var out, errs bytes.Buffer
	code := run(context.Background(), expanded, console{
		in: strings.NewReader(stdin), out: &out, err: &errs,
		environ: []string{"ALEX_DATA=" + filepath.Join(dir, "data")},
	})
	return invocation{code, out.String(), errs.String()}
}

// done is invoke for a command that has to exit with 0.
func done(t *testing.T, dir string, args ...string) string {
	t.Helper()
	got := invoke(t, dir, "", args...)
	if got.code != exitDone {
		t.Fatalf("alex %s: exit code %d: %s", strings.Join(args, " "), got.code, got.err)
	}
	return got.out
}

// lay writes files by name into a new folder.
func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const trinity = `{"currentAge":65,"retirementAge":65,"horizonAge":95,"balance":"1000000",
	"allocation":{"equity":75,"fixed_income":25},"annualSpending":"40000"}`

// scenario is one command line and what has to come of it. A command that
// succeeds writes nothing on standard error, and one that fails says why.
type scenario struct {
	name  string
	args  []string
	stdin string
	files map[string]string
	code  int
	out   []string // on standard output
	not   []string // nowhere
	err   []string // on standard error
}

func TestScenarios(t *testing.T) {
	t.Parallel()
	for _, group := range [][]scenario{usageScenarios(), analyzeScenarios(), projectScenarios(), badInputScenarios(), agentScenarios(), checkScenarios(), databaseScenarios()} {
		for _, s := range group {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				s.play(t)
			})
		}
	}
}

func (s scenario) play(t *testing.T) {
	dir := lay(t, s.files)
	got := invoke(t, dir, s.stdin, s.args...)
	if got.code != s.code {
		t.Errorf("exit code %d, want %d", got.code, s.code)
	}
	for _, want := range s.out {
		if !strings.Contains(got.out, want) {
			t.Errorf("standard output lacks %q:\n%s", want, got.out)
		}
	}
	for _, want := range s.err {
		if !strings.Contains(got.err, want) {
			t.Errorf("standard error lacks %q:\n%s", want, got.err)
		}
	}
	for _, unwanted := range append(s.not, "panic", "goroutine", "%!", "NaN", "{{") {
		if strings.Contains(got.out+got.err, unwanted) {
			t.Errorf("the output has %q:\n%s%s", unwanted, got.out, got.err)
		}
	}
	if s.code == exitDone && got.err != "" {
		t.Errorf("success, but on standard error: %s", got.err)
	}
	if s.code != exitDone && len(s.err) > 0 && !strings.HasPrefix(got.err, "alex: ") {
		t.Errorf("the message does not begin with the program's name: %s", got.err)
	}
}

func usageScenarios() []scenario {
	return []scenario{
		{name: "no arguments", out: []string{"Usage: alex <command>", "analyze", "verify"}},
		{name: "help", args: []string{"--help"}, out: []string{"Usage: alex <command>"}},
		{name: "short help", args: []string{"-h"}, out: []string{"Usage: alex <command>"}},
		{name: "help of the backup", args: []string{"backup", "--help"}, out: []string{"<file>", "alex backup FILE", "backup list"}},
		{name: "help of a command", args: []string{"analyze", "--help"}, out: []string{"--positions=FILE", "--as-of=DATE", "--mapping=FILE"}},
		{name: "unknown command", args: []string{"divine"}, code: exitUsage, err: []string{"divine", "--help"}},
		{name: "unknown flag", args: []string{"analyze", "--positivity"}, code: exitUsage, err: []string{"unknown flag --positivity"}},
		{name: "flag without its value", args: []string{"project", "--plan"}, code: exitUsage, err: []string{"--plan"}},
		{name: "version", args: []string{"version"}, out: []string{"alex ", "engine ", "facts ", "  built   by go1."}},
		{name: "version as JSON", args: []string{"version", "--json"}, out: []string{`"release": `, `"go": "go1.`, `"engine": `, `"facts": `}},
		{name: "version takes no file", args: []string{"version", "1.csv"}, code: exitUsage, err: []string{"1.csv"}},
	}
}

func analyzeScenarios() []scenario {
	generic := brokerFiles + "generic.csv"
	return []scenario{
		{name: "the sample", args: []string{"analyze", "--sample"}, out: []string{"You own $701,217 in 4 accounts", "Checks", "Educational, not individual advice."}},
		{name: "a file", args: []string{"analyze", "--positions", generic}, out: []string{"$97,812.35 in the file", "You own $97,812"}},
		{name: "a file as argument", args: []string{"analyze", generic}, out: []string{"You own $97,812"}},
		{name: "two files", args: []string{"analyze", "--positions", generic, "--positions", brokerFiles + "schwab_older.csv"}, out: []string{"You own $112,037 in 4 accounts"}},
		{name: "standard input", args: []string{"analyze", "-"}, stdin: "symbol,quantity,price\nVTI,10,300\n", out: []string{"You own $3,000 in 1 account"}},
		{name: "neither file nor sample", args: []string{"analyze"}, code: exitUsage, err: []string{"--positions FILE", "--sample"}},
		{name: "sample and file", args: []string{"analyze", "--sample", generic}, code: exitUsage, err: []string{"--sample goes without files"}},
		{name: "sample and profile", args: []string{"analyze", "--sample", "--profile", "p.json"}, code: exitUsage, err: []string{"--sample"}},
		{name: "no such file", args: []string{"analyze", "$DIR/none.csv"}, code: exitFailed, err: []string{"none.csv: no such file"}, not: []string{"open"}},
		{name: "no such file in a folder", args: []string{"analyze", "nowhere/none.csv"}, code: exitFailed, err: []string{"alex: nowhere/none.csv: no such file"}},
		{name: "a folder", args: []string{"analyze", "$DIR"}, code: exitFailed, err: []string{"directory"}},
		{name: "no such profile", args: []string{"analyze", generic, "--profile", "$DIR/none.json"}, code: exitFailed, err: []string{"none.json: no such file"}},
		{name: "a workbook", args: []string{"analyze", "-"}, stdin: "PK\x03\x04rest", code: exitFailed, err: []string{"Excel workbook", "CSV"}},
		{
			name: "symbols and quantities alone", args: []string{"analyze", "-"}, stdin: "symbol,quantity\nVTI,10\nQQZX,1\n",
			out: []string{"VTI: the file gives neither price nor value: valued at Alex's\n    reference price of June 30, 2025", "QQZX: the file gives neither price nor value: held without a price"},
		},
		{name: "as of a day", args: []string{"analyze", generic, "--as-of", "2026-11-15"}, out: []string{"prices of October 30, 2026", "16         7   age of the oldest price"}},
		{name: "as of no day", args: []string{"analyze", generic, "--as-of", "2026-02-30"}, code: exitUsage, err: []string{"--as-of", "2026-02-30"}},
		{name: "an empty file", args: []string{"analyze", "-"}, out: []string{"the file is empty", "nothing to analyze yet"}, not: []string{"measured"}},
		{
			name: "a header and no rows", args: []string{"analyze", "-"}, stdin: "symbol,quantity,price\n",
			out: []string{"without any positions in it", "nothing to analyze yet"},
		},
		{
			name: "an empty file beside a full one", args: []string{"analyze", "$DIR/empty.csv", generic}, files: map[string]string{"empty.csv": ""},
			out: []string{"the file is empty", "You own $97,812"},
		},
		{
			name: "a text that is no table", args: []string{"analyze", "-"}, stdin: "Dear diary,\ntoday I bought shares.\n",
			code: exitFailed, err: []string{"no positions file that Alex knows", "--mapping"},
		},
		{
			name: "born after the day described", args: []string{"analyze", generic, "--profile", "$DIR/p.json"},
			files: map[string]string{"p.json": `{"birthDate":"2030-01-01"}`}, code: exitFailed, err: []string{"birthDate", "2030-01-01"},
		},
		{
			name: "what steers a terminal", args: []string{"analyze", "-"},
			stdin: "symbol,description,quantity,price\nTSLA,x,-5,10\nZZZ\u202eQ,\u009b31mred,1,oops\nVTI,t,1,300\n",
			not:   []string{"\u202e", "\u009b"}, out: []string{"short positions are not held"},
		},
	}
}

func agentScenarios() []scenario {
	return []scenario{
		{name: "planner", args: []string{"agent", "planner", "--local"}, out: []string{"planner: done", "because"}},
		{name: "tagger", args: []string{"agent", "tagger", "--local"}, out: []string{"tagger: skipped", "--symbol"}},
		{name: "tagger of unknown tickers", args: []string{"agent", "tagger", "--local", householdFiles + "unknown-tickers/positions-2026-10-30.csv"}, out: []string{"tagger: done", "classified by rules on the name", "left unclassified"}},
		{name: "tagger of one symbol", args: []string{"agent", "tagger", "--local", "--symbol", "vti"}, out: []string{"VTI  Vanguard Total Stock Market ETF", "equity 100"}},
		{name: "tagger by name", args: []string{"agent", "tagger", "--symbol", "QQZX", "--name", "Example Treasury Bond ETF"}, out: []string{"QQZX", "fixed_income 100", "rules"}},
		{name: "tagger without a clue", args: []string{"agent", "tagger", "--symbol", "QQZX"}, out: []string{"stays unclassified"}},
		{name: "tagger of no symbol", args: []string{"agent", "tagger", "--symbol", "<b>"}, code: exitUsage, err: []string{"--symbol"}},
		{name: "reporter", args: []string{"agent", "reporter", "--local"}, out: []string{"## At a glance", "## What you own"}, not: []string{"## Retirement"}},
		{name: "charter", args: []string{"agent", "charter", "--local"}, out: []string{"asset_class: ", "retirement_fan: "}},
		{name: "retirement", args: []string{"agent", "retirement", "--local"}, out: []string{"## Retirement"}, not: []string{"## At a glance"}},
		{name: "no agent", args: []string{"agent"}, code: exitUsage, err: []string{"agent"}},
		{name: "unknown agent", args: []string{"agent", "broker"}, code: exitUsage, err: []string{"planner", "retirement"}},
	}
}

func checkScenarios() []scenario {
	facts := map[string]string{"facts.json": `[{"id":"portfolio.value","value":"5.00","unit":"dollars","text":"$5.00"}]`}
	return []scenario{
		{name: "clean text", args: []string{"check", "-"}, stdin: "Diversification spreads risk.", out: []string{`"violations": []`}},
		{name: "free numeral", args: []string{"check", "-"}, stdin: "It grew 12%.", code: exitFailed, out: []string{`"rule": "free_numeral"`, `"text": "12%"`}},
		{name: "advice and ticker", args: []string{"check", "-"}, stdin: "You must buy AAPL.", code: exitFailed, out: []string{"compliance", "unknown_ticker"}},
		{name: "a token that is a fact", args: []string{"check", "--facts", "$DIR/facts.json", "-"}, stdin: "You own {{portfolio.value}}.", files: facts, out: []string{`"violations": []`}},
		{name: "facts that are none", args: []string{"check", "--facts", "$DIR/facts.json", "-"}, files: map[string]string{"facts.json": "7"}, code: exitFailed, err: []string{"facts.json", "no list of facts"}},
		{name: "no such text", args: []string{"check", "$DIR/none.md"}, code: exitFailed, err: []string{"none.md: no such file"}},
		{name: "no text", args: []string{"check"}, code: exitUsage, err: []string{"file"}},
	}
}

func databaseScenarios() []scenario {
	return []scenario{
		{name: "migrate", args: []string{"migrate"}, out: []string{"The schema is at version "}},
		{name: "seed", args: []string{"seed"}, out: []string{"reference instruments are loaded"}},
		{name: "reset", args: []string{"reset"}, out: []string{"reference instruments"}, not: []string{"test household"}},
		{name: "reset with test data", args: []string{"reset", "--with-test-data"}, out: []string{"test household"}},
		{name: "drop without confirmation", args: []string{"reset", "--drop-all"}, code: exitUsage, err: []string{"--confirm"}},
		{name: "drop with confirmation", args: []string{"reset", "--drop-all", "--confirm"}, out: []string{"reference instruments"}},
		{name: "verify nothing", args: []string{"verify"}, code: exitFailed, out: []string{"schema", "alex reset"}, err: []string{"the database has problems"}},
	}
}
