package report

import (
	"strings"
	"testing"

	"alex"
)

func TestTickers(t *testing.T) {
	t.Parallel()
	ctx := CheckContext{Tickers: map[alex.Symbol]bool{"VTI": true, "BRK.B": true, "F": true}, Names: []string{"AT&T Inc", "IBM Pension Fund"}}
	for _, c := range []struct{ text, want string }{
		{"You hold VTI.", ""},
		{"You hold BRK.B and BRK-B.", ""},
		{"You hold QQQ.", "QQQ"},
		{"You hold QQQ, TLT and VTSAX.", "QQQ TLT VTSAX"},
		{"QQQ TLT", "QQQ TLT"},
		{"You hold BRK.A.", "BRK.A"},
		{"The ETFs and IRAs in the U.S. and the US.", ""},
		{"Ford (F) and AT&T (T).", "AT&T T"},
		{"Your AT&T Inc shares.", ""},
		{"The IBM Pension Fund, but IBM.", "IBM"},
		{"Look at $tsla and $VTI.", "tsla"},
		{"The ticker abc is new.", "abc"},
		{"Its ticker symbol: XYZ.", "XYZ"},
		{"The ticker is listed, the symbol that you typed.", ""},
		{"It trades as NYSE: ge.", "ge"},
		{"R&D, P/E, S&P, M&A and SEP-IRA.", ""},
		{"A CD, CDs, TIPS, REITs, an HSA, RMDs and the CPI-U.", ""},
		{"ТLТ in Cyrillic.", "ТLТ"},
		{"T\u200bLT split.", "T\u200bLT"},
		{"**QQQ** bold.", "QQQ"},
		{"(QQQ)", "QQQ"},
		{"Plan A or Plan B, I think.", ""},
		{"BTC-USD is crypto.", "BTC-USD"},
	} {
		var got []string
		for _, v := range checkTickers(newView(c.text, nil, nil), ctx) {
			got = append(got, v.Text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
