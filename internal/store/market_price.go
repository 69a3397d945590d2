package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"alex"
)

// MarketPrice is what one unit of an instrument traded at, in US dollars. It is
// a public fact and belongs to nobody.
type MarketPrice struct {
	Symbol    alex.Symbol
	Price     alex.Decimal
	AsOf      alex.Date
	Source    alex.Source // SourceMarket, or SourceReference
	FetchedAt time.Time
}

// An older price never replaces a newer one, whoever comes last. What is no
// instrument of anybody's, nor of the reference, is left out.
const upsertMarketPrice = `INSERT INTO market_prices (symbol, price, price_as_of, source, fetched_at)
	SELECT i.symbol, $2, $3, $4, $5 FROM instruments i WHERE i.symbol = $1
	ON CONFLICT (symbol) DO UPDATE SET price = excluded.price, price_as_of = excluded.price_as_of,
	source = excluded.source, fetched_at = excluded.fetched_at
	WHERE market_prices.price_as_of <= excluded.price_as_of`

// SaveMarketPrices stores prices, all or none. A price that is older than the
// one that is stored changes nothing, and so does one of a symbol that is no
// instrument.
func (y *System) SaveMarketPrices(ctx context.Context, prices []MarketPrice) error {
	if err := validMarketPrices(prices); err != nil {
		return err
	}
	if len(prices) == 0 {
		return nil
	}
	return y.write(ctx, func(q Querier) error {
		for _, p := range prices {
			if _, err := q.ExecContext(ctx, upsertMarketPrice, p.Symbol, p.Price, p.AsOf, p.Source, p.FetchedAt.UnixMicro()); err != nil {
				return err
			}
		}
		return nil
	})
}

func validMarketPrices(prices []MarketPrice) error {
	var problems alex.Problems
	for n, p := range prices {
		at := "prices" + index(n)
		i := alex.Instrument{Symbol: p.Symbol, Currency: "USD", Price: &p.Price, PriceAsOf: p.AsOf}
		problems.Join(at, validInstrument(i))
		if p.AsOf.IsZero() {
			problems.Addf(at+".priceAsOf", "is missing")
		}
		if p.Source != alex.SourceMarket && p.Source != alex.SourceReference {
			problems.Addf(at+".priceSource", "is neither market nor reference")
		}
	}
	return problems.Err()
}

const selectMarketPrices = `SELECT symbol, price, price_as_of, source, fetched_at FROM market_prices
	WHERE symbol BETWEEN $1 AND $2 ORDER BY symbol`

// MarketPrices are the stored prices of these symbols, by symbol; symbols
// without one are left out.
func (y *System) MarketPrices(ctx context.Context, symbols []alex.Symbol) (prices []MarketPrice, err error) {
	if len(symbols) == 0 {
		return []MarketPrice{}, nil
	}
	wanted := slices.Sorted(slices.Values(symbols))
	err = y.read(ctx, func(q Querier) error {
		prices, err = all(ctx, q, scanMarketPrice, selectMarketPrices, wanted[0], wanted[len(wanted)-1])
		return err
	})
	return slices.DeleteFunc(prices, func(p MarketPrice) bool {
		_, asked := slices.BinarySearch(wanted, p.Symbol)
		return !asked
	}), err
}

func scanMarketPrice(rows *sql.Rows) (p MarketPrice, err error) {
	return p, rows.Scan(&p.Symbol, &p.Price, opt(&p.AsOf), &p.Source, instant{&p.FetchedAt})
}
