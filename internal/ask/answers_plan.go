package ask

import (
	"slices"
	"strconv"

	"alex"
	"alex/internal/report"
	"alex/internal/retirement"
)

// Sources of what is computed here.
const (
	counted = "successes ÷ paths of the plan with this change, over the same futures"
	told    = "the question"
	ofPlan  = "the plan"
)

// changed projects the plan after a change and puts its chance beside that of
// the plan as it is.
func (d *desk) changed(plan alex.Plan) (template string, err error) {
	then, err := d.project(plan)
	if err != nil {
		return "", err
	}
	d.own.Chance("ask.then", then.SuccessRate, "plan paid in full with the change", counted)
	text := "With that the plan is paid in full in **{{ask.then}}** of the simulated futures; as it is, in {{retirement.success}}."
	comparison, err := retirement.Compare(d.ctx, d.in.Outlook.Plan, plan, then, d.opt)
	if err == nil && comparison.WithinNoise {
		text += " The difference is within the noise of the simulation."
	}
	if spending := plan.AnnualSpending; err == nil && spending.Sign() > 0 && then.SustainableIncome != nil {
		d.own.Simulated("ask.income", then.SustainableIncome.P90, "income a year paid in full in 90% of the futures, with the change", "order statistic of the income each future can pay")
		text += " The income paid in full in {{retirement.income.confidence}} of them would be {{ask.income}} a year."
	}
	return text, err
}

// monthly is the value of the question in dollars a year.
func (d *desk) monthly() (month, year alex.Money) {
	amount, err := alex.ParseDecimal(d.value)
	if err != nil {
		return month, year // it was checked before
	}
	month = alex.Dollars(amount)
	d.own.Money("ask.amount", month, "amount a month that was asked about", told)
	return month, alex.Dollars(amount.Mul(alex.DecimalOf(12)))
}

func spendMore(d *desk) (string, error) {
	plan, _, err := d.plan()
	if err != nil {
		return "", err
	}
	_, year := d.monthly()
	plan.AnnualSpending = plan.AnnualSpending.Add(year)
	text, err := d.changed(plan)
	return "You would spend {{ask.amount}} a month more in retirement. " + text, err
}

func spendLess(d *desk) (string, error) {
	plan, _, err := d.plan()
	if err != nil {
		return "", err
	}
	_, year := d.monthly()
	if plan.AnnualSpending = plan.AnnualSpending.Sub(year); plan.AnnualSpending.Sign() <= 0 {
		return "", missing("That is all that your plan spends, or more; ask with a smaller amount.")
	}
	text, err := d.changed(plan)
	return "You would spend {{ask.amount}} a month less in retirement. " + text, err
}

func saveMore(d *desk) (string, error) {
	plan, _, err := d.plan()
	if err != nil {
		return "", err
	}
	if plan.RetirementAge <= plan.CurrentAge {
		return "", missing("Your plan is in retirement already, and saving ends there. Ask what spending less would do.")
	}
	_, year := d.monthly()
	plan.AnnualContribution = plan.AnnualContribution.Add(year)
	text, err := d.changed(plan)
	return "You would save {{ask.amount}} a month more until retirement. " + text, err
}

const retiredAlready = "Your plan is in retirement already. Ask what spending less or more would do."

func retireAt(d *desk) (string, error) {
	plan, _, err := d.plan()
	if err != nil {
		return "", err
	}
	age, _ := strconv.Atoi(d.value) // it was checked before
	switch {
	case plan.RetirementAge <= plan.CurrentAge:
		return "", missing(retiredAlready)
	case age < plan.CurrentAge:
		return "", missing("That age has passed. Ask with an age that is still to come.")
	case age >= plan.HorizonAge:
		return "", missing("Your plan for yourself ends before that age. Ask with an earlier one.")
	}
	d.own.Age("ask.age", age, "age of retirement that was asked about", told)
	plan.RetirementAge = age
	text, err := d.changed(plan)
	return "You would retire at {{ask.age}}, instead of {{retirement.retirement_age}}. " + text, err
}

// latestAge is how late a retirement is looked for.
const latestAge = 75

// retireWhen tries every age: a later one need not be better, for what is spent
// before retirement comes out of the savings too.
func retireWhen(d *desk) (string, error) {
	plan, _, err := d.plan()
	if err != nil {
		return "", err
	}
	if plan.RetirementAge <= plan.CurrentAge {
		return "", missing(retiredAlready)
	}
	d.own.Word("ask.target", strconv.Itoa(retirement.TargetPercent)+"%", "chance that is looked for", "a convention of Alex")
	if d.opt.Cache == nil {
		d.opt.Cache = retirement.NewCache(128 << 20) // the futures are the same at every age
	}
	last := min(max(latestAge, plan.RetirementAge), plan.HorizonAge-1)
	for age := plan.CurrentAge; age <= last; age++ {
		plan.RetirementAge = age
		then, err := d.project(plan)
		if err != nil {
			return "", err
		}
		if then.SuccessRate*100 >= retirement.TargetPercent {
			return d.retireFrom(age, then.SuccessRate), nil
		}
	}
	d.own.Age("ask.age", last, "latest age that was tried", "a convention of Alex")
	return "Not by {{ask.age}}, with a chance of {{ask.target}} and the plan as it is. Saving more or spending less would have to help.", nil
}

func (d *desk) retireFrom(age int, chance float64) string {
	d.own.Age("ask.age", age, "earliest age of retirement at that chance", "the least age of retirement with which the plan is paid in full in 85% of the futures, over the same futures")
	d.own.Chance("ask.then", chance, "plan paid in full with that age", counted)
	if age == d.in.Outlook.Plan.CurrentAge {
		return "Now, at {{ask.age}}: the plan would be paid in full in **{{ask.then}}** of the simulated futures, and {{ask.target}} is what this answer looks for."
	}
	return "At **{{ask.age}}** at the earliest: then the plan is paid in full in {{ask.then}} of the simulated futures, and {{ask.target}} is what this answer looks for. Your plan says {{retirement.retirement_age}}, with {{retirement.success}}."
}

