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
	p.RequiredSaving = neededIn(saving, r.schedule.saving)
	capital, err := r.perFuture(ctx, (*walker).requiredCapital)
	if err != nil {
		return err
	}
	p.RequiredBalance = neededIn(capital, r.schedule.start)
	if o.Detail == DetailStandard {
		return nil
	}
	if p.Methods, err = o.methods(ctx, p, r, base); err != nil {
		return err
	}
	p.Stress, err = o.stress(r.plan)
	return err
}
