package alex_test

import (
	"testing"

	"alex"
)

// TestNothingIsAShareOfDebts looks that a margin loan as large as the holdings,
// or larger, makes no percentages.
func TestNothingIsAShareOfDebts(t *testing.T) {
	t.Parallel()
	stock := simple("ACME", alex.Stock, alex.NorthAmerica)
	stock.ExpenseRatio = ptr(dec("0.01"))
	for _, cash := range []string{"-1000", "-1000.01", "-90000"} {
		t.Run(cash, func(t *testing.T) {
			t.Parallel()
			person := alex.Person{AssetClassTargets: alex.ClassAllocation{alex.Equity: pct("100")}}
			accounts := worth(cash, map[alex.Symbol]string{"ACME": "600", "MYST": "400"})
			p := alex.NewPortfolio("2026-10-30", person, accounts, books(stock))
			c, f := p.Concentration, p.Fees()
			numbers := map[string]alex.Decimal{
				"largest": c.LargestPct.Decimal, "top five": c.TopFivePct.Decimal, "HHI": c.HHI.Decimal,
				"unclassified": p.UnclassifiedPercent.Decimal, "stake": p.Stakes[0].Percent.Decimal,
				"fees": f.Ratio.Decimal, "fees of all": f.OfTotal.Decimal,
			}
			for _, id := range []string{"single_stock", "single_holding", "top_five", "fees", "cash_drag", "unclassified", "target_drift"} {
				check := checkOf(t, p, id)
				numbers[id] = dec(check.Measured.String())
				if check.Status != alex.Pass {
					t.Errorf("%+v", check)
				}
			}
			for name, number := range numbers {
				if !number.IsZero() {
					t.Errorf("%s is %s", name, number)
				}
			}
			if c.HoldingsNum != 2 || len(p.Drift) > 0 || f.Annual.Cmp(usd("6")) != 0 {
				t.Errorf("%+v, drift %v, fees %s", c, p.Drift, f.Annual)
			}
			if spending, assumed := p.Spending(person); !spending.IsZero() || !assumed {
				t.Errorf("spending is taken as %s", spending)
			}
			if got := checkOf(t, p, "emergency_fund"); got.Status != alex.Fail || got.Measured != "0" {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestConcentrationOnMargin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, cash, largest, topFive, hhi string }{
		{"without cash", "0", "60", "100", "0.52"},
		{"half in cash", "1000", "30", "50", "0.52"},
		{"on margin", "-500", "120", "200", "0.52"},
	} {
		p := alex.NewPortfolio("2026-10-30", alex.Person{}, worth(c.cash, map[alex.Symbol]string{"AA": "600", "BB": "400"}), nil)
		got := p.Concentration
		if got.Largest != "AA" || got.LargestPct.String() != c.largest || got.TopFivePct.String() != c.topFive || got.HHI.String() != c.hhi {
			t.Errorf("%s: %+v, want %s, %s and %s", c.name, got, c.largest, c.topFive, c.hhi)
		}
	}
}

func TestFeesOfTotal(t *testing.T) {
	t.Parallel()
	stock := simple("ACME", alex.ETF, alex.NorthAmerica)
	stock.ExpenseRatio = ptr(dec("0.0007"))
	p := alex.NewPortfolio("2026-10-30", alex.Person{}, worth("3000", map[alex.Symbol]string{"ACME": "1000", "MYST": "2000"}), books(stock))
	if f := p.Fees(); f.Ratio.String() != "0.07" || f.OfTotal.String() != "0.0117" || f.Unknown.Cmp(usd("2000")) != 0 {
		t.Errorf("%+v, want 0.07 of what is known and 0.0117 of all", f)
	}
}
