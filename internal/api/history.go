package api

import (
	"context"

	"alex"
	"alex/internal/store"
)

// HistoryBody is a page of what the portfolio was worth, the oldest first.
type HistoryBody struct {
	ListBody[store.PortfolioValue]
	Note string `json:"note"`
}

const (
	historyNote    = "value, not return: deposits included"
	valueOfCurrent = "current"
)

// history ends with today's value, worked out now, unless today has one of its
// own.
func (s *Server) history(ctx context.Context, in *PageQuery) (*body[HistoryBody], error) {
	page, err := s.mine(ctx).Values(ctx, in.page())
	if err != nil {
		return nil, err
	}
	if last := len(page.Items) - 1; page.Next == "" && last+1 == in.Limit && page.Items[last].AsOf < alex.DateOf(s.Now().UTC()) {
		page.Next = store.After(page.Items[last]) // today's finds room on a page of its own
		return &body[HistoryBody]{HistoryBody{listed(page, itself[store.PortfolioValue]).Body, historyNote}}, nil
	}
	if err == nil && page.Next == "" {
		page.Items, err = s.withToday(ctx, page.Items)
	}
	if err != nil {
		return nil, err
	}
	return &body[HistoryBody]{HistoryBody{listed(page, itself[store.PortfolioValue]).Body, historyNote}}, nil
}

func (s *Server) withToday(ctx context.Context, values []store.PortfolioValue) ([]store.PortfolioValue, error) {
	today := alex.DateOf(s.Now().UTC())
	if len(values) > 0 && values[len(values)-1].AsOf >= today {
		return values, nil
	}
	held, err := s.mine(ctx).Belongings(ctx)
	if err != nil {
		return nil, err
	}
	if len(values) == 0 && len(held.Accounts) == 0 {
		return values, nil
	}
	p := s.portfolio(held)
	return append(values, store.PortfolioValue{AsOf: today, TotalValue: p.TotalValue, Cash: p.Cash, Source: valueOfCurrent}), nil
}
