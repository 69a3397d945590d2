package alex

import (
	"maps"
	"slices"
)

// AssumptionSet names a shipped set of assumptions about returns and prices.
type AssumptionSet string

// The shipped sets.
const (
	DefaultSet    AssumptionSet = "default"
	CautiousSet   AssumptionSet = "cautious"
	HistoricalSet AssumptionSet = "historical"
)

// Known lists the sets, that of who has chosen none first.
func (AssumptionSet) Known() []AssumptionSet {
	return []AssumptionSet{DefaultSet, CautiousSet, HistoricalSet}
}

// AssumptionChoice is what a person plans by: a shipped set, or a copy of it
// with figures of their own.
type AssumptionChoice struct {
	Set     AssumptionSet        `json:"set"`
	Returns map[string]OwnReturn `json:"returns,omitempty"` // by asset class, or "inflation"
}

// OwnReturn is a lognormal annual return in percent: its compound (geometric)
// mean, and the standard deviation of the simple return.
type OwnReturn struct {
	Compound   Percent `json:"compound"`
	Volatility Percent `json:"volatility"`
}

// Bounds of assumed returns in percent: they keep eighty years of any draw far
// from overflow.
const (
	LowestReturn, HighestReturn = -50, 100
	HighestVolatility           = 100
)

// KeyInflation is the growth of prices among the assumed returns.
const KeyInflation = "inflation"

// IsOwn reports that the person has figures of their own.
func (c *AssumptionChoice) IsOwn() bool { return c != nil && len(c.Returns) > 0 }

func (c *AssumptionChoice) validate() error {
	if c == nil {
		return nil
	}
	var problems Problems
	if !slices.Contains(c.Set.Known(), c.Set) {
		problems.Addf("set", "%q is not one of %v", clip(string(c.Set)), c.Set.Known())
	}
	known := []string{KeyInflation}
	for _, class := range Equity.Known() {
		known = append(known, string(class))
	}
	if len(c.Returns) > len(known) {
		return Invalid("returns", "has %d entries; there are %d classes, and inflation", len(c.Returns), len(known)-1)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Returns)) {
		if !slices.Contains(known, name) {
			problems.Addf("returns."+clip(name), "is neither an asset class nor inflation")
			continue
		}
		problems.Join("returns."+name, c.Returns[name].validate())
	}
	return problems.Err()
}

func (r OwnReturn) validate() error {
	var problems Problems
	checkPercent(&problems, "compound", r.Compound, LowestReturn, HighestReturn)
	checkPercent(&problems, "volatility", r.Volatility, 0, HighestVolatility)
	return problems.Err()
}
