package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"alex"
)

// computePlaces is how exact a quotient is.
const computePlaces = 12

// Compute works out an expression over facts and names it a fact of its own:
// + − × ÷ of ids, brackets, ratio(a, b) and percent(a, b), and no number. Like
// goes with like: only parts of one whole are added (class.equity.value,
// class.cash.value) or taken away, and money of today from money of today; money is
// measured by money, a month never by a year, anything else by its own family; and
// a product needs a ratio or a share in it that the expression works out. What is
// simulated or assumed, and what nobody should read apart, is not computed with.
// The fact's id is compute. and name, its label and source tell the expression, and
// statement is a sentence with its token, in which alone it is said. What is
// refused is CodeInvalid at
// "expression".
func Compute(sheet *Sheet, name, expression string) (fact alex.Fact, statement string, err error) {
	fact = alex.Fact{ID: computedPrefix + name}
	if !computedName.MatchString(name) {
		return fact, "", alex.Invalid("name", "%.40q is not a name of small letters", name)
	}
	p := &expressionParser{sheet: sheet, rest: expression, used: map[string]bool{}}
	q, err := p.whole()
	if err != nil {
		return fact, "", err
	}
	if len(p.used) < 2 {
		return fact, "", alex.Invalid("expression", "computes nothing: say the fact itself")
	}
	fact.Unit, fact.Label, fact.Source, fact.AsOf = q.unit, q.label, "= "+strings.Join(strings.Fields(expression), " "), p.asOf
	if err := q.render(&fact); err != nil {
		return fact, "", err
	}
	if fact.Text == "0" || fact.Unit == alex.UnitYears {
		return fact, "", alex.Invalid("expression", "gives a figure that says nothing")
	}
	return fact, upperFirst(q.label) + ": {{" + fact.ID + "}}.", nil
}

var computedName = regexp.MustCompile(`^[a-z][a-z0-9_]*(?:\.[0-9]+)?$`)

// Recomputed works a computed fact out once more, from its source over the
// sheet.
func Recomputed(sheet *Sheet, f alex.Fact) (alex.Fact, error) {
	name, computed := strings.CutPrefix(f.ID, computedPrefix)
	expression, told := strings.CutPrefix(f.Source, "= ")
	if !computed || !told {
		return alex.Fact{}, alex.Invalid("fact", "%.60q is not computed from others", f.ID)
	}
	again, _, err := Compute(sheet, name, expression)
	return again, err
}

// IsComputed reports a fact that Compute made.
func IsComputed(f alex.Fact) bool { return strings.HasPrefix(f.ID, computedPrefix) }

// With is the sheet with further facts.
func (s *Sheet) With(facts ...alex.Fact) (*Sheet, error) {
	if len(facts) == 0 {
		return s, nil
	}
	return NewSheet(append(s.Facts(), facts...))
}

// quantity is a value on its way through an expression.
type quantity struct {
	value  alex.Decimal
	unit   alex.Unit
	label  string
	family string // of its fact; "" of what was worked out
}

// contains reports that b may be a part of q: both are money of today.
func (q quantity) contains(b quantity) bool {
	return q.unit == alex.UnitDollars && q.period() == b.period()
}

// period is the stretch of time that a figure is for, or "".
func (q quantity) period() string { return periodOfFamily.FindString(q.family) }

var periodOfFamily = regexp.MustCompile(`\b(?:year|annual|month|monthly|months|decade)\b`)

// familyOf is what the ids of facts that are parts of one whole have in common:
// all but the last part but one. What overlaps the others is no part.
func familyOf(id string) string {
	parts := strings.Split(id, ".")
	if len(parts) < 3 || slices.Contains([]string{"top", "top_five", "shown", "narrow", "stock"}, parts[len(parts)-2]) {
		return id
	}
	parts[len(parts)-2] = "*"
	return strings.Join(parts, ".")
}

// render rounds the value as its unit is shown.
func (q quantity) render(f *alex.Fact) error {
	switch q.unit {
	case alex.UnitDollars:
		m := alex.Dollars(q.value)
		f.Value, f.Text = m.String(), m.Text()
	case alex.UnitPercent:
		p := alex.Percent{Decimal: q.value.Round(4)}
		f.Value, f.Text = p.String(), p.Text()
	case alex.UnitPoints:
		p := alex.Percent{Decimal: q.value.Round(4)}
		f.Value, f.Text = p.String(), p.Fixed(1)+" points"
	case alex.UnitYears, alex.UnitCount:
		f.Value, f.Text = q.value.Round(0).String(), q.value.Round(0).String()
	case alex.UnitRatio:
		f.Value, f.Text = q.value.Round(6).String(), q.value.Round(1).String()
	default:
		return alex.Invalid("expression", "gives nothing that can be shown")
	}
	return nil
}

// quantityOf is a fact as a number with its unit.
func quantityOf(f alex.Fact) (quantity, error) {
	value, err := alex.ParseDecimal(f.Value)
	switch f.Unit {
	case alex.UnitDollars, alex.UnitPercent, alex.UnitPoints, alex.UnitYears, alex.UnitCount, alex.UnitRatio:
	default:
		err = fmt.Errorf("is no number")
	}
	if err != nil {
		return quantity{}, alex.Invalid("expression", "%s is no number", f.ID)
	}
	return quantity{value, f.Unit, lowerFirst(f.Label), familyOf(f.ID)}, nil
}
