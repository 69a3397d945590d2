package alex

import "slices"

// spread is an amount in dollars, or a share, for each column: the asset
// classes in their order, then what is not classified.
type spread [7]Decimal

const cashColumn = 4

func columns() []AssetClass { return append(Equity.Known(), KeyUnclassified) }

// total is the sum of the absolute values.
func (s spread) total() Decimal {
	var sum Decimal
	for _, x := range s {
		sum = sum.Add(x.Abs())
	}
	return sum
}

// moved is s after amount dollars of cash became something of these shares.
func (s spread) moved(amount Decimal, shares spread) spread {
	for c := range s {
		s[c] = s[c].Add(amount.Mul(shares[c]))
	}
	s[cashColumn] = s[cashColumn].Sub(amount)
	return s
}

// classShares is how a dollar of the instrument divides over the columns.
func classShares(ins Instrument) spread {
	var shares spread
	known := columns()
	for class, weight := range ins.AssetClasses {
		if c := slices.Index(known, class); c >= 0 {
			shares[c] = weight.Fraction()
		}
	}
	if !ins.Classified() {
		shares[len(shares)-1] = DecimalOf(1)
	}
	return shares
}

// millionths are shares as whole numbers, for comparing many exchanges fast.
type millionths [7]int64

func (s spread) millionths() millionths {
	var m millionths
	for c := range s {
		m[c] = s[c].Mul(DecimalOf(1_000_000)).Round(0).Int64()
	}
	return m
}

// tradingDesk holds the plan while it is being made: by account what may be
// traded, and how far each class is from its target.
type tradingDesk struct {
	in       RebalanceInput
	whole    Decimal // all that has a price, and cash
	goal     spread  // dollars by target
	drift    spread  // dollars above the goal
	picks    []lot   // the picked instruments, in order of symbol
	counters []counter
}

// counter is one account at the desk.
type counter struct {
	account   int     // its place in the input
	spendable Decimal // dollars of cash that are left to spend
	lots      []lot   // one for each pick, in the same order
}

// lot is a picked instrument in one account.
type lot struct {
	symbol     Symbol
	price      Decimal
	shares     spread
	weights    millionths
	held       Decimal // quantity
	value      Decimal // dollars that may be sold
	basis      *Money
	gain       int64   // taxable gain in millionths of the value
	planned    Decimal // dollars to buy, or below zero to sell
	wholeUnits bool
}

func newTradingDesk(in RebalanceInput) (*tradingDesk, error) {
	d := &tradingDesk{in: in}
	var value spread
	for _, account := range in.Accounts {
		value = value.add(accountSpread(account, in.Book))
	}
	for c := range value {
		d.whole = d.whole.Add(value[c])
	}
	for c, class := range columns() {
		d.goal[c] = d.whole.Mul(in.Targets[class].Fraction())
		d.drift[c] = value[c].Sub(d.goal[c])
	}
	var err error
	if d.picks, err = in.pickedLots(); err != nil {
		return nil, err
	}
	for _, i := range canonicalOrder(in.Accounts) {
		if in.Accounts[i].Type != CashAccount { // a bank account holds no securities
			d.counters = append(d.counters, in.counter(i, d.picks))
		}
	}
	return d, nil
}

func (s spread) add(t spread) spread {
	for c := range s {
		s[c] = s[c].Add(t[c])
	}
	return s
}

// accountSpread is the value of an account by column; positions without a
// price are left out.
func accountSpread(account Account, book Book) spread {
	sum := spread{cashColumn: account.CashBalance.Decimal()}
	for _, pos := range account.Positions {
		ins := book.Find(pos.Symbol)
		value, ok := pos.worth(ins)
		if !ok {
			continue
		}
		for c, share := range classShares(ins) {
			sum[c] = sum[c].Add(value.Decimal().Mul(share))
		}
	}
	return sum
}

// pickedLots are the picked instruments in order of symbol with the price at which
// an account buys that holds none yet.
func (in RebalanceInput) pickedLots() ([]lot, error) {
	var p Problems
	lots := make([]lot, 0, len(in.Instruments))
	for i, symbol := range in.Instruments {
		ins := in.Book.Find(symbol)
		price, ok := Position{}.unitPrice(ins)
		if !ok {
			price, ok = in.heldPrice(symbol, ins)
		}
		if !ok {
			p.Addf("instruments"+index(i), "no price in US dollars is known of %s", symbol)
		}
		shares := classShares(ins)
		lots = append(lots, lot{
			symbol: symbol, price: price, shares: shares, weights: shares.millionths(), wholeUnits: in.WholeShares,
		})
	}
	slices.SortFunc(lots, func(a, b lot) int {
		if a.symbol < b.symbol {
			return -1
		}
		return 1
	})
	return lots, p.Err()
}

// heldPrice is the newest price of symbol among the holdings, the higher of
// two of one day.
func (in RebalanceInput) heldPrice(symbol Symbol, ins Instrument) (Decimal, bool) {
	var newest Date
	var best Decimal
	for _, account := range in.Accounts {
		for _, pos := range account.Positions {
			price, ok := pos.unitPrice(ins)
			if pos.Symbol != symbol || !ok || pos.PriceAsOf < newest {
				continue
			}
			if pos.PriceAsOf > newest || price.Cmp(best) > 0 {
				newest, best = pos.PriceAsOf, price
			}
		}
	}
	return best, best.Sign() > 0
}

// counter sets an account up: its spendable cash, and its own holdings of the
// picks at their own price.
func (in RebalanceInput) counter(i int, picks []lot) counter {
	account := in.Accounts[i]
	c := counter{account: i, lots: slices.Clone(picks)}
	if account.CashBalance.Sign() > 0 {
		c.spendable = account.CashBalance.Decimal()
	}
	for k := range c.lots {
		c.lots[k].hold(account, in.Book.Find(c.lots[k].symbol))
		if in.Rule != BuyAndSell {
			c.lots[k].value = Decimal{}
		}
	}
	return c
}

// hold takes over what the account holds of the lot's instrument.
func (l *lot) hold(account Account, ins Instrument) {
	var basis Money
	positions, known := 0, true
	for _, pos := range account.Positions {
		price, ok := pos.unitPrice(ins)
		if pos.Symbol != l.symbol || !ok || pos.Quantity.Sign() <= 0 {
			continue
		}
		positions++
		l.price = price
		l.held = l.held.Add(pos.Quantity)
		l.value = l.value.Add(pos.Quantity.Mul(price).Floor(2))
		if pos.CostBasis == nil {
			known = false
			continue
		}
		basis = basis.Add(*pos.CostBasis)
	}
	if positions > 1 {
		l.price = l.value.Div(l.held, 8)
	}
	if positions > 0 && known {
		l.basis = &basis
	}
	if account.Type == Taxable {
		l.gain = l.gainShare()
	}
}

// gainShare is the gain in millionths of the value; all of it where no basis
// is known.
func (l *lot) gainShare() int64 {
	if l.basis == nil {
		return 1_000_000
	}
	return l.value.Sub(l.basis.Decimal()).Mul(DecimalOf(1_000_000)).Div(l.value, 0).Int64()
}
