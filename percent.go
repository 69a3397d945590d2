package alex

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Percent is a share on the scale 0–100, or a difference of such shares in
// points. In JSON it is a number.
type Percent struct{ Decimal }

// PercentOf100 is the whole percentage n.
func PercentOf100(n int64) Percent { return Percent{DecimalOf(n)} }

// Sub is the difference in points.
func (p Percent) Sub(q Percent) Percent { return Percent{p.Decimal.Sub(q.Decimal)} }

// Add is the sum in points.
func (p Percent) Add(q Percent) Percent { return Percent{p.Decimal.Add(q.Decimal)} }

// Fraction is p/100.
func (p Percent) Fraction() Decimal { return p.Mul(MustDecimal("0.01")) }

// Of is p percent of m, rounded half-even to the cent.
func (p Percent) Of(m Money) Money { return m.Mul(p.Fraction()) }

// Text is the canonical rendering in prose: one decimal, "12.5%".
func (p Percent) Text() string { return p.text(1) }

// Hundredths is the rendering in a column, where shares add up: "12.49%".
func (p Percent) Hundredths() string { return p.text(2) }

func (p Percent) text(places int32) string {
	text := p.Abs().Fixed(places)
	if p.Round(places).Sign() < 0 {
		text = "−" + text
	}
	return text + "%"
}

func (p Percent) MarshalJSON() ([]byte, error) { return []byte(p.String()), nil }

// Apportion rounds parts to places decimals so that they add up to whole
// exactly: each is rounded down, and the units left over go to the largest
// remainders (Hamilton's method; ties to the earlier part). Parts may be
// negative. Their sum must miss whole by rounding only: by less than a unit a
// part.
func Apportion(parts []Decimal, whole Decimal, places int32) []Decimal {
	rounded := make([]Decimal, len(parts))
	order := make([]int, len(parts))
	left := whole.Round(places)
	for i, p := range parts {
		rounded[i] = p.Floor(places)
		order[i] = i
		left = left.Sub(rounded[i])
	}
	remainder := func(i int) Decimal { return parts[i].Sub(rounded[i]) }
	slices.SortStableFunc(order, func(a, b int) int { return remainder(b).Cmp(remainder(a)) })
	unit := unitAt(places)
	step := unit
	if left.Sign() < 0 {
		step = unit.Neg()
		slices.Reverse(order)
	}
	for _, i := range order {
		if left.Abs().Cmp(unit) < 0 {
			break
		}
		rounded[i] = rounded[i].Add(step)
		left = left.Sub(step)
	}
	return rounded
}

// unitAt is one unit of the last of places decimals.
func unitAt(places int32) Decimal { return Decimal{decimal.New(1, -places)} }
