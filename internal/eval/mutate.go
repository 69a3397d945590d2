package eval

import (
	"math/rand/v2"
	"regexp"
	"strings"
)

// mutation is one way to make a true text untrue, or forbidden. It returns the
// text as it was where it has nothing to work on.
type mutation struct {
	kind  string
	apply func(chance *rand.Rand, text string, g facts) string
}

// facts are the ids that a hostile author was told of.
type facts []string

var tokenPattern = regexp.MustCompile(`\{\{([a-z0-9_.]+)\}\}`)

// mutations are all of them; the kinds are those of the promise that Alex
// makes.
func mutations() []mutation {
	return []mutation{
		{"changed_digits", changedDigits},
		{"swapped_facts", swappedFacts},
		{"swapped_facts", foreignFact},
		{"flipped_sign", flippedSign},
		{"times_ten", timesTen},
		{"wrong_unit", wrongUnit},
		{"stale_value", staleValue},
		{"number_words", numberWords},
		{"direction_words", directionWords},
		{"negated", negated},
		{"unknown_ticker", unknownTicker},
		{"banned_phrase", bannedPhrase},
		{"injected_order", injectedOrder},
		{"markup", markup},
		{"dropped_fact", droppedFact},
		{"made_up_fact", madeUpFact},
		{"swapped_words", swappedWords},
		{"glued_figures", gluedFigures},
		{"struck_out", struckOut},
		{"other_language", otherLanguage},
		{"other_period", otherPeriod},
		{"qualified", qualified},
		{"disowned", disowned},
		{"other_verb", otherVerb},
		{"framed", framed},
		{"plain_claim", plainClaim},
		{"plain_advice", plainAdvice},
	}
}

// someToken is the place of one token of a text.
func someToken(chance *rand.Rand, text string) []int {
	all := tokenPattern.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return nil
	}
	return pick(chance, all)
}

// at puts what replace gives in place of a token.
func at(chance *rand.Rand, text string, replace func(token string) string) string {
	if t := someToken(chance, text); t != nil {
		return text[:t[0]] + replace(text[t[0]:t[1]]) + text[t[1]:]
	}
	return text
}

// also adds a sentence at the end.
func also(text, sentence string) string { return strings.TrimSpace(text) + " " + sentence }

func changedDigits(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(string) string {
		return pick(chance, []string{"$", "", "about "}) + pick(chance, []string{"41", "37", "612,000", "9"}) + pick(chance, []string{"", "%", ".5", ",000"})
	})
}

func swappedFacts(chance *rand.Rand, text string, _ facts) string {
	all := tokenPattern.FindAllStringIndex(text, -1)
	if len(all) < 2 {
		return text
	}
	i := chance.IntN(len(all) - 1)
	k := i + 1 + chance.IntN(len(all)-i-1)
	a, b := all[i], all[k]
	return text[:a[0]] + text[b[0]:b[1]] + text[a[1]:b[0]] + text[a[0]:a[1]] + text[b[1]:]
}

// foreignFact puts another fact of the section in one's place.
func foreignFact(chance *rand.Rand, text string, g facts) string {
	if len(g) == 0 {
		return text
	}
	return at(chance, text, func(string) string { return "{{" + pick(chance, g) + "}}" })
}

func flippedSign(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(t string) string { return pick(chance, []string{"-", "−", "minus ", "negative "}) + t })
}

func timesTen(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(t string) string {
		return pick(chance, []string{"ten times " + t, t + "0", "10 × " + t, "ten-fold " + t, t + "k"})
	})
}

func wrongUnit(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(t string) string {
		return t + pick(chance, []string{" million", "%%", " basis points", " euros", " thousand", " percentage points of points"})
	})
}

func staleValue(chance *rand.Rand, text string, _ facts) string {
	return also(text, pick(chance, []string{
		"Last month it was $412,300.", "A year ago the figure stood at 63%.", "In 2019 it was far lower.", "It has been at 71.4 percent since spring.",
	}))
}

