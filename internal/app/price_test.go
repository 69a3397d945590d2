package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"alex"
	"alex/internal/config"
	"alex/internal/price"
	"alex/internal/store"
	"alex/internal/store/sqlite"
)

// feed answers the same to everyone.
type feed struct {
	quotes map[alex.Symbol]price.Quote
	err    error
}

func (f feed) Prices(context.Context, []alex.Symbol) (map[alex.Symbol]price.Quote, error) {
	return f.quotes, f.err
}

func dollars(text string, day alex.Date) price.Quote {
	return price.Quote{Price: alex.MustDecimal(text), AsOf: day, Source: alex.SourceMarket, Currency: "USD"}
}

// sampleApp is the program over the reference and the test household.
func sampleApp(t *testing.T) (*App, *store.Personal) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (Database{store: s}).Reset(t.Context(), false, true); err != nil {
		t.Fatal(err)
	}
	a, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a, s.As(TestPerson)
}

// A job's snapshot has the feed's prices, except absurd ones: those of the
// reference stay, with their date. A feed that is down changes nothing.
func TestJobSeesMarketPrices(t *testing.T) {
	t.Parallel()
	a, person := sampleApp(t)
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	a.Prices = price.Updater{Keeper: PriceKeeper{a.Store}, Now: func() time.Time { return now }}
	held, err := person.HeldInstruments(t.Context())
	if err != nil || len(held) < 3 {
		t.Fatal(held, err)
	}
	taken, absurd := held[0], held[1]
	take := func(f feed) alex.Book {
		t.Helper()
		a.Prices.Source = f
		job, _, err := person.CreateJob(t.Context(), store.JobRequest{})
		if err != nil {
			t.Fatal(err)
		}
		s, err := a.snapshot(t.Context(), alex.Job{ID: job.ID, PersonID: TestPerson})
		if err != nil {
			t.Fatal(err)
		}
		return s.Book()
	}
	book := take(feed{err: errors.New("down")})
	if got := book[taken.Symbol]; got.PriceSource != alex.SourceReference {
		t.Errorf("without a feed %s has a price of %s", got.Symbol, got.PriceSource)
	}
	near := taken.Price.Add(alex.MustDecimal("0.01"))
	book = take(feed{quotes: map[alex.Symbol]price.Quote{
		taken.Symbol:  dollars(near.String(), "2026-11-19"),
		absurd.Symbol: dollars("0", "2026-11-19"),
	}})
	if got := book[taken.Symbol]; got.Price.Cmp(near) != 0 || got.PriceSource != alex.SourceMarket || got.PriceAsOf != "2026-11-19" {
		t.Errorf("%s has %s of %s, source %s", got.Symbol, got.Price, got.PriceAsOf, got.PriceSource)
	}
	if got := book[absurd.Symbol]; got.Price.Cmp(*absurd.Price) != 0 || got.PriceAsOf != absurd.PriceAsOf {
		t.Errorf("%s has %s of %s", got.Symbol, got.Price, got.PriceAsOf)
	}
}

func TestPriceKeeper(t *testing.T) {
	t.Parallel()
	a, _ := sampleApp(t)
	keeper, now := PriceKeeper{a.Store}, time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	kept := map[alex.Symbol]price.Kept{"SPY": {Quote: dollars("617.8500001", "2026-11-19"), FetchedAt: now}}
	if err := keeper.SaveMarketPrices(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	got, err := keeper.MarketPrices(t.Context(), []alex.Symbol{"SPY", "BND"})
	if err != nil || len(got) != 1 || got["SPY"].Price.String() != "617.8500001" || got["SPY"].AsOf != "2026-11-19" || !got["SPY"].FetchedAt.Equal(now) {
		t.Errorf("%v, %v", got, err)
	}
	euros := kept["SPY"]
	euros.Currency = "EUR"
	if err := keeper.SaveMarketPrices(t.Context(), map[alex.Symbol]price.Kept{"SPY": euros}); alex.CodeOf(err) != alex.CodeInvalid {
		t.Errorf("euros: %v", err)
	}
}

func TestPriceUpdaterFollowsTheKey(t *testing.T) {
	t.Parallel()
	a, _ := sampleApp(t)
	if u := PriceUpdater(a.Store, config.Config{}, nil); u.Source != nil {
		t.Error("without a key somebody is asked")
	}
	cfg, err := config.Load(map[string]string{"POLYGON_API_KEY": "k"})
	if err != nil {
		t.Fatal(err)
	}
	if u := PriceUpdater(a.Store, cfg, nil); u.Source == nil {
		t.Error("with a key nobody is asked")
	}
}
