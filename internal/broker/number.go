package broker

import (
	"fmt"
	"regexp"
	"strings"

	"alex"
)

// amount is a number as a cell prints it. Value is nil for "no value".
type amount struct {
	value    *alex.Decimal
	currency string // "" where the cell shows none
}

// numberFormat says how a file writes numbers. The zero value is the American
// way: "1,234.56".
type numberFormat struct{ decimalComma bool }

var (
	plainNumber   = regexp.MustCompile(`^(\d+\.?\d*|\.\d+)$`)
	groupedNumber = regexp.MustCompile(`^\d{1,3}([ ,'’]\d{3})+(\.\d*)?$`)
	isoCurrency   = regexp.MustCompile(`^([A-Z]{3})? ?(.*?) ?([A-Z]{3})?$`)
)

// parse reads a cell: "$1,234.56", "(12.00)", "-$5", "5-", "1.234,56 €".
// "--", "N/A" and the like are no value.
func (f numberFormat) parse(cell string) (amount, error) {
	text := strings.TrimLeft(cell, "'")
	if isNull(text) {
		return amount{}, nil
	}
	text, negative := cutSign(text)
	text, currency := cutCurrency(text)
	text, again := cutSign(text)
	digits, err := f.digits(text)
	if err != nil {
		return amount{}, fmt.Errorf("%q is not a number", clip(cell))
	}
	d, err := alex.ParseDecimal(digits)
	if err != nil {
		return amount{}, fmt.Errorf("%q is not a number", clip(cell))
	}
	if negative != again {
		d = d.Neg()
	}
	return amount{value: &d, currency: currency}, nil
}

// digits rewrites an unsigned number in plain notation.
func (f numberFormat) digits(text string) (string, error) {
	if f.decimalComma {
		text = strings.Map(func(r rune) rune {
			switch r {
			case ',':
				return '.'
			case '.':
				return ','
			}
			return r
		}, text)
	}
	switch {
	case plainNumber.MatchString(text):
	case groupedNumber.MatchString(text):
		text = strings.NewReplacer(",", "", " ", "", "'", "", "’", "").Replace(text)
	default:
		return "", fmt.Errorf("not a number")
	}
	return strings.TrimSuffix(text, "."), nil
}

func isNull(text string) bool {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "-", "--", "---", "–", "—", "n/a", "na", "#n/a", "null", "nil", "none", "nan", "not available":
		return true
	}
	return false
}

// cutSign takes away a sign: parentheses, or a minus or plus on either side.
func cutSign(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
		return strings.TrimSpace(text[1 : len(text)-1]), true
	}
	for _, minus := range []string{"-", "−", "–"} {
		if rest, ok := strings.CutPrefix(text, minus); ok {
			return strings.TrimSpace(rest), true
		}
		if rest, ok := strings.CutSuffix(text, minus); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return strings.TrimSpace(strings.TrimPrefix(text, "+")), false
}

// cutCurrency takes away a currency sign or code and returns the code.
func cutCurrency(text string) (rest, code string) {
	for _, c := range []struct{ sign, code string }{
		{"US$", "USD"},
		{"CA$", "CAD"},
		{"C$", "CAD"},
		{"A$", "AUD"},
		{"HK$", "HKD"},
		{"$", "USD"},
		{"€", "EUR"},
		{"£", "GBP"},
		{"¥", "JPY"},
	} {
		for _, cut := range []func(string, string) (string, bool){strings.CutPrefix, strings.CutSuffix} {
			if rest, ok := cut(text, c.sign); ok {
				return strings.TrimSpace(rest), c.code
			}
		}
	}
	if !strings.ContainsAny(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		return text, ""
	}
	m := isoCurrency.FindStringSubmatch(text)
	if m == nil || m[1] != "" && m[3] != "" {
		return text, ""
	}
	return strings.TrimSpace(m[2]), m[1] + m[3]
}

// formatOf finds whether the numbers of cells have a decimal comma: some cell
// must show it beyond doubt ("1.234,56", "12,5") and none the contrary. Mixed
// is true where cells contradict each other.
func formatOf(cells []string) (f numberFormat, mixed bool) {
	var comma, point bool
	for _, cell := range cells {
		text, _ := cutSign(cell)
		text, _ = cutCurrency(text)
		text, _ = cutSign(text)
		switch separator(text) {
		case ',':
			comma = true
		case '.':
			point = true
		}
	}
	return numberFormat{decimalComma: comma && !point}, comma && point
}

// separator is the decimal separator that an unsigned number shows beyond
// doubt, or 0.
func separator(text string) byte {
	if strings.Trim(text, "0123456789.,") != "" || !strings.ContainsAny(text, "0123456789") {
		return 0
	}
	point, comma := strings.LastIndexByte(text, '.'), strings.LastIndexByte(text, ',')
	switch {
	case point >= 0 && comma > point:
		return ','
	case comma >= 0 && point > comma:
		return '.'
	case comma >= 0:
		return single(text, ',', '.')
	case point >= 0:
		return single(text, '.', ',')
	}
	return 0
}

// single judges a number with one kind of separator: several groups make it a
// thousands separator, and only three digits behind it leave doubt.
func single(text string, sep, other byte) byte {
	first, last := strings.IndexByte(text, sep), strings.LastIndexByte(text, sep)
	switch {
	case first != last:
		return other
	case len(text)-last-1 == 3:
		return 0
	}
	return sep
}

// clip shortens text from the file before it is repeated in a message.
func clip(text string) string {
	const most = 60
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
