package alex_test

import (
	"fmt"
	"slices"
	"testing"

	"alex"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func pricedSymbols() []alex.Symbol {
	return []alex.Symbol{"VTI", "VXUS", "BND", "VNQ", "GLD", "AOR", "AOM", "MYST"}
}

func drawMoney(t *rapid.T, name string, low, high int64) alex.Money {
	cents := alex.DecimalOf(rapid.Int64Range(low*100, high*100).Draw(t, name))
	return alex.Dollars(cents.Mul(alex.MustDecimal("0.01")))
}

func drawAccount(t *rapid.T, i int) alex.Account {
	account := alex.Account{
		ID: alex.ID(fmt.Sprintf("id-%d", i)), Name: fmt.Sprintf("Account %d", i),
		Type:        rapid.SampledFrom(alex.Taxable.Known()).Draw(t, "type"),
		CashBalance: drawMoney(t, "cash", -2_000, 30_000),
	}
	symbols := append(pricedSymbols(), "NOPX")
	for _, symbol := range rapid.SliceOfNDistinct(rapid.SampledFrom(symbols), 0, 5, rapid.ID).Draw(t, "symbols") {
		micro := alex.DecimalOf(rapid.Int64Range(1, 300_000_000).Draw(t, "quantity"))
		pos := alex.Position{Symbol: symbol, Quantity: micro.Mul(alex.MustDecimal("0.000001"))}
		if rapid.Bool().Draw(t, "basis known") {
			basis := drawMoney(t, "basis", 0, 40_000)
			pos.CostBasis = &basis
		}
		account.Positions = append(account.Positions, pos)
	}
	return account
}

func drawTargets(t *rapid.T) alex.ClassAllocation {
	classes := alex.Equity.Known()
	targets, left := alex.ClassAllocation{}, 100
	for _, class := range classes[:len(classes)-1] {
		weight := rapid.IntRange(0, left).Draw(t, string(class))
		targets[class] = alex.PercentOf100(int64(weight))
		left -= weight
	}
	targets[classes[len(classes)-1]] = alex.PercentOf100(int64(left))
	return targets
}

func drawInput(t *rapid.T) alex.RebalanceInput {
	in := alex.RebalanceInput{
		AsOf: "2026-03-10", Book: rebalanceBook(), Targets: drawTargets(t),
		Rule:        rapid.SampledFrom(alex.RebalanceRule("").Known()).Draw(t, "rule"),
		WholeShares: rapid.Bool().Draw(t, "whole shares"),
		Instruments: rapid.SliceOfNDistinct(rapid.SampledFrom(pricedSymbols()), 1, 6, rapid.ID).Draw(t, "picks"),
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "accounts") {
		in.Accounts = append(in.Accounts, drawAccount(t, i))
	}
	return in
}

func draw(t *rapid.T) (alex.RebalanceInput, alex.Worksheet) {
	in := drawInput(t)
	sheet, err := alex.Rebalance(in)
	if err != nil {
		t.Fatal(err)
	}
	return in, sheet
}

func tradesOf(sheet alex.Worksheet, id alex.ID) []alex.Trade {
	return slices.DeleteFunc(slices.Clone(sheet.Trades), func(trade alex.Trade) bool { return trade.AccountID != id })
}

func held(account alex.Account, symbol alex.Symbol) alex.Decimal {
	var sum alex.Decimal
	for _, pos := range account.Positions {
		if pos.Symbol == symbol {
			sum = sum.Add(pos.Quantity)
		}
	}
	return sum
}

func TestRebalanceSumsToZeroPerAccount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in, sheet := draw(t)
		var residual alex.Money
		for i, account := range in.Accounts {
			sum := sheet.Accounts[i].Residual.Sub(account.CashBalance)
			for _, trade := range tradesOf(sheet, account.ID) {
				sum = sum.Add(trade.Amount)
			}
			if !sum.IsZero() || sheet.Accounts[i].AccountID != account.ID {
				t.Fatalf("%s: trades and change of cash sum to %s", account.ID, sum)
			}
			residual = residual.Add(sheet.Accounts[i].Residual)
		}
		if residual.Cmp(sheet.Residual) != 0 {
			t.Fatalf("the residual is %s, the accounts' sum %s", sheet.Residual, residual)
		}
	})
}

