package polygon

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"alex"
)

// errNotYet is the provider's answer for a day that the plan does not show yet.
var errNotYet = errors.New("not in the plan")

// fetch asks for one day; a day without prices is empty.
func (f *Feed) fetch(ctx context.Context, date alex.Date) (day, error) {
	if err := f.pace.Wait(ctx); err != nil {
		return day{}, unavailable("the price feed may be asked five times a minute only; try again later", err)
	}
	body, err := f.call(ctx, date)
	if errors.Is(err, errNotYet) {
		return day{date: date}, nil
	}
	if err != nil {
		return day{}, err
	}
	found, err := decode(body, date)
	if err != nil {
		return day{}, f.pause(pauseAfter, err)
	}
	return found, nil
}

// call is one GET; the key goes into a header, never into the address.
func (f *Feed) call(ctx context.Context, date alex.Date) (body []byte, err error) {
	address := f.Base + "/v2/aggs/grouped/locale/us/market/stocks/" + string(date) + "?adjusted=true&include_otc=true"
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, alex.Errorf(alex.CodeInternal, "the price feed's address is no address")
	}
	f.authorize(r)
	r.Header.Set("Accept", "application/json")
	response, err := f.Client.Do(r)
	if err != nil {
		return nil, f.unreached(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	switch {
	case err != nil:
		return nil, f.unreached(err)
	case len(body) > maxBody:
		return nil, f.pause(longestPause, unavailable("the price feed's answer is too large", nil))
	}
	return body, f.judge(response, body)
}

// unreached keeps everybody from asking for a while, unless it was the caller
// who gave up.
func (f *Feed) unreached(err error) error {
	why := unavailable("the price feed cannot be reached", err)
	if errors.Is(err, context.Canceled) {
		return why
	}
	return f.pause(pauseAfter, why)
}

// judge reads the status. What the provider writes is not repeated: only the
// status is known to be safe.
func (f *Feed) judge(response *http.Response, body []byte) error {
	switch code := response.StatusCode; {
	case code == http.StatusOK:
		return nil
	case code == http.StatusForbidden && notAuthorized(body):
		return errNotYet
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return f.pause(longestPause, alex.Invalid("POLYGON_API_KEY", "is refused by the price feed"))
	case code == http.StatusTooManyRequests:
		return f.pause(f.retryAfter(response), unavailable("the price feed asks to wait", nil))
	default:
		return f.pause(f.retryAfter(response), unavailable("the price feed answers with status "+strconv.Itoa(code), nil))
	}
}

// retryAfter reads the header in its two forms, seconds and a date.
func (f *Feed) retryAfter(response *http.Response) time.Duration {
	text := response.Header.Get("Retry-After")
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil && at.After(f.Now()) {
		return at.Sub(f.Now())
	}
	return pauseAfter
}
