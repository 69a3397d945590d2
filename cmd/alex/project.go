package main

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"alex/internal/app"
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
func (cmd projectCommand) Run(ctx context.Context, c console) (err error) {
	seed, err := cmd.seed()
	if err != nil {
		return err
	}
	file, err := open(cmd.Plan, c.in)
	if err != nil {
		return inFile(cmd.Plan, err)
	}
	defer func() { _ = file.Close() }() // only read
	plan, result, err := app.Project(ctx, app.Projection{
		Plan: file, Mode: cmd.Mode, Timing: cmd.Timing, Paths: cmd.Paths, Seed: seed, Assumptions: cmd.Assumptions,
	})
	if err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, result)
	}
	p := &printer{w: c.out}
	p.linef("From age %d to %d, in today's money; %s simulated futures\n(%s; flows at the %s of the year).\n",
		plan.CurrentAge, plan.HorizonAge, grouped(result.Paths), result.Mode, result.Timing)
	p.linef("Paid in full   %s of futures (95%% interval %s to %s)", rate(result.SuccessRate), rate(*result.SuccessLow), rate(*result.SuccessHigh))
	p.linef("Falls short    %s of futures", rate(1-shown(result.SuccessRate)))
	if d := result.DepletionAges; d != nil {
		p.linef("               typically from age %d, in the worst from age %d", d.P50, d.P5)
	}
	if income := result.SustainableIncome; income != nil {
		p.linef("\nA year of spending that was paid in full")
		p.amount("in 50% of futures", income.P50)
		p.amount("in 75% of futures", income.P75)
		p.amount("in 90% of futures", income.P90)
		p.amount("in 95% of futures", income.P95)
	}
	p.linef("\nLeft at age %d", plan.HorizonAge)
	p.amount("in a poor future (10%)", result.EndingBalance.P10)
	p.amount("in the middle one", result.EndingBalance.P50)
	p.amount("in a good one (90%)", result.EndingBalance.P90)
	for _, warning := range result.Warnings {
		p.linef("\nNote: %s", warning)
	}
	p.linef("\nSeed %s, engine %s, assumptions %q.", result.Seed, result.EngineVersion, result.AssumptionSet)
	p.linef("Hypothetical results, not a forecast; educational, not individual advice.")
	return p.err
}

func (cmd projectCommand) seed() (*uint64, error) {
	if cmd.Seed == "" {
		return nil, nil //nolint:nilnil // no seed asks for the default one
	}
	seed, err := strconv.ParseUint(cmd.Seed, 10, 64)
	if err != nil {
		return nil, usageError{"--seed must be a whole number from 0 to 18446744073709551615"}
	}
	return &seed, nil
}

// shown is a rate as rate shows it, so that a pair adds up to 100.
func shown(share float64) float64 { return math.Round(1000*share) / 1000 }

func rate(share float64) string { return fmt.Sprintf("%.1f%%", 100*share) }

// grouped is a count with a comma between thousands: 10,000.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
