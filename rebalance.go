package alex

import (
	"cmp"
	"slices"
)

// RebalanceRule says what a rebalancing worksheet may do. Under every rule
// nothing moves between accounts, no account of type cash is touched, and
// cash below zero is neither spent nor topped up by force.
type RebalanceRule string

const (
	// CashOnly spends the cash that lies in each account as long as the whole
	// comes nearer to the targets. A mixed fund may carry one of its classes
	// past its target where the others gain more.
	CashOnly RebalanceRule = "cash_only"
	// BuyOnly spends the same cash more strictly: no class but cash is carried
	// past its target, so that what cannot be placed stays cash.
	BuyOnly RebalanceRule = "buy_only"
	// BuyAndSell may also sell picked instruments, in accounts without tax on
	// gains first, then where the gain is smallest.
	BuyAndSell RebalanceRule = "buy_and_sell"
)

// Known lists every rule.
func (RebalanceRule) Known() []RebalanceRule {
	return []RebalanceRule{BuyOnly, BuyAndSell, CashOnly}
}

// MaxRebalanceInstruments is the largest number of instruments in a worksheet.
const MaxRebalanceInstruments = 100

// RebalanceInput is a portfolio, the person's targets, and the instruments
// that the person picked: Alex trades those alone and proposes none.
type RebalanceInput struct {
	AsOf        Date
	Accounts    []Account
	Book        Book
	Rule        RebalanceRule
	Instruments []Symbol
	Targets     ClassAllocation
	WholeShares bool
}

// Trade is one line of a worksheet. Shares and Amount are above zero for a
// purchase and below for a sale. EstimatedGain is what a sale brings above its
// share of the cost basis; nil for a purchase, and where no basis is known.
type Trade struct {
	AccountID     ID      `json:"accountId"`
	AccountName   string  `json:"accountName"`
	Symbol        Symbol  `json:"symbol"`
	Shares        Decimal `json:"shares"`
	Amount        Money   `json:"amount"`
	EstimatedGain *Money  `json:"estimatedGain"`
}

// AccountResidual is the cash of one account after its trades: its cash before
// less the sum of its trades' amounts, to the cent.
type AccountResidual struct {
	AccountID   ID     `json:"accountId"`
	AccountName string `json:"accountName"`
	Residual    Money  `json:"residual"`
}

// Worksheet is what Rebalance works out. Before and After give each class in
// percent of all that has a price, with what is not classified under
// "unclassified"; they sum to 100, and are empty where the whole is not above
// zero. Unreachable are the classes with a target that no picked instrument
// serves (cash aside).
type Worksheet struct {
	AsOf        Date              `json:"asOf,omitempty"`
	Trades      []Trade           `json:"trades"`
	Accounts    []AccountResidual `json:"accounts"`
	Before      ClassAllocation   `json:"before"`
	After       ClassAllocation   `json:"after"`
	Residual    Money             `json:"residual"` // the sum over the accounts
	Unreachable []AssetClass      `json:"unreachable"`
}

// Rebalance works out trades in the picked instruments that bring the classes
// nearer to the targets. It never sells more than is held, spends more than
// the account has, or leaves the sum of the classes' absolute drifts larger
// than before; where it finds no better, there are no trades. The same
// accounts in another order give the same trades. A bad rule, target or
// instrument, or one without a price in dollars, is a CodeInvalid error.
//
// It descends by exchanges of two holdings (or cash) within one account. That
// reaches the best mix where instruments belong to one class each; with mixed
// funds it may stop a little short of it.
func Rebalance(in RebalanceInput) (Worksheet, error) {
	if err := in.validate(); err != nil {
		return Worksheet{}, err
	}
	desk, err := newTradingDesk(in)
	if err != nil {
		return Worksheet{}, err
	}
	start := desk.drift
	if desk.whole.Sign() > 0 {
		desk.plan()
	}
	orders := desk.orders(start)
	after := orders.drift(start)
	if after.total().Cmp(start.total()) > 0 || desk.shownDrift(after).Cmp(desk.shownDrift(start)) > 0 {
		orders, after = nil, start
	}
	return desk.worksheet(orders, start, after), nil
}

func (in RebalanceInput) validate() error {
	var p Problems
	if !slices.Contains(in.Rule.Known(), in.Rule) {
		p.Addf("rule", "%q is not one of buy_only, buy_and_sell, cash_only", clip(string(in.Rule)))
	}
	if n := len(in.Instruments); n == 0 || n > MaxRebalanceInstruments {
		p.Addf("instruments", "%d are picked; pick between 1 and %d", n, MaxRebalanceInstruments)
	}
	seen := map[Symbol]bool{}
	for i, symbol := range in.Instruments {
		switch {
		case !symbolPattern.MatchString(string(symbol)):
			p.Addf("instruments"+index(i), "%q is not a ticker symbol", clip(string(symbol)))
		case seen[symbol]:
			p.Addf("instruments"+index(i), "%s is picked twice", symbol)
		}
		seen[symbol] = true
	}
	p.Join("", in.Targets.Validate("targets"))
	return p.Err()
}

func (d *tradingDesk) worksheet(orders orderList, before, after spread) Worksheet {
	sheet := Worksheet{
		AsOf: d.in.AsOf, Trades: []Trade{}, Accounts: []AccountResidual{}, Unreachable: d.in.unreachable(),
		Before: d.shown(before), After: d.shown(after),
	}
	for i, account := range d.in.Accounts {
		residual := account.CashBalance
		for _, o := range orders.of(i) {
			residual = residual.Sub(o.amount)
			sheet.Trades = append(sheet.Trades, o.trade(account))
		}
		sheet.Residual = sheet.Residual.Add(residual)
		sheet.Accounts = append(sheet.Accounts, AccountResidual{account.ID, account.Name, residual})
	}
	return sheet
}

// unreachable lists the classes with a target that no pick serves.
func (in RebalanceInput) unreachable() []AssetClass {
	missing := []AssetClass{}
	for _, class := range Equity.Known() {
		served := slices.ContainsFunc(in.Instruments, func(s Symbol) bool {
			return in.Book.Find(s).AssetClasses[class].Sign() > 0
		})
		if class != Cash && in.Targets[class].Sign() > 0 && !served {
			missing = append(missing, class)
		}
	}
	return missing
}

// shown is the mix in percent with four decimals, summing to 100.
func (d *tradingDesk) shown(drift spread) ClassAllocation {
	mix := ClassAllocation{}
	if d.whole.Sign() <= 0 {
		return mix
	}
	parts := make([]Decimal, len(drift))
	for c := range drift {
		parts[c] = drift[c].Add(d.goal[c]).Mul(DecimalOf(100)).Div(d.whole, 12)
	}
	for c, part := range Apportion(parts, DecimalOf(100), 4) {
		if class := columns()[c]; class != KeyUnclassified || !part.IsZero() {
			mix[class] = Percent{part}
		}
	}
	return mix
}

// shownDrift is the sum of absolute drifts as a reader of the worksheet would
// add it up.
func (d *tradingDesk) shownDrift(drift spread) Decimal {
	var sum Decimal
	for class, percent := range d.shown(drift) {
		sum = sum.Add(percent.Decimal.Sub(d.in.Targets[class].Decimal).Abs())
	}
	return sum
}

// canonicalOrder is an order of the accounts that does not depend on how they
// are listed.
func canonicalOrder(accounts []Account) []int {
	order := make([]int, len(accounts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := accounts[i], accounts[j]
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Type, b.Type),
			cmp.Compare(a.Fingerprint, b.Fingerprint), a.CashBalance.Cmp(b.CashBalance))
	})
	return order
}
