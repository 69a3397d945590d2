package alex

import "strings"

// Exposure is the part of the value under one key. The values of one list add
// up to the total to the cent, the percents to 100.00.
type Exposure struct {
	Name    string  `json:"name"`
	Key     string  `json:"key"`
	Value   Money   `json:"value"`
	Percent Percent `json:"percent"`
}

// tally gathers exact amounts by key before they are rounded together.
type tally map[string]Decimal

func (t tally) put(key string, amount Decimal) { t[key] = t[key].Add(amount) }

// sum is the exact sum of the tally.
func (t tally) sum() Decimal {
	var sum Decimal
	for _, amount := range t {
		sum = sum.Add(amount)
	}
	return sum
}

// exposures rounds the tally to cents and hundredths of a percent that add up
// to whole and to 100. Keys come in the given order; empty ones are left out.
// Percents are 0 where whole is not above zero.
func (t tally) exposures(order []string, whole Money) []Exposure {
	list := []Exposure{}
	var amounts, shares []Decimal
	sum := t.sum() // not whole, which may be rounded
	for _, key := range order {
		amount := t[key]
		if amount.IsZero() {
			continue
		}
		list = append(list, Exposure{Name: Title(key), Key: key})
		amounts = append(amounts, amount)
		shares = append(shares, amount.Mul(DecimalOf(100)).Div(sum, 12))
	}
	cents := Apportion(amounts, whole.Decimal(), 2)
	for i, c := range cents {
		list[i].Value = Dollars(c)
	}
	if whole.Sign() > 0 {
		for i, c := range Apportion(shares, DecimalOf(100), 2) {
			list[i].Percent = Percent{c}
		}
	}
	return list
}

// expose fills the four exposures of the whole value. Funds are looked through
// to class, region and sector by their weights.
func (p *Portfolio) expose() {
	classes, regions, sectors, accounts := tally{}, tally{}, tally{}, tally{}
	var names []string
	for _, a := range p.Accounts {
		if _, seen := accounts[a.Name]; !seen {
			names = append(names, a.Name)
		}
		accounts.put(a.Name, a.Value.Decimal())
	}
	for _, t := range []tally{classes, regions, sectors} {
		t.put(KeyCash, p.Cash.Decimal())
	}
	for _, h := range p.Holdings {
		weigh(classes, h, h.Instrument.AssetClasses)
		weigh(regions, h, h.Instrument.Regions)
		weigh(sectors, h, h.Instrument.Sectors)
	}
	p.ByAssetClass = classes.exposures(keysOf[AssetClass](KeyUnclassified), p.TotalValue)
	p.ByRegion = regions.exposures(keysOf[Region](KeyCash, KeyUnclassified), p.TotalValue)
	p.BySector = sectors.exposures(keysOf[Sector](KeyCash, KeyUnclassified), p.TotalValue)
	p.ByAccount = accounts.exposures(names, p.TotalValue)
	for i := range p.ByAccount {
		p.ByAccount[i].Name = p.ByAccount[i].Key
	}
	p.UnclassifiedPercent = Percent{p.unclassifiedShare().Round(4)}
}

// weigh puts a holding under the keys of its allocation, or under
// "unclassified".
func weigh[K Key[K]](t tally, h Holding, allocation Allocation[K]) {
	if len(allocation) == 0 {
		t.put(KeyUnclassified, h.Value.Decimal())
	}
	for key, weight := range allocation {
		t.put(string(key), h.part(weight))
	}
}

func keysOf[K Key[K]](extra ...string) []string {
	var zero K
	var keys []string
	for _, k := range zero.Known() {
		keys = append(keys, string(k))
	}
	for _, key := range extra {
		if !contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// StocksByRegion and StocksBySector divide the stock part of the value alone:
// a balanced fund counts with its share of stocks. The percents are of stocks.
func (p *Portfolio) StocksByRegion() []Exposure {
	t, whole := p.stocks(byRegion)
	return t.exposures(keysOf[Region](), Dollars(whole))
}

// LargestRegion is the region with most of the stocks; ok is false where none
// is known. What is only known to be "global" or "international" lies in no
// single region, and so is never the largest.
func (p *Portfolio) LargestRegion() (largest Exposure, ok bool) {
	for _, e := range p.StocksByRegion() {
		single := e.Key != string(Global) && e.Key != string(International)
		if single && (!ok || e.Value.Cmp(largest.Value) > 0) {
			largest, ok = e, true
		}
	}
	return largest, ok
}

// largestRegionShare is the exact percent of the largest region.
func (p *Portfolio) largestRegionShare() Decimal {
	largest, _ := p.LargestRegion()
	t, whole := p.stocks(byRegion)
	if Dollars(whole).IsZero() { // less than a cent is shown as nothing
		return Decimal{}
	}
	return shareOf(t[largest.Key], t.sum())
}

func byRegion(t tally, i Instrument, amount Decimal) {
	for region, weight := range i.Regions {
		t.put(string(region), amount.Mul(weight.Fraction()))
	}
}

// StocksBySector spreads each holding's stocks over its industries; the bond
// and commodity sectors of a mixed fund are not industries of its stocks.
func (p *Portfolio) StocksBySector() []Exposure {
	t, whole := p.stocks(bySector)
	return t.exposures(keysOf[Sector](), Dollars(whole))
}

func bySector(t tally, i Instrument, amount Decimal) {
	industries := tally{}
	var sum Decimal
	for sector, weight := range i.Sectors {
		if !sector.IsBond() && sector != CommoditiesSector {
			industries.put(string(sector), weight.Decimal)
			sum = sum.Add(weight.Decimal)
		}
	}
	if sum.IsZero() {
		t.put(string(OtherSector), amount)
	}
	for sector, weight := range industries {
		t.put(sector, amount.Mul(weight.Div(sum, 12)))
	}
}

// stocks divides the stock part of every holding; whole is their exact sum.
func (p *Portfolio) stocks(divide func(tally, Instrument, Decimal)) (t tally, whole Decimal) {
	t = tally{}
	for _, h := range p.Holdings {
		if amount := h.part(h.Instrument.AssetClasses[Equity]); amount.Sign() > 0 {
			whole = whole.Add(amount)
			divide(t, h.Instrument, amount)
		}
	}
	return t, whole
}

// BondsByType divides what lies in bond sectors by the type of issuer.
func (p *Portfolio) BondsByType() []Exposure {
	t := tally{}
	var whole Decimal
	for _, h := range p.Holdings {
		for sector, weight := range h.Instrument.Sectors {
			if sector.IsBond() && h.Instrument.AssetClasses[FixedIncome].Sign() > 0 {
				t.put(string(sector), h.part(weight))
				whole = whole.Add(h.part(weight))
			}
		}
	}
	return t.exposures(keysOf[Sector](), Dollars(whole))
}

// Title is the name of a key for people.
func Title(key string) string {
	names := map[string]string{
		"equity": "Stocks", "fixed_income": "Bonds", "real_estate": "Real estate",
		"communication": "Communication services", "treasury": "Government (Treasury) bonds",
		"corporate": "Corporate bonds", "mortgage": "Mortgage bonds",
		"government_related": "Agency and municipal bonds", "diversified": "Diversified",
		"latin_america": "Latin America", "north_america": "North America", "middle_east": "Middle East",
		"global": "Global (not divided)", "international": "International (not divided)",
	}
	if name, ok := names[key]; ok {
		return name
	}
	name := strings.ReplaceAll(key, "_", " ")
	if name == "" {
		return name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}