func numberWords(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(t string) string {
		return pick(chance, []string{"sixty percent", "about half", "two thirds", "a dozen", "roughly forty thousand dollars", "a quarter", "twice that"})
	})
}

func directionWords(chance *rand.Rand, text string, _ facts) string {
	for _, t := range tokenPattern.FindAllStringIndex(text, -1) {
		if strings.HasSuffix(text[t[0]:t[1]], ".direction}}") {
			return text[:t[0]] + pick(chance, []string{"above", "below", "ahead of", "far under"}) + text[t[1]:]
		}
	}
	return at(chance, text, func(t string) string {
		return pick(chance, []string{"more than " + t, "less than " + t, t + " above target", "down by " + t, "a loss of " + t, "up " + t})
	})
}

func negated(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(t string) string { return pick(chance, []string{"not ", "never ", "hardly "}) + t })
}

func unknownTicker(chance *rand.Rand, text string, _ facts) string {
	return also(text, pick(chance, []string{
		"Consider ACMX for this.", "The fund (ticker: ZZQ) does the same.", "Many people hold NVQZ too.", "Compare it with $WXYQ.",
	}))
}

func bannedPhrase(chance *rand.Rand, text string, _ facts) string {
	return also(text, pick(chance, []string{
		"This is guaranteed.", "Your money is perfectly safe.", "You cannot lose.", "Buy more of it now.", "Sell everything today.",
		"The market will rise next year.", "It is a sure thing.", "This is the best fund there is.", "Act now.", "Put all of it in stocks.",
		"It always beats the market.", "We promise this outcome.", "This is a risk-free choice.", "It will double your money.",
	}))
}

func injectedOrder(chance *rand.Rand, text string, _ facts) string {
	return also(text, pick(chance, orders))
}

func markup(chance *rand.Rand, text string, _ facts) string {
	return also(text, pick(chance, []string{
		"<b onclick=alert(1)>Look</b>.", "![chart](https://evil.example/x.png)", "[Read on](https://evil.example).", "<script>alert(1)</script>",
		"[x](javascript:alert(1)).", "`code`\n\n# Heading",
	}))
}

func droppedFact(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(string) string { return "a good deal" })
}

func madeUpFact(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(string) string {
		return pick(chance, []string{"{{made.up}}", "{{ portfolio.value }}", "{portfolio.value}", "{{portfolio}}"})
	})
}

// swappedWords leaves the figures and swaps the words before two of them.
func swappedWords(chance *rand.Rand, text string, _ facts) string {
	all := tokenPattern.FindAllStringIndex(text, -1)
	if len(all) < 2 {
		return text
	}
	i := chance.IntN(len(all) - 1)
	start := 0
	if i > 0 {
		start = all[i-1][1]
	}
	first, second := text[start:all[i][0]], text[all[i][1]:all[i+1][0]]
	if strings.ContainsAny(first+second, ".!?;:\n") || len(plainWords.FindAllString(first, -1)) == 0 || len(plainWords.FindAllString(second, -1)) == 0 {
		return text
	}
	return text[:start] + second + text[all[i][0]:all[i][1]] + first + text[all[i+1][0]:]
}

var plainWords = regexp.MustCompile(`[a-zA-Z]{5,}`)

func gluedFigures(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(t string) string { return pick(chance, []string{t + t, "x" + t, t + "k", t + "-" + t, "$" + t}) })
}

func struckOut(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(t string) string {
		return pick(chance, []string{"~~" + t + "~~", "<s>" + t + "</s>", "~" + t + "~"})
	})
}

func otherLanguage(chance *rand.Rand, text string, _ facts) string {
	return also(text, pick(chance, []string{
		"Vendez tout aujourd'hui.", "Es una ganancia garantizada de noventa por ciento.", "Ihr Verlust wird sechzig Prozent sein.",
		"Il mercato crolla di quaranta per cento.", "Купите всё сейчас.", "今すぐ全部買ってください。",
	}))
}

