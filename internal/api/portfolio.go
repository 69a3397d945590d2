package api

import (
	"context"

	"alex"
	"alex/internal/store"
)

func (s *Server) getPortfolio(ctx context.Context, in *UnlessMatching) (*tagged[alex.Portfolio], error) {
	held, err := s.mine(ctx).Belongings(ctx)
	if err != nil {
		return nil, err
	}
	if !large(held) {
		return answer(s.portfolio(held), *in), nil // at once, whoever computes
	}
	return computed(ctx, s, func(context.Context) (*tagged[alex.Portfolio], error) {
		return answer(s.portfolio(held), *in), nil
	})
}

// portfolio is what is held, as of the newest price that counts.
func (s *Server) portfolio(held store.Belongings) alex.Portfolio {
	p := alex.NewPortfolio("", held.Person, held.Accounts, held.Book())
	p.AsOf = p.NewestPrice(alex.DateOf(s.Now().UTC()))
	return p
}

func (s *Server) clearPortfolio(ctx context.Context, _ *nothing) (*nothing, error) {
	if err := s.mine(ctx).ClearPortfolio(ctx); err != nil {
		return nil, err
	}
	return nil, s.takeBack(ctx)
}
