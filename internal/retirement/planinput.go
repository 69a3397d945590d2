package retirement

import "alex"

// InputOf is what a plan is made of, taken from a portfolio as it stands on a
// day: every value, the mix at class level, and what the funds cost.
func InputOf(asOf alex.Date, person alex.Person, p alex.Portfolio) PlanInput {
	in := PlanInput{
		AsOf: asOf, Person: person, Fee: p.Fees().OfTotal, Exposure: map[alex.AssetClass]alex.Money{},
		Unclassified: alex.Exposed(p.ByAssetClass, alex.KeyUnclassified),
	}
	for _, e := range p.ByAssetClass {
		if e.Key != alex.KeyUnclassified {
			in.Exposure[alex.AssetClass(e.Key)] = e.Value
		}
	}
	for _, a := range p.Accounts {
		in.Accounts = append(in.Accounts, AccountValue{
			Kind: a.Type, Value: a.Value, Cash: a.CashBalance, CashInterest: a.CashInterest,
		})
	}
	return in
}
