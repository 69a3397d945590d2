package report

import (
	"regexp"
	"strings"

	"alex"
)

// expressionParser reads: sum = product {("+"|"-") product}, product = factor
// {("×"|"*"|"÷"|"/") factor}, factor = id | "(" sum ")" | name "(" sum "," sum ")".
type expressionParser struct {
	sheet *Sheet
	rest  string
	asOf  alex.Date
	depth int
	terms int
	used  map[string]bool
}

const (
	longestExpression = 400
	deepestExpression = 8
	mostTerms         = 20
)

var expressionToken = regexp.MustCompile(`^\s*([a-z][a-z0-9_.]*|[-+*/×÷−(),])`)

func (p *expressionParser) whole() (quantity, error) {
	if len(p.rest) > longestExpression {
		return quantity{}, alex.Invalid("expression", "is longer than %d bytes", longestExpression)
	}
	q, err := p.sum()
	if err == nil && strings.TrimSpace(p.rest) != "" {
		err = alex.Invalid("expression", "has %.40q after its end", strings.TrimSpace(p.rest))
	}
	return q, err
}

// next is the next token, and takes it where it is one of those wanted.
func (p *expressionParser) next(wanted string) string {
	m := expressionToken.FindStringSubmatch(p.rest)
	if m == nil || !strings.Contains(wanted, m[1]) {
		return ""
	}
	p.rest = p.rest[len(m[0]):]
	return m[1]
}

func (p *expressionParser) sum() (quantity, error) { return p.chain("+ - −", p.product) }

func (p *expressionParser) product() (quantity, error) { return p.chain("* / × ÷", p.factor) }

func (p *expressionParser) chain(operators string, part func() (quantity, error)) (quantity, error) {
	q, err := part()
	for err == nil {
		sign := p.next(operators)
		if sign == "" {
			break
		}
		var right quantity
		if right, err = part(); err == nil {
			q, err = combine(sign, q, right)
		}
	}
	return q, err
}

func (p *expressionParser) factor() (quantity, error) {
	p.depth++
	p.terms++
	defer func() { p.depth-- }()
	if p.depth > deepestExpression || p.terms > mostTerms {
		return quantity{}, alex.Invalid("expression", "is too deep or too long")
	}
	if p.next("(") != "" {
		q, err := p.sum()
		if err == nil && p.next(")") == "" {
			err = alex.Invalid("expression", "lacks a closing bracket")
		}
		q.label = "(" + q.label + ")"
		return q, err
	}
	m := expressionToken.FindStringSubmatch(p.rest)
	if m == nil || m[1][0] < 'a' || m[1][0] > 'z' {
		return quantity{}, alex.Invalid("expression", "needs the id of a fact where %.20q stands; it takes no numbers", strings.TrimSpace(p.rest))
	}
	p.rest = p.rest[len(m[0]):]
	if m[1] == "ratio" || m[1] == "percent" {
		return p.pair(m[1])
	}
	f, found := p.sheet.Fact(m[1])
	if !found {
		return quantity{}, alex.Invalid("expression", "%.60q is not a fact of the sheet", m[1])
	}
	if ofFutures.MatchString(f.ID) || !readAlone(f) || p.sheet.labels()[f.Label] > 1 {
		return quantity{}, alex.Invalid("expression", "%s is not computed with: it is simulated, assumed, or not read apart from others", f.ID)
	}
	if p.used[f.ID] {
		return quantity{}, alex.Invalid("expression", "uses %s twice", f.ID)
	}
	p.used[f.ID] = true
	if p.asOf.IsZero() || f.AsOf < p.asOf {
		p.asOf = f.AsOf
	}
	return quantityOf(f)
}

// pair is ratio(a, b) or percent(a, b).
func (p *expressionParser) pair(name string) (quantity, error) {
	var a, b quantity
	err := alex.Invalid("expression", "%s takes two facts: %s(a, b)", name, name)
	if p.next("(") == "" {
		return a, err
	}
	var wrong error
	if a, wrong = p.sum(); wrong != nil {
		return a, wrong
	}
	if p.next(",") == "" {
		return a, err
	}
	if b, wrong = p.sum(); wrong != nil {
		return b, wrong
	}
	if p.next(")") == "" {
		return a, err
	}
	return compare(name, a, b)
}

func compare(name string, a, b quantity) (quantity, error) {
	if a.unit != b.unit {
		return a, alex.Invalid("expression", "%s needs two of one unit, not %s and %s", name, a.unit, b.unit)
	}
	if b.value.IsZero() {
		return a, alex.Invalid("expression", "divides by nothing")
	}
	if a.period() != b.period() || a.unit != alex.UnitDollars && a.family != b.family {
		return a, alex.Invalid("expression", "%s and %s are not of one kind", a.label, b.label)
	}
	if name == "percent" {
		return quantity{a.value.Mul(alex.DecimalOf(100)).Div(b.value, computePlaces), alex.UnitPercent, a.label + " as a share of " + b.label, ""}, nil
	}
	return quantity{a.value.Div(b.value, computePlaces), alex.UnitRatio, a.label + " as a multiple of " + b.label, ""}, nil
}

// combine applies + − × ÷ with their units.
func combine(sign string, a, b quantity) (quantity, error) {
	switch sign {
	case "+", "-", "−":
		return added(sign, a, b)
	case "*", "×":
		if isScale(a) && !isScale(b) {
			a, b = b, a
		}
		if !isScale(b) {
			return a, alex.Invalid("expression", "cannot multiply %s by %s", a.label, b.label)
		}
		return quantity{a.value.Mul(scaled(b)), a.unit, a.label + " times " + b.label, a.family}, nil
	}
	if a.unit == b.unit {
		return compare("ratio", a, b)
	}
	if b.unit != alex.UnitRatio || !isScale(b) || b.value.IsZero() {
		return a, alex.Invalid("expression", "cannot divide %s by %s", a.label, b.label)
	}
	return quantity{a.value.Div(scaled(b), computePlaces), a.unit, a.label + " divided by " + b.label, a.family}, nil
}

func added(sign string, a, b quantity) (quantity, error) {
	if a.unit != b.unit || a.family != b.family && !(sign != "+" && a.contains(b)) {
		return a, alex.Invalid("expression", "cannot add or take away %s and %s", a.label, b.label)
	}
	if sign == "+" {
		return quantity{a.value.Add(b.value), a.unit, a.label + " together with " + b.label, a.family}, nil
	}
	if a.unit == alex.UnitPercent {
		a.unit = alex.UnitPoints // percentages differ by points
	}
	return quantity{a.value.Sub(b.value), a.unit, a.label + " without " + b.label, a.family}, nil
}

// isScale reports a ratio or a share that was worked out just now: what a share
// among the facts is one of, an expression does not tell.
func isScale(q quantity) bool {
	return (q.unit == alex.UnitRatio || q.unit == alex.UnitPercent) && q.family == ""
}

func scaled(q quantity) alex.Decimal {
	if q.unit == alex.UnitPercent {
		return q.value.Div(alex.DecimalOf(100), computePlaces)
	}
	return q.value
}
