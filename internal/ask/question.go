package ask

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"alex"
	"alex/internal/retirement"
)

// Takes says what a question wants to be told.
type Takes string

// What questions take.
const (
	TakesNothing Takes = "none"
	TakesMoney   Takes = "money" // dollars a month
	TakesAge     Takes = "age"   // in whole years
)

// Question is one that can be asked; its text holds an example where it takes a
// value.
type Question struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Takes Takes  `json:"takes" enum:"none,money,age"`
}

// fixed is a question with its answer.
type fixed struct {
	Question
	example string // value that its text speaks of
	asks    []*regexp.Regexp
	beats   []string          // questions that the same words may seem to ask
	detail  retirement.Detail // that its answer needs of the projection
	where   string            // page that shows what it is about
	answer  func(*desk) (template string, err error)
}

// asked are patterns over the words of a text (see listen), of which one has to
// be found. "~" stands for up to five words; what is captured is the value.
func asked(patterns ...string) []*regexp.Regexp {
	list := make([]*regexp.Regexp, len(patterns))
	for i, p := range patterns {
		list[i] = regexp.MustCompile(strings.ReplaceAll(p, "~", `(?: [a-z]+){0,5}?`))
	}
	return list
}

// amounts are the ways to say that something grows or shrinks by an amount, or
// by none in particular; verbs and what they change are alternatives.
func amounts(verbs, more, change, changed string) []*regexp.Regexp {
	return asked(
		` (?:`+verbs+`)~ ([#$])~ (?:`+more+`) `,
		` (?:`+verbs+`)~ (?:`+more+`)~ ([#$]) `,
		` (?:`+change+`)~ (?:`+changed+`)~ ([#$]) `,
		` (?:`+change+`)~ ([#$])~ (?:`+changed+`) `,
		` (?:`+verbs+`)(?: [a-z]+){0,2}? (?:`+more+`) `,
		` (?:`+change+`)(?: [a-z]+){0,2}? (?:`+changed+`) `,
	)
}

