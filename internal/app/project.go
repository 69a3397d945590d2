package app

import (
	"context"
	"fmt"
	"io"
	"os"

	"alex"
	"alex/internal/retirement"
)

// Projection asks for a plan to be projected. Assumptions names a shipped set
// or a file; empty is the default set.
type Projection struct {
	Plan         io.Reader
	Mode, Timing string
	Paths        int
	Seed         *uint64
	Assumptions  string
}

// Project reads the plan and projects it.
func Project(ctx context.Context, in Projection) (alex.Plan, retirement.Projection, error) {
	var none retirement.Projection
	plan, err := retirement.ParsePlan(in.Plan)
	if err != nil {
		return plan, none, fmt.Errorf("the plan: %w", err)
	}
	assumptions, err := assumptionsOf(in.Assumptions)
	if err != nil {
		return plan, none, fmt.Errorf("the assumptions: %w", err)
	}
	result, err := retirement.Project(ctx, plan, retirement.Options{
		Mode: in.Mode, Timing: in.Timing, Paths: in.Paths, Seed: in.Seed, Assumptions: assumptions,
	})
	return plan, result, err
}

func assumptionsOf(name string) (a retirement.Assumptions, err error) {
	switch name {
	case "":
		return retirement.DefaultAssumptions(), nil
	case "default", "cautious", "historical":
		return retirement.ShippedAssumptions(name)
	}
	file, err := os.Open(name)
	if err != nil {
		return a, err
	}
	defer closing(file, &err)
	return retirement.ParseAssumptions(file)
}

// Version names the program's parts on which a report depends.
func Version() string {
	return "engine " + retirement.EngineVersion + ", facts " + factsVersion
}
