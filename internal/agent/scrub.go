package agent

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"alex/internal/report"
)

// scrubbed is a person's question without what tells who they are: addresses,
// numbers of accounts, and the names that their own record holds, word by word.
// common are words that tell nobody apart.
func (p private) scrubbed(question string, common func(word string) bool) string {
	question = norm.NFC.String(question)
	m := marked{text: question, hidden: make([]bool, len(question))}
	m.numbers()
	m.streets()
	m.words(slices.DeleteFunc(slices.Clone(p.texts), func(text string) bool { return allOf(wordsOf(text, 1), common) }))
	m.words(p.names)
	m.words(slices.DeleteFunc(slices.Clone(p.typed), common))
	return m.String()
}

// allOf reports words that are all of a kind; none are not.
func allOf(words []string, is func(string) bool) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !is(w) })
}

// marked is a text and which of its bytes are hidden.
type marked struct {
	text   string
	hidden []bool
}

func (m marked) hide(start, end int) {
	for i := start; i < end; i++ {
		m.hidden[i] = true
	}
}

// String is the text with a mark in the place of what is hidden.
func (m marked) String() string {
	var b strings.Builder
	for i := range len(m.text) {
		switch {
		case !m.hidden[i]:
			b.WriteByte(m.text[i])
		case i == 0 || !m.hidden[i-1]:
			b.WriteString("…")
		}
	}
	return b.String()
}

// words hides known words, which are folded, where they stand for themselves. A
// name of two letters is one where it is not written small.
func (m marked) words(known []string) {
	var text strings.Builder
	var from []int // where each byte of the folded text stands in the text
	for i, r := range m.text {
		n, _ := text.WriteRune(fold(r))
		from = append(from, slices.Repeat([]int{i}, n)...)
	}
	from = append(from, len(m.text))
	for _, word := range known {
		letters := utf8.RuneCountInString(word)
		if letters < 2 {
			continue
		}
		for _, at := range places(text.String(), word) {
			start, end := from[at[0]], from[at[1]]
			first, _ := utf8.DecodeRuneInString(m.text[start:])
			if letters > 2 || !unicode.IsLower(first) {
				m.hide(start, end)
			}
		}
	}
}

// folded is a text in which capital and small letters are one.
func folded(text string) string { return strings.Map(fold, norm.NFC.String(text)) }

func fold(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }

// places are where a folded text has a folded word that is no part of another.
func places(text, word string) (list [][2]int) {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return list
		}
		start, end := from+at, from+at+len(word)
		if apart(text, start) && apart(text, end) {
			list = append(list, [2]int{start, end})
		}
		_, size := utf8.DecodeRuneInString(text[start:])
		from = start + size
	}
}

// apart reports that no word goes on over a place in a text.
func apart(text string, at int) bool {
	if at == 0 || at == len(text) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return !joined(before, after)
}

// joined reports two characters of one word, or of one number.
func joined(a, b rune) bool {
	return letter(a) && letter(b) || unicode.IsDigit(a) && unicode.IsDigit(b)
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }

// Numbers that identify, and those that look like it.
var (
	// identifying are addresses of mail and numbers of accounts in their forms;
	// money with its commas is the first group; the second is whatever else has
	// five digits or more.
	identifying = regexp.MustCompile(`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,}\b` +
		`|(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?)|([+(]?\d(?:[\p{Zs}().\p{Pd}/]{0,2}\d){4,})`)
	cents    = regexp.MustCompile(`\.\d{1,2}$`)
	twoYears = regexp.MustCompile(`^(?:19|20)\d\d[\p{Zs}\p{Pd}/]+(?:19|20)\d\d$`)

	// cued are digits behind a word that makes them the number of an account.
	cued = regexp.MustCompile(`(?i)(?:\b(?:accounts?|accts?|cards?|numbers?|ssn)\b|#)` +
		`(?:[\s.:#*•x\p{Pd}]|\b(?:is|no|numbers?|accounts?|accts?|cards?|ssn|end(?:s|ing)?(?:\s+(?:in|with))?)\b)*(\d(?:[ \p{Pd}]?\d){2,})`)
	// ending are the last digits of one.
	ending = regexp.MustCompile(`(?i)\b(?:end(?:s|ing)(?:\s+(?:in|with))?|last\s+(?:four|4)(?:\s+digits)?(?:\s+(?:is|are|of))?)[\s.:#*•x\p{Pd}]+(\d{4,})`)
	year   = regexp.MustCompile(`^(?:19|20)\d\d$`)
	// planNumber is a kind of account, and measure what makes digits an amount.
	planNumber = regexp.MustCompile(`^(?:401|403|457|529)$`)
	measure    = regexp.MustCompile(`(?i)^\s?(?:%|[km]\b|(?:percent|dollars?|months?|years?|days?|times|shares?)\b)`)
)

// mostDigits is how many digits an amount without commas may have, cents aside.
const mostDigits = 6

