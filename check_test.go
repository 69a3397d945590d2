package alex_test

import (
	"testing"

	"alex"

	"pgregory.net/rapid"
)

// simple is a security wholly of one class, region and sector.
func simple(symbol alex.Symbol, kind alex.InstrumentType, region alex.Region) alex.Instrument {
	return alex.Instrument{
		Symbol: symbol, Type: kind, Currency: "USD",
		AssetClasses: alex.ClassAllocation{alex.Equity: pct("100")},
		Regions:      alex.RegionAllocation{region: pct("100")},
		Sectors:      alex.SectorAllocation{alex.Technology: pct("100")},
	}
}

func books(instruments ...alex.Instrument) alex.Book {
	book := alex.Book{}
	for _, i := range instruments {
		book[i.Symbol] = i
	}
	return book
}

// worth holds one unit of each symbol at a value that a file printed, dated
// 2026-10-30.
func worth(cash string, values map[alex.Symbol]string) []alex.Account {
	account := alex.Account{Name: "A", Type: alex.Taxable, CashBalance: usd(cash)}
	for symbol, value := range values {
		account.Positions = append(account.Positions, alex.Position{
			Symbol: symbol, Quantity: dec("1"), Printed: ptr(usd(value)), PriceAsOf: "2026-10-30",
		})
	}
	return []alex.Account{account}
}

func checkOf(t interface{ Fatalf(string, ...any) }, p alex.Portfolio, id string) alex.Check {
	c, ok := alex.Find(p.Checks, id)
	if !ok {
		t.Fatalf("there is no check %s", id)
	}
	return c
}

func TestChecksJudgeWhatIsExact(t *testing.T) {
	t.Parallel()
	book := books(simple("ACME", alex.Stock, alex.NorthAmerica))
	for _, c := range []struct{ stock, cash, measured, status string }{
		{"10000", "90000", "10", "pass"},
		{"10000.01", "89999.99", "10.00001", "warn"}, // more decimals, or it would seem to lie at the limit
		{"10004", "89996", "10.004", "warn"},
		{"20000", "80000", "20", "warn"},
		{"20000.01", "79999.99", "20.00001", "fail"},
		{"0.01", "9999999.99", "0", "pass"},
	} {
		p := alex.NewPortfolio("2026-10-30", alex.Person{}, worth(c.cash, map[alex.Symbol]string{"ACME": c.stock}), book)
		if got := checkOf(t, p, "single_stock"); string(got.Status) != c.status || got.Measured.String() != c.measured {
			t.Errorf("%s of stock beside %s: %+v, want %s at %s", c.stock, c.cash, got, c.status, c.measured)
		}
	}
}

func TestDriftIsJudgedExactly(t *testing.T) {
	t.Parallel()
	person := alex.Person{AssetClassTargets: alex.ClassAllocation{alex.Equity: pct("50"), alex.Cash: pct("50")}}
	book := books(simple("ACME", alex.Stock, alex.NorthAmerica))
	for stock, want := range map[string]alex.Status{"55000": alex.Pass, "55004": alex.Warn, "60000": alex.Warn, "60000.01": alex.Fail} {
		accounts := worth(usd("100000").Sub(usd(stock)).String(), map[alex.Symbol]string{"ACME": stock})
		if got := checkOf(t, alex.NewPortfolio("2026-10-30", person, accounts, book), "target_drift"); got.Status != want {
			t.Errorf("%s of stock: %+v, want %s", stock, got, want)
		}
	}
}

// TestMeasuredLiesOnItsSide compares what is shown with the verdict.
func TestMeasuredLiesOnItsSide(t *testing.T) {
	t.Parallel()
	book := books(simple("ACME", alex.Stock, alex.NorthAmerica))
	rapid.Check(t, func(t *rapid.T) {
		stock := drawMoney(t, "stock", 1, 1_000_000)
		cash := stock.Mul(dec("9")).Add(drawMoney(t, "more cash", -3, 3)) // near the limit of 10 %
		person := alex.Person{CurrentAnnualSpending: ptr(cash.Mul(dec("2")).Add(drawMoney(t, "spending", -3, 3)))}
		p := alex.NewPortfolio("2026-10-30", person, worth(cash.String(), map[alex.Symbol]string{"ACME": stock.String()}), book)
		for _, c := range p.Checks {
			measured, limit := dec(c.Measured.String()), dec(c.Limit.String())
			crossed := measured.Cmp(limit) > 0
			if c.ID == "emergency_fund" {
				crossed = measured.Cmp(limit) < 0
			}
			if crossed != (c.Status != alex.Pass) {
				t.Fatalf("%+v: the measure does not show the verdict", c)
			}
		}
	})
}

