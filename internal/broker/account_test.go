package broker

import (
	"strings"
	"testing"

	"alex"
)

func TestAccountTypes(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]alex.AccountType{
		"Individual - TOD": alex.Taxable, "Joint WROS": alex.Taxable, "Miranda's account": alex.Taxable, "": alex.Taxable,
		"ROTH IRA": alex.TaxFree, "Roth Contributory IRA": alex.TaxFree, "Roth_IRA": alex.TaxFree, "Roth 401(k)": alex.TaxFree,
		"HSA": alex.TaxFree, "HEALTH SAVINGS ACCOUNT": alex.TaxFree,
		"Traditional IRA": alex.TaxDeferred, "Owner IRA": alex.TaxDeferred, "ACME CORP 401(K) PLAN": alex.TaxDeferred,
		"401k": alex.TaxDeferred, "University 403(b)": alex.TaxDeferred, "457 Plan": alex.TaxDeferred, "TSP": alex.TaxDeferred,
		"Thrift Savings Plan": alex.TaxDeferred, "Rollover": alex.TaxDeferred, "SEP-IRA": alex.TaxDeferred, "Pension": alex.TaxDeferred,
		"High-Yield Savings": alex.CashAccount, "Checking": alex.CashAccount, "Cash Management (Individual)": alex.CashAccount,
		"September fund": alex.Taxable,
	} {
		if got := inferType(name); got != want {
			t.Errorf("%q is %s, want %s", name, got, want)
		}
	}
}

func TestSplitAccount(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]accountID{
		"Individual ...123":         {name: "Individual", number: "123", masked: true},
		"Roth_IRA ...995":           {name: "Roth_IRA", number: "995", masked: true},
		"Owner IRA …1234":           {name: "Owner IRA", number: "1234", masked: true},
		"Brokerage XXXX-1234":       {name: "Brokerage", number: "1234", masked: true},
		"Roth IRA 12345678":         {name: "Roth IRA", number: "12345678"},
		"Individual - X12345678":    {name: "Individual", number: "X12345678"},
		"12345678":                  {number: "12345678"},
		"Brokerage 2":               {name: "Brokerage 2"},
		"401(k) Plan 2026":          {name: "401(k) Plan 2026"},
		"Doe Family Trust, J ...42": {name: "Doe Family Trust, J", number: "42", masked: true},
	} {
		if got := splitAccount(text); got != want {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
}

func TestLast4(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{"Z12345678": "5678", "12345678": "5678", "12345": "45", "X1": "1", "": ""} {
		if got := last4(number, false); got != want {
			t.Errorf("%q ends %q, want %q", number, got, want)
		}
	}
	if got := last4("123", true); got != "123" {
		t.Errorf("a masked number ends %q", got)
	}
}

// TestFingerprints holds that an account is recognised across files, formats
// of one broker and spellings, and by no one without the key.
func TestFingerprints(t *testing.T) {
	t.Parallel()
	const head = "Account Number,Account Name,Symbol,Description,Quantity,Last Price,Current Value,Type\n"
	first := mustRead(t, head+"Z12345678,Mine,VTI,V,1,$1.00,$1.00,Cash\n", Options{HashKey: []byte("a")})
	again := mustRead(t, head+"z1234-5678,Renamed,BND,B,1,$1.00,$1.00,Cash\n", Options{HashKey: []byte("a")})
	other := mustRead(t, head+"Z12345678,Mine,VTI,V,1,$1.00,$1.00,Cash\n", Options{HashKey: []byte("b")})
	bare := mustRead(t, head+"Z12345678,Mine,VTI,V,1,$1.00,$1.00,Cash\n", Options{})
	if first.Accounts[0].Fingerprint != again.Accounts[0].Fingerprint {
		t.Error("one number has two fingerprints")
	}
	if first.Accounts[0].Fingerprint == other.Accounts[0].Fingerprint {
		t.Error("the key does not matter")
	}
	if bare.Accounts[0].Fingerprint != "" || bare.Accounts[0].Last4 != "5678" {
		t.Errorf("without a key: %+v", bare.Accounts[0])
	}
}

// TestNumbersDoNotSurvive plants an account number in every text of a row.
func TestNumbersDoNotSurvive(t *testing.T) {
	t.Parallel()
	const text = "Account Number,Account Name,Symbol,Description,Quantity,Last Price,Current Value,Type\n" +
		"Z12345678,Mine Z12345678,VTI,Fund of 12345678,1,$1.00,$1.00,Cash\n" +
		"Z12345678,Mine Z12345678,12345678,Odd,1,$1.00,$1.00,Cash\n" +
		"Z12345678,Mine Z12345678,BND,Bond,Z12345678x,$1.00,$1.00,Cash\n"
	l, err := read(strings.NewReader(text), Options{HashKey: []byte("k")})
	if err != nil {
		t.Fatal(err)
	}
	f := l.file()
	checkHidden(t, f, "Z12345678")
	if f.Accounts[0].Name != "Mine" || f.Rows[1].Status != StatusError {
		t.Errorf("got account %q and row %+v", f.Accounts[0].Name, f.Rows[1])
	}
}

// TestMaskedNumbersAlike keeps two accounts apart whose masked ends are one.
func TestMaskedNumbersAlike(t *testing.T) {
	t.Parallel()
	const head = "\"Symbol\",\"Description\",\"Qty (Quantity)\",\"Price\",\"Mkt Val (Market Value)\"\n"
	text := "\"Positions for All-Accounts as of 2026/10/30\"\n\n\"Individual ...123\"\n" + head + "\"VTI\",\"V\",\"1\",\"$2.00\",\"$2.00\"\n\n" +
		"\"Roth IRA ...123\"\n" + head + "\"VTI\",\"V\",\"1\",\"$2.00\",\"$2.00\"\n"
	f := mustRead(t, text, Options{HashKey: []byte("k")})
	if len(f.Accounts) != 2 || f.Accounts[0].Fingerprint == f.Accounts[1].Fingerprint {
		t.Errorf("got %+v", f.Accounts)
	}
}

func TestNameOfFile(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"ghostfolio-export-20261030.csv": "Imported from ghostfolio export",
		`C:\Users\x\holdings (1).csv`:    "Imported from holdings",
		"12345678.csv":                   "Imported account",
		"":                               "Imported account",
	} {
		if got := nameOfFile(file); got != want {
			t.Errorf("%q gives %q, want %q", file, got, want)
		}
	}
}

func mustRead(t *testing.T, text string, opt Options) File {
	t.Helper()
	f, err := Read(strings.NewReader(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
