package polygon

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/time/rate"

	"alex"
	"alex/internal/price"
)

// DefaultBase is the provider's address.
const DefaultBase = "https://api.polygon.io"

const (
	callTimeout  = 20 * time.Second
	maxBody      = 32 << 20         // a day of every ticker is about 3 MB
	lookBack     = 7                // weekdays; no holiday is longer
	keepFor      = time.Hour        // then the day is asked for again
	pauseAfter   = time.Minute      // after a failure that names no pause of its own
	longestPause = time.Hour        // whatever Retry-After says
	newYork      = -5 * time.Hour   // at most an hour late in summer, which costs nothing
	everyCall    = 30 * time.Second // with a burst of three: five in any minute at most
	burst        = 3
)

// Feed asks Polygon.io. It is safe for concurrent use; callers wait for one
// another's answer instead of asking twice.
type Feed struct {
	Base   string
	Client *http.Client
	Now    func() time.Time

	authorize func(*http.Request) // a function, so that printing a Feed prints no key
	pace      *rate.Limiter
	turn      chan struct{} // held by the one caller that may touch what is below

	day      day                // the newest trading day that is known
	asked    alex.Date          // the day that it answers for
	at       time.Time          // when that was
	closed   map[alex.Date]bool // days of which the market made no prices
	resumeAt time.Time
	failure  error // why nothing is asked before resumeAt
}

// New is a feed that signs its calls with key.
func New(key string) *Feed {
	return &Feed{
		Base: DefaultBase, Now: time.Now,
		Client: &http.Client{
			Timeout:       callTimeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		authorize: func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+key) },
		pace:      rate.NewLimiter(rate.Every(everyCall), burst),
		turn:      make(chan struct{}, 1),
	}
}

// Prices are the closing prices of the last trading day before today, New York
// time, adjusted for splits. An answer stands for an hour; after a failure
// nothing is asked for as long as the provider says, or a minute.
func (f *Feed) Prices(ctx context.Context, symbols []alex.Symbol) (map[alex.Symbol]price.Quote, error) {
	select {
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-ctx.Done():
		return nil, unavailable("the price feed did not answer in time", ctx.Err())
	}
	if err := f.refresh(ctx); err != nil {
		return nil, err
	}
	return f.day.pick(symbols)
}

// refresh looks for the newest trading day, unless it is known.
func (f *Feed) refresh(ctx context.Context) error {
	now := f.Now()
	if now.Before(f.resumeAt) {
		return f.failure
	}
	first := lastWeekday(now.UTC().Add(newYork))
	if f.asked == alex.DateOf(first) && now.Sub(f.at) < keepFor {
		return nil
	}
	if f.asked != alex.DateOf(first) {
		f.closed = map[alex.Date]bool{}
	}
	found, err := f.newest(ctx, first)
	if err != nil {
		return err
	}
	f.day, f.asked, f.at = found, alex.DateOf(first), now
	return nil
}

// newest goes back from first, past holidays, to a day with prices.
func (f *Feed) newest(ctx context.Context, first time.Time) (day, error) {
	for t, tries := first, 0; tries < lookBack; t, tries = lastWeekday(t), tries+1 {
		date := alex.DateOf(t)
		if f.closed[date] {
			continue
		}
		found, err := f.fetch(ctx, date)
		if err != nil {
			return day{}, err
		}
		if len(found.rows) > 0 {
			return found, nil
		}
		f.closed[date] = true
	}
	clear(f.closed)
	return day{}, f.pause(pauseAfter, unavailable("the price feed has no prices of the last days", nil))
}

// lastWeekday is the weekday before t: markets are shut on Saturday and Sunday.
func lastWeekday(t time.Time) time.Time {
	for t = t.AddDate(0, 0, -1); t.Weekday() == time.Saturday || t.Weekday() == time.Sunday; {
		t = t.AddDate(0, 0, -1)
	}
	return t
}

// pause lets nobody ask for a while, and says why until then.
func (f *Feed) pause(length time.Duration, why error) error {
	f.resumeAt, f.failure = f.Now().Add(min(length, longestPause)), why
	return why
}

func unavailable(message string, err error) error {
	return &alex.Error{Code: alex.CodeUnavailable, Message: message, Err: err}
}
