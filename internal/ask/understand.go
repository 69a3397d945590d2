package ask

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"alex"
)

// Understand finds the question that a text asks, and the value in it: dollars
// a month, or an age. It looks for words and for nothing else: the same text is
// always the same question. Where the text has no number, that of the question's
// own text counts. A text that asks two questions, or that has a number which
// its question does not explain, is not understood: an answer to something else
// would be worse than none.
func Understand(text string) (id, value string, ok bool) {
	heard := listen(text)
	var fits []fixed
	for _, q := range questions() {
		if q.matches(heard) {
			fits = append(fits, q)
		}
	}
	fits = slices.DeleteFunc(fits, func(q fixed) bool {
		return slices.ContainsFunc(fits, func(other fixed) bool { return slices.Contains(other.beats, q.ID) })
	})
	if len(fits) != 1 {
		return "", "", false
	}
	value, ok = fits[0].valueIn(heard)
	return fits[0].ID, value, ok
}

// heard is a text as words between single spaces, with a mark for each number:
// "$" for dollars, "#" for any other, "%" for what no question takes.
type heard struct {
	words    string
	mentions []mention
}

type mention struct {
	value alex.Decimal
	mark  byte
}

var (
	accounts   = regexp.MustCompile(`\b(?:401 ?\(?k\)?|403 ?\(?b\)?|457 ?\(?b\)?|529)(?: plans?)?`)
	numbers    = regexp.MustCompile(`(\$ ?)?\b(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,4})?(?: ?(k|thousand|grand|mm?|million|mil)\b)?( ?(?:dollars|bucks|usd)\b)?( ?%| percent\b)?`)
	years      = regexp.MustCompile(`\b(in|since|like|of|from|after) (19|20)(\d\d)\b`)
	tens       = regexp.MustCompile(`\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](one|two|three|four|five|six|seven|eight|nine))?\b`)
	otherWords = regexp.MustCompile(`\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|dozen|half|hundred|thousand|million|billion|double|twice|triple)\b`)
	noWords    = regexp.MustCompile(`[^a-z0-9#$%]+`)
)

// digits are the words of numbers up to nine, and the tens, in their order.
func digits() []string {
	return []string{"", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
}

func decades() []string {
	return []string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
}

func listen(text string) heard {
	var h heard
	text = strings.NewReplacer("’", "", "'", "", "#", " ").Replace(strings.ToLower(text))
	text = accounts.ReplaceAllString(text, "retirement account")
	text = years.ReplaceAllString(text, "$1 year")
	text = tens.ReplaceAllStringFunc(text, func(found string) string {
		parts := tens.FindStringSubmatch(found)
		n := 10*slices.Index(decades(), parts[1]) + slices.Index(digits(), parts[2])
		return alex.DecimalOf(int64(n)).String()
	})
	text = numbers.ReplaceAllStringFunc(text, h.number)
	text = otherWords.ReplaceAllStringFunc(text, func(string) string { return h.mark('%', alex.Decimal{}) })
	h.words = " " + strings.TrimSpace(noWords.ReplaceAllString(text, " ")) + " "
	return h
}

func (h *heard) number(found string) string {
	parts := numbers.FindStringSubmatch(found)
	value, err := alex.ParseDecimal(strings.ReplaceAll(parts[2], ",", "") + parts[3])
	if err != nil || parts[6] != "" {
		return h.mark('%', value)
	}
	switch parts[4] {
	case "":
	case "k", "thousand", "grand":
		value = value.Mul(alex.DecimalOf(1_000))
	default:
		value = value.Mul(alex.DecimalOf(1_000_000))
	}
	if parts[1] != "" || parts[4] != "" || parts[5] != "" {
		return h.mark('$', value)
	}
	return h.mark('#', value)
}

func (h *heard) mark(mark byte, value alex.Decimal) string {
	h.mentions = append(h.mentions, mention{value, mark})
	return " " + string(mark) + " "
}

// mentionAt is the number whose mark stands at a place of the words: those of a
// kind stand in the order in which they were found.
func (h *heard) mentionAt(place int) mention {
	mark := h.words[place]
	nth := strings.Count(h.words[:place], string(mark))
	for _, m := range h.mentions {
		if m.mark != mark {
			continue
		}
		if nth == 0 {
			return m
		}
		nth--
	}
	return mention{}
}

func (q fixed) matches(h heard) bool {
	return slices.ContainsFunc(q.asks, func(p *regexp.Regexp) bool { return p.MatchString(h.words) })
}

// background is a number that tells of the person, and asks nothing.
var background = regexp.MustCompile(` (?:i am|im|we are|aged?|currently|have|has|own|got|already|with|turned)(?: about| around| almost| nearly| now)? [#$] `)

// valueIn is the value that the question takes; ok is false where a number is
// left that nothing explains.
func (q fixed) valueIn(h heard) (value string, ok bool) {
	left := h.words
	for _, p := range q.asks {
		found := p.FindStringSubmatchIndex(h.words)
		if len(found) < 4 || found[2] < 0 {
			continue
		}
		place := found[2]
		if value, ok = q.say(h, place); !ok {
			return "", false
		}
		left = left[:place] + "_" + left[place+1:]
		break
	}
	left = background.ReplaceAllString(left, " ")
	if strings.ContainsAny(left, "#$%") {
		return "", false
	}
	return cmp.Or(value, q.example), true
}

var (
	ofYear  = regexp.MustCompile(`^ (?:year|yearly|annual|annually)$`)
	period  = regexp.MustCompile(` (?:month|monthly|year|yearly|annual|annually|week|weekly|biweekly|day|daily|paycheck|quarter|quarterly|hour|hourly)\b`)
	ofMonth = regexp.MustCompile(`^ (?:month|monthly)$`)
)

// say is a number as the question takes it: an amount that is said of a year is
// divided; of other times there is none.
func (q fixed) say(h heard, place int) (value string, ok bool) {
	m := h.mentionAt(place)
	if q.Takes == TakesAge {
		return m.value.String(), m.mark == '#'
	}
	said := cmp.Or(period.FindString(h.words[place:]), period.FindString(h.words[:place]))
	switch {
	case said == "", ofMonth.MatchString(said):
		return m.value.String(), true
	case ofYear.MatchString(said):
		return m.value.Div(alex.DecimalOf(12), 2).String(), true
	}
	return "", false
}
