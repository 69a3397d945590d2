package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"

	"alex"
	"alex/internal/retirement"
)

type projectCommand struct {
	Plan        string `required:"" help:"The plan as JSON; - reads standard input." placeholder:"FILE"`
	Mode        string `default:"parametric" enum:"parametric" help:"How returns are drawn (${enum})."`
	Assumptions string `help:"Capital-market assumptions as JSON, or one of the shipped sets default, cautious, historical." placeholder:"FILE|ID"`
	Timing      string `default:"start" enum:"start,end" help:"When contributions and withdrawals happen in a year (${enum})."`
	Paths       int    `default:"10000" help:"Simulated futures, 1,000 to 100,000."`
	Seed        string `help:"Seed of the random numbers; by default that of the assumption set." placeholder:"N"`
	JSON        bool   `name:"json" help:"Print the result as one JSON document."`
}

// Run projects the plan.
func (cmd projectCommand) Run(ctx context.Context, c console) error {
	opt, err := cmd.options()
	if err != nil {
		return err
	}
	file, err := open(cmd.Plan, c.in)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	plan, err := retirement.ParsePlan(file)
	if err != nil {
		return err
	}
	result, err := retirement.Project(ctx, plan, opt)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, result)
	}
	return printProjection(c.out, plan, result)
}

func (cmd projectCommand) options() (retirement.Options, error) {
	opt := retirement.Options{Mode: cmd.Mode, Timing: cmd.Timing, Paths: cmd.Paths, Assumptions: retirement.DefaultAssumptions()}
	if cmd.Seed != "" {
		seed, err := strconv.ParseUint(cmd.Seed, 10, 64)
		if err != nil {
			return opt, usageError{"--seed must be a whole number from 0 to 2^64 − 1"}
		}
		opt.Seed = &seed
	}
	var err error
	switch cmd.Assumptions {
	case "":
	case "default", "cautious", "historical":
		opt.Assumptions, err = retirement.ShippedAssumptions(cmd.Assumptions)
	default:
		opt.Assumptions, err = readAssumptions(cmd.Assumptions)
	}
	return opt, err
}

func readAssumptions(name string) (retirement.Assumptions, error) {
	file, err := os.Open(name)
	if err != nil {
		return retirement.Assumptions{}, err
	}
	defer func() { _ = file.Close() }() // only read
	return retirement.ParseAssumptions(file)
}

// open opens a file, or standard input for "-".
func open(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	return os.Open(name)
}

func printProjection(w io.Writer, plan alex.Plan, p retirement.Projection) error {
	out := &printer{w: w}
	out.linef("From age %d to %d, in today's money; %d simulated futures (%s, flows at the %s of the year).",
		plan.CurrentAge, plan.HorizonAge, p.Paths, p.Mode, p.Timing)
	out.linef("")
	out.linef("Paid in full   %s of futures (95 %% interval %s to %s)", rate(p.SuccessRate), rate(*p.SuccessLow), rate(*p.SuccessHigh))
	out.linef("Falls short    %s of futures", rate(1-p.SuccessRate))
	if p.DepletionAges != nil {
		out.linef("               typically from age %d, in the worst from age %d", p.DepletionAges.P50, p.DepletionAges.P5)
	}
	if income := p.SustainableIncome; income != nil {
		out.linef("\nA year of spending that is paid in full")
		for _, level := range []struct {
			share string
			year  alex.Money
		}{{"50 %", income.P50}, {"75 %", income.P75}, {"90 %", income.P90}, {"95 %", income.P95}} {
			out.linef("  in %s of futures  %14s", level.share, level.year.Text())
		}
	}
	out.linef("\nLeft at age %d: %s in a poor future (10 %%), %s in the middle one, %s in a good one (90 %%).",
		plan.HorizonAge, p.EndingBalance.P10.Text(), p.EndingBalance.P50.Text(), p.EndingBalance.P90.Text())
	for _, warning := range p.Warnings {
		out.linef("Note: %s", warning)
	}
	out.linef("\nSeed %s, engine %s, assumptions %q. Hypothetical results, not a forecast; educational, not individual advice.",
		p.Seed, p.EngineVersion, p.AssumptionSet)
	return out.err
}

func rate(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) }
