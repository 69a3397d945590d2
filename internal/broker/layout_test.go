package broker

import (
	"fmt"
	"strings"
	"testing"

	"alex"

	"github.com/google/go-cmp/cmp"
)

// digest is f in a few lines: the totals, then each account with its positions
// (quantity × price = printed value, cost), then rows that need a word.
func digest(f File) string {
	var b strings.Builder
	file := "none"
	if f.Totals.File != nil {
		file = f.Totals.File.String()
	}
	fmt.Fprintf(&b, "%s %s file %s read %s not held %s\n", f.Broker, f.AsOf, file, f.Totals.Read, f.Totals.NotHeld)
	for _, a := range f.Accounts {
		fmt.Fprintf(&b, "%s (%s) …%s cash %s\n", a.Name, a.Type, a.Last4, a.CashBalance)
		for _, p := range a.Positions {
			fmt.Fprintf(&b, "  %s %s × %s = %s cost %s\n", p.Symbol, p.Quantity, orNone(p.Price), orNone(p.Printed), orNone(p.CostBasis))
		}
	}
	for _, r := range f.Rows {
		if r.Reason != "" {
			fmt.Fprintf(&b, "line %d %s %s: %s\n", r.Line, r.Status, r.Held, r.Reason)
		}
	}
	for _, w := range f.Warnings {
		fmt.Fprintf(&b, "! %s\n", w)
	}
	return b.String()
}

func orNone[T fmt.Stringer](v *T) string {
	if v == nil {
		return "none"
	}
	return (*v).String()
}

type layoutCase struct{ text, want string }

