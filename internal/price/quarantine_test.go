package price_test

import (
	"testing"

	"pgregory.net/rapid"

	"alex"
	"alex/internal/price"
)

const today = alex.Date("2026-03-10")

func quote(text string, day alex.Date) price.Quote {
	return price.Quote{Price: alex.MustDecimal(text), AsOf: day, Source: alex.SourceMarket, Currency: "USD"}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	hundred := quote("100", "2026-03-06")
	euros := quote("100", "2026-03-09")
	euros.Currency = "EUR"
	for _, c := range []struct {
		name string
		q    price.Quote
		last *price.Quote
		want price.Reason
	}{
		{"the first price", quote("512.34", "2026-03-09"), nil, price.Accepted},
		{"the first price, however old", quote("512.34", "2019-03-09"), nil, price.Accepted},
		{"a newer price", quote("101.5", "2026-03-09"), &hundred, price.Accepted},
		{"the same day again", quote("99", "2026-03-06"), &hundred, price.Accepted},
		{"today's price", quote("99", today), &hundred, price.Accepted},
		{"zero", quote("0", "2026-03-09"), nil, price.NoPrice},
		{"negative", quote("-1", "2026-03-09"), nil, price.NoPrice},
		{"beyond all measure", quote("99999999999999999999", "2026-03-09"), nil, price.NoPrice},
		{"another currency", euros, nil, price.OtherCurrency},
		{"no currency", price.Quote{Price: alex.DecimalOf(1), AsOf: "2026-03-09"}, nil, price.OtherCurrency},
		{"no date", quote("1", ""), nil, price.NoDate},
		{"a date that does not exist", quote("1", "2026-02-30"), nil, price.NoDate},
		{"tomorrow", quote("1", "2026-03-11"), nil, price.InFuture},
		{"older than what is kept", quote("100", "2026-03-05"), &hundred, price.Older},
		{"exactly five times", quote("500", "2026-03-09"), &hundred, price.Accepted},
		{"more than five times", quote("500.01", "2026-03-09"), &hundred, price.Leap},
		{"a hundred times: cents", quote("10000", "2026-03-09"), &hundred, price.Leap},
		{"exactly a fifth: a split", quote("20", "2026-03-09"), &hundred, price.Accepted},
		{"less than a fifth", quote("19.99", "2026-03-09"), &hundred, price.Leap},
		{"a leap within 30 days", quote("1", "2026-03-09"), &price.Quote{Price: alex.DecimalOf(9), AsOf: "2026-02-07"}, price.Leap},
		{"a leap after 31 days", quote("1", "2026-03-09"), &price.Quote{Price: alex.DecimalOf(9), AsOf: "2026-02-06"}, price.Accepted},
		{"a leap over an undated price", quote("1", "2026-03-09"), &price.Quote{Price: alex.DecimalOf(9)}, price.Leap},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := price.Judge(c.q, c.last, today); got != c.want {
				t.Errorf("Judge() = %q, want %q", got, c.want)
			}
		})
	}
}

// Whatever is taken is a price that the domain takes, is not of the future, and
// lies within a factor of five of the last good one.
func TestJudgeProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.StringMatching(`-?[0-9]{1,14}(\.[0-9]{1,8})?`)
		day := rapid.Custom(func(t *rapid.T) alex.Date {
			return alex.DateOf(today.Time().AddDate(0, 0, rapid.IntRange(-40, 5).Draw(t, "days")))
		})
		last, q := quote(amount.Draw(t, "last"), day.Draw(t, "then")), quote(amount.Draw(t, "now"), day.Draw(t, "day"))
		if price.Judge(q, &last, today) != price.Accepted {
			return
		}
		ins := alex.Instrument{Symbol: "A", Currency: q.Currency, Price: &q.Price, PriceAsOf: q.AsOf}
		if err := ins.Validate(); err != nil {
			t.Errorf("taken, but the domain refuses it: %v", err)
		}
		if q.AsOf > today || q.AsOf < last.AsOf {
			t.Errorf("%s was taken on %s after %s", q.AsOf, today, last.AsOf)
		}
		near := last.AsOf.DaysUntil(q.AsOf) <= 30
		if ratio := q.Price.Div(last.Price, 12).Float64(); near && last.Price.Sign() > 0 && (ratio > 5.0000001 || ratio < 0.1999999) {
			t.Errorf("%s was taken after %s", q.Price, last.Price)
		}
	})
}
