package broker

import (
	"fmt"

	"alex"
)

// place puts pos into its account, merging it with a position of the same
// symbol: quantities, values and costs add up.
func (l *ledger) place(e entry, pos alex.Position, row Row) {
	a, own := e.account, pos
	row.Share = &Share{Position: &own}
	i, held := a.position[pos.Symbol]
	if !held {
		a.position[pos.Symbol], a.line[pos.Symbol] = len(a.Positions), row.Line
		a.Positions = append(a.Positions, pos)
		l.put(a, row)
		return
	}
	merged, err := merge(a.Positions[i], pos)
	if err != nil {
		l.refuse(a, row, StatusError, "%s", err.Error())
		return
	}
	a.Positions[i] = merged
	row.Status = StatusDuplicate
	row.Reason = joinNotes(row.Reason, fmt.Sprintf("the symbol stands twice in this account: merged with line %d", a.line[pos.Symbol]))
	l.put(a, row)
}

// merge adds b to a. The price stays where both have the same one, else it is
// value ÷ quantity.
func merge(a, b alex.Position) (alex.Position, error) {
	valueA, okA := valueOf(a)
	valueB, okB := valueOf(b)
	if okA != okB {
		return a, alex.Invalid(fieldSymbol, "stands twice in this account, once with a dollar value and once without")
	}
	a.Quantity = a.Quantity.Add(b.Quantity)
	a.CostBasis = addCost(a.CostBasis, b.CostBasis)
	if b.AsOf > a.AsOf {
		a.AsOf, a.PriceAsOf = b.AsOf, b.PriceAsOf
	}
	if okA {
		sum := valueA.Add(valueB)
		if a.Price == nil || b.Price == nil || a.Price.Cmp(*b.Price) != 0 {
			a.Price = unitPrice(sum, a.Quantity)
		}
		a.Printed = &sum
	}
	return a, a.Validate()
}

// valueOf is a position's value as Alex counts it: printed, else quantity ×
// price; false where neither is known.
func valueOf(p alex.Position) (alex.Money, bool) {
	switch {
	case p.Printed != nil:
		return *p.Printed, true
	case p.Price != nil:
		return alex.Dollars(p.Quantity.Mul(*p.Price)), true
	}
	return alex.Money{}, false
}

func unitPrice(value alex.Money, quantity alex.Decimal) *alex.Decimal {
	price := value.Decimal().Div(quantity, 8)
	if price.Sign() <= 0 {
		return nil
	}
	return &price
}

// addCost is nil unless both costs are known: half a cost basis is none.
func addCost(a, b *alex.Money) *alex.Money {
	if a == nil || b == nil {
		return nil
	}
	sum := a.Add(*b)
	return &sum
}
