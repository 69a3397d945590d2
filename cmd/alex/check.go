package main

import (
	"io"
	"os"

	"alex"
	"alex/internal/app"
)

type checkCommand struct {
	Facts string `help:"The facts that the text may use, as facts.json of a report." placeholder:"FILE"`
	File  string `arg:"" help:"A draft in which every figure is a token such as {{portfolio.value}}, as in the template fields of report.json; - reads standard input."`
}

// Run checks the text and prints {"violations":[…]}; it fails if there are any.
func (cmd checkCommand) Run(c console) error {
	file, err := open(cmd.File, c.in)
	if err != nil {
		return inFile(cmd.File, err)
	}
	defer func() { _ = file.Close() }() // only read
	const most = 1 << 20
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return err
	}
	if len(text) > most {
		return alex.Errorf(alex.CodeTooLarge, "the text is longer than %d bytes", most)
	}
	var facts []byte
	if cmd.Facts != "" {
		if facts, err = os.ReadFile(cmd.Facts); err != nil {
			return inFile(cmd.Facts, err)
		}
	}
	result, err := app.Check(string(text), facts)
	if err != nil {
		return inFile(cmd.Facts, err)
	}
	if err := printJSON(c.out, result); err != nil {
		return err
	}
	if len(result.Violations) > 0 {
		return errViolations
	}
	return nil
}
