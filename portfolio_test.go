package alex_test

import (
	"encoding/json"
	"testing"

	"alex"
)

func dec(text string) alex.Decimal { return alex.MustDecimal(text) }
func ptr[T any](v T) *T            { return &v }
func usd(text string) alex.Money   { return alex.MustMoney(text) }
func pct(text string) alex.Percent { return alex.Percent{Decimal: dec(text)} }

func fund(symbol, price string, classes alex.ClassAllocation, regions alex.RegionAllocation, sectors alex.SectorAllocation) alex.Instrument {
	return alex.Instrument{
		Symbol: alex.Symbol(symbol), Name: symbol, Type: alex.ETF, Currency: "USD", Price: ptr(dec(price)),
		PriceAsOf: "2026-10-30", ExpenseRatio: ptr(dec("0.001")),
		AssetClasses: classes, Regions: regions, Sectors: sectors,
	}
}

func book() alex.Book {
	all := []alex.Instrument{
		fund("VTI", "300", alex.ClassAllocation{"equity": pct("100")}, alex.RegionAllocation{"north_america": pct("100")},
			alex.SectorAllocation{"technology": pct("30"), "diversified": pct("70")}),
		fund("BND", "75", alex.ClassAllocation{"fixed_income": pct("100")}, alex.RegionAllocation{"north_america": pct("100")},
			alex.SectorAllocation{"treasury": pct("70"), "corporate": pct("30")}),
		fund("AOR", "60", alex.ClassAllocation{"equity": pct("60"), "fixed_income": pct("40")},
			alex.RegionAllocation{"north_america": pct("66.6"), "europe": pct("33.4")},
			alex.SectorAllocation{"technology": pct("60"), "treasury": pct("40")}),
	}
	b := alex.Book{}
	for _, i := range all {
		b[i.Symbol] = i
	}
	return b
}

func sample() []alex.Account {
	return []alex.Account{
		{Name: "401k", Type: alex.TaxDeferred, Positions: []alex.Position{
			{Symbol: "VTI", Quantity: dec("100")}, {Symbol: "BND", Quantity: dec("200.5")},
		}},
		{Name: "Taxable", Type: alex.Taxable, CashBalance: usd("5000"), Positions: []alex.Position{
			{Symbol: "AOR", Quantity: dec("33.333")},
			{Symbol: "ZZZZ", Quantity: dec("1"), Printed: ptr(usd("10.01"))},
			{Symbol: "NOPE", Quantity: dec("7")},
		}},
	}
}

func TestPortfolioAddsUp(t *testing.T) {
	t.Parallel()
	p := alex.NewPortfolio("2026-10-30", alex.Person{}, sample(), book())
	want := usd("30000").Add(usd("15037.50")).Add(usd("5000")).Add(usd("1999.98")).Add(usd("10.01"))
	if p.TotalValue.Cmp(want) != 0 {
		t.Errorf("total %s, want %s", p.TotalValue, want)
	}
	if len(p.Unpriced) != 1 || p.Unpriced[0].Symbol != "NOPE" {
		t.Errorf("unpriced %v, want NOPE alone", p.Unpriced)
	}
	for name, list := range map[string][]alex.Exposure{
		"class": p.ByAssetClass, "region": p.ByRegion, "sector": p.BySector, "account": p.ByAccount,
	} {
		var value alex.Money
		var share alex.Percent
		for _, e := range list {
			value, share = value.Add(e.Value), share.Add(e.Percent)
		}
		if value.Cmp(p.TotalValue) != 0 || share.Cmp(dec("100")) != 0 {
			t.Errorf("by %s: %s and %s %%, want %s and 100", name, value, share, p.TotalValue)
		}
	}
	if got := alex.Exposed(p.ByAssetClass, "unclassified"); got.Cmp(usd("10.01")) != 0 {
		t.Errorf("unclassified %s, want 10.01", got)
	}
}

func TestStocksLookThroughMixedFunds(t *testing.T) {
	t.Parallel()
	p := alex.NewPortfolio("2026-10-30", alex.Person{}, sample(), book())
	regions := p.StocksByRegion()
	if got := alex.Exposed(regions, "europe"); got.Cmp(usd("400.80")) != 0 { // 1999.98 × 60 % × 33.4 %
		t.Errorf("stocks in Europe %s, want 400.80", got)
	}
	if got := alex.Exposed(p.StocksBySector(), "technology"); got.Cmp(usd("10199.99")) != 0 { // 30 % of VTI + all of AOR's stocks
		t.Errorf("technology %s, want 10199.99", got)
	}
	if got := alex.Exposed(p.BondsByType(), "treasury"); got.Cmp(usd("11326.24")) != 0 {
		t.Errorf("treasury %s, want 11326.24", got)
	}
}

