package retirement

import "context"

// nominalBands are the percentiles of the balances in the dollars of each year:
// every future is inflated by its own prices before the futures are ranked, so
// that they are not today's percentiles times one factor.
func (r *run) nominalBands(ctx context.Context) ([]AgeBand, error) {
	paths, years := r.sample.paths, len(r.mixer.years)
	figures := r.cache.figures(paths * (years + 1))
	defer r.cache.reuse(figures)
	balances := make([][]float64, years+1)
	for t := range balances {
		balances[t] = figures[t*paths : (t+1)*paths]
	}
	err := r.each(ctx, func(w *walker, first, count int, f futures) {
		real := w.balances[:years+1]
		w.walk(f, real)
		for t := range balances {
			for lane := range count {
				balances[t][first+lane] = real[t][lane] / f.deflator[t][lane]
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return balanceBands(ctx, balances, r.plan.CurrentAge, r.workers)
}
