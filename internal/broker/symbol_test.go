package broker

import (
	"strings"
	"testing"

	"alex"

	"pgregory.net/rapid"
)

func TestSymbols(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		symbol, cusip, name string
		want                alex.Symbol
	}{
		{"VTI", "", "", "VTI"},
		{"vti", "", "", "VTI"},
		{"BRK/B", "", "", "BRK.B"},
		{"BRK B", "", "", "BRK.B"},
		{"BRKB", "", "", "BRK.B"},
		{"brk.b", "", "", "BRK.B"},
		{"BAC PRL", "", "", "BAC.PRL"},
		{"VWCE.DE", "", "", "VWCE.DE"},
		{"0700", "", "", "0700"},
		{"912810TV0", "", "TREASURY", "912810TV0"},
		{"US91282CMM00", "", "T 4 1/4", "91282CMM0"},
		{"T 4 1/4 02/15/35", "91282CMM0", "T 4 1/4", "91282CMM0"},
		{"", "922908363", "VOO", "922908363"},
		{"null", "", "US TREASURY", pseudoSymbol("US TREASURY")},
		{"", "", "Stable Value Fund", pseudoSymbol("Stable Value Fund")},
		{"VANG TARGET 2045", "", "", pseudoSymbol("VANG TARGET 2045")},
	} {
		got, err := symbolOf(tc.symbol, tc.cusip, tc.name)
		if err != nil || got != tc.want {
			t.Errorf("%q %q %q is %q, %v; want %q", tc.symbol, tc.cusip, tc.name, got, err, tc.want)
		}
	}
}

func TestNotSymbols(t *testing.T) {
	t.Parallel()
	for _, symbol := range []string{"", "=1+1", "@SUM(A1)", "+VTI", "VTI;DROP", "<b>", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "--"} {
		if got, err := symbolOf(symbol, "", ""); err == nil {
			t.Errorf("%q is %q; want an error", symbol, got)
		}
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		symbol, name, kind string
		want               bool
	}{
		{" -AAPL241220C150", "AAPL DEC 20 2024 $150 CALL", "", true},
		{"AAPL 12/20/2024 150.00 C", "CALL APPLE INC $150 EXP 12/20/24", "", true},
		{"AAPL  261218P00250000", "", "", true},
		{"SPY 31MAR25 570 C", "", "", true},
		{"SPY", "", "Option", true},
		{"SPY", "", "Equity and Index Options", true},
		{"", "CALL (AAPL) APPLE INC DEC 20 24 $150 (100 SHS)", "", true},
		{"VTI", "VANGUARD TOTAL STOCK MARKET ETF", "ETFs & Closed End Funds", false},
		{"CALL", "MAGICJACK", "Equity", false},
		{"BRK/B", "BERKSHIRE", "Equity", false},
		{"QYLD", "GLOBAL X NASDAQ 100 COVERED CALL ETF", "ETF", false},
		{"912797SK4", "US TREASURY BILL", "Fixed Income", false},
	} {
		if got := isOption(tc.symbol, tc.name, tc.kind); got != tc.want {
			t.Errorf("%q %q %q: option is %v", tc.symbol, tc.name, tc.kind, got)
		}
	}
}

func TestSweeps(t *testing.T) {
	t.Parallel()
	for symbol, want := range map[string]bool{
		"SPAXX**": true, "SPAXX": true, "FDRXX**": true, "CORE**": true, "FZZZX**": true, "VMFXX": true,
		"Cash & Cash Investments": true, "$CASH": true, "$CASH-USD": true,
		"SWVXX": false, "VTI": false, "CASH": false, "VUSXX": false,
	} {
		if got := isSweep(symbol, ""); got != want {
			t.Errorf("%q: sweep is %v", symbol, got)
		}
	}
}

// TestPseudoSymbols holds that a name has one symbol, which can be stored,
// and that names with the same capitals have different ones.
func TestPseudoSymbols(t *testing.T) {
	t.Parallel()
	if a, b := pseudoSymbol("Large Cap Growth Fund"), pseudoSymbol("Local Capital Gain Fund"); a == b {
		t.Errorf("both are %s", a)
	}
	if a, b := pseudoSymbol("Stable  Value Fund "), pseudoSymbol("Stable Value Fund"); a != b {
		t.Errorf("%s is not %s", a, b)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := pseudoSymbol(rapid.String().Draw(t, "name"))
		if parsed, err := alex.ParseSymbol(string(s)); err != nil || parsed != s || !strings.HasPrefix(string(s), "X-") {
			t.Fatalf("%q: %v", s, err)
		}
	})
}
