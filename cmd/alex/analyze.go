package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"alex"
	"alex/internal/app"
	"alex/internal/config"
)

type analyzeCommand struct {
	inputFlags
	Out      string `help:"Folder for report.html, report.md, report.json, facts.json and charts.json." placeholder:"DIR"`
	Quote    bool   `help:"Quote what others wrote of what is owned, out of the texts that alex ingest and alex research have kept in ALEX_DATA."`
	Research string `help:"Look for such texts first, about a topic; goes with --quote by itself." placeholder:"TOPIC"`
	JSON     bool   `name:"json" help:"Print the outcome as one JSON document."`
}

// inputFlags say whose portfolio is looked at; several commands share them.
type inputFlags struct {
	Positions []string `help:"A broker's positions file; may be given several times." placeholder:"FILE" sep:"none"`
	More      []string `arg:"" optional:"" name:"file" help:"More positions files."`
	Sample    bool     `help:"Use the sample household instead of files of your own."`
	Profile   string   `help:"Who you are, as JSON (birthDate, retirementAge, currentAnnualSpending, …)." placeholder:"FILE"`
	AsOf      string   `help:"The day that is described, YYYY-MM-DD; by default the files' own." placeholder:"DATE"`
	Mapping   string   `help:"Which column is what, as JSON, for a file of an unknown layout." placeholder:"FILE"`
}

// Run analyzes the files and says, or writes, what came out.
func (cmd analyzeCommand) Run(ctx context.Context, c console) error {
	in, err := cmd.written(ctx, c)
	if err != nil {
		return err
	}
	if in.Settings, err = traceSettings(ctx, c); err != nil {
		return err
	}
	out, err := cmd.analyzed(ctx, c, in)
	if err != nil {
		return err
	}
	var asked []string
	for _, m := range in.Models.Told() {
		asked = append(asked, m.Name+" at "+m.SentTo)
	}
	tellUnremarked(&printer{w: c.err}, out, asked)
	if cmd.Out != "" {
		if err := out.Write(cmd.Out); err != nil {
			return err
		}
	}
	if cmd.JSON {
		return printJSON(c.out, out)
	}
	return printOutcome(c.out, out, cmd.Out)
}

// analyzed is the outcome, with quotations where they are asked for. A round of
// research that finds nothing, or breaks off, keeps nobody from the report.
func (cmd analyzeCommand) analyzed(ctx context.Context, c console, in app.Analysis) (out app.Outcome, err error) {
	analyze := func() error {
		end := func() {}
		if !cmd.JSON {
			end = c.working("analyzing")
		}
		defer end()
		out, err = app.Analyze(ctx, in)
		return err
	}
	if !cmd.Quote && cmd.Research == "" {
		err = analyze()
		return out, err
	}
	err = withLibrary(ctx, c, func(library app.Library, p *printer) error {
		if cmd.Research != "" {
			r, err := library.Research(ctx, cmd.Research, "")
			if r.ID == "" {
				return err
			}
			aside := &printer{w: c.err, first: p.first}
			printRound(aside, r)
			if err := brokeOff(r.Round, err); err != nil {
				aside.linef("%s", err)
			}
		}
		refused := in.Quote(library)
		p.first()
		if err := analyze(); err != nil {
			return err
		}
		tellUnquoted(&printer{w: c.err}, out, cmp.Or(refused, out.Unquoted))
		return nil
	})
	return out, err
}

// tellUnquoted says why a report quotes nothing that was asked to.
func tellUnquoted(p *printer, out app.Outcome, why error) {
	quotes := slices.ContainsFunc(out.Report.Sections, func(s alex.Section) bool { return s.Key == "research" })
	switch {
	case why != nil:
		p.linef("Nothing is quoted: %s.", why)
	case !quotes:
		p.linef("Nothing is quoted: no text that is kept both comes near what is owned and may be quoted. alex research TOPIC and alex ingest FILE bring texts; docs/operators.md says which are quoted.")
	}
}

// traceSettings are read only where traces are to be sent: without that an
// analysis needs no setting at all.
func traceSettings(ctx context.Context, c console) (config.Config, error) {
	if config.Environ(c.environ)["LANGFUSE_HOST"] == "" {
		return config.Config{}, nil
	}
	return c.settings(ctx)
}

func (f inputFlags) analysis(c console) (in app.Analysis, err error) {
	names := append(f.Positions, f.More...)
	if err := f.meant(names); err != nil {
		return in, err
	}
	if f.Sample {
		in, err = app.Sample()
	} else {
		in, err = f.own(names, c.in)
	}
	if err == nil && f.AsOf != "" {
		if in.AsOf, err = alex.ParseDate(f.AsOf); err != nil {
			return in, usageError{"--as-of: " + err.Error()}
		}
	}
	return in, err
}

// written is analysis with the models that the settings name, unless the
// profile says no; it tells what is sent to whom.
func (f inputFlags) written(ctx context.Context, c console) (in app.Analysis, err error) {
	cfg, err := c.settings(ctx)
	if err != nil {
		return in, err
	}
	if in, err = f.analysis(c); err != nil || in.RefusesModels {
		return in, err
	}
	if err := in.UseModels(ctx, cfg); err != nil {
		return in, err
	}
	for _, m := range in.Models.Told() {
		_, _ = fmt.Fprintf(c.err, "%s is asked. Sent to %s: drafts without their figures, facts with rounded amounts, ages and tickers; no names, no account numbers.\n", m.Name, m.SentTo)
	}
	return in, nil
}

// meant refuses flags that contradict each other.
func (f inputFlags) meant(names []string) error {
	switch {
	case len(names) == 0 && !f.Sample:
		return usageError{"name a positions file with --positions FILE, or try --sample"}
	case f.Sample && (len(names) > 0 || f.Profile != "" || f.Mapping != ""):
		return usageError{"--sample goes without files, --profile and --mapping"}
	}
	return nil
}

func (f inputFlags) own(names []string, stdin io.Reader) (in app.Analysis, err error) {
	var file app.PositionsFile
	if f.Mapping != "" {
		if file.Mapping, err = parsed(f.Mapping, app.ParseMapping); err != nil {
			return in, err
		}
	}
	if f.Profile != "" {
		if in.Person, err = parsed(f.Profile, app.ParseProfile); err != nil {
			return in, err
		}
		if in.RefusesModels, err = parsed(f.Profile, app.RefusesModels); err != nil {
			return in, err
		}
	}
	for _, name := range names {
		file.Name = filepath.Base(name)
		file.Open = func() (io.ReadCloser, error) { return open(name, stdin) }
		in.Files = append(in.Files, file)
	}
	return in, nil
}

// parsed reads a file and parses it; an error names the file.
func parsed[T any](name string, parse func([]byte) (T, error)) (T, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		var none T
		return none, inFile(name, err)
	}
	value, err := parse(data)
	return value, inFile(name, err)
}

// open opens a file, or standard input for "-".
func open(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	return os.Open(name)
}
