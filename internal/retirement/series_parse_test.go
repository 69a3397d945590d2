package retirement

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"alex"
)

const smallSeries = "year,equity,fixed_income,inflation\n1930,-0.249,0.0798,-0.0603\n1931,-0.4334,-0.0185,-0.0952\n"

func parseReturns(t testing.TB, text string) Series {
	t.Helper()
	s, err := ParseReturns(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return s
}

func TestParseReturns(t *testing.T) {
	t.Parallel()
	want := Series{
		ID: "own series 1930-1931", Name: "own series", Source: "the file given", FirstYear: 1930,
		Classes:   []alex.AssetClass{alex.Equity, alex.FixedIncome},
		Returns:   [][]float64{{-0.249, -0.4334}, {0.0798, -0.0185}},
		Inflation: []float64{-0.0603, -0.0952},
	}
	for name, text := range map[string]string{
		"plain":           smallSeries,
		"no last newline": strings.TrimSuffix(smallSeries, "\n"),
		"CRLF":            strings.ReplaceAll(smallSeries, "\n", "\r\n"),
		"byte order mark": "\ufeff" + smallSeries,
		"comments":        "# a source\n#\n" + strings.ReplaceAll(smallSeries, "\n", "\n# between\n"),
		"blank lines":     "\n \n" + strings.ReplaceAll(smallSeries, "\n", "\n\n\t\n"),
		"all of these":    "\ufeff# a source\r\n\r\n" + strings.ReplaceAll(smallSeries, "\n", "\r\n"),
		"spaces":          strings.ReplaceAll(smallSeries, ",", " , "),
		"quotes":          strings.Replace(smallSeries, "1930,-0.249", `"1930","-0.249"`, 1),
		"notation":        "year,equity,fixed_income,inflation\n1930,-2.49e-1,+.0798,-0.0603\n1931,-.4334,-1.85E-02,-00.0952\n",
		"other order":     "inflation,fixed_income,year,equity\n-0.0603,0.0798,1930,-0.249\n-0.0952,-0.0185,1931,-0.4334\n",
	} {
		if diff := cmp.Diff(want, parseReturns(t, text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestParseReturnsOfSomeClasses(t *testing.T) {
	t.Parallel()
	one := parseReturns(t, "year,equity,inflation\n1,0.1,0\n2,10,-0.499\n")
	if diff := cmp.Diff([]alex.AssetClass{alex.Equity}, one.Classes); diff != "" || one.LastYear() != 2 {
		t.Errorf("classes of one column until %d:\n%s", one.LastYear(), diff)
	}
	all := parseReturns(t, "year,equity,fixed_income,real_estate,commodities,cash,alternatives,inflation\n"+
		"2000,.1,.2,.3,.4,.5,.6,.7\n2001,.1,.2,.3,.4,.5,.6,.7\n")
	for i, class := range alex.AssetClass("").Known() {
		returns, words, ok := all.Column(class)
		if want := float64(i+1) / 10; !ok || words != "" || returns[1] != want {
			t.Errorf("%s is %v, %q, %v; want %v", class, returns, words, ok, want)
		}
	}
}

// rowsOf is a file of some years from 1000 on.
func rowsOf(years int) string {
	var b strings.Builder
	b.WriteString("year,equity,inflation\n")
	for i := range years {
		fmt.Fprintf(&b, "%d,0.05,0.02\n", 1000+i)
	}
	return b.String()
}

func TestParseReturnsRefuses(t *testing.T) {
	t.Parallel()
	head := "year,equity,inflation\n1930,0.1,0.1\n"
	cases := []struct{ name, text, at, message string }{
		{"nothing", "", "returns", "have no header line"},
		{"comments only", "# nothing\n\n", "returns", "have no header line"},
		{"too large", strings.Repeat("#", maxDocument+1), "returns", "are larger than 1 MiB"},
		{"a bare quote", head + "1931,0.\"1,0.1\n", "returns", "line 3: is not CSV"},
		{"an open quote", head + "\"1931,0.1,0.1\n", "returns", "line 3: is not CSV"},
		{"no year", "equity,inflation\n0.1,0.1\n", "returns.year", "line 1: the column is missing"},
		{"no inflation", "# x\nyear,equity\n", "returns.inflation", "line 2: the column is missing"},
		{"no class", "year,inflation\n", "returns", "there is no asset class"},
		{"an unknown column", "year,equity,gold,inflation\n", "returns.gold", `line 1: "gold" is not a column; known are year`},
		{"a capital", "Year,equity,inflation\n", "returns", `"Year" is not a column`},
		{"a column without a name", "year,equity,inflation,\n", "returns", "a column has no name"},
		{"a column twice", "year,equity,equity,inflation\n", "returns.equity", "the column is given twice"},
		{"many columns", strings.Repeat("x,", maxDocument/4), "returns.x", "the column is given twice"},
		{"semicolons", "year;equity;inflation\n1930;0.1;0.1\n", "returns", "line 1: columns are separated by commas"},
		{"no header", "1930,0.1,0.1\n", "returns", `"1930" is not a column`},
		{"no row", "year,equity,inflation\n", "returns", "have fewer than 2 years"},
		{"one row", head, "returns", "have fewer than 2 years"},
		{"too many rows", rowsOf(mostYears + 1), "returns", "have more than 1000 years"},
		{"a gap", head + "1932,0.1,0.1\n", "returns.year", "line 3: 1932 does not follow 1930"},
		{"a year twice", head + "1930,0.1,0.1\n", "returns.year", "1930 does not follow 1930"},
		{"a year before", head + "1929,0.1,0.1\n", "returns.year", "1929 does not follow 1930"},
		{"a month", head + "1931-01,0.1,0.1\n", "returns.year", `line 3: "1931-01" is not a year`},
		{"a fraction of a year", head + "1931.5,0.1,0.1\n", "returns.year", "is not a year"},
		{"year zero", "year,equity,inflation\n0,0.1,0.1\n1,0.1,0.1\n", "returns.year", "0 is not a year from 1 to 9999"},
		{"a far year", head + "123456789,0.1,0.1\n", "returns.year", "123456789 is not a year"},
		{"a year without end", head + strings.Repeat("9", 400) + ",0.1,0.1\n", "returns.year", "is not a year"},
		{"no year in a row", head + ",0.1,0.1\n", "returns.year", "line 3: is missing"},
		{"a missing cell", head + "1931,,0.1\n", "returns.equity[1931]", "line 3: is missing"},
		{"a short row", head + "1931,0.1\n", "returns.inflation[1931]", "line 3: is missing"},
		{"a long row", head + "1931,0,07,0.1\n", "returns", "line 3: has 4 cells, the header 3"},
		{"text", head + "1931,n/a,0.1\n", "returns.equity[1931]", `line 3: "n/a" is not a number`},
		{"a formula", head + "1931,=A1,0.1\n", "returns.equity[1931]", "is not a number"},
		{"a percent sign", head + "1931,7%,0.1\n", "returns.equity[1931]", "give fractions, not percent"},
		{"NaN", head + "1931,NaN,0.1\n", "returns.equity[1931]", "is not a number"},
		{"infinity", head + "1931,0.1,-Inf\n", "returns.inflation[1931]", "is not a number"},
		{"hexadecimal", head + "1931,0x1p-2,0.1\n", "returns.equity[1931]", "is not a number"},
		{"an underscore", head + "1931,0.1_0,0.1\n", "returns.equity[1931]", "is not a number"},
		{"other digits", head + "1931,٠.١,0.1\n", "returns.equity[1931]", "is not a number"},
		{"beyond a float", head + "1931,1e999,0.1\n", "returns.equity[1931]", "1e999 is not above -1 and at most 10"},
		{"a loss of all", head + "1931,-1,0.1\n", "returns.equity[1931]", "line 3: -1 is not above -1 and at most 10"},
		{"prices that vanish", head + "1931,0.1,-1.0\n", "returns.inflation[1931]", "is not above -0.5"},
		{"prices that halve", head + "1931,0.1,-0.5\n", "returns.inflation[1931]", "is not above -0.5"},
		{"too high", head + "1931,10.001,0.1\n", "returns.equity[1931]", "is not above -1 and at most 10"},
		{"percent", "year,equity,inflation\n1930,4.66,2\n1931,5.31,0.5\n", "returns", "most figures are beyond 1; give fractions"},
		{"percent out of range", "year,equity,inflation\n1930,-24.9,-6.03\n1931,-43.34,-9.52\n", "returns", "give fractions, not percent"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := ParseReturns(strings.NewReader(c.text))
			domain, ok := errors.AsType[*alex.Error](err)
			if !ok || domain.Code != alex.CodeInvalid {
				t.Fatalf("is not refused as invalid: %v", err)
			}
			for _, f := range domain.Fields {
				if f.Location == c.at && strings.Contains(f.Message, c.message) {
					return
				}
			}
			t.Errorf("want %s: …%s…, got %v", c.at, c.message, err)
		})
	}
}

// Every fault is named at once, but not a thousand of them.
func TestParseReturnsNamesManyFaults(t *testing.T) {
	t.Parallel()
	_, err := ParseReturns(strings.NewReader("year,equity,inflation\n1930,x,\n1931,0.1,0.1\n1933,y,0.1\n"))
	domain, ok := errors.AsType[*alex.Error](err)
	if !ok {
		t.Fatal(err)
	}
	var got []string
	for _, f := range domain.Fields {
		got = append(got, f.Location)
	}
	want := []string{"returns.equity[1930]", "returns.inflation[1930]", "returns.year", "returns.equity[1933]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	_, err = ParseReturns(strings.NewReader(strings.ReplaceAll(rowsOf(500), "0.05", "-")))
	if domain, ok := errors.AsType[*alex.Error](err); !ok || len(domain.Fields) != mostProblems+1 ||
		!strings.Contains(err.Error(), "returns: 480 more figures are refused") {
		t.Errorf("500 faults: %v", err)
	}
}

func TestParseReturnsKeepsReadErrors(t *testing.T) {
	t.Parallel()
	if _, err := ParseReturns(iotest.ErrReader(io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a broken reader gives %v", err)
	}
	if s := parseReturns(t, rowsOf(mostYears)+" \n"); s.Years() != mostYears {
		t.Errorf("%d years are read of %d", s.Years(), mostYears)
	}
}

// The series of the 1998 study is in the format of --returns. Its averages and
// extremes are those that Ibbotson Associates printed for 1926–1995: 12.52, 6.02
// and 3.22 % (revised since by a hundredth or few).
func TestParseReturnsOfStudy(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/sbbi_1926_1995.csv")
	if err != nil {
		t.Fatal(err)
	}
	s := parseReturns(t, string(text))
	if s.ID != "own series 1926-1995" || s.Years() != 70 {
		t.Errorf("%s has %d years", s.ID, s.Years())
	}
	equity, _, _ := s.Column(alex.Equity)
	bonds, _, _ := s.Column(alex.FixedIncome)
	wantMean(t, "large company stocks", equity, 0.1252, 0.0001)
	wantMean(t, "long-term corporate bonds", bonds, 0.0602, 0.0002)
	wantMean(t, "inflation", s.Inflation, 0.0322, 0.0005)
	if equity[5] != -0.4334 || equity[7] != 0.5399 || bonds[43] != -0.0809 || bonds[56] != 0.4256 {
		t.Errorf("1931 %v, 1933 %v, bonds in 1969 %v and 1982 %v", equity[5], equity[7], bonds[43], bonds[56])
	}
}
