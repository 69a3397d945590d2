package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"alex"
	"alex/internal/report"
)

type checkCommand struct {
	Facts string `help:"The facts that the text may use, as facts.json of a report." placeholder:"FILE"`
	File  string `arg:"" help:"The text; - reads standard input."`
}

// Run checks the text and prints {"violations":[…]}; it fails if there are any.
func (cmd checkCommand) Run(c console) error {
	file, err := open(cmd.File, c.in)
	if err != nil {
		return err
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
	check, err := cmd.context()
	if err != nil {
		return err
	}
	result := report.CheckResult{Violations: report.Check(string(text), check)}
	if err := printJSON(c.out, result); err != nil {
		return err
	}
	if len(result.Violations) > 0 {
		return errViolations
	}
	return nil
}

// context knows the tokens and the tickers of the facts.
func (cmd checkCommand) context() (report.CheckContext, error) {
	if cmd.Facts == "" {
		return report.CheckContext{}, nil
	}
	data, err := os.ReadFile(cmd.Facts)
	if err != nil {
		return report.CheckContext{}, err
	}
	var facts []alex.Fact
	if err := json.Unmarshal(data, &facts); err != nil {
		return report.CheckContext{}, fmt.Errorf("%s is no list of facts: %w", cmd.Facts, err)
	}
	sheet, err := report.NewSheet(facts)
	if err != nil {
		return report.CheckContext{}, err
	}
	return report.ContextOf(sheet), nil
}
