package retirement

import (
	"fmt"
	"slices"

	"alex"
)

// PlanInput is what a plan is made of: a person and what their accounts hold.
type PlanInput struct {
	AsOf         alex.Date
	Person       alex.Person
	Accounts     []AccountValue
	Exposure     map[alex.AssetClass]alex.Money // classified value, cash included
	Unclassified alex.Money                     // value of which no class is known
	Fee          alex.Percent                   // what the funds cost a year
}

// AccountValue is one account at its value; Value includes Cash, and
// CashInterest is a fraction a year.
type AccountValue struct {
	Kind         alex.AccountType
	Value, Cash  alex.Money
	CashInterest alex.Decimal
}

// Assumed says what a plan takes for granted that the person did not say.
type Assumed struct {
	Field string `json:"field"` // of the plan
	Text  string `json:"text"`
}

// UnclassifiedError reports that too much is unclassified for one projection;
// PlanRange gives the two ends. It is CodeInvalid at "allocation".
type UnclassifiedError struct {
	Percent alex.Percent
	Value   alex.Money
}

func (e *UnclassifiedError) Error() string { return e.Unwrap().Error() }

// Unwrap is the same as an *alex.Error.
func (e *UnclassifiedError) Unwrap() error {
	return alex.Invalid("allocation", "%s of the value (%s) is unclassified, more than %d%%: only a range can be shown",
		e.Percent.Text(), e.Value.Text(), mostUnclassified)
}

// mostUnclassified is the share, in percent, up to which unclassified value is
// simulated as the mix of the rest.
const mostUnclassified = 20

// PlanFor makes a plan of a person's accounts and says what it assumed. It
// fails with *UnclassifiedError above 20 % unclassified, and with CodeInvalid
// where there is value of which nothing is classified.
func PlanFor(in PlanInput) (alex.Plan, []Assumed, error) {
	d := &draft{in: in}
	mix, err := d.mixOfRest()
	if err != nil {
		return alex.Plan{}, nil, err
	}
	return d.finish(mix)
}

// PlanRange makes the two plans between which the truth lies when much is
// unclassified: all of it as cash, and all of it as equity.
func PlanRange(in PlanInput) (asCash, asEquity alex.Plan, assumed []Assumed, err error) {
	var plans [2]alex.Plan
	for i, class := range []alex.AssetClass{alex.Cash, alex.Equity} {
		d := &draft{in: in}
		mix, err := d.mixWith(class)
		if err != nil {
			return alex.Plan{}, alex.Plan{}, nil, err
		}
		if plans[i], assumed, err = d.finish(mix); err != nil {
			return alex.Plan{}, alex.Plan{}, nil, err
		}
	}
	return plans[0], plans[1], assumed, nil
}

// draft is a plan in the making with what it has assumed so far.
type draft struct {
	in      PlanInput
	assumed []Assumed
}

func (d *draft) assume(field, format string, args ...any) {
	d.assumed = append(d.assumed, Assumed{Field: field, Text: fmt.Sprintf(format, args...)})
}

func (d *draft) finish(mix alex.ClassAllocation) (alex.Plan, []Assumed, error) {
	plan := alex.Plan{Allocation: mix, Fee: d.in.Fee, Tax: d.tax()}
	d.setAges(&plan)
	d.setWealth(&plan)
	d.setFlows(&plan)
	return plan, d.assumed, plan.Validate()
}

func (d *draft) setAges(plan *alex.Plan) {
	ages := d.in.Person.AgesOn(d.in.AsOf)
	plan.CurrentAge, plan.RetirementAge, plan.HorizonAge = ages.Current, ages.Retirement, ages.Horizon
	if ages.CurrentAssumed {
		d.assume("currentAge", "Your age is taken as %d.", ages.Current)
	}
	if ages.RetirementAssumed {
		d.assume("retirementAge", "Retirement is taken at age %d.", ages.Retirement)
	}
	if ages.HorizonRaised {
		d.assume("horizonAge", "Your horizon lies before the plan begins; it runs to age %d instead.", ages.Horizon)
	}
	if ages.HorizonAssumed {
		d.assume("horizonAge", "The plan runs to age %d.", ages.Horizon)
	}
	if most := plan.CurrentAge + alex.MaxHorizonYears; plan.HorizonAge > most {
		plan.HorizonAge, plan.RetirementAge = most, min(plan.RetirementAge, most)
		d.assume("horizonAge", "The plan ends at age %d: the longest that is simulated is %d years.", most, alex.MaxHorizonYears)
	}
	if birth := d.in.Person.BirthDate; !birth.IsZero() {
		plan.BirthYear = birth.Time().Year()
	}
	d.setPartner(plan)
}

