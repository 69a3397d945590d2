package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// Projection asks for a plan to be projected. What is empty takes the engine's
// default; Assumptions names a shipped set or a file.
type Projection struct {
	Plan         io.Reader
	PlanName     string // of the file, for errors
	Mode, Timing string
	Detail       string // quick, standard or full
	Paths        int
	Seed         *uint64
	Assumptions  string
}

// Projected is a plan and what it comes to.
type Projected struct {
	Plan   alex.Plan
	Result retirement.Projection
}

// The parts of a result, for who prints them.
type (
	Sensitivity = retirement.Sensitivity
	Lever       = retirement.Lever
	Method      = retirement.Method
	StressYear  = retirement.StressYear
)

// Project reads the plan and projects it. An error about what a file holds
// names the file and the field.
func Project(ctx context.Context, in Projection) (Projected, error) {
	plan, err := in.plan()
	if err != nil {
		return Projected{}, err
	}
	return in.project(ctx, plan)
}

func (in Projection) project(ctx context.Context, plan alex.Plan) (Projected, error) {
	opt, err := in.options()
	if err != nil {
		return Projected{}, err
	}
	result, err := retirement.Project(ctx, plan, opt)
	return Projected{plan, result}, in.aboutPlan(err)
}

func (in Projection) plan() (alex.Plan, error) {
	plan, err := retirement.ParsePlan(in.Plan)
	return plan, about("the plan", in.PlanName, err)
}

// aboutPlan says that a refused value stands in the plan, unless it is an
// option.
func (in Projection) aboutPlan(err error) error {
	e, refused := errors.AsType[*alex.Error](err)
	if !refused || len(e.Fields) == 0 || isOption(e.Fields[0].Location) {
		return err
	}
	return about("the plan", in.PlanName, err)
}

func isOption(location string) bool {
	name, _, _ := strings.Cut(location, ".")
	return slices.Contains([]string{"mode", "timing", "paths", "seed", "detail", "assumptions"}, name)
}

func (in Projection) options() (retirement.Options, error) {
	opt := retirement.Options{
		Mode: in.Mode, Timing: in.Timing, Paths: in.Paths, Seed: in.Seed, Detail: retirement.Detail(in.Detail),
	}
	var err error
	opt.Assumptions, err = assumptionsOf(in.Assumptions)
	return opt, about("the assumptions", in.Assumptions, err)
}

func assumptionsOf(name string) (retirement.Assumptions, error) {
	shipped := retirement.ShippedIDs()
	switch {
	case name == "":
		return retirement.DefaultAssumptions(), nil
	case slices.Contains(shipped, name):
		return retirement.ShippedAssumptions(name)
	}
	a, err := readFrom(name, retirement.ParseAssumptions)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w, and none of the shipped sets %s", err, strings.Join(shipped, ", "))
	}
	return a, err
}

// readFrom reads a file; an error does not name it.
func readFrom[T any](name string, parse func(io.Reader) (T, error)) (value T, err error) {
	file, err := os.Open(name)
	if err != nil {
		return value, bare(err)
	}
	defer closing(file, &err)
	value, err = parse(file)
	return value, bare(err)
}

// bare is the cause alone where err names a file too.
func bare(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	return err
}

// about names what an error is about, and the file if there is one.
func about(what, file string, err error) error {
	switch {
	case err == nil:
		return nil
	case file == "":
		return fmt.Errorf("%s: %w", what, err)
	}
	return fmt.Errorf("%s %s: %w", what, file, err)
}

// Version names the program's parts on which a report depends.
func Version() string {
	return "engine " + retirement.EngineVersion + ", facts " + factsVersion
}
