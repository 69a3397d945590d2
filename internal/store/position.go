package store

import (
	"context"
	"database/sql"
	"errors"

	"alex"
)

const selectPosition = `SELECT p.id, p.account_id, p.symbol, p.quantity, p.as_of_date, p.cost_basis, p.price, p.price_as_of,
	p.price_source, p.printed_value
	FROM positions p JOIN accounts a ON a.id = p.account_id
	WHERE p.id = $1 AND a.clerk_user_id = $2`

const selectPositionsPage = `SELECT p.id, p.account_id, p.symbol, p.quantity, p.as_of_date, p.cost_basis, p.price,
	p.price_as_of, p.price_source, p.printed_value
	FROM positions p JOIN accounts a ON a.id = p.account_id
	WHERE p.account_id = $1 AND a.clerk_user_id = $2 AND p.symbol > $3
	ORDER BY p.symbol LIMIT $4`

func scanPosition(row interface{ Scan(...any) error }) (pos alex.Position, err error) {
	return pos, row.Scan(&pos.ID, &pos.AccountID, &pos.Symbol, &pos.Quantity, opt(&pos.AsOf), &pos.CostBasis, &pos.Price,
		opt(&pos.PriceAsOf), opt(&pos.PriceSource), &pos.Printed)
}

// Position is one of the person's own positions.
func (p *Personal) Position(ctx context.Context, id alex.ID) (pos alex.Position, err error) {
	err = p.read(ctx, func(q Querier) error {
		pos, err = loadPosition(ctx, q, p.person, id)
		return err
	})
	return pos, err
}

func loadPosition(ctx context.Context, q Querier, person alex.PersonID, id alex.ID) (alex.Position, error) {
	if err := checkID(id); err != nil {
		return alex.Position{}, err
	}
	pos, err := scanPosition(q.QueryRowContext(ctx, selectPosition, id, person))
	if errors.Is(err, sql.ErrNoRows) {
		return pos, alex.ErrForbidden
	}
	return pos, err
}

const selectOwnAccount = `SELECT count(*) FROM accounts WHERE id = $1 AND clerk_user_id = $2`

func checkOwnAccount(ctx context.Context, q Querier, person alex.PersonID, id alex.ID) error {
	if err := checkID(id); err != nil {
		return err
	}
	var count int
	if err := q.QueryRowContext(ctx, selectOwnAccount, id, person).Scan(&count); err != nil {
		return err
	}
	if count == 0 {
		return alex.ErrForbidden
	}
	return nil
}

// PositionsPage is a page of the positions of one account, by symbol.
func (p *Personal) PositionsPage(ctx context.Context, account alex.ID, page Page) (list List[alex.Position], err error) {
	from, limit, err := page.begin(mark{})
	if err != nil {
		return list, err
	}
	err = p.view(ctx, func(q Querier) error {
		list, err = p.positionsFrom(ctx, q, account, from, limit)
		return err
	})
	return list, err
}

// HoldingsPage is PositionsPage with the instruments of the page's positions,
// overlaid with the person's own, by symbol, as of one moment.
func (p *Personal) HoldingsPage(ctx context.Context, account alex.ID, page Page) (list List[alex.Position], held []alex.Instrument, err error) {
	from, limit, err := page.begin(mark{})
	if err != nil {
		return list, nil, err
	}
	err = p.view(ctx, func(q Querier) error {
		list, err = p.positionsFrom(ctx, q, account, from, limit)
		if err != nil || len(list.Items) == 0 {
			return err
		}
		last := list.Items[len(list.Items)-1].Symbol
		held, err = all(ctx, q, scanOverlaid, selectPageInstruments, p.person, account, from.Text, last)
		return err
	})
	return list, held, err
}

func (p *Personal) positionsFrom(ctx context.Context, q Querier, account alex.ID, from mark, limit int) (list List[alex.Position], err error) {
	if err := checkOwnAccount(ctx, q, p.person, account); err != nil {
		return list, err
	}
	rows, err := all(ctx, q, func(rows *sql.Rows) (alex.Position, error) { return scanPosition(rows) },
		selectPositionsPage, account, p.person, from.Text, limit+1)
	return paged(rows, limit, func(pos alex.Position) mark { return mark{Text: string(pos.Symbol)} }), err
}
