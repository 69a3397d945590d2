package report

import (
	"fmt"
	"slices"
	"strings"

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
	if len(p.Unpriced) > 0 {
		b.count("unpriced.count", len(p.Unpriced), "holdings without a price", "positions with neither a printed value nor a price in dollars")
	}
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
	b.exposures("stocks.region", "of the stocks", "Σ value × stock share × region weight", p.StocksByRegion())
	b.exposures("stocks.sector", "of the stocks", "Σ value × stock share × industry weight", p.StocksBySector())
	b.exposures("bonds.type", "of the bonds", "Σ value × bond sector weight", p.BondsByType())
	for i, e := range p.ByAccount {
		id := fmt.Sprintf("account.%d.", i+1)
		b.word(id+"name", e.Name, "name of an account", "accounts")
		b.money(id+"value", e.Value, "value of account "+e.Name, "Σ its positions + its cash")
		b.percent(id+"percent", e.Percent, "share of account "+e.Name, "its value ÷ value of everything")
		b.word(id+"kind", kindsOf(p.Accounts, e.Name), "how account "+e.Name+" is taxed", "accounts")
	}
}

// kindsOf says how the accounts of a name are taxed: accounts that share a
// name share a row.
func kindsOf(accounts []alex.ValuedAccount, name string) string {
	var kinds []string
	for _, a := range accounts {
		if kind := kindOf(a.Type); a.Name == name && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return strings.Join(kinds, " and ")
}

func (b *builder) exposures(prefix, of, source string, list []alex.Exposure) {
	for _, e := range list {
		id := prefix + "." + e.Key
		b.money(id+".value", e.Value, e.Name+", value "+of, source)
		b.percent(id+".percent", e.Percent, e.Name+", share "+of, source)
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
	var sum alex.Money
	for i, s := range firstN(p.Stakes, mostHoldings) {
		id := fmt.Sprintf("holding.%d.", i+1)
		b.word(id+"symbol", string(s.Instrument.Symbol), "symbol of a holding", "positions")
		b.word(id+"name", nameOf(s.Instrument), "name of a holding", "instruments")
		b.money(id+"value", s.Value, "value of "+string(s.Instrument.Symbol), "Σ quantity × price over accounts, or the value its file printed")
		b.percent(id+"percent", s.Percent, "share of "+string(s.Instrument.Symbol), "its value ÷ value of everything")
		sum = sum.Add(s.Value)
	}
	if len(p.Stakes) > 0 {
		b.percent("holdings.shown.percent", sum.PercentOf(p.TotalValue), "share of the largest holdings shown", "Σ their values ÷ value of everything")
		b.percent("holdings.top_five.percent", p.Concentration.TopFivePct, "share of the five largest holdings", "Σ their values ÷ value of everything")
	}
	if rest := len(p.Stakes) - mostHoldings; rest > 0 {
		b.count("holdings.rest.count", rest, "holdings not in the table", "holdings − those shown")
		b.money("holdings.rest.value", p.TotalValue.Sub(p.Cash).Sub(sum), "value of the holdings not in the table", "value of all holdings − those shown")
	}
	b.unclassified(p)
}

func (b *builder) unclassified(p alex.Portfolio) {
	count := 0
	for _, s := range p.Stakes {
		if s.Instrument.Classified() || s.Value.IsZero() {
			continue
		}
		count++
		if count <= mostHoldings {
			id := fmt.Sprintf("unclassified.%d.", count)
			b.word(id+"symbol", string(s.Instrument.Symbol), "symbol of an unclassified holding", "positions")
			b.money(id+"value", s.Value, "value of "+string(s.Instrument.Symbol), "positions")
		}
	}
	if count > 0 {
		b.count("unclassified.count", count, "unclassified holdings", "holdings without known weights")
	}
}

func nameOf(i alex.Instrument) string {
	if i.Name == "" {
		return string(i.Symbol)
	}
	return i.Name
}

func firstN[T any](list []T, n int) []T { return list[:min(n, len(list))] }
