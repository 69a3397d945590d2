package alex

import (
	"encoding/json"
	"fmt"
)

// Status of a check.
type Status string

const (
	Pass Status = "pass"
	Warn Status = "warn"
	Fail Status = "fail"
)

// Check is one rule of prudence applied to a portfolio.
type Check struct {
	ID       string      `json:"id"`
	Status   Status      `json:"status"`
	Measured json.Number `json:"measured"`
	Limit    json.Number `json:"limit"` // the limit that was crossed, else the next one
	Text     string      `json:"text"`
}

// Limit is where a check begins to warn and where it fails. Where Fail is
// below Warn, small measures are the bad ones.
type Limit struct {
	Warn Decimal `json:"warn"`
	Fail Decimal `json:"fail"`
}

// DefaultLimits are the limits of a person who has chosen none, by check.
func DefaultLimits() map[string]Limit {
	limit := func(warn, fail string) Limit { return Limit{MustDecimal(warn), MustDecimal(fail)} }
	return map[string]Limit{
		"single_stock":         limit("10", "20"),     // % of value
		"single_holding":       limit("25", "50"),     // % of value, broad funds apart
		"top_five":             limit("70", "90"),     // % of value, broad funds apart
		"region_concentration": limit("85", "95"),     // % of stocks
		"fees":                 limit("0.30", "0.75"), // % a year
		"cash_drag":            limit("10", "25"),     // % of value beyond the emergency fund
		"emergency_fund":       limit("6", "3"),       // months
		"unpriced":             limit("0", "100"),     // holdings
		"unclassified":         limit("5", "20"),      // % of value
		"stale_price":          limit("7", "30"),      // days
		"target_drift":         limit("5", "10"),      // points
	}
}

// check runs every check. p must be complete but for its checks.
func check(p Portfolio, person Person) []Check {
	limits := DefaultLimits()
	for id, own := range person.Limits {
		if _, known := limits[id]; known {
			limits[id] = own
		}
	}
	measure := []struct {
		id, text string
		measured Decimal
	}{
		{"single_stock", "largest single company, % of everything", p.largest(isStock).Round(2)},
		{"single_holding", "largest holding that is not a broad fund, % of everything", p.largest(isNarrow).Round(2)},
		{"top_five", "five largest holdings that are not broad funds, % of everything", p.topFiveNarrow().Round(2)},
		{"region_concentration", "largest region, % of stocks", largestPercent(p.StocksByRegion())},
		{"fees", "fund fees, % of what is invested a year", p.Fees().Ratio.Decimal},
		{"cash_drag", "cash beyond the emergency fund, % of everything", p.idleCash(person).Round(2)},
		{"emergency_fund", "months of current spending in accessible cash", p.Emergency(person).Months},
		{"unpriced", "holdings without a price", DecimalOf(int64(len(p.Unpriced)))},
		{"unclassified", "of unknown kind, % of everything", p.UnclassifiedPercent.Round(2)},
		{"stale_price", "age of the oldest price in days", DecimalOf(int64(p.OldestPrice()))},
		{"target_drift", "largest distance from a target in points", p.largestDrift()},
	}
	checks := make([]Check, 0, len(measure))
	for _, m := range measure {
		checks = append(checks, limits[m.id].judge(m.id, m.measured, m.text))
	}
	return checks
}

func (l Limit) judge(id string, measured Decimal, text string) Check {
	c := Check{ID: id, Status: Pass, Measured: json.Number(measured.String()), Limit: json.Number(l.Warn.String())}
	worse := func(limit Decimal) bool { return measured.Cmp(limit) > 0 }
	if l.Fail.Cmp(l.Warn) < 0 {
		worse = func(limit Decimal) bool { return measured.Cmp(limit) < 0 }
	}
	switch {
	case worse(l.Fail):
		c.Status, c.Limit = Fail, json.Number(l.Fail.String())
	case worse(l.Warn):
		c.Status = Warn
	}
	c.Text = fmt.Sprintf("%s: %s (limit %s)", text, measured, c.Limit)
	return c
}

// Find is the check of an id; ok is false where there is none.
func Find(checks []Check, id string) (c Check, ok bool) {
	for _, c := range checks {
		if c.ID == id {
			return c, true
		}
	}
	return Check{}, false
}
