package ask

import (
	"slices"

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
	example string            // value that its text speaks of
	detail  retirement.Detail // that its answer needs of the projection
	where   string            // page that shows what it is about
	answer  func(*desk) (template string, err error)
}

// questions are all that can be asked; wordings say in which words.
func questions() []fixed {
	quick, standard, full := retirement.DetailQuick, retirement.DetailStandard, retirement.DetailFull
	const plan, portfolio = "/retirement", "/dashboard"
	return []fixed{
		{
			Question{"claim_at", "What if I claim Social Security at 70?", TakesAge},
			"70",
			quick, plan, claimAt,
		},
		{
			Question{"retire_at", "What if I retire at 64?", TakesAge},
			"64",
			quick, plan, retireAt,
		},
		{
			Question{"retire_when", "When could I retire?", TakesNothing},
			"",
			quick, plan, retireWhen,
		},
		{
			Question{"spend_less", "What if I spend $400 less a month?", TakesMoney},
			"400",
			quick, plan, spendLess,
		},
		{
			Question{"spend_more", "What if I spend $500 more a month?", TakesMoney},
			"500",
			quick, plan, spendMore,
		},
		{
			Question{"save_more", "What if I save $500 more a month?", TakesMoney},
			"500",
			quick, plan, saveMore,
		},
		{
			Question{"spend_how_much", "How much can I spend a year?", TakesNothing},
			"",
			quick, plan, spendHowMuch,
		},
		{
			Question{"cash", "How long does my cash last?", TakesNothing},
			"",
			quick, portfolio, cash,
		},
		{
			Question{"how_long", "How long does my money last?", TakesNothing},
			"",
			quick, plan, howLong,
		},
		{
			Question{"what_matters", "What matters most for my plan?", TakesNothing},
			"",
			standard, plan, whatMatters,
		},
		{
			Question{"bad_start", "What if the markets begin badly?", TakesNothing},
			"",
			full, plan, badStart,
		},
		{
			Question{"concentrated", "Am I too concentrated?", TakesNothing},
			"",
			quick, portfolio, concentrated,
		},
		{
			Question{"fees", "What do my funds cost a year?", TakesNothing},
			"",
			quick, portfolio, fees,
		},
		{
			Question{"targets", "How far am I from my targets?", TakesNothing},
			"",
			quick, "/rebalance", targets,
		},
	}
}

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
