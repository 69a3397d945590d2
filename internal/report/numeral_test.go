package report

import "testing"

func TestFiguresAreRefused(t *testing.T) {
	t.Parallel()
	ctx := proseContext(t)
	for _, s := range lines(t, "numerals_refused.txt") {
		if !has(Check(s, ctx), "free_numeral") {
			t.Errorf("%q passes", s)
		}
	}
}

func TestNumbersThatStateNoFigurePass(t *testing.T) {
	t.Parallel()
	ctx := proseContext(t)
	for _, s := range lines(t, "numerals_allowed.txt") {
		for _, v := range Check(s, ctx) {
			if v.Rule == "free_numeral" {
				t.Errorf("%q is refused for %q", s, v.Text)
			}
		}
	}
}

func TestFigureIsReportedWhole(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"It is $1,234.50 now.", "$1,234.50"},
		{"About 12.5 % of it.", "12.5 %"},
		{"The n1ne funds.", "n1ne"},
		{"Some twenty-five thousand dollars.", "twenty-five thousand"},
		{"A 9\u200b5 split.", "9\u200b5"},
		{"A t e n spelled.", "t e n"},
		{"A **fif**teen.", "fif**teen"},
		{"Ｎine ９５.", "Ｎine"},
	} {
		found := checkNumerals(newView(c.text, nil, nil), CheckContext{})
		if len(found) == 0 || found[0].Text != c.want {
			t.Errorf("%q: %+v, want %q", c.text, found, c.want)
		}
	}
}

func TestNameExemptsOnlyItself(t *testing.T) {
	t.Parallel()
	ctx := CheckContext{Names: []string{"95", "5 x", "Fund 20"}}
	for text, want := range map[string]int{
		"You own 95 of them.": 1, "It is 5 x that.": 1, "Fund 20 is yours.": 0, "Fund 200 is yours.": 1, "fund 20": 0,
	} {
		if got := len(checkNumerals(newView(text, nil, nil), ctx)); got != want {
			t.Errorf("%q: %d violations, want %d", text, got, want)
		}
	}
}
