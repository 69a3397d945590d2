package polygon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/time/rate"

	"alex"
	"alex/internal/price"
)

const key = "sk-very-secret"

// server is a price feed that answers per day and remembers what was asked.
type server struct {
	mu     sync.Mutex
	status int
	header http.Header
	bodies map[string]string // by day; others are holidays
	asked  []string
	auth   []string
}

const holiday = `{"queryCount":0,"resultsCount":0,"adjusted":true,"status":"OK","request_id":"9"}`

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked, s.auth = append(s.asked, r.URL.String()), append(s.auth, r.Header.Get("Authorization"))
	for name := range s.header {
		w.Header().Set(name, s.header.Get(name))
	}
	day := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	body, found := s.bodies[day]
	if s.status != 0 {
		w.WriteHeader(s.status)
	} else if strings.Contains(body, "NOT_AUTHORIZED") {
		w.WriteHeader(http.StatusForbidden)
	}
	if !found {
		body = holiday
	}
	_, _ = w.Write([]byte(body))
}

// clock is a time that a test moves.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

// monday is the morning after a weekend, New York time.
func monday() *clock { return &clock{time.Date(2026, 3, 9, 14, 0, 0, 0, time.UTC)} }

func start(t *testing.T, s *server, c *clock) *Feed {
	t.Helper()
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	f := New(key)
	f.Base, f.Now, f.pace = srv.URL, c.now, rate.NewLimiter(rate.Inf, 1)
	return f
}

const friday = `{"queryCount":5,"resultsCount":5,"adjusted":true,"status":"OK","request_id":"6a7e466379af0a71039d60cc78e72282","count":5,"results":[
{"T":"SPY","v":70790813.0,"vw":131.6292,"o":130.465,"c":617.8500000000000001,"h":133.41,"l":129.89,"t":1772830800000,"n":74},
{"T":"BRK.B","v":4369,"o":491,"c":491.10,"h":492,"l":490,"t":1772830800000},
{"T":"BACpL","v":4369,"o":1210,"c":1213,"h":1214,"l":1200,"t":1772830800000},
{"T":"TINY","c":1e-7,"t":1772830800000},
{"T":"WORD","c":"NaN","t":1772830800000},
{"T":"NOTE","c":12.5}]}`

func quote(text string, day alex.Date) price.Quote {
	return price.Quote{Price: alex.MustDecimal(text), AsOf: day, Source: alex.SourceMarket, Currency: "USD"}
}

func wantQuotes(t *testing.T, got, want map[alex.Symbol]price.Quote) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b alex.Decimal) bool { return a.Cmp(b) == 0 })); diff != "" {
		t.Errorf("prices (-want +got):\n%s", diff)
	}
}

func TestPrices(t *testing.T) {
	t.Parallel()
	s := &server{bodies: map[string]string{"2026-03-06": friday}}
	f := start(t, s, monday())
	got, err := f.Prices(t.Context(), []alex.Symbol{"SPY", "BRK.B", "BRK-B", "BAC-PL", "BAC.PRL", "NOTE", "NONE", "BACPL"})
	if err != nil {
		t.Fatal(err)
	}
	wantQuotes(t, got, map[alex.Symbol]price.Quote{
		"SPY": quote("617.8500000000000001", "2026-03-06"), "BRK.B": quote("491.1", "2026-03-06"),
		"BRK-B": quote("491.1", "2026-03-06"), "BAC-PL": quote("1213", "2026-03-06"),
		"BAC.PRL": quote("1213", "2026-03-06"), "NOTE": quote("12.5", "2026-03-06"),
	})
	want := []string{"/v2/aggs/grouped/locale/us/market/stocks/2026-03-06?adjusted=true&include_otc=true"}
	if diff := cmp.Diff(want, s.asked); diff != "" {
		t.Error("the weekend is skipped without asking:", diff)
	}
	if diff := cmp.Diff([]string{"Bearer " + key}, s.auth); diff != "" {
		t.Error(diff)
	}
}

func TestUnreadablePricesAreNamed(t *testing.T) {
	t.Parallel()
	f := start(t, &server{bodies: map[string]string{"2026-03-06": friday}}, monday())
	got, err := f.Prices(t.Context(), []alex.Symbol{"SPY", "TINY", "WORD"})
	wantQuotes(t, got, map[alex.Symbol]price.Quote{"SPY": quote("617.8500000000000001", "2026-03-06")})
	if err == nil || !strings.Contains(err.Error(), "TINY") || !strings.Contains(err.Error(), "WORD") {
		t.Errorf("the error is %v", err)
	}
}

