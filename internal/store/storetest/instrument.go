package storetest

import (
	"testing"

	"alex"
	"alex/internal/store"
)

func page(cursor string) store.Page { return store.Page{Cursor: cursor} }

// spy is a reference instrument.
func spy() alex.Instrument {
	price, ratio := alex.MustDecimal("512.34"), alex.MustDecimal("0.000945")
	return alex.Instrument{
		Symbol: "SPY", Name: "SPDR S&P 500 ETF", Type: alex.ETF, Currency: "USD", ExpenseRatio: &ratio,
		Price: &price, PriceAsOf: "2026-03-09", PriceSource: alex.SourceReference,
		AssetClasses: alex.ClassAllocation{alex.Equity: pct("100")},
		Regions:      alex.RegionAllocation{alex.NorthAmerica: pct("99.5"), alex.Europe: pct("0.5")},
		Sectors:      alex.SectorAllocation{alex.Technology: pct("33.3333"), alex.Diversified: pct("66.6667")},
		Classification: alex.Classification{
			Source: alex.SourceReference, Confidence: pct("100"), Note: "fund page", AsOf: "2026-01-31",
		},
	}
}

func bnd() alex.Instrument {
	i := spy()
	i.Symbol, i.Name, i.Type, i.Price, i.PriceAsOf, i.PriceSource = "BND", "Total 100% Bond_Fund", alex.BondFund, nil, "", ""
	i.AssetClasses = alex.ClassAllocation{alex.FixedIncome: pct("100")}
	return i
}

func (b *bench) seed(t testing.TB) {
	t.Helper()
	must(t, b.System().SeedInstruments(b.ctx, []alex.Instrument{spy(), bnd()}, "v1"))
}

func reference(t *testing.T, b *bench) {
	b.account(t, b.person(t, "early")) // placeholders come before the seed
	b.seed(t)
	b.seed(t)
	r, err := b.System().Reference(b.ctx)
	must(t, err)
	same(t, "the reference", r, store.Reference{Version: "v1", Seeded: 2, Rows: 2})
	got, err := b.System().Instrument(b.ctx, "SPY")
	must(t, err)
	same(t, "a reference row", got, spy())
	_, err = b.System().Instrument(b.ctx, "NONE")
	wantCode(t, "an unknown symbol", err, alex.CodeNotFound)

	for name, edit := range map[string]func(*alex.Instrument){
		"a sum of 99":       func(i *alex.Instrument) { i.AssetClasses = alex.ClassAllocation{alex.Equity: pct("99")} },
		"an unknown key":    func(i *alex.Instrument) { i.Regions = alex.RegionAllocation{"atlantis": pct("100")} },
		"no classification": func(i *alex.Instrument) { i.AssetClasses, i.Regions, i.Sectors = nil, nil, nil },
		"no name":           func(i *alex.Instrument) { i.Name = "" },
		"twice":             func(i *alex.Instrument) { i.Symbol = "BND" },
	} {
		bad := spy()
		edit(&bad)
		err := b.System().SeedInstruments(b.ctx, []alex.Instrument{bnd(), bad}, "v2")
		wantCode(t, "a seed with "+name, err, alex.CodeInvalid)
	}
	again, err := b.System().Reference(b.ctx)
	must(t, err)
	same(t, "the reference after refused seeds", again, r)
}

func ownInstruments(t *testing.T, b *bench) {
	b.seed(t)
	p, other := b.person(t, "user_a"), b.person(t, "user_b")
	price := alex.MustDecimal("1.5")
	must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "SPY", Name: "Mine", Price: &price, PriceAsOf: "2026-03-10"}, nil))
	want := spy()
	want.Name, want.Price, want.PriceSource, want.PriceAsOf = "Mine", &price, alex.SourceUser, "2026-03-10"
	got, err := p.Instrument(b.ctx, "SPY")
	must(t, err)
	same(t, "one's own name and price over the reference", got, want)
	got, err = other.Instrument(b.ctx, "SPY")
	must(t, err)
	same(t, "what another sees", got, spy())

	own := alex.Instrument{
		Symbol: "SPY", AssetClasses: alex.ClassAllocation{alex.Cash: pct("100")},
		Regions: alex.RegionAllocation{alex.Global: pct("100")}, Sectors: alex.SectorAllocation{alex.OtherSector: pct("100")},
		Classification: alex.Classification{Source: alex.SourceReference, Note: "I know better"},
	}
	must(t, p.SaveOwnInstrument(b.ctx, own, nil))
	want = spy()
	want.AssetClasses, want.Regions, want.Sectors = own.AssetClasses, own.Regions, own.Sectors
	want.Classification = alex.Classification{Source: alex.SourceUser, Confidence: pct("100"), Note: "I know better"}
	got, err = p.Instrument(b.ctx, "SPY")
	must(t, err)
	same(t, "one's own classification is the user's, whatever it says", got, want)

	must(t, p.ForgetOwnInstrument(b.ctx, "SPY"))
	got, err = p.Instrument(b.ctx, "SPY")
	must(t, err)
	same(t, "taken back", got, spy())
	own.Sectors = nil
	must(t, p.SaveOwnInstrument(b.ctx, own, nil))
	got, err = p.Instrument(b.ctx, "SPY")
	must(t, err)
	same(t, "sectors that nobody knows", got.Sectors, alex.SectorAllocation(nil))
	own.AssetClasses = nil
	wantCode(t, "regions without classes", p.SaveOwnInstrument(b.ctx, own, nil), alex.CodeInvalid)
}

