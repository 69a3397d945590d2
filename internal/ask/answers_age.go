package ask

import (
	"errors"
	"slices"
	"strconv"

	"alex"
	"alex/internal/retirement"
)

func retireAt(d *desk) (string, error) {
	plan, _, err := d.plan()
	if err != nil {
		return "", err
	}
	age := ageOf(d.value)
	if err := d.canRetireAt(plan, age); err != nil {
		return "", err
	}
	if age == plan.RetirementAge {
		return "That is the age in your plan, {{retirement.retirement_age}}: it is paid in full in **{{retirement.success}}** of the simulated futures.", nil
	}
	d.own.Age("ask.age", age, "age of retirement that was asked about", told)
	plan.RetirementAge = age
	text, err := d.changed(plan)
	return "You would retire at {{ask.age}}, instead of {{retirement.retirement_age}}. " + text, err
}

// canRetireAt says why an age is not one at which the plan could retire. Of a
// couple's plan one may be past the own horizon and before the partner's.
func (d *desk) canRetireAt(plan alex.Plan, age int) error {
	switch {
	case isRetired(plan):
		return missing("Your plan is in retirement already, and a later one is not compared: it would spend nothing until then. Ask how long your money lasts, or what spending less would do.")
	case age < plan.CurrentAge:
		return missing("That age has passed. Ask with an age that is still to come.")
	case age >= plan.LastAge():
		return missing("That is past the end of your plan. Ask with an earlier age.")
	case age > plan.HorizonAge:
		d.own.Age("ask.horizon", plan.HorizonAge, "age to which the plan counts with the person", ofPlan)
		return missing("Your plan counts with you to age {{ask.horizon}}, and after that with your partner alone. Ask with an earlier age.")
	}
	return nil
}

// latestAge is how late a retirement is looked for.
const latestAge = 75

// futuresKept is room, in bytes, for the futures of one question where no cache
// is at hand.
const futuresKept = 128 << 20

func retireWhen(d *desk) (string, error) {
	plan, _, err := d.plan()
	if err != nil {
		return "", err
	}
	if isRetired(plan) {
		return "Your plan is in retirement already, at {{retirement.current_age}}: it is paid in full in **{{retirement.success}}** of the simulated futures.", nil
	}
	d.own.Word("ask.target", strconv.Itoa(retirement.TargetPercent)+"%", "chance that is looked for", "a convention of Alex")
	last := min(max(latestAge, plan.RetirementAge), plan.HorizonAge, plan.LastAge()-1)
	age, chance, err := d.earliest(plan, last)
	switch {
	case err != nil:
		return "", err
	case age > last:
		d.own.Age("ask.age", last, "latest age that was tried", "a convention of Alex")
		return "Not by {{ask.age}}, with a chance of {{ask.target}} and the plan as it is. Saving more or spending less would have to help.", nil
	}
	d.own.Age("ask.age", age, "earliest age of retirement at that chance", "the least age of retirement with which the plan is paid in full in 85% of the futures, over the same futures")
	d.own.Chance("ask.then", chance, "plan paid in full with that age", counted)
	if age == plan.CurrentAge {
		return "Now, at {{ask.age}}: the plan would be paid in full in **{{ask.then}}** of the simulated futures, and {{ask.target}} is what this answer looks for.", nil
	}
	return "At **{{ask.age}}** at the earliest: then the plan is paid in full in {{ask.then}} of the simulated futures, and {{ask.target}} is what this answer looks for. " + d.plannedAge(), nil
}

// plannedAge is what the plan itself says, or what was assumed for it.
func (d *desk) plannedAge() string {
	if assumed, ok := d.assumed("retirementAge"); ok {
		return "You have not said yet when. " + assumed + " With that it is {{retirement.success}}."
	}
	return "Your plan says {{retirement.retirement_age}}, with {{retirement.success}}."
}

// earliest is the least age of retirement, up to last, with which the plan
// reaches the target, and its chance there; the age after last where none does.
// Each age is tried: a later one may do worse, as where what is spent before it
// is withdrawn at a tax that income would have spared.
func (d *desk) earliest(plan alex.Plan, last int) (age int, chance float64, err error) {
	if d.opt.Cache == nil {
		d.opt.Cache = retirement.NewCache(futuresKept)
	}
	for age = plan.CurrentAge; age <= last; age++ {
		plan.RetirementAge = age
		then, err := d.project(plan)
		if err != nil {
			return age, 0, err
		}
		if then.SuccessRate*100 >= retirement.TargetPercent {
			return age, then.SuccessRate, nil
		}
	}
	return age, 0, nil
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
	age, planned := ageOf(d.value), plan.Incomes[i]
	d.own.Age("ask.age_now", planned.StartAge, "age of claiming in the plan", ofPlan)
	if age == planned.StartAge {
		return "That is the age in your plan, {{ask.age_now}}: it is paid in full in **{{retirement.success}}** of the simulated futures.", nil
	}
	claimed, err := d.claimed(plan, planned, age)
	if err != nil {
		return "", err
	}
	plan.Incomes = slices.Clone(plan.Incomes)
	plan.Incomes[i] = claimed
	d.own.Age("ask.age", age, "age of claiming that was asked about", told)
	d.own.Money("ask.benefit", claimed.Annual, "benefit a year when claimed then", "the benefit of the plan × the law's factors of the two ages (20 CFR 404.409, 404.313)")
	d.own.Money("ask.benefit_now", planned.Annual, "benefit a year in the plan", ofPlan)
	text, err := d.changed(plan)
	return "Claimed at {{ask.age}}, the benefit would be {{ask.benefit}} a year instead of {{ask.benefit_now}} from {{ask.age_now}} on. " + text, err
}

// claimed is a benefit claimed at an age, or why nobody can tell what it is.
func (d *desk) claimed(plan alex.Plan, income alex.Income, age int) (alex.Income, error) {
	if age < plan.CurrentAge {
		return income, missing("That age has passed. Ask with an age that is still to come.")
	}
	claimed, err := retirement.ClaimAt(income, age, plan.BirthYear)
	refused, ok := errors.AsType[*alex.Error](err)
	if !ok {
		return claimed, err
	}
	const law = "20 CFR 404.310, 404.313"
	d.own.Age("ask.claim.first", retirement.EarliestClaim, "earliest age of claiming", law)
	d.own.Age("ask.claim.last", retirement.LatestClaim, "age after which waiting adds nothing", law)
	switch refused.Fields[0].Location {
	case "startAge":
		return income, missing("Your plan has Social Security begin at {{ask.age_now}}, and retirement benefits can be claimed from {{ask.claim.first}} on: what it would be at another age cannot be told. Change its first age in the settings, and ask again.")
	case "endAge":
		d.own.Age("ask.claim.end", income.EndAge, "age before which the benefit ends in the plan", ofPlan)
		return income, missing("Your plan ends that benefit before age {{ask.claim.end}}, so that claimed then it would never be paid. Change its end in the settings, or ask with an earlier age.")
	default:
		return income, missing("Social Security can be claimed from {{ask.claim.first}} to {{ask.claim.last}}.")
	}
}