// Christmas of 2025 was a Thursday; on the 26th before the close the newest
// prices are of the 24th. One answer then serves everyone for an hour.
func TestHolidaysAndCache(t *testing.T) {
	t.Parallel()
	s := &server{bodies: map[string]string{
		"2025-12-24": strings.ReplaceAll(friday, "1772830800000", "0"),
		"2025-12-26": friday,
	}}
	c := &clock{time.Date(2025, 12, 26, 14, 0, 0, 0, time.UTC)}
	f := start(t, s, c)
	ask := func(want alex.Date, calls int) {
		t.Helper()
		got, err := f.Prices(t.Context(), []alex.Symbol{"SPY"})
		if err != nil || got["SPY"].AsOf != want || len(s.asked) != calls {
			t.Errorf("at %s: %v, %v after %d calls, want %s after %d", c.t, got, err, len(s.asked), want, calls)
		}
	}
	ask("2025-12-24", 2)
	ask("2025-12-24", 2)
	c.t = c.t.Add(keepFor)
	ask("2025-12-24", 3) // the holiday is not asked for again
	c.t = c.t.AddDate(0, 0, 1)
	ask("2026-03-06", 4) // another day, another answer
}

// The plan may not show a day yet: that is no refused key.
func TestPlanBehindTheDay(t *testing.T) {
	t.Parallel()
	s := &server{bodies: map[string]string{
		"2026-03-06": `{"status":"NOT_AUTHORIZED","request_id":"1","message":"Attempted to request today's data before end of day."}`,
		"2026-03-05": strings.ReplaceAll(friday, "1772830800000", "0"),
	}}
	got, err := start(t, s, monday()).Prices(t.Context(), []alex.Symbol{"SPY"})
	if err != nil || got["SPY"].AsOf != "2026-03-05" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		server *server
		code   alex.Code
		says   string
		pause  time.Duration
	}{
		{"an unknown key", &server{status: 401}, alex.CodeInvalid, "POLYGON_API_KEY: is refused", time.Hour},
		{"a forbidden key", &server{status: 403}, alex.CodeInvalid, "POLYGON_API_KEY: is refused", time.Hour},
		{"too many", &server{status: 429}, alex.CodeUnavailable, "asks to wait", time.Minute},
		{"too many, for seconds", &server{status: 429, header: http.Header{"Retry-After": {"17"}}}, alex.CodeUnavailable, "asks to wait", 17 * time.Second},
		{"too many, for ever", &server{status: 429, header: http.Header{"Retry-After": {"2000000000"}}}, alex.CodeUnavailable, "asks to wait", time.Hour},
		{"too many, negative", &server{status: 429, header: http.Header{"Retry-After": {"-5"}}}, alex.CodeUnavailable, "asks to wait", time.Minute},
		{
			"too many, until", &server{status: 429, header: http.Header{"Retry-After": {"Mon, 09 Mar 2026 14:02:00 GMT"}}},
			alex.CodeUnavailable, "asks to wait", 2 * time.Minute,
		},
		{"a defect of theirs", &server{status: 500}, alex.CodeUnavailable, "status 500", time.Minute},
		{"elsewhere", &server{status: 302, header: http.Header{"Location": {"https://example.com/"}}}, alex.CodeUnavailable, "status 302", time.Minute},
		{"no JSON", &server{bodies: map[string]string{"2026-03-06": "<html>"}}, alex.CodeUnavailable, "cannot be read", time.Minute},
		{"NaN", &server{bodies: map[string]string{"2026-03-06": `{"status":"OK","results":[{"T":"A","c":NaN}]}`}}, alex.CodeUnavailable, "cannot be read", time.Minute},
		{"another answer", &server{bodies: map[string]string{"2026-03-06": `{"status":"ERROR","error":"` + key + `"}`}}, alex.CodeUnavailable, "not the one", time.Minute},
		{"too much", &server{bodies: map[string]string{"2026-03-06": strings.Repeat(" ", maxBody+1)}}, alex.CodeUnavailable, "too large", time.Hour},
		{"holidays without end", &server{}, alex.CodeUnavailable, "last days", time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			now := monday()
			f := start(t, c.server, now)
			_, err := f.Prices(t.Context(), []alex.Symbol{"SPY"})
			if alex.CodeOf(err) != c.code || !strings.Contains(fmt.Sprint(err), c.says) {
				t.Errorf("the error is %v", err)
			}
			if strings.Contains(fmt.Sprint(err), key) || strings.Contains(fmt.Sprintf("%+v %#v", f, f), key) {
				t.Error("the key is printed")
			}
			calls := len(c.server.asked)
			now.t = now.t.Add(c.pause - time.Second)
			if _, again := f.Prices(t.Context(), []alex.Symbol{"SPY"}); again == nil || len(c.server.asked) != calls {
				t.Errorf("asked again before %s were over: %v", c.pause, again)
			}
			now.t = now.t.Add(2 * time.Second)
			c.server.status, c.server.bodies = 0, map[string]string{"2026-03-06": friday}
			if got, err := f.Prices(t.Context(), []alex.Symbol{"SPY"}); err != nil || len(got) != 1 {
				t.Errorf("after the pause: %v, %v", got, err)
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.NotFoundHandler())
	srv.Close()
	f := New(key)
	f.Base = srv.URL
	_, err := f.Prices(t.Context(), []alex.Symbol{"SPY"})
	if alex.CodeOf(err) != alex.CodeUnavailable || strings.Contains(err.Error(), key) {
		t.Errorf("the error is %v", err)
	}
}

// A caller who gives up neither keeps the others from asking nor waits behind
// them.
func TestCallerGivesUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := &server{bodies: map[string]string{"2026-03-06": friday}}
	f := start(t, s, monday())
	f.Client.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	if _, err := f.Prices(ctx, []alex.Symbol{"SPY"}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	f.turn <- struct{}{}
	if _, err := f.Prices(ctx, []alex.Symbol{"SPY"}); !errors.Is(err, context.Canceled) {
		t.Errorf("behind another: %v", err)
	}
	<-f.turn
	f.Client.Transport = nil
	if got, err := f.Prices(t.Context(), []alex.Symbol{"SPY"}); err != nil || len(got) != 1 {
		t.Errorf("the next caller: %v, %v", got, err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Any minute has five calls at most, and nobody waits past their deadline.
func TestPace(t *testing.T) {
	t.Parallel()
	start, calls := time.Now(), []time.Time{}
	pace := New(key).pace
	for s := range 1200 {
		if at := start.Add(time.Duration(s) * time.Second); pace.AllowN(at, 1) {
			calls = append(calls, at)
		}
	}
	for i := 5; i < len(calls); i++ {
		if apart := calls[i].Sub(calls[i-5]); apart < time.Minute {
			t.Errorf("six calls within %s", apart)
		}
	}
	if len(calls) < 40 {
		t.Errorf("%d calls in twenty minutes", len(calls))
	}
}

func TestPaceRefusesToWait(t *testing.T) {
	t.Parallel()
	f := spent(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute/2)
	defer cancel()
	if _, err := f.Prices(ctx, nil); alex.CodeOf(err) != alex.CodeUnavailable || !strings.Contains(err.Error(), "five times") {
		t.Errorf("the error is %v", err)
	}
}

// spent is a feed that has just used up its calls.
func spent(t *testing.T) *Feed {
	t.Helper()
	f := start(t, &server{}, monday())
	f.pace = rate.NewLimiter(rate.Every(time.Hour), 1)
	f.pace.Allow()
	return f
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{friday, holiday, `{}`, `{"status":"OK","results":[{"T":"A","c":1.5,"t":-1}]}`, `[]`, `{"status":"OK","results":[{"T":"A"}]}`} {
		f.Add([]byte(seed), "A")
	}
	f.Fuzz(func(t *testing.T, body []byte, symbol string) {
		d, err := decode(body, "2026-03-06")
		if err != nil {
			return
		}
		quotes, _ := d.pick([]alex.Symbol{alex.Symbol(symbol)})
		for _, q := range quotes {
			if price.Judge(q, nil, "2026-03-10") != price.Accepted {
				continue
			}
			if q.Price.Sign() <= 0 || q.AsOf > "2026-03-10" {
				t.Errorf("%+v is taken", q)
			}
		}
	})
}
