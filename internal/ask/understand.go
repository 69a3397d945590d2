package ask

import (
	"regexp"
	"slices"
	"strings"

	"alex"
	"alex/internal/retirement"
)

// Understand finds the question that a text asks, and the value in it: dollars
// a month, or an age. It goes by whole words and by nothing else: the same text is
// always the same question. Where two questions fit, or a quantity belongs to
// none, nothing is understood. An amount that the text does not give is that of
// the question's own text.
func Understand(text string) (id, value string, ok bool) {
	r, _ := read(text).withoutAsides()
	if strings.ContainsRune(r.text, unclear) {
		return "", "", false
	}
	var fit []wording
	for _, w := range wordings {
		if w.fits(r.text) {
			fit = append(fit, w)
		}
	}
	if len(fit) != 1 {
		return "", "", false
	}
	q, ok := find(fit[0].id)
	if ok {
		value, ok = q.valueIn(r)
	}
	if !ok {
		return "", "", false
	}
	return q.ID, value, true
}

// StatesMore reports that a text gives ages or amounts beside its question, as in
// "I am 58": the plan's own are counted with, whatever they are.
func StatesMore(text string) bool {
	_, more := read(text).withoutAsides()
	return more
}

func (w wording) fits(text string) bool {
	return w.asks.MatchString(text) && (w.unless == nil || !w.unless.MatchString(text))
}

// valueIn is the value that a question takes of a reading; ok is false where the
// reading has another quantity than that.
func (q fixed) valueIn(r reading) (value string, ok bool) {
	switch q.Takes {
	case TakesMoney:
		return q.monthlyIn(r)
	case TakesAge:
		return ageIn(r)
	}
	if q.ID == "bad_start" {
		return "", r.hasBadYears()
	}
	return "", len(r.values) == 0 && !supposed.MatchString(r.text)
}

// hasBadYears reports that all numbers are years in which a plan is begun.
func (r reading) hasBadYears() bool {
	return !slices.ContainsFunc(r.values, func(v alex.Decimal) bool {
		return !slices.ContainsFunc(retirement.StressYears(), func(year int) bool { return v.Cmp(alex.DecimalOf(int64(year))) == 0 })
	})
}

// mostAge has as many digits as an age may have.
const mostAge = 999

// ageIn is the one number of a reading, where it is said as an age.
func ageIn(r reading) (value string, ok bool) {
	if len(r.values) != 1 || !saidAge.MatchString(r.text) {
		return "", false
	}
	age := r.values[0]
	return age.String(), age.Cmp(age.Floor(0)) == 0 && age.Cmp(alex.DecimalOf(mostAge)) <= 0
}

// monthlyIn is the amount of a reading, a month: one that is said of a year is
// divided. Without any number it is the example.
func (q fixed) monthlyIn(r reading) (value string, ok bool) {
	year, month := yearly.MatchString(r.text), monthly.MatchString(r.text)
	if otherPeriod.MatchString(r.text) || year && month || !year && !month && purchase.MatchString(r.text) {
		return "", false
	}
	if len(r.values) == 0 {
		return q.example, true
	}
	if len(r.values) != 1 || !saidAmount.MatchString(r.text) {
		return "", false
	}
	amount := r.values[0]
	if year {
		amount = amount.Div(alex.DecimalOf(12), 2)
	}
	return amount.String(), true
}

// withoutAsides cuts out what a text says of its writer: "I am 58", "I have
// $800,000 saved", and what a value is said to stand instead of.
func (r reading) withoutAsides() (rest reading, cut bool) {
	for _, found := range asides.FindAllStringSubmatchIndex(r.text, -1) {
		if found[2] >= 0 { // "when I am 62" is no statement
			continue
		}
		return r.without(found[0], found[1])
	}
	return r, false
}

// without cuts out a span of the text, and goes on.
func (r reading) without(from, to int) (rest reading, cut bool) {
	before, within := marksIn(r.text[:from]), marksIn(r.text[from:to])
	rest.text = r.text[:from] + r.text[to:]
	rest.values = slices.Delete(slices.Clone(r.values), before, before+within)
	rest, _ = rest.withoutAsides()
	return rest, true
}

func marksIn(text string) int {
	return strings.Count(text, string(bare)) + strings.Count(text, string(dollars))
}

var (
	asides = regexp.MustCompile(`\b(?:(when|until|till|til|once|after|before|if|since|while|time|at|can|could|should|will|would|do) )?(?:` +
		`(?:i am|i'm|im|we are|we're|my age is)(?: (?:now|currently|already|only|about|age|aged))* N\b` +
		`|(?:i have|i've|we have|we've|i own|we own|i earn|we earn|i make|we make)(?: (?:got|saved|about|around|roughly|over|nearly|only|now|currently|already))* [ND]\b(?: (?:saved|invested|in savings|in my accounts?|in the bank))*(?: (?:a|per|each|every) (?:year|yr|month|mo)\b| yearly\b| monthly\b| annually\b)?` +
		`|(?:instead of|rather than)(?: at)?(?: age)? N\b)`)

	saidAge    = regexp.MustCompile(`\b(?:at|by|until|till|til|to|age|i am|i'm|we are|we're|i turn|i reach|i hit|turning)(?: the)?(?: age)?(?: of)? N\b`)
	saidAmount = regexp.MustCompile(`\b[ND]` + between + ` (?:more|less|extra|fewer|additional)\b` +
		`|\b(?:more|less|extra|additional|another|by)` + between + ` [ND]\b` +
		`|\b(?:cut|cutting|reduce|reducing|trim|trimming|lower|lowering|increase|increasing|raise|raising)(?: (?:my|our|the|spending|expenses|budget|savings?|contributions?))* [ND]\b`)
	yearly      = regexp.MustCompile(`\b(?:a|per|each|every) (?:year|yr|annum)\b|\b(?:yearly|annually|annual)\b`)
	monthly     = regexp.MustCompile(`\b(?:a|per|each|every) (?:month|mo)\b|\bmonthly\b`)
	otherPeriod = regexp.MustCompile(`\b(?:weeks?|weekly|biweekly|fortnight|fortnightly|days?|daily|quarterly|hour|hourly|paychecks?|paydays?|decades?|once|this|next|every other|(?:other|first|last) (?:year|month)|lump)\b`)
	supposed    = regexp.MustCompile(`\b(?:if|unless|assuming|provided)\b`)
	purchase    = regexp.MustCompile(`\bon\b|\bfor (?:a|an|the)\b`)
)

// between are the words that may stand between an amount and its "more".
const between = `(?: (?:a|an|per|each|every|month|mo|year|yr|monthly|yearly|annually|annum|of|about|around|roughly|only|just|at|least|up|to|my|in|total|by))*`
