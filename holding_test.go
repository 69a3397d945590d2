package alex_test

import (
	"testing"

	"alex"
)

// TestOneRuleValuesAPosition looks that the portfolio and the rebalancing
// worksheet find the same value, and that all of it can be sold.
func TestOneRuleValuesAPosition(t *testing.T) {
	t.Parallel()
	priced := simple("ACME", alex.Stock, alex.NorthAmerica)
	priced.Price = ptr(dec("12"))
	foreign := priced
	foreign.Currency = "EUR"
	unpriced := simple("ACME", alex.Stock, alex.NorthAmerica)
	cases := []struct {
		name           string
		ins            alex.Instrument
		price, printed string
		value          string // of 10 units; empty: unpriced
		sold           string // what all of them bring
	}{
		{"the instrument's price", priced, "", "", "120.00", "-120.00"},
		{"the own price first", priced, "11", "", "110.00", "-110.00"},
		{"the printed value first of all", priced, "11", "99.50", "99.50", "-99.50"},
		{"a quote per hundred", unpriced, "98.5", "9.85", "9.85", "-9.85"},
		{"printed within a cent", priced, "11", "110.01", "110.01", "-110.00"},
		{"printed alone", unpriced, "", "50.00", "50.00", "-50.00"},
		{"another currency", foreign, "", "", "", ""},
		{"an own price despite the currency", foreign, "3", "", "30.00", "-30.00"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			pos := alex.Position{Symbol: "ACME", Quantity: dec("10")}
			if c.price != "" {
				pos.Price = ptr(dec(c.price))
			}
			if c.printed != "" {
				pos.Printed = ptr(usd(c.printed))
			}
			accounts := []alex.Account{{ID: "a", Name: "A", Type: alex.TaxFree, Positions: []alex.Position{pos}}}
			p := alex.NewPortfolio("2026-10-30", alex.Person{}, accounts, books(c.ins))
			if c.value == "" {
				if len(p.Unpriced) != 1 || !p.TotalValue.IsZero() {
					t.Errorf("worth %s, want no value", p.TotalValue)
				}
				return
			}
			if p.TotalValue.String() != c.value {
				t.Errorf("worth %s, want %s", p.TotalValue, c.value)
			}
			sheet := rebalance(t, alex.RebalanceInput{
				Accounts: accounts, Book: books(c.ins), Rule: alex.BuyAndSell,
				Instruments: []alex.Symbol{"ACME"}, Targets: mix(alex.Cash, 100),
			})
			if got := amounts(sheet)["a ACME"]; got != c.sold {
				t.Errorf("sold for %s, want %s", got, c.sold)
			}
		})
	}
}

func TestWorksheetCountsThePrintedValue(t *testing.T) {
	t.Parallel()
	pos := alex.Position{Symbol: "ACME", Quantity: dec("1"), Price: ptr(dec("1.00")), Printed: ptr(usd("1.01"))}
	sheet := rebalance(t, alex.RebalanceInput{
		Accounts: []alex.Account{{ID: "a", Type: alex.TaxFree, CashBalance: usd("1.01"), Positions: []alex.Position{pos}}},
		Book:     books(simple("ACME", alex.Stock, alex.NorthAmerica)), Rule: alex.BuyOnly,
		Instruments: []alex.Symbol{"ACME"}, Targets: mix(alex.Equity, 50, alex.Cash, 50),
	})
	if got := sheet.Before[alex.Equity].String(); got != "50" {
		t.Errorf("stocks are %s %% of the worksheet, want 50", got)
	}
}

func TestPrintedValueKeepsItsDate(t *testing.T) {
	t.Parallel()
	priced := simple("ACME", alex.Stock, alex.NorthAmerica)
	priced.Price, priced.PriceAsOf = ptr(dec("12")), "2020-01-01"
	p := alex.NewPortfolio("2026-10-30", alex.Person{}, worth("0", map[alex.Symbol]string{"ACME": "13"}), books(priced))
	if days := p.OldestPrice(); days != 0 {
		t.Errorf("a value printed today is %d days old", days)
	}
}
