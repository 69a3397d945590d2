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

// Check is one rule of prudence applied to a portfolio. The status is judged on
// the exact measure; Measured is that measure with four decimals (months with
// two, rounded down), and with more where fewer would put it on another side
// of a limit.
type Check struct {
	ID       string      `json:"id"`
	Status   Status      `json:"status"`
	Measured json.Number `json:"measured"`
	Limit    json.Number `json:"limit"` // the limit that was crossed, else the next one
	Text     string      `json:"text"`
}

// measurement is what a check judges, and how it is shown.
type measurement struct {
	id, text string
	exact    Decimal
	shown    Decimal // exact, rounded for people
	doubt    string  // why the check warns even within its limit; empty: it need not
}

func measured(id, text string, exact Decimal) measurement {
	return measurement{id: id, text: text, exact: exact, shown: exact.Round(4)}
}

// check runs every check. p must be complete but for its checks.
func check(p Portfolio, person Person) []Check {
	limits := person.limits()
	measurements := append(p.spreadMeasurements(), p.upkeepMeasurements(person)...)
	checks := make([]Check, 0, len(measurements))
	for _, m := range measurements {
		checks = append(checks, m.judge(limits[m.id]))
	}
	return checks
}

// spreadMeasurements say how much depends on few things.
func (p *Portfolio) spreadMeasurements() []measurement {
	return []measurement{
		measured("single_stock", "largest single company, % of everything", p.largest(isStock)),
		measured("single_holding", "largest holding that is not a broad fund, % of everything", p.largest(isNarrow)),
		measured("top_five", "five largest holdings that are not broad funds, % of everything", p.topFiveNarrow()),
		measured("region_concentration", "largest region, % of stocks", p.largestRegionShare()),
	}
}

// upkeepMeasurements say what asks for attention, and how far to trust the rest.
func (p *Portfolio) upkeepMeasurements(person Person) []measurement {
	emergency := p.Emergency(person)
	return []measurement{
		measured("fees", "fund fees, % of the funds a year", p.feeShare()),
		measured("cash_drag", "cash beyond the emergency fund, % of everything", p.idleCash(person)),
		{id: emergencyCheck, text: "months of current spending in accessible cash", exact: emergency.months(), shown: emergency.Months},
		measured("unpriced", "holdings without a price", DecimalOf(int64(len(p.Unpriced)))),
		measured("unclassified", "of unknown kind, % of everything", p.unclassifiedShare()),
		{
			id: staleCheck, text: "age of the oldest price in days",
			exact: DecimalOf(int64(p.OldestPrice())), shown: DecimalOf(int64(p.OldestPrice())), doubt: p.priceDoubt(),
		},
		measured("target_drift", "largest distance from a target in points", p.largestDrift(person)),
	}
}

func (m measurement) judge(l Limit) Check {
	c := Check{ID: m.id, Status: Pass, Limit: json.Number(l.Warn.String())}
	switch {
	case m.beyond(l.Fail):
		c.Status, c.Limit = Fail, json.Number(l.Fail.String())
	case m.beyond(l.Warn) || m.doubt != "":
		c.Status = Warn
	}
	c.Measured = json.Number(m.beside(l, m.shown).String())
	c.Text = fmt.Sprintf("%s: %s (limit %s)%s", m.text, m.beside(l, m.shown.Round(2)), c.Limit, m.doubt)
	return c
}

// beyond reports that the measure is on the bad side of a limit.
func (m measurement) beyond(limit Decimal) bool {
	if smallIsBad(m.id) {
		return m.exact.Cmp(limit) < 0
	}
	return m.exact.Cmp(limit) > 0
}

// beside is rounded, with as many more decimals as it takes to lie on the same
// side of both limits as the exact measure.
func (m measurement) beside(l Limit, rounded Decimal) Decimal {
	sameSide := func(limit Decimal) bool { return rounded.Cmp(limit) == m.exact.Cmp(limit) }
	for places := int32(3); places <= exactPlaces && !(sameSide(l.Warn) && sameSide(l.Fail)); places++ {
		rounded = m.exact.Round(places)
	}
	return rounded
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
