package retirement

import (
	"math/rand/v2"

	"pgregory.net/rapid"

	"alex"
)

// anyHousehold is a plan of every kind: accounts with and without taxes and
// distributions, couples, and every rule.
func anyHousehold(t *rapid.T, rules ...string) alex.Plan {
	plan := anyPlan(t)
	plan.HorizonAge = min(plan.HorizonAge, plan.CurrentAge+60)
	if rapid.IntRange(0, 5).Draw(t, "one pot") > 0 {
		plan.Accounts, plan.Balance = anyAccounts(t), nil
	}
	if rapid.Bool().Draw(t, "birthYearKnown") {
		plan.BirthYear = rapid.IntRange(1938, 1975).Draw(t, "birthYear")
	}
	plan.WithdrawalRule = anyRule(t, rules)
	if rapid.Bool().Draw(t, "couple") {
		marry(t, &plan)
	}
	return plan
}

func anyAccounts(t *rapid.T) []alex.PlanAccount {
	kinds := []alex.AccountType{alex.Taxable, alex.TaxDeferred, alex.TaxDeferred, alex.TaxFree, alex.CashAccount}
	taxed := rapid.Bool().Draw(t, "ownTaxes")
	list := make([]alex.PlanAccount, rapid.IntRange(1, 5).Draw(t, "accounts"))
	for i := range list {
		list[i].Kind = rapid.SampledFrom(kinds).Draw(t, "kind")
		list[i].Balance = thousands(rapid.SampledFrom([]int64{0, 3, 80, 260, 500, 900}).Draw(t, "thousands"))
		if taxed {
			list[i].Tax = alex.PercentOf100(rapid.SampledFrom([]int64{0, 0, 5, 15, 25, 60}).Draw(t, "accountTax"))
		}
	}
	return list
}

func anyRule(t *rapid.T, kinds []string) alex.WithdrawalRule {
	percent := func(name string, choices ...int64) alex.Percent {
		return alex.PercentOf100(rapid.SampledFrom(choices).Draw(t, name))
	}
	return alex.WithdrawalRule{
		Kind: rapid.SampledFrom(kinds).Draw(t, "rule"), Percent: percent("rulePercent", 0, 0, 3, 4, 7),
		Floor: percent("floor", 0, 0, 70, 85, 95), Ceiling: percent("ceiling", 0, 0, 101, 130),
	}
}

// marry adds a partner, with incomes and events, and perhaps a survivor.
func marry(t *rapid.T, plan *alex.Plan) {
	age := func(name string) int { return rapid.IntRange(50, 99).Draw(t, name) }
	current := plan.CurrentAge + rapid.IntRange(-12, 12).Draw(t, "older")
	plan.Partner = &alex.Partner{CurrentAge: current}
	if rapid.IntRange(0, 3).Draw(t, "lives as long") > 0 {
		plan.Partner.HorizonAge = min(current+rapid.IntRange(1, 60).Draw(t, "partnerYears"), 120)
	}
	if rapid.Bool().Draw(t, "ownShare") {
		share := alex.PercentOf100(rapid.SampledFrom([]int64{0, 55, 100}).Draw(t, "share"))
		plan.Partner.SurvivorSpending = &share
	}
	mine, theirs := benefit(t, "mine"), benefit(t, "theirs")
	theirs.Partner = true
	plan.Incomes = append(plan.Incomes, mine, theirs,
		alex.Income{Annual: thousands(12), StartAge: age("wage"), Partner: true})
	plan.Events = append(plan.Events, alex.Event{Amount: thousands(-40), Age: age("care"), Partner: true})
}

func benefit(t *rapid.T, whose string) alex.Income {
	start := rapid.IntRange(55, 75).Draw(t, whose)
	indexed := rapid.IntRange(0, 4).Draw(t, whose+" indexed") > 0
	income := alex.Income{
		Kind: alex.SocialSecurity, Annual: thousands(rapid.Int64Range(8, 45).Draw(t, whose)),
		StartAge: start, Indexed: &indexed,
	}
	if rapid.IntRange(0, 3).Draw(t, whose+" ends") == 0 {
		income.EndAge = start + rapid.IntRange(1, 40).Draw(t, whose+" end")
	}
	return income
}

// anyStory is a future with good and bad years, booms, crashes and deflation.
func anyStory(t *rapid.T, years int) story {
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "story"), 0))
	s := story{growth: make([]float64, years), prices: make([]float64, years)}
	for year := range years {
		s.growth[year] = max(1.06+.17*random.NormFloat64(), .2)
		s.prices[year] = max(1.03+.03*random.NormFloat64(), .9)
	}
	return s
}

// storyLane is where a story lies among eight futures.
const storyLane = 5

// real is the story as the engine takes it: real growth after the fee, and one
// over the price index. Nothing is in the other lanes.
func (s story) real(plan alex.Plan) futures {
	f := futures{growth: make([]wide, len(s.growth)), deflator: make([]wide, len(s.growth)+1)}
	index := 1.0
	f.deflator[0][storyLane] = 1
	for year, growth := range s.growth {
		f.growth[year][storyLane] = growth * (1 - plan.Fee.Float64()/100) / s.prices[year]
		index *= s.prices[year]
		f.deflator[year+1][storyLane] = 1 / index
	}
	return f
}
