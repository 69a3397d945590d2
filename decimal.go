package alex

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// MaxDigits is the largest number of digits, before and after the point
// together, that ParseDecimal accepts. It keeps hostile input such as
// "1e999999999" from costing memory.
const MaxDigits = 40

// Decimal is an exact decimal number: a quantity, a price, or a rate as a
// fraction (0.045 is 4.5 %). The zero value is 0. In JSON it is a string.
type Decimal struct{ d decimal.Decimal }

// ParseDecimal reads plain decimal notation: an optional sign, digits, and an
// optional point ("-12.50"). Exponents, spaces, NaN, infinities and more than
// MaxDigits digits are refused.
func ParseDecimal(text string) (Decimal, error) {
	digits, points := 0, 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '.':
			points++
		case (r == '-' || r == '+') && i == 0:
		default:
			return Decimal{}, fmt.Errorf("%q is not a decimal number", clip(text))
		}
	}
	if digits == 0 || points > 1 || digits > MaxDigits {
		return Decimal{}, fmt.Errorf("%q is not a decimal number of at most %d digits", clip(text), MaxDigits)
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return Decimal{}, fmt.Errorf("%q is not a decimal number", clip(text))
	}
	return Decimal{d}, nil
}

// MustDecimal is ParseDecimal for constants; it panics on bad text.
func MustDecimal(text string) Decimal {
	d, err := ParseDecimal(text)
	if err != nil {
		panic(err)
	}
	return d
}

// DecimalOf is the whole number n.
func DecimalOf(n int64) Decimal { return Decimal{decimal.NewFromInt(n)} }

// DecimalFromFloat rounds f, half-even, to places decimals. It is the only
// door from the simulation's floats back to exact numbers; f must be finite.
func DecimalFromFloat(f float64, places int32) Decimal {
	return Decimal{decimal.NewFromFloat(f).RoundBank(places)}
}

func (a Decimal) Add(b Decimal) Decimal { return Decimal{a.d.Add(b.d)} }
func (a Decimal) Sub(b Decimal) Decimal { return Decimal{a.d.Sub(b.d)} }
func (a Decimal) Mul(b Decimal) Decimal { return Decimal{a.d.Mul(b.d)} }
func (a Decimal) Neg() Decimal          { return Decimal{a.d.Neg()} }
func (a Decimal) Abs() Decimal          { return Decimal{a.d.Abs()} }
func (a Decimal) Cmp(b Decimal) int     { return a.d.Cmp(b.d) }
func (a Decimal) Sign() int             { return a.d.Sign() }
func (a Decimal) IsZero() bool          { return a.d.IsZero() }

// Div is a ÷ b, rounded half-even to places decimals. Dividing by zero is 0:
// a share of nothing is nothing.
func (a Decimal) Div(b Decimal, places int32) Decimal {
	if b.IsZero() {
		return Decimal{}
	}
	quotient, rest := a.d.QuoRem(b.d, places)
	unit := decimal.New(1, -places)
	if a.Sign()*b.Sign() < 0 {
		unit = unit.Neg()
	}
	switch rest.Abs().Mul(decimal.NewFromInt(2)).Cmp(b.d.Abs().Mul(unit.Abs())) {
	case 1:
		quotient = quotient.Add(unit)
	case 0:
		if !quotient.Div(unit).Mod(decimal.NewFromInt(2)).IsZero() {
			quotient = quotient.Add(unit)
		}
	}
	return Decimal{quotient}
}

// Round is a rounded half-even to places decimals.
func (a Decimal) Round(places int32) Decimal { return Decimal{a.d.RoundBank(places)} }

// Significant is a rounded half-even to so many significant digits.
func (a Decimal) Significant(digits int32) Decimal {
	whole := int32(a.d.NumDigits()) + a.d.Exponent() // digits before the point
	return a.Round(digits - whole)
}

// Floor is a rounded towards minus infinity at places decimals.
func (a Decimal) Floor(places int32) Decimal { return Decimal{a.d.RoundFloor(places)} }

// Ceil is a rounded towards plus infinity at places decimals.
func (a Decimal) Ceil(places int32) Decimal { return Decimal{a.d.RoundCeil(places)} }

// Int64 is the whole part of a.
func (a Decimal) Int64() int64 { return a.d.IntPart() }

// Float64 is the nearest float, for the simulation and for drawing only.
func (a Decimal) Float64() float64 { return a.d.InexactFloat64() }

// String is a in plain notation without trailing zeros of the fraction.
func (a Decimal) String() string { return trimZeros(a.d.String()) }

// Fixed is a with exactly places decimals, rounded half-even.
func (a Decimal) Fixed(places int32) string { return a.d.StringFixedBank(places) }

// Scale is the number of decimals of a without trailing zeros.
func (a Decimal) Scale() int {
	_, fraction, _ := strings.Cut(a.String(), ".")
	return len(fraction)
}

func (a Decimal) MarshalJSON() ([]byte, error) { return json.Marshal(a.String()) }

// UnmarshalJSON reads a decimal string, or a plain JSON number.
func (a *Decimal) UnmarshalJSON(data []byte) error {
	text, err := unquoteNumber(data)
	if err != nil {
		return err
	}
	parsed, err := ParseDecimal(text)
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}

// Value hands the exact text to a database driver.
func (a Decimal) Value() (driver.Value, error) { return a.String(), nil }

// Scan reads a database text or number and normalises its scale.
func (a *Decimal) Scan(src any) error {
	text, err := scanText(src)
	if err != nil {
		return err
	}
	parsed, err := ParseDecimal(text)
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}

func scanText(src any) (string, error) {
	switch v := src.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	case int64:
		return decimal.NewFromInt(v).String(), nil
	case nil:
		return "", fmt.Errorf("NULL where a number is required")
	default:
		return "", fmt.Errorf("a number cannot be read from %T", src)
	}
}

func unquoteNumber(data []byte) (string, error) {
	text := string(data)
	if strings.HasPrefix(text, `"`) {
		if err := json.Unmarshal(data, &text); err != nil {
			return "", err
		}
	}
	return text, nil
}

func trimZeros(text string) string {
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" || text == "" {
		return "0"
	}
	return text
}

// clip shortens text from outside before it is repeated in a message.
func clip(text string) string {
	const most = 60
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
