package alex_test

import (
	"errors"
	"fmt"
	"testing"

	"alex"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// instrument is a security of one price in dollars, with classes in turn:
// alex.Equity, 60, alex.FixedIncome, 40.
func instrument(symbol alex.Symbol, price string, classes ...any) alex.Instrument {
	i := alex.Instrument{Symbol: symbol, Name: string(symbol), Currency: "USD", AssetClasses: alex.ClassAllocation{}}
	if price != "" {
		p := alex.MustDecimal(price)
		i.Price = &p
	}
	for k := 0; k < len(classes); k += 2 {
		i.AssetClasses[classes[k].(alex.AssetClass)] = alex.PercentOf100(int64(classes[k+1].(int)))
	}
	return i
}

func rebalanceBook() alex.Book {
	book := alex.Book{}
	for _, i := range []alex.Instrument{
		instrument("VTI", "250", alex.Equity, 100),
		instrument("VXUS", "61.37", alex.Equity, 100),
		instrument("BND", "73.19", alex.FixedIncome, 100),
		instrument("VNQ", "90", alex.RealEstate, 100),
		instrument("GLD", "312.5", alex.Commodities, 100),
		instrument("AOR", "57.03", alex.Equity, 60, alex.FixedIncome, 40),
		instrument("AOM", "43.21", alex.Equity, 38, alex.FixedIncome, 58, alex.Cash, 4),
		instrument("MYST", "12"),
		instrument("NOPX", "", alex.Equity, 100),
	} {
		book[i.Symbol] = i
	}
	return book
}

func holding(symbol alex.Symbol, quantity, basis string) alex.Position {
	p := alex.Position{Symbol: symbol, Quantity: alex.MustDecimal(quantity)}
	if basis != "" {
		m := alex.MustMoney(basis)
		p.CostBasis = &m
	}
	return p
}

func mix(classes ...any) alex.ClassAllocation { return instrument("X", "", classes...).AssetClasses }

// household has a taxable account with a gain, a tax-deferred one, and savings
// that no worksheet may touch.
func household() []alex.Account {
	return []alex.Account{
		{
			ID: "a1", Name: "Brokerage", Type: alex.Taxable, CashBalance: alex.MustMoney("12500.75"),
			Positions: []alex.Position{holding("VTI", "200", "30000.00"), holding("VNQ", "20.5", "")},
		},
		{
			ID: "a2", Name: "401(k)", Type: alex.TaxDeferred, CashBalance: alex.MustMoney("300.00"),
			Positions: []alex.Position{holding("VTI", "100", "20000.00"), holding("BND", "150.25", "12000.00")},
		},
		{ID: "a3", Name: "Savings", Type: alex.CashAccount, CashBalance: alex.MustMoney("5000.00")},
	}
}

func householdInput(rule alex.RebalanceRule, wholeShares bool) alex.RebalanceInput {
	return alex.RebalanceInput{
		AsOf: "2026-03-10", Accounts: household(), Book: rebalanceBook(), Rule: rule,
		Instruments: []alex.Symbol{"VTI", "BND"}, WholeShares: wholeShares,
		Targets: mix(alex.Equity, 60, alex.FixedIncome, 30, alex.Cash, 5, alex.Commodities, 5),
	}
}

func TestRebalanceGolden(t *testing.T) {
	t.Parallel()
	for _, rule := range alex.RebalanceRule("").Known() {
		for name, whole := range map[string]bool{"whole": true, "fractional": false} {
			file := "rebalance/" + string(rule) + "_" + name + ".json"
			t.Run(file, func(t *testing.T) {
				t.Parallel()
				goldenJSON(t, file, rebalance(t, householdInput(rule, whole)))
			})
		}
	}
}

func rebalance(t *testing.T, in alex.RebalanceInput) alex.Worksheet {
	t.Helper()
	sheet, err := alex.Rebalance(in)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

// amounts gives each trade's amount by "account symbol".
func amounts(sheet alex.Worksheet) map[string]string {
	found := map[string]string{}
	for _, trade := range sheet.Trades {
		found[string(trade.AccountID)+" "+string(trade.Symbol)] = trade.Amount.String()
	}
	return found
}

func TestRebalanceTrades(t *testing.T) {
	t.Parallel()
	account := func(kind alex.AccountType, cash string, positions ...alex.Position) alex.Account {
		return alex.Account{ID: "a", Name: "A", Type: kind, CashBalance: alex.MustMoney(cash), Positions: positions}
	}
	bond := alex.Position{Symbol: "BOND", Quantity: alex.MustDecimal("10000")}
	quoted, printed := alex.MustDecimal("98.50"), alex.MustMoney("9850.00")
	bond.Price, bond.Printed = &quoted, &printed

	cases := []struct {
		name     string
		rule     alex.RebalanceRule
		accounts []alex.Account
		picks    []alex.Symbol
		targets  alex.ClassAllocation
		whole    bool
		want     map[string]string
	}{
		{
			name: "cash is spread to the targets", rule: alex.CashOnly,
			accounts: []alex.Account{account(alex.Taxable, "100000.00")}, picks: []alex.Symbol{"GLD", "VTI"},
			targets: mix(alex.Equity, 75, alex.Commodities, 25),
			want:    map[string]string{"a GLD": "25000.00", "a VTI": "75000.00"},
		},
		{
			name: "shares in whole are rounded down", rule: alex.CashOnly, whole: true,
			accounts: []alex.Account{account(alex.Taxable, "1000.00")}, picks: []alex.Symbol{"GLD", "VTI"},
			targets: mix(alex.Equity, 50, alex.Commodities, 50),
			want:    map[string]string{"a GLD": "312.50", "a VTI": "500.00"},
		},
		{
			name: "a target for cash is kept", rule: alex.BuyOnly,
			accounts: []alex.Account{account(alex.TaxFree, "10000.00")}, picks: []alex.Symbol{"VTI"},
			targets: mix(alex.Equity, 90, alex.Cash, 10),
			want:    map[string]string{"a VTI": "9000.00"},
		},
		{
			name: "a mixed fund may carry a class past its target with cash_only", rule: alex.CashOnly,
			accounts: []alex.Account{account(alex.TaxFree, "1000.00", holding("VTI", "36", ""))},
			picks:    []alex.Symbol{"AOM"}, targets: mix(alex.Equity, 90, alex.FixedIncome, 10),
			want: map[string]string{"a AOM": "1000.00"},
		},
		{
			name: "but not with buy_only", rule: alex.BuyOnly,
			accounts: []alex.Account{account(alex.TaxFree, "1000.00", holding("VTI", "36", ""))},
			picks:    []alex.Symbol{"AOM"}, targets: mix(alex.Equity, 90, alex.FixedIncome, 10),
			want: map[string]string{},
		},
		{
			name: "a savings account buys nothing", rule: alex.BuyAndSell,
			accounts: []alex.Account{account(alex.CashAccount, "10000.00")}, picks: []alex.Symbol{"VTI"},
			targets: mix(alex.Equity, 100), want: map[string]string{},
		},
		{
			name: "cash below zero is left alone", rule: alex.CashOnly,
			accounts: []alex.Account{account(alex.Taxable, "-500.00", holding("BND", "100", ""))},
			picks:    []alex.Symbol{"VTI"}, targets: mix(alex.Equity, 100), want: map[string]string{},
		},
		{
			name: "sales pay for purchases", rule: alex.BuyAndSell,
			accounts: []alex.Account{account(alex.TaxFree, "0.00", holding("VTI", "40", ""))},
			picks:    []alex.Symbol{"VTI", "GLD"}, targets: mix(alex.Equity, 75, alex.Commodities, 25),
			want: map[string]string{"a VTI": "-2500.00", "a GLD": "2500.00"},
		},
		{
			name: "nothing but the picks is sold", rule: alex.BuyAndSell,
			accounts: []alex.Account{account(alex.TaxFree, "0.00", holding("VTI", "40", ""))},
			picks:    []alex.Symbol{"BND"}, targets: mix(alex.FixedIncome, 100), want: map[string]string{},
		},
		{
			name: "a sale that pays for no whole share is not made", rule: alex.BuyAndSell, whole: true,
			accounts: []alex.Account{account(alex.TaxFree, "0.00", holding("BND", "4", ""))},
			picks:    []alex.Symbol{"BND", "GLD"}, targets: mix(alex.FixedIncome, 50, alex.Commodities, 50),
			want: map[string]string{},
		},
		{
			name: "whole shares are bought with what their sales brought", rule: alex.BuyAndSell, whole: true,
			accounts: []alex.Account{account(alex.TaxFree, "0.00", holding("VTI", "13", ""))},
			picks:    []alex.Symbol{"VTI", "GLD"}, targets: mix(alex.Equity, 80, alex.Commodities, 20),
			want: map[string]string{"a VTI": "-500.00", "a GLD": "312.50"},
		},
		{
			name: "tax-free accounts sell first", rule: alex.BuyAndSell,
			accounts: []alex.Account{
				{ID: "t", Type: alex.Taxable, Positions: []alex.Position{holding("VTI", "40", "1000.00")}},
				{ID: "z", Type: alex.TaxFree, Positions: []alex.Position{holding("VTI", "40", "1000.00")}},
			},
			picks: []alex.Symbol{"VTI", "GLD"}, targets: mix(alex.Equity, 75, alex.Commodities, 25),
			want: map[string]string{"z VTI": "-5000.00", "z GLD": "5000.00"},
		},
		{
			name: "then the smaller gain", rule: alex.BuyAndSell,
			accounts: []alex.Account{
				{ID: "s", Type: alex.Taxable, Positions: []alex.Position{holding("VTI", "40", "1000.00")}},
				{ID: "t", Type: alex.Taxable, Positions: []alex.Position{holding("VTI", "40", "11000.00")}},
			},
			picks: []alex.Symbol{"VTI", "GLD"}, targets: mix(alex.Equity, 75, alex.Commodities, 25),
			want: map[string]string{"t VTI": "-5000.00", "t GLD": "5000.00"},
		},
		{
			name: "two mixed holdings find the mix together", rule: alex.CashOnly,
			accounts: []alex.Account{account(alex.TaxFree, "10000.00")}, picks: []alex.Symbol{"VTI", "AOR"},
			targets: mix(alex.Equity, 80, alex.FixedIncome, 20),
			want:    map[string]string{"a AOR": "5000.00", "a VTI": "5000.00"},
		},
		{
			name: "what is not classified may be sold, never bought", rule: alex.BuyAndSell,
			accounts: []alex.Account{account(alex.TaxFree, "250.00", holding("MYST", "100", ""))},
			picks:    []alex.Symbol{"MYST", "VTI"}, targets: mix(alex.Equity, 100),
			want: map[string]string{"a MYST": "-1200.00", "a VTI": "1450.00"},
		},
		{
			name: "a bond is sold at its printed value, not at its quote", rule: alex.BuyAndSell,
			accounts: []alex.Account{account(alex.TaxFree, "0.00", bond)},
			picks:    []alex.Symbol{"BOND", "VTI"}, targets: mix(alex.Equity, 100),
			want: map[string]string{"a BOND": "-9850.00", "a VTI": "9850.00"},
		},
		{
			name: "an empty household", rule: alex.BuyAndSell,
			picks: []alex.Symbol{"VTI"}, targets: mix(alex.Equity, 100), want: map[string]string{},
		},
		{
			name: "owing more than is owned", rule: alex.BuyAndSell,
			accounts: []alex.Account{account(alex.Taxable, "-90000.00", holding("VTI", "40", ""))},
			picks:    []alex.Symbol{"VTI"}, targets: mix(alex.FixedIncome, 100), want: map[string]string{},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sheet := rebalance(t, alex.RebalanceInput{
				Accounts: c.accounts, Book: rebalanceBook(), Rule: c.rule, Instruments: c.picks,
				Targets: c.targets, WholeShares: c.whole,
			})
			if diff := cmp.Diff(c.want, amounts(sheet)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRebalanceEstimatedGain(t *testing.T) {
	t.Parallel()
	sheet := rebalance(t, alex.RebalanceInput{
		Rule: alex.BuyAndSell, Book: rebalanceBook(), Instruments: []alex.Symbol{"VTI", "VXUS", "GLD"},
		Targets: mix(alex.Commodities, 100),
		Accounts: []alex.Account{{ID: "a", Type: alex.Taxable, Positions: []alex.Position{
			holding("VTI", "8", "1500.00"), holding("VXUS", "10", ""),
		}}},
	})
	gains := map[alex.Symbol]string{}
	for _, trade := range sheet.Trades {
		gains[trade.Symbol] = "unknown"
		if trade.EstimatedGain != nil {
			gains[trade.Symbol] = trade.EstimatedGain.String()
		}
	}
	want := map[alex.Symbol]string{"VTI": "500.00", "VXUS": "unknown", "GLD": "unknown"}
	if diff := cmp.Diff(want, gains); diff != "" {
		t.Error(diff)
	}
}

func TestRebalanceReportsUnreachable(t *testing.T) {
	t.Parallel()
	in := householdInput(alex.BuyAndSell, false)
	in.Targets = mix(alex.Equity, 50, alex.Commodities, 20, alex.RealEstate, 20, alex.Cash, 10)
	want := []alex.AssetClass{alex.RealEstate, alex.Commodities}
	if diff := cmp.Diff(want, rebalance(t, in).Unreachable); diff != "" {
		t.Error(diff)
	}
}

func manySymbols(n int) []alex.Symbol {
	symbols := make([]alex.Symbol, n)
	for i := range symbols {
		symbols[i] = alex.Symbol(fmt.Sprintf("S%d", i))
	}
	return symbols
}

func TestRebalanceRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		change func(*alex.RebalanceInput)
		want   []string
	}{
		{"an unknown rule", func(in *alex.RebalanceInput) { in.Rule = "sell_all" }, []string{"rule"}},
		{"no instruments", func(in *alex.RebalanceInput) { in.Instruments = nil }, []string{"instruments"}},
		{
			"too many instruments",
			func(in *alex.RebalanceInput) { in.Instruments = manySymbols(alex.MaxRebalanceInstruments + 1) },
			[]string{"instruments"},
		},
		{
			"an instrument without a price",
			func(in *alex.RebalanceInput) { in.Instruments = []alex.Symbol{"VTI", "NOPX", "ZZZZ"} },
			[]string{"instruments[1]", "instruments[2]"},
		},
		{
			"a price in another currency",
			func(in *alex.RebalanceInput) {
				foreign := in.Book["BND"]
				foreign.Currency = "EUR"
				in.Book["BND"] = foreign
				in.Accounts[1].Positions = nil
			},
			[]string{"instruments[1]"},
		},
		{
			"an instrument twice",
			func(in *alex.RebalanceInput) { in.Instruments = []alex.Symbol{"VTI", "VTI"} },
			[]string{"instruments[1]"},
		},
		{
			"no symbol", func(in *alex.RebalanceInput) { in.Instruments = []alex.Symbol{"<b>"} },
			[]string{"instruments[0]"},
		},
		{
			"targets that miss 100",
			func(in *alex.RebalanceInput) { in.Targets = mix(alex.Equity, 60) },
			[]string{"targets"},
		},
		{"no targets", func(in *alex.RebalanceInput) { in.Targets = nil }, []string{"targets"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := householdInput(alex.BuyAndSell, false)
			c.change(&in)
			_, err := alex.Rebalance(in)
			refused, ok := errors.AsType[*alex.Error](err)
			if !ok {
				t.Fatalf("got %v, want a refusal", err)
			}
			var got []string
			for _, f := range refused.Fields {
				got = append(got, f.Location)
			}
			if diff := cmp.Diff(c.want, got, cmpopts.SortSlices(func(a, b string) bool { return a < b })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestRebalanceSellsNothingForNothing: a sale is taken back as far as cash
// allows; what is left of it, here a millionth of a share, is no sale.
func TestRebalanceSellsNothingForNothing(t *testing.T) {
	t.Parallel()
	micro := func(n int64) alex.Decimal { return alex.DecimalOf(n).Mul(alex.MustDecimal("0.000001")) }
	basis := alex.MustMoney("0.01")
	account := func(id alex.ID, cash string, positions ...alex.Position) alex.Account {
		return alex.Account{ID: id, Name: string(id), Type: alex.Taxable, CashBalance: alex.MustMoney(cash), Positions: positions}
	}
	sheet, err := alex.Rebalance(alex.RebalanceInput{
		AsOf: "2026-03-10", Book: rebalanceBook(), Rule: alex.BuyAndSell, Instruments: []alex.Symbol{"VTI", "AOM"},
		Targets: alex.ClassAllocation{alex.FixedIncome: alex.PercentOf100(1), alex.Alternatives: alex.PercentOf100(99)},
		Accounts: []alex.Account{
			account("a", "-0.02", alex.Position{Symbol: "VXUS", Quantity: micro(1)}, alex.Position{Symbol: "VTI", Quantity: micro(513541)},
				alex.Position{Symbol: "BND", Quantity: micro(1)}, alex.Position{Symbol: "VNQ", Quantity: micro(1)}, alex.Position{Symbol: "GLD", Quantity: micro(1)}),
			account("b", "-0.03", alex.Position{Symbol: "VXUS", Quantity: micro(1)}, alex.Position{Symbol: "BND", Quantity: micro(1)},
				alex.Position{Symbol: "VNQ", Quantity: micro(1)}, alex.Position{Symbol: "VTI", Quantity: micro(4001), CostBasis: &basis}),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, trade := range sheet.Trades {
		if trade.Amount.IsZero() || trade.Shares.IsZero() {
			t.Errorf("%s of %s for %s", trade.Shares, trade.Symbol, trade.Amount)
		}
	}
}
