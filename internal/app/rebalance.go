package app

import (
	"context"

	"alex"
	"alex/internal/seed"
)

// Rebalance works out the worksheet for the files' accounts, the person's own
// targets, and the instruments that the person picked.
func Rebalance(_ context.Context, in Analysis, rule alex.RebalanceRule, picks []alex.Symbol, whole bool) (alex.Worksheet, error) {
	if len(in.Person.AssetClassTargets) == 0 {
		return alex.Worksheet{}, alex.Invalid("assetClassTargets", "are missing: the profile must say where to, such as {\"equity\": 60, \"fixed_income\": 40}")
	}
	files, err := readFiles(in.Files, in.AsOf)
	if err != nil {
		return alex.Worksheet{}, err
	}
	book, err := seed.Book()
	if err != nil {
		return alex.Worksheet{}, err
	}
	for symbol, name := range files.names {
		if _, known := book[symbol]; known {
			continue
		}
		if i, ok := seed.Classify(symbol, name, files.asOf); ok {
			book[symbol] = i
		}
	}
	return alex.Rebalance(alex.RebalanceInput{
		AsOf: files.asOf, Accounts: files.accounts, Book: book, Rule: rule, Instruments: picks,
		Targets: in.Person.AssetClassTargets, WholeShares: whole,
	})
}
