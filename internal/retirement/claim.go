package retirement

import (
	"context"
	"slices"

	"alex"
)

// Ages between which Social Security retirement benefits can be claimed.
const (
	earliestClaim = 62
	latestClaim   = 70
)

// claimLater finds the fewest years by which claiming Social Security later
// reaches the target; every benefit that has not begun waits, at most to 70.
func (r *run) claimLater(ctx context.Context) (best *Lever, err error) {
	for years := 1; years <= latestClaim-earliestClaim; years++ {
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
		if !income.IsSocialSecurity() || income.StartAge <= now || income.StartAge < earliestClaim {
			continue
		}
		age := min(income.StartAge+years, max(latestClaim, income.StartAge))
		moved = moved || age == income.StartAge+years
		raise := claimFactor(age, born) / claimFactor(income.StartAge, born)
		income.Annual = income.Annual.Mul(alex.DecimalFromFloat(raise, 9))
		income.StartAge = age
		if income.EndAge != 0 && income.EndAge <= age { // it has ended before it begins
			income.Annual, income.EndAge = alex.Money{}, age+1
		}
	}
	return plan, moved
}

// claimFactor is the benefit claimed at an age ÷ that at full retirement age
// (20 CFR §§ 404.409, 404.410, 404.313): less 5/9 of 1 % for each of the first
// 36 months before it and 5/12 of 1 % for each more, plus 2/3 of 1 % for each
// month after it up to 70.
func claimFactor(age, birthYear int) float64 {
	months := 12*min(age, latestClaim) - fullRetirementMonths(birthYear)
	if months >= 0 {
		return 1 + float64(months)*2/300
	}
	early := -months
	return 1 - float64(min(early, 36))*5/900 - float64(max(early-36, 0))*5/1200
}

// fullRetirementMonths is the full retirement age in months: 66 for those born
// up to 1954, two months more for each year after, 67 from 1960 on and where the
// year is not known.
func fullRetirementMonths(birthYear int) int {
	if birthYear == 0 {
		return 67 * 12
	}
	return 66*12 + 2*min(max(birthYear-1954, 0), 6)
}
