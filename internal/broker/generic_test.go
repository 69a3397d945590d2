package broker

import (
	"fmt"
	"strings"
	"testing"

	"alex"

	"pgregory.net/rapid"
)

func TestGenericQuirks(t *testing.T) {
	t.Parallel()
	const untyped = "! the file does not say how it is taxed, so taken as taxable: Imported account ending 5678\n"
	runLayouts(t, map[string]layoutCase{
		"pence without a rate, euros in the cell": {
			"account,symbol,quantity,price,value,currency\n12345678,VUSA.L,40,9210.5,368420,GBp\n12345678,VWCE.DE,1,141.62 €,141.62 €,\n",
			`
generic 2026-10-30 file none read 0.00 not held 0.00
Imported account ending 5678 (taxable) …5678 cash 0.00
  VUSA.L 40 × none = none cost none
  VWCE.DE 1 × none = none cost none
line 2 warning position: priced in GBP (3684.2), for which the file gives no rate: held at the price that Alex knows of it, or without one
line 3 warning position: priced in EUR (141.62), for which the file gives no rate: held at the price that Alex knows of it, or without one
` + untyped,
		},
		"a ticker called CASH, cash called CASH, and foreign cash": {
			"account,symbol,quantity,price,currency\nMine,CASH,10,75,USD\nMine,CASH,20,1,USD\nMine,$CASH,30,1,EUR\nMine,USD,5,,\n",
			`
generic 2026-10-30 file 775.00 read 775.00 not held 0.00
Mine (taxable) … cash 25.00
  CASH 10 × 75 = none cost none
line 4 warning not_held: cash in EUR, for which the file gives no rate
`,
		},
		"totals per account and of all": {
			"account,symbol,name,quantity,value\nMine,VTI,,1,300\nMine,,Account Total,,300\nRoth IRA,BND,,2,150\nRoth IRA,Total,,,150\nTotal,,,,450\n",
			`
generic 2026-10-30 file 450.00 read 450.00 not held 0.00
Mine (taxable) … cash 0.00
  VTI 1 × 300 = 300.00 cost none
Roth IRA (tax_free) … cash 0.00
  BND 2 × 75 = 150.00 cost none
`,
		},
		"dates by row without a series": {
			"symbol,shares,price,date\nVTI,1,300,10/30/2026\nBND,2,75,2026-10-28\n",
			`
generic 2026-10-30 file 450.00 read 450.00 not held 0.00
Imported account (taxable) … cash 0.00
  VTI 1 × 300 = none cost none
  BND 2 × 75 = none cost none
`,
		},
		"too many decimals, too large, negative": {
			"symbol,quantity,price,value\nA,1.123456789,1,1.12\nB,1,,9999999999999999\nC,1,-5,-5\nD,0.000000001,1,0\nE,9999999999999,1,\n",
			`
generic 2026-10-30 file -3.88 read 1.12 not held -5.00
Imported account (taxable) … cash 0.00
  A 1.12345679 × 1 = 1.12 cost none
line 2 valid position: the quantity was rounded to eight decimals
line 3 error not_held: value: is too large
line 4 skipped not_held: the value is negative
line 5 error not_held: the quantity was rounded to eight decimals; quantity: must be above zero, not 0
line 6 error not_held: value: is too large
`,
		},
		"symbol and quantity alone": {
			"ticker;qty\nVTI;1.5\n\n",
			`
generic 2026-10-30 file none read 0.00 not held 0.00
Imported account (taxable) … cash 0.00
  VTI 1.5 × none = none cost none
line 2 warning position: the file gives neither price nor value: held at the price that Alex knows of it, or without one
`,
		},
		"newlines and quotation marks in cells": {
			"symbol,description,quantity,price\n\"VTI\",\"Total\nstock \"\"market\"\"\",\"1,000\",\"$2.00\"\n",
			`
generic 2026-10-30 file 2000.00 read 2000.00 not held 0.00
Imported account (taxable) … cash 0.00
  VTI 1000 × 2 = none cost none
`,
		},
	})
}

