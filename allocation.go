package alex

import (
	"slices"
	"strings"
)

// AssetClass is one of the six classes by which Alex counts exposure.
type AssetClass string

const (
	Equity       AssetClass = "equity"
	FixedIncome  AssetClass = "fixed_income"
	RealEstate   AssetClass = "real_estate"
	Commodities  AssetClass = "commodities"
	Cash         AssetClass = "cash"
	Alternatives AssetClass = "alternatives"
)

// Known lists every asset class in the order in which it is shown.
func (AssetClass) Known() []AssetClass {
	return []AssetClass{Equity, FixedIncome, RealEstate, Commodities, Cash, Alternatives}
}

// Region is one of the nine regions of the world an instrument invests in.
type Region string

const (
	NorthAmerica  Region = "north_america"
	Europe        Region = "europe"
	Asia          Region = "asia"
	LatinAmerica  Region = "latin_america"
	Africa        Region = "africa"
	MiddleEast    Region = "middle_east"
	Oceania       Region = "oceania"
	Global        Region = "global"
	International Region = "international"
)

// Known lists every region in the order in which it is shown.
func (Region) Known() []Region {
	return []Region{
		NorthAmerica, Europe, Asia, LatinAmerica, Africa, MiddleEast, Oceania, Global, International,
	}
}

// Sector is an industry of stocks, or the issuer type of bonds (treasury,
// corporate, mortgage, government_related).
type Sector string

const (
	Technology            Sector = "technology"
	Healthcare            Sector = "healthcare"
	Financials            Sector = "financials"
	ConsumerDiscretionary Sector = "consumer_discretionary"
	ConsumerStaples       Sector = "consumer_staples"
	Industrials           Sector = "industrials"
	Energy                Sector = "energy"
	Materials             Sector = "materials"
	Utilities             Sector = "utilities"
	RealEstateSector      Sector = "real_estate"
	Communication         Sector = "communication"
	Treasury              Sector = "treasury"
	Corporate             Sector = "corporate"
	Mortgage              Sector = "mortgage"
	GovernmentRelated     Sector = "government_related"
	CommoditiesSector     Sector = "commodities"
	Diversified           Sector = "diversified"
	OtherSector           Sector = "other"
)

// Known lists every sector in the order in which it is shown.
func (Sector) Known() []Sector {
	return []Sector{
		Technology, Healthcare, Financials, ConsumerDiscretionary, ConsumerStaples, Industrials, Energy,
		Materials, Utilities, RealEstateSector, Communication, Treasury, Corporate, Mortgage,
		GovernmentRelated, CommoditiesSector, Diversified, OtherSector,
	}
}

// IsBond reports that the sector is an issuer type of bonds.
func (s Sector) IsBond() bool {
	return s == Treasury || s == Corporate || s == Mortgage || s == GovernmentRelated
}

// Keys that stand beside the known ones in an exposure, never in an allocation.
const (
	KeyUnclassified = "unclassified" // value of which nothing is known
	KeyCash         = "cash"         // cash, in exposures by region and sector
)

// Key is a kind of allocation key with its closed list of values.
type Key[K any] interface {
	~string
	Known() []K
}

// Allocation says how 100 percent of an instrument, or of a target, divides
// over keys. Use the three named forms below.
type Allocation[K Key[K]] map[K]Percent

type (
	ClassAllocation  = Allocation[AssetClass]
	RegionAllocation = Allocation[Region]
	SectorAllocation = Allocation[Sector]
)

// Validate reports, under location, unknown keys, weights outside 0–100 or with
// more than four decimals, and a sum that is not exactly 100. An empty allocation is refused.
func (a Allocation[K]) Validate(location string) error {
	var problems Problems
	var sum Decimal
	for key, weight := range a {
		if !IsKnown(key) {
			problems.Addf(location+"."+clip(string(key)), "unknown key; known are %s", knownList[K]())
		}
		if weight.Sign() < 0 || weight.Cmp(DecimalOf(100)) > 0 {
			problems.Addf(location+"."+clip(string(key)), "%s is not between 0 and 100", weight)
		}
		if weight.Scale() > 4 {
			problems.Addf(location+"."+clip(string(key)), "%s has more than four decimals", weight)
		}
		sum = sum.Add(weight.Decimal)
	}
	switch {
	case len(a) == 0:
		problems.Addf(location, "is empty; the weights must sum to 100")
	case sum.Cmp(DecimalOf(100)) != 0:
		problems.Addf(location, "the weights sum to %s, not to 100", sum)
	}
	slices.SortFunc(problems.fields, func(x, y FieldError) int { return strings.Compare(x.Location, y.Location) })
	return problems.Err()
}

// IsKnown reports that key is on its closed list.
func IsKnown[K Key[K]](key K) bool { return slices.Contains(key.Known(), key) }

func knownList[K Key[K]]() string {
	var zero K
	names := make([]string, 0, len(zero.Known()))
	for _, k := range zero.Known() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}
