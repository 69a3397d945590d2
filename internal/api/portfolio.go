package api

import (
	"context"

	"alex"
	"alex/internal/store"
)

// Portfolio is what is held, with its parts each taken for itself: the stocks
// and the bonds divided alone, and every instrument added up over accounts.
type Portfolio struct {
	alex.Portfolio

	StocksByRegion []alex.Exposure `json:"stocksByRegion" doc:"the stock part alone; percents are of stocks"`
	StocksBySector []alex.Exposure `json:"stocksBySector" doc:"the stock part alone; percents are of stocks"`
	BondsByType    []alex.Exposure `json:"bondsByType" doc:"what lies in bonds, by issuer; percents are of it"`
	TopHoldings    []TopHolding    `json:"topHoldings" doc:"the largest ten, each added up over accounts"`
}

// TopHolding is one instrument over all accounts.
type TopHolding struct {
	Symbol   alex.Symbol  `json:"symbol"`
	Name     string       `json:"name"`
	Quantity alex.Decimal `json:"quantity"`
	Value    alex.Money   `json:"value"`
	Percent  alex.Percent `json:"percent" doc:"of everything"`
}

const topHoldings = 10

// divided adds the parts to a whole.
func divided(p alex.Portfolio) Portfolio {
	d := Portfolio{
		Portfolio:      p,
		StocksByRegion: p.StocksByRegion(),
		StocksBySector: p.StocksBySector(),
		BondsByType:    p.BondsByType(),
		TopHoldings:    []TopHolding{},
	}
	for _, stake := range p.Stakes[:min(topHoldings, len(p.Stakes))] {
		d.TopHoldings = append(d.TopHoldings, TopHolding{
			Symbol: stake.Instrument.Symbol, Name: stake.Instrument.Name,
			Quantity: stake.Quantity, Value: stake.Value, Percent: stake.Percent,
		})
	}
	return d
}

func (s *Server) getPortfolio(ctx context.Context, in *UnlessMatching) (*tagged[Portfolio], error) {
	held, err := s.mine(ctx).Belongings(ctx)
	if err != nil {
		return nil, err
	}
	if !large(held) {
		return answer(divided(s.portfolio(held)), *in), nil // at once, whoever computes
	}
	return computed(ctx, s, func(context.Context) (*tagged[Portfolio], error) {
		return answer(divided(s.portfolio(held)), *in), nil
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
