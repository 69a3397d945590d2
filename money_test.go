package alex_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"alex"
)

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "1.50": "1.5", "+7": "7", ".5": "0.5", "5.": "5", "-12.3400": "-12.34", "00012": "12",
		strings.Repeat("9", 40): strings.Repeat("9", 40),
	} {
		if got, err := alex.ParseDecimal(text); err != nil || got.String() != want {
			t.Errorf("%q = %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "-", ".", "1e9", "NaN", "Inf", "1,000", "1.2.3", " 1", "1 ", "0x10", "١", "--1", "1-", strings.Repeat("9", 41),
	} {
		if got, err := alex.ParseDecimal(text); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

// TestDivRoundsHalfEven compares with exact rational arithmetic.
func TestDivRoundsHalfEven(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b   string
		places int32
		want   string
	}{
		{"1", "8", 2, "0.12"},
		{"3", "8", 2, "0.38"},
		{"-1", "8", 2, "-0.12"},
		{"-3", "8", 2, "-0.38"},
		{"2", "3", 4, "0.6667"},
		{"1", "0", 2, "0"},
		{"5", "2", 0, "2"},
		{"7", "-2", 0, "-4"},
	} {
		if got := dec(c.a).Div(dec(c.b), c.places); got.String() != c.want {
			t.Errorf("%s ÷ %s = %s, want %s", c.a, c.b, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(-1e12, 1e12).Draw(t, "a")
		b := rapid.Int64Range(1, 1e9).Draw(t, "b")
		got, ok := new(big.Rat).SetString(alex.DecimalOf(a).Div(alex.DecimalOf(b), 4).String())
		if !ok {
			t.Fatal("not a number")
		}
		miss := new(big.Rat).Sub(got, big.NewRat(a, b))
		if miss.Abs(miss).Cmp(big.NewRat(1, 20000)) > 0 {
			t.Fatalf("%d ÷ %d misses by %s", a, b, miss)
		}
	})
}

func TestSignificantDigits(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"701216.88": "700000", "62.1": "62", "5.37": "5.4", "0.0421": "0.042", "995": "1000", "-1250": "-1200", "0": "0", "40.00": "40", "7": "7",
	} {
		if got := alex.MustDecimal(text).Significant(2).String(); got != want {
			t.Errorf("%s to two digits is %s, want %s", text, got, want)
		}
	}
}

func TestMoneyText(t *testing.T) {
	t.Parallel()
	for amount, want := range map[string][2]string{
		"0":          {"$0.00", "$0.00"},
		"999.99":     {"$999.99", "$999.99"},
		"1000":       {"$1,000", "$1,000.00"},
		"1234.50":    {"$1,234", "$1,234.50"}, // half-even
		"1235.50":    {"$1,236", "$1,235.50"},
		"-1234567.8": {"−$1,234,568", "−$1,234,567.80"},
		"-0.01":      {"−$0.01", "−$0.01"},
	} {
		if got := usd(amount); got.Text() != want[0] || got.Cents() != want[1] {
			t.Errorf("%s is shown as %s and %s, want %v", amount, got.Text(), got.Cents(), want)
		}
	}
}

func TestMoneyRefusesFractionsOfACent(t *testing.T) {
	t.Parallel()
	if m, err := alex.ParseMoney("1.005"); err == nil {
		t.Errorf("1.005 was read as %s", m)
	}
	var m alex.Money
	for _, text := range []string{`"1.005"`, `1.005`, `null`, `true`, `"abc"`, `{}`} {
		if err := json.Unmarshal([]byte(text), &m); err == nil && text != "null" {
			t.Errorf("%s was read as %s", text, m)
		}
	}
}

func TestNumbersComeBackFromJSON(t *testing.T) {
	t.Parallel()
	type numbers struct {
		M alex.Money
		D alex.Decimal
		P alex.Percent
	}
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64().Draw(t, "cents")
		want := numbers{
			M: alex.Dollars(alex.DecimalOf(cents).Mul(dec("0.01"))),
			D: alex.DecimalOf(cents).Mul(dec("0.00000001")),
			P: alex.Percent{Decimal: alex.DecimalOf(cents % 10000).Mul(dec("0.01"))},
		}
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got numbers
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if got.M.Cmp(want.M) != 0 || got.D.Cmp(want.D) != 0 || got.P.Cmp(want.P.Decimal) != 0 {
			t.Fatalf("%s came back as %+v", text, got)
		}
	})
}

func TestApportionAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		places := rapid.Int32Range(0, 4).Draw(t, "places")
		var parts []alex.Decimal
		var whole alex.Decimal
		for _, n := range rapid.SliceOfN(rapid.Int64Range(-1e9, 1e12), 1, 60).Draw(t, "parts") {
			part := alex.DecimalOf(n).Mul(dec("0.0000001"))
			parts, whole = append(parts, part), whole.Add(part)
		}
		var sum alex.Decimal
		for i, rounded := range alex.Apportion(parts, whole, places) {
			sum = sum.Add(rounded)
			if miss := rounded.Sub(parts[i]).Abs(); miss.Cmp(unit(places)) >= 0 {
				t.Fatalf("%s became %s", parts[i], rounded)
			}
		}
		if sum.Cmp(whole.Round(places)) != 0 {
			t.Fatalf("the parts sum to %s, the whole is %s", sum, whole.Round(places))
		}
	})
}

func unit(places int32) alex.Decimal {
	one := alex.DecimalOf(1)
	for range places {
		one = one.Mul(dec("0.1"))
	}
	return one
}

func TestPercentText(t *testing.T) {
	t.Parallel()
	for share, want := range map[string]string{"12.345": "12.3%", "0": "0.0%", "-0.04": "0.0%", "-3.26": "−3.3%", "100": "100.0%"} {
		if got := pct(share).Text(); got != want {
			t.Errorf("%s is shown as %s, want %s", share, got, want)
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, text := range []string{"1", "-0.50", "1e5", "9999999999.99", ".", "١٢"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := alex.ParseDecimal(text)
		if err != nil {
			return
		}
		again, err := alex.ParseDecimal(d.String())
		if err != nil || again.Cmp(d) != 0 {
			t.Errorf("%q became %s, which became %s (%v)", text, d, again, err)
		}
	})
}
