package retirement

import (
	"context"
	"fmt"

	"alex"
)

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
	DetailQuick    Detail = "quick"    // the plan alone
	DetailStandard Detail = "standard" // and sensitivities and levers
	DetailFull     Detail = "full"     // and other methods and bad years of history
)

// Details lists them; the first is the default.
func Details() []Detail { return []Detail{DetailQuick, DetailStandard, DetailFull} }

// Modes lists how futures can be made; the first is the default.
func Modes() []string { return []string{ModeParametric, ModeHistorical, ModeBootstrap} }

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
	Series      *Series     // ShippedSeries, for the modes that read history
	Detail      Detail      // DetailQuick
	Workers     int         // Processors; the result does not depend on it
	Cache       *Cache      // none; where futures are kept for the next plan
}

// resolve fills in the defaults and refuses what is out of range.
func (o Options) resolve() (Options, error) {
	o.Mode = otherwise(o.Mode, ModeParametric)
	o.Timing = otherwise(o.Timing, TimingStart)
	o.Detail = otherwise(o.Detail, DetailQuick)
	o.Paths = otherwise(o.Paths, DefaultPaths)
	if len(o.Assumptions.Classes) == 0 && o.Assumptions.ID == "" {
		o.Assumptions = DefaultAssumptions()
	}
	if o.Series == nil && (o.fromHistory() || o.Detail == DetailFull) {
		shipped := ShippedSeries()
		o.Series = &shipped
	}
	if err := o.validate(); err != nil {
		return o, err
	}
	if o.Seed == nil {
		seed, err := defaultSeed(o.source())
		if err != nil {
			return o, err
		}
		o.Seed = &seed
	}
	return o, nil
}

func otherwise[T comparable](value, standard T) T {
	var none T
	if value == none {
		return standard
	}
	return value
}

func (o Options) validate() error {
	var p alex.Problems
	checkOneOf(&p, "mode", o.Mode, Modes())
	checkOneOf(&p, "timing", o.Timing, []string{TimingStart, TimingEnd})
	checkOneOf(&p, "detail", o.Detail, Details())
	if o.Paths < MinPaths || o.Paths > MaxPaths {
		p.Addf("paths", "%d is not between %d and %d", o.Paths, MinPaths, MaxPaths)
	}
	p.Join("assumptions", o.Assumptions.Validate())
	return p.Err()
}

func checkOneOf[T ~string](p *alex.Problems, at string, value T, known []T) {
	for _, k := range known {
		if value == k {
			return
		}
	}
	p.Addf(at, "%q is not one of %v", clip(string(value)), known)
}

// fromHistory reports that futures are made of a series.
func (o Options) fromHistory() bool { return o.Mode != ModeParametric }

// source is what the futures are made of: it decides the default seed.
func (o Options) source() any {
	if o.fromHistory() {
		return o.Series
	}
	return o.Assumptions
}

// setID names the assumption set or the series.
func (o Options) setID() string {
	if o.fromHistory() {
		return o.Series.ID
	}
	return o.Assumptions.ID
}

// draw makes the futures in which the plan is simulated.
func (o Options) draw(ctx context.Context, plan alex.Plan) (*sample, error) {
	years := plan.LastAge() - plan.CurrentAge
	if o.Cache != nil && o.Mode == ModeParametric {
		if err := o.Assumptions.covers(plan); err != nil {
			return nil, err
		}
		return o.Cache.sample(ctx, o, years)
	}
	from, paths, err := o.drawer(plan)
	if err != nil {
		return nil, err
	}
	s := newSample(from, paths, years)
	if o.once() {
		return s, nil
	}
	return s, s.keep(ctx, o.Workers)
}

// once reports that futures are walked once: then they are drawn on the way,
// while they are in the processor's nearest memory, and not kept.
func (o Options) once() bool { return o.Cache == nil && o.Detail == DetailQuick }

// drawer is the source of futures, and how many of them there are.
func (o Options) drawer(plan alex.Plan) (from drawer, paths int, err error) {
	if o.Mode == ModeParametric {
		if err := o.Assumptions.covers(plan); err != nil {
			return nil, 0, err
		}
		from, err = newParametric(o.Assumptions, *o.Seed)
		return from, o.Paths, err
	}
	h, err := newHistory(*o.Series, plan)
	if err != nil {
		return nil, 0, err
	}
	if o.Mode == ModeBootstrap {
		return blocks{h, *o.Seed}, o.Paths, nil
	}
	years := plan.LastAge() - plan.CurrentAge
	if years > o.Series.Years() {
		return nil, 0, alex.Invalid("horizonAge", "the plan runs %d years; the series %q has %d",
			years, clip(o.Series.ID), o.Series.Years())
	}
	return windows{h}, o.Series.Years() - years + 1, nil
}

// covers refuses a plan that holds a class the set does not have.
func (a Assumptions) covers(plan alex.Plan) error {
	var p alex.Problems
	held := heldIn(plan)
	for _, class := range sortedKeys(held) {
		if _, ok := a.Classes[class]; !ok {
			p.Addf(held[class], "the assumption set %q has no such class", clip(a.ID))
		}
	}
	return p.Err()
}

// proxies says in words what stood in for classes without figures of their own.
func (o Options) proxies(plan alex.Plan) []string {
	if !o.fromHistory() {
		return nil
	}
	h, err := newHistory(*o.Series, plan)
	if err != nil || len(h.words) == 0 {
		return nil
	}
	said := make([]string, 0, len(h.words))
	for _, words := range h.words {
		said = append(said, fmt.Sprintf("In the years of history %s.", words))
	}
	return said
}