func TestRebalanceNeverOverreaches(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in, sheet := draw(t)
		for i, account := range in.Accounts {
			trades := tradesOf(sheet, account.ID)
			if after := sheet.Accounts[i].Residual; after.Sign() < 0 && after.Cmp(account.CashBalance) < 0 {
				t.Fatalf("%s is overdrawn: %s after %s", account.ID, after, account.CashBalance)
			}
			if account.Type == alex.CashAccount && len(trades) > 0 {
				t.Fatalf("a bank account trades: %v", trades)
			}
			for _, trade := range trades {
				checkTrade(t, in, account, trade)
			}
		}
	})
}

func checkTrade(t *rapid.T, in alex.RebalanceInput, account alex.Account, trade alex.Trade) {
	t.Helper()
	if !slices.Contains(in.Instruments, trade.Symbol) {
		t.Fatalf("%s was not picked", trade.Symbol)
	}
	if trade.Shares.Sign() == 0 || trade.Shares.Sign() != trade.Amount.Sign() {
		t.Fatalf("%s shares for %s", trade.Shares, trade.Amount)
	}
	if in.WholeShares && trade.Shares.Scale() != 0 {
		t.Fatalf("%s is not a whole number of shares", trade.Shares)
	}
	if trade.Shares.Neg().Cmp(held(account, trade.Symbol)) > 0 {
		t.Fatalf("sells %s of %s", trade.Shares, held(account, trade.Symbol))
	}
	if trade.Shares.Sign() < 0 && in.Rule != alex.BuyAndSell {
		t.Fatalf("%s sells", in.Rule)
	}
	value := trade.Shares.Mul(*in.Book[trade.Symbol].Price)
	if off := trade.Amount.Decimal().Sub(value); off.Sign() < 0 || off.Cmp(alex.MustDecimal("0.01")) >= 0 {
		t.Fatalf("%s shares are worth %s, not %s", trade.Shares, value, trade.Amount)
	}
}

// totalDrift adds up what a reader of the worksheet would.
func totalDrift(shown, targets alex.ClassAllocation) alex.Decimal {
	var sum alex.Decimal
	for class, percent := range shown {
		sum = sum.Add(percent.Sub(targets[class]).Abs())
	}
	return sum
}

func TestRebalanceDriftDoesNotGrow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in, sheet := draw(t)
		before, after := totalDrift(sheet.Before, in.Targets), totalDrift(sheet.After, in.Targets)
		if after.Cmp(before) > 0 {
			t.Fatalf("the drift grows from %s to %s", before, after)
		}
		for _, shown := range []alex.ClassAllocation{sheet.Before, sheet.After} {
			var sum alex.Decimal
			for _, percent := range shown {
				sum = sum.Add(percent.Decimal)
			}
			if len(shown) > 0 && sum.Cmp(alex.DecimalOf(100)) != 0 {
				t.Fatalf("%v sums to %s", shown, sum)
			}
		}
	})
}

func TestRebalanceBuyOnlyPassesNoTarget(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.Rule = alex.BuyOnly
		sheet, err := alex.Rebalance(in)
		if err != nil {
			t.Fatal(err)
		}
		for class, after := range sheet.After {
			highest := alex.MustDecimal("0.01")
			if top := in.Targets[class]; top.Cmp(sheet.Before[class].Decimal) > 0 {
				highest = highest.Add(top.Decimal)
			} else {
				highest = highest.Add(sheet.Before[class].Decimal)
			}
			if class != alex.Cash && after.Cmp(highest) > 0 {
				t.Fatalf("%s goes from %s past %s to %s", class, sheet.Before[class], in.Targets[class], after)
			}
		}
	})
}