// numbers hides addresses of mail and numbers of accounts.
func (m marked) numbers() {
	for _, at := range identifying.FindAllStringSubmatchIndex(m.text, -1) {
		start, end := at[0], at[1]
		if at[2] >= 0 { // money, unless digits go on
			whole := end
			for whole < len(m.text) && '0' <= m.text[whole] && m.text[whole] <= '9' {
				whole++
			}
			if whole > end {
				m.hide(start, whole)
			}
			continue
		}
		if at[4] < 0 || !m.amount(start, end) {
			m.hide(start, end)
		}
	}
	for _, at := range cued.FindAllStringSubmatchIndex(m.text, -1) {
		if !planNumber.MatchString(m.text[at[2]:at[3]]) && !measure.MatchString(m.text[at[3]:]) {
			m.hide(at[2], at[3])
		}
	}
	for _, at := range ending.FindAllStringSubmatchIndex(m.text, -1) {
		if !year.MatchString(m.text[at[2]:at[3]]) {
			m.hide(at[2], at[3])
		}
	}
}

// amount reports a number of five digits or more that is money or two years.
func (m marked) amount(start, end int) bool {
	text, digits := m.text[start:end], 0
	for _, r := range cents.ReplaceAllString(text, "") {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	sign, _ := utf8.DecodeLastRuneInString(strings.TrimRight(m.text[:start], " "))
	return twoYears.MatchString(text) || digits <= mostDigits && unicode.Is(unicode.Sc, sign)
}

// street is a house number with its street, or a post box. Endings that are
// words of other things too are capital.
var street = regexp.MustCompile(`\b\d{1,6}[A-Za-z]?\s+(?:[NSEWnsew]{1,2}\.?\s+)?` +
	`(?:(?:[\p{L}\d'’.-]+\s+){1,2}(?i:street|avenue|boulevard|blvd|ave|st|rd|ln|pkwy|hwy)` +
	`|(?:(?:\p{Lu}[\p{L}'’.-]*|\d+(?:st|nd|rd|th))\s+){1,3}(?:Road|Drive|Lane|Court|Way|Place|Terrace|Circle|Parkway|Highway|Square|Trail|Dr|Ct|Pl|Ter|Cir|Sq|Trl))\b\.?` +
	`(?:,?\s*(?:(?i:apt|apartment|unit|suite|ste)\b\.?\s*|#\s*)#?\w{1,5}\b)?` +
	`|(?i)\bp\.?\s?o\.?\s+box\s+\d+`)

// streets hides addresses of houses.
func (m marked) streets() {
	for _, at := range street.FindAllStringIndex(m.text, -1) {
		if sign, _ := utf8.DecodeLastRuneInString(m.text[:at[0]]); !unicode.Is(unicode.Sc, sign) {
			m.hide(at[0], at[1])
		}
	}
}

var wordOrNumber = regexp.MustCompile(`[\p{L}\p{M}]+|\p{Nd}+`)

// wordsOf are the words and numbers of a text of so many characters at least,
// folded.
func wordsOf(text string, least int) []string {
	words := wordOrNumber.FindAllString(folded(text), -1)
	return slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < least || noName[w] })
}

// commonWords are the words of which a person's own name for something may
// consist without telling who they are: everyday ones, those of reports and of
// the reference, and years and short numbers.
func (a Asker) commonWords() func(word string) bool {
	return func(word string) bool {
		if number(word) {
			return len(word) < 4 || year.MatchString(word)
		}
		return everyday[word] || report.IsPlain(word) || a.Words != nil && a.Words(word) != ""
	}
}

func number(word string) bool { return strings.Trim(word, "0123456789") == "" }

// noName are words between names that are none.
var noName = map[string]bool{
	"and": true, "the": true, "of": true, "or": true, "mr": true, "mrs": true, "ms": true, "dr": true, "jr": true, "sr": true,
}

// everyday are words that people name accounts and plans with, and that tell
// nobody who they are.
var everyday = setOf(`
trust fund funds account accounts savings saving retirement ira iras hsa fsa sep simple roth traditional pension pensions
annuity social security joint taxable brokerage checking custodial inherited rollover individual emergency cash bond bonds stock stocks equity
index money market investment investments investing portfolio income incomes salary wages wage pay bonus job work working part time full
consulting contract business rent rental rentals lease royalties dividends interest benefit benefits disability survivor spousal alimony
spending expenses expense bills budget living core basic extra early late later years year monthly yearly annual annually
house home homes condo apartment property estate mortgage loan loans debt debts car cars truck boat roof kitchen bathroom repair repairs
renovation remodel move moving downsizing downsize sale sell buy purchase down payment college university school tuition education wedding travel
travels trip trips vacation vacations holiday holidays cruise gift gifts charity giving donation inheritance windfall medical health healthcare
care dental insurance medicare premium premiums long term tax taxes refund fee fees plan plans goal goals
family household wife husband spouse partner kid kids child children son sons daughter daughters grandkids grandchildren mother father mom dad
parents parent sister brother mine our ours his her hers their old new big main other second first next last own personal general`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}
