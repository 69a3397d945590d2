package retirement

import "alex"

// firstDistribution is the age from which distributions from tax-deferred
// accounts are required: 73 for those born 1951 to 1959, 75 for those born
// later (SECURE 2.0 Act of 2022, § 107). Those born before 1951 are past it.
func firstDistribution(birthYear int) int {
	switch {
	case birthYear < 1951:
		return uniformFirstAge
	case birthYear < 1960:
		return 73
	default:
		return 75
	}
}

// requiredDivisors are, by year of the plan, the divisors of the balance of the
// year before; 0 where nothing is required, and nil where nothing ever is, or
// where the year of birth is not known.
func requiredDivisors(plan alex.Plan) []float64 {
	if plan.BirthYear == 0 || !hasDeferred(plan) {
		return nil
	}
	divisors := make([]float64, plan.LastAge()-plan.CurrentAge)
	due := false
	for t := range divisors {
		if age := plan.CurrentAge + t; age >= firstDistribution(plan.BirthYear) {
			divisors[t], due = uniformLifetime(age), true
		}
	}
	if !due {
		return nil
	}
	return divisors
}

// hasDeferred reports that money is in a tax-deferred account, or may come: of
// a plan that has nothing yet, what it would need is shared out among all.
func hasDeferred(plan alex.Plan) bool {
	comes := plan.AnnualContribution.Sign() > 0 || plan.Total().IsZero()
	for _, a := range plan.Accounts {
		if a.Kind == alex.TaxDeferred && (a.Balance.Sign() > 0 || comes) {
			return true
		}
	}
	return false
}

const uniformFirstAge = 72

// uniformLifetime is the divisor at an age from 72 on: the Uniform Lifetime
// Table of 26 CFR § 1.401(a)(9)-9(c), in force since 2022.
func uniformLifetime(age int) float64 {
	table := [...]float64{
		27.4, 26.5, 25.5, 24.6, 23.7, 22.9, 22.0, 21.1, // 72–79
		20.2, 19.4, 18.5, 17.7, 16.8, 16.0, 15.2, 14.4, 13.7, 12.9, // 80–89
		12.2, 11.5, 10.8, 10.1, 9.5, 8.9, 8.4, 7.8, 7.3, 6.8, // 90–99
		6.4, 6.0, 5.6, 5.2, 4.9, 4.6, 4.3, 4.1, 3.9, 3.7, // 100–109
		3.5, 3.4, 3.3, 3.1, 3.0, 2.9, 2.8, 2.7, 2.5, 2.3, // 110–119
		2.0, // 120 and older
	}
	return table[min(age-uniformFirstAge, len(table)-1)]
}
