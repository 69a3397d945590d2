package alex

import "slices"

// shareDecimals is how finely shares are traded where fractions are allowed.
const shareDecimals = 6

// order is a planned amount made tradable: shares, and whole cents.
type order struct {
	account int
	lot     lot
	shares  Decimal // below zero: a sale
	amount  Money
}

type orderList []order

// of lists the orders of one account, sales first, then by symbol.
func (list orderList) of(account int) orderList {
	var own orderList
	for _, o := range list {
		if o.account == account {
			own = append(own, o)
		}
	}
	slices.SortStableFunc(own, func(a, b order) int { return a.shares.Sign() - b.shares.Sign() })
	return own
}

// drift is the drift from start on after all orders.
func (list orderList) drift(start spread) spread {
	for _, o := range list {
		start = start.moved(o.amount.Decimal(), o.lot.shares)
	}
	return start
}

// orders makes the plan tradable, account by account: sales first, then what
// they and the cash can pay. A sale brings whole cents rounded down and a
// purchase costs them rounded up, so that no account is overdrawn. Then
// whatever rounding has made pointless is taken back.
func (d *tradingDesk) orders(start spread) orderList {
	var list orderList
	for i := range d.counters {
		c := &d.counters[i]
		left := Money{}
		if cash := d.in.Accounts[c.account].CashBalance; cash.Sign() > 0 {
			left = cash
		}
		for _, selling := range []bool{true, false} {
			for _, l := range c.lots {
				if l.planned.Sign() == 0 || selling != (l.planned.Sign() < 0) {
					continue
				}
				if o := l.order(c.account, left); worthTrading(o.amount) {
					left = left.Sub(o.amount)
					list = append(list, o)
				}
			}
		}
	}
	return d.lighten(list, start)
}

// worthTrading leaves out dust below a dollar.
func worthTrading(amount Money) bool { return amount.Abs().Cmp(MustMoney("1.00")) >= 0 }

// order is the plan of one lot in shares, with left to spend.
func (l lot) order(account int, left Money) order {
	o := order{account: account, lot: l}
	if l.planned.Sign() > 0 {
		budget := l.planned
		if left.Decimal().Cmp(budget) < 0 {
			budget = left.Decimal()
		}
		o.shares = l.sharesFor(budget)
		o.amount = Dollars(o.shares.Mul(l.price).Ceil(2))
		return o
	}
	shares := l.sharesFor(l.planned.Neg())
	if l.value.Add(l.planned).IsZero() || shares.Cmp(l.held) > 0 {
		shares = l.held
		if l.wholeUnits {
			shares = shares.Floor(0)
		}
	}
	return l.sale(account, shares)
}

// sale sells shares; what brings no cent is not sold.
func (l lot) sale(account int, shares Decimal) order {
	amount := Dollars(shares.Mul(l.price).Floor(2)).Neg()
	if amount.IsZero() {
		shares = Decimal{}
	}
	return order{account: account, lot: l, shares: shares.Neg(), amount: amount}
}

// sharesFor is the number of shares that dollars pay, rounded down.
func (l lot) sharesFor(dollars Decimal) Decimal {
	places, unit := int32(shareDecimals), MustDecimal("0.000001")
	if l.wholeUnits {
		places, unit = 0, DecimalOf(1)
	}
	shares := dollars.Div(l.price, places)
	if shares.Mul(l.price).Cmp(dollars) > 0 {
		shares = shares.Sub(unit)
	}
	return shares
}

// lighten takes back what does not lower the drift: purchases wholly, sales as
// far as the money they brought is still there.
func (d *tradingDesk) lighten(list orderList, start spread) orderList {
	drift := list.drift(start)
	kept := slices.Clone(list)
	for changed := true; changed; {
		changed = false
		for i, o := range kept {
			lighter, ok := o.lighter(d.left(kept, o.account))
			if !ok {
				continue
			}
			without := drift.moved(lighter.amount.Sub(o.amount).Decimal(), o.lot.shares)
			if without.total().Cmp(drift.total()) <= 0 {
				kept[i], drift, changed = lighter, without, true
			}
		}
	}
	return slices.DeleteFunc(kept, func(o order) bool { return o.shares.IsZero() })
}

// left is the cash that the account could still spend.
func (d *tradingDesk) left(list orderList, account int) Money {
	left := d.in.Accounts[account].CashBalance
	if left.Sign() < 0 {
		left = Money{}
	}
	for _, o := range list {
		if o.account == account {
			left = left.Sub(o.amount)
		}
	}
	return left
}

// lighter is the order taken back as far as the account's cash allows; not ok
// when nothing can be taken back.
func (o order) lighter(left Money) (order, bool) {
	if o.shares.Sign() > 0 {
		return order{account: o.account, lot: o.lot}, true
	}
	back := o.lot.sharesFor(left.Decimal())
	if o.shares.IsZero() || back.Sign() <= 0 {
		return order{}, false
	}
	shares := o.shares.Neg().Sub(back)
	if shares.Sign() < 0 {
		shares = Decimal{}
	}
	lighter := o.lot.sale(o.account, shares)
	returned := lighter.amount.Sub(o.amount)
	return lighter, worthTrading(returned) && returned.Cmp(left) <= 0
}

// trade is the order as a line of the worksheet.
func (o order) trade(account Account) Trade {
	t := Trade{
		AccountID: account.ID, AccountName: account.Name, Symbol: o.lot.symbol, Shares: o.shares, Amount: o.amount,
	}
	if o.shares.Sign() < 0 && o.lot.basis != nil {
		sold := o.shares.Neg()
		cost := Dollars(o.lot.basis.Decimal().Mul(sold).Div(o.lot.held, 2))
		gain := o.amount.Neg().Sub(cost)
		t.EstimatedGain = &gain
	}
	return t
}