func (d *draft) setPartner(plan *alex.Plan) {
	if d.in.Person.Partner == nil {
		return
	}
	partner := *d.in.Person.Partner
	switch {
	case !partner.BirthDate.IsZero() && !d.in.AsOf.IsZero():
		partner.CurrentAge = max(partner.BirthDate.AgeOn(d.in.AsOf), 1)
	case partner.CurrentAge == 0:
		partner.CurrentAge = max(plan.CurrentAge, 1)
		d.assume("partner.currentAge", "Your partner's age is taken as yours, %d.", partner.CurrentAge)
	}
	if partner.HorizonAge == 0 {
		partner.HorizonAge = alex.DefaultHorizonAge
		d.assume("partner.horizonAge", "The plan runs to your partner's age %d.", partner.HorizonAge)
	}
	partner.HorizonAge = max(partner.HorizonAge, partner.CurrentAge+1)
	if most := partner.CurrentAge + alex.MaxHorizonYears; partner.HorizonAge > most {
		partner.HorizonAge = most
		d.assume("partner.horizonAge", "The plan ends at your partner's age %d: the longest that is simulated is %d years.",
			most, alex.MaxHorizonYears)
	}
	plan.Partner = &partner
}

// tax is the person's effective rate on withdrawals; there is none where all
// money is in tax-free accounts.
func (d *draft) tax() alex.Percent {
	taxed := func(a AccountValue) bool { return a.Kind != alex.TaxFree }
	if d.in.Person.Tax == nil || len(d.in.Accounts) > 0 && !slices.ContainsFunc(d.in.Accounts, taxed) {
		return alex.Percent{}
	}
	return *d.in.Person.Tax
}

// total is the value of all accounts; debts count against it.
func (d *draft) total() alex.Money {
	var sum alex.Money
	for _, a := range d.in.Accounts {
		sum = sum.Add(a.Value)
	}
	return sum
}

func (d *draft) setWealth(plan *alex.Plan) {
	total := d.total()
	indebted := false
	for _, a := range d.in.Accounts {
		indebted = indebted || a.Value.Sign() < 0
	}
	switch {
	case total.Sign() <= 0:
		plan.Balance = &alex.Money{}
		if total.Sign() < 0 {
			d.assume("balance", "The accounts are worth %s together; the plan starts with nothing instead.", total.Text())
		}
	case indebted:
		plan.Balance = &total
		d.assume("balance", "An account is worth less than nothing; the accounts count as one pot of %s.", total.Text())
	default:
		plan.Accounts = d.planAccounts()
	}
	if d.cashOfUnknownInterest() {
		d.assume("cashInterest", "Cash whose interest is not known earns what cash in general is assumed to.")
	}
	if d.in.Person.Tax == nil {
		d.assume("taxPercent", "Taxes on withdrawals are not counted.")
	}
}

func (d *draft) cashOfUnknownInterest() bool {
	return slices.ContainsFunc(d.in.Accounts, func(a AccountValue) bool { return a.Cash.Sign() > 0 && a.CashInterest.IsZero() })
}

func (d *draft) planAccounts() []alex.PlanAccount {
	accounts := make([]alex.PlanAccount, 0, len(d.in.Accounts))
	for _, a := range d.in.Accounts {
		cash := a.Cash
		if cash.Sign() < 0 || a.CashInterest.IsZero() {
			cash = alex.Money{} // at an unknown rate it earns what the cash class does
		}
		if cash.Cmp(a.Value) > 0 {
			cash = a.Value
		}
		tax := d.tax()
		if a.Kind == alex.TaxFree {
			tax = alex.Percent{}
		}
		accounts = append(accounts, alex.PlanAccount{
			Kind: a.Kind, Balance: a.Value, Tax: tax, Cash: cash, CashInterest: a.CashInterest,
		})
	}
	return accounts
}

func (d *draft) setFlows(plan *alex.Plan) {
	person := d.in.Person
	plan.AnnualSpending = d.spending(effectiveTaxPercent(*plan))
	plan.Incomes, plan.Spending, plan.Events = person.Incomes, person.Spending, person.Events
	switch {
	case person.AnnualContribution != nil:
		plan.AnnualContribution = *person.AnnualContribution
	case plan.RetirementAge > plan.CurrentAge:
		d.assume("annualContribution", "Nothing is saved each year before retirement.")
	}
	if len(person.Incomes) == 0 {
		d.assume("incomes", "No Social Security, pension or other income is counted.")
	}
}

// spending is what the person said, net of tax, else 4 % of the value.
func (d *draft) spending(tax alex.Percent) alex.Money {
	person := d.in.Person
	switch {
	case person.TargetRetirementIncome != nil && person.TargetBeforeTax:
		return alex.PercentOf100(100).Sub(tax).Of(*person.TargetRetirementIncome)
	case person.TargetRetirementIncome != nil:
		return *person.TargetRetirementIncome
	case person.CurrentAnnualSpending != nil:
		d.assume("annualSpending", "Spending in retirement is taken as today's, %s a year.", person.CurrentAnnualSpending.Text())
		return *person.CurrentAnnualSpending
	}
	total := d.total()
	if total.Sign() < 0 {
		total = alex.Money{}
	}
	spending := alex.PercentOf100(4).Of(total)
	d.assume("annualSpending", "Spending in retirement is taken as 4%% of today's value, %s a year.", spending.Text())
	return spending
}

// effectiveTaxPercent is effectiveTax as an exact percentage.
func effectiveTaxPercent(plan alex.Plan) alex.Percent {
	return alex.Percent{Decimal: alex.DecimalFromFloat(100*effectiveTax(plan), 4)}
}
