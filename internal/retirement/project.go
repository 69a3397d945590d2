package retirement

import (
	"context"
	"strconv"

	"alex"
)

// EngineVersion changes whenever the same inputs would give other figures.
const EngineVersion = "0.1.0"

// How futures are made.
const (
	ModeParametric = "parametric" // correlated lognormal returns
	ModeHistorical = "historical" // every start year of a series, as it was
	ModeBootstrap  = "bootstrap"  // blocks of years drawn from a series
)

// Detail is how much a projection looks at besides the plan itself.
type Detail string

// Each detail contains the one before.
const (
	DetailQuick    Detail = ""         // the plan alone
	DetailStandard Detail = "standard" // and sensitivities and levers
	DetailFull     Detail = "full"     // and other methods and bad years of history
)

// When in its year money moves.
const (
	TimingStart = "start" // before the year's returns: conservative for withdrawals, favourable to savers
	TimingEnd   = "end"   // after them, inflated by that year's inflation
)

// Numbers of simulated futures.
const (
	DefaultPaths = 10_000
	MinPaths     = 1_000
	MaxPaths     = 100_000
)

// Options say how a plan is projected; the zero value takes every default.
type Options struct {
	Mode        string      // ModeParametric
	Timing      string      // TimingStart
	Paths       int         // DefaultPaths; historical mode takes every window instead
	Seed        *uint64     // a hash of the assumptions or the series, and EngineVersion
	Assumptions Assumptions // DefaultAssumptions
	Series      *Series     // ShippedSeries; for the modes that read history
	Detail      Detail      // DetailQuick
	Workers     int         // GOMAXPROCS; the result does not depend on it
}

// Project simulates the plan. Refused values are alex.CodeInvalid and name
// their field. It stops within 256 paths when ctx ends.
func Project(ctx context.Context, plan alex.Plan, opt Options) (Projection, error) {
	opt, err := opt.resolve()
	if err != nil {
		return Projection{}, err
	}
	if err := checkSupported(plan); err != nil {
		return Projection{}, err
	}
	m, err := newMarket(plan, opt.Assumptions)
	if err != nil {
		return Projection{}, err
	}
	drawn, err := drawFutures(ctx, m, opt.Paths, opt.Workers, *opt.Seed)
	if err != nil {
		return Projection{}, err
	}
	s := newSchedule(plan, opt.Timing)
	all, err := s.walkAll(ctx, drawn, opt.Workers)
	if err != nil {
		return Projection{}, err
	}
	p, err := summarize(ctx, all, plan.CurrentAge, opt.Workers)
	if err != nil {
		return Projection{}, err
	}
	return opt.sign(p, plan)
}

// resolve fills in the defaults and refuses what is out of range.
func (o Options) resolve() (Options, error) {
	if o.Mode == "" {
		o.Mode = ModeParametric
	}
	if o.Timing == "" {
		o.Timing = TimingStart
	}
	if o.Paths == 0 {
		o.Paths = DefaultPaths
	}
	if len(o.Assumptions.Classes) == 0 && o.Assumptions.ID == "" {
		o.Assumptions = DefaultAssumptions()
	}
	if err := o.validate(); err != nil {
		return o, err
	}
	if o.Seed == nil {
		seed, err := defaultSeed(o.Assumptions)
		if err != nil {
			return o, err
		}
		o.Seed = &seed
	}
	return o, nil
}

func (o Options) validate() error {
	var p alex.Problems
	if o.Mode != ModeParametric {
		p.Addf("mode", "%q is not available in this version; parametric is", clip(o.Mode))
	}
	if o.Timing != TimingStart && o.Timing != TimingEnd {
		p.Addf("timing", "%q is neither start nor end", clip(o.Timing))
	}
	if o.Paths < MinPaths || o.Paths > MaxPaths {
		p.Addf("paths", "%d is not between %d and %d", o.Paths, MinPaths, MaxPaths)
	}
	p.Join("assumptions", o.Assumptions.Validate())
	return p.Err()
}

// checkSupported refuses invalid plans and those that this version cannot
// simulate.
func checkSupported(plan alex.Plan) error {
	if err := plan.Validate(); err != nil {
		return err
	}
	if kind := plan.WithdrawalRule.Kind; kind != "" && kind != "constant" {
		return alex.Invalid("withdrawalRule.kind", "%q is not available in this version; only constant is", kind)
	}
	return nil
}

// sign says how the projection was made.
func (o Options) sign(p Projection, plan alex.Plan) (Projection, error) {
	hash, err := inputsHash(plan, o)
	if err != nil {
		return Projection{}, err
	}
	p.Mode, p.Timing = o.Mode, o.Timing
	p.Seed = strconv.FormatUint(*o.Seed, 10)
	p.EngineVersion, p.AssumptionSet, p.InputsHash = EngineVersion, o.Assumptions.ID, hash
	p.Warnings = warningsOf(plan)
	return p, nil
}
