package store

import (
	"alex"
)

// weightScale is the number of decimals of a weight that the database counts.
const weightScale = 4

// checkWeights refuses weights finer than the database sums.
func checkWeights[K alex.Key[K]](location string, a alex.Allocation[K]) error {
	var problems alex.Problems
	for key, weight := range a {
		if weight.Scale() > weightScale {
			problems.Addf(location+"."+string(key), "has more than %d decimals", weightScale)
		}
	}
	return problems.Err()
}

// checkDate refuses text that is no day. A date that came from JSON is one
// already; one that code made may not be.
func checkDate(location string, d alex.Date) error {
	if d.IsZero() {
		return nil
	}
	if _, err := alex.ParseDate(string(d)); err != nil {
		return alex.Invalid(location, "is not a date")
	}
	return nil
}

// validAccount refuses an account, and each of its positions, by field.
func validAccount(a alex.Account) error {
	var problems alex.Problems
	problems.Join("", a.Validate())
	alex.CheckText(&problems, "fingerprint", a.Fingerprint, 128)
	alex.CheckText(&problems, "last4", a.Last4, 8)
	seen := make(map[alex.Symbol]bool, len(a.Positions))
	for i, pos := range a.Positions {
		location := "positions" + index(i)
		problems.Join(location, validPosition(pos))
		if seen[pos.Symbol] {
			problems.Addf(location+".symbol", "stands twice in one account")
		}
		seen[pos.Symbol] = true
	}
	return problems.Err()
}

func validPosition(pos alex.Position) error {
	var problems alex.Problems
	problems.Join("", pos.Validate())
	problems.Join("", checkDate("asOfDate", pos.AsOf))
	problems.Join("", checkDate("priceAsOf", pos.PriceAsOf))
	problems.Join("", checkSource("priceSource", pos.PriceSource))
	return problems.Err()
}

func validInstrument(i alex.Instrument) error {
	var problems alex.Problems
	problems.Join("", i.Validate())
	problems.Join("", checkDate("priceAsOf", i.PriceAsOf))
	problems.Join("", checkSource("priceSource", i.PriceSource))
	problems.Join("", checkWeights("allocationAssetClass", i.AssetClasses))
	problems.Join("", checkWeights("allocationRegions", i.Regions))
	problems.Join("", checkWeights("allocationSectors", i.Sectors))
	problems.Join("classification", checkDate("asOf", i.Classification.AsOf))
	alex.CheckText(&problems, "classification.model", i.Classification.Model, 200)
	alex.CheckText(&problems, "classification.note", i.Classification.Note, 2000)
	return problems.Err()
}

func checkSource(location string, s alex.Source) error {
	switch s {
	case "", alex.SourceReference, alex.SourceUser, alex.SourceImport, alex.SourceMarket:
		return nil
	default:
		return alex.Invalid(location, "is no source of prices")
	}
}
