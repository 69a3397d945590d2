package alex

import (
	"fmt"
	"strings"
)

// Validate refuses what may not be stored, naming each field.
func (p Person) Validate() error {
	var problems Problems
	p.checkSelf(&problems)
	p.checkAges(&problems)
	p.checkAmounts(&problems)
	p.checkTargets(&problems)
	p.checkFlows(&problems)
	problems.Join("", p.checkLimits())
	problems.Join("assumptions", p.Assumptions.validate())
	p.ModelConsent.check(&problems)
	return problems.Err()
}

// firstBirth is the earliest birth date that is taken.
const firstBirth Date = "1900-01-01"

func (p Person) checkSelf(problems *Problems) {
	CheckText(problems, "displayName", p.DisplayName, 255)
	CheckText(problems, "email", p.Email, 320)
	checkDate(problems, "birthDate", p.BirthDate)
	if !p.BirthDate.IsZero() && p.BirthDate < firstBirth {
		problems.Addf("birthDate", "%s lies before %s", p.BirthDate, firstBirth)
	}
	if p.Partner != nil {
		problems.Join("partner", p.Partner.validate())
	}
}

// maxPlaces is how many places a yes to models may name.
const maxPlaces = 20

func (c ModelConsent) check(problems *Problems) {
	if len(c.ModelsSentTo) > maxPlaces {
		problems.Addf("modelsSentTo", "has %d places; at most %d are taken", len(c.ModelsSentTo), maxPlaces)
		return
	}
	for i, place := range c.ModelsSentTo {
		CheckText(problems, fmt.Sprintf("modelsSentTo[%d]", i), place, 255)
	}
}

func (p Person) checkAges(problems *Problems) {
	checkRange(problems, "yearsUntilRetirement", p.YearsUntilRetirement, 0, 80)
	checkRange(problems, "retirementAge", p.RetirementAge, youngest, 100)
	checkRange(problems, "horizonAge", p.HorizonAge, youngest+1, oldest)
}

func (p Person) checkAmounts(problems *Problems) {
	checkRange(problems, "emergencyMonths", p.EmergencyMonths, 0, 120)
	checkAmount(problems, "targetRetirementIncome", p.TargetRetirementIncome)
	checkAmount(problems, "currentAnnualSpending", p.CurrentAnnualSpending)
	checkAmount(problems, "annualContribution", p.AnnualContribution)
	if p.Tax != nil && (p.Tax.Sign() < 0 || p.Tax.Cmp(DecimalOf(90)) > 0) {
		problems.Addf("taxPercent", "%s is not between 0 and 90", p.Tax)
	}
}

func (p Person) checkTargets(problems *Problems) {
	if len(p.AssetClassTargets) > 0 {
		problems.Join("", p.AssetClassTargets.Validate("assetClassTargets"))
	}
	if len(p.RegionTargets) > 0 {
		problems.Join("", p.RegionTargets.Validate("regionTargets"))
	}
}

// checkFlows asks for the names too: a report calls each flow by its own. Of
// too many it says only that.
func (p Person) checkFlows(problems *Problems) {
	var counts Problems
	checkCount(&counts, "incomes", len(p.Incomes))
	checkCount(&counts, "spending", len(p.Spending))
	checkCount(&counts, "events", len(p.Events))
	if err := counts.Err(); err != nil {
		problems.Join("", err)
		return
	}
	for i, income := range p.Incomes {
		at := "incomes" + index(i)
		checkNamed(problems, at, income.Name)
		problems.Join(at, validateSpan(income.Name, income.Annual, income.StartAge, income.EndAge))
		if income.Partner && p.Partner == nil {
			problems.Addf(at+".partner", "there is no partner")
		}
		checkIncomeKind(problems, at, income.Kind)
	}
	for i, phase := range p.Spending {
		at := "spending" + index(i)
		checkNamed(problems, at, phase.Name)
		problems.Join(at, validateSpan(phase.Name, phase.Annual.Abs(), phase.StartAge, phase.EndAge))
	}
	for i, event := range p.Events {
		at := "events" + index(i)
		checkNamed(problems, at, event.Name)
		problems.Join(at, event.validate())
		if event.Partner && p.Partner == nil {
			problems.Addf(at+".partner", "there is no partner")
		}
	}
}

func checkNamed(problems *Problems, at, name string) {
	if strings.TrimSpace(name) == "" {
		problems.Addf(at+".name", "is empty")
	}
}

// validate takes 0 for an age that has not been said.
func (p Partner) validate() error {
	var problems Problems
	CheckText(&problems, "name", p.Name, 255)
	checkRange(&problems, "currentAge", &p.CurrentAge, 0, oldest)
	checkRange(&problems, "horizonAge", &p.HorizonAge, 0, oldest+1)
	checkSurvivor(&problems, "survivorSpendingPercent", p.SurvivorSpending)
	if !p.BirthDate.IsZero() && p.BirthDate < firstBirth {
		problems.Addf("birthDate", "%s lies before %s", p.BirthDate, firstBirth)
	}
	return problems.Err()
}

func validateSpan(name string, amount Money, start, end int) error {
	var p Problems
	CheckText(&p, "name", name, 100)
	checkAmount(&p, "annual", &amount)
	if start < 0 || start > oldest {
		p.Addf("startAge", "%d is not an age between 0 and %d", start, oldest)
	}
	if end != 0 && (end <= start || end > oldest+1) {
		p.Addf("endAge", "%d does not come after the start age %d", end, start)
	}
	return p.Err()
}

func checkRange(p *Problems, location string, value *int, low, high int) {
	if value != nil && (*value < low || *value > high) {
		p.Addf(location, "%d is not between %d and %d", *value, low, high)
	}
}

func checkAmount(p *Problems, location string, value *Money) {
	if value != nil && (value.Sign() < 0 || value.Decimal().Cmp(maxCash) > 0) {
		p.Addf(location, "%s is not between 0 and %s", *value, maxCash)
	}
}
