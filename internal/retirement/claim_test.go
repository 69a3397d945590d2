package retirement

import (
	"errors"
	"testing"

	"alex"
)

// A benefit claimed at another age is that of the law's two factors; what cannot
// be told is refused at the field that is why. Claiming later moves the same
// benefits to the same amounts.
func TestClaimAt(t *testing.T) {
	t.Parallel()
	benefit := func(start, end int) alex.Income {
		return alex.Income{Name: "Social Security", Annual: alex.MustMoney("24000"), StartAge: start, EndAge: end}
	}
	for name, c := range map[string]struct {
		income  alex.Income
		age     int
		annual  string
		refused string
	}{
		"at full age, three years later":  {benefit(67, 0), 70, "29760.00", ""}, // 124 / 100
		"earlier":                         {benefit(67, 0), 62, "16800.00", ""}, // 70 / 100
		"from the earliest age":           {benefit(62, 0), 67, "34285.71", ""}, // 100 / 70
		"it ends later still":             {benefit(64, 80), 70, "37200.00", ""},
		"it would end as it begins":       {benefit(64, 70), 70, "", "endAge"},
		"it would end before it begins":   {benefit(64, 69), 70, "", "endAge"},
		"it begins before one can claim":  {benefit(55, 0), 70, "", "startAge"},
		"too early":                       {benefit(67, 0), 61, "", "age"},
		"too late":                        {benefit(67, 0), 71, "", "age"},
		"the plan's is later than raised": {benefit(72, 0), 70, "24000.00", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			claimed, err := ClaimAt(c.income, c.age, 1964)
			if refused, _ := errors.AsType[*alex.Error](err); c.refused != "" {
				if refused == nil || refused.Code != alex.CodeInvalid || refused.Fields[0].Location != c.refused {
					t.Fatalf("the answer is %+v, %v", claimed, err)
				}
				return
			}
			if err != nil || claimed.Annual.Decimal().Round(2).Cmp(alex.MustDecimal(c.annual)) != 0 || claimed.StartAge != c.age || claimed.EndAge != c.income.EndAge {
				t.Errorf("the benefit is %+v, %v; want %s from %d", claimed, err, c.annual, c.age)
			}
			plan := claimant()
			plan.BirthYear, plan.Incomes = 1964, []alex.Income{c.income}
			later, moved := claimingLater(plan, c.age-c.income.StartAge)
			if got := later.Incomes[0]; moved && (got.Annual.Cmp(claimed.Annual) != 0 || got.StartAge != claimed.StartAge) {
				t.Errorf("claiming later gives %+v", got)
			}
		})
	}
}