func TestDriftSumsToZero(t *testing.T) {
	t.Parallel()
	person := alex.Person{
		AssetClassTargets: alex.ClassAllocation{"equity": pct("70"), "fixed_income": pct("30")},
		RegionTargets:     alex.RegionAllocation{"north_america": pct("50"), "international": pct("50")},
	}
	p := alex.NewPortfolio("2026-10-30", person, sample(), book())
	points, dollars := map[string]alex.Percent{}, map[string]alex.Money{}
	for _, d := range p.Drift {
		points[d.Kind] = points[d.Kind].Add(d.Points)
		dollars[d.Kind] = dollars[d.Kind].Add(d.Dollars)
	}
	for _, kind := range []string{"asset_class", "region"} {
		if !points[kind].IsZero() || !dollars[kind].IsZero() {
			t.Errorf("%s: drift sums to %s points and %s", kind, points[kind], dollars[kind])
		}
	}
	if len(p.Drift) < 6 {
		t.Errorf("only %d drift rows", len(p.Drift))
	}
}

func TestEmptyPortfolioIsComplete(t *testing.T) {
	t.Parallel()
	for name, accounts := range map[string][]alex.Account{
		"nothing":       nil,
		"empty account": {{Name: "IRA", Type: alex.TaxDeferred}},
		"in debt":       {{Name: "Margin", Type: alex.Taxable, CashBalance: usd("-100")}},
	} {
		p := alex.NewPortfolio("2026-10-30", alex.Person{}, accounts, alex.Book{})
		if _, err := json.Marshal(p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(p.Checks) != len(alex.DefaultLimits()) {
			t.Errorf("%s: %d checks, want %d", name, len(p.Checks), len(alex.DefaultLimits()))
		}
	}
}

func TestChecksJudgeAtTheirLimits(t *testing.T) {
	t.Parallel()
	stock := func(percent string) []alex.Account {
		return []alex.Account{{Name: "A", Type: alex.Taxable, CashBalance: usd("100").Sub(usd(percent)), Positions: []alex.Position{
			{Symbol: "ACME", Quantity: dec("1"), Printed: ptr(usd(percent))},
		}}}
	}
	acme := alex.Book{"ACME": {
		Symbol: "ACME", Type: alex.Stock, Currency: "USD", AssetClasses: alex.ClassAllocation{"equity": pct("100")},
		Regions: alex.RegionAllocation{"north_america": pct("100")}, Sectors: alex.SectorAllocation{"technology": pct("100")},
	}}
	for percent, want := range map[string]alex.Status{"10": "pass", "10.01": "warn", "20": "warn", "20.01": "fail"} {
		p := alex.NewPortfolio("2026-10-30", alex.Person{}, stock(percent), acme)
		if c, _ := alex.Find(p.Checks, "single_stock"); c.Status != want {
			t.Errorf("%s %% in one stock: %s, want %s (%s)", percent, c.Status, want, c.Text)
		}
	}
	spending := alex.Person{CurrentAnnualSpending: ptr(usd("120"))}
	for percent, want := range map[string]alex.Status{"40": "pass", "41": "warn", "70": "warn", "71": "fail"} {
		p := alex.NewPortfolio("2026-10-30", spending, stock(percent), acme)
		if c, _ := alex.Find(p.Checks, "emergency_fund"); c.Status != want {
			t.Errorf("cash for (100-%s)/10 months: %s, want %s (%s)", percent, c.Status, want, c.Text)
		}
	}
}

func TestOwnLimitsComeFirst(t *testing.T) {
	t.Parallel()
	person := alex.Person{Limits: map[string]alex.Limit{"cash_drag": {Warn: dec("0"), Fail: dec("1")}}}
	p := alex.NewPortfolio("2026-10-30", person, []alex.Account{{Name: "A", Type: alex.Taxable, CashBalance: usd("100")}}, nil)
	if c, _ := alex.Find(p.Checks, "cash_drag"); c.Status != alex.Fail || c.Limit != "1" {
		t.Errorf("cash_drag = %+v, want fail at 1", c)
	}
}
