package app

import (
	"context"
	"log/slog"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/price"
	"alex/internal/price/polygon"
	"alex/internal/store"
)

// PriceUpdater refreshes the prices in s from Polygon.io where the
// configuration has a key for it; else it asks nobody, and shipped and imported
// prices count.
func PriceUpdater(s *store.Store, cfg config.Config, log *slog.Logger) price.Updater {
	u := price.Updater{Keeper: PriceKeeper{s}, Now: time.Now, Log: log}
	if key := cfg.PolygonAPIKey.Reveal(); key != "" {
		u.Source = polygon.New(key)
	}
	return u
}

// PriceKeeper keeps prices as rows.
type PriceKeeper struct{ Store *store.Store }

// MarketPrices are the stored prices of symbols.
func (k PriceKeeper) MarketPrices(ctx context.Context, symbols []alex.Symbol) (map[alex.Symbol]price.Kept, error) {
	rows, err := k.Store.System().MarketPrices(ctx, symbols)
	if err != nil {
		return nil, err
	}
	kept := make(map[alex.Symbol]price.Kept, len(rows))
	for _, r := range rows {
		q := price.Quote{Price: r.Price, AsOf: r.AsOf, Source: r.Source, Currency: "USD"}
		kept[r.Symbol] = price.Kept{Quote: q, FetchedAt: r.FetchedAt}
	}
	return kept, nil
}

// SaveMarketPrices stores quotes in US dollars, all or none.
func (k PriceKeeper) SaveMarketPrices(ctx context.Context, quotes map[alex.Symbol]price.Kept) error {
	rows := make([]store.MarketPrice, 0, len(quotes))
	for symbol, q := range quotes {
		if q.Currency != "USD" {
			return alex.Invalid("currency", "prices are kept in US dollars only")
		}
		rows = append(rows, store.MarketPrice{
			Symbol: symbol, Price: q.Price, AsOf: q.AsOf, Source: q.Source, FetchedAt: q.FetchedAt,
		})
	}
	return k.Store.System().SaveMarketPrices(ctx, rows)
}

// refreshPrices brings the prices of what the person holds up to date. It is no
// reason to fail: without it the last good prices count, with their dates.
func (a *App) refreshPrices(ctx context.Context, person *store.Personal) {
	if a.Prices.Source == nil {
		return
	}
	if held, err := person.HeldInstruments(ctx); err == nil {
		_, _ = a.Prices.Refresh(ctx, held) // the updater logs why
	}
}
