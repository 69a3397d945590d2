package alex_test

import (
	"strings"
	"testing"

	"alex"
)

func TestStalePrices(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name                    string
		days                    []alex.Date
		oldest, undated, future int
		want                    alex.Status
		says                    string
	}{
		{"fresh", []alex.Date{"2026-10-30", "2026-10-23"}, 7, 0, 0, alex.Pass, ""},
		{"stale", []alex.Date{"2026-10-30", "2026-10-22"}, 8, 0, 0, alex.Warn, ""},
		{"old", []alex.Date{"2026-09-01", ""}, 59, 1, 0, alex.Fail, "without a date: 1"},
		{"undated", []alex.Date{"2026-10-29", "", ""}, 1, 2, 0, alex.Warn, "without a date: 2"},
		{"tomorrow's", []alex.Date{"2026-10-31", "2026-10-30"}, 0, 0, 1, alex.Warn, "after 2026-10-30: 1"},
		{"none", nil, 0, 0, 0, alex.Pass, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			account := alex.Account{Name: "A", Type: alex.Taxable}
			for _, day := range c.days {
				account.Positions = append(account.Positions, alex.Position{Symbol: "ACME", Quantity: dec("1"), Price: ptr(dec("10")), PriceAsOf: day})
			}
			account.Positions = append(account.Positions, alex.Position{Symbol: "NOPE", Quantity: dec("1")}) // no price, no date
			p := alex.NewPortfolio("2026-10-30", alex.Person{}, []alex.Account{account}, nil)
			if p.OldestPrice() != c.oldest || p.UndatedPrices() != c.undated || p.FuturePrices() != c.future {
				t.Errorf("oldest %d, undated %d, future %d; want %d, %d, %d",
					p.OldestPrice(), p.UndatedPrices(), p.FuturePrices(), c.oldest, c.undated, c.future)
			}
			got := checkOf(t, p, "stale_price")
			if got.Status != c.want || dec(got.Measured.String()).Int64() != int64(c.oldest) || !strings.Contains(got.Text, c.says) {
				t.Errorf("%+v, want %s at %d days, saying %q", got, c.want, c.oldest, c.says)
			}
		})
	}
}

func TestNoDayNoFuture(t *testing.T) {
	t.Parallel()
	p := alex.NewPortfolio("", alex.Person{}, worth("0", map[alex.Symbol]string{"ACME": "1"}), nil)
	if n := p.FuturePrices(); n != 0 {
		t.Errorf("%d prices are dated after no day", n)
	}
}