func TestDescriptionsAreText(t *testing.T) {
	t.Parallel()
	f := mustRead(t, "symbol,name,quantity,price\nVTI,=HYPERLINK(\"http://x.test\"),1,2\nBND,'=1+1,1,2\nVOO,'Tis,1,2\n", Options{})
	want := map[alex.Symbol]string{"VTI": `=HYPERLINK("http://x.test")`, "BND": "=1+1", "VOO": "'Tis"}
	for symbol, name := range want {
		if f.Names[symbol] != name {
			t.Errorf("%s is called %q, want %q", symbol, f.Names[symbol], name)
		}
	}
}

func TestNeutraliseCell(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{
		"=1+1", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\ufeff=1+1", "\u200b=1+1", "\x00=1+1",
		"\"=1+1\"", "' =1+1", "＝1+1", "＋1", "－1", "＠SUM", "=cmd|' /C calc'!A0", "\ttext", "\rtext",
	} {
		if got := NeutraliseCell(cell); got != "'"+cell {
			t.Errorf("%q becomes %q", cell, got)
		}
	}
	for _, cell := range []string{"", " ", "VTI", "Vanguard = good", "1+1", "'quoted'", "S&P 500", "12.50", "a@b.test"} {
		if got := NeutraliseCell(cell); got != cell {
			t.Errorf("%q becomes %q", cell, got)
		}
	}
}

// TestTotalsAlwaysMeet draws random holdings with shorts, cash and duplicates
// and holds that file = held + not held, to the cent.
func TestTotalsAlwaysMeet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteString(fidelityHead)
		var sum alex.Money
		for range rapid.IntRange(1, 30).Draw(t, "rows") {
			cents := rapid.Int64Range(-5_000_000, 50_000_000).Draw(t, "cents")
			value := alex.Dollars(alex.DecimalOf(cents).Mul(alex.MustDecimal("0.01")))
			symbol := rapid.SampledFrom([]string{"VTI", "BND", "BRKB", "SPAXX**", "Pending Activity", "-VTI270115C300", ""}).Draw(t, "symbol")
			account := rapid.SampledFrom([]string{"Z00000001,IRA", "Z00000002,Taxable"}).Draw(t, "account")
			quantity := rapid.SampledFrom([]string{"10", "-3", "0", "", "0.5", "1.23456789", "x"}).Draw(t, "quantity")
			fmt.Fprintf(&b, "%s,%s,Some fund,%s,$12.34,,%s,,Cash\n", account, symbol, quantity, value)
			sum = sum.Add(value)
		}
		f, err := Read(strings.NewReader(b.String()), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !f.Totals.Reconciles() || f.Totals.file().Cmp(sum) != 0 {
			t.Fatalf("%s, but the rows add up to %s", f.Line(), sum)
		}
	})
}

// TestSamplesShareASymbol holds that two brokers' files give one symbol alike,
// as a portfolio of several imports needs.
func TestSamplesShareASymbol(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"fidelity_positions.csv", "vanguard_stacked.csv"} {
		f, err := readSample(t, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, known := f.Names["VTI"]; !known {
			t.Errorf("%s does not name VTI", name)
		}
	}
}

func BenchmarkRead10000Rows(b *testing.B) {
	var text strings.Builder
	text.WriteString(fidelityHead)
	for i := range 10_000 {
		fmt.Fprintf(&text, "Z%08d,Account %d,S%d,Some fund of many,10.5,$12.34,+$0.01,$129.57,$100.00,Cash\n", i%7, i%7, i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		f, err := Read(strings.NewReader(text.String()), Options{HashKey: []byte("k")})
		if err != nil || len(f.Rows) != 10_000 {
			b.Fatal(err, len(f.Rows))
		}
	}
}
