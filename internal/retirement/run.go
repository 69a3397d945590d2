package retirement

import (
	"context"
	"reflect"

	"alex"
)

// run is one plan in one sample of futures.
type run struct {
	plan     alex.Plan
	sample   *sample
	mixer    *mixer
	schedule schedule
	timing   string
	workers  int
	cache    *Cache
	mixed    *mixture // the sample as the mix sees it, if it is kept
}

func newRun(plan alex.Plan, s *sample, opt Options) *run {
	return &run{
		plan: plan, sample: s, timing: opt.Timing, workers: opt.Workers, cache: opt.Cache,
		mixer:    newMixer(plan, s.from.classes()),
		schedule: newSchedule(plan, opt.Timing, 0),
	}
}

// with is the same sample under a change, retiring months later than its plan
// says. The plan must be of the same length.
func (r *run) with(c change, months int) *run {
	other := *r
	other.plan = c.plan
	other.schedule = newSchedule(c.plan, r.timing, months)
	other.mixer = newMixer(c.plan, r.sample.from.classes())
	other.mixer.worse, other.mixer.inflation = c.worse*other.mixer.kept, c.inflation
	if !reflect.DeepEqual(other.mixer, r.mixer) {
		other.mixed = nil
	}
	return &other
}

// mixture is a whole sample as one mix sees it. Growth and deflators lie apart,
// since most plans read growth alone.
type mixture struct {
	mixer     *mixer
	growth    []wide // by group, then by year
	deflators []wide // likewise, one more a group
}

func (m *mixture) group(i int) futures {
	years := len(m.mixer.years)
	return futures{m.growth[i*years:][:years], m.deflators[i*(years+1):][:years+1]}
}

// settle mixes the kept sample once for all plans that hold the same; the
// sample remembers the newest mix.
func (r *run) settle(ctx context.Context) error {
	if r.sample.kept == nil {
		return nil
	}
	if last := r.sample.mixed.Load(); last != nil && reflect.DeepEqual(last.mixer, r.mixer) {
		r.mixed = last
		return nil
	}
	years, groups := len(r.mixer.years), r.sample.groups()
	m := &mixture{r.mixer, make([]wide, groups*years), make([]wide, groups*(years+1))}
	err := r.each(ctx, func(_ *walker, first, _ int, f futures) {
		into := m.group(first / lanes)
		copy(into.growth, f.growth)
		copy(into.deflator, f.deflator)
	})
	if err == nil {
		r.mixed = m
		r.sample.mixed.Store(m)
	}
	return err
}

// group is the eight futures from first on; scratch has room for them.
func (r *run) group(first int, scratch []wide) futures {
	years := len(r.mixer.years)
	if r.mixed != nil {
		return r.mixed.group(first / lanes)
	}
	f := futures{scratch[:years], scratch[years : 2*years+1]}
	r.mixer.mix(r.sample.group(first, years, scratch[2*years+1:]), f.growth, f.deflator)
	return f
}

// each hands every group of eight futures to visit, on several workers, batch
// by batch. The last group may have fewer than eight that count; a walker
// belongs to one batch.
func (r *run) each(ctx context.Context, visit func(w *walker, first, count int, f futures)) error {
	return inBatches(ctx, r.sample.paths, r.workers, func(first, last int) {
		var scratch []wide
		if r.mixed == nil {
			scratch = make([]wide, r.sample.scratch()+2*len(r.mixer.years)+1)
		}
		w := newWalker(&r.schedule)
		for at := first; at < last; at += lanes {
			visit(w, at, min(lanes, last-at), r.group(at, scratch))
		}
	})
}

// outcomes are every future of a plan.
type outcomes struct {
	each       []outcome
	balances   [][]float64 // by year 0…years, then by path
	affordable []float64   // by path: the highest annual spending it pays in full
	figures    []float64   // what the balances lie in
}

func (r *run) outcomes(ctx context.Context) (*outcomes, error) {
	paths, years := r.sample.paths, len(r.mixer.years)
	all := &outcomes{
		each: make([]outcome, paths), affordable: make([]float64, paths),
		balances: make([][]float64, years+1), figures: r.cache.figures(paths * (years + 1)),
	}
	for t := range all.balances {
		all.balances[t] = all.figures[t*paths : (t+1)*paths]
	}
	err := r.each(ctx, func(w *walker, first, count int, f futures) {
		balances := w.balances[:years+1]
		walked, affordable := w.walk(f, balances), w.affordable(f)
		copy(all.each[first:], walked[:count])
		put(all.affordable[first:], &affordable, count)
		for t := range all.balances {
			put(all.balances[t][first:], &balances[t], count)
		}
	})
	return all, err
}

// put copies the first count figures, lane by lane: for eight that is quicker
// than a call of copy.
func put(into []float64, w *wide, count int) {
	if count == lanes {
		all := (*wide)(into)
		for lane := range lanes {
			all[lane] = w[lane]
		}
		return
	}
	copy(into, w[:count])
}

// fates are, by future, the first year that is not paid in full, or never.
type fates []int

// fates walks every future once, for nothing but its fate.
func (r *run) fates(ctx context.Context) (fates, error) {
	all := make(fates, r.sample.paths)
	err := r.each(ctx, func(w *walker, first, count int, f futures) {
		ends := w.walk(f, nil)
		for lane := range count {
			all[first+lane] = ends[lane].underpaid
		}
	})
	return all, err
}

func (all *outcomes) fates() fates {
	list := make(fates, len(all.each))
	for i, o := range all.each {
		list[i] = o.underpaid
	}
	return list
}

func (f fates) successes() int {
	count := 0
	for _, year := range f {
		if year == never {
			count++
		}
	}
	return count
}

func (f fates) rate() float64 { return float64(f.successes()) / float64(len(f)) }

// failures are the first underpaid years of the futures that fall short.
func (f fates) failures() []float64 {
	var years []float64
	for _, year := range f {
		if year != never {
			years = append(years, float64(year))
		}
	}
	return years
}
