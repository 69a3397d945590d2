package ask

import (
	"regexp"
	"slices"
	"strings"

	"alex"
)

var (
	spaces     = regexp.MustCompile(`\s+`)
	moneyWords = regexp.MustCompile(`\$\s?(\d{1,9}(?:,\d{3})*(?:\.\d{1,2})?)(k)?|(\d{1,9}(?:,\d{3})*(?:\.\d{1,2})?)(k)?\s?(?:dollars|usd)`)
	ageWords   = regexp.MustCompile(`\b(\d{2,3})\b`)
	yearly     = regexp.MustCompile(`\b(?:a|per|each|every) year\b|\byearly\b|\bannually\b`)
)

// Understand finds the question that a text asks, and the value in it: dollars
// a month, or an age. It looks for words and for nothing else: the same text is
// always the same question. Where the text gives no value, that of the
// question's own text counts.
func Understand(text string) (id, value string, ok bool) {
	text = spaces.ReplaceAllString(strings.ToLower(strings.TrimSpace(text)), " ")
	for _, q := range questions() {
		if !q.matches(text) {
			continue
		}
		value = q.valueIn(text)
		if q.Takes != TakesNothing && value == "" {
			value = q.example
		}
		return q.ID, value, true
	}
	return "", "", false
}

func (q fixed) matches(text string) bool {
	for _, group := range q.words {
		if !slices.ContainsFunc(group, func(word string) bool { return strings.Contains(text, word) }) {
			return false
		}
	}
	return true
}

func (q fixed) valueIn(text string) string {
	switch q.Takes {
	case TakesMoney:
		return monthlyIn(text)
	case TakesAge:
		if found := ageWords.FindStringSubmatch(text); found != nil {
			return found[1]
		}
	}
	return ""
}

// monthlyIn is the amount that a text names, a month: one that is said of a year
// is divided.
func monthlyIn(text string) string {
	found := moneyWords.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	digits, thousand := found[1]+found[3], found[2]+found[4]
	amount, err := alex.ParseDecimal(strings.ReplaceAll(digits, ",", ""))
	if err != nil {
		return ""
	}
	if thousand != "" {
		amount = amount.Mul(alex.DecimalOf(1000))
	}
	if yearly.MatchString(text) {
		amount = amount.Div(alex.DecimalOf(12), 2)
	}
	return amount.String()
}
