package alex_test

import (
	"fmt"
	"testing"

	"alex"
)

// largestInput is the hardest case: as many picks as are allowed, each with a
// mix of its own, held in every one of the accounts.
func largestInput(accounts int) alex.RebalanceInput {
	in := alex.RebalanceInput{
		Book: alex.Book{}, Rule: alex.BuyAndSell,
		Targets: mix(alex.Equity, 30, alex.FixedIncome, 10, alex.Commodities, 40, alex.RealEstate, 10, alex.Cash, 10),
	}
	for i, symbol := range manySymbols(alex.MaxRebalanceInstruments) {
		first, second := alex.Equity, alex.FixedIncome
		if i%3 == 0 {
			first, second = alex.Commodities, alex.RealEstate
		}
		in.Book[symbol] = instrument(symbol, fmt.Sprint(10+3*i), first, i, second, 100-i)
		in.Instruments = append(in.Instruments, symbol)
	}
	for a := range accounts {
		account := alex.Account{ID: alex.ID(fmt.Sprint(a)), Type: alex.Taxable, CashBalance: alex.MustMoney("1000.00")}
		for i, symbol := range in.Instruments {
			account.Positions = append(account.Positions, holding(symbol, fmt.Sprint(1+(i*7+a)%13), "50.00"))
		}
		in.Accounts = append(in.Accounts, account)
	}
	return in
}

func BenchmarkRebalance(b *testing.B) {
	for _, accounts := range []int{4, 20} {
		in := largestInput(accounts)
		b.Run(fmt.Sprintf("%d accounts", accounts), func(b *testing.B) {
			for b.Loop() {
				if _, err := alex.Rebalance(in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestRebalanceReachesTargetsWithManyPicks(t *testing.T) {
	t.Parallel()
	in := largestInput(4)
	sheet := rebalance(t, in)
	if drift := totalDrift(sheet.After, in.Targets); drift.Cmp(alex.MustDecimal("0.01")) > 0 {
		t.Errorf("a drift of %s points remains", drift)
	}
}
