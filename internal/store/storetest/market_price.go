package storetest

import (
	"testing"
	"time"

	"alex"
	"alex/internal/store"
)

func (b *bench) price(symbol alex.Symbol, text string, day alex.Date) store.MarketPrice {
	return store.MarketPrice{
		Symbol: symbol, Price: alex.MustDecimal(text), AsOf: day, Source: alex.SourceMarket, FetchedAt: b.now,
	}
}

func twoPrices(b *bench) []store.MarketPrice {
	return []store.MarketPrice{b.price("SPY", "600.5", "2026-03-10"), b.price("BND", "73.63", "2026-03-10")}
}

func marketPrices(t *testing.T, b *bench) {
	b.seed(t)
	system := b.System()
	must(t, system.SaveMarketPrices(b.ctx, nil))
	must(t, system.SaveMarketPrices(b.ctx, append(twoPrices(b), b.price("NOBODYS", "1", "2026-03-10"))))
	stored := func(symbols ...alex.Symbol) []store.MarketPrice {
		t.Helper()
		got, err := system.MarketPrices(b.ctx, symbols)
		must(t, err)
		return got
	}
	bnd, spy := twoPrices(b)[1], twoPrices(b)[0]
	same(t, "no symbols", stored(), []store.MarketPrice{})
	same(t, "one of them", stored("SPY"), []store.MarketPrice{spy})
	same(t, "by symbol, without those that have none", stored("SPY", "ZZZ", "AAA", "BND", "NOBODYS"), []store.MarketPrice{bnd, spy})
	same(t, "around one that was not asked for", stored("AAA", "SPY", "SPY"), []store.MarketPrice{spy})

	older, again := b.price("SPY", "1", "2026-03-09"), b.price("BND", "73.00000001", "2026-03-10")
	again.FetchedAt = b.now.Add(time.Hour)
	must(t, system.SaveMarketPrices(b.ctx, []store.MarketPrice{older, again}))
	same(t, "an older price, and a later one of the same day", stored("SPY", "BND"), []store.MarketPrice{again, spy})

	for name, edit := range map[string]func(*store.MarketPrice){
		"of zero":           func(p *store.MarketPrice) { p.Price = alex.Decimal{} },
		"below zero":        func(p *store.MarketPrice) { p.Price = alex.MustDecimal("-1") },
		"without a date":    func(p *store.MarketPrice) { p.AsOf = "" },
		"of no day":         func(p *store.MarketPrice) { p.AsOf = "2026-02-30" },
		"of a person":       func(p *store.MarketPrice) { p.Source = alex.SourceUser },
		"of no one":         func(p *store.MarketPrice) { p.Source = "" },
		"of what is no one": func(p *store.MarketPrice) { p.Symbol = "a b" },
	} {
		bad := b.price("SPY", "700", "2026-03-11")
		edit(&bad)
		err := system.SaveMarketPrices(b.ctx, []store.MarketPrice{b.price("BND", "80", "2026-03-11"), bad})
		wantCode(t, "a price "+name, err, alex.CodeInvalid)
	}
	same(t, "after refused prices", stored("SPY", "BND"), []store.MarketPrice{again, spy})
}

// marketOverlay looks which of three prices counts: the person's own; else the
// newer of the market's and the reference's.
func marketOverlay(t *testing.T, b *bench) {
	b.seed(t)
	p := b.person(t, "user_a")
	b.account(t, p)
	save := func(prices ...store.MarketPrice) { must(t, b.System().SaveMarketPrices(b.ctx, prices)) }
	wants := func(what string, symbol alex.Symbol, text string, source alex.Source, day alex.Date) {
		t.Helper()
		one, err := p.Instrument(b.ctx, symbol)
		must(t, err)
		list, err := p.Instruments(b.ctx, string(symbol), page(""))
		must(t, err)
		for _, i := range append(list.Items, one) {
			same(t, what, []any{*i.Price, i.PriceSource, i.PriceAsOf}, []any{alex.MustDecimal(text), source, day})
		}
	}
	wants("no market price", "SPY", "512.34", alex.SourceReference, "2026-03-09")
	save(b.price("SPY", "500", "2026-03-08"), b.price("BND", "73.63", "2026-03-10"))
	wants("an older market price", "SPY", "512.34", alex.SourceReference, "2026-03-09")
	wants("a market price where the reference has none", "BND", "73.63", alex.SourceMarket, "2026-03-10")
	save(b.price("SPY", "500", "2026-03-09"))
	wants("a market price of the same day", "SPY", "500", alex.SourceMarket, "2026-03-09")
	save(b.price("SPY", "501", "2026-03-10"))
	wants("a newer market price", "SPY", "501", alex.SourceMarket, "2026-03-10")

	own := alex.MustDecimal("9")
	must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "SPY", Price: &own, PriceAsOf: "2020-01-01"}, nil))
	wants("one's own price, however old", "SPY", "9", alex.SourceUser, "2020-01-01")
	must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "BND", Currency: "EUR"}, nil))
	i, err := p.Instrument(b.ctx, "BND")
	must(t, err)
	if i.Price != nil {
		t.Errorf("an instrument in euros has the dollar price %s", i.Price)
	}
	must(t, p.ForgetOwnInstrument(b.ctx, "BND"))
	held, err := p.HeldInstruments(b.ctx)
	must(t, err)
	same(t, "prices of what is held", []any{*held[0].Price, *held[1].Price}, []any{alex.MustDecimal("73.63"), own})
	snapshot, err := p.Snapshot(b.ctx)
	must(t, err)
	same(t, "a snapshot freezes them", snapshot.Instruments, held)
}

