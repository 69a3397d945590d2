package retirement

import (
	"context"
	"encoding/json"
	"math"
	"testing"

	"alex"
)

// numbered is a table whose every figure says of which row it is.
func numbered(rows int) Series {
	s := Series{ID: "numbered", FirstYear: 1900, Classes: []alex.AssetClass{alex.Equity, alex.FixedIncome}}
	s.Returns = make([][]float64, 2)
	for y := range rows {
		s.Returns[0] = append(s.Returns[0], float64(y)/1000)
		s.Returns[1] = append(s.Returns[1], -float64(y)/2000)
		s.Inflation = append(s.Inflation, float64(y)/4000)
	}
	return s
}

func blocksOf(t testing.TB, s Series, seed uint64) blocks {
	t.Helper()
	h, err := newHistory(s, alex.Plan{Allocation: mix("equity", 100)})
	if err != nil {
		t.Fatal(err)
	}
	return blocks{h, seed}
}

// The stationary bootstrap takes whole rows, goes on to the next with nine
// chances in ten however long the block is by then, from the last row to the
// first, and else begins anywhere. A new block is taken for more of the old one
// where it happens to begin with the next row.
func TestBootstrapDrawsCircularBlocksOfWholeRows(t *testing.T) {
	t.Parallel()
	const rows, paths, years = 23, 4000, 50
	const ends = (1 - 1.0/rows) / 10 // of the years, to be seen
	var starts [rows]float64
	var broken, risked [years]float64 // by how long the block is
	passed, turns, blocks := 0.0, 0.0, 0.0
	for _, e := range economies(blocksOf(t, numbered(rows), 3), paths, years) {
		last, length := -1, 0
		for y, year := range e {
			row := rowOf(t, year)
			next := row == (last+1)%rows
			if y > 0 {
				risked[length]++
			}
			if y > 0 && last == rows-1 {
				turns++
				if next {
					passed++
				}
			}
			if y > 0 && !next {
				broken[length]++
			}
			if y == 0 || !next {
				starts[row]++
				blocks++
				length = 0
			}
			last, length = row, length+1
		}
	}
	steps := float64(paths * (years - 1))
	wantRate(t, "ends of blocks a year", blocks-paths, steps, ends)
	t.Logf("mean length of a block: %.3f years", (1-1.0/rows)*steps/(blocks-paths))
	wantRate(t, "ways from the last row to the first", passed, turns, 1-ends)
	for _, length := range []int{1, 2, 5, 10, 20} {
		wantRate(t, "ends of blocks of a given length", broken[length], risked[length], ends)
	}
	for _, count := range starts {
		wantRate(t, "blocks that begin with a row", count, blocks, 1.0/rows)
	}
}

// rowOf is the row of which all figures of a numbered year are.
func rowOf(t *testing.T, year []float64) int {
	t.Helper()
	row := int(math.Round(1000 * (year[0] - 1)))
	if int(math.Round(-2000*(year[1]-1))) != row || int(math.Round(4000*(year[len(year)-1]-1))) != row {
		t.Fatalf("a year is mixed from several rows: %v", year)
	}
	return row
}

// wantRate compares k of n with a probability, within four standard errors.
func wantRate(t *testing.T, what string, k, n, p float64) {
	t.Helper()
	if limit := 4 * math.Sqrt(p*(1-p)/n); math.Abs(k/n-p) > limit {
		t.Errorf("%s: %.5f of %v, want %.5f ± %.5f", what, k/n, n, p, limit)
	}
}

// Years of a path lie in the same blocks, so each path counts once: by its
// mean return, and its mean squared distance from the table's mean.
func TestBootstrapKeepsMeanAndVariance(t *testing.T) {
	t.Parallel()
	s := ShippedSeries()
	futures := economies(blocksOf(t, s, 17), 20_000, 30)
	for c, column := range [][]float64{s.Returns[0], s.Returns[1], s.Inflation} {
		mean, _ := meanAndDeviation(column)
		variance := 0.0
		for _, x := range column {
			variance += (x - mean) * (x - mean) / float64(len(column))
		}
		means, squares := make([]float64, len(futures)), make([]float64, len(futures))
		at := c // shipped proxies lie behind: the columns are in the classes' order
		if c == 2 {
			at = len(futures[0][0]) - 1
		} else {
			at = columnOf(t, s, s.Classes[c])
		}
		for i, e := range futures {
			for _, year := range e {
				x := year[at] - 1
				means[i] += x / float64(len(e))
				squares[i] += (x - mean) * (x - mean) / float64(len(e))
			}
		}
		for _, figure := range []struct {
			name   string
			values []float64
			want   float64
		}{{"mean", means, mean}, {"variance", squares, variance}} {
			got, deviation := meanAndDeviation(figure.values)
			limit := 4 * deviation / math.Sqrt(float64(len(futures)))
			t.Logf("column %d: %s %.6f, drawn %.6f ± %.6f", c, figure.name, figure.want, got, limit)
			if math.Abs(got-figure.want) > limit {
				t.Errorf("column %d: the drawn %s is %.6f, want %.6f ± %.6f", c, figure.name, got, figure.want, limit)
			}
		}
	}
}

func columnOf(t testing.TB, s Series, class alex.AssetClass) int {
	t.Helper()
	for i, name := range blocksOf(t, s, 0).classes() {
		if name == class {
			return i
		}
	}
	t.Fatalf("%s is not drawn", class)
	return -1
}

// A projection by blocks is a plain loop over the same blocks.
func TestBootstrapProjectionIsALoopOverItsBlocks(t *testing.T) {
	t.Parallel()
	series := ownSeries(t)
	for _, timing := range []string{TimingStart, TimingEnd} {
		plan, opt := earner(13), Options{Mode: ModeBootstrap, Timing: timing, Series: &series}
		from, futures := drawnFor(t, plan, opt)
		p := project(t, plan, opt)
		lives, successes := newReplay(plan, from.classes(), timing).lives(futures)
		checkLives(t, timing, plan, p, lives, successes)
		if p.Paths != MinPaths || p.SuccessLow == nil || successes == 0 || successes == MinPaths {
			t.Errorf("%d of %d paths succeed, interval %v", successes, p.Paths, p.SuccessLow)
		}
	}
}

// However many workers there are, the bytes are the same, at every detail.
func TestSameBytesInEveryModeForAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	for _, mode := range Modes() {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			var want string
			for _, workers := range []int{1, 2, 7} {
				data, err := json.Marshal(project(t, claimant(), Options{Mode: mode, Detail: DetailFull, Workers: workers}))
				if err != nil {
					t.Fatal(err)
				}
				if want == "" {
					want = string(data)
				}
				if string(data) != want {
					t.Errorf("%d workers give\n%s\none gives\n%s", workers, data, want)
				}
			}
		})
	}
}

// claimant falls short of the target and has every lever.
func claimant() alex.Plan {
	plan, wealth := earner(18), thousands(400)
	plan.Balance, plan.AnnualSpending, plan.BirthYear = &wealth, thousands(84), 1979
	return plan
}

// A run that ends in the middle of anything gives the context's error.
func TestEveryModeStopsWithItsContext(t *testing.T) {
	t.Parallel()
	for _, mode := range Modes() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if p, err := Project(ctx, claimant(), Options{Mode: mode, Detail: DetailFull}); err == nil {
			t.Errorf("%s: a cancelled projection gives %d successes", mode, p.Successes)
		}
	}
}
