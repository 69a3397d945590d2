package broker

import (
	"slices"
	"testing"

	"alex"
)

func TestNumbers(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"1234.56": "1234.56", "$1,234.56": "1234.56", "-$1,234.56": "-1234.56", "$-1,234.56": "-1234.56",
		"($1,234.56)": "-1234.56", "$(12.00)": "-12", "1,234.56-": "-1234.56", "−5": "-5", "+$1.24": "1.24",
		"5": "5", ".5": "0.5", "12.": "12", "0.00000001": "0.00000001", "1 234.5": "1234.5", "1'234": "1234",
		"'12.5": "12.5", "-0": "0", "1,234,567": "1234567", "-(5)": "5",
		"US$ 12.50": "12.5", "1,000 USD": "1000", "$ 7": "7",
	} {
		a, err := numberFormat{}.parse(cell)
		if err != nil || a.value == nil || a.value.String() != want {
			t.Errorf("%q reads as %v, %v; want %s", cell, a.value, err, want)
		}
	}
}

func TestNoValues(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"", " ", "--", "-", "N/A", "n/a", "NA", "null", "NaN", "—", "None", "#N/A"} {
		a, err := numberFormat{}.parse(cell)
		if err != nil || a.value != nil {
			t.Errorf("%q reads as %v, %v; want no value", cell, a.value, err)
		}
	}
}

func TestNotNumbers(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{
		"abc", "1,23", "1.2.3", "12%", "=1+1", "1e9", "0x10", "Infinity", "1,2345", "1,234,56", "$", "()", "1 2",
		"٣", "12345678901234567890123456789012345678901", "--5--6",
	} {
		if a, err := (numberFormat{}).parse(cell); err == nil {
			t.Errorf("%q reads as %v; want an error", cell, a.value)
		}
	}
}

func TestCurrenciesInCells(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"$5": "USD", "5": "", "€5": "EUR", "1.00 €": "EUR", "£5": "GBP", "EUR 5": "EUR", "5 CHF": "CHF", "C$5": "CAD", "(5.00 €)": "EUR",
	} {
		a, err := numberFormat{}.parse(cell)
		if err != nil || a.currency != want {
			t.Errorf("%q has currency %q, %v; want %q", cell, a.currency, err, want)
		}
	}
}

// TestDecimalComma holds that a decimal comma is read only beyond doubt.
func TestDecimalComma(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cells []string
		comma bool
		mixed bool
	}{
		"both separators":         {[]string{"1.234,56"}, true, false},
		"two decimals":            {[]string{"12,50", "1.200"}, true, false},
		"thousands or decimals":   {[]string{"1,234", "5,678"}, false, false},
		"American":                {[]string{"1,234.56", "12"}, false, false},
		"point with two decimals": {[]string{"12.50", "1,234"}, false, false},
		"several groups":          {[]string{"1.234.567", "1"}, true, false},
		"contradiction":           {[]string{"1.234,56", "1,234.56"}, false, true},
		"no numbers":              {[]string{"abc", "", "--", "30.10.2026x"}, false, false},
		"with a currency":         {[]string{"-12,50 €"}, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, mixed := formatOf(tc.cells)
			if f.decimalComma != tc.comma || mixed != tc.mixed {
				t.Errorf("got comma %v, mixed %v", f.decimalComma, mixed)
			}
		})
	}
	a, err := numberFormat{decimalComma: true}.parse("1.234,56 €")
	if err != nil || a.value.String() != "1234.56" || a.currency != "EUR" {
		t.Errorf("got %v %q, %v", a.value, a.currency, err)
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]alex.Date{
		"Positions for account Individual ...123 as of 05:14 PM ET, 2026/03/10": "2026-03-10",
		"as of 04:05 PM ET, 10/30/2026":                                         "2026-10-30",
		"Date downloaded Oct-30-2026 5:42 p.m ET":                               "2026-10-30",
		"Date downloaded 10/30/2026 4:31 PM ET":                                 "2026-10-30",
		"Portfolio_Positions_Mar-10-2026.csv":                                   "2026-03-10",
		"Individual-Positions-2026-10-30-171400.csv":                            "2026-10-30",
		"export_20261030.csv":                                                   "2026-10-30",
		"October 1, 2026 - October 30, 2026":                                    "2026-10-30",
		"10/01/2026 10/30/2026":                                                 "2026-10-30",
		"20261030;161500":                                                       "2026-10-30",
		"2026-10-30T16:00:00Z":                                                  "2026-10-30",
		"30.10.2026":                                                            "2026-10-30",
		"30 Oct 2026":                                                           "2026-10-30",
		"Sept. of nothing":                                                      "",
		"2026-02-30":                                                            "",
		"13/45/2026":                                                            "",
		"0001-01-01":                                                            "",
		"U1234567":                                                              "",
	} {
		if got := findDate(text); got != want {
			t.Errorf("%q has the date %q, want %q", text, got, want)
		}
	}
}

// TestDateOfFile holds the order: the file's own date, its name's, the
// option's.
func TestDateOfFile(t *testing.T) {
	t.Parallel()
	const rows = "Account Number,Account Name,Symbol,Description,Quantity,Last Price,Current Value,Type\nZ00000001,A,VTI,V,1,$1.00,$1.00,Cash\n"
	for _, tc := range []struct {
		text, name string
		asOf, want alex.Date
	}{
		{rows + "\"Date downloaded 10/29/2026\"\n", "Portfolio_Positions_Oct-28-2026.csv", "2026-10-27", "2026-10-29"},
		{"Positions for account(s) as of Jul-02-2026\n" + rows, "", "", "2026-07-02"},
		{rows, "Portfolio_Positions_Oct-28-2026.csv", "2026-10-27", "2026-10-28"},
		{rows, "positions.csv", "2026-10-27", "2026-10-27"},
		{rows, "", "", ""},
	} {
		f := mustRead(t, tc.text, Options{Name: tc.name, AsOf: tc.asOf})
		if f.AsOf != tc.want || f.Accounts[0].Positions[0].PriceAsOf != tc.want {
			t.Errorf("got %q, want %q", f.AsOf, tc.want)
		}
		if warned := slices.Contains(f.Warnings, "the file gives no date"); warned != (tc.want == "") {
			t.Errorf("%q: warnings %q", tc.want, f.Warnings)
		}
	}
}
