package report

import (
	"fmt"

	"alex"
)

const mostHoldings = 10

func (b *builder) portfolio(in Input) {
	p := in.Portfolio
	b.money("portfolio.value", p.TotalValue, "value of everything", "Σ position values + Σ cash")
	b.money("portfolio.invested", p.TotalValue.Sub(p.Cash), "value of all holdings", "Σ position values")
	b.money("portfolio.cash", p.Cash, "cash in accounts", "Σ account cash")
	b.count("portfolio.accounts", len(p.Accounts), "accounts", "number of accounts")
	b.count("portfolio.holdings", len(p.Stakes), "different holdings", "number of priced instruments")
	b.date("portfolio.as_of", in.Snapshot.AsOf, "date of this report", "the file's date, else the newest price")
	oldest, newest := priceDates(p)
	if newest != "" {
		b.date("prices.newest", newest, "newest price", "max price date over holdings")
		b.date("prices.oldest", oldest, "oldest price", "min price date over holdings")
		b.count("prices.age", p.OldestPrice(), "age of the oldest price in days", "as-of date − oldest price date")
	}
	if undated := p.UndatedPrices(); undated > 0 {
		b.count("prices.undated", undated, "holdings whose price has no date", "positions")
	}
	if future := p.FuturePrices(); future > 0 {
		b.count("prices.future", future, "holdings whose price is dated after this report", "positions")
	}
	if len(p.Unpriced) > 0 {
		b.count("unpriced.count", len(p.Unpriced), "holdings without a price", "positions with neither a printed value nor a price in dollars")
	}
	b.referencePrices(p)
	for i, h := range firstN(p.Unpriced, mostHoldings) {
		id := fmt.Sprintf("unpriced.%d.", i+1)
		b.word(id+"symbol", string(h.Symbol), "symbol of a holding without a price", "positions")
		b.put(id+"quantity", alex.UnitCount, h.Quantity.String(), h.Quantity.String(), "units of it", "positions")
	}
	for i, line := range in.Snapshot.Imports {
		id := fmt.Sprintf("import.%d.", i+1)
		b.word(id+"line", line.Line, "how "+line.File+" reconciles", "file total = held + listed as not held")
	}
}

// referencePrices counts the holdings that are valued at a shipped price.
func (b *builder) referencePrices(p alex.Portfolio) {
	var value alex.Money
	var asOf alex.Date
	count := 0
	for _, h := range p.Holdings {
		if h.PriceSource == alex.SourceReference && h.Printed == nil {
			count++
			value = value.Add(h.Value)
			asOf = h.PriceAsOf
		}
	}
	if count > 0 {
		b.count("prices.reference.count", count, "holdings valued at a shipped price", "positions without a price in their file")
		b.money("prices.reference.value", value, "their value", "Σ quantity × shipped price")
		b.date("prices.reference.as_of", asOf, "date of the shipped prices", "reference table")
	}
}

func priceDates(p alex.Portfolio) (oldest, newest alex.Date) {
	for _, h := range p.Holdings {
		if h.PriceAsOf.IsZero() {
			continue
		}
		if oldest == "" || h.PriceAsOf < oldest {
			oldest = h.PriceAsOf
		}
		newest = max(newest, h.PriceAsOf)
	}
	return oldest, newest
}

func (b *builder) exposure(p alex.Portfolio) {
	b.exposures("class", "of everything", "look-through: Σ value × class weight", p.ByAssetClass)
	b.exposures("region", "of everything", "look-through: Σ value × region weight", p.ByRegion)
	regions := p.StocksByRegion()
	b.exposures("stocks.region", "of the stocks", "Σ value × stock share × region weight", regions)
	b.topRegion(p)
	b.exposures("stocks.sector", "of the stocks", "Σ value × stock share × industry weight", p.StocksBySector())
	b.exposures("bonds.type", "of the bonds", "Σ value × bond sector weight", p.BondsByType())
	b.accounts(p)
	b.deferred(p)
}

// deferredValue is what lies in accounts that are taxed on withdrawal; 0 where
// there is nothing of which it could be a share.
func deferredValue(p alex.Portfolio) alex.Money {
	var sum alex.Money
	for _, a := range p.Accounts {
		if a.Type == alex.TaxDeferred && p.TotalValue.Sign() > 0 {
			sum = sum.Add(a.Value)
		}
	}
	return sum
}

func (b *builder) deferred(p alex.Portfolio) {
	if sum := deferredValue(p); sum.Sign() > 0 {
		b.money("deferred.value", sum, "value of accounts taxed on withdrawal", "Σ their values")
		b.percent("deferred.percent", sum.PercentOf(p.TotalValue), "their share of everything", "Σ their values ÷ value of everything")
	}
}

