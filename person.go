package alex

import (
	"maps"
	"slices"
	"strings"
)

// Person is who plans. Nil and empty fields have not been answered yet; what
// Alex then assumes is said wherever it matters.
type Person struct {
	ID          PersonID `json:"id,omitempty"`
	Email       string   `json:"email,omitempty"`
	DisplayName string   `json:"displayName,omitempty"`

	BirthDate            Date `json:"birthDate,omitempty"`
	YearsUntilRetirement *int `json:"yearsUntilRetirement,omitempty"`
	RetirementAge        *int `json:"retirementAge,omitempty"`
	HorizonAge           *int `json:"horizonAge,omitempty"`

	TargetRetirementIncome *Money   `json:"targetRetirementIncome,omitempty"` // a year, today's money
	TargetBeforeTax        bool     `json:"targetBeforeTax,omitempty"`
	Tax                    *Percent `json:"taxPercent,omitempty"` // effective, on withdrawals
	CurrentAnnualSpending  *Money   `json:"currentAnnualSpending,omitempty"`
	AnnualContribution     *Money   `json:"annualContribution,omitempty"`

	Incomes  []Income        `json:"incomes,omitempty"`
	Spending []SpendingPhase `json:"spending,omitempty"`
	Events   []Event         `json:"events,omitempty"`
	Partner  *Partner        `json:"partner,omitempty"`

	EmergencyMonths    *int             `json:"emergencyMonths,omitempty"` // 6 by default
	AssetClassTargets  ClassAllocation  `json:"assetClassTargets,omitempty"`
	RegionTargets      RegionAllocation `json:"regionTargets,omitempty"`
	Limits             map[string]Limit `json:"limits,omitempty"` // own limits of checks, by id
	AllowOutsideModels bool             `json:"allowModels,omitempty"`
}

// Defaults of a person who has not said otherwise.
const (
	DefaultAge             = 45
	DefaultRetirementAge   = 67
	DefaultHorizonAge      = 95
	DefaultEmergencyMonths = 6
	youngest, oldest       = 18, 120
)

// Ages are a person's ages on a day, with which of them are assumed.
type Ages struct {
	Current, Retirement, Horizon                      int
	CurrentAssumed, RetirementAssumed, HorizonAssumed bool
}

// AgesOn works out the ages: from the birth date, else from the years until
// retirement at 67 (at least 18), else 45. Someone past the retirement age is
// retired now; the horizon lies at least one year ahead.
func (p Person) AgesOn(day Date) Ages {
	a := Ages{Current: DefaultAge, Retirement: DefaultRetirementAge, Horizon: DefaultHorizonAge}
	retirement := p.RetirementAge
	switch {
	case !p.BirthDate.IsZero() && !day.IsZero():
		a.Current = max(p.BirthDate.AgeOn(day), 0)
	case p.YearsUntilRetirement != nil:
		reach := DefaultRetirementAge
		if retirement != nil {
			reach = *retirement
		}
		a.Current, a.CurrentAssumed = max(reach-*p.YearsUntilRetirement, youngest), true
	default:
		a.CurrentAssumed = true
	}
	switch {
	case retirement != nil:
		a.Retirement = *retirement
	case p.YearsUntilRetirement != nil:
		a.Retirement = a.Current + *p.YearsUntilRetirement
	default:
		a.RetirementAssumed = true
	}
	a.Retirement = max(a.Retirement, a.Current)
	a.HorizonAssumed = p.HorizonAge == nil
	if !a.HorizonAssumed {
		a.Horizon = *p.HorizonAge
	}
	a.Horizon = max(a.Horizon, a.Current+1, a.Retirement)
	return a
}

