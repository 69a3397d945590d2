package store_test

import (
	"testing"

	"pgregory.net/rapid"

	"alex"
)

// Any exact number of the columns' size comes back as it was.
func TestNumbersComeBack(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	p := s.As("p")
	rapid.Check(t, func(r *rapid.T) {
		quantity := rapid.StringMatching(`[0-9]{1,12}(\.[0-9]{1,8})?`).Filter(func(text string) bool {
			return alex.MustDecimal(text).Sign() > 0
		}).Draw(r, "quantity")
		cash := rapid.StringMatching(`-?[0-9]{1,10}\.[0-9]{2}`).Draw(r, "cash")
		price := rapid.StringMatching(`[1-9][0-9]{0,7}(\.[0-9]{1,20})?`).Draw(r, "price")
		unit := alex.MustDecimal(price)
		a, err := p.CreateAccount(t.Context(), alex.Account{
			Name: "a", Type: alex.Taxable, CashBalance: alex.MustMoney(cash),
			Positions: []alex.Position{{Symbol: "SPY", Quantity: alex.MustDecimal(quantity), Price: &unit}},
		})
		if err != nil {
			r.Fatal(err)
		}
		got, err := p.Account(t.Context(), a.ID)
		if err != nil {
			r.Fatal(err)
		}
		pos := got.Positions[0]
		if got.CashBalance.String() != alex.MustMoney(cash).String() ||
			pos.Quantity.String() != alex.MustDecimal(quantity).String() || pos.Price.String() != unit.String() {
			r.Errorf("%s, %s, %s came back as %s, %s, %s", cash, quantity, price, got.CashBalance, pos.Quantity, pos.Price)
		}
	})
}

// An allocation is stored exactly if the domain allows it, and then it comes
// back as it was.
func TestAllocationsComeBack(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := s.System().EnsurePerson(t.Context(), "p", "", ""); err != nil {
		t.Fatal(err)
	}
	p := s.As("p")
	rapid.Check(t, func(r *rapid.T) {
		parts := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000), 5, 5).Draw(r, "parts")
		miss := rapid.SampledFrom([]int64{0, 0, 0, 1, -1}).Draw(r, "miss")
		targets := alex.ClassAllocation{}
		left := int64(1_000_000) + miss
		for i, part := range parts {
			part = min(part, max(left, 0))
			left -= part
			targets[alex.Equity.Known()[i]] = tenThousandths(part)
		}
		targets[alex.Alternatives] = tenThousandths(left)
		err := p.SavePerson(t.Context(), alex.Person{AssetClassTargets: targets}, nil)
		if (err == nil) != (targets.Validate("x") == nil) {
			r.Fatalf("%v is stored with %v", targets, err)
		}
		if err != nil {
			return
		}
		got, err := p.Person(t.Context())
		if err != nil || got.AssetClassTargets.Validate("x") != nil {
			r.Fatalf("%v came back as %v (%v)", targets, got.AssetClassTargets, err)
		}
		for key, weight := range targets {
			if got.AssetClassTargets[key].Cmp(weight.Decimal) != 0 {
				r.Errorf("%s: %s came back as %s", key, weight, got.AssetClassTargets[key])
			}
		}
	})
}

func tenThousandths(n int64) alex.Percent {
	return alex.Percent{Decimal: alex.DecimalOf(n).Div(alex.DecimalOf(10_000), 4)}
}
