package alex

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Cost is what models cost, in billionths of a US dollar: a token costs less
// than a cent. In JSON it is a string of dollars ("0.00315"), with two decimals
// or more.
type Cost int64

// Dollar is one US dollar.
const Dollar Cost = 1_000_000_000

const costPlaces = 9

// ParseCost reads dollars; more than nine decimals are refused.
func ParseCost(text string) (Cost, error) {
	a, err := ParseDecimal(text)
	if err != nil {
		return 0, err
	}
	nano := a.Mul(DecimalOf(int64(Dollar)))
	if nano.Scale() > 0 || nano.Abs().Cmp(DecimalOf(1<<62)) > 0 {
		return 0, fmt.Errorf("%q is not an amount of dollars to a billionth", clip(text))
	}
	return Cost(nano.Int64()), nil
}

// CostOf is dollars rounded up to a billionth: what is charged is never told
// as less.
func CostOf(dollars Decimal) Cost {
	return Cost(dollars.Mul(DecimalOf(int64(Dollar))).Ceil(0).Int64())
}

// Decimal is the cost in dollars.
func (c Cost) Decimal() Decimal { return DecimalOf(int64(c)).Div(DecimalOf(int64(Dollar)), costPlaces) }

// String is the cost in dollars, without a sign for them.
func (c Cost) String() string {
	text := c.Decimal().Fixed(costPlaces)
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	for len(fraction) < 2 {
		fraction += "0"
	}
	return whole + "." + fraction
}

// MarshalJSON writes a string of dollars.
func (c Cost) MarshalJSON() ([]byte, error) { return json.Marshal(c.String()) }

// UnmarshalJSON reads a string of dollars.
func (c *Cost) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("a cost is a string of dollars")
	}
	read, err := ParseCost(text)
	*c = read
	return err
}

// UnmarshalText reads dollars, as a setting has them.
func (c *Cost) UnmarshalText(text []byte) error {
	read, err := ParseCost(string(text))
	*c = read
	return err
}

// Tokens are how much a model read and wrote. Input counts what was neither
// read from nor written to a cache.
type Tokens struct {
	Input      int `json:"input"`
	Output     int `json:"output"`
	CacheRead  int `json:"cacheRead"`
	CacheWrite int `json:"cacheWrite"`
}

// Total is all of them.
func (t Tokens) Total() int { return t.Input + t.Output + t.CacheRead + t.CacheWrite }

// Plus adds tokens.
func (t Tokens) Plus(u Tokens) Tokens {
	return Tokens{t.Input + u.Input, t.Output + u.Output, t.CacheRead + u.CacheRead, t.CacheWrite + u.CacheWrite}
}

// OutcomeOK is the outcome of a call that was answered; any other names its
// fault.
const OutcomeOK = "ok"

// ModelCall is one call of a model as the log keeps it: who it was for, what
// was asked (as a hash), what came of it, and nothing of what was said.
type ModelCall struct {
	ID        ID            `json:"id"`
	PersonID  PersonID      `json:"-"`
	JobID     ID            `json:"jobId,omitempty"` // empty: no analysis, such as a question
	Attempt   int           `json:"attempt,omitempty"`
	Agent     Agent         `json:"agent"`
	Model     string        `json:"model"`     // provider:model
	Prompt    string        `json:"prompt"`    // its name and version
	InputHash string        `json:"inputHash"` // SHA-256 of the request
	Tokens    Tokens        `json:"tokens"`
	Cost      Cost          `json:"cost"`
	StartedAt time.Time     `json:"startedAt"`
	Duration  time.Duration `json:"duration"` // in nanoseconds
	Outcome   string        `json:"outcome"`
}
