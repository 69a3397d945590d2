package eval

import (
	"context"
)

// FaultyResult is what came of a model that breaks in every way.
type FaultyResult struct {
	Runs     int `json:"runs"`
	Complete int `json:"complete"`
}

func (b *bench) faulty(context.Context, Options) (FaultyResult, error) { return FaultyResult{}, nil }
