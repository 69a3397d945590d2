package store

import (
	"context"

	"alex"
)

type Answer struct {
	Status   int
	Location string
	Body     []byte
}
type Replayed struct{ Answer }

func (r *Replayed) Error() string { return "replayed" }

func (p *Personal) Once(key, hash string, render func(created any) (Answer, error)) *Personal { return p }

func (p *Personal) CreateOwnInstrument(ctx context.Context, i alex.Instrument) (alex.Instrument, error) {
	if err := p.SaveOwnInstrument(ctx, i); err != nil {
		return i, err
	}
	return p.Instrument(ctx, i.Symbol)
}