func tag(symbol alex.Symbol, source alex.Source) alex.Instrument {
	price := alex.MustDecimal("99")
	return alex.Instrument{
		Symbol: symbol, Name: "a model's text", Type: alex.Stock, Currency: "USD", Price: &price,
		AssetClasses:   alex.ClassAllocation{alex.Alternatives: pct("100")},
		Regions:        alex.RegionAllocation{alex.Asia: pct("100")},
		Sectors:        alex.SectorAllocation{alex.Energy: pct("100")},
		Classification: alex.Classification{Source: source, Confidence: pct("40"), Model: "m"},
	}
}

func tags(t *testing.T, b *bench) {
	b.seed(t)
	p, other := b.person(t, "user_a"), b.person(t, "user_b")
	must(t, p.SaveTags(b.ctx, []alex.Instrument{tag("ARKK", alex.SourceModel), tag("SOFI", alex.SourceRules)}))
	got, err := p.Instrument(b.ctx, "ARKK")
	must(t, err)
	want := tag("ARKK", alex.SourceModel)
	want.Name, want.Price = "ARKK", nil
	same(t, "a tag brings neither name nor price", got, want)
	_, err = other.Instrument(b.ctx, "ARKK")
	wantCode(t, "a tag in another's eyes", err, alex.CodeNotFound)

	must(t, p.SaveTags(b.ctx, []alex.Instrument{tag("ARKK", alex.SourceRules)}))
	got, err = p.Instrument(b.ctx, "ARKK")
	must(t, err)
	same(t, "a newer tag", got.Classification.Source, alex.SourceRules)

	price := alex.MustDecimal("7")
	must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "ARKK", Price: &price}, nil))
	got, err = p.Instrument(b.ctx, "ARKK")
	must(t, err)
	same(t, "a price beside a tag keeps the tag", got.Classification.Source, alex.SourceRules)

	own := tag("ARKK", alex.SourceUser)
	own.AssetClasses = alex.ClassAllocation{alex.Equity: pct("100")}
	must(t, p.SaveOwnInstrument(b.ctx, own, nil))
	must(t, p.SaveTags(b.ctx, []alex.Instrument{tag("ARKK", alex.SourceModel)}))
	got, err = p.Instrument(b.ctx, "ARKK")
	must(t, err)
	same(t, "a tag never touches what the person said", got.AssetClasses, own.AssetClasses)
	must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "ARKK"}, nil))
	got, err = p.Instrument(b.ctx, "ARKK")
	must(t, err)
	if got.Classified() {
		t.Errorf("a classification that was taken back is still %+v", got)
	}

	wantCode(t, "a tag from a person", p.SaveTags(b.ctx, []alex.Instrument{tag("X", alex.SourceUser)}), alex.CodeInvalid)
	wantCode(t, "a tag that says nothing", p.SaveTags(b.ctx, []alex.Instrument{{Symbol: "X", Currency: "USD"}}), alex.CodeInvalid)
	r, err := b.System().Instrument(b.ctx, "SPY")
	must(t, err)
	same(t, "the reference", r, spy())
}

func placeholders(t *testing.T, b *bench) {
	b.seed(t)
	p, other := b.person(t, "user_a"), b.person(t, "user_b")
	a := b.account(t, p)
	_, err := p.CreatePosition(b.ctx, alex.Position{AccountID: a.ID, Symbol: "SECRET", Quantity: alex.MustDecimal("1")})
	must(t, err)
	got, err := p.Instrument(b.ctx, "SECRET")
	must(t, err)
	same(t, "a placeholder is the symbol alone", got, alex.Instrument{Symbol: "SECRET", Name: "SECRET", Currency: "USD"})
	_, err = other.Instrument(b.ctx, "SECRET")
	wantCode(t, "another's placeholder", err, alex.CodeNotFound)
	list, err := other.Instruments(b.ctx, "secret", page(""))
	must(t, err)
	same(t, "another's search", list.Items, []alex.Instrument{})
	held, err := p.HeldInstruments(b.ctx)
	must(t, err)
	same(t, "what is held, by symbol", held, []alex.Instrument{bnd(), got, spy()})
}

func search(t *testing.T, b *bench) {
	b.seed(t)
	p := b.person(t, "user_a")
	must(t, p.SaveOwnInstrument(b.ctx, alex.Instrument{Symbol: "ZZZ", Name: "My shed"}, nil))
	for text, want := range map[string][]alex.Symbol{
		"":       {"BND", "SPY", "ZZZ"},
		"sp":     {"SPY"},
		"BoNd":   {"BND"},
		"shed":   {"ZZZ"},
		"100%":   {"BND"},
		"d_f":    {"BND"},
		"p_y":    {},
		"%":      {"BND"},
		"!":      {},
		"' OR 1": {},
	} {
		list, err := p.Instruments(b.ctx, text, page(""))
		must(t, err)
		got := []alex.Symbol{}
		for _, i := range list.Items {
			got = append(got, i.Symbol)
		}
		same(t, "a search for "+text, got, want)
	}
	first, err := p.Instruments(b.ctx, "", store.Page{Limit: 2})
	must(t, err)
	rest, err := p.Instruments(b.ctx, "", store.Page{Limit: 2, Cursor: first.Next})
	must(t, err)
	if len(first.Items) != 2 || len(rest.Items) != 1 || rest.Items[0].Symbol != "ZZZ" || rest.Next != "" {
		t.Errorf("pages of %d and %d, then %q", len(first.Items), len(rest.Items), rest.Next)
	}
}