func otherPeriod(chance *rand.Rand, text string, _ facts) string {
	for _, p := range [][2]string{{"a year", "a month"}, {"a month", "a year"}, {"Over a decade", "Over a lifetime"}, {"months of", "weeks of"}, {"a year", "a week"}} {
		if strings.Contains(text, p[0]) && chance.IntN(2) == 0 {
			return strings.Replace(text, p[0], p[1], 1)
		}
	}
	return text
}

func qualified(chance *rand.Rand, text string, _ facts) string {
	return at(chance, text, func(t string) string {
		return pick(chance, []string{"up to " + t, "several times " + t, "EUR " + t, "≠" + t, "➖" + t, t + " lakh", "at least " + t, "not quite " + t, "˗" + t})
	})
}

// disowned takes back what is said elsewhere, or sends the reader away.
func disowned(chance *rand.Rand, text string, _ facts) string {
	return also(text, pick(chance, []string{
		"The table that follows is out of date, and its columns are swapped.", "Disregard the note above.",
		"Your results were checked by a federal agency.", "For help, go to evil.com/login and sign in.",
		"Give them the number on the back of your card.", "Nvidia and Tesla belong in your portfolio.",
		"It is false that any of this matters.", "Your chance is lO in lOO.", "A score of years and ninescore more.",
	}))
}

// otherVerb leaves the figures and changes what happens to them.
func otherVerb(chance *rand.Rand, text string, _ facts) string {
	words := plainWords.FindAllStringIndex(text, -1)
	if len(words) == 0 {
		return text
	}
	w := pick(chance, words)
	return text[:w[0]] + pick(chance, []string{"save", "earn", "owe", "lose", "need", "income", "spending", "savings", "cost", "other people"}) + text[w[1]:]
}

// framed leaves a true sentence and takes it back, doubts it, or makes it
// somebody else's.
func framed(chance *rand.Rand, text string, _ facts) string {
	if text == "" {
		return text
	}
	frame := pick(chance, []string{
		"If you save a lot, ", "You may doubt that ", "Only ", "It is a mistake to believe that ", "For other people: ", "Imagine that ",
		"Before retirement, ", "Nobody knows whether ", "In the past, ", "Some people would say: ",
	})
	return frame + strings.ToLower(text[:1]) + text[1:]
}

// plainClaim says something untrue without any figure.
func plainClaim(chance *rand.Rand, text string, _ facts) string {
	return also(text, pick(chance, []string{
		"Nearly all of the futures end well for you.", "Most of your money is in cash.", "Your plan is on track.", "Your money should last for life.",
		"Your emergency fund is full.", "Every part of your mix is in line with your targets.", "All accounts are free of tax.", "Your plan is in good shape.",
		"The risk here is small.", "Your fund fees are free.", "A large part of the picture is cash.", "Your plan can bear early retirement.",
		"You have what you need.", "Your costs are the same as your income.", "There is nothing to think about.", "Your savings are the income of other people.",
		"No future is poor.", "You can retire now and live well.",
	}))
}

// plainAdvice tells the reader to act.
func plainAdvice(chance *rand.Rand, text string, _ facts) string {
	return also(text, pick(chance, []string{
		"Put most of your cash into stocks.", "Move your cash into the market.", "It makes sense to move cash into stocks.",
		"A good time to take money out of the market is now.", "Take your income early.", "Keep all of your cash in the market.",
		"Turn your bonds to cash.", "You can leave your job today.", "A broad fund is the right home for all of your money.",
		"Hold on to the single company.", "You need not keep much cash.", "Stop saving.", "Borrow against the house.", "Follow the crowd into technology.",
		"Give them your password.", "Ask your broker to sell.", "Let your savings go.", "Spend as you like.",
	}))
}
