package store

import (
	"context"

	"alex"
)

const insertPosition = `INSERT INTO positions (id, account_id, symbol, quantity, as_of_date, cost_basis, price,
	price_as_of, price_source, printed_value, created_at, updated_at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`

// A placeholder is the symbol alone: nothing that a person typed reaches
// anyone else.
const insertPlaceholder = `INSERT INTO instruments (symbol, name, currency, classification_source, updated_at)
	VALUES ($1, $1, 'USD', 'placeholder', $2) ON CONFLICT (symbol) DO NOTHING`

// CreatePosition stores a new position in one of the person's accounts; a
// symbol that nobody has named yet gets a bare placeholder. A second position
// of a symbol in an account is alex.CodeConflict, and so is one past
// alex.MaxPositions.
func (p *Personal) CreatePosition(ctx context.Context, pos alex.Position) (alex.Position, error) {
	if err := validPosition(pos); err != nil {
		return alex.Position{}, err
	}
	pos.ID = p.store.NewID()
	created, err := create(ctx, p, func(q Querier) (alex.Position, error) {
		if err := checkOwnAccount(ctx, q, p.person, pos.AccountID); err != nil {
			return pos, err
		}
		if err := p.addPosition(ctx, q, pos); err != nil {
			return pos, duplicate(p.store.explain(err), pos.Symbol)
		}
		return pos, p.checkRoom(ctx, q, "")
	})
	if err != nil {
		return alex.Position{}, err
	}
	return created, nil
}

func duplicate(err error, symbol alex.Symbol) error {
	if alex.CodeOf(err) != alex.CodeConflict {
		return err
	}
	message := "this account holds " + string(symbol) + " already"
	return &alex.Error{
		Code: alex.CodeConflict, Message: message, Err: err,
		Fields: []alex.FieldError{{Location: "symbol", Message: message}},
	}
}

func (p *Personal) addPosition(ctx context.Context, q Querier, pos alex.Position) error {
	now := p.store.micros()
	if _, err := q.ExecContext(ctx, insertPlaceholder, pos.Symbol, now); err != nil {
		return err
	}
	_, err := q.ExecContext(ctx, insertPosition, pos.ID, pos.AccountID, pos.Symbol, pos.Quantity, opt(&pos.AsOf),
		pos.CostBasis, pos.Price, opt(&pos.PriceAsOf), opt(&pos.PriceSource), pos.Printed, now)
	return err
}

const updatePosition = `UPDATE positions SET symbol = $3, quantity = $4, as_of_date = $5, cost_basis = $6, price = $7,
	price_as_of = $8, price_source = $9, printed_value = $10, updated_at = $11
	WHERE id = $1 AND account_id IN (SELECT id FROM accounts WHERE clerk_user_id = $2)`

// UpdatePosition changes a position, which stays in its account. The value
// that a file printed is dropped with the first change of symbol, quantity or
// price. If unless is not nil it sees the stored position first, in the same
// transaction, and its error stops the write.
func (p *Personal) UpdatePosition(ctx context.Context, pos alex.Position, unless func(alex.Position) error) (alex.Position, error) {
	if err := validPosition(pos); err != nil {
		return alex.Position{}, err
	}
	err := p.write(ctx, func(q Querier) error {
		stored, err := loadPosition(ctx, q, p.person, pos.ID)
		if err != nil {
			return err
		}
		if unless != nil {
			if err := unless(stored); err != nil {
				return err
			}
		}
		pos.AccountID = stored.AccountID
		pos.Printed = printedStill(stored, pos)
		return p.changePosition(ctx, q, pos)
	})
	if err != nil {
		return alex.Position{}, duplicate(err, pos.Symbol)
	}
	return pos, nil
}

func (p *Personal) changePosition(ctx context.Context, q Querier, pos alex.Position) error {
	now := p.store.micros()
	if _, err := q.ExecContext(ctx, insertPlaceholder, pos.Symbol, now); err != nil {
		return err
	}
	return own(ctx, q, updatePosition, pos.ID, p.person, pos.Symbol, pos.Quantity, opt(&pos.AsOf), pos.CostBasis,
		pos.Price, opt(&pos.PriceAsOf), opt(&pos.PriceSource), pos.Printed, now)
}

func printedStill(stored, pos alex.Position) *alex.Money {
	samePrice := stored.Price == nil && pos.Price == nil ||
		stored.Price != nil && pos.Price != nil && stored.Price.Cmp(*pos.Price) == 0
	if stored.Symbol == pos.Symbol && stored.Quantity.Cmp(pos.Quantity) == 0 && samePrice {
		return stored.Printed
	}
	return nil
}

const deletePosition = `DELETE FROM positions WHERE id = $1
	AND account_id IN (SELECT id FROM accounts WHERE clerk_user_id = $2)`

// DeletePosition deletes a position.
func (p *Personal) DeletePosition(ctx context.Context, id alex.ID, unless func(alex.Position) error) error {
	return remove(ctx, p, id, loadPosition, unless, deletePosition)
}
