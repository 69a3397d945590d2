package report

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestNeedsOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, text string
		may           bool
	}{
		{`\bguarant(?:ee|y)\b`, "a guarantor", true},
		{`\bguarant(?:ee|y)\b`, "a promise", false},
		{`a?b?`, "", true},
		{`(?:buy|sell) now`, "sell now", true},
		{`(?:buy|sell)s? it`, "hold that", false},
		{`x(?:abc)*y`, "xy", true},
		{`(?i)ABC`, "abc", true},
	} {
		if got := filter(c.pattern).may(c.text); got != c.may {
			t.Errorf("%s may match %q: %v", c.pattern, c.text, got)
		}
	}
}

// TestFilterNeverLosesAMatch holds for every compliance rule over sentences
// put together from the test data.
func TestFilterNeverLosesAMatch(t *testing.T) {
	t.Parallel()
	all := append(lines(t, "banned.txt"), lines(t, "clean.txt")...)
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SampledFrom(all).Draw(t, "a"), rapid.SampledFrom(all).Draw(t, "b")
		text := newView(a[:len(a)/2]+b[len(b)/2:]+" "+a, nil, nil).lower
		for _, rule := range slices.Concat(complianceRules, complianceVariants) {
			if rule.pattern.parts().MatchString(text) && !rule.pattern.may(text) {
				t.Fatalf("%s needs %q, and matches %q", rule.id, rule.pattern.parts().needs, text)
			}
		}
	})
}
