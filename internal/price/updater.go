package price

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"alex"
)

// DefaultTimeout bounds a refresh: a slow feed may delay a report, not stop it.
const DefaultTimeout = 10 * time.Second

// Updater keeps the prices of what people hold up to date. The zero value asks
// nobody and changes nothing.
type Updater struct {
	Source  Source // nil: no feed
	Keeper  Keeper
	Now     func() time.Time
	Timeout time.Duration // 0 is DefaultTimeout
	Log     *slog.Logger  // nil: silent; symbols and reasons only, never whose
}

// Outcome is what a refresh did, by symbol.
type Outcome struct {
	Taken   []alex.Symbol
	Refused map[alex.Symbol]Reason
	Missing []alex.Symbol // asked for, and not answered
}

// Refresh asks the source for the instruments in US dollars whose price was not
// fetched on this day (UTC) already, and keeps the quotes that Judge accepts. A
// partial answer is kept beside the source's error.
func (u Updater) Refresh(ctx context.Context, held []alex.Instrument) (out Outcome, err error) {
	if u.Source == nil {
		return out, nil
	}
	timeout := u.Timeout
	if timeout <= 0 {
		timeout = DefaultTimeout
	}
	asking, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if out, err = u.refresh(ctx, asking, held); err != nil {
		u.logger().WarnContext(ctx, "prices were not refreshed in full", "error", err.Error())
	}
	return out, err
}

// refresh asks the source within asking, and the keeper within ctx, so that a
// slow feed does not lose what it has answered.
func (u Updater) refresh(ctx, asking context.Context, held []alex.Instrument) (out Outcome, err error) {
	last, symbols, err := u.due(ctx, held)
	if err != nil || len(symbols) == 0 {
		return out, err
	}
	quotes, failed := u.Source.Prices(asking, symbols)
	out, good := u.sort(ctx, symbols, quotes, last)
	if len(good) > 0 {
		if err := u.Keeper.SaveMarketPrices(ctx, good); err != nil {
			return Outcome{}, err
		}
	}
	return out, failed
}

// due lists the symbols to be asked for, and the last good price of each.
func (u Updater) due(ctx context.Context, held []alex.Instrument) (map[alex.Symbol]Quote, []alex.Symbol, error) {
	last := map[alex.Symbol]Quote{}
	var symbols []alex.Symbol
	for _, i := range held {
		if i.Currency != "USD" {
			continue
		}
		symbols = append(symbols, i.Symbol)
		if i.Price != nil && i.PriceSource == alex.SourceReference {
			last[i.Symbol] = Quote{Price: *i.Price, AsOf: i.PriceAsOf, Source: i.PriceSource, Currency: i.Currency}
		}
	}
	if len(symbols) == 0 {
		return last, symbols, nil
	}
	kept, err := u.Keeper.MarketPrices(ctx, symbols)
	today := u.today()
	symbols = slices.DeleteFunc(symbols, func(s alex.Symbol) bool {
		k, ok := kept[s]
		if ok && k.AsOf >= last[s].AsOf {
			last[s] = k.Quote
		}
		return ok && alex.DateOf(k.FetchedAt.UTC()) == today
	})
	slices.Sort(symbols)
	return last, slices.Compact(symbols), err
}

// sort parts the good quotes from those in quarantine and the missing ones.
func (u Updater) sort(ctx context.Context, symbols []alex.Symbol, quotes map[alex.Symbol]Quote, last map[alex.Symbol]Quote) (Outcome, map[alex.Symbol]Kept) {
	out, good, now := Outcome{Refused: map[alex.Symbol]Reason{}}, map[alex.Symbol]Kept{}, u.Now()
	for _, symbol := range symbols {
		q, found := quotes[symbol]
		if !found {
			out.Missing = append(out.Missing, symbol)
			continue
		}
		var before *Quote
		if l, known := last[symbol]; known {
			before = &l
		}
		if reason := Judge(q, before, u.today()); reason != Accepted {
			out.Refused[symbol] = reason
			u.logger().WarnContext(ctx, "a price is in quarantine", "symbol", string(symbol), "reason", string(reason))
			continue
		}
		good[symbol] = Kept{q, now}
		out.Taken = append(out.Taken, symbol)
	}
	return out, good
}

func (u Updater) today() alex.Date { return alex.DateOf(u.Now().UTC()) }

func (u Updater) logger() *slog.Logger {
	if u.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return u.Log
}
