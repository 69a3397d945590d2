package store

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"alex"
)

// rowsAtOnce is how many rows one statement carries: a file of 10,000
// positions would otherwise be as many round trips to a remote engine.
const rowsAtOnce = 100

// tuples spells the rows of a statement with many: each % of row is the next
// parameter, the first being number first.
func tuples(row string, rows, first int) string {
	var text strings.Builder
	parts := strings.Split(row, "%")
	for i := range rows {
		if i > 0 {
			text.WriteString(", ")
		}
		text.WriteString(parts[0])
		for _, part := range parts[1:] {
			text.WriteString("$" + strconv.Itoa(first) + part)
			first++
		}
	}
	return text.String()
}

const insertPlaceholders = `INSERT INTO instruments (symbol, name, currency, classification_source, updated_at) VALUES `

// addPlaceholders makes the bare instruments that the accounts' positions can
// point at. They come in the order of symbols, so that two imports at once
// cannot each wait for the other.
func (p *Personal) addPlaceholders(ctx context.Context, q Querier, accounts ...alex.Account) error {
	var symbols []alex.Symbol
	for _, a := range accounts {
		for _, pos := range a.Positions {
			symbols = append(symbols, pos.Symbol)
		}
	}
	slices.Sort(symbols)
	now := p.store.micros()
	for chunk := range slices.Chunk(slices.Compact(symbols), rowsAtOnce) {
		args := []any{now}
		for _, symbol := range chunk {
			args = append(args, symbol, symbol)
		}
		query := insertPlaceholders + tuples(`(%, %, 'USD', 'placeholder', $1)`, len(chunk), 2) + ` ON CONFLICT (symbol) DO NOTHING`
		if _, err := q.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}

const insertPositions = `INSERT INTO positions (id, account_id, symbol, quantity, as_of_date, cost_basis, price,
	price_as_of, price_source, printed_value, created_at, updated_at) VALUES `

const orChangePosition = ` ON CONFLICT (account_id, symbol) DO UPDATE SET quantity = excluded.quantity,
	as_of_date = excluded.as_of_date, cost_basis = excluded.cost_basis, price = excluded.price,
	price_as_of = excluded.price_as_of, price_source = excluded.price_source, printed_value = excluded.printed_value,
	updated_at = excluded.updated_at`

// putPositions makes the positions of an account, which the caller knows to be
// the person's, what they are here; a symbol that is held already keeps its
// id. It needs the placeholders of the symbols.
func (p *Personal) putPositions(ctx context.Context, q Querier, account alex.ID, positions []alex.Position) error {
	now := p.store.micros()
	for chunk := range slices.Chunk(positions, rowsAtOnce) {
		args := []any{account, now}
		for _, pos := range chunk {
			args = append(args, pos.ID, pos.Symbol, pos.Quantity, opt(&pos.AsOf), pos.CostBasis, pos.Price,
				opt(&pos.PriceAsOf), opt(&pos.PriceSource), pos.Printed)
		}
		query := insertPositions + tuples(`(%, $1, %, %, %, %, %, %, %, %, $2, $2)`, len(chunk), 3) + orChangePosition
		if _, err := q.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}

const deletePositions = `DELETE FROM positions WHERE account_id = $1 AND id IN (`

func dropPositions(ctx context.Context, q Querier, account alex.ID, ids []alex.ID) error {
	for chunk := range slices.Chunk(ids, rowsAtOnce) {
		args := []any{account}
		for _, id := range chunk {
			args = append(args, id)
		}
		if _, err := q.ExecContext(ctx, deletePositions+tuples(`%`, len(chunk), 2)+`)`, args...); err != nil {
			return err
		}
	}
	return nil
}
