package retirement

import "context"

// lookCloser adds to the projection what its detail asks for.
func (o Options) lookCloser(ctx context.Context, p *Projection, r *run, all *outcomes) (err error) {
	if o.Detail == DetailQuick {
		return nil
	}
	base := all.fates()
	if p.Sensitivities, err = r.sensitivities(ctx, base, o.Mode != ModeHistorical); err != nil {
		return err
	}
	saving, err := r.savingNeeded(ctx)
	if err != nil {
		return err
	}
	if p.Levers, err = r.levers(ctx, base, all.affordable, saving); err != nil {
		return err
	}
	if r.schedule.rule.kind == constantRule { // others are not monotone: what is needed is no order statistic
		capital, err := r.perFuture(ctx, (*walker).requiredCapital)
		if err != nil {
			return err
		}
		p.RequiredSaving, p.RequiredBalance = neededIn(saving, r.schedule.saving), neededIn(capital, r.schedule.start)
	}
	if p.NominalPercentiles, err = r.nominalBands(ctx); err != nil {
		return err
	}
	if o.Detail == DetailStandard {
		return nil
	}
	if p.Methods, err = o.methods(ctx, p, r, base); err != nil {
		return err
	}
	p.Stress, err = o.stress(r.plan)
	return err
}
