package alex

import "slices"

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

	EmergencyMonths   *int              `json:"emergencyMonths,omitempty"` // 6 by default
	AssetClassTargets ClassAllocation   `json:"assetClassTargets,omitempty"`
	RegionTargets     RegionAllocation  `json:"regionTargets,omitempty"`
	Limits            map[string]Limit  `json:"limits,omitempty"`      // own limits of checks, by id
	Assumptions       *AssumptionChoice `json:"assumptions,omitempty"` // the default set
	ModelConsent

	MonthlyReview bool `json:"monthlyReview,omitempty"` // they want a letter a month
	EmailVerified bool `json:"emailVerified,omitempty"` // the address is known to be theirs; never theirs to say

	Marks map[string]ChoiceMark `json:"marks,omitempty"` // of options of reports, by their key
}

// ModelConsent is what a person says of language models. A yes holds for the
// places that it was said for, and for no other that comes to be used.
type ModelConsent struct {
	AllowModels    bool     `json:"allowModels,omitempty"`
	AnsweredModels bool     `json:"modelsAnswered,omitempty"` // they have said yes or no
	ModelsSentTo   []string `json:"modelsSentTo,omitempty"`   // where what models are sent may go
}

// Allows reports a yes for a place.
func (c ModelConsent) Allows(place string) bool {
	return c.AllowModels && slices.Contains(c.ModelsSentTo, place)
}

// ChoiceMark is what a person says of an option that a report offered.
type ChoiceMark struct {
	Mark  Mark   `json:"mark"`
	Title string `json:"title"` // of the option, as it was offered
	On    Date   `json:"on"`
}

// Mark is where a person stands with an option.
type Mark string

// Marks of options.
const (
	MarkConsidering Mark = "considering"
	MarkDone        Mark = "done"
	MarkNotForMe    Mark = "not_for_me"
)

// Known lists the marks.
func (Mark) Known() []Mark { return []Mark{MarkConsidering, MarkDone, MarkNotForMe} }

// MaxMarks is how many options a person may have marked at a time.
const MaxMarks = 100

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

	// HorizonRaised reports that the person's own horizon lies at or before
	// the current age, or before retirement, so that Horizon is a later one.
	HorizonRaised bool
}

// AgesOn works out the ages. The current age comes from the birth date, else
// from the years until retirement: the retirement age less those years where
// both are given, 67 less those years where they stand alone, at least 18
// either way; else it is 45. The retirement age is the given one, else the
// current age plus the years until retirement, else 67; someone past it is
// retired now. The horizon is the given one, else 95, and is raised to lie at
// least one year ahead and not before retirement.
func (p Person) AgesOn(day Date) Ages {
	var a Ages
	a.Current, a.CurrentAssumed = p.currentAge(day)
	a.Retirement, a.RetirementAssumed = p.retirementAge(a.Current)
	a.Horizon, a.HorizonAssumed = DefaultHorizonAge, p.HorizonAge == nil
	if p.HorizonAge != nil {
		a.Horizon = *p.HorizonAge
	}
	wanted := a.Horizon
	a.Horizon = max(wanted, a.Current+1, a.Retirement)
	a.HorizonRaised = !a.HorizonAssumed && a.Horizon > wanted
	return a
}

func (p Person) currentAge(day Date) (age int, assumed bool) {
	switch {
	case !p.BirthDate.IsZero() && !day.IsZero():
		return max(p.BirthDate.AgeOn(day), 0), false
	case p.YearsUntilRetirement == nil:
		return DefaultAge, true
	}
	retirement := DefaultRetirementAge
	if p.RetirementAge != nil {
		retirement = *p.RetirementAge
	}
	return max(retirement-*p.YearsUntilRetirement, youngest), true
}

func (p Person) retirementAge(current int) (age int, assumed bool) {
	switch {
	case p.RetirementAge != nil:
		return max(*p.RetirementAge, current), false
	case p.YearsUntilRetirement != nil:
		return current + *p.YearsUntilRetirement, false
	default:
		return max(DefaultRetirementAge, current), true
	}
}
