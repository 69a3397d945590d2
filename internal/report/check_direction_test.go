package report

import (
	"strings"
	"testing"
)

func TestDirection(t *testing.T) {
	t.Parallel()
	sheet := proseFacts(t)
	for _, c := range []struct{ text, want string }{
		{"Stocks are {{equity.weight}}, {{equity.direction}} the target of {{equity.target}}.", ""},
		{"Stocks are {{equity.weight}}, below the target of {{equity.target}}.", "below"},
		{"Stocks are {{equity.weight}}, above {{equity.target}}.", "above"},
		{"Stocks are at {{equity.weight}}, which exceeds {{equity.target}}.", "exceeds"},
		{"{{equity.weight}} is above the mark.", "above"},
		{"{{fees.rate}} is well below the mark.", "below"},
		{"More than {{success.rate}} of futures succeed.", "More"},
		{"Fewer than {{success.rate}} of futures succeed.", "Fewer"},
		{"The fee is higher than the {{fees.rate}} of before.", "higher"},
		{"The value rose by {{change.prices}}.", "rose by"},
		{"The value fell {{change.prices}}.", "fell"},
		{"That is a gain of {{change.prices}}.", "gain of"},
		{"You are up {{change.prices}}.", "up"},
		{"Since then, up {{change.prices}}.", "up"},
		{"Stocks make up {{equity.weight}} of it.", ""},
		{"That adds up to {{total.value}}.", ""},
		{"A year like that would mean a loss of {{risk.worst.year}}.", ""},
		{"The average shortfall is {{shortfall.size}}.", ""},
		{"A loss of {{risk.worst.loss}} was the worst.", ""},
		{"It moved by -{{change.prices}}.", "-"},
		{"It moved by minus {{change.prices}}.", "minus"},
		{"It moved by −{{change.prices}}.", "−"},
		{"- {{change.prices}} came from prices.", ""},
		{"From {{success.low}}–{{success.high}} of futures.", ""},
		{"From {{success.low}} - {{success.high}} of futures.", ""},
		{"Your stocks are above your target.", "above"},
		{"Your stocks are still over target.", "over"},
		{"If stocks are above your target, wait.", ""},
		{"A class may be above or below its target.", ""},
		{"Spend {{lever.spend}} less a month, or work {{lever.months}} longer.", ""},
		{"Fees cost {{fees.plan}} over the plan.", ""},
		{"Stocks are {{equity.weight}} and so overweight.", "overweight"},
		{"Bonds are {{fees.rate}} and so overweight.", ""},
		{"The share of {{equity.weight}} is {{equity.direction}} target. Costs are higher elsewhere.", ""},
		{"{{equity.weight}} below the goal.", "below"},
		{"Markets rose and fell.", ""},
	} {
		var got []string
		for _, v := range checkDirection(newView(c.text, scanTokens(c.text), nil), sheet) {
			got = append(got, strings.TrimSpace(v.Text))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
