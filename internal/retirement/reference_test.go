package retirement

import (
	"slices"

	"alex"
)

// book keeps a plan's money in nominal dollars, account by account and year by
// year, as the model is written down: it shares nothing with the engine. story
// is the one future that it lives through.
type book struct {
	plan  alex.Plan
	dials dials
	atEnd bool
	story story

	accounts []bookAccount
	index    float64 // of prices
	ended    []bool  // incomes that another has replaced for good
	memory   bookRule

	closing       []float64 // real balances: today's, and after every year
	spent, unpaid float64   // real
	failed        int       // the first year that is not paid in full, or -1
	unsure        bool      // something missing is neither clearly rounding nor clearly missing
}

// story is one future: the growth of the mix, before fees, and of prices.
type story struct{ growth, prices []float64 }

type bookAccount struct {
	kind                  alex.AccountType
	tax                   float64
	saves                 float64
	balance, lastYearsEnd float64
}

func keepBook(plan alex.Plan, d dials, timing string, s story) *book {
	b := &book{
		plan: plan, dials: d, atEnd: timing == TimingEnd, story: s,
		accounts: openAccounts(plan), index: 1, ended: make([]bool, len(plan.Incomes)), failed: -1,
	}
	for i := range b.accounts {
		b.accounts[i].balance += d.capital * b.accounts[i].saves
	}
	b.closing = append(b.closing, b.total())
	for year := range s.growth {
		for i := range b.accounts {
			b.accounts[i].lastYearsEnd = b.accounts[i].balance
		}
		if b.atEnd {
			b.grow(year)
		}
		b.flow(year)
		if !b.atEnd {
			b.grow(year)
		}
		b.closing = append(b.closing, b.total()/b.index)
	}
	return b
}

// openAccounts sorts them as they are drawn; money that no account is there for
// goes to an untaxed taxable one.
func openAccounts(plan alex.Plan) []bookAccount {
	if plan.Balance != nil {
		return []bookAccount{{balance: plan.Balance.Float64(), tax: plan.Tax.Float64() / 100, saves: 1}}
	}
	anyTax, total := false, 0.0
	for _, a := range plan.Accounts {
		anyTax = anyTax || a.Tax.Sign() > 0
		total += a.Balance.Float64()
	}
	list := make([]bookAccount, 0, len(plan.Accounts)+1)
	for _, a := range plan.Accounts {
		account := bookAccount{kind: a.Kind, tax: a.Tax.Float64() / 100, balance: a.Balance.Float64()}
		if !anyTax && a.Kind != alex.TaxFree {
			account.tax = plan.Tax.Float64() / 100
		}
		if a.Kind == alex.CashAccount {
			account.kind = alex.Taxable
		}
		if account.saves = 1 / float64(len(plan.Accounts)); total > 0 {
			account.saves = account.balance / total
		}
		list = append(list, account)
	}
	if !slices.ContainsFunc(list, func(a bookAccount) bool { return a.kind == alex.Taxable }) {
		list = append(list, bookAccount{kind: alex.Taxable})
	}
	rank := map[alex.AccountType]int{alex.Taxable: 0, alex.TaxDeferred: 1, alex.TaxFree: 2}
	slices.SortStableFunc(list, func(a, b bookAccount) int { return rank[a.kind] - rank[b.kind] })
	return list
}

func (b *book) total() float64 {
	sum := 0.0
	for _, a := range b.accounts {
		sum += a.balance
	}
	return sum
}

func (b *book) grow(year int) {
	for i := range b.accounts {
		b.accounts[i].balance *= b.story.growth[year] * (1 - b.plan.Fee.Float64()/100)
	}
	b.index *= b.story.prices[year]
}

// flow is the money of one year: in, distributions, costs, spending, the rest.
func (b *book) flow(year int) {
	age := b.plan.CurrentAge + year
	b.save(year)
	windfall, costs := b.events(age)
	income, spending := b.income(age), b.planned(age)
	if age < b.plan.RetirementAge { // incomes are saved, so they pay for no phase
		windfall, income = windfall+income, 0
		costs, spending = costs+spending, 0
	}
	b.accounts[0].balance += windfall
	cash := b.distribution(age)
	unpaid, cash := b.payFrom(cash, costs)
	target := spending
	if age >= b.plan.RetirementAge {
		spending = b.ruled(year, spending, income, cash)
	}
	missing, left := b.payFrom(cash+income, spending)
	b.accounts[0].balance += left
	unpaid = b.withdraw(unpaid) // a surplus may pay what was missing
	b.spent += (costs - unpaid + spending - missing) / b.index
	if kind := b.plan.WithdrawalRule.Kind; kind != "" && kind != "constant" {
		missing = b.leastShare()*target - (spending - missing)
	}
	b.count(year, unpaid/b.index, missing/b.index)
}

// count books what is missing in a year unless it is rounding.
func (b *book) count(year int, amounts ...float64) {
	scale := b.closing[0] + 1e6
	for _, missing := range amounts {
		b.unsure = b.unsure || missing > 1e-12*scale && missing < 1e-7*scale
		if missing > 1e-9*scale {
			b.unpaid += missing
			if b.failed < 0 {
				b.failed = year
			}
		}
	}
}

// payFrom pays from money at hand first, then from the accounts.
func (b *book) payFrom(hand, amount float64) (missing, left float64) {
	if hand >= amount {
		return 0, hand - amount
	}
	return b.withdraw(amount - hand), 0
}

// withdraw takes an amount after tax out of one account after the other.
func (b *book) withdraw(net float64) (missing float64) {
	for i := range b.accounts {
		a := &b.accounts[i]
		if gross := net / (1 - a.tax); gross <= a.balance {
			a.balance -= gross
			return 0
		}
		net -= a.balance * (1 - a.tax)
		a.balance = 0
	}
	return net
}

// distribution is what has to leave the tax-deferred accounts, after tax.
func (b *book) distribution(age int) (net float64) {
	first := map[bool]int{true: 73, false: 75}[b.plan.BirthYear < 1960]
	if b.plan.BirthYear < 1951 {
		first = 72
	}
	if b.plan.BirthYear == 0 || age < first {
		return 0
	}
	for i := range b.accounts {
		if a := &b.accounts[i]; a.kind == alex.TaxDeferred {
			gross := min(a.lastYearsEnd/publishedDivisor(age), a.balance)
			a.balance -= gross
			net += gross * (1 - a.tax)
		}
	}
	return net
}

// publishedDivisor is the Uniform Lifetime Table as IRS Publication 590-B
// prints it, from 72 on.
func publishedDivisor(age int) float64 {
	table := []float64{
		27.4, 26.5, 25.5, 24.6, 23.7, 22.9, 22.0, 21.1, 20.2, 19.4, 18.5, 17.7, 16.8, 16.0, 15.2, 14.4, 13.7,
		12.9, 12.2, 11.5, 10.8, 10.1, 9.5, 8.9, 8.4, 7.8, 7.3, 6.8, 6.4, 6.0, 5.6, 5.2, 4.9, 4.6, 4.3, 4.1,
		3.9, 3.7, 3.5, 3.4, 3.3, 3.1, 3.0, 2.9, 2.8, 2.7, 2.5, 2.3, 2.0,
	}
	return table[min(age, 120)-72]
}