// Validate refuses what may not be stored, naming each field.
func (p Person) Validate() error {
	var problems Problems
	CheckText(&problems, "displayName", p.DisplayName, 255)
	CheckText(&problems, "email", p.Email, 320)
	checkDate(&problems, "birthDate", p.BirthDate)
	checkRange(&problems, "yearsUntilRetirement", p.YearsUntilRetirement, 0, 80)
	checkRange(&problems, "retirementAge", p.RetirementAge, youngest, 100)
	checkRange(&problems, "horizonAge", p.HorizonAge, youngest+1, oldest)
	checkRange(&problems, "emergencyMonths", p.EmergencyMonths, 0, 120)
	checkAmount(&problems, "targetRetirementIncome", p.TargetRetirementIncome)
	checkAmount(&problems, "currentAnnualSpending", p.CurrentAnnualSpending)
	checkAmount(&problems, "annualContribution", p.AnnualContribution)
	if p.Tax != nil && (p.Tax.Sign() < 0 || p.Tax.Cmp(DecimalOf(90)) > 0) {
		problems.Addf("taxPercent", "%s is not between 0 and 90", p.Tax)
	}
	if len(p.AssetClassTargets) > 0 {
		problems.Join("", p.AssetClassTargets.Validate("assetClassTargets"))
	}
	if len(p.RegionTargets) > 0 {
		problems.Join("", p.RegionTargets.Validate("regionTargets"))
	}
	problems.Join("", p.checkSelf())
	for i, income := range p.Incomes {
		problems.Join("incomes"+index(i), validateSpan(income.Name, income.Annual, income.StartAge, income.EndAge))
		if income.Partner && p.Partner == nil {
			problems.Addf("incomes"+index(i)+".partner", "there is no partner")
		}
	}
	for i, phase := range p.Spending {
		problems.Join("spending"+index(i), validateSpan(phase.Name, phase.Annual.Abs(), phase.StartAge, phase.EndAge))
	}
	for i, event := range p.Events {
		problems.Join("events"+index(i), event.validate())
	}
	return problems.Err()
}

// firstBirth is the earliest birth date that is taken.
const firstBirth Date = "1900-01-01"

// checkSelf refuses birth dates, partners and limits that cannot be meant.
func (p Person) checkSelf() error {
	var problems Problems
	if !p.BirthDate.IsZero() && p.BirthDate < firstBirth {
		problems.Addf("birthDate", "%s lies before %s", p.BirthDate, firstBirth)
	}
	if p.Partner != nil {
		problems.Join("partner", p.Partner.validate())
	}
	known := DefaultLimits()
	for _, id := range slices.Sorted(maps.Keys(p.Limits)) {
		if _, ok := known[id]; !ok {
			problems.Addf("limits."+clip(id), "is no check; the checks are %s", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
			continue
		}
		problems.Join("limits."+id, p.Limits[id].validate(known[id]))
	}
	return problems.Err()
}

// validate refuses a limit below zero, and one that turns round which
// measures are the bad ones.
func (l Limit) validate(standard Limit) error {
	var problems Problems
	if l.Warn.Sign() < 0 {
		problems.Addf("warn", "%s is below zero", l.Warn)
	}
	if l.Fail.Sign() < 0 {
		problems.Addf("fail", "%s is below zero", l.Fail)
	}
	switch small := standard.Fail.Cmp(standard.Warn) < 0; {
	case small && l.Fail.Cmp(l.Warn) >= 0:
		problems.Addf("fail", "%s is not below the limit at which it warns, %s", l.Fail, l.Warn)
	case !small && l.Fail.Cmp(l.Warn) < 0:
		problems.Addf("fail", "%s is below the limit at which it warns, %s", l.Fail, l.Warn)
	}
	return problems.Err()
}

// validate takes 0 for an age that has not been said.
func (p Partner) validate() error {
	var problems Problems
	CheckText(&problems, "name", p.Name, 255)
	checkRange(&problems, "currentAge", &p.CurrentAge, 0, oldest)
	checkRange(&problems, "horizonAge", &p.HorizonAge, 0, oldest+1)
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
