package main

import (
	"context"
	"strconv"

	"alex/internal/app"
)

type projectCommand struct {
	Plan        string `required:"" help:"The plan as JSON; - reads standard input." placeholder:"FILE"`
	Mode        string `enum:",parametric,historical,bootstrap" default:"" help:"How futures are made: parametric (the default) draws returns by the assumptions, historical begins in every year of the past, bootstrap draws blocks of past years." placeholder:"MODE"`
	Returns     string `help:"Annual returns of your own as CSV (year, equity, fixed_income, …, inflation; fractions), for the modes historical and bootstrap." placeholder:"FILE"`
	Assumptions string `help:"Capital-market assumptions as JSON, or one of the shipped sets default, cautious, historical." placeholder:"FILE|ID"`
	Timing      string `enum:",start,end" default:"" help:"When in its year money moves: start (the default) or end." placeholder:"start|end"`
	Paths       *int   `help:"Simulated futures, 1,000 to 100,000; 10,000 unless said." placeholder:"N"`
	Seed        string `help:"Seed of the random numbers; by default that of the assumption set." placeholder:"N"`
	Detail      string `enum:",quick,standard,full" default:"" help:"How closely to look: quick is the plan alone, standard adds levers and what matters most, full (the default) adds other methods and bad years of history." placeholder:"DETAIL"`
	Against     string `help:"Another plan: say what this one makes better or worse, in the same futures." placeholder:"FILE"`
	Verify      string `help:"A result of --json: project the plan again as it says, and compare every value." placeholder:"FILE"`
	JSON        bool   `name:"json" help:"Print the result as one JSON document."`
}

// Run projects the plan, or verifies an earlier projection of it.
func (cmd projectCommand) Run(ctx context.Context, c console) error {
	in, err := cmd.projection()
	if err != nil {
		return err
	}
	file, err := open(cmd.Plan, c.in)
	if err != nil {
		return inFile(cmd.Plan, err)
	}
	defer func() { _ = file.Close() }() // only read
	in.Plan = file
	if cmd.Verify != "" {
		return verifyProjection(ctx, c, in, cmd)
	}
	out, err := app.Project(ctx, in)
	switch {
	case err != nil:
		return err
	case cmd.JSON:
		return printJSON(c.out, out)
	}
	return printProjection(c.out, out, cmd.Against)
}

// projection is what the flags ask for, the plan apart.
func (cmd projectCommand) projection() (app.Projection, error) {
	in := app.Projection{
		Mode: cmd.Mode, Timing: cmd.Timing, Detail: cmd.Detail,
		Assumptions: cmd.Assumptions, Returns: cmd.Returns, Against: cmd.Against,
	}
	if err := cmd.meant(); err != nil {
		return in, err
	}
	if in.Detail == "" {
		in.Detail = "full"
	}
	if cmd.Paths != nil {
		in.Paths = *cmd.Paths
	}
	if cmd.Plan != "-" {
		in.PlanName = cmd.Plan
	}
	var err error
	in.Seed, err = cmd.seed()
	return in, err
}

// meant refuses flags that contradict each other.
func (cmd projectCommand) meant() error {
	drawn := cmd.Seed != "" || cmd.Paths != nil
	replayed := cmd.Mode == "historical" || cmd.Mode == "bootstrap" || cmd.Verify != ""
	switch {
	case cmd.Returns != "" && !replayed:
		return usageError{"--returns needs --mode historical or --mode bootstrap: parametric futures are drawn by the assumptions"}
	case cmd.Paths != nil && *cmd.Paths <= 0:
		return usageError{"--paths must be a number of futures, 1,000 to 100,000"}
	case cmd.Plan == "-" && cmd.Verify == "-":
		return usageError{"--plan and --verify cannot both be standard input"}
	case cmd.Mode == "historical" && drawn:
		return usageError{"--mode historical takes every start year of the past: --paths and --seed mean nothing there"}
	case cmd.Verify != "" && (drawn || cmd.Mode+cmd.Timing+cmd.Detail != ""):
		return usageError{"--verify takes mode, timing, detail, paths and seed from the stored result"}
	}
	return nil
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
