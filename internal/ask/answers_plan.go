package ask

import (
	"errors"
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
// the plan as it is. A plan that cannot be is answered with the reason.
func (d *desk) changed(plan alex.Plan) (template string, err error) {
	if refused, ok := errors.AsType[*alex.Error](plan.Validate()); ok {
		d.own.Word("ask.reason", refused.Fields[0].Message, "why the plan with the change is refused", "the engine")
		return "", missing("The plan with that change cannot be simulated: {{ask.reason}}.")
	}
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
	if plan.AnnualSpending.Sign() == 0 {
		return "", missing("Your plan has no yearly spending that could be less, only further spending at some ages.")
	}
	_, year := d.monthly()
	if plan.AnnualSpending = plan.AnnualSpending.Sub(year); plan.AnnualSpending.Sign() <= 0 {
		return "", missing("That is all that your plan spends a year, or more; ask with a smaller amount.")
	}
	text, err := d.changed(plan)
	return "You would spend {{ask.amount}} a month less in retirement. " + text, err
}

func saveMore(d *desk) (string, error) {
	plan, _, err := d.plan()
	if err != nil {
		return "", err
	}
	if isRetired(plan) {
		return "", missing("Your plan is in retirement already, and saving ends there. Ask what spending less would do.")
	}
	_, year := d.monthly()
	plan.AnnualContribution = plan.AnnualContribution.Add(year)
	text, err := d.changed(plan)
	return "You would save {{ask.amount}} a month more until retirement. " + text, err
}

func spendHowMuch(d *desk) (string, error) {
	plan, now, err := d.plan()
	if err != nil || now.SustainableIncome == nil {
		return "", orMissing(err, nothingWithdrawn)
	}
	text := "**{{retirement.income.p90.year}}** a year, {{retirement.income.p90.month}} a month, is paid in full in {{retirement.income.p90.confidence}} of the simulated futures, other income included; {{retirement.income.p75.year}} a year in {{retirement.income.p75.confidence}} of them."
	if len(plan.Spending) > 0 {
		text += " Your plan's further spending is paid beside it."
	}
	switch assumed, ok := d.assumed("annualSpending"); {
	case ok:
		return text + " What you would spend is not known yet. " + assumed, nil
	case plan.AnnualSpending.Sign() == 0:
		return text + " Your plan has no yearly spending so far.", nil
	default:
		return text + " Your plan spends {{retirement.spending.year}} a year.", nil
	}
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

// What a plan lacks that no closer look was taken at.
const (
	nothingWithdrawn = "Your plan never withdraws anything for yearly spending. Say what you spend a year, and until which age the plan runs."
	noYearlySpending = "Your plan has no yearly spending in retirement, only further spending at some ages or once; this is worked out for yearly spending. Say what you spend a year, in the settings, and ask again."
)

// closer is the projection of a plan that was looked at more closely.
func (d *desk) closer() (alex.Plan, retirement.Projection, error) {
	plan, now, err := d.plan()
	switch {
	case err != nil:
		return plan, now, err
	case now.SustainableIncome == nil:
		return plan, now, missing(nothingWithdrawn)
	case plan.AnnualSpending.Sign() == 0:
		return plan, now, missing(noYearlySpending)
	}
	return plan, now, nil
}

// mostTold is how many changes are told of those that move the odds.
const mostTold = 3

func whatMatters(d *desk) (string, error) {
	_, now, err := d.closer()
	if err != nil {
		return "", err
	}
	list := report.Changes(now.Sensitivities, false)
	if len(list) == 0 {
		return "Nothing that was tried moves the odds by more than the noise of the simulation.", nil
	}
	text := "What moves the odds most, each alone and over the same futures:\n"
	for _, id := range list[:min(len(list), mostTold)] {
		text += "\n- {{" + id + ".name}}: {{" + id + ".points}} {{" + id + ".direction}}"
	}
	return text + "\n", nil
}

func badStart(d *desk) (string, error) {
	plan, now, err := d.closer()
	if err != nil {
		return "", err
	}
	if len(now.Stress) == 0 {
		return "", missing("History has no figures for a part of what you own, so it cannot be replayed for your plan.")
	}
	text := "Had your plan begun in a bad year of the past:\n"
	for i, year := range now.Stress {
		id := "stress." + strconv.Itoa(i+1) + "."
		text += "\n- in {{" + id + "year}}, " + fared(year.Fate(plan), id)
	}
	return text + "\n", nil
}

// fared says what became of a plan; id is what its facts begin with.
func fared(fate retirement.Fate, id string) string {
	switch fate {
	case retirement.FateShort:
		return "the money would have fallen short from age {{" + id + "age}}"
	case retirement.FateWorking:
		return "you would still be working after the {{" + id + "years}} years on record, with {{" + id + "balance}} saved"
	case retirement.FatePaid:
		return "every year would have been paid, with {{" + id + "balance}} left"
	default:
		return "the plan would have held for all of the {{" + id + "years}} years on record, with {{" + id + "balance}} left"
	}
}

func orMissing(err error, text string) error {
	if err != nil {
		return err
	}
	return missing(text)
}
