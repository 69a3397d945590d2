package alex

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Money is an amount of US dollars in whole cents, exact at any size. The zero
// value is $0. In JSON it is a string with two decimals ("1234.50").
type Money struct{ d decimal.Decimal }

// ParseMoney reads a decimal amount; more than two decimals are refused, so
// that nothing is rounded behind anyone's back.
func ParseMoney(text string) (Money, error) {
	a, err := ParseDecimal(text)
	if err != nil {
		return Money{}, err
	}
	if a.Scale() > 2 {
		return Money{}, fmt.Errorf("%q has fractions of a cent", clip(text))
	}
	return Money(a), nil
}

// MustMoney is ParseMoney for constants; it panics on bad text.
func MustMoney(text string) Money {
	m, err := ParseMoney(text)
	if err != nil {
		panic(err)
	}
	return m
}

// Dollars rounds a, half-even, to whole cents.
func Dollars(a Decimal) Money { return Money{a.d.RoundBank(2)} }

func (m Money) Add(n Money) Money { return Money{m.d.Add(n.d)} }
func (m Money) Sub(n Money) Money { return Money{m.d.Sub(n.d)} }
func (m Money) Neg() Money        { return Money{m.d.Neg()} }
func (m Money) Abs() Money        { return Money{m.d.Abs()} }
func (m Money) Cmp(n Money) int   { return m.d.Cmp(n.d) }
func (m Money) Sign() int         { return m.d.Sign() }
func (m Money) IsZero() bool      { return m.d.IsZero() }

// Mul is m × factor, rounded half-even to the cent.
func (m Money) Mul(factor Decimal) Money { return Money{m.d.Mul(factor.d).RoundBank(2)} }

// Decimal is the amount as a plain number, for exact intermediate steps.
func (m Money) Decimal() Decimal { return Decimal(m) }

// PercentOf is 100·m/whole with four decimals; 0 when whole is 0.
func (m Money) PercentOf(whole Money) Percent {
	return Percent{m.Decimal().Mul(DecimalOf(100)).Div(whole.Decimal(), 4)}
}

// Float64 is the nearest float, for the simulation and for drawing only.
func (m Money) Float64() float64 { return m.d.InexactFloat64() }

// String is the amount with two decimals and no separators: "-1234.50".
func (m Money) String() string { return m.d.StringFixed(2) }

// Text is the canonical rendering for people: whole dollars from $1,000,
// cents below ("$1,235", "$999.50", "−$12.00").
func (m Money) Text() string {
	places := int32(2)
	if m.d.Abs().RoundBank(2).GreaterThanOrEqual(decimal.NewFromInt(1000)) {
		places = 0
	}
	text := "$" + groupThousands(m.d.Abs().StringFixedBank(places))
	if m.Sign() < 0 {
		return "−" + text
	}
	return text
}

// Cents is the rendering to the cent: "$1,234.50".
func (m Money) Cents() string {
	text := "$" + groupThousands(m.d.Abs().StringFixedBank(2))
	if m.Sign() < 0 {
		return "−" + text
	}
	return text
}

func (m Money) MarshalJSON() ([]byte, error) { return json.Marshal(m.String()) }

// UnmarshalJSON reads a decimal string, or a plain JSON number, of whole cents.
func (m *Money) UnmarshalJSON(data []byte) error {
	text, err := unquoteNumber(data)
	if err != nil {
		return err
	}
	parsed, err := ParseMoney(text)
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}

// Value hands the exact text to a database driver.
func (m Money) Value() (driver.Value, error) { return m.String(), nil }

// Scan reads a database text or number of whole cents.
func (m *Money) Scan(src any) error {
	text, err := scanText(src)
	if err != nil {
		return err
	}
	parsed, err := ParseMoney(text)
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}

func groupThousands(text string) string {
	whole, fraction, found := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		return whole + "." + fraction
	}
	return whole
}
