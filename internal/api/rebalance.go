package api

import (
	"context"
	"fmt"

	"alex"
)

// RebalanceInput is a rule and the instruments that the person picked.
type RebalanceInput struct {
	Rule        alex.RebalanceRule   `json:"rule"`
	Instruments []alex.Symbol        `json:"instruments" minItems:"1" maxItems:"100" nullable:"false"`
	Targets     alex.ClassAllocation `json:"targets,omitempty" doc:"the person's own where absent"`
	WholeShares bool                 `json:"wholeShares,omitempty"`
}

type postRebalance struct{ Body RebalanceInput }

func (s *Server) rebalance(ctx context.Context, in *postRebalance) (*body[alex.Worksheet], error) {
	return computed(ctx, s, func(ctx context.Context) (*body[alex.Worksheet], error) { return s.worksheet(ctx, in) })
}

func (s *Server) worksheet(ctx context.Context, in *postRebalance) (*body[alex.Worksheet], error) {
	held, err := s.mine(ctx).Belongings(ctx)
	if err != nil {
		return nil, err
	}
	targets := in.Body.Targets
	if len(targets) == 0 {
		targets = held.Person.AssetClassTargets
	}
	if len(targets) == 0 {
		return nil, alex.Invalid("targets", `are missing, and you have set none of your own: give them, such as {"equity": 60, "fixed_income": 40}`)
	}
	book := held.Book()
	if err := s.learn(ctx, book, in.Body.Instruments); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sheet, err := alex.Rebalance(alex.RebalanceInput{
		AsOf: s.portfolio(held).AsOf, Accounts: held.Accounts, Book: book, Rule: in.Body.Rule,
		Instruments: in.Body.Instruments, Targets: targets, WholeShares: in.Body.WholeShares,
	})
	return &body[alex.Worksheet]{sheet}, err
}

// learn adds the symbols that book does not know; one that nobody knows is
// refused by its place.
func (s *Server) learn(ctx context.Context, book alex.Book, symbols []alex.Symbol) error {
	var problems alex.Problems
	for i, symbol := range symbols {
		if _, known := book[symbol]; known {
			continue
		}
		ins, err := s.mine(ctx).Instrument(ctx, symbol)
		switch {
		case alex.CodeOf(err) == alex.CodeNotFound:
			problems.Addf(fmt.Sprintf("instruments[%d]", i), "%s is not known: describe it first", symbol)
		case err != nil:
			return err
		default:
			book[symbol] = ins
		}
	}
	return problems.Err()
}
