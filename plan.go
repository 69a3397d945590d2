package alex

import "strings"

// Plan is a retirement plan in today's money: what `alex project` reads and
// what PlanFor makes of a portfolio. Ages are whole years; an age means the
// year that begins at it, and every EndAge is exclusive.
type Plan struct {
	CurrentAge    int `json:"currentAge"`
	RetirementAge int `json:"retirementAge"`
	HorizonAge    int `json:"horizonAge"`

	Balance    *Money          `json:"balance,omitempty"`  // or Accounts, not both
	Accounts   []PlanAccount   `json:"accounts,omitempty"` // drawn taxable, tax-deferred, tax-free
	Allocation ClassAllocation `json:"allocation"`         // rebalanced each year
	GlidePath  []GlideStep     `json:"glidePath,omitempty"`

	AnnualContribution Money   `json:"annualContribution"`        // each year before RetirementAge
	ContributionGrowth Percent `json:"contributionGrowthPercent"` // real, a year

	AnnualSpending  Money           `json:"annualSpending"`            // each year from retirement
	SpendingIndexed *bool           `json:"spendingIndexed,omitempty"` // nil is true
	Incomes         []Income        `json:"incomes,omitempty"`
	Spending        []SpendingPhase `json:"spending,omitempty"`
	Events          []Event         `json:"events,omitempty"`

	Fee            Percent        `json:"feePercent"` // of the balance a year
	Tax            Percent        `json:"taxPercent"` // effective, on withdrawals
	WithdrawalRule WithdrawalRule `json:"withdrawalRule"`

	BirthYear int      `json:"birthYear,omitempty"`
	Partner   *Partner `json:"partner,omitempty"`
}

// Income is paid from StartAge until before EndAge; a level one (Indexed
// false) keeps its nominal amount from the start.
type Income struct {
	Name     string `json:"name"`
	Annual   Money  `json:"annual"`
	StartAge int    `json:"startAge"`
	EndAge   int    `json:"endAge,omitempty"`  // 0 is the horizon of the one whose it is
	Indexed  *bool  `json:"indexed,omitempty"` // nil is true
	Partner  bool   `json:"partner,omitempty"` // it is the partner's, and so are the ages

	// Kind is social_security, of which a couple keeps the larger after the
	// first death; empty goes by the name.
	Kind IncomeKind `json:"kind,omitempty"`
}

// SpendingPhase is spent beside AnnualSpending from StartAge until before
// EndAge; it may be negative.
type SpendingPhase struct {
	Name     string `json:"name"`
	Annual   Money  `json:"annual"`
	StartAge int    `json:"startAge"`
	EndAge   int    `json:"endAge,omitempty"`
}

// Event is one amount at one age: negative is spent, positive received.
type Event struct {
	Name    string `json:"name"`
	Amount  Money  `json:"amount"`
	Age     int    `json:"age"`
	Partner bool   `json:"partner,omitempty"` // the age is the partner's
}

// GlideStep is the mix from Age on.
type GlideStep struct {
	Age        int             `json:"age"`
	Allocation ClassAllocation `json:"allocation"`
}

// PlanAccount is one pot of a plan; Balance includes Cash.
type PlanAccount struct {
	Kind         AccountType `json:"kind"`
	Balance      Money       `json:"balance"`
	Tax          Percent     `json:"taxPercent"`
	Cash         Money       `json:"cash"`
	CashInterest Decimal     `json:"cashInterest"`
}

// WithdrawalRule is how spending follows the balance: constant (the default),
// percent, guardrails or floor_ceiling.
type WithdrawalRule struct {
	Kind    string  `json:"kind,omitempty"`
	Percent Percent `json:"percent"`
	Floor   Percent `json:"floorPercent"`
	Ceiling Percent `json:"ceilingPercent"`
}

// Bounds are the least and the most of the first year's spending under
// floor_ceiling: 85 and 120 percent unless said.
func (r WithdrawalRule) Bounds() (floor, ceiling Percent) {
	floor, ceiling = r.Floor, r.Ceiling
	if floor.Sign() == 0 {
		floor = PercentOf100(85)
	}
	if ceiling.Sign() == 0 {
		ceiling = PercentOf100(120)
	}
	return floor, ceiling
}

// Partner is the other person of a couple.
type Partner struct {
	Name       string `json:"name,omitempty"`
	CurrentAge int    `json:"currentAge,omitempty"`
	BirthDate  Date   `json:"birthDate,omitempty"`
	HorizonAge int    `json:"horizonAge,omitempty"`

	// SurvivorSpending is what of the planned spending goes on after the first
	// death; nil is 80 %.
	SurvivorSpending *Percent `json:"survivorSpendingPercent,omitempty"`
}

// IncomeKind says what an income is, where that decides how long it lasts.
type IncomeKind string

// SocialSecurity is a US Social Security retirement benefit.
const SocialSecurity IncomeKind = "social_security"

// Known lists the kinds that matter.
func (IncomeKind) Known() []IncomeKind { return []IncomeKind{SocialSecurity} }

// IsSocialSecurity reports a Social Security benefit, by its kind or else by
// its name.
func (i Income) IsSocialSecurity() bool {
	return i.Kind == SocialSecurity ||
		i.Kind == "" && strings.Contains(strings.ToLower(i.Name), "social security")
}

// DefaultSurvivorSpending is what of a couple's spending goes on after the
// first death, in percent.
const DefaultSurvivorSpending = 80
