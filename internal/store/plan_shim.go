package store

import (
	"context"

	"alex"
)

// Plan is one of the person's own plans.
func (p *Personal) Plan(_ context.Context, id alex.ID) (alex.NamedPlan, error) {
	if err := checkID(id); err != nil {
		return alex.NamedPlan{}, err
	}
	return alex.NamedPlan{}, alex.ErrForbidden
}
