package retirement

import (
	"context"
	"slices"

	"alex"
)

// Ages between which Social Security retirement benefits can be claimed (20 CFR
// §§ 404.310, 404.313).
const (
	EarliestClaim = 62
	LatestClaim   = 70
)

// claimLater finds the fewest years by which claiming Social Security later
// reaches the target; every benefit that has not begun waits, at most to 70.
func (r *run) claimLater(ctx context.Context) (best *Lever, err error) {
	for years := 1; years <= LatestClaim-EarliestClaim; years++ {
		plan, moved := claimingLater(r.plan, years)
		if !moved {
			return best, nil
		}
		lever := Lever{
			Name: "claim_later", Label: "Claim Social Security later",
			Value: alex.DecimalOf(int64(12 * years)), Unit: UnitMonths,
		}
		tried, err := r.settled(ctx, lever, plan, 0)
		if err != nil || tried.Reached {
			return tried, err
		}
		if best == nil || tried.SuccessRate >= best.SuccessRate {
			best = tried
		}
	}
	return best, nil
}

// claimingLater puts every Social Security benefit that has not begun off by
// years, at most to 70, and raises it as the law does. moved is false where the
// last of these years moves none.
func claimingLater(plan alex.Plan, years int) (later alex.Plan, moved bool) {
	plan.Incomes = slices.Clone(plan.Incomes)
	for i := range plan.Incomes {
		income := &plan.Incomes[i]
		now, born := plan.CurrentAge, plan.BirthYear
		if income.Partner {
			now = plan.Partner.CurrentAge
			if born != 0 {
				born += plan.CurrentAge - plan.Partner.CurrentAge
			}
		}
		if !income.IsSocialSecurity() || income.StartAge <= now || income.StartAge < EarliestClaim {
			continue
		}
		age := min(income.StartAge+years, max(LatestClaim, income.StartAge))
		moved = moved || age == income.StartAge+years
		if claimed, pays := claimedAt(*income, age, born); pays {
			*income = claimed
		} else { // the plan keeps its row, which pays nothing
			income.Annual, income.StartAge, income.EndAge = alex.Money{}, age, age+1
		}
	}
	return plan, moved
}

// claimedAt is a benefit that begins at an age instead, raised or lowered as the
// law does; pays is false where it would have ended before it begins.
func claimedAt(income alex.Income, age, born int) (claimed alex.Income, pays bool) {
	raise := claimFactor(age, born) / claimFactor(income.StartAge, born)
	income.Annual = income.Annual.Mul(alex.DecimalFromFloat(raise, 9))
	income.StartAge = age
	return income, income.EndAge == 0 || income.EndAge > age
}

// claimFactor is the benefit claimed at an age ÷ that at full retirement age
// (20 CFR §§ 404.409, 404.410, 404.313): less 5/9 of 1 % for each of the first
// 36 months before it and 5/12 of 1 % for each more, plus the credit for each
// month after it up to 70.
func claimFactor(age, birthYear int) float64 {
	months := 12*min(age, LatestClaim) - fullRetirementMonths(birthYear)
	if months >= 0 {
		return 1 + float64(months)*delayedCredit(birthYear)/1200
	}
	early := -months
	return 1 - float64(min(early, 36))*5/900 - float64(max(early-36, 0))*5/1200
}

// delayedCredit is what a year of waiting beyond full retirement age adds, in
// percent: 3 for those born up to 1924, half a point more for every two years
// after, 8 from 1943 on and where the year is not known.
func delayedCredit(birthYear int) float64 {
	if birthYear == 0 {
		return 8
	}
	return 3 + float64(min(max(birthYear-1923, 0)/2, 10))/2
}

// fullRetirementMonths is the full retirement age in months: 65 for those born
// up to 1937, two months more for each year after, 66 from 1943 to 1954, two
// months more for each year after, 67 from 1960 on and where the year is not
// known.
func fullRetirementMonths(birthYear int) int {
	if birthYear == 0 {
		return 67 * 12
	}
	return 65*12 + 2*min(max(birthYear-1937, 0), 6) + 2*min(max(birthYear-1954, 0), 6)
}

// Claim is what a benefit comes to when it is claimed at an age.
type Claim struct {
	Age     int          `json:"age"`
	Percent alex.Percent `json:"percent"` // of the benefit at full retirement age
	Annual  alex.Money   `json:"annual"`
	Monthly alex.Money   `json:"monthly"`
}

// Claims are the benefits of all ages at which Social Security can be claimed,
// by what it is at full retirement age (see claimFactor). fullMonths is that
// age in months. A birth year of 0 is not known: then full age is 67.
func Claims(annualAtFullAge alex.Money, birthYear int) (claims []Claim, fullMonths int) {
	for age := EarliestClaim; age <= LatestClaim; age++ {
		factor := alex.DecimalFromFloat(claimFactor(age, birthYear), 9)
		annual := annualAtFullAge.Mul(factor)
		claims = append(claims, Claim{
			Age: age, Percent: alex.Percent{Decimal: factor.Mul(alex.DecimalOf(100)).Round(2)},
			Annual: annual, Monthly: alex.Dollars(annual.Decimal().Div(alex.DecimalOf(12), 2)),
		})
	}
	return claims, fullRetirementMonths(birthYear)
}

// ClaimAt is a Social Security benefit as it would be when claimed at another
// age. It is CodeInvalid at "age" for an age at which none can be, at "startAge"
// where the benefit begins before one can, so that nobody knows what it is at
// full retirement age, and at "endAge" where it would end before it begins.
func ClaimAt(income alex.Income, age, birthYear int) (alex.Income, error) {
	if age < EarliestClaim || age > LatestClaim {
		return income, alex.Invalid("age", "is not between %d and %d, when Social Security can be claimed", EarliestClaim, LatestClaim)
	}
	if income.StartAge < EarliestClaim {
		return income, alex.Invalid("startAge", "%d lies before %d, the earliest age at which Social Security can be claimed", income.StartAge, EarliestClaim)
	}
	claimed, pays := claimedAt(income, age, birthYear)
	if !pays {
		return income, alex.Invalid("endAge", "%d does not come after %d, when the benefit would begin", income.EndAge, age)
	}
	return claimed, nil
}
