package report

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// idioms are names with digits in them that state no figure. A bare 457, 529
// or 1099 passes only where no currency, sign or unit makes an amount of it.
var idioms = []filtered{
	filter(`\bs&p (?:midcap |smallcap |composite )?(?:100|400|500|600|1500)\b`),
	filter(`\brussell (?:1000|2000|3000)\b`),
	filter(`\b(?:wilshire 5000|fortune 500|nasdaq[- ]100|dow 30|ftse (?:100|250)|nikkei 225|(?:euro )?stoxx (?:50|600)|cac 40|dax 40|topix 500)\b`),
	filter(`\b40[13]s?(?: ?\([abk]\)|k\b)`),
	filter(`\b457 ?\([bf]\)`),
	filter(`\b60/40\b`),
	filter(`\b4 ?(?:%|percent)[- ]rules?\b`),
	filter(`\bfour[- ]percent[- ]rules?\b`),
	filter(`\bq[1-4]\b`),
	filter(`\b1099-?(?:r|b|div|int|g|ssa)\b`),
	filter(`\bw-[24]\b`),
	filter(`\b(?:irs |tax )?forms? (?:1040(?:-?(?:sr|es|x))?|1098|1099|5498|8606|706|709)\b`),
	filter(`\b(?:72\(t\)|12b-1|1031 exchanges?|199a|13f|10-[kq]|10b5-1)`),
	filter(`\brule of (?:55|72)\b`),
	filter(`\bsecure (?:act )?2\.0\b`),
	filter(`\b24/7\b`),
	filter(`\bcovid-19\b`),
	filter(`\b(?:one-time|one[- ]off|zero[- ]coupon|zero-sum|fifty-fifty)\b`),
	filter(`\b(?:double[- ](?:check|count|entry|tax|edged)\w*|think twice|once or twice|twice a (?:year|month|week))\b`),
	filter(`\b(?:half-(?:even|life|hearted)|(?:better|other|first|second) half|half the battle)\b`),
	filter(`\b(?:one in a million|million-dollar question|thanks a million|thousand[- ]oaks)\b`),
}

var bareIdiom = regexp.MustCompile(`(?:^|[^-$€£¥.,+\d\w])(457|529s?|1099s?|401|1040)(?:$|[^\d\w%])`)

// amountAfter makes an amount of the number before it.
var amountAfter = regexp.MustCompile(
	`^(?:[.,]\d| ?%|[ -]?(?:percent|percentage|basis|points?|dollars?|cents?|years?|months?|weeks?|days?|shares?|thousand|million|billion|times)\b)`)

func idiomSpans(v *view) []span {
	var spans []span
	for _, idiom := range idioms {
		for _, at := range idiom.find(v.lower) {
			spans = append(spans, span{at[0], at[1]})
		}
	}
	for _, s := range matches(bareIdiom, v.lower) {
		if !amountAfter.MatchString(v.lower[s.end:]) {
			spans = append(spans, s)
		}
	}
	return spans
}

var listMarker = regexp.MustCompile(`(?m)^ {0,6}(\d{1,2})[.)] `)

// listMarkers are the numbers of ordered lists that count 1, 2, 3 from 1. A
// marker out of step is a figure like any other.
func listMarkers(v *view) []span {
	var spans []span
	next := 1
	for _, s := range matches(listMarker, v.lower) {
		n, err := strconv.Atoi(v.lower[s.start:s.end])
		if err != nil || n != next && n != 1 {
			continue
		}
		spans, next = append(spans, s), n+1
	}
	return spans
}

// nameSpans are the places of the context's names, and of its tickers that
// have digits. A name without two letters exempts nothing: it would open the
// door to any figure.
func nameSpans(v *view, ctx CheckContext) []span {
	var spans []span
	for _, name := range ctx.Names {
		folded := newView(name, nil, nil).lower
		if countLetters(folded) >= 2 {
			spans = append(spans, wholeWords(v.lower, strings.TrimSpace(folded))...)
		}
	}
	for symbol := range ctx.Tickers {
		if folded := strings.ToLower(string(symbol)); countLetters(folded) >= 1 {
			spans = append(spans, wholeWords(v.lower, folded)...)
		}
	}
	return spans
}

func countLetters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// wholeWords finds name where neither end is inside a longer word.
func wholeWords(text, name string) []span {
	var spans []span
	for from := 0; name != ""; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			break
		}
		start, end := from+i, from+i+len(name)
		if !joined(text, start) && !joined(text, end) {
			spans = append(spans, span{start, end})
		}
		from = start + 1
	}
	return spans
}

// joined reports that the bytes on both sides of i belong to one word.
func joined(text string, i int) bool {
	return i > 0 && i < len(text) && wordByte(text[i-1]) && wordByte(text[i])
}

func wordByte(b byte) bool { return asciiLetter(b) || '0' <= b && b <= '9' || b >= 0x80 }

// headingSpans are the lines that are required headings word for word.
func headingSpans(v *view, headings []string) []span {
	var spans []span
	for _, heading := range headings {
		p := regexp.MustCompile(`(?m)^ {0,3}#{1,6} +(` + regexp.QuoteMeta(newView(heading, nil, nil).lower) + `) *#* *$`)
		spans = append(spans, matches(p, v.lower)...)
	}
	return spans
}
