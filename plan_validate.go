package alex

import (
	"slices"
	"strings"
)

// MaxHorizonYears is the longest plan that is simulated.
const MaxHorizonYears = 80

const (
	maxPlanRows = 200 // incomes, phases, events, accounts, glide steps: each, of a plan and of a person
	maxTax      = 99  // percent; at 100 nothing could ever be spent
)

// WithdrawalRules lists the kinds of WithdrawalRule; the first is the default.
func WithdrawalRules() []string {
	return []string{"constant", "percent", "guardrails", "floor_ceiling"}
}

// MixAt is the mix of the year that begins at age: that of the last step of the
// glide path at or before it, else Allocation.
func (p Plan) MixAt(age int) ClassAllocation {
	mix, from := p.Allocation, -1
	for _, step := range p.GlidePath {
		if step.Age <= age && step.Age > from {
			mix, from = step.Allocation, step.Age
		}
	}
	return mix
}

// LastAge is the horizon in the person's own age: the longer of the two for a
// couple.
func (p Plan) LastAge() int {
	if p.Partner == nil || p.Partner.HorizonAge == 0 {
		return p.HorizonAge
	}
	return max(p.HorizonAge, p.Partner.HorizonAge+p.partnerOffset())
}

// OwnLastAge is the age, in that of the person who plans, at which the horizon
// of one of a couple lies: the partner's, or the person's own.
func (p Plan) OwnLastAge(partner bool) int {
	if !partner || p.Partner == nil || p.Partner.HorizonAge == 0 {
		return p.HorizonAge
	}
	return p.Partner.HorizonAge + p.partnerOffset()
}

// FirstDeath is the age, in that of the person who plans, from which one of a
// couple lives alone; ok is false for someone alone, or where both horizons
// lie at the same age.
func (p Plan) FirstDeath() (age int, ok bool) {
	age = min(p.OwnLastAge(false), p.OwnLastAge(true))
	return age, age < p.LastAge()
}

// EventAge is the event's age in that of the person who plans.
func (p Plan) EventAge(e Event) int {
	if e.Partner {
		return e.Age + p.partnerOffset()
	}
	return e.Age
}

// partnerOffset is what is added to the partner's age to get the person's own.
func (p Plan) partnerOffset() int {
	if p.Partner == nil {
		return 0
	}
	return p.CurrentAge - p.Partner.CurrentAge
}

// Span is the income's first age and the age before which it ends, both in
// the age of the person who plans. Without an end of its own an income ends
// with the horizon of the one whose it is. A Social Security benefit that lasts
// that long may pass to the survivor: its end is then the plan's.
func (p Plan) Span(income Income) (start, end int) {
	start, end = income.StartAge, income.EndAge
	if income.Partner {
		start += p.partnerOffset()
		end += p.partnerOffset()
	}
	own := p.OwnLastAge(income.Partner)
	if income.EndAge == 0 {
		end = own
	}
	if income.IsSocialSecurity() && end >= own {
		end = p.LastAge()
	}
	return start, end
}

// Total is what the plan starts with: Balance, or the sum of Accounts.
func (p Plan) Total() Money {
	if p.Balance != nil {
		return *p.Balance
	}
	var sum Money
	for _, a := range p.Accounts {
		sum = sum.Add(a.Balance)
	}
	return sum
}

// Validate refuses what cannot be simulated, naming each field.
func (p Plan) Validate() error {
	var problems Problems
	p.checkAges(&problems)
	p.checkWealth(&problems)
	p.checkMix(&problems)
	p.checkFlows(&problems)
	p.checkRates(&problems)
	return problems.Err()
}

func (p Plan) checkAges(problems *Problems) {
	var ages Problems
	checkRange(&ages, "currentAge", &p.CurrentAge, 0, oldest)
	checkRange(&ages, "retirementAge", &p.RetirementAge, 0, oldest)
	checkRange(&ages, "horizonAge", &p.HorizonAge, 0, oldest+1)
	if p.BirthYear != 0 {
		checkRange(&ages, "birthYear", &p.BirthYear, 1850, 2200)
	}
	if p.Partner != nil {
		p.checkPartner(&ages, *p.Partner)
	}
	if ages.Err() == nil { // else the comparisons say nothing
		p.checkHorizon(&ages)
	}
	problems.Join("", ages.Err())
}

func (p Plan) checkHorizon(problems *Problems) {
	if p.HorizonAge <= p.CurrentAge {
		problems.Addf("horizonAge", "%d does not come after the current age %d", p.HorizonAge, p.CurrentAge)
	}
	if p.HorizonAge < p.RetirementAge {
		problems.Addf("horizonAge", "%d comes before the retirement age %d", p.HorizonAge, p.RetirementAge)
	}
	if years := p.LastAge() - p.CurrentAge; years > MaxHorizonYears {
		problems.Addf("horizonAge", "the plan spans %d years; the most is %d", years, MaxHorizonYears)
	}
}

func (p Plan) checkPartner(problems *Problems, partner Partner) {
	CheckText(problems, "partner.name", partner.Name, 100)
	checkRange(problems, "partner.currentAge", &partner.CurrentAge, 1, oldest)
	checkSurvivor(problems, "partner.survivorSpendingPercent", partner.SurvivorSpending)
	if partner.HorizonAge == 0 {
		return
	}
	checkRange(problems, "partner.horizonAge", &partner.HorizonAge, 1, oldest+1)
	if partner.HorizonAge <= partner.CurrentAge {
		problems.Addf("partner.horizonAge", "%d does not come after the partner's age %d",
			partner.HorizonAge, partner.CurrentAge)
	}
}

func checkSurvivor(problems *Problems, location string, share *Percent) {
	if share != nil {
		checkPercent(problems, location, *share, 0, 100)
	}
}

