package report_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

// TestExposureByIndependentArithmetic recomputes class, region and sector from
// the snapshot with fractions, and compares facts and charts to the cent.
func TestExposureByIndependentArithmetic(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := drawSnapshot(rt)
		p := alex.NewPortfolio(s.AsOf, s.Person, s.Accounts, s.Book())
		classes, regions, sectors, total := recompute(rt, s)
		near(rt, "total", p.TotalValue, total, new(big.Rat))
		compare(rt, "class", p.ByAssetClass, classes)
		compare(rt, "region", p.ByRegion, regions)
		compare(rt, "sector", p.BySector, sectors)
	})
}

type fractions map[string]*big.Rat

func (f fractions) add(key string, amount *big.Rat) {
	if f[key] == nil {
		f[key] = new(big.Rat)
	}
	f[key].Add(f[key], amount)
}

// recompute is the look-through, written again from its definition: no code is
// shared with the domain but the names of the fields.
func recompute(t failer, s alex.Snapshot) (classes, regions, sectors fractions, total *big.Rat) {
	t.Helper()
	classes, regions, sectors, total = fractions{}, fractions{}, fractions{}, new(big.Rat)
	known := map[alex.Symbol]alex.Instrument{}
	for _, i := range s.Instruments {
		known[i.Symbol] = i
	}
	for _, a := range s.Accounts {
		cash := rat(t, a.CashBalance.String())
		total.Add(total, cash)
		for _, f := range []fractions{classes, regions, sectors} {
			f.add("cash", cash)
		}
		for _, pos := range a.Positions {
			ins, ok := known[pos.Symbol]
			value := worth(t, pos, ins, ok)
			total.Add(total, value)
			spread(t, classes, value, ins.AssetClasses)
			spread(t, regions, value, ins.Regions)
			spread(t, sectors, value, ins.Sectors)
		}
	}
	return classes, regions, sectors, total
}

// worth is the value in whole cents, 0 without a price in dollars.
func worth(t failer, pos alex.Position, ins alex.Instrument, known bool) *big.Rat {
	t.Helper()
	price := pos.Price
	if price == nil && known && ins.Currency == "USD" {
		price = ins.Price
	}
	switch {
	case pos.Printed != nil:
		return rat(t, pos.Printed.String())
	case price == nil:
		return new(big.Rat)
	}
	return halfEven(new(big.Rat).Mul(rat(t, pos.Quantity.String()), rat(t, price.String())))
}

// halfEven rounds an amount that is not negative to cents.
func halfEven(amount *big.Rat) *big.Rat {
	cents := new(big.Rat).Mul(amount, big.NewRat(100, 1))
	whole := new(big.Int).Quo(cents.Num(), cents.Denom())
	rest := new(big.Rat).Sub(cents, new(big.Rat).SetInt(whole))
	if c := rest.Cmp(big.NewRat(1, 2)); c > 0 || c == 0 && whole.Bit(0) == 1 {
		whole.Add(whole, big.NewInt(1))
	}
	return new(big.Rat).SetFrac(whole, big.NewInt(100))
}

func spread[K alex.Key[K]](t failer, into fractions, value *big.Rat, weights alex.Allocation[K]) {
	t.Helper()
	if len(weights) == 0 {
		into.add("unclassified", value)
	}
	for key, weight := range weights {
		part := new(big.Rat).Mul(value, rat(t, weight.String()))
		into.add(string(key), part.Quo(part, big.NewRat(100, 1)))
	}
}

func compare(t failer, kind string, got []alex.Exposure, want fractions) {
	t.Helper()
	cent := big.NewRat(1, 100)
	seen := map[string]bool{}
	for _, e := range got {
		seen[e.Key] = true
		if want[e.Key] == nil {
			want[e.Key] = new(big.Rat)
		}
		near(t, kind+" "+e.Key, e.Value, want[e.Key], cent)
	}
	for key, value := range want {
		if !seen[key] && new(big.Rat).Abs(value).Cmp(cent) >= 0 {
			t.Errorf("%s %s is missing: %s", kind, key, value.FloatString(4))
		}
	}
}

// near allows less than one tolerance; exactly none where it is zero.
func near(t failer, what string, got alex.Money, want, tolerance *big.Rat) {
	t.Helper()
	off := new(big.Rat).Sub(rat(t, got.String()), want)
	if off.Abs(off); off.Cmp(tolerance) > 0 || off.Sign() > 0 && off.Cmp(tolerance) == 0 {
		t.Errorf("%s is %s, recomputed %s", what, got, want.FloatString(6))
	}
}

func rat(t failer, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is not a number", text)
	}
	return r
}
