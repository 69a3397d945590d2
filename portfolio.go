package alex

import (
	"slices"
	"strings"
)

// Portfolio is what a person owns on a day, added up. Amounts are in cents,
// and the accounts, and each exposure, add up to TotalValue exactly.
type Portfolio struct {
	AsOf       Date            `json:"asOf"`
	TotalValue Money           `json:"totalValue"`
	Cash       Money           `json:"cash"` // in accounts; money-market funds count in their class
	Accounts   []ValuedAccount `json:"accounts"`

	ByAssetClass []Exposure `json:"byAssetClass"`
	ByRegion     []Exposure `json:"byRegion"`
	BySector     []Exposure `json:"bySector"`
	ByAccount    []Exposure `json:"byAccount"`

	Unpriced            []Holding     `json:"unpriced"`
	UnclassifiedPercent Percent       `json:"unclassifiedPercent"`
	Drift               []Drift       `json:"drift"`
	Concentration       Concentration `json:"concentration"`
	RiskScore           int           `json:"riskScore"` // 1–10, set by the engine; 0 is not known
	Checks              []Check       `json:"checks"`

	// Holdings are the priced positions; Stakes the same added up by symbol,
	// the largest first.
	Holdings []Holding `json:"-"`
	Stakes   []Stake   `json:"-"`
}

// ValuedAccount is an account with its value: its positions plus its cash.
type ValuedAccount struct {
	Account
	Positions []Holding `json:"positions"`
	Value     Money     `json:"value"`
}

// Stake is one instrument over all accounts.
type Stake struct {
	Instrument Instrument
	Quantity   Decimal
	Value      Money
	Percent    Percent // of the total value; 0 where that is not above zero
	Accounts   []string
}

// NewPortfolio values the accounts on asOf and adds them up. The person gives
// targets, spending and own limits. It cannot fail: what has no price is
// listed as unpriced and left out of the total.
func NewPortfolio(asOf Date, person Person, accounts []Account, book Book) Portfolio {
	p := Portfolio{
		AsOf: asOf, Accounts: make([]ValuedAccount, 0, len(accounts)),
		Unpriced: []Holding{}, Drift: []Drift{}, Checks: []Check{},
	}
	held := 0
	for i := range accounts {
		held += len(accounts[i].Positions)
	}
	p.Holdings = make([]Holding, 0, held)
	for i := range accounts {
		p.add(&accounts[i], book)
	}
	p.Stakes = p.stakes()
	p.expose()
	p.Concentration = p.concentration()
	p.Drift = append(p.Drift, drift(driftByClass, p.ByAssetClass, person.AssetClassTargets, p.TotalValue)...)
	regions := foldRegions(p.ByRegion, person.RegionTargets)
	p.Drift = append(p.Drift, drift(driftByRegion, regions, person.RegionTargets, p.TotalValue)...)
	p.Checks = check(p, person)
	return p
}

func (p *Portfolio) add(account *Account, book Book) {
	valued := ValuedAccount{Account: *account, Positions: make([]Holding, 0, len(account.Positions)), Value: account.CashBalance}
	for _, pos := range account.Positions {
		h := hold(account, pos, book.Find(pos.Symbol))
		valued.Positions = append(valued.Positions, h)
		valued.Value = valued.Value.Add(h.Value)
		if h.Priced {
			p.Holdings = append(p.Holdings, h)
		} else {
			p.Unpriced = append(p.Unpriced, h)
		}
	}
	p.Accounts = append(p.Accounts, valued)
	p.Cash = p.Cash.Add(account.CashBalance)
	p.TotalValue = p.TotalValue.Add(valued.Value)
}

func (p *Portfolio) stakes() []Stake {
	at := map[Symbol]int{}
	var stakes []Stake
	for _, h := range p.Holdings {
		i, seen := at[h.Symbol]
		if !seen {
			i = len(stakes)
			at[h.Symbol] = i
			stakes = append(stakes, Stake{Instrument: h.Instrument})
		}
		stakes[i].Quantity = stakes[i].Quantity.Add(h.Quantity)
		stakes[i].Value = stakes[i].Value.Add(h.Value)
		if !slices.Contains(stakes[i].Accounts, h.Account.Name) {
			stakes[i].Accounts = append(stakes[i].Accounts, h.Account.Name)
		}
	}
	for i := range stakes {
		stakes[i].Percent = Percent{p.share(stakes[i].Value).Round(4)}
	}
	slices.SortFunc(stakes, func(a, b Stake) int {
		if c := b.Value.Cmp(a.Value); c != 0 {
			return c
		}
		return strings.Compare(string(a.Instrument.Symbol), string(b.Instrument.Symbol))
	})
	return stakes
}

// Exposed is the value of key in an exposure; 0 where it is absent.
func Exposed(exposures []Exposure, key string) Money {
	for _, e := range exposures {
		if e.Key == key {
			return e.Value
		}
	}
	return Money{}
}

// NewestPrice is the date of the newest price that counts; today where no
// price has a date, or one claims to come from the future.
func (p Portfolio) NewestPrice(today Date) Date {
	var newest Date
	for _, h := range p.Holdings {
		newest = max(newest, h.PriceAsOf)
	}
	if newest.IsZero() || newest > today {
		return today
	}
	return newest
}