func spendHowMuch(d *desk) (string, error) {
	if _, now, err := d.plan(); err != nil || now.SustainableIncome == nil {
		return "", orMissing(err, "Your plan never withdraws anything. Say what you spend a year, and until which age the plan runs.")
	}
	return "**{{retirement.income.p90.year}}** a year, {{retirement.income.p90.month}} a month, is paid in full in {{retirement.income.p90.confidence}} of the simulated futures, other income included; {{retirement.income.p75.year}} a year in {{retirement.income.p75.confidence}} of them. Your plan spends " + d.assumed("annualSpending", "an assumed ") + "{{retirement.spending.year}} a year.", nil
}

// assumed is the word to put where the person has not said a field of the plan.
func (d *desk) assumed(field, word string) string {
	if slices.ContainsFunc(d.in.Outlook.Assumed, func(a retirement.Assumed) bool { return a.Field == field }) {
		return word
	}
	return ""
}

func howLong(d *desk) (string, error) {
	_, now, err := d.plan()
	if err != nil {
		return "", err
	}
	if now.DepletionAges == nil {
		return "To the end of the plan, at age {{retirement.horizon_age}}, in every future that was simulated. That is no promise: the future may be unlike all of them.", nil
	}
	return "To the end of the plan, at age {{retirement.horizon_age}}, in **{{retirement.success}}** of the simulated futures. In the others it falls short, typically from age {{retirement.depletion.p50}}, and in the earliest of them by {{retirement.depletion.p5}}.", nil
}

func whatMatters(d *desk) (string, error) {
	_, now, err := d.plan()
	if err != nil {
		return "", err
	}
	if !d.has("sensitivity.1.name") {
		return "", missing("There is nothing to try on a plan that withdraws nothing.")
	}
	rows := report.Changes(now, false)
	if len(rows) == 0 {
		return "Nothing that was tried moves the odds by more than the noise of the simulation.", nil
	}
	text := "What moves the odds most, each alone and over the same futures:\n"
	for _, row := range rows[:min(len(rows), 3)] {
		text += "\n- {{" + row + ".name}}: {{" + row + ".points}} {{" + row + ".direction}}"
	}
	return text + "\n", nil
}

func badStart(d *desk) (string, error) {
	plan, now, err := d.plan()
	if err != nil {
		return "", err
	}
	switch {
	case !slices.ContainsFunc(now.CashFlows, func(year retirement.CashFlow) bool { return year.Spending.Sign() > 0 }):
		return "", missing("Your plan never withdraws anything, so no bad start can break it.")
	case len(now.Stress) == 0 || !d.has("stress.1.year"):
		return "", missing("History has no figures for a part of what you own, so it cannot be replayed for your plan.")
	}
	text := "Had your plan begun in a bad year of the past:\n"
	for i, year := range now.Stress {
		id := "stress." + strconv.Itoa(i+1) + "."
		text += "\n- in {{" + id + "year}}, "
		switch report.FateOf(plan, year) {
		case report.FellShort:
			text += "the money would have fallen short from age {{" + id + "age}}"
		case report.PaidInFull:
			text += "every year would have been paid, with {{" + id + "balance}} left"
		case report.StillWorking:
			text += "you would still be working after the {{" + id + "years}} years on record, with {{" + id + "balance}} saved"
		default:
			text += "all of the {{" + id + "years}} years on record would have been paid, with {{" + id + "balance}} left"
		}
	}
	return text + "\n", nil
}

func claimAt(d *desk) (string, error) {
	plan, _, err := d.plan()
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(plan.Incomes, func(in alex.Income) bool {
		return in.IsSocialSecurity() && !in.Partner && in.StartAge > plan.CurrentAge
	})
	if i < 0 {
		return "", missing("Your plan has no Social Security of your own that is still to come. Add it as an income, and ask again.")
	}
	age, _ := strconv.Atoi(d.value) // it was checked before
	if age <= plan.CurrentAge {
		return "", missing("That age has passed. Ask with an age that is still to come.")
	}
	claimed, err := retirement.ClaimAt(plan.Incomes[i], age, plan.BirthYear)
	if err != nil {
		return "", missing("Social Security retirement benefits are claimed from 62 to 70. The question, or the income in your plan, has another age.")
	}
	if claimed.EndAge != 0 && claimed.EndAge <= claimed.StartAge {
		return "", missing("The Social Security in your plan ends before that age. Let it go on for life, or ask with an earlier age.")
	}
	plan.Incomes = slices.Clone(plan.Incomes)
	plan.Incomes[i] = claimed
	d.own.Age("ask.age", age, "age of claiming that was asked about", told)
	d.own.Money("ask.benefit", claimed.Annual, "benefit a year when claimed then", "the benefit of the plan × the law's factors of the two ages (20 CFR 404.409, 404.313)")
	d.own.Money("ask.benefit_now", d.in.Outlook.Plan.Incomes[i].Annual, "benefit a year in the plan", ofPlan)
	d.own.Age("ask.age_now", d.in.Outlook.Plan.Incomes[i].StartAge, "age of claiming in the plan", ofPlan)
	text, err := d.changed(plan)
	return "Claimed at {{ask.age}}, the benefit would be {{ask.benefit}} a year instead of {{ask.benefit_now}} from {{ask.age_now}} on. " + text, err
}

func orMissing(err error, text string) error {
	if err != nil {
		return err
	}
	return missing(text)
}
