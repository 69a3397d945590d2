package alex

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)

// Limits of stored numbers, as the columns have them.
var (
	maxCash     = MustDecimal("9999999999.99")         // DECIMAL(12,2)
	maxQuantity = MustDecimal("999999999999.99999999") // DECIMAL(20,8)
	maxPrice    = MustDecimal("1000000000")
)

// CheckText refuses text that is longer than limit characters, is not valid
// UTF-8, or has control characters other than tab and newline.
func CheckText(p *Problems, location, text string, limit int) {
	switch {
	case !utf8.ValidString(text):
		p.Addf(location, "is not valid UTF-8")
	case utf8.RuneCountInString(text) > limit:
		p.Addf(location, "is longer than %d characters", limit)
	case strings.ContainsFunc(text, isControl):
		p.Addf(location, "has control characters")
	}
}

func isControl(r rune) bool { return r < 0x20 && r != '\t' && r != '\n' || r == 0x7f }

// CheckQuantity refuses what a position may not hold: not above zero, more
// than eight decimals, or past DECIMAL(20,8).
func CheckQuantity(p *Problems, location string, q Decimal) {
	switch {
	case q.Sign() <= 0:
		p.Addf(location, "must be above zero, not %s", q)
	case q.Scale() > 8:
		p.Addf(location, "%s has more than eight decimals", q)
	case q.Cmp(maxQuantity) > 0:
		p.Addf(location, "%s is above the largest quantity, %s", q, maxQuantity)
	}
}

// CheckPrice refuses prices that are not above zero or are absurdly large.
func CheckPrice(p *Problems, location string, price Decimal) {
	if price.Sign() <= 0 || price.Cmp(maxPrice) > 0 {
		p.Addf(location, "%s is not a price between 0 and %s", price, maxPrice)
	}
}

// checkDate refuses a day that does not exist; no date at all is allowed.
func checkDate(p *Problems, location string, d Date) {
	if _, err := ParseDate(string(d)); err != nil && !d.IsZero() {
		p.Addf(location, "%v", err)
	}
}

func contains[T comparable](list []T, item T) bool { return slices.Contains(list, item) }
