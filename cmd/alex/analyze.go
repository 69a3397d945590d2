package main

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"alex"
	"alex/internal/app"
	"alex/internal/broker"
	"alex/internal/report"
	"alex/internal/seed"
)

type analyzeCommand struct {
	inputFlags
	Out  string `help:"Folder for report.html, report.md, report.json, facts.json and charts.json." placeholder:"DIR"`
	JSON bool   `name:"json" help:"Print the outcome as one JSON document."`
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
	in, err := cmd.analysis(c)
	if err != nil {
		return err
	}
	out, err := app.Analyze(ctx, in)
	if err != nil {
		return err
	}
	if cmd.Out != "" {
		if err := writeReport(cmd.Out, out); err != nil {
			return err
		}
	}
	if cmd.JSON {
		return printJSON(c.out, out)
	}
	return printOutcome(c.out, out, cmd.Out)
}

func (f inputFlags) analysis(c console) (app.Analysis, error) {
	var in app.Analysis
	names := append(f.Positions, f.More...)
	if len(names) == 0 && !f.Sample {
		return in, usageError{"name a positions file with --positions FILE, or try --sample"}
	}
	if len(names) > 0 && f.Sample {
		return in, usageError{"--sample goes without files"}
	}
	var err error
	if f.AsOf != "" {
		if in.AsOf, err = alex.ParseDate(f.AsOf); err != nil {
			return in, usageError{"--as-of: " + err.Error()}
		}
	}
	if f.Sample {
		return sample(in)
	}
	mapping, err := f.mapping()
	if err != nil {
		return in, err
	}
	for _, name := range names {
		in.Files = append(in.Files, app.PositionsFile{
			Name: filepath.Base(name), Mapping: mapping,
			Open: func() (io.ReadCloser, error) { return open(name, c.in) },
		})
	}
	in.Person, err = f.person()
	return in, err
}

func (f inputFlags) mapping() (*broker.Mapping, error) {
	if f.Mapping == "" {
		return nil, nil //nolint:nilnil // no mapping is a mapping that was not given
	}
	var m broker.Mapping
	return &m, readJSON(f.Mapping, &m)
}

func (f inputFlags) person() (alex.Person, error) {
	var p alex.Person
	if f.Profile == "" {
		return p, nil
	}
	if err := readJSON(f.Profile, &p); err != nil {
		return p, err
	}
	return p, p.Validate()
}

// sample is the household that ships with Alex, files and profile.
func sample(in app.Analysis) (app.Analysis, error) {
	files := seed.HouseholdFiles()
	names, err := fs.Glob(files, "*.csv")
	if err != nil {
		return in, err
	}
	for _, name := range names {
		in.Files = append(in.Files, app.PositionsFile{Name: name, Open: func() (io.ReadCloser, error) { return files.Open(name) }})
	}
	data, err := fs.ReadFile(files, seed.ProfileFile)
	if err != nil {
		return in, err
	}
	return in, json.Unmarshal(data, &in.Person)
}

// readJSON reads a JSON file strictly: unknown fields and duplicate keys are
// refused by name.
func readJSON(name string, into any) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return report.DecodeStrict(data, into, report.JSONLimits{})
}

// writeReport writes the five files of a report.
func writeReport(dir string, out app.Outcome) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	page, err := report.Page(out.Report)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "report.html"), page, 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "report.md"), []byte(report.Markdown(out.Report)), 0o644); err != nil {
		return err
	}
	for name, document := range map[string]any{
		"report.json": out.Report, "facts.json": out.Facts, "charts.json": out.Charts,
	} {
		if err := writeJSON(filepath.Join(dir, name), document); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(name string, document any) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	return printJSON(file, document)
}
