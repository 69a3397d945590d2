package price

import (
	"context"
	"time"

	"alex"
)

// Quote is what one unit of an instrument traded at.
type Quote struct {
	Price    alex.Decimal // in Currency, per unit
	AsOf     alex.Date    // the day of the trade
	Source   alex.Source  // SourceMarket or SourceReference
	Currency string       // ISO 4217; "USD" is the only one that is kept
}

// Source answers prices, of which it may know a part only. The map is usable
// beside an error too: it then holds what was found, and the error says why the
// rest was not. A symbol that the source does not know is absent, and that is
// no error.
type Source interface {
	Prices(ctx context.Context, symbols []alex.Symbol) (map[alex.Symbol]Quote, error)
}

// Kept is a quote that was taken, and when it was fetched.
type Kept struct {
	Quote
	FetchedAt time.Time
}

// Keeper keeps the last good quote of each symbol. MarketPrices leaves out the
// symbols of which it keeps none; SaveMarketPrices stores all or nothing, and
// an older quote never replaces a newer one.
type Keeper interface {
	MarketPrices(ctx context.Context, symbols []alex.Symbol) (map[alex.Symbol]Kept, error)
	SaveMarketPrices(ctx context.Context, quotes map[alex.Symbol]Kept) error
}
