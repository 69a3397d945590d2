package retirement

import (
	"embed"
	"slices"

	"alex"
)

// Series is a table of annual figures without gaps: nominal returns of asset
// classes and inflation, as fractions (0.07 is 7 %).
type Series struct {
	ID           string // `us-annual-1` for the shipped one; for a file "own series 1926-1995"
	Name, Source string
	FirstYear    int
	Classes      []alex.AssetClass         // the columns, in name order
	Returns      [][]float64               // as Classes, then by year
	Inflation    []float64                 // by year
	Proxies      map[alex.AssetClass]Proxy // what stands in for classes without a column; none in a person's own file
}

// Proxy is a mixture that stands in for a class without a column: weights of
// columns and of Inflation that sum to 1, rebalanced every year.
type Proxy struct {
	Weights map[alex.AssetClass]float64 // fractions; Inflation is a key like a class
	Words   string                      // what stands in for what: "commodities follow inflation"
}

// Years is the number of years in the table.
func (s Series) Years() int { return len(s.Inflation) }

// LastYear is the year of the last row.
func (s Series) LastYear() int { return s.FirstYear + s.Years() - 1 }

// Column is the nominal returns of a class by year, as simple returns in
// fractions: its own column, or else its proxy's mixture with the words that
// say so. It is not ok for a class that has neither. The slice is the caller's.
func (s Series) Column(class alex.AssetClass) (returns []float64, words string, ok bool) {
	if column, ok := s.column(class); ok && class != Inflation {
		return slices.Clone(column), "", true
	}
	proxy, ok := s.Proxies[class]
	if !ok {
		return nil, "", false
	}
	returns, ok = s.mix(proxy.Weights)
	return returns, proxy.Words, ok
}

// column is a column by name; inflation is one of them.
func (s Series) column(name alex.AssetClass) ([]float64, bool) {
	if name == Inflation {
		return s.Inflation, true
	}
	i, ok := slices.BinarySearch(s.Classes, name)
	if !ok {
		return nil, false
	}
	return s.Returns[i], true
}

// mix adds up weighted columns in name order, so that the bits are the same
// each time. It is not ok where a column is missing.
func (s Series) mix(weights map[alex.AssetClass]float64) ([]float64, bool) {
	sum := make([]float64, s.Years())
	for _, name := range sortedKeys(weights) {
		column, ok := s.column(name)
		if !ok {
			return nil, false
		}
		for year, value := range column {
			sum[year] += float64(weights[name] * value)
		}
	}
	return sum, true
}

//go:embed series/us_annual.csv
var shippedSeries embed.FS

// ShippedSeries is the table that ships with the program, `us-annual-1`: US
// equity, ten-year government bonds and inflation, 1871–2022, derived from
// Robert Shiller's monthly series (public domain). The comment lines of its
// file say how, and what the columns are not. Every class has a column or a
// proxy. The table is the caller's: it is read afresh each time.
func ShippedSeries() Series {
	file, err := shippedSeries.Open("series/us_annual.csv")
	if err != nil {
		panic(err) // the file is part of the program
	}
	defer func() { _ = file.Close() }() // embedded: nothing to flush
	s, err := ParseReturns(file)
	if err != nil {
		panic(err) // as above; a test reads it
	}
	s.ID, s.Name = "us-annual-1", "US annual returns 1871–2022"
	s.Source = "derived from Robert Shiller's monthly series (public domain)"
	s.Proxies = shippedProxies()
	return s
}

// shippedProxies stand in for the four classes of which no free record goes
// back as far as the table. All four are judgement:
//
//   - Listed property is shares, priced with the market and nearly as volatile;
//     REITs were legislated in 1960 and have indices since the 1970s only.
//   - Commodities kept pace with prices over long times; their swings, and the
//     rolling of futures, are lost.
//   - Treasury bills returned little more than inflation over the long run;
//     public records begin in the 1920s. Inflation leaves out the small premium,
//     and the years when interest lagged far behind prices or ran far ahead.
//   - Alternatives (hedge funds, private assets) hold both; no long record of
//     them is free of funds that closed.
func shippedProxies() map[alex.AssetClass]Proxy {
	return map[alex.AssetClass]Proxy{
		alex.RealEstate:  {map[alex.AssetClass]float64{alex.Equity: 1}, "real estate follows equity"},
		alex.Commodities: {map[alex.AssetClass]float64{Inflation: 1}, "commodities follow inflation"},
		alex.Cash:        {map[alex.AssetClass]float64{Inflation: 1}, "cash follows inflation"},
		alex.Alternatives: {
			map[alex.AssetClass]float64{alex.Equity: 0.5, alex.FixedIncome: 0.5},
			"alternatives follow half equity, half fixed income",
		},
	}
}