func runLayouts(t *testing.T, cases map[string]layoutCase) {
	t.Helper()
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkRead(t, tc.text, Options{AsOf: "2026-10-30"})
			f := mustRead(t, tc.text, Options{AsOf: "2026-10-30"})
			if diff := cmp.Diff(strings.TrimLeft(tc.want, "\n"), digest(f)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

const fidelityHead = "Account Number,Account Name,Symbol,Description,Quantity,Last Price,Last Price Change,Current Value,Cost Basis Total,Type\n"

func TestFidelityQuirks(t *testing.T) {
	t.Parallel()
	runLayouts(t, map[string]layoutCase{
		"pending activity under another column": {
			fidelityHead + "Z00000001,IRA,Pending Activity,,,,$-120.50,,,\nZ00000001,IRA,SPAXX**,MONEY MARKET,500.25,$1.00,--,$500.25,--,Cash,\n",
			"fidelity 2026-10-30 file 379.75 read 379.75 not held 0.00\nIRA (tax_deferred) …0001 cash 379.75\n",
		},
		"missing and unreadable cells are errors": {
			fidelityHead + "Z00000001,A,VTI,V,,$2.00,,$20.00,--,Cash\nZ00000001,A,BND,B,ten,$2.00,,$20.00,--,Cash\nZ00000001,A,=1+1,,1,$2.00,,$2.00,--,Cash\nZ00000001,A,VOO,,1,$2.00,,$2.00,=9,Cash\n",
			`
fidelity 2026-10-30 file 44.00 read 2.00 not held 42.00
A (taxable) …0001 cash 0.00
  VOO 1 × 2 = 2.00 cost none
line 2 error not_held: quantity: is missing
line 3 error not_held: quantity: "ten" is not a number
line 4 error not_held: symbol: "=1+1" is not a ticker symbol
line 5 valid position: costBasis: "=9" is not a number and was left out
`,
		},
		"a total that disagrees is a warning with both figures": {
			fidelityHead + "Z00000001,A,VTI,V,10,$2.00,,$20.00,15.00,Cash\n,,Grand Total,,,,,\"$1,020.00\",,\n",
			`
fidelity 2026-10-30 file 1020.00 read 20.00 not held 0.00
A (taxable) …0001 cash 0.00
  VTI 10 × 2 = 20.00 cost 15.00
! the file's total is $1,020.00, but what was read and listed adds up to $20.00 ($20.00 held, $0.00 not held)
`,
		},
		"footer without quotation marks": {
			fidelityHead + "Z00000001,A,VTI,V,10,$2.00,,$20.00,15.00,Cash\n\nBrokerage services are provided by Fidelity Brokerage Services LLC (FBS), 900 Salem Street, Smithfield, RI 02917. Custody by NFS.\nDate downloaded 10/29/2026 4:31 PM ET\n",
			`
fidelity 2026-10-29 file 20.00 read 20.00 not held 0.00
A (taxable) …0001 cash 0.00
  VTI 10 × 2 = 20.00 cost 15.00
`,
		},
		"no account columns": {
			"Symbol,Description,Quantity,Last Price,Current Value\nVTI,V,10,$2.00,$20.00\n",
			`
fidelity 2026-10-30 file 20.00 read 20.00 not held 0.00
Fidelity account (taxable) … cash 0.00
  VTI 10 × 2 = 20.00 cost none
! the file does not say how it is taxed, so taken as taxable: Fidelity account
`,
		},
		"name and number in one column, header twice, stray quotation mark": {
			"Account Name/Number,Symbol,Description,Quantity,Last Price,Current Value\nRoth IRA X00000009,VTI,5\" fund,10,$2.00,$20.00\nAccount Name/Number,Symbol,Description,Quantity,Last Price,Current Value\nX00000010,BND,\"B,10,$2.00,$20.00\n",
			`
fidelity 2026-10-30 file 20.00 read 20.00 not held 0.00
Roth IRA (tax_free) …0009 cash 0.00
  VTI 10 × 2 = 20.00 cost none
Fidelity account ending 0010 (taxable) …0010 cash 0.00
line 4 error not_held: quantity: is missing
! the file has a stray quotation mark, so each line was read by itself
! the file does not say how it is taxed, so taken as taxable: Fidelity account ending 0010
`,
		},
		"merged margin and cash, one without a cost": {
			fidelityHead + "Z00000001,A,VTI,V,10,$2.00,,$20.00,15.00,Cash\nZ00000001,A,VTI,V,5,$2.01,,$10.05,n/a,Margin\n",
			`
fidelity 2026-10-30 file 30.05 read 30.05 not held 0.00
A (taxable) …0001 cash 0.00
  VTI 15 × 2.00333333 = 30.05 cost none
line 3 duplicate position: the symbol stands twice in this account: merged with line 2
`,
		},
		"two accounts of one name": {
			fidelityHead + "Z00000001,IRA,VTI,V,1,$2.00,,$2.00,,Cash\nZ00000002,IRA,VTI,V,1,$2.00,,$2.00,,Cash\n",
			`
fidelity 2026-10-30 file 4.00 read 4.00 not held 0.00
IRA ending 0001 (tax_deferred) …0001 cash 0.00
  VTI 1 × 2 = 2.00 cost none
IRA ending 0002 (tax_deferred) …0002 cash 0.00
  VTI 1 × 2 = 2.00 cost none
`,
		},
		"worthless but printed": {
			fidelityHead + "Z00000001,A,OLDCO,GONE,100,$0.00,,$0.00,500.00,Cash\nZ00000001,A,NEWCO,NEW,3,--,,--,--,Cash\n",
			`
fidelity 2026-10-30 file 0.00 read 0.00 not held 0.00
A (taxable) …0001 cash 0.00
  OLDCO 100 × none = 0.00 cost 500.00
  NEWCO 3 × none = none cost none
line 3 warning position: the file gives neither price nor value: held at the price that Alex knows of it, or without one
`,
		},
	})
}

const schwabHead = "\"Symbol\",\"Description\",\"Price\",\"Qty (Quantity)\",\"Mkt Val (Market Value)\",\"Cost Basis\",\"Security Type\",\n"

func TestSchwabQuirks(t *testing.T) {
	t.Parallel()
	runLayouts(t, map[string]layoutCase{
		"price before quantity, futures, total that disagrees": {
			"\"Positions for account Trust ...42 as of 05:14 PM ET, 03/10/2026\"\n\n" + schwabHead +
				"\"VTI\",\"V\",\"$2.00\",\"1,000\",\"$2,000.00\",\"$1,500.00\",\"ETFs\",\n" +
				"\"Futures Cash\",\"--\",\"--\",\"--\",\"$10.00\",\"--\",\"--\",\n" +
				"\"Futures Positions Market Value\",\"--\",\"--\",\"--\",\"$5.00\",\"--\",\"--\",\n" +
				"\"Positions Total\",\"\",\"--\",\"--\",\"$2,015.01\",\"$1,500.00\",\"--\",\n",
			`
schwab 2026-03-10 file 2015.01 read 2010.00 not held 5.00
Trust (taxable) …42 cash 10.00
  VTI 1000 × 2 = 2000.00 cost 1500.00
line 6 skipped not_held: futures are not held
! the file's total for Trust is $2,015.01, but its rows add up to $2,015.00
! the file's total is $2,015.01, but what was read and listed adds up to $2,015.00 ($2,010.00 held, $5.00 not held)
`,
		},
		"a comma in the account's name, no totals": {
			"\"Positions for All-Accounts as of 2026/03/10\"\n\nDoe Family Trust, Jane Doe ...426\n" + schwabHead +
				"\"BF/B\",\"BROWN FORMAN\",\"$30.00\",\"2\",\"$60.00\",\"N/A\",\"Equity\",\n\nRoth_IRA ...995\n" + schwabHead +
				"\"Cash & Cash Investments\",\"--\",\"--\",\"--\",\"($3.10)\",\"--\",\"--\",\n",
			`
schwab 2026-03-10 file 56.90 read 56.90 not held 0.00
Doe Family Trust, Jane Doe (taxable) …426 cash 0.00
  BF.B 2 × 30 = 60.00 cost none
Roth_IRA (tax_free) …995 cash -3.10
`,
		},
	})
}

func TestVanguardQuirks(t *testing.T) {
	t.Parallel()
	runLayouts(t, map[string]layoutCase{
		"settlement fund without a symbol, transactions above nothing": {
			"Account Number,Investment Name,Symbol,Shares,Share Price,Total Value,\n10000001,SETTLEMENT FUND,,1000.00,1.00,1000.00,\n10000001,VANGUARD 500,VFIAX,2,600.005,1200.01,\n\nAccount Number,Trade Date,Settlement Date,Transaction Type,Symbol,Shares,Total Value,\n10000001,2026-11-11,2026-11-12,Buy,VFIAX,1,600,\n",
			`
vanguard 2026-10-30 file 2200.01 read 2200.01 not held 0.00
Vanguard account ending 0001 (taxable) …0001 cash 1000.00
  VFIAX 2 × 600.005 = 1200.01 cost none
! the file does not say how it is taxed, so taken as taxable: Vanguard account ending 0001
`,
		},
	})
}

func TestTotalsLine(t *testing.T) {
	t.Parallel()
	total := alex.MustMoney("712345.67")
	f := File{Broker: "fidelity", Accounts: make([]alex.Account, 3)}
	f.Accounts[0].Positions = make([]alex.Position, 14)
	f.Totals = Totals{File: &total, Read: alex.MustMoney("700000.00"), NotHeld: alex.MustMoney("12345.67")}
	if got, want := f.Line(), "fidelity: 3 accounts, 14 positions, $712,345.67 in the file = $700,000.00 held + $12,345.67 not held"; got != want {
		t.Errorf("got %s", got)
	}
	f.Totals.NotHeld = alex.MustMoney("12345.66")
	if got := f.Line(); !strings.Contains(got, "≠") || !strings.HasSuffix(got, "($0.01 unexplained)") {
		t.Errorf("got %s", got)
	}
	if got, want := (File{Broker: "generic", Accounts: make([]alex.Account, 1)}).Line(), "generic: 1 account, 0 positions, no values in the file"; got != want {
		t.Errorf("got %s", got)
	}
}