// questions are all that can be asked.
var questions = sync.OnceValue(func() []fixed {
	quick, standard, full := retirement.DetailQuick, retirement.DetailStandard, retirement.DetailFull
	const (
		plan, portfolio = "/retirement", "/dashboard"
		retire          = `(?:retir(?:e|es|ing|ed|ement)|stop(?:ping)? working|quit(?:ting)? working)`
		work            = `(?:retir(?:e|es|ing|ed)|(?:stop(?:ping)?|quit(?:ting)?|keep|continue) working|work(?:ing)?)`
		spends, budget  = `spend|spends|spent|spending`, `spending|expenses|budget`
		savings         = `(?:money|savings?|portfolio|nest egg|assets|funds)`
	)
	return []fixed{
		{
			Question: Question{"claim_at", "What if I claim Social Security at 70?", TakesAge}, example: "70",
			asks: asked(
				` (?:social security|benefits?)~ (?:at|when|until|till|by)~ (#) `, ` claim(?:ing)?~ (?:at|until|till|by)(?: age)? (#) `,
				` claim(?:ing)?~ (?:social security|benefits?) `, ` (?:take|taking|start|starting|delay|delaying|wait for)~ social security `,
			),
			detail: quick, where: plan, answer: claimAt,
		},
		{
			Question: Question{"retire_at", "What if I retire at 64?", TakesAge}, example: "64",
			asks: asked(
				` ` + work + `~ (?:at|by|until|till|to|when i am|when im|when i turn|when i reach)(?: age| the age of)? (#) `,
			),
			detail: quick, where: plan, answer: retireAt,
		},
		{
			Question: Question{"retire_when", "When could I retire?", TakesNothing},
			asks: asked(
				` (?:when|how soon|how early|(?:what|which) age|how old) (?:can|could|will|should|may|might|would|do|must|shall)~ `+retire+` `,
				` earliest~ `+retire+` `, ` can (?:i|we)(?: afford to)? retire(?: early| now| soon| today| yet)? $`,
			),
			detail: quick, where: plan, answer: retireWhen,
		},
		{
			Question: Question{"spend_less", "What if I spend $400 less a month?", TakesMoney}, example: "400",
			asks:   amounts(spends, `less|fewer`, `cut|cuts|cutting|reduce|reducing|lower|lowering|trim`, budget),
			detail: quick, where: plan, answer: spendLess,
		},
		{
			Question: Question{"spend_more", "What if I spend $500 more a month?", TakesMoney}, example: "500",
			asks:   amounts(spends, `more|extra|another|additional`, `increase|increasing|raise|raising`, budget),
			detail: quick, where: plan, answer: spendMore,
		},
		{
			Question: Question{"save_more", "What if I save $500 more a month?", TakesMoney}, example: "500",
			asks:   amounts(`save|saving|contribute|contributing|invest|put away|put aside`, `more|extra|another|additional`, `increase|increasing|raise|raising`, `contributions?|savings? rate`),
			detail: quick, where: plan, answer: saveMore,
		},
		{
			Question: Question{"spend_how_much", "How much can I spend a year?", TakesNothing}, beats: []string{"how_long"},
			asks: asked(
				` (?:how much|what)~ (?:can|could|may|should|might)~ (?:i|we)~ (?:spend|withdraw|take out|live on) `,
				` (?:how much|what)~ income `, ` (?:safe|sustainable)~ (?:withdrawals?|spending|income) `,
			),
			detail: quick, where: plan, answer: spendHowMuch,
		},
		{
			Question: Question{"cash", "How long does my cash last?", TakesNothing}, beats: []string{"how_long"},
			asks:   asked(` cash~ (?:last|enough|reserves?|cushion) `, ` (?:how long|how much|how many|enough)~ cash `, ` emergency (?:fund|funds|savings|reserve|reserves|money) `),
			detail: quick, where: portfolio, answer: cash,
		},
		{
			Question: Question{"how_long", "How long does my money last?", TakesNothing},
			asks: asked(
				` `+savings+`~ (?:last|lasts|run out|runs out|enough) `, ` (?:how long|run out|running out|outlive|outliving|enough)~ (?:`+savings+`|last) `,
				` enough to retire `, ` (?:my|our|the) (?:odds|chances?) `, ` on track `,
			),
			detail: quick, where: plan, answer: howLong,
		},
		{
			Question: Question{"what_matters", "What matters most for my plan?", TakesNothing}, beats: []string{"how_long"},
			asks: asked(
				` matters?~ most `, ` (?:most important|biggest (?:lever|effect|impact|difference|risk)) `, ` improve~ (?:odds|plan|chances?) `,
				` what (?:helps|would help|could help|can help) `,
			),
			detail: standard, where: plan, answer: whatMatters,
		},
		{
			Question: Question{"bad_start", "What if the markets begin badly?", TakesNothing}, beats: []string{"how_long"},
			asks: asked(
				` (?:crash|crashes|crashed|downturn|recession|depression|bear market|bear markets) `, ` (?:begin|begins|start|starts|go|goes|do) badly `,
				` bad (?:start|years?|markets?|times?) `, ` (?:markets?|stocks)~ (?:fall|falls|drop|drops|collapse|collapses|tank|tanks) `,
			),
			detail: full, where: plan, answer: badStart,
		},
		{
			Question: Question{"concentrated", "Am I too concentrated?", TakesNothing},
			asks:     asked(` concentrat[a-z]* `, ` (?:un)?diversif[a-z]* `, ` too much (?:in|of) `, ` (?:single|one) (?:stocks?|company|companies) `),
			detail:   quick, where: portfolio, answer: concentrated,
		},
		{
			Question: Question{"fees", "What do my funds cost a year?", TakesNothing},
			asks:     asked(` fees? `, ` expense ratios? `, ` (?:funds?|etfs?|investments?|portfolio)~ costs? `, ` costs?~ (?:funds?|etfs?|investments?|portfolio) `),
			detail:   quick, where: portfolio, answer: fees,
		},
		{
			Question: Question{"targets", "How far am I from my targets?", TakesNothing},
			asks:     asked(` targets? `, ` drift(?:ed|ing)? `, ` rebalanc[a-z]* `),
			detail:   quick, where: "/rebalance", answer: targets,
		},
	}
})

// Questions lists what can be asked, the most asked first.
func Questions() []Question {
	order := []string{"retire_when", "spend_how_much", "retire_at", "what_matters", "how_long", "bad_start"}
	list := []Question{}
	for _, q := range questions() {
		list = append(list, q.Question)
	}
	slices.SortStableFunc(list, func(a, b Question) int { return place(order, a.ID) - place(order, b.ID) })
	return list
}

// place is where an id stands in order; what does not stand there comes after.
func place(order []string, id string) int {
	if i := slices.Index(order, id); i >= 0 {
		return i
	}
	return len(order)
}

func find(id string) (fixed, bool) {
	all := questions()
	i := slices.IndexFunc(all, func(q fixed) bool { return q.ID == id })
	if i < 0 {
		return fixed{}, false
	}
	return all[i], true
}

// textOf is the question with the value in place of its example.
func (q fixed) textOf(value string) string {
	switch q.Takes {
	case TakesAge:
		return strings.Replace(q.Text, q.example, value, 1)
	case TakesMoney:
		if amount, err := alex.ParseDecimal(value); err == nil {
			said := strings.TrimSuffix(alex.Dollars(amount).Text(), ".00")
			return strings.Replace(q.Text, "$"+q.example, said, 1)
		}
	}
	return q.Text
}