// accounts are listed one by one, empty ones too, in the portfolio's order.
func (b *builder) accounts(p alex.Portfolio) {
	values := make([]alex.Money, len(p.Accounts))
	for i, a := range p.Accounts {
		values[i] = a.Value
	}
	shares := sharesOf(values, p.TotalValue)
	texts := amountTexts(values)
	for i, a := range p.Accounts {
		id := fmt.Sprintf("account.%d.", i+1)
		b.word(id+"name", a.Name, "name of an account", "accounts")
		b.moneyText(id+"value", a.Value, texts[i], "value of account "+a.Name, "Σ its positions + its cash")
		b.rate(id+"percent", shares[i], "share of account "+a.Name, "its value ÷ value of everything")
		b.word(id+"kind", kindOf(a.Type), "how account "+a.Name+" is taxed", "accounts")
	}
}

// exposures are a list of parts; class.cash, for one, has its value and its
// percent.
func (b *builder) exposures(prefix, of, source string, list []alex.Exposure) {
	values := make([]alex.Money, len(list))
	for i, e := range list {
		values[i] = e.Value
	}
	texts := amountTexts(values)
	for i, e := range list {
		id := prefix + "." + e.Key
		b.moneyText(id+".value", e.Value, texts[i], e.Name+", value "+of, source)
		b.rate(id+".percent", e.Percent, e.Name+", share "+of, source)
	}
}

func kindOf(t alex.AccountType) string {
	switch t {
	case alex.TaxDeferred:
		return "taxed on withdrawal"
	case alex.TaxFree:
		return "tax-free"
	case alex.CashAccount:
		return "savings"
	default:
		return "taxable"
	}
}

func (b *builder) holdings(p alex.Portfolio) {
	shown := firstN(p.Stakes, mostHoldings)
	values := make([]alex.Money, len(shown))
	var sum alex.Money
	var share alex.Percent
	for i, s := range shown {
		values[i] = s.Value
		sum = sum.Add(s.Value)
		share = share.Add(shareOf(s.Value, p.TotalValue))
	}
	texts := amountTexts(append(values, p.TotalValue.Sub(p.Cash).Sub(sum)))
	for i, s := range shown {
		id, symbol := fmt.Sprintf("holding.%d.", i+1), string(s.Instrument.Symbol)
		b.word(id+"symbol", symbol, "symbol of a holding", "positions")
		b.word(id+"name", nameOf(s.Instrument), "name of a holding", "instruments")
		b.moneyText(id+"value", s.Value, texts[i], "value of "+symbol, "Σ quantity × price over accounts, or the value its file printed")
		b.rate(id+"percent", shareOf(s.Value, p.TotalValue), "share of "+symbol, "its value ÷ value of everything")
	}
	if len(shown) > 0 {
		b.percent("holdings.shown.percent", share, "share of the largest holdings shown", "Σ their shares")
		b.percent("holdings.top_five.percent", p.Concentration.TopFivePct, "share of the five largest holdings", "Σ their values ÷ value of everything")
	}
	if rest := len(p.Stakes) - len(shown); rest > 0 {
		value := p.TotalValue.Sub(p.Cash).Sub(sum)
		b.count("holdings.rest.count", rest, "holdings not in the table", "holdings − those shown")
		b.moneyText("holdings.rest.value", value, texts[len(shown)], "value of the holdings not in the table", "value of all holdings − those shown")
	}
	b.unclassified(p)
}

// likeHolding is the prefix of the fact in the table of holdings that is about
// the same stake.
func likeHolding(p alex.Portfolio, s alex.Stake) string {
	for i, shown := range firstN(p.Stakes, mostHoldings) {
		if shown.Instrument.Symbol == s.Instrument.Symbol {
			return fmt.Sprintf("holding.%d.", i+1)
		}
	}
	return ""
}

func (b *builder) unclassified(p alex.Portfolio) {
	unknown := unclassified(p)
	for i, s := range firstN(unknown, mostHoldings) {
		id := fmt.Sprintf("unclassified.%d.", i+1)
		b.word(id+"symbol", string(s.Instrument.Symbol), "symbol of an unclassified holding", "positions")
		b.moneyAs(likeHolding(p, s)+"value", id+"value", s.Value, "value of "+string(s.Instrument.Symbol), "positions")
	}
	if len(unknown) > 0 {
		b.count("unclassified.count", len(unknown), "unclassified holdings", "holdings without known weights")
	}
}

// unclassified are the stakes of unknown kind that are worth anything.
func unclassified(p alex.Portfolio) []alex.Stake {
	var list []alex.Stake
	for _, s := range p.Stakes {
		if !s.Instrument.Classified() && s.Value.Sign() > 0 {
			list = append(list, s)
		}
	}
	return list
}

func nameOf(i alex.Instrument) string {
	if i.Name == "" {
		return string(i.Symbol)
	}
	return i.Name
}

func firstN[T any](list []T, n int) []T { return list[:min(n, len(list))] }