func TestRebalanceIgnoresTheOrderOfAccounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in, sheet := draw(t)
		in.Accounts = rapid.Permutation(in.Accounts).Draw(t, "order")
		in.Instruments = rapid.Permutation(in.Instruments).Draw(t, "order of picks")
		again, err := alex.Rebalance(in)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(amounts(sheet), amounts(again)); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff(fmt.Sprint(sheet.After), fmt.Sprint(again.After)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestRebalanceScales(t *testing.T) {
	t.Parallel()
	thousand := alex.DecimalOf(1000)
	rapid.Check(t, func(t *rapid.T) {
		in := drawInput(t)
		in.WholeShares = false
		for i := range in.Accounts { // no small account, where the smallest trade counts
			in.Accounts[i].CashBalance = in.Accounts[i].CashBalance.Add(alex.MustMoney("20000.00"))
		}
		small, err := alex.Rebalance(in)
		if err != nil {
			t.Fatal(err)
		}
		for i := range in.Accounts {
			a := &in.Accounts[i]
			a.CashBalance = a.CashBalance.Mul(thousand)
			for k := range a.Positions {
				p := &a.Positions[k]
				p.Quantity = p.Quantity.Mul(thousand)
				if p.CostBasis != nil {
					basis := p.CostBasis.Mul(thousand)
					p.CostBasis = &basis
				}
			}
		}
		big, err := alex.Rebalance(in)
		if err != nil {
			t.Fatal(err)
		}
		a, b := totalDrift(small.After, in.Targets), totalDrift(big.After, in.Targets)
		if a.Sub(b).Abs().Cmp(alex.MustDecimal("0.05")) > 0 {
			t.Fatalf("a drift of %s becomes %s at a thousand times the size", a, b)
		}
	})
}

// TestRebalanceFindsTheBest compares with every plan in steps of $1,000 over
// two accounts and three instruments of one class each. Trades below a dollar
// are not made, which may cost up to $12 of drift here.
func TestRebalanceFindsTheBest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := alex.RebalanceInput{
			Book: rebalanceBook(), Targets: drawTargets(t), Instruments: []alex.Symbol{"GLD", "VNQ", "VTI"},
			Rule: rapid.SampledFrom(alex.RebalanceRule("").Known()).Draw(t, "rule"),
		}
		for i := range 2 {
			in.Accounts = append(in.Accounts, alex.Account{
				ID: alex.ID(fmt.Sprint(i)), Type: alex.TaxFree, CashBalance: drawMoney(t, "cash", 0, 10_000),
				Positions: []alex.Position{
					{Symbol: "VTI", Quantity: alex.DecimalOf(int64(rapid.IntRange(8, 40).Draw(t, "VTI")))},
					{Symbol: "GLD", Quantity: alex.DecimalOf(int64(rapid.IntRange(4, 20).Draw(t, "GLD")))},
				},
			})
		}
		sheet, err := alex.Rebalance(in)
		if err != nil {
			t.Fatal(err)
		}
		got := totalDrift(sheet.After, in.Targets).Float64()
		best, whole := bestOnGrid(in, sheet)
		if got > best+100*12/whole {
			t.Fatalf("a drift of %.4f remains, %.4f was possible", got, best)
		}
	})
}

// bestOnGrid tries all purchases and sales of GLD, VNQ and VTI by $1,000. Only
// sums over the accounts matter to the drift, so it walks those that some
// split allows: what is bought in all is at most the cash and the sales.
func bestOnGrid(in alex.RebalanceInput, sheet alex.Worksheet) (best, whole float64) {
	var cash, gld, vti float64
	for _, a := range in.Accounts {
		cash += a.CashBalance.Float64()
		gld += held(a, "GLD").Float64() * 312.5
		vti += held(a, "VTI").Float64() * 250
	}
	lowGLD, lowVTI := 0.0, 0.0
	if in.Rule == alex.BuyAndSell {
		lowGLD, lowVTI = -gld, -vti
	}
	whole, best = cash+gld+vti, totalDrift(sheet.Before, in.Targets).Float64()
	target := func(c alex.AssetClass) float64 { return in.Targets[c].Float64() }
	off := func(value, percent float64) float64 { return max(value/whole*100-percent, percent-value/whole*100) }
	const step = 1000
	for g := lowGLD; g <= whole; g += step {
		for v := lowVTI; v <= whole; v += step {
			for n := 0.0; g+v+n <= cash; n += step {
				drift := off(gld+g, target(alex.Commodities)) + off(vti+v, target(alex.Equity)) +
					off(n, target(alex.RealEstate)) + off(cash-g-v-n, target(alex.Cash)) +
					target(alex.FixedIncome) + target(alex.Alternatives)
				best = min(best, drift)
			}
		}
	}
	return best, whole
}
