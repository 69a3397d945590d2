package retirement

import (
	"fmt"

	"alex"
)

// history replays the years of a series: in order from each start year, or in
// blocks. Its rows are growth factors as a drawer gives them.
type history struct {
	names []alex.AssetClass
	rows  [][]float64 // by year of the series, then by column
	words []string    // what stands in for classes without figures of their own
}

// newHistory takes the classes of the series, and those of the plan that a
// proxy stands in for; a class without either is refused where the plan names
// it.
func newHistory(s Series, plan alex.Plan) (*history, error) {
	h := &history{rows: make([][]float64, s.Years())}
	held := heldIn(plan)
	var p alex.Problems
	for _, class := range alex.Equity.Known() {
		returns, words, ok := s.Column(class)
		at, used := held[class]
		switch {
		case !ok && used:
			p.Addf(at, "the series %q has no column for it", clip(s.ID))
			continue
		case !ok:
			continue
		case words != "" && used:
			h.words = append(h.words, words)
		}
		h.names = append(h.names, class)
		for y := range h.rows {
			h.rows[y] = append(h.rows[y], 1+returns[y])
		}
	}
	for y := range h.rows {
		h.rows[y] = append(h.rows[y], 1/(1+s.Inflation[y]))
	}
	return h, p.Err()
}

// heldIn says where in the plan each class first has a weight.
func heldIn(plan alex.Plan) map[alex.AssetClass]string {
	held := map[alex.AssetClass]string{}
	collect := func(at string, mix alex.ClassAllocation) {
		for _, class := range sortedKeys(mix) {
			if _, known := held[class]; !known && mix[class].Sign() > 0 {
				held[class] = at + "." + string(class)
			}
		}
	}
	collect("allocation", plan.Allocation)
	for i, step := range plan.GlidePath {
		collect(fmt.Sprintf("glidePath[%d].allocation", i), step.Allocation)
	}
	return held
}

func (h *history) classes() []alex.AssetClass { return h.names }

// put writes one year of the series into a lane of a year of futures.
func (h *history) put(year []wide, lane, row int) {
	for c, factor := range h.rows[row] {
		year[c][lane] = factor
	}
}

// windows are the futures of historical mode: the i-th begins with the i-th
// year of the series and goes on in order. Past the last window they wrap;
// nobody reads those.
type windows struct{ *history }

func (w windows) draw(first int, out []wide) {
	columns := len(w.names) + 1
	for at := 0; at < len(out); at += columns {
		for lane := range lanes {
			w.put(out[at:at+columns], lane, (first+lane+at/columns)%len(w.rows))
		}
	}
}

// meanBlock is the mean length, in years, of the bootstrap's blocks.
const meanBlock = 10

// blocks are the futures of the stationary bootstrap (Politis and Romano
// 1994): whole years in a row, all classes and inflation together, for a
// geometric number of years, from a uniform start and round the end.
type blocks struct {
	*history
	seed uint64
}

func (b blocks) draw(first int, out []wide) {
	columns := len(b.names) + 1
	for lane := range lanes {
		s := &stream{b.seed, uint64(first + lane)}
		row := s.below(len(b.rows))
		for at := 0; at < len(out); at += columns {
			b.put(out[at:at+columns], lane, row)
			if row++; s.uniform() < 1.0/meanBlock {
				row = s.below(len(b.rows))
			}
			row %= len(b.rows)
		}
	}
}
