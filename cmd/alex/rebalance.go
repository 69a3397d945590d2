package main

import (
	"context"

	"alex"
	"alex/internal/app"
)

type rebalanceCommand struct {
	inputFlags
	Instruments []string `required:"" help:"The instruments that you pick; Alex proposes none." placeholder:"VTI,BND"`
	Rule        string   `default:"buy_only" enum:"buy_only,buy_and_sell,cash_only" help:"What may be traded: ${enum}."`
	WholeShares bool     `help:"Trade whole shares only."`
	JSON        bool     `name:"json" help:"Print the worksheet as one JSON document."`
}

// Run prints the worksheet.
func (cmd rebalanceCommand) Run(ctx context.Context, c console) error {
	in, err := cmd.analysis(c)
	if err != nil {
		return err
	}
	var picks []alex.Symbol
	for _, text := range cmd.Instruments {
		symbol, err := alex.ParseSymbol(text)
		if err != nil {
			return usageError{"--instruments: " + err.Error()}
		}
		picks = append(picks, symbol)
	}
	sheet, err := app.Rebalance(ctx, in, alex.RebalanceRule(cmd.Rule), picks, cmd.WholeShares)
	if err != nil {
		return err
	}
	if cmd.JSON {
		return printJSON(c.out, sheet)
	}
	p := &printer{w: c.out}
	printWorksheet(p, sheet, in.Person.AssetClassTargets)
	return p.err
}

func printWorksheet(p *printer, sheet alex.Worksheet, targets alex.ClassAllocation) {
	if len(sheet.Trades) == 0 {
		p.linef("No trade in these instruments brings you nearer to your targets under this rule.")
	}
	for _, t := range sheet.Trades {
		verb := "buy "
		if t.Amount.Sign() < 0 {
			verb = "sell"
		}
		line := "  " + verb + " " + t.Shares.Abs().String() + " " + string(t.Symbol) + " for " + t.Amount.Abs().Cents() + " in " + t.AccountName
		if t.EstimatedGain != nil {
			line += ", estimated gain " + t.EstimatedGain.Cents()
		}
		p.linef("%s", line)
	}
	p.linef("\n%-16s %8s %8s %8s", "Kind", "before", "after", "target")
	for _, class := range append(alex.Equity.Known(), alex.KeyUnclassified) {
		before, after, target := sheet.Before[class], sheet.After[class], targets[class]
		if before.IsZero() && after.IsZero() && target.IsZero() {
			continue
		}
		p.linef("%-16s %7s%% %7s%% %7s%%", alex.Title(string(class)), before.Fixed(1), after.Fixed(1), target.Fixed(1))
	}
	for _, class := range sheet.Unreachable {
		p.linef("None of the instruments holds %s.", alex.Title(string(class)))
	}
	p.linef("\nEach account's trades are paid for by its own sales and cash. A worksheet, not advice; sales can cause tax.")
}