func TestEmergencyFundFollowsTheGoal(t *testing.T) {
	t.Parallel()
	own := map[string]alex.Limit{"emergency_fund": {Warn: dec("2"), Fail: dec("1")}}
	cases := []struct {
		name, cash, spending string
		goal                 *int
		limits               map[string]alex.Limit
		months               string
		want                 alex.Status
	}{
		{"at the default", "6000", "12000", nil, nil, "6", alex.Pass},
		{"a cent short", "5999.99", "12000", nil, nil, "5.99", alex.Warn},
		{"almost six", "5960", "12000", nil, nil, "5.96", alex.Warn},
		{"half", "3000", "12000", nil, nil, "3", alex.Warn},
		{"below half", "2999.99", "12000", nil, nil, "2.99", alex.Fail},
		{"at an own goal", "3000", "12000", ptr(3), nil, "3", alex.Pass},
		{"below an own goal", "2999", "12000", ptr(3), nil, "2.99", alex.Warn},
		{"below half an own goal", "1499", "12000", ptr(3), nil, "1.49", alex.Fail},
		{"a long goal", "11000", "12000", ptr(12), nil, "11", alex.Warn},
		{"no goal and no cash", "0", "12000", ptr(0), nil, "0", alex.Pass},
		{"no goal and debts", "-500", "12000", ptr(0), nil, "0", alex.Pass},
		{"own limits come first", "3000", "12000", ptr(12), own, "3", alex.Pass},
		{"debts", "-500", "12000", nil, nil, "0", alex.Fail},
		{"nothing spent, no cash", "0", "0", nil, nil, "999", alex.Pass},
		{"nothing spent, debts", "-1", "0", nil, nil, "0", alex.Fail},
		{"next to nothing spent", "1000000", "0.12", nil, nil, "999", alex.Pass},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			person := alex.Person{CurrentAnnualSpending: ptr(usd(c.spending)), EmergencyMonths: c.goal, Limits: c.limits}
			p := alex.NewPortfolio("2026-10-30", person, worth(c.cash, nil), nil)
			got := checkOf(t, p, "emergency_fund")
			if got.Status != c.want || got.Measured.String() != c.months || p.Emergency(person).Months.String() != c.months {
				t.Errorf("%+v and %s months, want %s at %s", got, p.Emergency(person).Months, c.want, c.months)
			}
		})
	}
}

func TestDirectionIsTheChecksOwn(t *testing.T) {
	t.Parallel()
	swapped := alex.Person{Limits: map[string]alex.Limit{"single_stock": {Warn: dec("20"), Fail: dec("10")}}}
	p := alex.NewPortfolio("2026-10-30", swapped, worth("100", nil), nil)
	if c := checkOf(t, p, "single_stock"); c.Status != alex.Pass {
		t.Errorf("no stock at all: %+v", c)
	}
	alike := alex.Person{
		CurrentAnnualSpending: ptr(usd("12")),
		Limits:                map[string]alex.Limit{"emergency_fund": {Warn: dec("6"), Fail: dec("6")}},
	}
	p = alex.NewPortfolio("2026-10-30", alike, worth("100", nil), nil)
	if c := checkOf(t, p, "emergency_fund"); c.Status != alex.Pass {
		t.Errorf("a hundred months of cash: %+v", c)
	}
}

func TestSingleRegionsAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		stocks   map[alex.Symbol]string
		largest  string
		measured string
		want     alex.Status
	}{
		{"the world", map[alex.Symbol]string{"WLD": "100"}, "", "0", alex.Pass},
		{"all but home", map[alex.Symbol]string{"INTL": "90", "EUR": "10"}, "europe", "10", alex.Pass},
		{"home and the world", map[alex.Symbol]string{"WLD": "40", "US": "30", "EUR": "30.01"}, "europe", "30.007", alex.Pass},
		{"home", map[alex.Symbol]string{"WLD": "4", "US": "96"}, "north_america", "96", alex.Fail},
		{"a hair above", map[alex.Symbol]string{"WLD": "14999.99", "US": "85000.01"}, "north_america", "85.00001", alex.Warn},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			book := books(simple("WLD", alex.ETF, alex.Global), simple("INTL", alex.ETF, alex.International),
				simple("US", alex.ETF, alex.NorthAmerica), simple("EUR", alex.ETF, alex.Europe))
			p := alex.NewPortfolio("2026-10-30", alex.Person{}, worth("0", c.stocks), book)
			largest, ok := p.LargestRegion()
			if largest.Key != c.largest || ok != (c.largest != "") {
				t.Errorf("the largest region is %+v (%v), want %q", largest, ok, c.largest)
			}
			got := checkOf(t, p, "region_concentration")
			if got.Status != c.want || dec(got.Measured.String()).Sub(dec(c.measured)).Abs().Cmp(dec("0.001")) > 0 {
				t.Errorf("%+v, want %s at %s", got, c.want, c.measured)
			}
		})
	}
}

func TestWhatIsNarrow(t *testing.T) {
	t.Parallel()
	deposit := simple("CD", alex.Bond, alex.NorthAmerica)
	deposit.AssetClasses, deposit.Sectors = alex.ClassAllocation{alex.FixedIncome: pct("100")}, alex.SectorAllocation{alex.Corporate: pct("100")}
	unknown := alex.Instrument{Symbol: "MYST", Currency: "USD"}
	for name, c := range map[string]struct {
		give          alex.Instrument
		stock, narrow bool
	}{
		"share":           {simple("ACME", alex.Stock, alex.NorthAmerica), true, true},
		"share of a REIT": {simple("O", alex.REIT, alex.NorthAmerica), true, true},
		"sector fund":     {simple("XLK", alex.ETF, alex.NorthAmerica), false, true},
		"deposit":         {deposit, false, true},
		"unclassified":    {unknown, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := alex.NewPortfolio("2026-10-30", alex.Person{}, worth("0", map[alex.Symbol]string{c.give.Symbol: "100"}), books(c.give))
			_, narrow := p.LargestNarrow()
			_, stock := p.LargestStock()
			if narrow != c.narrow || stock != c.stock {
				t.Errorf("narrow %v and a stock %v, want %v and %v", narrow, stock, c.narrow, c.stock)
			}
			for id, counts := range map[string]bool{"single_stock": stock, "single_holding": narrow, "top_five": narrow} {
				if got := checkOf(t, p, id); (got.Measured == "100") != counts {
					t.Errorf("%s: %+v", id, got)
				}
			}
		})
	}
}
