package mcp

import (
	"context"

	"alex"
	"alex/internal/api"
)

type nothing struct{}

type portfolioAnswer struct {
	provenance
	Portfolio api.Portfolio `json:"portfolio"`
}

func getPortfolio(ctx context.Context, r api.Reading, person alex.PersonID, _ nothing) (portfolioAnswer, error) {
	p, err := r.Portfolio(ctx, person)
	return portfolioAnswer{
		provenance{"Alex: the person's accounts and positions, valued at the newest prices that are known", p.AsOf, moneyAndPercents + "; quantities: shares; cashInterest: a fraction a year"},
		p,
	}, err
}