func (p Plan) checkWealth(problems *Problems) {
	switch {
	case p.Balance != nil && len(p.Accounts) > 0:
		problems.Addf("balance", "give either balance or accounts, not both")
	case p.Balance == nil && len(p.Accounts) == 0:
		problems.Addf("balance", "is missing; give balance or accounts")
	}
	checkWealthAmount(problems, "balance", p.Balance)
	checkCount(problems, "accounts", len(p.Accounts))
	for i, account := range p.Accounts {
		problems.Join("accounts"+index(i), account.Validate())
	}
}

// Validate refuses what cannot be simulated, naming each field.
func (a PlanAccount) Validate() error {
	var p Problems
	if !IsKnown(a.Kind) {
		p.Addf("kind", "%q is not one of %s", clip(string(a.Kind)), knownList[AccountType]())
	}
	checkWealthAmount(&p, "balance", &a.Balance)
	if a.Cash.Sign() < 0 || a.Cash.Cmp(a.Balance) > 0 {
		p.Addf("cash", "%s is not between 0 and the balance %s, which includes it", a.Cash, a.Balance)
	}
	if a.CashInterest.Sign() < 0 || a.CashInterest.Cmp(DecimalOf(1)) > 0 {
		p.Addf("cashInterest", "%s is not a fraction between 0 and 1", a.CashInterest)
	}
	checkPercent(&p, "taxPercent", a.Tax, 0, maxTax)
	return p.Err()
}

func (p Plan) checkMix(problems *Problems) {
	problems.Join("", p.Allocation.Validate("allocation"))
	checkCount(problems, "glidePath", len(p.GlidePath))
	var ages []int
	for i, step := range p.GlidePath {
		at := "glidePath" + index(i)
		problems.Join("", step.Allocation.Validate(at+".allocation"))
		checkRange(problems, at+".age", &step.Age, 0, oldest)
		if contains(ages, step.Age) {
			problems.Addf(at+".age", "there is already a step at %d", step.Age)
		}
		ages = append(ages, step.Age)
	}
}

func (p Plan) checkFlows(problems *Problems) {
	checkAmount(problems, "annualContribution", &p.AnnualContribution)
	checkAmount(problems, "annualSpending", &p.AnnualSpending)
	checkCount(problems, "incomes", len(p.Incomes))
	checkCount(problems, "spending", len(p.Spending))
	checkCount(problems, "events", len(p.Events))
	for i, income := range p.Incomes {
		at := "incomes" + index(i)
		problems.Join(at, validateSpan(income.Name, income.Annual, income.StartAge, income.EndAge))
		if income.Partner && p.Partner == nil {
			problems.Addf(at+".partner", "the plan has no partner")
		}
		checkIncomeKind(problems, at, income.Kind)
	}
	for i, phase := range p.Spending {
		problems.Join("spending"+index(i), validateSpan(phase.Name, phase.Annual.Abs(), phase.StartAge, phase.EndAge))
	}
	for i, event := range p.Events {
		at := "events" + index(i)
		problems.Join(at, event.validate())
		if event.Partner && p.Partner == nil {
			problems.Addf(at+".partner", "the plan has no partner")
		}
	}
}

func checkIncomeKind(problems *Problems, at string, kind IncomeKind) {
	if kind != "" && !IsKnown(kind) {
		problems.Addf(at+".kind", "%q is not one of %s", clip(string(kind)), knownList[IncomeKind]())
	}
}

func (e Event) validate() error {
	var p Problems
	CheckText(&p, "name", e.Name, 100)
	if e.Amount.Abs().Decimal().Cmp(maxCash) > 0 {
		p.Addf("amount", "%s is beyond ±%s", e.Amount, maxCash)
	}
	checkRange(&p, "age", &e.Age, 0, oldest)
	return p.Err()
}

func (p Plan) checkRates(problems *Problems) {
	checkPercent(problems, "contributionGrowthPercent", p.ContributionGrowth, -50, 50)
	checkPercent(problems, "feePercent", p.Fee, 0, maxTax)
	checkPercent(problems, "taxPercent", p.Tax, 0, maxTax)
	rule := p.WithdrawalRule
	if rule.Kind != "" && !slices.Contains(WithdrawalRules(), rule.Kind) {
		problems.Addf("withdrawalRule.kind", "%q is not one of %s", clip(rule.Kind), strings.Join(WithdrawalRules(), ", "))
	}
	checkPercent(problems, "withdrawalRule.percent", rule.Percent, 0, 100)
	checkPercent(problems, "withdrawalRule.floorPercent", rule.Floor, 0, 100)
	checkPercent(problems, "withdrawalRule.ceilingPercent", rule.Ceiling, 0, 1000)
	if floor, ceiling := rule.Bounds(); rule.Kind == "floor_ceiling" && ceiling.Cmp(floor.Decimal) < 0 {
		problems.Addf("withdrawalRule.ceilingPercent", "%s is below the floor of %s", ceiling, floor)
	}
}

func checkPercent(p *Problems, location string, value Percent, low, high int64) {
	if value.Cmp(DecimalOf(low)) < 0 || value.Cmp(DecimalOf(high)) > 0 {
		p.Addf(location, "%s is not between %d and %d", value, low, high)
	}
}

func checkWealthAmount(p *Problems, location string, value *Money) {
	if value != nil && (value.Sign() < 0 || value.Decimal().Cmp(maxQuantity) > 0) {
		p.Addf(location, "%s is not between 0 and %s", *value, maxQuantity.Floor(0))
	}
}

func checkCount(p *Problems, location string, count int) {
	if count > maxPlanRows {
		p.Addf(location, "has %d entries; the most is %d", count, maxPlanRows)
	}
}
