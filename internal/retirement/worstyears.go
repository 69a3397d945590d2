package retirement

import (
	"slices"

	"alex"
)

// TargetPercent is the success rate that levers aim for.
const TargetPercent = 85

// CalendarYear is what a mix came to in one calendar year of the series,
// before inflation and fees.
type CalendarYear struct {
	Year   int          `json:"year"`
	Return alex.Percent `json:"return"`
}

// WorstYears are the n calendar years of the shipped series that would have
// been worst for the mix, the worst first.
func WorstYears(mix alex.ClassAllocation, n int) []CalendarYear {
	var years []CalendarYear
	for _, y := range knownBad {
		r := mix[alex.FixedIncome].Mul(alex.MustDecimal(y.bonds))
		for _, class := range []alex.AssetClass{alex.Equity, alex.RealEstate, alex.Commodities, alex.Alternatives} {
			r = r.Add(mix[class].Mul(alex.MustDecimal(y.stocks)))
		}
		years = append(years, CalendarYear{Year: y.year, Return: alex.Percent{Decimal: r.Round(2)}})
	}
	slices.SortStableFunc(years, func(a, b CalendarYear) int { return a.Return.Cmp(b.Return.Decimal) })
	return years[:min(n, len(years))]
}

// knownBad are a few bad years, until the series itself is read.
var knownBad = []struct {
	year          int
	stocks, bonds string
}{
	{1907, "-0.2421", "0.0214"},
	{1931, "-0.4420", "0.0067"},
	{1937, "-0.3211", "0.0373"},
	{1974, "-0.2108", "0.0406"},
	{2008, "-0.3563", "0.1474"},
	{2022, "-0.1202", "-0.1183"},
}
