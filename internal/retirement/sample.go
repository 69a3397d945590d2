package retirement

import (
	"context"
	"sync/atomic"

	"alex"
)

// drawer makes the years of eight futures side by side.
type drawer interface {
	// classes are the asset classes whose returns are drawn, in column order;
	// one more column, the last, is one over the growth of prices.
	classes() []alex.AssetClass

	// draw fills out, year by year and column by column, with the growth
	// factors of the futures first … first+7.
	draw(first int, out []wide)
}

// sample is a set of futures of an economy, whatever a plan does in it.
type sample struct {
	from    drawer
	paths   int
	years   int
	columns int
	kept    []wide // every future's years, or nil where that is too much to keep
	mixed   atomic.Pointer[mixture]
}

// keepBytes is how large a sample may be to be kept while a plan is looked at;
// a larger one is drawn again each time.
const keepBytes = 512 << 20

func newSample(from drawer, paths, years int) *sample {
	return &sample{from: from, paths: paths, years: years, columns: len(from.classes()) + 1}
}

// bytes is the memory that the kept sample takes, with a mix of it.
func (s *sample) bytes() int64 {
	return int64(s.groups()) * int64(s.stride()+2*s.years+1) * lanes * 8
}

func (s *sample) groups() int { return (s.paths + lanes - 1) / lanes }

// scratch is the room that a group needs where it is not kept.
func (s *sample) scratch() int {
	if s.kept != nil {
		return 0
	}
	return s.stride()
}

// stride is the number of figures of one group of eight futures.
func (s *sample) stride() int { return s.years * s.columns }

// keep draws every future once.
func (s *sample) keep(ctx context.Context, workers int) error {
	if s.bytes() > keepBytes {
		return ctx.Err()
	}
	drawn := make([]wide, s.groups()*s.stride())
	err := inBatches(ctx, s.paths, workers, func(first, last int) {
		for at := first; at < last; at += lanes {
			s.from.draw(at, drawn[at/lanes*s.stride():][:s.stride()])
		}
	})
	if err == nil {
		s.kept = drawn
	}
	return err
}

// group is the years of the eight futures from first on, cut to years; scratch
// of that size receives them where they are not kept.
func (s *sample) group(first, years int, scratch []wide) []wide {
	if s.kept != nil {
		return s.kept[first/lanes*s.stride():][:years*s.columns]
	}
	s.from.draw(first, scratch[:s.stride()])
	return scratch[:years*s.columns]
}
