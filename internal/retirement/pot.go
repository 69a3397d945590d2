package retirement

import "alex"

// pot is the money of accounts that are taxed alike; pots are drawn in order.
type pot struct {
	start    float64
	tax      float64 // effective, a fraction of every withdrawal
	saves    float64 // share of the contributions
	deferred bool    // required minimum distributions come from it
	accounts int
}

// potsOf are the plan's pots in the order in which they are drawn: taxable,
// tax-deferred, tax-free. There is a taxable one in any case, where surpluses
// and distributions are saved.
func potsOf(plan alex.Plan) (pots []pot) {
	if plan.Balance != nil {
		return []pot{{start: plan.Balance.Float64(), tax: fraction(plan.Tax), saves: 1, accounts: 1}}
	}
	for _, kind := range drawOrder() {
		for _, a := range plan.Accounts {
			if kindOf(a.Kind) == kind {
				pots = pour(pots, pot{
					start: a.Balance.Float64(), tax: taxOf(plan, a), deferred: kind == alex.TaxDeferred, accounts: 1,
				})
			}
		}
		if kind == alex.Taxable && len(pots) == 0 {
			pots = append(pots, pot{})
		}
	}
	shareOut(pots)
	return pots
}

func drawOrder() []alex.AccountType {
	return []alex.AccountType{alex.Taxable, alex.TaxDeferred, alex.TaxFree}
}

// kindOf takes savings and checking for taxable.
func kindOf(kind alex.AccountType) alex.AccountType {
	if kind == alex.CashAccount {
		return alex.Taxable
	}
	return kind
}

// taxOf is the account's own rate, or where no account states one the plan's,
// which tax-free money does not pay.
func taxOf(plan alex.Plan, account alex.PlanAccount) float64 {
	for _, a := range plan.Accounts {
		if a.Tax.Sign() > 0 {
			return fraction(account.Tax)
		}
	}
	if account.Kind == alex.TaxFree {
		return 0
	}
	return fraction(plan.Tax)
}

// pour adds an account to the last pot if it is taxed like it, else as a new
// one. Accounts that share no neighbour stay apart, which changes nothing but
// the order among equals.
func pour(pots []pot, a pot) []pot {
	if last := len(pots) - 1; last >= 0 && pots[last].tax == a.tax && pots[last].deferred == a.deferred {
		pots[last].start += a.start
		pots[last].accounts++
		return pots
	}
	return append(pots, a)
}

// shareOut spreads contributions as the balances are today, or evenly over the
// accounts where there are none.
func shareOut(pots []pot) {
	total, accounts := 0.0, 0
	for _, p := range pots {
		total += p.start
		accounts += p.accounts
	}
	for i := range pots {
		switch {
		case total > 0:
			pots[i].saves = pots[i].start / total
		case accounts > 0:
			pots[i].saves = float64(pots[i].accounts) / float64(accounts)
		}
	}
}

// oneRate is the tax of all pots that money is in, or goes into: the first one
// too, where the plan receives more than contributions. ok is false where they
// differ.
func oneRate(pots []pot, receives bool) (rate float64, ok bool) {
	first := -1
	for i, p := range pots {
		switch {
		case p.saves == 0 && !(i == 0 && receives):
		case first < 0:
			first, rate = i, p.tax
		case rate != p.tax:
			return 0, false
		}
	}
	return rate, true
}