// pricesTellNothing: a market price is stored because somebody holds the
// symbol. Only those who hold it see it.
func pricesTellNothing(t *testing.T, b *bench) {
	b.seed(t)
	b.account(t, b.person(t, "user_a"))
	p := b.person(t, "user_b")
	must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "BND", Name: "My bonds"}, nil))
	must(t, b.System().SaveMarketPrices(b.ctx, []store.MarketPrice{b.price("SPY", "501", "2026-03-10"), b.price("BND", "73.63", "2026-03-10")}))
	sources := func() (seen []alex.Source) {
		t.Helper()
		for _, symbol := range []alex.Symbol{"BND", "SPY"} {
			one, err := p.Instrument(b.ctx, symbol)
			must(t, err)
			list, err := p.Instruments(b.ctx, string(symbol), page(""))
			must(t, err)
			same(t, "a search for "+string(symbol), list.Items, []alex.Instrument{one})
			seen = append(seen, one.PriceSource)
		}
		return seen
	}
	same(t, "what another holds", sources(), []alex.Source{"", alex.SourceReference})
	a := household()
	a.Positions = a.Positions[1:]
	_, err := p.CreateAccount(b.ctx, a)
	must(t, err)
	same(t, "what one holds oneself", sources(), []alex.Source{"", alex.SourceMarket})
}

// placeholdersGo when nobody needs them, and no other row does.
func placeholdersGo(t *testing.T, b *bench) {
	b.seed(t)
	p, other := b.person(t, "user_a"), b.person(t, "user_b")
	b.account(t, p)
	made, err := p.CreateAccount(b.ctx, holding(250))
	must(t, err)
	_, err = p.CreateAccount(b.ctx, alex.Account{Name: "Kept", Type: alex.Taxable, Positions: made.Positions[:1]})
	must(t, err)
	must(t, other.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "P00001", Name: "said"}, nil))
	must(t, b.System().SaveMarketPrices(b.ctx, []store.MarketPrice{b.price("P00002", "1", "2026-03-10")}))
	purge := func(want int64) {
		t.Helper()
		n, err := b.System().PurgePlaceholders(b.ctx, b.now)
		must(t, err)
		if n != want {
			t.Errorf("%d placeholders are purged, want %d", n, want)
		}
	}
	b.now = b.now.Add(time.Second)
	purge(0)
	must(t, p.DeleteAccount(b.ctx, made.ID, nil))
	_, err = p.CreateAccount(b.ctx, alex.Account{Name: "New", Type: alex.Taxable, Positions: []alex.Position{{Symbol: "YOUNG", Quantity: alex.MustDecimal("1")}}})
	must(t, err)
	purge(248)
	purge(0)
	list, err := p.Instruments(b.ctx, "", page(""))
	must(t, err)
	var got []alex.Symbol
	for _, i := range list.Items {
		got = append(got, i.Symbol)
	}
	same(t, "what is left", got, []alex.Symbol{"BND", "P00000", "SPY", "YOUNG"})
	_, err = other.Instrument(b.ctx, "P00001")
	must(t, err)
	prices, err := b.System().MarketPrices(b.ctx, []alex.Symbol{"P00002"})
	must(t, err)
	same(t, "the price of a placeholder that is gone", prices, []store.MarketPrice{})
}
