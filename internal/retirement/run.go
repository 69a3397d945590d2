package retirement

import (
	"context"

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
}

func newRun(plan alex.Plan, s *sample, opt Options) *run {
	return &run{
		plan: plan, sample: s, timing: opt.Timing, workers: opt.Workers,
		mixer:    newMixer(plan, s.from.classes()),
		schedule: newSchedule(plan, opt.Timing, 0),
	}
}

// with is the same sample under a changed plan of the same length, retiring
// months later than it says.
func (r *run) with(plan alex.Plan, months int) *run {
	other := *r
	other.plan = plan
	other.mixer = newMixer(plan, r.sample.from.classes())
	other.schedule = newSchedule(plan, r.timing, months)
	return &other
}

// each hands every future to visit, on several workers, batch by batch. A
// walker belongs to one batch.
func (r *run) each(ctx context.Context, visit func(w *walker, path int, f future)) error {
	years := len(r.mixer.years)
	return inBatches(ctx, r.sample.paths, r.workers, func(first, last int) {
		scratch := make([]wide, r.sample.scratch()+2*years+1)
		growth := scratch[:years:years]
		deflator := scratch[years : 2*years+1 : 2*years+1]
		w := newWalker(&r.schedule)
		for at := first; at < last; at += lanes {
			r.mixer.mixed(r.sample.group(at, years, scratch[2*years+1:]), growth, deflator)
			for lane := range min(lanes, last-at) {
				visit(w, at+lane, future{growth, deflator, lane})
			}
		}
	})
}

// outcomes are every future of a plan.
type outcomes struct {
	each       []outcome
	balances   [][]float64 // by year 0…years, then by path
	affordable []float64   // by path: the highest annual spending it pays in full
}

func (r *run) outcomes(ctx context.Context) (*outcomes, error) {
	paths, years := r.sample.paths, len(r.mixer.years)
	all := &outcomes{
		each: make([]outcome, paths), affordable: make([]float64, paths),
		balances: make([][]float64, years+1),
	}
	figures := make([]float64, paths*(years+1))
	for t := range all.balances {
		all.balances[t] = figures[t*paths : (t+1)*paths : (t+1)*paths]
	}
	err := r.each(ctx, func(w *walker, path int, f future) {
		var buffer [alex.MaxHorizonYears + 1]float64
		balances := buffer[:years+1]
		all.each[path] = w.walk(w.planned(), f, balances)
		all.affordable[path] = w.affordable(f)
		for t, balance := range balances {
			all.balances[t][path] = balance
		}
	})
	return all, err
}

// fates are, by future, the first year that is not paid in full, or never.
type fates []int

// fates walks every future once, for nothing but its fate.
func (r *run) fates(ctx context.Context) (fates, error) {
	all := make(fates, r.sample.paths)
	err := r.each(ctx, func(w *walker, path int, f future) {
		all[path] = w.walk(w.planned(), f, nil).underpaid
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
