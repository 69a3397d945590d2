package ask

import (
	"regexp"
	"slices"
	"strings"

	"alex"
)

// Marks of a reading, each one word of it.
const (
	bare    = 'N' // a number
	dollars = 'D' // an amount
	unclear = 'X' // a quantity that no question takes: a percentage, a duration, "half"
)

// reading is a text as it is understood: words in lower case, a full stop where a
// sentence ends, and a mark for each quantity. values are those of the bare
// numbers and the amounts, in their order.
type reading struct {
	text   string
	values []alex.Decimal
}

var (
	alike = strings.NewReplacer("’", "'", "‘", "'", "s&p 500", "stocks", "s&p500", "stocks", "s&p", "stocks", "&", " and ")
	piece = regexp.MustCompile(
		`(?P<minus>[-−]\s?)?(?P<dollar>\$\s?)?(?P<digits>\d[\d,.]*)(?P<suffix>\([kb]\)|[\p{L}\p{N}%]*)` +
			`|(?P<word>\p{L}+(?:'\p{L}+)*)|(?P<end>[.?!;\n])|(?P<per>/)|(?P<odd>[$€£¥%]|\p{N})`)
	plainNumber = regexp.MustCompile(`^(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,2})?$`)
)

// read makes a reading of a text.
func read(text string) reading {
	var s scan
	for _, found := range piece.FindAllStringSubmatch(alike.Replace(strings.ToLower(text)), -1) {
		part := func(name string) string { return found[piece.SubexpIndex(name)] }
		switch {
		case part("digits") != "":
			s.figure(part("minus") != "", part("dollar") != "", part("digits"), part("suffix"))
		case part("word") != "":
			s.add(token{word: part("word")})
		case part("end") != "":
			s.add(token{word: "."})
		case part("per") != "":
			s.add(token{word: "per"})
		default:
			s.add(token{mark: unclear})
		}
	}
	return s.reading()
}

// token is a word, or a mark and its value.
type token struct {
	word  string
	mark  rune
	value alex.Decimal
}

// scan is a text in the reading.
type scan struct{ tokens []token }

func (s *scan) add(t token) { s.tokens = append(s.tokens, t) }

// figure adds what is written in digits.
func (s *scan) figure(minus, dollar bool, digits, suffix string) {
	number := strings.TrimRight(digits, ".,")
	switch {
	case !dollar && isAccount(number, suffix):
		s.add(token{word: "account"})
		return
	case minus || suffix != "" && number != digits || !plainNumber.MatchString(number):
		s.add(token{mark: unclear})
		return
	}
	t := token{mark: bare, value: alex.MustDecimal(strings.ReplaceAll(number, ",", ""))}
	if dollar {
		t.mark = dollars
	}
	switch {
	case suffix == "k":
		t.value = t.value.Mul(alex.DecimalOf(1000))
	case suffix == "m" && dollar:
		t.value = t.value.Mul(alex.DecimalOf(1_000_000))
	case suffix != "":
		t = token{mark: unclear}
	}
	s.add(t)
	if strings.HasPrefix(digits[len(number):], ".") {
		s.add(token{word: "."})
	}
}

// isAccount reports the name of a kind of account that is written like a figure:
// 401(k), 403(b), 457(b).
func isAccount(number, suffix string) bool {
	suffix = strings.Trim(suffix, "()")
	return number == "401" && suffix == "k" || (number == "403" || number == "457") && suffix == "b"
}

// reading joins the tokens, numbers in words and units among them taken as what
// they mean.
func (s *scan) reading() reading {
	var r reading
	var words []string
	for i := 0; i < len(s.tokens); {
		t, n := s.quantity(i)
		switch {
		case t.mark == 0 && t.word == "ss":
			words = append(words, "social security")
		case t.mark == 0:
			words = append(words, t.word)
		default:
			words = append(words, string(t.mark))
		}
		if t.mark == bare || t.mark == dollars {
			r.values = append(r.values, t.value)
		}
		i += n
	}
	r.text = strings.Join(words, " ")
	return r
}

// quantity is the token at i with what belongs to it, and of how many it is made.
func (s *scan) quantity(i int) (t token, n int) {
	t, n = s.tokens[i], 1
	if t.mark == 0 {
		if t, n = s.spelled(i); t.mark == 0 {
			return t, n
		}
	}
	t, scales := s.scaled(t, i+n)
	mark, units := s.unit(t.mark, i+n+scales)
	t.mark = mark
	return t, n + scales + units
}

// scaled is a number times the words at i, and how many these are: "2 million",
// "5 hundred thousand". It ends where an amount makes no sense any more.
func (s *scan) scaled(t token, i int) (product token, n int) {
	for t.mark != unclear {
		scale, ok := scaleOf(s.word(i + n))
		if !ok {
			break
		}
		if n++; n > mostScales {
			t.mark = unclear
		}
		t.value = t.value.Mul(alex.DecimalOf(scale))
	}
	return t, n
}

// mostScales is how many words may scale one number.
const mostScales = 2

// word is the token at i where that is a word.
func (s *scan) word(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.tokens[i].word
}

// unit is what becomes of a mark before the words at i: dollars are an amount,
// years old an age, and other units nothing that a question takes.
func (s *scan) unit(mark rune, i int) (unit rune, n int) {
	next := s.word(i)
	switch {
	case mark == unclear:
		return unclear, 0
	case slices.Contains([]string{"dollars", "dollar", "bucks", "usd"}, next):
		return dollars, 1
	case mark == dollars:
		return dollars, 0
	case next == "yo":
		return bare, 1
	case strings.HasPrefix(next, "year") && s.word(i+1) == "old":
		return bare, 2
	case slices.Contains(durations(), next):
		return unclear, 1
	}
	return mark, 0
}

// durations are the units, and other words, after which a number is neither an
// age nor an amount.
func durations() []string {
	return []string{
		"year", "years", "yr", "yrs", "month", "months", "mo", "mos", "week", "weeks", "day", "days", "hour", "hours",
		"times", "x", "percent", "point", "points", "billion", "bn", "cents", "euros", "pounds",
	}
}
