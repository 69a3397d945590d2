package retirement

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whatever the file, it is refused as invalid or it is a whole table of finite
// figures that reads the same when written again.
func FuzzParseReturns(f *testing.F) {
	study, err := os.ReadFile("testdata/sbbi_1926_1995.csv")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(study), smallSeries, "", "#\n", "year,equity,inflation\n", "year;equity;inflation\n1;0,1;0,1\n",
		"\ufeffyear,cash,inflation\r\n1,1e-9,-.5\r\n2,+9.99,0x1p-2\r\n", "year,equity,inflation\n1930,7%,NaN\n1932,,-1\n",
		"inflation,year,equity\n\"0\",\"1\",\"0\n", "year,year,,gold\n1,1,1,1,1\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseReturns(strings.NewReader(text))
		if err != nil {
			wantRefusal(t, err)
			return
		}
		wantWhole(t, s)
		if diff := cmp.Diff(s, parseReturns(t, written(s))); diff != "" {
			t.Errorf("written again it differs:\n%s", diff)
		}
	})
}

func wantWhole(t *testing.T, s Series) {
	t.Helper()
	if s.Years() < fewestYears || s.Years() > mostYears || len(s.Classes) == 0 || len(s.Returns) != len(s.Classes) {
		t.Fatalf("%d years of %d classes in %d columns", s.Years(), len(s.Classes), len(s.Returns))
	}
	for _, column := range append(s.Returns[:len(s.Returns):len(s.Returns)], s.Inflation) {
		if len(column) != s.Years() {
			t.Errorf("a column of %d of %d years", len(column), s.Years())
		}
		for _, value := range column {
			if math.IsNaN(value) || value <= lowestReturn || value > highestReturn {
				t.Errorf("%v is accepted", value)
			}
		}
	}
}

// written is the table in the format of --returns.
func written(s Series) string {
	var b strings.Builder
	b.WriteString("year,inflation")
	for _, class := range s.Classes {
		b.WriteString("," + string(class))
	}
	for i, inflation := range s.Inflation {
		fmt.Fprintf(&b, "\n%d,%s", s.FirstYear+i, strconv.FormatFloat(inflation, 'g', -1, 64))
		for _, column := range s.Returns {
			b.WriteString("," + strconv.FormatFloat(column[i], 'g', -1, 64))
		}
	}
	return b.String()
}
