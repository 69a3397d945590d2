package app

import (
	"context"
	"encoding/json"
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
// default; Assumptions names a shipped set or a file, Returns a file, and
// Against the file of a plan to compare with.
type Projection struct {
	Plan         io.Reader
	PlanName     string // of the file, for errors
	Mode, Timing string
	Detail       string // quick, standard or full
	Paths        int
	Seed         *uint64
	Assumptions  string
	Returns      string
	Against      string
}

// Projected is a plan and what it comes to, by itself and against another one.
type Projected struct {
	Plan       alex.Plan
	Result     retirement.Projection
	Comparison *retirement.Comparison // nil where there is no other plan
}

// MarshalJSON is the projection, with the comparison as one more member.
func (p Projected) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		retirement.Projection
		Comparison *retirement.Comparison `json:"comparison,omitempty"`
	}{p.Result, p.Comparison})
}

// The parts of a result, for who prints them.
type (
	Sensitivity = retirement.Sensitivity
	Lever       = retirement.Lever
	Method      = retirement.Method
	StressYear  = retirement.StressYear
)

// mostFutures is how many bytes of futures two plans share.
const mostFutures = 512 << 20

// TargetPercent is the success rate that levers bring a plan to.
const TargetPercent = retirement.TargetPercent

// Project reads the plan and projects it. An error about what a file holds
// names the file and the field.
func Project(ctx context.Context, in Projection) (out Projected, err error) {
	if out.Plan, err = retirement.ParsePlan(in.Plan); err != nil {
		return out, about("the plan", in.PlanName, err)
	}
	opt, err := in.options()
	if err != nil {
		return out, err
	}
	if out.Result, err = retirement.Project(ctx, out.Plan, opt); err != nil {
		return out, aboutPlan(in.PlanName, err)
	}
	if in.Against != "" {
		out.Comparison, err = in.compare(ctx, out, opt)
	}
	return out, err
}

// compare says what the plan makes of the one that it stands against, in the
// same futures.
func (in Projection) compare(ctx context.Context, out Projected, opt retirement.Options) (*retirement.Comparison, error) {
	base, err := readFrom(in.Against, retirement.ParsePlan)
	if err != nil {
		return nil, about("the plan", in.Against, err)
	}
	c, err := retirement.Compare(ctx, base, out.Plan, out.Result, opt)
	return &c, aboutPlan(in.Against, err) // the plan itself has been projected
}

// aboutPlan says that a refused value stands in the plan, unless it is an
// option.
func aboutPlan(name string, err error) error {
	e, refused := errors.AsType[*alex.Error](err)
	if !refused || len(e.Fields) == 0 || isOption(e.Fields[0].Location) {
		return err
	}
	return about("the plan", name, err)
}

func isOption(location string) bool {
	name, _, _ := strings.Cut(location, ".")
	return slices.Contains([]string{"mode", "timing", "paths", "seed", "detail", "assumptions"}, name)
}

func (in Projection) options() (retirement.Options, error) {
	opt := retirement.Options{
		Mode: in.Mode, Timing: in.Timing, Paths: in.Paths, Seed: in.Seed, Detail: retirement.Detail(in.Detail),
	}
	if in.Against != "" {
		opt.Cache = retirement.NewCache(mostFutures)
	}
	var err error
	if opt.Assumptions, err = assumptionsOf(in.Assumptions); err != nil {
		return opt, about("the assumptions", in.Assumptions, err)
	}
	if in.Returns != "" {
		series, err := readFrom(in.Returns, retirement.ParseReturns)
		if err != nil {
			return opt, about("the returns", in.Returns, err)
		}
		opt.Series = &series
	}
	return opt, nil
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
	if slices.Contains(shipped, a.ID) {
		a.ID = "own " + a.ID // not the shipped set, whatever its file calls itself
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
