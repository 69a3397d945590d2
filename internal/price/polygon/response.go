package polygon

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"alex"
	"alex/internal/price"
)

// grouped is the provider's answer for a day. Numbers stay text until they are
// read as exact decimals.
type grouped struct {
	Status  string `json:"status"`
	Results []row  `json:"results"`
}

type row struct {
	Ticker string          `json:"T"`
	Close  json.RawMessage `json:"c"`
	Millis int64           `json:"t"` // the end of the trading day
}

// day is the closing prices of one day by the provider's ticker.
type day struct {
	date alex.Date
	rows map[string]row
}

func decode(body []byte, date alex.Date) (day, error) {
	var g grouped
	if err := json.Unmarshal(body, &g); err != nil {
		return day{}, unavailable("the price feed's answer cannot be read", err)
	}
	if g.Status != "OK" && g.Status != "DELAYED" {
		return day{}, unavailable("the price feed's answer is not the one that was asked for", nil)
	}
	d := day{date: date, rows: make(map[string]row, len(g.Results))}
	for _, r := range g.Results {
		d.rows[r.Ticker] = r
	}
	return d, nil
}

// notAuthorized tells a day that the plan does not show yet from a key that is
// refused: both are status 403.
func notAuthorized(body []byte) bool {
	var g grouped
	return json.Unmarshal(body, &g) == nil && g.Status == "NOT_AUTHORIZED"
}

// pick answers the symbols that the day has; prices that cannot be read are
// left out and named in the error.
func (d day) pick(symbols []alex.Symbol) (map[alex.Symbol]price.Quote, error) {
	quotes := map[alex.Symbol]price.Quote{}
	var problems alex.Problems
	for _, symbol := range symbols {
		r, found := d.rows[ticker(symbol)]
		if !found {
			continue
		}
		closing, err := alex.ParseDecimal(string(r.Close))
		if err != nil {
			problems.Addf(string(symbol), "the price feed's price: %v", err)
			continue
		}
		quotes[symbol] = price.Quote{Price: closing, AsOf: d.dateOf(r), Source: alex.SourceMarket, Currency: "USD"}
	}
	if err := problems.Err(); err != nil {
		return quotes, fmt.Errorf("some prices are missing: %w", err)
	}
	return quotes, nil
}

// dateOf is the day that the row itself names: New York closes on the same day
// in UTC. Without one it is the day that was asked for.
func (d day) dateOf(r row) alex.Date {
	if r.Millis <= 0 {
		return d.date
	}
	return alex.DateOf(time.UnixMilli(r.Millis).UTC())
}

var preferred = regexp.MustCompile(`^([A-Z0-9]+)[.-]PR?([A-Z]?)$`)

// ticker is the provider's spelling: a point before a share class ("BRK.B"), a
// small p before the series of a preferred share ("BACpL" for "BAC-PL").
func ticker(symbol alex.Symbol) string {
	if parts := preferred.FindStringSubmatch(string(symbol)); parts != nil {
		return parts[1] + "p" + parts[2]
	}
	return strings.ReplaceAll(string(symbol), "-", ".")
}
