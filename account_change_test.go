package alex_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"alex"
)

func position(symbol alex.Symbol, quantity, price string) alex.Position {
	pos := alex.Position{Symbol: symbol, Quantity: alex.MustDecimal(quantity), AsOf: "2026-03-10"}
	if price != "" {
		own := alex.MustDecimal(price)
		pos.Price = &own
	}
	return pos
}

func TestCompareAccounts(t *testing.T) {
	t.Parallel()
	current := []alex.Account{
		{ID: "1", Name: "IRA", Type: alex.TaxFree, CashBalance: alex.MustMoney("5"), Fingerprint: "f1", Positions: []alex.Position{
			position("BND", "10", "70"), position("SPY", "1", "500"), position("VTI", "3", ""),
		}},
		{ID: "2", Name: "Joint", Type: alex.CashAccount},
		{ID: "3", Name: "Joint"},
	}
	printed := alex.MustMoney("1234.56")
	bond := position("912828", "1000", "99")
	bond.Printed = &printed
	incoming := []alex.Account{
		{Name: "Rollover", Type: alex.TaxDeferred, CashBalance: alex.MustMoney("-7"), Fingerprint: "f1", Positions: []alex.Position{
			position("VTI", "3.0", "280"), bond, position("SPY", "2", "510"),
		}},
		{Name: "Joint", Type: alex.Taxable},
		{Name: "IRA", Type: alex.TaxDeferred},                   // a name alone does not match an account with a number
		{Name: "Joint", Type: alex.Taxable, Fingerprint: "new"}, // nor a number one without
	}
	got, err := json.MarshalIndent(alex.CompareAccounts(current, incoming), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `[
 {
  "name": "Rollover",
  "matches": "1",
  "known": "IRA",
  "accountType": "tax_free",
  "cashBefore": "5.00",
  "cashAfter": "-7.00",
  "asOfBefore": "2026-03-10",
  "asOfAfter": "2026-03-10",
  "added": [
   {
    "symbol": "912828",
    "quantityBefore": null,
    "quantityAfter": "1000",
    "valueBefore": null,
    "valueAfter": "1234.56"
   }
  ],
  "changed": [
   {
    "symbol": "SPY",
    "quantityBefore": "1",
    "quantityAfter": "2",
    "valueBefore": "500.00",
    "valueAfter": "1020.00"
   }
  ],
  "gone": [
   {
    "symbol": "BND",
    "quantityBefore": "10",
    "quantityAfter": null,
    "valueBefore": "700.00",
    "valueAfter": null
   }
  ],
  "same": 1
 },
 {
  "name": "Joint",
  "matches": "2",
  "known": "Joint",
  "accountType": "cash",
  "cashBefore": "0.00",
  "cashAfter": "0.00",
  "asOfBefore": null,
  "asOfAfter": null,
  "added": [],
  "changed": [],
  "gone": [],
  "same": 0
 },
 {
  "name": "IRA",
  "matches": null,
  "known": "",
  "accountType": "tax_deferred",
  "cashBefore": null,
  "cashAfter": "0.00",
  "asOfBefore": null,
  "asOfAfter": null,
  "added": [],
  "changed": [],
  "gone": [],
  "same": 0
 },
 {
  "name": "Joint",
  "matches": null,
  "known": "",
  "accountType": "taxable",
  "cashBefore": null,
  "cashAfter": "0.00",
  "asOfBefore": null,
  "asOfAfter": null,
  "added": [],
  "changed": [],
  "gone": [],
  "same": 0
 }
]`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error("CompareAccounts() (-want +got):\n", diff)
	}
}

// Every position of either side is told of once.
func TestComparisonCountsEveryPosition(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) alex.Account {
			a := alex.Account{Name: "A"}
			for _, symbol := range rapid.SliceOfDistinct(rapid.SampledFrom([]alex.Symbol{"A", "B", "C", "D", "E"}),
				func(s alex.Symbol) alex.Symbol { return s }).Draw(t, label) {
				quantity := rapid.SampledFrom([]string{"1", "2"}).Draw(t, label+string(symbol))
				a.Positions = append(a.Positions, position(symbol, quantity, ""))
			}
			return a
		}
		before, after := draw("before"), draw("after")
		change := alex.CompareAccounts([]alex.Account{before}, []alex.Account{after})[0]
		both := len(change.Changed) + change.Same
		if both+len(change.Gone) != len(before.Positions) || both+len(change.Added) != len(after.Positions) {
			t.Fatalf("%+v tells of other positions than %v and %v", change, before.Positions, after.Positions)
		}
		if again := alex.CompareAccounts([]alex.Account{after}, []alex.Account{after})[0]; again.Same != len(after.Positions) {
			t.Fatalf("an account compared with itself: %+v", again)
		}
	})
}
