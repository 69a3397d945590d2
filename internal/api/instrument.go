package api

import (
	"context"
	"net/url"
	"time"

	"alex"
	"alex/internal/store"
)

// InstrumentInput is what a person says of a security, for themselves alone.
// LikeSymbol takes another instrument's classification: "treat as VTI".
type InstrumentInput struct {
	Name         string                `json:"name,omitempty" maxLength:"255"`
	Type         alex.InstrumentType   `json:"instrumentType,omitempty"`
	Currency     string                `json:"currency,omitempty" pattern:"^[A-Z]{3}$" doc:"USD unless said"`
	ExpenseRatio *alex.Decimal         `json:"expenseRatio,omitempty" example:"0.0003" doc:"a fraction a year: 0.0003 is 0.03 %"`
	Price        *alex.Decimal         `json:"price,omitempty"`
	PriceAsOf    alex.Date             `json:"priceAsOf,omitempty" doc:"today unless said"`
	AssetClasses alex.ClassAllocation  `json:"allocationAssetClass,omitempty"`
	Regions      alex.RegionAllocation `json:"allocationRegions,omitempty"`
	Sectors      alex.SectorAllocation `json:"allocationSectors,omitempty"`
	LikeSymbol   alex.Symbol           `json:"likeSymbol,omitempty"`
}

// NewInstrumentInput is an InstrumentInput with its symbol.
type NewInstrumentInput struct {
	Symbol alex.Symbol `json:"symbol"`
	InstrumentInput
}

type (
	searchInstruments struct {
		Query string `query:"query" maxLength:"100" doc:"a part of the symbol or of the name"`
		Held  bool   `query:"held" doc:"only what is held, all of it at once"`
		PageQuery
	}
	BySymbol struct {
		Symbol string `path:"symbol" maxLength:"60"`
	}
	getInstrument struct {
		BySymbol
		UnlessMatching
	}
	putInstrument struct {
		BySymbol
		WhenMatching
		Body InstrumentInput
	}
	postInstrument struct {
		Keyed
		Body NewInstrumentInput
	}
)

// listInstruments gives what is held at once: a table of it needs every name.
func (s *Server) listInstruments(ctx context.Context, in *searchInstruments) (*list[alex.Instrument], error) {
	if in.Held {
		if in.Query != "" || in.Cursor != "" {
			return nil, alex.Invalid("query.held", "is the whole list of what is held; it takes neither query nor cursor")
		}
		held, err := s.mine(ctx).HeldInstruments(ctx)
		if err != nil {
			return nil, err
		}
		return listed(store.List[alex.Instrument]{Items: held}, itself[alex.Instrument]), nil
	}
	var problems alex.Problems
	alex.CheckText(&problems, "query.query", in.Query, 100)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	page, err := s.mine(ctx).Instruments(ctx, in.Query, in.page())
	if err != nil {
		return nil, err
	}
	return listed(page, itself[alex.Instrument]), nil
}

func (s *Server) getInstrument(ctx context.Context, in *getInstrument) (*tagged[alex.Instrument], error) {
	symbol, err := in.symbol()
	if err != nil {
		return nil, err
	}
	ins, err := s.mine(ctx).Instrument(ctx, symbol)
	if err != nil {
		return nil, err
	}
	return answer(ins, in.UnlessMatching), nil
}

// symbol is the one of the path; what cannot be a symbol is none that exists.
func (in BySymbol) symbol() (alex.Symbol, error) {
	symbol, err := alex.ParseSymbol(in.Symbol)
	if err != nil {
		return "", alex.Errorf(alex.CodeNotFound, "no instrument has this symbol")
	}
	return symbol, nil
}

func (s *Server) createInstrument(ctx context.Context, in *postInstrument) (*created[alex.Instrument], error) {
	return create(ctx, s, creation[alex.Instrument, alex.Instrument]{
		Checks: true,
		Keyed:  in.Keyed, Route: "instruments", Asked: in.Body,
		Do: func(p *store.Personal) (alex.Instrument, error) {
			ins, err := s.said(ctx, in.Body.Symbol, in.Body.InstrumentInput)
			if err != nil {
				return ins, err
			}
			return p.CreateOwnInstrument(ctx, ins)
		},
		View:     itself[alex.Instrument],
		Location: func(ins alex.Instrument) string { return "/api/instruments/" + url.PathEscape(string(ins.Symbol)) },
	})
}

func (s *Server) putInstrument(ctx context.Context, in *putInstrument) (*tagged[alex.Instrument], error) {
	symbol, err := in.symbol()
	if err != nil {
		return nil, err
	}
	ins, err := s.said(ctx, symbol, in.Body)
	if err != nil {
		return nil, err
	}
	if err := s.mine(ctx).SaveOwnInstrument(ctx, ins, func(stored alex.Instrument) error {
		return unchanged(ctx, in.WhenMatching, stored)
	}); err != nil {
		return nil, err
	}
	return s.getInstrument(ctx, &getInstrument{BySymbol: in.BySymbol})
}

// check refuses what the schema cannot: empty weights, and a price of a day that
// has not come.
func (in InstrumentInput) check(now time.Time) error {
	var p alex.Problems
	for name, empty := range map[string]bool{
		"allocationAssetClass": in.AssetClasses != nil && len(in.AssetClasses) == 0,
		"allocationRegions":    in.Regions != nil && len(in.Regions) == 0,
		"allocationSectors":    in.Sectors != nil && len(in.Sectors) == 0,
	} {
		if empty {
			p.Addf(name, "is empty; the weights must sum to 100, or be left out")
		}
	}
	checkPast(&p, "priceAsOf", in.PriceAsOf, now)
	return p.Err()
}

// checkPast refuses a day after tomorrow, which is today somewhere.
func checkPast(p *alex.Problems, location string, day alex.Date, now time.Time) {
	if day > alex.DateOf(now.UTC().AddDate(0, 0, 1)) {
		p.Addf(location, "%s has not come yet", day)
	}
}

// said is the instrument as the person describes it.
func (s *Server) said(ctx context.Context, symbol alex.Symbol, in InstrumentInput) (alex.Instrument, error) {
	ins := alex.Instrument{
		Symbol: symbol, Name: in.Name, Type: in.Type, Currency: in.Currency, ExpenseRatio: in.ExpenseRatio,
		Price: in.Price, PriceAsOf: in.PriceAsOf, AssetClasses: in.AssetClasses, Regions: in.Regions, Sectors: in.Sectors,
	}
	if ins.Price != nil && ins.PriceAsOf.IsZero() {
		ins.PriceAsOf = alex.DateOf(s.Now().UTC())
	}
	if err := in.check(s.Now()); err != nil || in.LikeSymbol == "" {
		return ins, err
	}
	if ins.Classified() || len(ins.Regions) > 0 || len(ins.Sectors) > 0 {
		return ins, alex.Invalid("likeSymbol", "stands beside weights: give the one or the others")
	}
	like, err := s.mine(ctx).Instrument(ctx, in.LikeSymbol)
	if alex.CodeOf(err) == alex.CodeNotFound || err == nil && !like.Classified() {
		return ins, alex.Invalid("likeSymbol", "%s is not classified", in.LikeSymbol)
	}
	ins.AssetClasses, ins.Regions, ins.Sectors = like.AssetClasses, like.Regions, like.Sectors
	ins.Classification.Note = "treated as " + string(in.LikeSymbol)
	return ins, err
}
