package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"alex"
	"alex/internal/app"
)

type agentCommand struct {
	Name  string `arg:"" name:"agent" enum:"planner,tagger,reporter,charter,retirement" help:"Which one: ${enum}."`
	Local bool   `help:"Run in this process (it always does)."`
	inputFlags
	Symbol   string `help:"For the tagger: the instrument to classify." placeholder:"VTI"`
	SaidName string `name:"name" help:"For the tagger: what the instrument is called." placeholder:"TEXT"`
	JSON     bool   `name:"json" help:"Print the result as one JSON document."`
}

// Run runs one agent, over the sample household where no files are named.
func (cmd agentCommand) Run(ctx context.Context, c console) error {
	if cmd.Name == string(alex.Tagger) && cmd.Symbol != "" {
		return cmd.tag(ctx, c)
	}
	cmd.Sample = cmd.Sample || len(cmd.Positions)+len(cmd.More) == 0
	in, err := cmd.written(ctx, c)
	if err != nil {
		return err
	}
	out, err := app.Analyze(ctx, in)
	if err != nil {
		return err
	}
	switch alex.Agent(cmd.Name) {
	case alex.Charter:
		return cmd.print(c, out.Charts, chartLines(out.Charts))
	case alex.Reporter:
		return cmd.sections(c, out.Report, func(key string) bool { return key != "retirement" })
	case alex.RetirementPlanner:
		return cmd.sections(c, out.Report, func(key string) bool { return key == "retirement" })
	default:
		return cmd.step(c, out)
	}
}

func (cmd agentCommand) tag(ctx context.Context, c console) error {
	symbol, err := alex.ParseSymbol(cmd.Symbol)
	if err != nil {
		return usageError{"--symbol: " + err.Error()}
	}
	cfg, err := c.settings(ctx)
	if err != nil {
		return err
	}
	models, err := app.NewModels(ctx, cfg, nil)
	if err != nil {
		return err
	}
	found, ok, err := app.Tag(ctx, cfg, symbol, cmd.SaidName, "")
	if err != nil {
		return err
	}
	if found.Classification.Source == alex.SourceModel {
		for _, m := range models.Told() {
			_, _ = fmt.Fprintf(c.err, "%s was asked. Sent to %s: the symbol, and common words of its name.\n", m.Name, m.SentTo)
		}
	}
	lines := []string{string(symbol) + " is not in the reference table and no rule fits its name; it stays unclassified"}
	if ok {
		lines = instrumentLines(found)
	}
	return cmd.print(c, found, lines)
}

// step prints what an agent decided, and why.
func (cmd agentCommand) step(c console, out app.Outcome) error {
	i := slices.IndexFunc(out.Steps, func(s alex.Step) bool { return s.Agent == alex.Agent(cmd.Name) })
	step := out.Steps[i]
	lines := []string{cmd.Name + ": " + string(step.Status)}
	if step.Status == alex.StepSkipped {
		lines[0] += ", for every holding is classified already; name an instrument with --symbol"
	}
	for _, d := range step.Decisions {
		line := "  " + d.What + ", because " + d.Why
		if len(d.Symbols) > 0 {
			line += ": " + symbolList(d.Symbols)
		}
		lines = append(lines, line)
	}
	return cmd.print(c, step, lines)
}

func (cmd agentCommand) sections(c console, r alex.Report, wanted func(string) bool) error {
	var kept []alex.Section
	var lines []string
	for _, s := range r.Sections {
		if wanted(s.Key) {
			kept = append(kept, s)
			lines = append(lines, "## "+s.Title+"\n\n"+s.Markdown)
		}
	}
	return cmd.print(c, kept, lines)
}

func (cmd agentCommand) print(c console, document any, lines []string) error {
	if cmd.JSON {
		return printJSON(c.out, document)
	}
	p := &printer{w: c.out}
	for _, line := range lines {
		p.linef("%s", line)
	}
	return p.err
}

func chartLines(charts []alex.Chart) []string {
	var lines []string
	for _, chart := range charts {
		lines = append(lines, chart.Key+": "+chart.Title)
		for _, point := range chart.Data {
			line := "  " + point.Name + "  " + point.Value.String()
			if point.Percentage != nil {
				line += "  " + point.Percentage.Fixed(2) + " %"
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func instrumentLines(i alex.Instrument) []string {
	lines := []string{string(i.Symbol) + "  " + i.Name + " (" + string(i.Type) + ")"}
	lines = append(lines, "  asset class  "+weights(i.AssetClasses))
	lines = append(lines, "  regions      "+weights(i.Regions))
	lines = append(lines, "  sectors      "+weights(i.Sectors))
	c := i.Classification
	return append(lines, "  source       "+string(c.Source)+", "+c.Note+" ("+c.Confidence.Fixed(0)+" % sure)")
}

func weights[K alex.Key[K]](a alex.Allocation[K]) string {
	var zero K
	var parts []string
	for _, key := range zero.Known() {
		if weight, ok := a[key]; ok && weight.Sign() > 0 {
			parts = append(parts, string(key)+" "+weight.String())
		}
	}
	return strings.Join(parts, ", ")
}

func symbolList(symbols []alex.Symbol) string {
	var names []string
	for _, s := range symbols {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}
