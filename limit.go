package alex

import (
	"maps"
	"slices"
	"strings"
)

// Limit is where a check begins to warn and where it fails. A measure at the
// limit is still within it. Whether large or small measures are the bad ones
// is the check's own: small ones for emergency_fund, large ones for all others.
type Limit struct {
	Warn Decimal `json:"warn"`
	Fail Decimal `json:"fail"`
}

const (
	emergencyCheck = "emergency_fund"
	staleCheck     = "stale_price"
)

// smallIsBad gives the direction of a check.
func smallIsBad(check string) bool { return check == emergencyCheck }

// DefaultLimits are the limits of a person who has chosen none, by check. That
// of emergency_fund is for the default goal; LimitOf follows the person's own.
func DefaultLimits() map[string]Limit {
	limit := func(warn, fail string) Limit { return Limit{MustDecimal(warn), MustDecimal(fail)} }
	return map[string]Limit{
		"single_stock":         limit("10", "20"),     // % of value
		"single_holding":       limit("25", "50"),     // % of value, broad funds apart
		"top_five":             limit("70", "90"),     // % of value, broad funds apart
		"region_concentration": limit("85", "95"),     // % of stocks
		"fees":                 limit("0.30", "0.75"), // % a year
		"cash_drag":            limit("10", "25"),     // % of value beyond the emergency fund
		emergencyCheck:         emergencyLimit(DefaultEmergencyMonths),
		"unpriced":             limit("0", "100"), // holdings
		"unclassified":         limit("5", "20"),  // % of value
		staleCheck:             limit("7", "30"),  // days
		"target_drift":         limit("5", "10"),  // points
	}
}

// emergencyLimit warns below the goal and fails below half of it, in months.
func emergencyLimit(goal int) Limit {
	months := DecimalOf(int64(goal))
	return Limit{Warn: months, Fail: months.Mul(MustDecimal("0.5"))}
}

// LimitOf is the limit by which a check judges this person: the person's own,
// else for emergency_fund that of the person's goal, else the default. It is
// zero for what is no check.
func (p Person) LimitOf(check string) Limit { return p.limits()[check] }

func (p Person) limits() map[string]Limit {
	limits := DefaultLimits()
	limits[emergencyCheck] = emergencyLimit(p.emergencyGoal())
	for check, own := range p.Limits {
		if _, known := limits[check]; known {
			limits[check] = own
		}
	}
	return limits
}

// emergencyGoal is the number of months of spending to hold in cash.
func (p Person) emergencyGoal() int {
	if p.EmergencyMonths == nil {
		return DefaultEmergencyMonths
	}
	return *p.EmergencyMonths
}

// checkLimits refuses limits of what is no check, and limits that cannot be
// meant.
func (p Person) checkLimits() error {
	var problems Problems
	known := DefaultLimits()
	if len(p.Limits) > maxPlanRows { // of so many, most are no check: one line for each would be long
		return Invalid("limits", "has %d entries; there are %d checks", len(p.Limits), len(known))
	}
	for _, check := range slices.Sorted(maps.Keys(p.Limits)) {
		if _, ok := known[check]; !ok {
			problems.Addf("limits."+clip(check), "is no check; the checks are %s", strings.Join(slices.Sorted(maps.Keys(known)), ", "))
			continue
		}
		problems.Join("limits."+check, p.Limits[check].validate(smallIsBad(check)))
	}
	return problems.Err()
}

// validate refuses a limit below zero, and one that fails before it warns. A
// limit of which one half was not given has zero there: no check that fails
// below its limit may fail at zero, which nothing can be below.
func (l Limit) validate(small bool) error {
	var problems Problems
	if l.Warn.Sign() < 0 {
		problems.Addf("warn", "%s is below zero", l.Warn)
	}
	if l.Fail.Sign() < 0 {
		problems.Addf("fail", "%s is below zero", l.Fail)
	}
	switch {
	case small && l.Fail.IsZero():
		problems.Addf("fail", "is missing or zero, and no measure is below zero")
	case small && l.Fail.Cmp(l.Warn) >= 0:
		problems.Addf("fail", "%s is not below the limit at which it warns, %s", l.Fail, l.Warn)
	case !small && l.Fail.Cmp(l.Warn) < 0:
		problems.Addf("fail", "%s is below the limit at which it warns, %s", l.Fail, l.Warn)
	}
	return problems.Err()
}
