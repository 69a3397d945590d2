package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// Mix is a mix to begin with: an offer, with what its worst calendar year of the
// shipped series would have done to what the person owns.
type Mix struct {
	Key        string               `json:"key"`
	Name       string               `json:"name"`
	Allocation alex.ClassAllocation `json:"allocation"`
	WorstYear  *WorstYear           `json:"worstYear"`
}

// WorstYear is a loss as a negative percent and, where anything is held, in
// dollars of today to three digits, as a report tells it.
type WorstYear struct {
	Year    int          `json:"year"`
	Percent alex.Percent `json:"percent"`
	Dollars *alex.Money  `json:"dollars"`
}

// MixList is a list in the order in which it is offered.
type MixList struct {
	Items []Mix `json:"items" nullable:"false"`
}

// offeredMixes go from bold to cautious, by their share of stocks.
func offeredMixes() []Mix {
	of := func(key, name string, stocks int64) Mix {
		return Mix{Key: key, Name: name, Allocation: alex.ClassAllocation{
			alex.Equity: alex.PercentOf100(stocks), alex.FixedIncome: alex.PercentOf100(100 - stocks),
		}}
	}
	return []Mix{
		of("mostly_stocks", "Mostly stocks (90/10)", 90), of("growth", "Growth (80/20)", 80), of("balanced", "Balanced (60/40)", 60),
		of("cautious", "Cautious (40/60)", 40), of("mostly_bonds", "Mostly bonds (20/80)", 20),
	}
}

func (s *Server) listMixes(ctx context.Context, _ *nothing) (*body[MixList], error) {
	return computed(ctx, s, func(ctx context.Context) (*body[MixList], error) {
		st, err := s.standing(ctx)
		if err != nil {
			return nil, err
		}
		list := offeredMixes()
		for i := range list {
			list[i].WorstYear = worstYear(list[i].Allocation, st.portfolio.TotalValue)
		}
		if own := currentMix(st.portfolio); len(own) > 0 {
			list = append([]Mix{{Key: "current", Name: "My mix of today", Allocation: own, WorstYear: st.worstYear()}}, list...)
		}
		return &body[MixList]{MixList{list}}, nil
	})
}

// worstYear is that of what is held, to the digit that a report tells; none
// where too much of it is not classified.
func (st standing) worstYear() *WorstYear {
	plan, _, err := retirement.PlanFor(retirement.InputOf(st.portfolio.AsOf, st.person, st.portfolio))
	if err != nil {
		return nil
	}
	return worstYear(plan.Allocation, st.portfolio.TotalValue)
}

// currentMix is what is held by class in whole percents that add up to 100,
// leaving out what is not classified; empty where that is everything.
func currentMix(p alex.Portfolio) alex.ClassAllocation {
	var classes []alex.AssetClass
	var percents []alex.Decimal
	var known alex.Money
	for _, e := range p.ByAssetClass {
		if e.Key != alex.KeyUnclassified && e.Value.Sign() > 0 {
			known = known.Add(e.Value)
		}
	}
	hundred := alex.DecimalOf(100)
	for _, e := range p.ByAssetClass {
		if e.Key != alex.KeyUnclassified && e.Value.Sign() > 0 {
			classes = append(classes, alex.AssetClass(e.Key))
			percents = append(percents, e.Value.Decimal().Mul(hundred).Div(known.Decimal(), 12))
		}
	}
	mix := alex.ClassAllocation{}
	for i, share := range alex.Apportion(percents, hundred, 0) {
		if share.Sign() > 0 {
			mix[classes[i]] = alex.Percent{Decimal: share}
		}
	}
	return mix
}

func worstYear(mix alex.ClassAllocation, total alex.Money) *WorstYear {
	years := retirement.WorstYears(mix, 1)
	if len(years) == 0 {
		return nil
	}
	worst := &WorstYear{Year: years[0].Year, Percent: years[0].Return}
	if total.Sign() > 0 {
		dollars := report.Significant(years[0].Return.Of(total))
		worst.Dollars = &dollars
	}
	return worst
}

// TransformSchema lets a mix have no worst year: history may lack a class.
func (Mix) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return orNullMembers(s, "worstYear")
}

// TransformSchema lets the dollars be null where nothing is held.
func (WorstYear) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	return nullable(s, "dollars")
}
