package broker

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"alex"

	"github.com/google/go-cmp/cmp"
)

func TestHistoriesAreRefused(t *testing.T) {
	t.Parallel()
	for name, where := range map[string]string{
		"fidelity_history.csv":    "Portfolio_Positions_",
		"schwab_transactions.csv": "-Positions-",
		"ibkr_flex_trades.csv":    "Open Positions",
		"trading212.csv":          "no positions download",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := readSample(t, name)
			if alex.CodeOf(err) != alex.CodeInvalid {
				t.Fatalf("got %v, want a refusal", err)
			}
			for _, want := range []string{"history", "not positions", where} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
}

func TestOtherHistoriesAreRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"fidelity single account": "Run Date,Action,Symbol,Description,Type,Quantity,Price ($),Commission ($),Fees ($),Accrued Interest ($),Amount ($),Cash Balance ($),Settlement Date\n10/28/2026, YOU BOUGHT,VTI,X,Cash,1,336,,,,-336,0,10/29/2026\n",
		"schwab with a title":     "\"Transactions  for account Individual ...123 as of 10/30/2026\"\n\"Date\",\"Action\",\"Symbol\",\"Description\",\"Quantity\",\"Price\",\"Fees & Comm\",\"Amount\"\n",
		"vanguard transactions":   "Account Number,Trade Date,Settlement Date,Transaction Type,Transaction Description,Investment Name,Symbol,Shares,Share Price,Principal Amount,Commissions and Fees,Net Amount,Accrued Interest,Account Type,\n",
		"ghostfolio activities":   "Date,Code,DataSource,Currency,Price,Quantity,Action,Fee,Note\n01-09-2026,VTI,YAHOO,USD,300,5,buy,0,\n",
		"wealthfolio activities":  "date,symbol,quantity,activityType,unitPrice,currency,fee\n2026-10-01,VTI,1,BUY,300,USD,0\n",
		"flex trades as XML":      `<FlexQueryResponse><FlexStatements><FlexStatement accountId="U1"><Trades><Trade symbol="VTI"/></Trades></FlexStatement></FlexStatements></FlexQueryResponse>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := readString(text)
			if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), "history") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestOtherFilesAreRefusedByName(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ text, want string }{
		"empty":            {"", "the file is empty"},
		"blank":            {" \r\n\t\r\n", "the file is empty"},
		"only commas":      {",,,\n,,,\n", "no rows"},
		"only a BOM":       {"\xef\xbb\xbf", "the file is empty"},
		"xlsx":             {"PK\x03\x04abcdef", "Excel"},
		"xls":              {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"},
		"pdf":              {"%PDF-1.7 …", "PDF"},
		"gzip":             {"\x1f\x8b\x08\x00", "gzip"},
		"html":             {"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"},
		"html fragment":    {"\n <table><tr><td>VTI</td></tr></table>", "web page"},
		"ofx":              {"OFXHEADER:100\nDATA:OFXSGML\n<OFX>", "OFX"},
		"json":             {`{"positions":[]}`, "JSON"},
		"binary":           {"abc\x00\x01\x02defgh,\x00", "binary"},
		"other XML":        {`<?xml version="1.0"?><rss/>`, "no Interactive Brokers Flex query"},
		"broken XML":       {"<FlexQueryResponse><OpenPosition symbol=", "broken on line 1"},
		"cut-off XML":      {"<FlexQueryResponse>\n<OpenPosition symbol=\"VTI\" position=\"1\"/>\n", "broken on line 3"},
		"flex error":       {"<FlexStatementResponse><Status>Fail</Status></FlexStatementResponse>", "error answer"},
		"flex without":     {"<FlexQueryResponse></FlexQueryResponse>", "no Open Positions"},
		"header alone":     {"symbol,quantity,price\n", "without any positions"},
		"statement, empty": {"Statement,Header,Field Name,Field Value\nStatement,Data,Title,Activity Statement\n", "no Open Positions"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := readString(tc.text)
			if alex.CodeOf(err) != alex.CodeInvalid || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	rows := "symbol,quantity,price\n" + strings.Repeat("VTI,1,300\n", 50)
	for name, opt := range map[string]Options{
		"bytes": {MaxBytes: 100},
		"rows":  {MaxRows: 49},
	} {
		if _, err := Read(strings.NewReader(rows), opt); alex.CodeOf(err) != alex.CodeTooLarge {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, opt := range map[string]Options{
		"bytes, just": {MaxBytes: int64(len(rows))},
		"rows, just":  {MaxRows: 50},
	} {
		if _, err := Read(strings.NewReader(rows), opt); err != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
	flex := "<FlexQueryResponse>" + strings.Repeat(`<OpenPosition symbol="A" position="1"/>`, 11) + "</FlexQueryResponse>"
	if _, err := Read(strings.NewReader(flex), Options{MaxRows: 10}); alex.CodeOf(err) != alex.CodeTooLarge {
		t.Errorf("flex rows: got %v", err)
	}
}

// TestDefaultLimits holds the documented 20,000 rows and 5 MiB.
func TestDefaultLimits(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("symbol,quantity,price\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "S%d,1,1\n", i)
	}
	if _, err := readString(b.String()); err != nil {
		t.Errorf("20,000 rows: %v", err)
	}
	if _, err := readString(b.String() + "A,1,1\n"); alex.CodeOf(err) != alex.CodeTooLarge {
		t.Errorf("20,001 rows: %v", err)
	}
	if _, err := readString(strings.Repeat("a", 5<<20+1)); alex.CodeOf(err) != alex.CodeTooLarge {
		t.Errorf("5 MiB and a byte: %v", err)
	}
}

func utf16Bytes(text string, order binary.ByteOrder, mark bool) []byte {
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	raw := make([]byte, 2*len(units))
	for i, u := range units {
		order.PutUint16(raw[2*i:], u)
	}
	return raw
}

// TestEncodingsReadAlike reads one file in every encoding and line end.
func TestEncodingsReadAlike(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(samples, "fidelity_positions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.ReplaceAll(strings.TrimPrefix(string(raw), "\ufeff"), "\r\n", "\n")
	want, err := readString(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, encoded := range map[string][]byte{
		"UTF-8 with BOM, CRLF": raw,
		"CR":                   []byte(strings.ReplaceAll(plain, "\n", "\r")),
		"UTF-16 LE with BOM":   utf16Bytes(plain, binary.LittleEndian, true),
		"UTF-16 BE with BOM":   utf16Bytes(plain, binary.BigEndian, true),
		"UTF-16 LE":            utf16Bytes(plain, binary.LittleEndian, false),
		"UTF-16 BE":            utf16Bytes(plain, binary.BigEndian, false),
		"tabs":                 []byte(tabbed(t, plain)),
	} {
		got, err := Read(bytes.NewReader(encoded), Options{HashKey: []byte("k"), AsOf: "2026-10-30"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(goldenText(t, want), goldenText(t, got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWindows1252IsTheFallback(t *testing.T) {
	t.Parallel()
	f, err := readString("symbol,name,quantity,price\nNESN,Nestl\xe9 \x96 \x80uro,1,100\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Names["NESN"]; got != "Nestlé – €uro" {
		t.Errorf("got %q", got)
	}
}
