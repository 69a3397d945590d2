package api

import (
	"context"
	"time"

	"alex"
	"alex/internal/store"
)

// PositionInput is what a person says of a position. A price given here is
// that of this holding alone.
type PositionInput struct {
	Symbol    alex.Symbol   `json:"symbol"`
	Quantity  alex.Decimal  `json:"quantity" doc:"above zero"`
	AsOf      alex.Date     `json:"asOfDate,omitempty"`
	CostBasis *alex.Money   `json:"costBasis,omitempty" doc:"the total, not per share"`
	Price     *alex.Decimal `json:"price,omitempty"`
	PriceAsOf alex.Date     `json:"priceAsOf,omitempty"`
}

func (in PositionInput) position(now time.Time) (alex.Position, error) {
	pos := alex.Position{
		Symbol: in.Symbol, Quantity: in.Quantity, AsOf: in.AsOf, CostBasis: in.CostBasis, Price: in.Price, PriceAsOf: in.PriceAsOf,
	}
	if pos.Price != nil {
		pos.PriceSource = alex.SourceUser
	}
	var p alex.Problems
	checkPast(&p, "asOfDate", in.AsOf, now)
	checkPast(&p, "priceAsOf", in.PriceAsOf, now)
	return pos, p.Err()
}

type (
	positionsQuery struct {
		ByID
		PageQuery
	}
	postPosition struct {
		ByID
		Keyed
		Body PositionInput
	}
	putPosition struct {
		ByID
		WhenMatching
		Body PositionInput
	}
)

func (s *Server) listPositions(ctx context.Context, in *positionsQuery) (*list[alex.Holding], error) {
	page, held, err := s.mine(ctx).HoldingsPage(ctx, in.id(), in.page())
	if err != nil {
		return nil, err
	}
	book := store.Belongings{Instruments: held}.Book()
	return listed(page, func(pos alex.Position) alex.Holding { return pos.Worth(book.Find(pos.Symbol)) }), nil
}

func (s *Server) createPosition(ctx context.Context, in *postPosition) (*created[alex.Holding], error) {
	ins, err := s.instrumentOf(ctx, in.Body.Symbol)
	if err != nil {
		return nil, err
	}
	pos, err := in.Body.position(s.Now())
	if err != nil {
		return nil, err
	}
	pos.AccountID = in.id()
	return create(ctx, s, creation[alex.Position, alex.Holding]{
		Keyed: in.Keyed, Route: "positions of " + in.ID, Asked: in.Body,
		Do:       func(p *store.Personal) (alex.Position, error) { return p.CreatePosition(ctx, pos) },
		View:     func(pos alex.Position) alex.Holding { return pos.Worth(ins) },
		Location: func(pos alex.Position) string { return "/api/positions/" + string(pos.ID) },
	})
}

// instrumentOf is what is known of a symbol; nothing, where nobody knows it.
func (s *Server) instrumentOf(ctx context.Context, symbol alex.Symbol) (alex.Instrument, error) {
	ins, err := s.mine(ctx).Instrument(ctx, symbol)
	if alex.CodeOf(err) == alex.CodeNotFound {
		return alex.Book{}.Find(symbol), nil
	}
	return ins, err
}

func (s *Server) getPosition(ctx context.Context, in *getByID) (*tagged[alex.Holding], error) {
	pos, err := s.mine(ctx).Position(ctx, in.id())
	if err != nil {
		return nil, err
	}
	ins, err := s.instrumentOf(ctx, pos.Symbol)
	if err != nil {
		return nil, err
	}
	return answer(pos.Worth(ins), in.UnlessMatching), nil
}

func (s *Server) putPosition(ctx context.Context, in *putPosition) (*tagged[alex.Holding], error) {
	stored, err := s.mine(ctx).Position(ctx, in.id())
	if err != nil {
		return nil, err
	}
	was, err := s.instrumentOf(ctx, stored.Symbol)
	if err != nil {
		return nil, err
	}
	pos, err := in.Body.position(s.Now())
	if err != nil {
		return nil, err
	}
	pos.ID = in.id()
	updated, err := s.mine(ctx).UpdatePosition(ctx, pos, func(stored alex.Position) error {
		return unchanged(ctx, in.WhenMatching, stored.Worth(was))
	})
	if err != nil {
		return nil, err
	}
	ins, err := s.instrumentOf(ctx, updated.Symbol)
	if err != nil {
		return nil, err
	}
	return answer(updated.Worth(ins), UnlessMatching{}), nil
}

func (s *Server) deletePosition(ctx context.Context, in *deleteByID) (*nothing, error) {
	if in.IfMatch == "" {
		return nil, s.mine(ctx).DeletePosition(ctx, in.id(), nil)
	}
	shown, err := s.getPosition(ctx, &getByID{ByID: in.ByID})
	if err != nil {
		return nil, err
	}
	ins, err := s.instrumentOf(ctx, shown.Body.Symbol)
	if err != nil {
		return nil, err
	}
	return nil, s.mine(ctx).DeletePosition(ctx, in.id(), func(stored alex.Position) error {
		return unchanged(ctx, in.WhenMatching, stored.Worth(ins))
	})
}
