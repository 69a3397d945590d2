package alex

import "cmp"

// Bounds of the search.
const (
	mostExchanges = 5_000     // far above what any portfolio needs
	leastRate     = 10_000    // an exchange must lower the drift by a cent a dollar
	rateStep      = 100_000   // rates within ten cents a dollar count as alike
	mostParts     = 1_000_000 // cap of a drift in millionths of the whole
)

var oneCent = MustDecimal("0.01")

// holdCash names cash as one side of an exchange.
const holdCash = -1

// exchange turns dollars of one lot of a counter (or cash) into another, and
// lowers the total drift by rate millionths of a dollar for each.
type exchange struct {
	counter, from, to int
	rate, gain, slope int64
}

// better compares exchanges: the rate first, in coarse steps; among alike ones
// less taxable gain, then whatever the drift is largest for.
func (e exchange) better(f exchange) bool {
	return cmp.Or(cmp.Compare(e.rate/rateStep, f.rate/rateStep), cmp.Compare(f.gain, e.gain),
		cmp.Compare(e.slope, f.slope), cmp.Compare(e.rate, f.rate)) > 0
}

// plan makes the best exchange until none lowers the drift.
func (d *tradingDesk) plan() {
	for range mostExchanges {
		e, found := d.bestExchange()
		if !found {
			return
		}
		d.carryOut(e)
	}
}

// bestExchange rates every pair of holdings once: what an exchange does to the
// drift is the same in each account, so that only the giver differs.
func (d *tradingDesk) bestExchange() (exchange, bool) {
	var best exchange
	found := false
	parts := d.parts()
	for from := holdCash; from < len(d.picks); from++ {
		giver, gain, ok := d.giver(from)
		if !ok {
			continue
		}
		for to := holdCash; to < len(d.picks); to++ {
			e := exchange{counter: giver, from: from, to: to, gain: gain}
			if d.rate(&e, parts) && (!found || e.better(best)) {
				best, found = e, true
			}
		}
	}
	return best, found
}

// giver is the account that can give of a pick, or of cash, with the least
// taxable gain. Undoing a planned purchase has none.
func (d *tradingDesk) giver(from int) (counter int, gain int64, ok bool) {
	for i := range d.counters {
		c := &d.counters[i]
		if c.available(from).Cmp(oneCent) < 0 {
			continue
		}
		var own int64
		if from != holdCash && c.lots[from].planned.Sign() <= 0 {
			own = c.lots[from].gain
		}
		if !ok || own < gain {
			counter, gain, ok = i, own, true
		}
	}
	return counter, gain, ok
}

// parts is the drift in millionths of the whole: its sign decides whether an
// exchange helps, 0 standing for less than a cent.
func (d *tradingDesk) parts() millionths {
	var parts millionths
	most := DecimalOf(mostParts)
	for c, drift := range d.drift {
		if drift.Abs().Cmp(oneCent) < 0 {
			continue
		}
		part := drift.Mul(DecimalOf(1_000_000)).Div(d.whole, 0)
		if part.Abs().Cmp(most) > 0 {
			part = DecimalOf(int64(mostParts * part.Sign()))
		}
		if parts[c] = part.Int64(); parts[c] == 0 {
			parts[c] = int64(drift.Sign())
		}
	}
	return parts
}

// rate works out what an exchange does to the drift; false when it does not
// help or the rule forbids it.
func (d *tradingDesk) rate(e *exchange, parts millionths) bool {
	if e.from == e.to {
		return false
	}
	out, in := d.weights(e.from), d.weights(e.to)
	for k := range parts {
		rise := in[k] - out[k]
		if rise > 0 && parts[k] >= 0 && k != cashColumn && d.in.Rule == BuyOnly {
			return false
		}
		switch {
		case parts[k] > 0:
			e.rate -= rise
		case parts[k] < 0:
			e.rate += rise
		default:
			e.rate -= max(rise, -rise)
		}
		e.slope -= parts[k] * rise
	}
	return e.rate >= leastRate
}

func (d *tradingDesk) weights(k int) millionths {
	if k == holdCash {
		return millionths{cashColumn: 1_000_000}
	}
	return d.picks[k].weights
}

func (d *tradingDesk) shares(k int) spread {
	if k == holdCash {
		return spread{cashColumn: DecimalOf(1)}
	}
	return d.picks[k].shares
}

// available is what can be taken from a lot or from cash: a planned purchase
// is undone before anything held is sold.
func (c *counter) available(k int) Decimal {
	if k == holdCash {
		return c.spendable
	}
	l := &c.lots[k]
	if l.planned.Sign() > 0 {
		return l.planned
	}
	return l.value.Add(l.planned)
}

// carryOut makes an exchange as far as it helps: until a class reaches its
// target or nothing is left to give.
func (d *tradingDesk) carryOut(e exchange) {
	c := &d.counters[e.counter]
	out, in := d.shares(e.from), d.shares(e.to)
	amount := c.available(e.from)
	for k := range d.drift {
		rise := in[k].Sub(out[k])
		if d.drift[k].Abs().Cmp(oneCent) < 0 || rise.Sign()*d.drift[k].Sign() >= 0 {
			continue
		}
		if reach := d.drift[k].Abs().Div(rise.Abs(), 4).Floor(2); reach.Cmp(amount) < 0 {
			amount = reach
		}
	}
	c.shift(e.from, amount.Neg())
	c.shift(e.to, amount)
	d.drift = d.drift.moved(amount.Neg(), out).moved(amount, in)
}

func (c *counter) shift(k int, amount Decimal) {
	if k == holdCash {
		c.spendable = c.spendable.Add(amount)
		return
	}
	c.lots[k].planned = c.lots[k].planned.Add(amount)
}
